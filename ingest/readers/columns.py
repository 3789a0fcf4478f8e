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
from ingest.readers.spacing import FIGURE, row

_LABEL = re.compile(r"[•▪◦‣*–-]|\d{1,2}(?:\.\d{1,2})+\.?")
_HEADER_LINES = 3
_ROWS = 3  # lines below a header that show where a table's labels stand
RUNNING = 3  # lines that a page's header or footer has at most
_CELL = re.compile(r"\S+(?:[ \t]\S+)*")


class Cell(NamedTuple):
    """A cell's text and where on the line it begins and ends."""

    text: str
    start: int
    end: int


class SpacedTable(NamedTuple):
    """Rows of cells from line `start` to before line `end`, and where its columns stand."""

    start: int
    end: int
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[Cell, ...]


class _Header(NamedTuple):
    """Column headings and how many lines they take."""

    columns: list[Cell]
    lines: int


def spaced_tables(lines: Sequence[str], before: SpacedTable | None = None) -> Iterator[SpacedTable]:
    """The tables among a page's raw lines, in order; the first may be what goes on from `before`, a page earlier."""
    at = 0
    if before and (rest := _rest(lines, before)):
        yield rest
        at = rest.end
    while at < len(lines):
        header = _header(lines, at)
        table = _table(lines, at, header) if header else None
        if table:
            yield table
        at = table.end if table else at + 1


def open_table(lines: Sequence[str], found: Sequence[SpacedTable]) -> SpacedTable | None:
    """The table that a page's text ends in, but for a footer: it may go on over the page."""
    last = found[-1] if found else None
    below = [line for line in lines[last.end :] if line.strip()] if last else []
    return last if len(below) <= RUNNING else None


def _rest(lines: Sequence[str], before: SpacedTable) -> SpacedTable | None:
    """The rows right below a page's header that are figures in the very columns where the table above had them."""
    said = before.rows[1:] or before.rows
    figures = [n for n in range(1, len(before.columns)) if all(FIGURE.fullmatch(r[n]) for r in said if r[n])]
    start = next((n for n, line in enumerate(lines) if figures and _is_row(line, before.columns, figures)), None)
    if start is None or sum(bool(line.strip()) for line in lines[:start]) > RUNNING:
        return None
    return _rows(lines, start, list(before.columns), [])


def _is_row(line: str, columns: Sequence[Cell], figures: Sequence[int]) -> bool:
    texts = _placed(cells(line), columns)
    said = all(texts) and not FIGURE.fullmatch(texts[0])
    return said and all(FIGURE.fullmatch(texts[n]) for n in figures)


def blocks(table: SpacedTable, page: int | None) -> list[Block]:
    """A table's rows as blocks."""
    return [row(texts, page) for texts in table.rows]


def cells(line: str) -> list[Cell]:
    """What stands on a line, parted where two or more spaces do."""
    return [Cell(m.group(), m.start(), m.end()) for m in _CELL.finditer(line.rstrip())]


def _header(lines: Sequence[str], at: int) -> _Header | None:
    """The column headings that begin on a line and go on over those right below it ("Budget" over "2026")."""
    best = None
    for count in range(1, _HEADER_LINES + 1):
        run = lines[at : at + count]
        if len(run) < count or not run[-1].strip() or (count > 1 and len(cells(run[0])) < 2):
            break  # a line of one cell above the others is a caption
        columns = _joined([cells(line) for line in run])
        if _heads(columns) and (best is None or _known(columns) >= _known(best.columns)):
            best = _Header(columns, count)
    return best


def _joined(run: Sequence[Sequence[Cell]]) -> list[Cell]:
    """The cells of a heading's lines as one line of them: each with what stands above it, a cut word made whole."""
    columns = list(run[-1])
    for line in reversed(run[:-1]):
        for cell in line:
            below = [n for n, column in enumerate(columns) if _overlap(cell, column) > 0]
            for n in below:
                cut = cell.text.endswith("-") and columns[n].text[:1].islower()
                text = cell.text[:-1] + columns[n].text if cut else f"{cell.text} {columns[n].text}"
                columns[n] = columns[n]._replace(text=text)
            columns += [] if below else [cell]
    return sorted(columns, key=lambda column: column.start)


def _known(found: Sequence[Cell]) -> int:
    return sum(column_role(cell.text) is not None for cell in found)


def _heads(found: Sequence[Cell]) -> bool:
    """Whether a line is nothing but column headings, one unknown allowed."""
    return _known(found) >= max(2, len(found) - 1)


def _table(lines: Sequence[str], at: int, header: _Header) -> SpacedTable | None:
    columns, first = list(header.columns), at + header.lines
    labels = min((found[0].start for line in lines[first : first + _ROWS] if (found := cells(line))), default=0)
    if columns[0].start > labels + 4:  # the labels' own column has no heading
        columns.insert(0, Cell("", 0, columns[0].start - 2))
    return _rows(lines, at, columns, [[cell.text for cell in columns]], first)


def _rows(
    lines: Sequence[str], at: int, columns: list[Cell], rows: list[list[str]], first: int | None = None
) -> SpacedTable | None:
    """The table from line `at` whose rows begin on line `first`; `rows` holds its header, where it prints one."""
    heads = len(rows)
    end = n = at if first is None else first
    while n < len(lines):
        found = cells(lines[n])
        texts = _placed(found, columns)
        above = lines[n - 1].strip() if n else ""
        if not above and not any(texts[1:]) and found[1:]:
            break
        if found and above and len(rows) > heads and _goes_on(texts, rows[-1]):
            rows[-1] = [f"{cell}\n{text}" if text else cell for cell, text in zip(rows[-1], texts, strict=True)]
        elif len(found) > 1 and not _header(lines, n) and not _LABEL.fullmatch(found[0].text):
            rows.append(texts)
        elif found:
            break
        n += 1
        end = n if found else end
    return SpacedTable(at, end, tuple(tuple(r) for r in rows), tuple(columns)) if len(rows) > heads else None


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


def _goes_on(texts: Sequence[str], above: Sequence[str]) -> bool:
    """Whether a line's cells are the next lines of the cells above them, the first of them plainly so.

    Nothing goes on in a column that is empty above or that holds a figure; a line as full as the row is one more row
    unless every cell plainly goes on.
    """
    said = [(text, cell) for text, cell in zip(texts, above, strict=True) if text]
    if any(not cell or FIGURE.fullmatch(cell) for _, cell in said):
        return False
    if len(said) > 1 and len(said) >= sum(map(bool, above)):
        return all(text[:1].islower() and cell[:1].isupper() for text, cell in said)
    text, cell = said[0]
    return (not text[:1].isupper() or cell.endswith("-")) and not text[:1].isdigit()
