"""What people decide: of a doubtful link, of an element that was read wrongly, of a document to leave out.

A decision knows what it is about by content (`Anchor`), since identifiers follow numbers and plans renumber. It is
never changed: a later decision of the same thing takes its place, and `upphavd` lifts it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Field = str | None | tuple[str, ...]
"""A corrected field as a person writes it: a printed figure ("65–70 %"), a text, names of recipients; None empties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """An element as it stood when something was decided of it, so that it is found again in another reading."""

    id: str
    document: str
    type: str
    year: int
    text: str
    number: str | None = None
    series: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What all decisions share: `id` and `made` (ISO time, UTC) are given by the log, `by` is a role, no name."""

    by: str
    note: str = ""
    id: str = ""
    made: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Decision):
    """Whether an older element goes on in a newer one."""

    source: Anchor
    target: Anchor
    verdict: Literal["confirmed", "rejected", "upphavd"]
    kind: Literal["review"] = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(Decision):
    """An element that a person corrects (`fields` by name), adds (with the passage that says it) or rejects."""

    target: Anchor
    action: Literal["change", "add", "reject", "upphavd"]
    fields: Mapping[str, Field] = field(default_factory=dict)
    passage: str | None = None
    quote: str | None = None
    kind: Literal["correction"] = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal(Decision):
    """A document, known by its file's checksum, that no release is to hold until it is taken back."""

    document: str
    sha256: str
    title: str = ""
    verdict: Literal["withdrawn", "upphavd"] = "withdrawn"
    kind: Literal["withdrawal"] = "withdrawal"


AnyDecision = Review | Correction | Withdrawal
