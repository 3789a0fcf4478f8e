"""Tables of which a text export kept the columns by spaces: rows of cells, a cell's wrapped lines joined.

A line of known column headings parted by two or more spaces opens such a table. A cell belongs to the column that it
overlaps most or lies nearest to; a line with no more than a label, which goes on from the row above, is part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.lexicon import column_role
from ingest.raw import Block
from ingest.readers.spacing import row

_LABEL = re.compile(r"[•▪◦‣*–-]|\d{1,2}(?:\.\d{1,2})+\.?")
_CELL = re.compile(r"\S+(?:[ \t]\S+)*")


class Cell(NamedTuple):
    """A cell's text and where on the line it begins and ends."""

    text: str
    start: int
    end: int


class SpacedTable(NamedTuple):
    """Rows of cells from line `start` to before line `end`."""

    start: int
    end: int
    rows: tuple[tuple[str, ...], ...]


def spaced_tables(lines: Sequence[str]) -> Iterator[SpacedTable]:
    """The tables among a page's raw lines, in order."""
    at = 0
    while at < len(lines):
        table = _table(lines, at) if _heads(_header(lines, at)) else None
        if table:
            yield table
        at = table.end if table else at + 1


def blocks(table: SpacedTable, page: int | None) -> list[Block]:
    """A table's rows as blocks."""
    return [row(texts, page) for texts in table.rows]


def cells(line: str) -> list[Cell]:
    """What stands on a line, parted where two or more spaces do."""
    return [Cell(m.group(), m.start(), m.end()) for m in _CELL.finditer(line.rstrip())]


def _header(lines: Sequence[str], at: int) -> list[Cell]:
    """A line's cells, each with what stands right above it in a heading of two lines ("Budget" over "2026")."""
    below = cells(lines[at])
    above = cells(lines[at - 1]) if at and len(below) > 2 else []
    tops = {place: cell for cell in above for place in range(len(below)) if _overlap(cell, below[place]) > 0}
    both = [Cell(f"{tops[n].text} {c.text}" if n in tops else c.text, c.start, c.end) for n, c in enumerate(below)]
    known = all(column_role(both[n].text) for n in tops)
    return both if known and 2 <= len(above) == len(tops) < len(below) + (above[0].start == 0) else below


def _heads(found: Sequence[Cell]) -> bool:
    """Whether a line is nothing but column headings, one unknown allowed."""
    known = sum(column_role(cell.text) is not None for cell in found)
    return known >= 2 and known >= len(found) - 1


def _table(lines: Sequence[str], at: int) -> SpacedTable | None:
    columns = _header(lines, at)
    start = at if columns == cells(lines[at]) else at - 1
    if columns[0].start > 4:
        columns.insert(0, Cell("", 0, columns[0].start - 2))
    rows = [[cell.text for cell in columns]]
    end = n = at + 1
    while n < len(lines):
        found = cells(lines[n])
        texts = _placed(found, columns)
        if not lines[n - 1].strip() and not any(texts[1:]) and found[1:]:
            break
        if len(found) > 1 and not _heads(found) and not _LABEL.fullmatch(found[0].text):
            rows.append(texts)
        elif len(found) == 1 and lines[n - 1].strip() and len(rows) > 1 and _goes_on(found[0], columns, rows[-1]):
            place = _column(found[0], columns)
            rows[-1][place] = f"{rows[-1][place]}\n{found[0].text}"
        elif found:
            break
        n += 1
        end = n if found else end
    return SpacedTable(start, end, tuple(tuple(r) for r in rows)) if len(rows) > 1 else None


def _placed(found: Sequence[Cell], columns: Sequence[Cell]) -> list[str]:
    texts = [""] * len(columns)
    for n, cell in enumerate(found):
        place = n if len(found) == len(columns) else _column(cell, columns)
        texts[place] = f"{texts[place]} {cell.text}".strip()
    return texts


def _column(cell: Cell, columns: Sequence[Cell]) -> int:
    """The column that a cell overlaps most; else the nearest."""
    return max(range(len(columns)), key=lambda n: _overlap(cell, columns[n]))


def _overlap(one: Cell, other: Cell) -> int:
    """How many characters two cells share; below zero, how far they are apart."""
    return min(one.end, other.end) - max(one.start, other.start)


def _goes_on(cell: Cell, columns: Sequence[Cell], above: Sequence[str]) -> bool:
    """Whether a lone cell is the next line of the cell above it: in small letters or in brackets, or a word cut."""
    text = above[_column(cell, columns)]
    return bool(text) and (not cell.text[:1].isupper() or text.endswith("-")) and not cell.text[:1].isdigit()
