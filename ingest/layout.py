"""From a reader's blocks to logical blocks: headings, paragraphs, items, rows.

Formats that know their structure pass through with their text mended; lines are joined to paragraphs, and tables
that only their words betray are rebuilt (`ingest.flat_tables`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ingest.contents import with_chapters
from ingest.flat_tables import find_tables
from ingest.forms import unfold_forms
from ingest.lexicon import column_role
from ingest.lines import (
    BULLET,
    INDICATOR_PART,
    LETTERED,
    NUMBERED,
    Line,
    begins_labelled,
    entry_label,
    is_heading,
    is_lead_in,
    is_list_word,
    match_goal,
    match_uppdrag,
)
from ingest.mending import Vocabulary, clean, join_lines, mend_cell, vocabulary
from ingest.numbered_lists import numbered_lists
from ingest.paragraphs import ends_paragraph
from ingest.raw import Block, RawDocument

_SENTENCE = 50  # characters from which a "heading" that ends in a full stop is a sentence in large print
_LONG_TITLE = 60  # characters: a slide's first line this long goes on in the next


def lay_out(raw: RawDocument) -> tuple[Block, ...]:
    """Logical blocks in reading order: no `line` and no `blank` among them, every text mended."""
    known = vocabulary(line for b in raw.blocks for line in (b.text, *b.cells))
    slides = is_slides(raw)
    out: list[Block] = []
    for flowing, group in groupby(raw.blocks, key=lambda b: b.kind in ("line", "blank")):
        run = list(group)
        out.extend(_flow(run, known, slides) if flowing else (_mended(b, known) for b in run))
    headed = _with_header_rows(b for b in out if b.text or any(b.cells))
    return tuple(with_chapters(numbered_lists(list(unfold_forms(list(headed))))))


def is_slides(raw: RawDocument) -> bool:
    """Whether the pages of a text are slides: few and short lines a page, a good part of them bulleted.

    Where the format tells its headings, the first line of a page is none for that alone.
    """
    lines = [b for b in raw.blocks if b.kind == "line"]
    if not raw.pages or len(lines) < 20 or any(b.kind == "heading" for b in raw.blocks):
        return False
    bulleted = sum(bool(BULLET.match(b.text)) for b in lines)
    return len(lines) / raw.pages < 25 and bulleted > len(lines) * 0.12


def _mended(block: Block, known: Vocabulary) -> Block:
    if block.kind in ("row", "header"):
        cells = tuple(mend_cell(c, known) for c in block.cells)
        if len(cells) > 1 and not any(cells[1:]) and match_goal(cells[0]):  # a goal across a table's whole width
            return Block(kind="heading", text=cells[0], page=block.page)
        return replace(block, cells=cells, text="\t".join(cells).strip("\t"))
    return _relabelled(replace(block, text=mend_cell(block.text, known)))


def _relabelled(block: Block) -> Block:
    """A paragraph or item by the label that it bears, whatever list its format put it in.

    A label that the format numbers by itself is printed, so it belongs to the text; a bullet does not. What heads
    a list ("Uppdrag till …:") is a heading also where every line of a slide has a bullet.
    """
    if block.kind == "heading" and _is_sentence(block.text):
        return replace(block, kind="paragraph", level=0)
    if block.kind == "heading" and not block.level and (number := NUMBERED.match(block.text)):
        return replace(block, level=_depth(number["label"]))
    if block.kind not in ("paragraph", "item"):
        return block
    printed = block.label if re.search(r"\w", block.label) and block.kind == "item" else ""
    text = f"{printed} {block.text}" if printed else block.text
    bullet = BULLET.match(text)
    if bullet and not printed:
        return replace(block, kind="item", text=text[bullet.end() :], label="•")
    if match_uppdrag(text):
        return replace(block, kind="paragraph", text=text, label="", level=0)
    label = LETTERED.match(text) or INDICATOR_PART.match(text)
    if label:
        return replace(block, kind="item", text=text, label=label.group().strip(), level=0)
    if printed or block.kind == "paragraph":
        return replace(block, text=text)
    return _unlisted(block)


def _is_sentence(text: str) -> bool:
    return text.endswith(".") and len(text) > _SENTENCE and not is_heading(text)


def _unlisted(block: Block) -> Block:
    """An item that only its format calls one: a numbered one by its number, a list's heading as a heading."""
    number = NUMBERED.match(block.text)
    if number:
        return replace(block, label=number.group().strip(), level=0)
    if match_goal(block.text) or is_list_word(block.text) or is_lead_in(block.text) or block.text.endswith(":"):
        return replace(block, kind="heading" if is_heading(block.text) else "paragraph", label="", level=0)
    return block


def _flow(blocks: Sequence[Block], known: Vocabulary, slides: bool) -> Iterator[Block]:
    lines = _lines(blocks)
    at = 0
    for table in find_tables(lines, known):
        yield from _paragraphs(lines[at : table.start], known, _slide_tops(lines, at, table.start) if slides else None)
        yield from table.blocks
        at = table.end
    yield from _paragraphs(lines[at:], known, _slide_tops(lines, at, len(lines)) if slides else None)


def _slide_tops(lines: Sequence[Line], start: int, end: int) -> frozenset[int]:
    """Which lines from `start` to `end`, counted from `start`, are the first of their slide; below a table none is."""
    return frozenset(at - start for at in range(start, end) if at == 0 or lines[at - 1].page != lines[at].page)


def _lines(blocks: Sequence[Block]) -> list[Line]:
    lines, gap = [], True
    for block in blocks:
        text = clean(block.text)
        if block.kind == "line" and text:
            lines.append(Line(text, block.page, gap))
        gap = block.kind == "blank" or not text
    return lines


def _paragraphs(lines: Sequence[Line], known: Vocabulary, tops: frozenset[int] | None) -> Iterator[Block]:
    """The blocks of lines between tables; `tops` are the first lines of slides, None where the text has none."""
    start, listing = 0, False
    for at in range(len(lines)):
        if at + 1 == len(lines) or _breaks(lines, at, tops, listing):
            block = _block(lines[start : at + 1], known, opens_slide=tops is not None and start in tops)
            listing = is_list_word(block.text) or (listing and block.kind == "paragraph")
            start = at + 1
            yield block


def _breaks(lines: Sequence[Line], at: int, tops: frozenset[int] | None, listing: bool) -> bool:
    if tops is not None and at + 1 in tops:
        return True
    if tops is not None and at in tops and len(lines[at].text) > _LONG_TITLE and not lines[at + 1].gap:
        return begins_labelled(lines[at + 1].text)
    return ends_paragraph(lines, at, listing=listing)


def _block(lines: Sequence[Line], known: Vocabulary, *, opens_slide: bool) -> Block:
    text, page = join_lines([x.text for x in lines], known), lines[0].page
    if opens_slide and not begins_labelled(text):
        return Block(kind="heading", text=text, page=page, level=1)
    bullet = BULLET.match(text)
    if bullet:
        return Block(kind="item", text=text[bullet.end() :], page=page, label="•")
    label = LETTERED.match(text) or INDICATOR_PART.match(text) or entry_label(text)
    if label:
        return Block(kind="item", text=text, page=page, label=label.group().strip())
    if is_heading(text):
        number = NUMBERED.match(text)
        return Block(kind="heading", text=text, page=page, level=_depth(number.group("label")) if number else 0)
    return Block(kind="paragraph", text=text, page=page)


def _depth(number: str) -> int:
    return number.strip(".").count(".") + 1


def _with_header_rows(blocks: Iterator[Block]) -> Iterator[Block]:
    """Rows whose cells are all column headings are header rows, wherever they stand; so is a header's second row."""
    above = None
    for block in blocks:
        if block.kind == "row" and (is_header(block.cells) or _is_second_header(above, block)):
            block = replace(block, kind="header")
        above = block
        yield block


def _is_second_header(above: Block | None, row: Block) -> bool:
    """Whether a row names the columns below headings that span several: it says no figure and has no label."""
    if above is None or above.kind != "header" or "" not in above.cells or not row.cells or row.cells[0]:
        return False
    return not any(re.search(r"\d", cell) for cell in row.cells)


def is_header(cells: Sequence[str]) -> bool:
    """Whether at least two cells are known column headings, and no other cell speaks against it."""
    filled = [c for c in cells if c]
    known = sum(column_role(c) is not None for c in filled)
    return known >= 2 and known >= len(filled) - 1
