"""The tables of a PDF page, by pdfplumber: merged cells once and then empty, wrapped lines kept apart.

Ruled tables are cut by their rules. Of others the words are set out on lines as wide as the page, and are read as the
tables of a text that keeps its columns by spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.raw import Block
from ingest.readers.columns import SpacedTable, spaced_tables
from ingest.readers.columns import open_table as spaced_open
from ingest.readers.foreign import Foreign
from ingest.readers.spacing import looks_like_header, row, tidy

Box = tuple[float, float, float, float]
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_SAME_LINE = 3  # points that the feet of a line's words may differ
_APART = 1.7  # letters' widths from which a gap parts cells
_MOST_EDGES = 20_000
_TEXT_IN_A_CELL = 3000


@dataclass(frozen=True, slots=True)
class Spaced:
    """How a table without rules stands on its page: its columns, and the measure that they are counted in.

    `ends` tells that the page's text ends in it, so that it may go on over the page.
    """

    table: SpacedTable
    margin: float
    width: float
    ends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table on a page. `bold` says whether its first row is bold and others are not; None where none is."""

    page: int
    box: Box
    cells: tuple[tuple[str, ...], ...]
    bold: bool | None = None
    header: tuple[str, ...] = ()
    spaced: Spaced | None = None

    def blocks(self) -> list[Block]:
        """The rows; the first as a header where it is one."""
        first = bool(self.header) and self.cells[0] == self.header
        return [row(cells, self.page, header=first and not n) for n, cells in enumerate(self.cells) if any(cells)]


def find_tables(page: Foreign, number: int, before: Spaced | None = None) -> list[Table]:
    """The tables of a pdfplumber page that are tables indeed, not frames around text.

    `before` is the table that the page before ends in: its rows may go on here.
    """
    if len(page.edges) > _MOST_EDGES:
        return []
    found = (_table(page, table, number) for table in page.find_tables())
    ruled = [table for table in found if table is not None]
    return [*ruled, *_unruled(page, number, [table.box for table in ruled], before)]


def open_table(tables: Sequence[Table]) -> Spaced | None:
    """Of a page's tables the one without rules that may go on over the page."""
    return next((t.spaced for t in tables if t.spaced and t.spaced.ends), None)


def _unruled(page: Foreign, number: int, ruled: Sequence[Box], before: Spaced | None) -> Iterator[Table]:
    """The tables whose columns only the space between them parts, under known headings."""
    left, top = page.bbox[0], page.bbox[1]
    words = [w for w in page.extract_words(x_tolerance_ratio=0.2) if not _is_inside(w, left, top, ruled)]
    lines = _rows_of(words)
    width = before.width if before else _letter_width(words)
    margin = before.margin if before else min((word["x0"] for word in words), default=0.0)
    texts = [_set_out(line, margin, width) for line in lines]
    found = list(spaced_tables(texts, before.table if before else None))
    last = spaced_open(texts, found)
    for table in found:
        inside = [word for line in lines[table.start : table.end] for word in line]
        x0, x1 = min(w["x0"] for w in inside), max(w["x1"] for w in inside)
        y0, y1 = min(w["top"] for w in inside), max(w["bottom"] for w in inside)
        spaced = Spaced(table, margin, width, table is last)
        yield Table(page=number, box=(x0 - left, y0 - top, x1 - left, y1 - top), cells=table.rows, spaced=spaced)


def _is_inside(word: Foreign, left: float, top: float, boxes: Sequence[Box]) -> bool:
    across, down = (word["x0"] + word["x1"]) / 2 - left, (word["top"] + word["bottom"]) / 2 - top
    return any(x0 <= across <= x1 and y0 <= down <= y1 for x0, y0, x1, y1 in boxes)


def _rows_of(words: Sequence[Foreign]) -> list[list[Foreign]]:
    """Words by the line that they stand on, from the top, and an empty line where there is space for one."""
    lines: list[list[Foreign]] = []
    for word in sorted(words, key=lambda w: (w["bottom"], w["x0"])):
        if lines and lines[-1] and word["bottom"] - lines[-1][0]["bottom"] < _SAME_LINE:
            lines[-1].append(word)
            continue
        if lines and word["top"] - lines[-1][0]["bottom"] > word["bottom"] - word["top"]:
            lines.append([])
        lines.append([word])
    return [sorted(line, key=lambda w: w["x0"]) for line in lines]


def _letter_width(words: Sequence[Foreign]) -> float:
    widths = sorted((w["x1"] - w["x0"]) / len(w["text"]) for w in words if len(w["text"]) > 2)
    return float(widths[len(widths) // 2]) if widths else 1.0


def _set_out(line: Sequence[Foreign], margin: float, width: float) -> str:
    """A line's words at their places from the margin, counted in letters of the page's usual width."""
    text, end = "", margin
    for word in line:
        apart = word["x0"] - end > _APART * width
        place = round((word["x0"] - margin) / width)
        text = text.ljust(max(place, len(text) + 2) if apart else len(text) + bool(text)) + word["text"]
        end = word["x1"]
    return text


def _table(page: Foreign, table: Foreign, number: int) -> Table | None:
    cells = _without_empty(_texts(page, table))
    if not cells or len(cells[0]) < 2 or max(sum(map(bool, line)) for line in cells) < 2:
        return None
    if len(cells) < 3 and any(len(cell) > _TEXT_IN_A_CELL for line in cells for cell in line):
        return None
    left, top = page.bbox[0], page.bbox[1]
    x0, y0, x1, y1 = table.bbox
    return Table(
        page=number, box=(x0 - left, y0 - top, x1 - left, y1 - top), cells=cells, bold=_first_is_bold(page, table)
    )


def _texts(page: Foreign, table: Foreign) -> list[list[str]]:
    """The cells' texts. A cell that the page's end leaves without a lower rule is read down to the table's end."""
    texts = [[tidy(cell or "") for cell in line] for line in table.extract(x_tolerance_ratio=0.2)]
    for column in range(max(map(len, texts), default=0)):
        for first, box in _open_cells(table, column):
            found = page.crop(box, strict=False).extract_text(x_tolerance_ratio=0.2) if box[1] < box[3] else ""
            texts[first][column] = tidy(found or "")
    return texts


def _open_cells(table: Foreign, column: int) -> Iterator[tuple[int, Box]]:
    """Where a column has no cell although none above reaches down to it: the first such row, and its place."""
    rows = [line.cells[column] if column < len(line.cells) else None for line in table.rows]
    whole = next((cell for cell in rows if cell), None)
    bottom = whole[3] if whole else 0.0
    first = None
    for n, cell in enumerate(rows):
        top = table.rows[n].bbox[1]
        if cell:
            bottom, first = cell[3], None
        elif whole and first is None and top >= bottom - 1:
            first = n
            below = next((c[1] for c in rows[n:] if c), table.bbox[3])
            yield n, (whole[0], top, whole[2], below)


def _without_empty(table: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """The table without rows and columns in which nothing stands (doubled rules make such)."""
    columns = [n for n in range(max(map(len, table), default=0)) if any(line[n] for line in table)]
    return tuple(tuple(line[n] for n in columns) for line in table if any(line))


def _first_is_bold(page: Foreign, table: Foreign) -> bool | None:
    """Whether all of the first row is bold; None where the whole table is, or nothing."""
    x0, y0, x1, y1 = table.rows[0].bbox
    first: set[bool] = set()
    rest: set[bool] = set()
    for letter in page.chars:
        if letter["text"].isspace() or not _within(letter, table.bbox):
            continue
        inside = _within(letter, (x0, y0, x1, y1))
        (first if inside else rest).add(bool(_BOLD.search(letter["fontname"])))
    return None if len(first | rest) < 2 else first == {True}


def _within(letter: Foreign, box: Box) -> bool:
    across, down = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def with_headers(tables: Sequence[Table]) -> list[Table]:
    """The tables with their headers known; one that goes on over a page has a header only if it is repeated."""
    done: list[Table] = []
    for table in tables:
        before = done[-1] if done else None
        goes_on = before is not None and before.header and _continues(before, table)
        header = before.header if goes_on and before is not None else _own_header(table)
        done.append(replace(table, header=header))
    return done


def _own_header(table: Table) -> tuple[str, ...]:
    first = table.cells[0]
    likely = table.bold if table.bold is not None else True
    return first if likely and len(table.cells) > 1 and looks_like_header(first) else ()


def _continues(before: Table, table: Table) -> bool:
    """Whether a table is the next page's part of the one before: as many columns, the same edges."""
    same = abs(before.box[0] - table.box[0]) < 3 and abs(before.box[2] - table.box[2]) < 3
    return same and table.page == before.page + 1 and len(before.cells[0]) == len(table.cells[0])
