"""What can be found by words and meaning, and what finds it, whoever holds the vectors.

`graph.index.PassageIndex` holds a release's in this process, `graph.segments` what was added to one beside it, and
`graph.postgres_index` leaves them to PostgreSQL.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from graph.fusion import reciprocal_rank

if TYPE_CHECKING:
    from graph.embedder import Encoder, Vectors

Mode = Literal["fused", "lexical", "semantic"]
DEPTH = 100
"""How many places of each ranking are fused, at least."""
Placed = tuple[int, float]
"""A place and its score."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What can be found: a passage or an element of a document.

    `id` is unique; `document` is its document's id and `year` the document's year; `kind` is `passage` or
    `element`; `type` is the passage's kind ("row") or the element's type ("uppdrag").
    """

    id: str
    text: str
    document: str
    year: int
    kind: str
    type: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One found entry. `score` orders the hits; the parts say where it came from.

    `lexical` is its BM25 score and `semantic` its cosine, with their places (from 1); None where that ranking
    does not hold it.
    """

    id: str
    score: float
    lexical: float | None = None
    semantic: float | None = None
    rank_lexical: int | None = None
    rank_semantic: int | None = None


@dataclass(frozen=True, slots=True)
class Admits:
    """What may be found; None admits all, an empty filter none."""

    years: Collection[int] | None = None
    documents: Collection[str] | None = None
    kinds: Collection[str] | None = None
    types: Collection[str] | None = None

    @property
    def nothing(self) -> bool:
        """Whether some filter is empty."""
        return any(one is not None and not one for one in (self.years, self.documents, self.kinds, self.types))


@dataclass(frozen=True, slots=True)
class Ranked:
    """Two rankings of places, each best first, and what tells the id of a place that stands in one."""

    lexical: list[Placed]
    semantic: list[Placed]
    id_of: Callable[[int], str]

    def fused(self, limit: int) -> list[Hit]:
        """The two as one list of hits, best first; among equals the first place."""
        ranks = [{place: rank for rank, (place, _) in enumerate(side, 1)} for side in (self.lexical, self.semantic)]
        lexical, semantic = dict(self.lexical), dict(self.semantic)
        fused = reciprocal_rank(*ranks)
        return [
            Hit(
                id=self.id_of(place), score=fused[place], lexical=lexical.get(place), semantic=semantic.get(place),
                rank_lexical=ranks[0].get(place), rank_semantic=ranks[1].get(place),
            )
            for place in sorted(fused, key=lambda place: (-fused[place], place))[:limit]
        ]  # fmt: skip


class PassageSearch(ABC):
    """The index of a release's passages and elements; it never changes, and many threads may search."""

    encoder: str
    """The name of the model that its vectors were made with."""

    @abstractmethod
    def __len__(self) -> int:
        """How many entries there are."""

    @abstractmethod
    def ranked(self, words: str | None, vector: Vectors | None, admits: Admits, depth: int) -> Ranked:
        """The best `depth` places by the letters of words and by a vector (shape (1, dimensions)); None ranks none."""

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
        one that the index was built with, and raise ValueError without it. Raises `EngineError` where another
        process holds the index and does not answer.
        """
        model = None if mode == "lexical" else self._own(encoder)
        admits = Admits(years, documents, kinds, types)
        if not query.strip() or limit < 1 or admits.nothing:
            return []
        words = None if mode == "semantic" else query
        vector = model.encode_queries([query]) if model else None
        return self.ranked(words, vector, admits, max(DEPTH, limit)).fused(limit)

    def _own(self, encoder: Encoder | None) -> Encoder:
        if encoder is None or encoder.name != self.encoder:
            met = encoder.name if encoder else "none"
            raise ValueError(f"expected the index's own encoder {self.encoder!r}, met {met!r}; rebuild the index")
        return encoder
