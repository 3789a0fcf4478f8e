"""What the agents' tools answer with: the contract's shapes, shorter, and with addresses that open anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field


class Source(BaseModel):
    """Where a statement stands: the quote, its document and the address that opens the place."""

    n: int = Field(1, description="Källans nummer; märket [n] i svaret")
    document: str = Field(description="Dokumentets titel")
    year: int
    page: int | None = None
    section: str | None = None
    quote: str = Field(description="Ordagrant citat ur källan")
    url: str = Field(description="Öppnar stället i dokumentet")


class Answer(BaseModel):
    """An answer and its sources; `status` says whether the documents hold it."""

    status: str = Field(description="answered, partial, clarify, not_found eller out_of_scope")
    answer: str
    citations: list[Source]
    suggestions: list[str] = []
    phrased_by: str | None = Field(None, description="Språkmodellen som har formulerat svaret, om en har det")
    composed: str | None = Field(None, description="Det sammansatta svaret, om en språkmodell har formulerat om det")


class Found(BaseModel):
    """A passage with its source."""

    document_id: str
    passage_id: str
    text: str
    score: float | None = None
    citation: Source


class FoundPage(BaseModel):
    """Passages, best first."""

    items: list[Found]


class PassageWithNeighbours(Found):
    """A passage and the texts around it."""

    before: list[str] = []
    after: list[str] = []


class Appearance(BaseModel):
    """An element in one year's plan."""

    id: str
    year: int
    type: str
    number: str | None = None
    text: str
    recipients: list[str] = []
    citations: list[Source]


class Step(BaseModel):
    """From one year's appearance to the next's."""

    older: str
    newer: str
    change: list[str]
    status: str


class ThreadOut(BaseModel):
    """An uppdrag over the years: appearances, the steps between them, what reports say."""

    items: list[Appearance]
    links: list[Step]
    began: int
    ended: int | None = None
    reported: list[Source] = []


class ChangedPair(BaseModel):
    """An element of both years."""

    change: list[str]
    older: Appearance
    newer: Appearance


class Comparison(BaseModel):
    """What two years' plans have that differs, and how much is the same."""

    added: list[Appearance]
    dropped: list[Appearance]
    changed: list[ChangedPair]
    kept: int


class Table(BaseModel):
    """The answer to a SPARQL query: rows, a truth, or a graph as Turtle; `urls` open the IRIs that stand in it."""

    columns: list[str] = []
    rows: list[dict[str, str]] = []
    boolean: bool | None = None
    turtle: str | None = None
    urls: dict[str, str] = {}


def to_source(citation: Mapping[str, Any], root: str) -> Source:
    """A citation of the API with an address of its own."""
    document = citation["document"]
    return Source(
        n=citation["n"], document=document["title"], year=document["year"], page=citation["page"],
        section=citation["section"], quote=citation["quote"], url=root + citation["url"],
    )  # fmt: skip


def to_sources(citations: Sequence[Mapping[str, Any]], root: str) -> list[Source]:
    """Several citations."""
    return [to_source(citation, root) for citation in citations]


def to_appearance(element: Mapping[str, Any], root: str) -> Appearance:
    """An element of the API, shorter."""
    return Appearance(
        id=element["id"], year=element["year"], type=element["type"], number=element["number"], text=element["text"],
        recipients=[body["name"] for body in element.get("recipients") or ()],
        citations=to_sources(element["citations"], root),
    )  # fmt: skip


def to_found(passage: Mapping[str, Any], root: str) -> dict[str, Any]:
    """The fields of `Found` from a passage of the API: its text is its own quote."""
    source = {
        "n": 1, "document": passage["document"], "page": passage["page"], "url": passage["url"],
        "section": " › ".join(passage["section"][-2:]) or None, "quote": passage["text"].replace("\t", " "),
    }  # fmt: skip
    return {
        "document_id": passage["document"]["id"], "passage_id": passage["id"], "text": passage["text"],
        "citation": to_source(source, root),
    }  # fmt: skip
