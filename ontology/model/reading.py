"""What becomes of a source: its reading, or why there is none; findings; and the links over the years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ontology.model.documents import Document, Organisation, Passage
from ontology.model.elements import Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One step of a thread, older to newer, between elements of one type.

    `change` holds `oforandrad`, `omformulerad`, `delad`, `sammanslagen`, `flyttad`; `score` is 0 to 1;
    `status` is `proposed`, `confirmed`, `rejected` or `candidate`; `reason` says in Swedish what spoke for it.
    """

    source: str
    target: str
    change: tuple[str, ...]
    score: float
    method: str
    status: str = "proposed"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that a person should know of a reading or a graph; `message` is Swedish."""

    severity: Literal["violation", "warning", "info"]
    message: str
    document: str | None = None
    focus: str | None = None
    shape: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A source that was left out of the build, and why (Swedish)."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one source document gave."""

    document: Document
    passages: tuple[Passage, ...]
    elements: tuple[Element, ...]
    organisations: tuple[Organisation, ...]
    findings: tuple[Finding, ...] = ()
    unread: tuple[str, ...] = ()
    """Local names of headings, tables and numbered lists that gave no element."""
