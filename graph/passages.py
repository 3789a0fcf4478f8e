"""What can be found by words and meaning, and what finds it, whoever holds the vectors.

`graph.index.PassageIndex` holds a release's in this process, `graph.postgres_index` leaves them to PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from graph.embedder import Encoder

Mode = Literal["fused", "lexical", "semantic"]
DEPTH = 100
"""How many places of each ranking are fused, at least."""


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


class PassageSearch(Protocol):
    """The index of a release's passages and elements; it never changes, and many threads may search."""

    @property
    def encoder(self) -> str:
        """The name of the model that its vectors were made with."""

    def __len__(self) -> int:
        """How many entries there are."""

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
