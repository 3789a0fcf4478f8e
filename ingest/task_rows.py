"""Rows of a table of uppdrag of which only the lines are left: "Ta bort delade turer HR-direktör 2028".

A row ends in when it is to be done and who answers for it, a post or a body, in the columns' order. What stands before
is the uppdrag. A row that does not end so closes the table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.cell_rows import CELL
from ingest.lexicon import PART_OF_YEAR, cues
from ingest.lines import NUMBERED, Line
from ingest.mending import Vocabulary, join_lines
from ingest.raw import Block

_TIME = rf"(?:20\d\d-\d\d(?:-\d\d)?|(?:{PART_OF_YEAR}\s)?20\d\d(?:\s?[–-]\s?20\d\d)?|löpande|årligen)"
_BOARD = r"[a-zåäö]*(?:nämnden|styrelsen|förvaltningen|utskottet)"
_WHO = rf"(?-i:(?=[A-ZÅÄÖ]))(?:[a-zåäö]+-,? (?:och|samt) )?(?:{_BOARD}|{'|'.join(cues()['bodies']['posts'])})"
_NAME = r"(?-i:[A-ZÅÄÖ])[\w/-]*(?:\s(?-i:[a-zåäö])[\w/-]*){0,3}"  # any post, where no other word has a capital
_ENDS = {"time": _TIME, "responsible": _WHO, "receiver": _WHO}
_ROW_LINES = 6


def heads_tasks(roles: Sequence[str]) -> bool:
    """Whether columns are of uppdrag and after them of when each is to be done and who answers for it, or of when."""
    first, *ends = roles[1:] if roles[0] == "number" and len(roles) > 1 else roles
    return first == "uppdrag" and "time" in ends and set(ends) <= _ENDS.keys()


def _pattern(first: str, ends: Mapping[str, str], roles: Sequence[str]) -> re.Pattern[str]:
    """A row of these columns: what is to be done, and the ends."""
    shapes = {**ends, "number": r"\d{1,3}\.?", "uppdrag": first}
    return re.compile(r"\s+".join(f"({shapes[role]})" for role in roles), re.IGNORECASE)


def task_rows(lines: Sequence[Line], at: int, roles: Sequence[str], known: Vocabulary) -> tuple[int, list[Block]]:
    """The rows from line `at` and the line where they end, for columns as `heads_tasks` tells."""
    shapes = [
        _pattern(".+?", _ENDS, roles),
        _pattern(CELL, _ENDS | dict.fromkeys(("responsible", "receiver"), _NAME), roles),
    ]
    rows: list[Block] = []
    start = at
    for n in range(at, len(lines)):
        if n - start == _ROW_LINES or (n > start and (lines[n].gap or NUMBERED.match(lines[n].text))):
            break
        text = join_lines([x.text for x in lines[start : n + 1]], known)
        if found := next((m for shape in shapes if (m := shape.fullmatch(text))), None):
            cells = found.groups()
            rows.append(Block(kind="row", cells=cells, text="\t".join(cells), page=lines[start].page))
            start = n + 1
    return start, rows
