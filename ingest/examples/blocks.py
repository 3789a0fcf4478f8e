"""What a manuscript is made of when it is ready to be written in any format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

BlockKind = Literal["title", "heading", "paragraph", "task", "part", "item", "table", "note"]
Truth = dict[str, Any]
"""One expected element (or report), as it stands in the truth files."""

LEFT = "<"
"""A cell with this mark alone is one with the cell to its left."""
ABOVE = "^"
"""A cell with this mark alone is one with the cell above it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: its rows with `head` header rows first, and the columns' shares of the width."""

    rows: tuple[tuple[str, ...], ...]
    head: int
    shares: tuple[float, ...]
    figures: bool = False
    """Whether all columns but the first hold figures, to be set to the right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of a document in reading order; `label` is an item's marker or a task's number."""

    kind: BlockKind
    text: str = ""
    level: int = 0
    label: str = ""
    grid: Grid | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """A whole document: its settings (`fil`, `år`, `sidhuvud` …), its blocks and what they tell."""

    settings: dict[str, str]
    blocks: tuple[Block, ...]
    elements: tuple[Truth, ...]
    reports: tuple[Truth, ...]

    @property
    def file(self) -> str:
        """The name of the document's file."""
        return self.settings["fil"]
