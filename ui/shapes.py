"""The JSON that the page reads as it comes: documents, answers, turns. The rest are the API's own models."""

from __future__ import annotations

from typing import TypedDict


class DocumentJson(TypedDict, total=False):
    """A document as `/api/documents` lists it and a citation names it."""

    id: str
    kind: str
    title: str
    year: int
    organisation: str | None
    huvudman: str | None
    status: str | None
    pages: int | None
    passages: int | None
    elements: int | None
    by_type: dict[str, int] | None


class CitationJson(TypedDict):
    """Where something is said."""

    n: int
    document: DocumentJson
    page: int | None
    section: str | None
    quote: str
    passage: str
    url: str


class InterpretationJson(TypedDict, total=False):
    """How the question was understood."""

    years: list[int]
    types: list[str]
    entities: list[str]
    intent: str


class PhrasingJson(TypedDict):
    """What came of a language model's phrasing; `composed` is the answer before it, where the model's words stand."""

    model: str
    outcome: str
    composed: str | None


class AnswerJson(TypedDict):
    """An answer, as `POST /api/ask` gives it."""

    id: str
    status: str
    answer: str
    citations: list[CitationJson]
    interpretation: InterpretationJson
    elements: list[str]
    sparql: str | None
    suggestions: list[str]
    took_ms: float
    phrasing: PhrasingJson | None


class TurnJson(TypedDict):
    """An earlier question and its answer."""

    question: str
    answer: str
    status: str


class Limits(TypedDict, total=False):
    """What a reader corrects of how a question was understood: `AskFilter` of the API."""

    years: list[int]
    types: list[str]
    recipients: list[str]
