"""The index of passages and elements: letters and meaning searched apart, fused by rank, filtered beforehand.

A saved index is a folder of `.npy` and JSON files, no pickle; `manifest.json` names each with its size and
sha256, and nothing is read that does not hold. The same entries and vectors give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from graph.array_folder import read_array_folder, write_array_folder
from graph.embedder import Encoder, Vectors
from graph.fusion import reciprocal_rank
from graph.lexical import LexicalIndex
from graph.passages import DEPTH, Hit, IndexEntry, Mode
from graph.vectors import VectorCache, encode_cached
from ontology.errors import ReleaseError

FORMAT = 1
"""The saved form's version."""


_FIELDS = tuple(field.name for field in fields(IndexEntry))


@dataclass(frozen=True, slots=True)
class _Ranking:
    """Places of entries, best first, with their scores."""

    ranks: dict[int, int]
    scores: dict[int, float]


_NO_RANKING = _Ranking({}, {})


class PassageIndex:
    """A `PassageSearch` in this process: entries with their vectors and their letters."""

    def __init__(self, entries: Sequence[IndexEntry], vectors: Vectors, lexical: LexicalIndex, encoder: str) -> None:
        if not len(entries) == len(vectors) == lexical.size:
            raise ValueError(f"expected as many vectors as entries, met {len(vectors)} and {len(entries)}")
        self.entries = tuple(entries)
        self.vectors = vectors
        self.lexical = lexical
        self.encoder = encoder
        self._faiss = faiss.IndexFlatIP(max(1, vectors.shape[1]))
        self._faiss.add(vectors)
        self._columns = {
            name: np.array([getattr(entry, name) for entry in entries], dtype=object)
            for name in ("year", "document", "kind", "type")
        }

    @classmethod
    def build(
        cls,
        entries: Iterable[IndexEntry],
        encoder: Encoder,
        cache: VectorCache | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> PassageIndex:
        """Embed and index the entries, sorted by id; only texts that the cache lacks are embedded."""
        ordered = sorted(entries, key=lambda entry: entry.id)
        texts = [entry.text for entry in ordered]
        vectors = encode_cached(encoder, cache, texts, "passage", progress)
        return cls(ordered, vectors, LexicalIndex.build(texts), encoder.name)

    def __len__(self) -> int:
        return len(self.entries)

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
        filters: dict[str, Collection[object] | None] = {
            "year": years,
            "document": documents,
            "kind": kinds,
            "type": types,
        }
        admitted = self._admitted({name: frozenset(chosen) for name, chosen in filters.items() if chosen is not None})
        if not len(admitted) or not query.strip() or limit < 1:
            return []
        depth = max(DEPTH, limit)
        lexical = _NO_RANKING if mode == "semantic" else self._by_letters(query, admitted, depth)
        semantic = _NO_RANKING if mode == "lexical" else self._by_meaning(query, encoder, admitted, depth)
        fused = reciprocal_rank(lexical.ranks, semantic.ranks)
        best = sorted(fused, key=lambda place: (-fused[place], place))[:limit]
        return [self._hit(place, fused[place], lexical, semantic) for place in best]

    def _admitted(self, filters: dict[str, frozenset[object]]) -> npt.NDArray[np.int64]:
        """The places of the entries that every filter admits, ascending."""
        mask = np.ones(len(self), dtype=bool)
        for name, chosen in filters.items():
            mask &= np.fromiter((value in chosen for value in self._columns[name]), dtype=bool, count=len(self))
        return np.flatnonzero(mask)

    def _by_letters(self, query: str, admitted: npt.NDArray[np.int64], depth: int) -> _Ranking:
        scores = self.lexical.scores(query)[admitted]
        order = np.argsort(-scores, kind="stable")[:depth]
        return _ranking((int(admitted[i]), float(scores[i])) for i in order if scores[i] > 0)

    def _by_meaning(self, query: str, encoder: Encoder | None, admitted: npt.NDArray[np.int64], depth: int) -> _Ranking:
        if encoder is None or encoder.name != self.encoder:
            met = encoder.name if encoder else "none"
            raise ValueError(f"expected the index's own encoder {self.encoder!r}, met {met!r}; rebuild the index")
        wanted = min(depth, len(admitted))
        bits = np.zeros(len(self), dtype=bool)
        bits[admitted] = True
        selector = faiss.IDSelectorBitmap(np.packbits(bits, bitorder="little"))  # type: ignore[call-arg,arg-type]
        parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, places = self._faiss.search(encoder.encode_queries([query]), wanted, params=parameters)
        return _ranking(sorted(zip(places[0].tolist(), scores[0].tolist(), strict=True), key=lambda p: (-p[1], p[0])))

    def _hit(self, place: int, score: float, lexical: _Ranking, semantic: _Ranking) -> Hit:
        return Hit(
            id=self.entries[place].id,
            score=score,
            lexical=lexical.scores.get(place),
            semantic=semantic.scores.get(place),
            rank_lexical=lexical.ranks.get(place),
            rank_semantic=semantic.ranks.get(place),
        )

    def save(self, folder: Path) -> None:
        """Write the index into a folder (see `graph.array_folder`)."""
        rows = [[getattr(entry, name) for name in _FIELDS] for entry in self.entries]
        record = {"format": FORMAT, "encoder": self.encoder, "fields": _FIELDS, "entries": rows}
        write_array_folder(folder, {"vectors": self.vectors} | self.lexical.arrays(), record)

    @classmethod
    def load(cls, folder: Path) -> PassageIndex:
        """The index that `save` wrote. Raises ReleaseError when a file is missing or is not the one written."""
        arrays, record = read_array_folder(folder)
        if record.get("format") != FORMAT or record["fields"] != list(_FIELDS):
            raise ReleaseError(f"Sökindexet i {folder} har ett annat format. Bygg om med ”rodatraden build”.")
        entries = [IndexEntry(*row) for row in record["entries"]]
        vectors = arrays.pop("vectors")
        return cls(entries, vectors, LexicalIndex.from_arrays(arrays, len(entries)), record["encoder"])


def _ranking(found: Iterable[tuple[int, float]]) -> _Ranking:
    pairs = list(found)
    return _Ranking({place: rank for rank, (place, _) in enumerate(pairs, 1)}, dict(pairs))
