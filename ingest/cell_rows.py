"""Rows of a risk table of many columns of which only the words are left, told apart by their capitals.

A cell begins with a capital and Swedish has few others, so a row is as many such runs of words as the table has columns
of words, with its figures between. A row whose words leave a choice ends the table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.lexicon import cue
from ingest.lines import BULLET, Line
from ingest.mending import Vocabulary, join_lines
from ingest.raw import Block

CELL = r"(?:(?-i:[A-ZÅÄÖ])|\d{1,2}\s?(?:gång|ggr))\S*(?:\s+(?!(?-i:[A-ZÅÄÖ][a-zåäö]))\S+)*?"
"""A cell of words: no word but its first begins with a capital, acronyms aside."""
_FIGURE = r"\d{1,2}"
_NUMBER = r"[A-ZÅÄÖ]{0,3}\d{1,3}(?:\.\d{1,2})*\.?"
_PLAIN = {"area", "risk", "measure"}
_ROW_LINES = 14
_CAPITAL = re.compile(r"(?:^|\s)[A-ZÅÄÖ]")
_SPARE = 2  # capitals a cell, from which on a row's words leave too many choices


def heads_cells(roles: Sequence[str]) -> bool:
    """Whether columns are of risks with more beside them than their area and measures."""
    return "risk" in roles and bool(set(roles) - _PLAIN)


def cell_rows(
    lines: Sequence[Line], at: int, roles: Sequence[str], repeats: Mapping[int, int], known: Vocabulary
) -> tuple[int, list[Block]]:
    """The rows from line `at` and the line where they end; a header that stands again is passed over."""
    row = _pattern(roles)
    rows: list[Block] = []
    while at < len(lines):
        if at in repeats:
            at += repeats[at]
            continue
        end, cells = _row(lines, at, row, known)
        if not cells or (rows and _is_risk(rows[0].cells, roles) and not _is_risk(cells, roles)):
            break
        rows.append(Block(kind="row", cells=cells, text="\t".join(cells), page=lines[at].page))
        at = end
    return at, rows


def _is_risk(cells: Sequence[str], roles: Sequence[str]) -> bool:
    """Whether a row's risk begins with a word that risks begin with; where the first does, all do."""
    return bool(cue("risks", "start").match(cells[roles.index("risk")]))


def _pattern(roles: Sequence[str]) -> re.Pattern[str]:
    """A row of these columns; a merged area is left out of all rows but the first."""
    parts = []
    for n, role in enumerate(roles):
        shape = {"number": _NUMBER, "likelihood": _FIGURE, "consequence": _FIGURE, "score": _FIGURE}.get(role, CELL)
        parts.append(rf"(?P<c{n}>{shape})")
    columns = [rf"(?:{part}\s+)?" if role == "area" else rf"{part}\s+" for part, role in zip(parts, roles, strict=True)]
    return re.compile("".join(columns).removesuffix(r"\s+"))


def _row(lines: Sequence[Line], at: int, row: re.Pattern[str], known: Vocabulary) -> tuple[int, tuple[str, ...]]:
    """The cells of the row that begins at a line, and the line after it; small letters go on with the last cell."""
    found: tuple[int, tuple[str, ...]] = at, ()
    for end in range(at + 1, min(at + _ROW_LINES, len(lines)) + 1):
        if (found[1] and not lines[end - 1].text[:1].islower()) or BULLET.match(lines[end - 1].text):
            break
        text = join_lines([x.text for x in lines[at:end]], known)
        if len(_CAPITAL.findall(text)) > _SPARE * row.groups:
            break
        if match := row.fullmatch(text):
            found = end, tuple(cell or "" for cell in match.groups())
    return found
