"""What a reader yields: a source file's text as blocks in reading order, before anything is understood.

A reader is a module in `ingest/readers` with one function `read(path) -> RawDocument`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

BlockKind = Literal["line", "heading", "paragraph", "item", "row", "header", "blank"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of a page.

    `line` and `blank` come from formats that know only lines (TXT, PDF text); `ingest.layout` joins them into
    paragraphs. The other kinds come from formats that know their structure. `level` is a heading's depth from
    1, or 0 where unknown; `cells` are a row's cells, merged cells given once and then as "" (a vertical merge
    repeats nothing). `label` is an item's marker ("•", "a.", "1."). `text` has no trailing line break.
    """

    kind: BlockKind
    text: str = ""
    page: int | None = None
    level: int = 0
    label: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """A file's blocks. `running` holds texts of page headers and footers, kept apart from the body."""

    path: Path
    media_type: str
    sha256: str
    pages: int | None
    blocks: tuple[Block, ...]
    title: str | None = None
    running: tuple[str, ...] = field(default=())


class Reader(Protocol):
    """One file format. Raises `ontology.errors.ReadingError` with a Swedish message when it cannot read."""

    def __call__(self, path: Path) -> RawDocument:
        """Read `path` whole."""
        ...
