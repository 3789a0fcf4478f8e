"""The shapes of people's decisions: reviews of links, corrections of elements, uploads."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AliasChoices, BaseModel, ConfigDict, Field

from api.models.base import Shape
from api.models.plans import DocumentOut, LinkOut, Ref
from api.models.releases import Unread
from ingest.mending import printable

Text = Annotated[str, AfterValidator(printable)]
"""What a person writes, as printable as what a reader yields."""


class DecisionOut(BaseModel):
    """What a person decided: by which role, when, why; `in_release` where the serving release heeds it."""

    id: str
    verdict: str
    by: str
    made: str
    note: str = ""
    in_release: bool = False


class ReviewIn(BaseModel):
    """A person's word on whether an older element goes on in a newer one; `upphavd` lifts an earlier word."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid")

    from_: str = Field(alias="from", max_length=400)
    to: str = Field(max_length=400)
    verdict: Literal["confirmed", "rejected", "upphavd"] = Field(validation_alias=AliasChoices("verdict", "status"))
    note: Text = Field("", max_length=2000)


class ReviewOut(BaseModel):
    """A pair to decide on or decided: both elements, what the matcher says, what a person said."""

    model_config = ConfigDict(populate_by_name=True)

    from_: str = Field(alias="from")
    to: str
    type: str
    status: Literal["candidate", "confirmed", "rejected", "proposed"]
    from_element: Ref | None
    to_element: Ref | None
    from_year: int
    to_year: int
    link: LinkOut | None = None
    decision: DecisionOut | None = None


class ReviewPage(BaseModel):
    """The review queue: doubtful pairs first, the likeliest first, then what people have decided."""

    items: list[ReviewOut]
    total: int
    candidates: int


class CorrectionIn(BaseModel):
    """A correction of an element (`change` with `fields`, `reject`, `upphavd`), or one that was missed (`add`).

    `add` names document, type and text, and the passage and quote that say it.
    """

    model_config = ConfigDict(extra="forbid")

    action: Literal["change", "add", "reject", "upphavd"]
    element: str | None = Field(None, max_length=400)
    fields: dict[str, Text | list[Text] | None] = Field(default={}, max_length=20)
    document: str | None = Field(None, max_length=400)
    type: str | None = Field(None, max_length=40)
    text: Text | None = Field(None, max_length=5000)
    number: Text | None = Field(None, max_length=20)
    series: Text | None = Field(None, max_length=20)
    passage: str | None = Field(None, max_length=40)
    quote: Text | None = Field(None, max_length=5000)
    note: Text = Field("", max_length=2000)


class CorrectionOut(BaseModel):
    """A correction that holds: of which element (as it is identified now, where it is found), and what it changes."""

    element: str | None
    action: str
    type: str
    year: int
    text: str
    fields: dict[str, Any] = {}
    read: dict[str, Any] = {}
    how: Literal["same", "moved", "changed"] | None = None
    decision: DecisionOut


class CorrectionPage(BaseModel):
    """Every correction that holds."""

    items: list[CorrectionOut]
    total: int


class UploadOut(Shape):
    """An uploaded document as it was read, before it is published; `replaces` names what it is a version of."""

    id: str
    document: DocumentOut
    file: str
    status: Literal["uppladdad", "publiceras", "publicerad"]
    passages: int
    elements: int
    by_type: dict[str, int]
    findings: list[str]
    unread: list[Unread]
    replaces: str | None = None


class PublishingOut(BaseModel):
    """How the builds in the background are doing."""

    state: Literal["vilar", "bygger", "misslyckades"]
    message: str = ""
    release: str | None = None
