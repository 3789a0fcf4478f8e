"""Documents, the passages that they are made of, and the bodies that they name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class DocumentKind(StrEnum):
    """What kind of plan or report a document is (a covering memo takes the kind of what it puts forward)."""

    VERKSAMHETSPLAN = "verksamhetsplan"
    UTVECKLINGSPLAN = "utvecklingsplan"
    VERKSAMHETSBERATTELSE = "verksamhetsberattelse"
    DELARSRAPPORT = "delarsrapport"
    ARSREDOVISNING = "arsredovisning"
    INTERNKONTROLLPLAN = "internkontrollplan"
    FARDPLAN = "fardplan"
    STRATEGI = "strategi"
    BUDGET = "budget"
    PROTOKOLL = "protokoll"
    OVRIGT = "ovrigt"


class OrganisationKind(StrEnum):
    """What an organisation is; `huvudman` is the region or municipality itself."""

    HUVUDMAN = "huvudman"
    NAMND = "namnd"
    FORVALTNING = "forvaltning"
    BEREDNING = "beredning"
    OVRIG = "ovrig"


PassageKind = Literal["heading", "paragraph", "item", "row", "header"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A heading, paragraph, list item or table row, in reading order.

    `text` is the source's, with line-end hyphenation and white space mended; the cells of a row are parted by
    a tab. `start` and `end` are character offsets into the document's mended text, which is the passages'
    texts joined by newlines. `header` is a table's header row, or its repetition after a page break.
    """

    id: str
    kind: PassageKind
    text: str
    page: int | None
    section: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source document as it was understood. `title` may be composed where the document prints none.

    `organisation` is the body that issues it (a nämnd), `huvudman` the region or municipality that the body
    belongs to; `decided` is an ISO date; `sha256` is of the source file's bytes; `memo` tells a covering memo.
    """

    id: str
    kind: DocumentKind
    title: str
    year: int
    period: tuple[int, int] | None = None
    organisation: str | None = None
    huvudman: str | None = None
    status: Literal["forslag", "antagen"] | None = None
    decided: str | None = None
    dnr: str | None = None
    pages: int | None = None
    sha256: str = ""
    media_type: str = "text/plain"
    memo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A body that the document names. `id` is readable ASCII below the huvudman; `names` holds every name.

    `ground` says why several names were taken for one body (a rule's name or the passage that says so).
    """

    id: str
    name: str
    kind: OrganisationKind
    names: tuple[str, ...] = ()
    part_of: str | None = None
    ground: str | None = None
