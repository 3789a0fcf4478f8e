"""Rows of a table of uppdrag of which only the lines are left: "Ta bort delade turer HR-direktör 2028".

A row ends in when it is to be done; before that stands who answers for it, a post or a body. What is left is the
uppdrag. A row that does not end so closes the table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lexicon import cues
from ingest.lines import NUMBERED, Line
from ingest.mending import Vocabulary, join_lines
from ingest.raw import Block

_MONTHS = r"(?:jan|feb|mars?|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-zåäö]*\.?"
_TIME = (
    rf"(?:20\d\d-\d\d(?:-\d\d)?|(?:{_MONTHS}(?:[–-]{_MONTHS})?\s|(?:kv|kvartal|q|t|tertial)\s?[1-4]\s|[hv]t\s)?"
    r"20\d\d(?:\s?[–-]\s?20\d\d)?|löpande|årligen)"
)
_BOARD = r"[a-zåäö]*(?:nämnden|styrelsen|förvaltningen|utskottet)"
_WHO = rf"(?-i:(?=[A-ZÅÄÖ]))(?:[a-zåäö]+-,? (?:och|samt) )?(?:{_BOARD}|{'|'.join(cues()['bodies']['posts'])})"
_ROW_LINES = 3


def task_rows(lines: Sequence[Line], at: int, roles: Sequence[str], known: Vocabulary) -> tuple[int, list[Block]]:
    """The rows from line `at` and the line where they end, for columns of uppdrag, who answers (or none) and when."""
    who = rf"\s+(?P<who>{_WHO})" if {"responsible", "receiver"} & {*roles} else ""
    row = re.compile(rf"(?P<text>.+?){who}\s+(?P<time>{_TIME})", re.IGNORECASE)
    rows: list[Block] = []
    start = at
    for n in range(at, len(lines)):
        if n - start == _ROW_LINES or (n > start and (lines[n].gap or NUMBERED.match(lines[n].text))):
            break
        text = join_lines([x.text for x in lines[start : n + 1]], known)
        if found := row.fullmatch(text):
            cells = tuple(cell for cell in found.groups() if cell)
            rows.append(Block(kind="row", cells=cells, text="\t".join(cells), page=lines[start].page))
            start = n + 1
    return start, rows
