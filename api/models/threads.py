"""The shapes of threads over the years: two years compared, one thread, what differs in a step."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.models.base import Shape
from api.models.plans import CitationOut, ElementOut, LinkOut


class Span(BaseModel):
    """A piece of two texts compared word by word; `equal` and `insert` joined give the newer text."""

    op: Literal["equal", "delete", "insert"]
    text: str


class Detail(BaseModel):
    """One field that differs between two appearances, as printed; `spans` where it holds sentences.

    `kind`: `changed`, `added`, `dropped`; for an outcome also `same` (both plans print one measurement) and
    `repeated` (the same figure of different or unsaid periods). `direction` tells whether an outcome moved
    `towards` its target, `away` from it or stayed `level`.
    """

    model_config = ConfigDict(populate_by_name=True)

    field: str
    kind: Literal["changed", "added", "dropped", "same", "repeated"]
    from_: str | None = Field(None, alias="from")
    to: str | None = None
    direction: Literal["towards", "away", "level"] | None = None
    from_period: str | None = None
    to_period: str | None = None
    spans: list[Span] = Field(default=[])


class Step(LinkOut):
    """A step of a thread with what differs on the way: the texts word by word, and field by field."""

    spans: list[Span] = Field(default=[])
    details: list[Detail] = Field(default=[])


class Reported(Shape):
    """What a report says of an element that a plan gave."""

    element: str
    year: int
    citation: CitationOut


class History(Shape):
    """An element's thread over the years."""

    items: list[ElementOut]
    links: list[Step]
    began: int
    ended: int | None = None
    reported: list[Reported] = Field(default=[])


class Kept(BaseModel):
    """Two appearances of the same thing, as ids and in full, and the fields that differ all the same."""

    model_config = ConfigDict(populate_by_name=True)

    from_: str = Field(alias="from")
    to: str
    from_element: ElementOut
    to_element: ElementOut
    details: list[Detail] = Field(default=[])


class Changed(Kept):
    """Two appearances with what happened to the words between them (`change`), and to the rest (`details`)."""

    change: list[str]


class UnplacedOut(BaseModel):
    """An element that came or went without a link: its id, which of the two, and the doubtful links to decide on."""

    element: str
    side: Literal["added", "dropped"]
    candidates: list[LinkOut] = Field(default=[])


class Changes(Shape):
    """What differs between two years' plans; `resumed` rested in the earlier year, `resting` rest in the later.

    What `unplaced` lists is added or dropped as far as is known; one with candidates may turn out to go on.
    """

    added: list[ElementOut]
    dropped: list[ElementOut]
    changed: list[Changed]
    kept: list[Kept]
    resumed: list[ElementOut] = Field(default=[])
    resting: list[ElementOut] = Field(default=[])
    unplaced: list[UnplacedOut] = Field(default=[])
