"""The shapes of one release: what it was made of and what can be fetched."""

from __future__ import annotations

from typing import Any

from api.models import ReleaseOut, Shape


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
