"""Lists of contents: lines that end in the page where a chapter begins.

They are rows of a chapter and its page, so that nothing takes them for headings, goals or lists, and they tell which
of a document's unnumbered headings are chapters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.lines import NUMBERED, Line, match_goal, names_contents
from ingest.raw import Block
from ontology.svenska import fold

_LEADERS = re.compile(r"\s?(?:\.\s?){4,}\s*")
_ENTRY = re.compile(r"(?P<title>[^\W_].{2,120}?)\s+(?P<page>\d{1,3})")
_LEAST = 3  # entries


def find_contents(lines: Sequence[Line], at: int) -> tuple[int, tuple[Block, ...]]:
    """The rows of a list of contents from line `at`, and the line where it ends; none where no list begins there.

    A list has its name above it or leaders before its pages, and its pages never go back. A chapter's name may run
    over two lines.
    """
    named = at > 0 and names_contents(lines[at - 1].text)
    if not named and not _LEADERS.search(lines[at].text):
        return at, ()
    rows: list[Block] = []
    page, n = 0, at
    while n < len(lines):
        span = next((k for k in (1, 2) if _page(lines, n, k) >= page), 0)
        if not span or (not named and not _LEADERS.search(lines[n + span - 1].text)):
            break
        page = _page(lines, n, span)
        entry = _entry(lines, n, span)
        assert entry
        cells = (entry["title"], entry["page"])
        rows.append(Block(kind="row", cells=cells, text="\t".join(cells), page=lines[n].page))
        n += span
    return (n, tuple(rows)) if len(rows) >= _LEAST else (at, ())


def _entry(lines: Sequence[Line], at: int, span: int) -> re.Match[str] | None:
    text = " ".join(line.text for line in lines[at : at + span])
    return _ENTRY.fullmatch(_LEADERS.sub(" ", text)) if at + span <= len(lines) else None


def _page(lines: Sequence[Line], at: int, span: int) -> int:
    """The page of the entry that `span` lines make, or -1."""
    entry = _entry(lines, at, span)
    return int(entry["page"]) if entry else -1


def with_chapters(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with each heading that the list of contents names, and that has no level of its own, as a chapter."""
    out = list(blocks)
    chapters = {fold(block.cells[0]) for block in _entries(out)}
    return [
        replace(block, level=1) if _is_unlevelled(block) and fold(block.text) in chapters else block for block in out
    ]


def _entries(blocks: Sequence[Block]) -> Iterable[Block]:
    """The rows below "Innehåll" that are a chapter and its page."""
    listed = False
    for block in blocks:
        if block.kind == "row" and listed and len(block.cells) == 2 and block.cells[1].isdigit():
            yield block
        else:
            listed = names_contents(block.text)


def _is_unlevelled(block: Block) -> bool:
    return block.kind == "heading" and not block.level and not NUMBERED.match(block.text) and not match_goal(block.text)
