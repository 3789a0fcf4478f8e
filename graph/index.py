"""The index of passages and elements: letters and meaning searched apart, fused by rank, filtered beforehand.

A saved index is a folder of `.npy` and JSON files, no pickle; `manifest.json` names each with its size and
sha256, and nothing is read that does not hold. The same entries and vectors give the same bytes. The arrays are
mapped, not read: what a question does not touch stays on the disk. Many vectors lie in cells (`graph.cells`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from graph.array_folder import read_array_folder, write_array_folder
from graph.cells import FLAT_UP_TO, Cells
from graph.columns import Columns, Places, expand, ordered
from graph.embedder import Encoder, Vectors
from graph.lexical import LexicalIndex, Scores, Statistics
from graph.passages import Admits, IndexEntry, PassageSearch, Placed, Ranked
from graph.vectors import VectorCache, encode_cached
from ontology.errors import ReleaseError

FORMAT = 2
"""The saved form's version."""
FORMER = 1
"""The version before, whose entries stood in the record with their texts; it is still read."""


class PassageIndex(PassageSearch):
    """Entries with their vectors and their letters. It never changes; searching is safe from many threads."""

    def __init__(
        self, columns: Columns, vectors: Vectors, lexical: LexicalIndex, encoder: str, cells: Cells | None = None
    ) -> None:
        if not len(columns) == len(vectors) == lexical.size:
            raise ValueError(f"expected as many vectors as entries, met {len(vectors)} and {len(columns)}")
        self.columns = columns
        self.vectors = vectors
        self.lexical = lexical
        self.encoder = encoder
        self.cells = cells

    @classmethod
    def build(
        cls,
        entries: Iterable[IndexEntry],
        encoder: Encoder,
        cache: VectorCache | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> PassageIndex:
        """Embed and index the entries, by document and id; only texts that the cache lacks are embedded."""
        those = ordered(entries)
        vectors = encode_cached(encoder, cache, [entry.text for entry in those], "passage", progress)
        return cls.of(those, vectors, encoder.name)

    @classmethod
    def of(
        cls, entries: Sequence[IndexEntry], vectors: Vectors, encoder: str, beside: Statistics | None = None
    ) -> PassageIndex:
        """Index entries in `ordered` order with their vectors; past `FLAT_UP_TO` the vectors are parted into cells."""
        lexical = LexicalIndex.build((entry.text for entry in entries), beside)
        cells = Cells.build(vectors) if len(vectors) > FLAT_UP_TO else None
        return cls(Columns.of(entries), vectors, lexical, encoder, cells)

    def __len__(self) -> int:
        return len(self.columns)

    @property
    def entries(self) -> Iterator[IndexEntry]:
        """Every entry in order, without its text, which the graph holds."""
        return self.columns.entries()

    def ranked(self, words: str | None, vector: Vectors | None, admits: Admits, depth: int) -> Ranked:
        """The vectors are compared exactly, or where many are admitted those of the nearest cells."""
        spans = self.columns.spans(admits.documents, admits.years)
        places = expand(spans)
        within = self.columns.admitted(places, admits.kinds, admits.types)
        admitted = places[within]
        if not len(admitted):
            return Ranked([], [], self.columns.id)
        lexical = [] if words is None else _best(self.lexical.scores(words, spans)[within], admitted, depth)
        semantic = [] if vector is None else self._by_meaning(vector, admitted, depth)
        return Ranked(lexical, semantic, self.columns.id)

    def _by_meaning(self, asked: Vectors, admitted: Places, depth: int) -> list[Placed]:
        if self.cells and len(admitted) > FLAT_UP_TO:
            admits = np.zeros(len(self), dtype=np.bool_)
            admits[admitted] = True
            admitted = np.array(self.cells.near(asked[0], admits, depth), dtype=np.int64)
        return self._exactly(asked, admitted, depth)

    def _exactly(self, asked: Vectors, admitted: Places, depth: int) -> list[Placed]:
        """The nearest of the admitted, each of them compared."""
        if not len(admitted):
            return []
        rows = self.vectors if len(admitted) == len(self) else self.vectors[admitted]
        metric = faiss.METRIC_INNER_PRODUCT
        scores, found = faiss.knn(asked, np.ascontiguousarray(rows), min(depth, len(admitted)), metric=metric)
        pairs = zip(admitted[found[0]].tolist(), scores[0].tolist(), strict=True)
        return sorted(pairs, key=best_first)

    def save(self, folder: Path) -> None:
        """Write the index into a folder (see `graph.array_folder`)."""
        arrays: dict[str, npt.NDArray[np.generic]] = {"vectors": self.vectors}
        arrays |= self.lexical.arrays() | self.columns.arrays() | (self.cells.arrays() if self.cells else {})
        record = {"format": FORMAT, "encoder": self.encoder, "length": self.lexical.length, **self.columns.record()}
        write_array_folder(folder, arrays, record)

    @classmethod
    def load(cls, folder: Path, *, verify: bool = True) -> PassageIndex:
        """The index that `save` wrote. Raises ReleaseError when a file is missing or is not the one written.

        `verify` is left out where the release that holds the folder has been verified.
        """
        arrays, record = read_array_folder(folder, verify=verify)
        if record.get("format") not in (FORMAT, FORMER):
            raise ReleaseError(f"Sökindexet i {folder} har ett annat format. Bygg om med ”rodatraden build”.")
        vectors, cells = arrays.pop("vectors"), Cells.take(arrays)
        if record["format"] == FORMER:
            columns = Columns.of([IndexEntry(*row) for row in record["entries"]])
        else:
            columns = Columns.load(arrays, record)
        lexical = LexicalIndex.from_arrays(arrays, len(columns), record.get("length", 0.0))
        return cls(columns, vectors, lexical, record["encoder"], cells)


def best_first(placed: Placed) -> tuple[float, int]:
    """What placed ones are sorted by: the score, and among equals the place."""
    return -placed[1], placed[0]


def _best(scores: Scores, places: Places, depth: int) -> list[Placed]:
    """The best places with a score above 0; among equals the first."""
    if len(scores) > depth:
        least = max(np.partition(scores, -depth)[-depth], np.nextafter(np.float32(0), np.float32(1)))
        able = np.flatnonzero(scores >= least)
    else:
        able = np.flatnonzero(scores > 0)
    order = able[np.argsort(-scores[able], kind="stable")[:depth]]
    return [(int(places[i]), float(scores[i])) for i in order]
