"""The shapes that the service reads and writes (the contract), as pydantic models.

The page and other programs may import these; nothing here touches a store.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Status = Literal["answered", "partial", "clarify", "not_found", "out_of_scope"]


class Shape(BaseModel):
    """A value of the contract; can be made from any object with the same attributes."""

    model_config = ConfigDict(from_attributes=True)


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


Short = Annotated[str, StringConstraints(min_length=1, max_length=300)]
"""A name or an id in a request."""


class Turn(Shape):
    """An earlier question and its answer."""

    question: str = Field(max_length=2_000)
    answer: str = Field("", max_length=20_000)
    status: str = Field("answered", max_length=40)


class AskFilter(Shape):
    """Limits that override what was understood of the question."""

    years: list[int] | None = Field(None, max_length=50)
    types: list[Short] | None = Field(None, max_length=50)
    recipients: list[Short] | None = Field(None, max_length=50)
    documents: list[Short] | None = Field(None, max_length=200)
    organisation: Short | None = None


class AskRequest(BaseModel):
    """A question, the conversation so far, and limits."""

    question: str
    history: list[Turn] = Field(default=[], max_length=100)
    filter: AskFilter | None = None


class Interpretation(Shape):
    """How the question was understood."""

    years: list[int] = []
    types: list[str] = []
    entities: list[str] = []
    intent: str = ""


class AskAnswer(Shape):
    """An answer: lines with marks that name its citations."""

    id: str
    status: Status
    answer: str
    citations: list[CitationOut] = []
    elements: list[str] = []
    interpretation: Interpretation = Interpretation()
    sparql: str | None = None
    suggestions: list[str] = []
    took_ms: float = 0


class Problem(BaseModel):
    """An RFC 9457 problem document."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str | None = None


class ReleaseOut(Shape):
    """A release in the data folder."""

    id: str
    built: str
    serving: bool
    model: str | None = None
    counts: dict[str, Any] = {}


class FindingOut(Shape):
    """Something that a person should know of a reading or a graph."""

    severity: str
    message: str
    document: str | None = None
    focus: str | None = None
    shape: str | None = None


class Unread(Shape):
    """A heading, table or list that gave no element."""

    document: str
    passage: str
    page: int | None = None
    text: str = ""


class RejectedOut(Shape):
    """A source that was left out, and why."""

    path: str
    reason: str


class ValidationOut(Shape):
    """The SHACL report's findings and what was not read."""

    conforms: bool
    findings: list[FindingOut]
    rejected: list[RejectedOut]
    unread: list[Unread]
