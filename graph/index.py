"""The index of passages and elements: letters and meaning searched apart, fused by rank, filtered beforehand.

A saved index is a folder of `.npy` and JSON files, no pickle; `manifest.json` names each with its size and
sha256, and nothing is read that does not hold. The same entries and vectors give the same bytes. The arrays are
mapped, not read: what a question does not touch stays on the disk. Many vectors lie in cells (`graph.cells`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from graph.array_folder import read_array_folder, write_array_folder
from graph.cells import FLAT_UP_TO, Cells
from graph.columns import Columns, Places, expand, ordered
from graph.embedder import Encoder, Vectors
from graph.fusion import reciprocal_rank
from graph.lexical import LexicalIndex, Scores, Statistics
from graph.passages import DEPTH, Hit, IndexEntry, Mode
from graph.vectors import VectorCache, encode_cached
from ontology.errors import ReleaseError

FORMAT = 2
"""The saved form's version."""
FORMER = 1
"""The version before, whose entries stood in the record with their texts; it is still read."""


Placed = tuple[int, float]
"""A place and its score."""


@dataclass(frozen=True, slots=True)
class Admits:
    """What may be found; None admits all, an empty filter none."""

    years: Collection[int] | None = None
    documents: Collection[str] | None = None
    kinds: Collection[str] | None = None
    types: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """Two rankings of places, each best first."""

    lexical: list[Placed]
    semantic: list[Placed]


class PassageIndex:
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

    def search(
        self,
        query: str,
        *,
        encoder: Encoder | None,
        limit: int = 10,
        years: Collection[int] | None = None,
        documents: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        types: Collection[str] | None = None,
        mode: Mode = "fused",
    ) -> list[Hit]:
        """The best `limit` entries for a question, best first, among those that every given filter admits.

        A filter of None admits all, an empty one none. `mode` "lexical" needs no encoder; the others need the
        one that the index was built with, and raise ValueError without it.
        """
        admits = Admits(years, documents, kinds, types)
        asked = asked_vector(self.encoder, query, encoder, mode)
        found = self.ranked(query, asked, admits, max(DEPTH, limit), letters=mode != "semantic")
        return fuse(found, self.columns.id, limit)

    def ranked(self, query: str, asked: Vectors | None, admits: Admits, depth: int, *, letters: bool = True) -> Ranked:
        """The best places by letters and, where a vector is asked with (shape (1, dimensions)), by meaning."""
        spans = self.columns.spans(admits.documents, admits.years)
        places = expand(spans)
        within = self.columns.admitted(places, admits.kinds, admits.types)
        admitted = places[within]
        if not len(admitted) or not query.strip():
            return Ranked([], [])
        by_letters = _best(self.lexical.scores(query, spans)[within], admitted, depth) if letters else []
        return Ranked(by_letters, [] if asked is None else self._by_meaning(asked, admitted, depth))

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
        return sorted(pairs, key=_best_first)

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


def asked_vector(own: str, query: str, encoder: Encoder | None, mode: Mode) -> Vectors | None:
    """The question's vector, shape (1, dimensions); None by letters alone. Raises ValueError for another encoder."""
    if mode == "lexical":
        return None
    if encoder is None or encoder.name != own:
        met = encoder.name if encoder else "none"
        raise ValueError(f"expected the index's own encoder {own!r}, met {met!r}; rebuild the index")
    return encoder.encode_queries([query]) if query.strip() else None


def fuse(found: Ranked, id_of: Callable[[int], str], limit: int) -> list[Hit]:
    """Two rankings as one list of hits, best first; among equals the first place."""
    ranks = [{place: rank for rank, (place, _) in enumerate(side, 1)} for side in (found.lexical, found.semantic)]
    lexical, semantic = dict(found.lexical), dict(found.semantic)
    fused = reciprocal_rank(*ranks)
    best = sorted(fused, key=lambda place: (-fused[place], place))[: max(limit, 0)]
    return [
        Hit(
            id=id_of(place), score=fused[place], lexical=lexical.get(place), semantic=semantic.get(place),
            rank_lexical=ranks[0].get(place), rank_semantic=ranks[1].get(place),
        )
        for place in best
    ]  # fmt: skip


def _best_first(placed: Placed) -> tuple[float, int]:
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
