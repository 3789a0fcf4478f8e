"""Rows of tables whose every cell stands on a line of its own, as a text export that follows the cells prints them.

The column headings come one a line; then each row does. Columns of figures part one row from the next: between them
a line that begins with a small letter goes on with the cell above it. Where the lines leave a choice, nothing is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.lines import NUMBERED, Line
from ingest.mending import Vocabulary, join_lines
from ingest.raw import Block
from ingest.readers.spacing import FIGURE

_FIGURES = ("outcome", "target", "long_term", "amount", "likelihood", "consequence", "score", "number")
_CELL_LINES = 4  # lines that a cell of words may run over


def stacked_rows(lines: Sequence[Line], at: int, roles: Sequence[str], known: Vocabulary) -> tuple[int, list[Block]]:
    """The rows from line `at`, and the line where the table ends; no rows where the lines do not fit the columns."""
    figures = [role in _FIGURES for role in roles]
    first = figures.index(True) if True in figures else 0
    last = len(figures) - figures[::-1].index(True) if True in figures else 0
    if not first or not all(figures[first:last]):
        return at, []
    rows: list[Block] = []
    before, after = first, len(figures) - last
    lead = _words(lines, at, before)
    while lead:
        n = lead[-1][1]
        cells = [x.text for x in lines[n : n + last - first]]
        if len(cells) < last - first or not all(map(FIGURE.fullmatch, cells)):
            break
        n += len(cells)
        words = _words(lines, n, after + before) or _words(lines, n, after, ends=True)
        if after and not words:
            break
        texts = [join_lines([x.text for x in lines[a:b]], known) for a, b in (*lead, *words[:after])]
        row = (*texts[:before], *cells, *texts[before:])
        rows.append(Block(kind="row", cells=row, text="\t".join(row), page=lines[at].page))
        lead, at = words[after:], words[after - 1][1] if after else n
    return at, rows


def _words(lines: Sequence[Line], at: int, count: int, *, ends: bool = False) -> list[tuple[int, int]]:
    """The lines of `count` cells of words before the next figure; `ends`: of a table's last row, before what follows.

    Empty where there are more or fewer, for then one cannot tell which line belongs to which cell.
    """
    if not count:
        return []
    starts: list[int] = []
    n = at
    while n < len(lines) and not FIGURE.fullmatch(lines[n].text):
        opens = not starts or not lines[n].text[:1].islower()
        if ends and opens and (len(starts) == count or NUMBERED.match(lines[n].text)):
            break
        starts += [n] if opens else []
        n += 1
    bounds = [*starts, n]
    cells = [(a, b) for a, b in pairwise(bounds) if b - a <= _CELL_LINES]
    return cells if len(cells) == len(starts) == count and (ends or n < len(lines)) else []
