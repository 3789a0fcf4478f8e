"""The header of a table of which only the words are left: lines that are nothing but column headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from ingest.lexicon import column_role
from ingest.lines import Line
from ingest.mending import Vocabulary, join_lines
from ingest.task_rows import heads_tasks

_HEADER_LINES = 14
_HEADING_WORDS = 8  # of one column's heading
_FIGURES_ONLY = ("outcome", "target", "long_term", "amount")
_YEARS = re.compile(r"20\d\d(?:\s+20\d\d)+")


@dataclass(frozen=True, slots=True)
class Header:
    """A table's column headings and how many lines they took."""

    headings: tuple[str, ...]
    roles: tuple[str, ...]
    lines: int

    @property
    def figures(self) -> int:
        """How many columns hold figures; sub-headings in a second row replace the ones above them."""
        return max(len(self.columns()) - 1, 0)

    def columns(self) -> tuple[str, ...]:
        """Column headings, a group heading joined to the ones that stand below it."""
        head, *rest = self.headings
        years = [h for h in rest if re.search(r"\d{4}", h)]
        below = [h for h in rest if not re.search(r"\d{4}", h)]
        if years and below and self.roles[0] == "unit" and len(below) % len(years) == 0:
            share = len(below) // len(years)
            return (head, *(f"{years[i // share]} {name}" for i, name in enumerate(below)))
        return self.headings


def find_header(lines: Sequence[Line], at: int, known: Vocabulary) -> Header | None:
    """The longest run of lines from `at` that is nothing but column headings of one family."""
    best = None
    if not may_open_header(lines[at].text):
        return None
    for count in range(1, min(_HEADER_LINES, len(lines) - at) + 1):
        texts = [x.text for x in lines[at : at + count]]
        found = _over_years(join_lines(texts[:-1], known), texts[-1]) or segment(join_lines(texts, known))
        if found and _is_family([role for _, role in found]):
            headings, roles = zip(*found, strict=True)
            best = Header(tuple(headings), tuple(roles), count)
    return best


def _over_years(above: str, below: str) -> list[tuple[str, str]] | None:
    """The columns of a header whose last line is the years of the headings above ("Budget Plan" over "2025 2026")."""
    years = below.split() if _YEARS.fullmatch(below) else []
    named = segment(above, years[0]) if years else None
    if not named or len(named) <= len(years):
        return None
    dated = [(f"{heading} {year}", role) for (heading, role), year in zip(named[-len(years) :], years, strict=True)]
    return [*named[: -len(years)], *((heading, column_role(heading) or role) for heading, role in dated)]


def may_open_header(text: str) -> bool:
    """A cheap first look: the line is short, no sentence, and begins as a column heading does or breaks a word."""
    if len(text) > 90 or text.endswith((".", ":", ",")):
        return False
    words = text.split()
    return text.endswith("-") or any(column_role(" ".join(words[:n])) for n in range(1, min(len(words), 5) + 1))


def segment(text: str, year: str = "") -> list[tuple[str, str]] | None:
    """`text` cut into known column headings with their roles, longest first; None where a rest remains.

    Where a `year` stands below them, so are those that only a year makes known ("Plan" over "2026").
    """
    if not text:
        return []
    for end in _ends(text):
        role = column_role(text[:end]) or (column_role(f"{text[:end]} {year}") if year else None)
        if role is None:
            continue
        rest = segment(text[end:].strip(), year)
        if rest is not None:
            return [(text[:end].strip(), role), *rest]
    return None


def _ends(text: str) -> list[int]:
    return [m.start() for m in islice(re.finditer(r"\s|$", text), _HEADING_WORDS)][::-1]


def _is_family(roles: Sequence[str]) -> bool:
    if "risk" in roles and ("measure" in roles or "area" in roles):
        return True
    if heads_tasks(roles):
        return True
    values = sum(r in _FIGURES_ONLY for r in roles)
    return roles[0] in ("label", "unit") and values >= 2
