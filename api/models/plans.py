"""The shapes of what the plans hold: documents, passages, elements, links and citations."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.models.base import Shape


class Period(BaseModel):
    """The years that a plan spans."""

    model_config = ConfigDict(populate_by_name=True)

    from_: int = Field(alias="from")
    to: int


class DocumentOut(Shape):
    """A source document; the counts stand in `/api/documents` only."""

    id: str
    iri: str
    kind: str
    title: str
    year: int
    period: Period | None = None
    organisation: str | None = None
    huvudman: str | None = None
    status: str | None = None
    decided: str | None = None
    dnr: str | None = None
    pages: int | None = None
    sha256: str = ""
    media_type: str = "text/plain"
    memo: bool = False
    url: str
    passages: int | None = None
    elements: int | None = None
    by_type: dict[str, int] | None = None


class DocumentPage(Shape):
    """The documents of a release."""

    items: list[DocumentOut]
    total: int


class Ref(Shape):
    """A short reference to an element or an organisation."""

    id: str
    iri: str
    type: str
    number: str | None = None
    name: str


class CitationOut(Shape):
    """Where something is said: document, page, section, the verbatim quote, and the path that opens it."""

    n: int
    document: DocumentOut
    page: int | None = None
    section: str | None = None
    quote: str
    passage: str
    url: str


class PartOut(Shape):
    """One labelled figure of a value in several parts."""

    label: str
    value: float | None = None


class ValueOut(Shape):
    """A printed figure and what can be said of it."""

    text: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    of: float | None = None
    relative: bool = False
    parts: list[PartOut] | None = None
    unit: str | None = None
    period: str | None = None


class MeasureOut(Shape):
    """An åtgärd or kontrollmoment of a risk."""

    text: str
    citations: list[CitationOut] = []


class CorrectionNote(BaseModel):
    """That a person corrected an element: role, time and ground, and what the source was read to say before."""

    by: str
    made: str
    note: str = ""
    action: str
    read: dict[str, Any] = {}
    source_changed: bool = False


class ElementOut(Shape):
    """A plan element; the fields below `citations` stand only where the type has them."""

    model_config = ConfigDict(from_attributes=True, extra="allow")

    id: str
    iri: str
    type: str
    term: str
    year: int
    number: str | None = None
    series: str | None = None
    text: str
    document: DocumentOut
    objective: Ref | None = None
    part_of: Ref | None = None
    citations: list[CitationOut] = []
    correction: CorrectionNote | None = None


class ElementPage(Shape):
    """A page of a listing, and how many there are in all."""

    items: list[ElementOut]
    total: int


class LinkOut(BaseModel):
    """One step of a thread, older to newer, between ids; `evidence` cites both sides."""

    model_config = ConfigDict(populate_by_name=True)

    from_: str = Field(alias="from")
    to: str
    change: list[str]
    score: float
    status: str
    method: str
    reason: str = ""
    evidence: list[CitationOut] = []


class PassageOut(Shape):
    """A passage and its place."""

    id: str
    kind: str
    text: str
    page: int | None = None
    section: list[str] = []
    start: int
    end: int
    document: DocumentOut
    url: str
    elements: list[Ref] = []
    before: list[PassageOut] = []
    after: list[PassageOut] = []


class SearchHit(Shape):
    """A passage found, with its score and the parts that it is made of."""

    passage: PassageOut
    citation: CitationOut
    score: float
    parts: dict[str, float] = {}


class SearchResult(Shape):
    """Passages, best first."""

    items: list[SearchHit]
    total: int
