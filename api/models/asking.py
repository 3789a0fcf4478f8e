"""The shapes of a question and its answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from api.models.base import Shape
from api.models.plans import CitationOut

Status = Literal["answered", "partial", "clarify", "not_found", "out_of_scope"]
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


class Phrasing(Shape):
    """What came of a language model's phrasing of an answer; only where an endpoint is set.

    `phrased`: the model's words stand, each sentence checked, and `composed` is the answer before them. In all other
    cases the composed answer stands: a sentence said what its sources do not (`refuted`), the endpoint gave nothing
    to use (`failed`), or it had enough to do (`busy`).
    """

    model: str
    outcome: Literal["phrased", "refuted", "failed", "busy"]
    composed: str | None = None


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
    phrasing: Phrasing | None = None
