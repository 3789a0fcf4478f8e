"""The shapes of a release: what it was made of, what can be fetched, what was found and what was not read."""

from __future__ import annotations

from typing import Any

from api.models.base import Shape


class ReleaseOut(Shape):
    """A release in the data folder."""

    id: str
    built: str
    serving: bool
    model: str | None = None
    counts: dict[str, Any] = {}


class Download(Shape):
    """A file of a whole release, with its size in bytes and its SHA-256."""

    name: str
    media_type: str
    size: int
    sha256: str
    url: str


class ReleaseDetail(ReleaseOut):
    """A release with its manifest's sources and files."""

    base_iri: str
    sources: list[dict[str, Any]]
    files: list[dict[str, Any]]
    downloads: list[Download]


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
