"""Blank lines that mean nothing: some texts made from PDF have an empty line after every line.

Sorts out which blank lines are gaps between paragraphs. A text is doubled when nearly every line is followed by
exactly one blank *and* sentences run on across those blanks; a text with one paragraph a line has the first sign
only, and keeps its blanks. Where the whole text is not doubled, each stretch of it is asked the same question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_MARKER = re.compile(r"^\w{1,2}[.)]\s|^[-–−•*\uf0b7]")
_END = re.compile(r"[\w,\-–]$")
_SINGLE_SHARE = 0.8
_RUNS_ON_SHARE = 0.2
_WINDOW = 16
_LONG = 30
_HEADING = 80


def runs_on(above: str, below: str) -> bool:
    """Whether `below` goes on in the middle of the sentence or word that `above` breaks off."""
    if not above or not below or "\t" in above + below:
        return False
    ends = _END.search(above) is not None and not above[-1].isdigit()
    return ends and below[0].islower() and not _MARKER.match(below)


def undouble(lines: Sequence[str], *, everywhere: bool) -> list[str]:
    """The stripped `lines` with only such blank lines ("") as separate something."""
    places = [n for n, line in enumerate(lines) if line]
    gaps = list(pairwise(places))
    empty = [True] * len(gaps) if everywhere else _meaningless(lines, gaps)
    kept: list[str] = []
    for (above, below), doubled in zip(gaps, empty, strict=True):
        kept.extend(_upper(lines, above, below, doubled=doubled))
    return [*kept, lines[places[-1]]] if places else []


def is_doubled(lines: Sequence[str]) -> bool:
    """Whether single blank lines mean nothing in the whole of `lines`."""
    return _is_doubled(lines, list(pairwise(n for n, line in enumerate(lines) if line)))


def _meaningless(lines: Sequence[str], gaps: Sequence[tuple[int, int]]) -> list[bool]:
    """For each gap, whether single blanks mean nothing around it."""
    around = (gaps[max(0, n - _WINDOW) : n + _WINDOW] for n in range(len(gaps)))
    return [len(near) >= _WINDOW and _is_doubled(lines, near) for near in around]


def _is_doubled(lines: Sequence[str], gaps: Sequence[tuple[int, int]]) -> bool:
    single = [(lines[a], lines[b]) for a, b in gaps if b - a == 2]
    if not gaps or len(single) < _SINGLE_SHARE * len(gaps):
        return False
    return sum(runs_on(a, b) for a, b in single) >= _RUNS_ON_SHARE * len(single)


def _upper(lines: Sequence[str], above: int, below: int, *, doubled: bool) -> list[str]:
    """The line at `above`, with the blanks that belong between it and the one at `below`."""
    line, blanks = lines[above], below - above - 1
    if doubled and blanks == 0 and _is_tight_heading(line, lines[below]):
        return ["", line, ""]
    if doubled:
        return [line] + [""] * (blanks - 1)
    split = blanks == 1 and len(line) >= _LONG and runs_on(line, lines[below])
    return [line] if split else [line] + [""] * blanks


def _is_tight_heading(above: str, below: str) -> bool:
    """In a doubled text a line set tight upon the next is a heading where it reads like one."""
    short = 0 < len(above) < _HEADING and not above.endswith((".", ",", ";", ":", "-"))
    return short and above[0].isupper() and below[:1].isupper()
