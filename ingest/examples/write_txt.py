"""Writes a manuscript as text taken out of a PDF: lines of even width, hyphens at their ends, no structure."""

from __future__ import annotations

from pathlib import Path

from ingest.examples.blocks import Block, Manuscript
from ingest.examples.hyphens import break_lines

WIDTH = 84
LINES_A_PAGE = 46


def write_txt(manuscript: Manuscript, path: Path) -> None:
    """Writes `manuscript` to `path`; a page's first line begins with a space, as such texts do."""
    lines: list[str] = []
    for block in manuscript.blocks:
        lines += _lines(block)
    marked = [f" {line}" if line and _starts_page(i) else line for i, line in enumerate(lines)]
    path.write_text("".join(f"{line}\n" for line in marked), encoding="utf-8")


def _starts_page(at: int) -> bool:
    return at % LINES_A_PAGE == 0


def _lines(block: Block) -> list[str]:
    """A heading's line, or a paragraph's lines, each with the space that extraction leaves, and a blank one."""
    if block.kind in ("title", "heading"):
        return [f"{block.text} "]
    broken = break_lines(f"{block.label} {block.text}".lstrip(), WIDTH, len)
    return [*(f"{line} " for line in broken), ""]
