"""What a styrtal's cells and words say: its number, term and text, its values, the direction that is wanted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from ingest.lexicon import cue
from ontology.model import Part, Value
from ontology.svenska import fold, parse_value

_LABEL = re.compile(r"^(?P<number>\d{1,2})(?:\s?(?P<letter>[a-zåäö])(?=[\s.)]))?(?:\.|\)|(?=\s))\s*(?=\S)")
_FOOTMARK = re.compile(r"(?<=[^\W\d]{3})[¹²³⁴⁵]+$")
_TERMS = ("styrtal", "nyckeltal", "målindikator", "indikator", "mått", "mätetal")
SAID_PERIOD = re.compile(r"\(utfall:?\s+(?P<period>[^().]{0,20}20\d\d)\b", re.IGNORECASE)
_COLUMN_YEAR = re.compile(r"(?<!\d)(?P<period>20\d\d)(?!\d)")

Direction = Literal["higher", "lower", "range"]


def split_label(cell: str) -> tuple[str | None, str]:
    """Number ("3a") and text of a styrtal's first cell; None where it is not numbered."""
    cell = _FOOTMARK.sub("", cell)
    match = _LABEL.match(cell)
    if not match or (not match["letter"] and not re.match(r"\d+[.)\s]", cell)):
        return None, cell
    return match["number"] + (match["letter"] or ""), cell[match.end() :].strip()


def term_of(heading: str) -> str:
    """The plan's word for it in the singular ("Indikatorer:" → "indikator")."""
    word = fold(heading).rstrip(":")
    return next((w for w in _TERMS if word.startswith(w)), word)


def value(cell: str) -> Value | None:
    """The value that a cell prints, or None."""
    return parse_value(cell) if cell else None


def outcome(cell: str, label: str, heading: str) -> Value | None:
    """An outcome with its period: the cell's own, else the one in the label's brackets, else the column's year."""
    found = parse_value(cell, context=label) if cell else None
    if not found or found.period or not (found.parts or _is_figure(found)):
        return found
    said = SAID_PERIOD.search(label) or _COLUMN_YEAR.search(heading)
    return replace(found, period=said["period"]) if said else found


def with_parts(found: Value | None, cells: Sequence[tuple[str, str]]) -> Value | None:
    """An outcome with the values of the columns beside it that part it by sex ("Kvinnor 2024", "88 %")."""
    values = [(re.sub(r"^utfall |\s*20\d\d$", "", h, flags=re.IGNORECASE), value(cell)) for h, cell in cells]
    parts = tuple(Part(label=name, value=v.value) for name, v in values if v and v.value is not None)
    return replace(found, parts=parts) if found and not found.parts and len(parts) > 1 else found


def _is_figure(found: Value) -> bool:
    return any(x is not None for x in (found.value, found.low, found.high))


def direction(text: str, target: Value | None = None) -> Direction | None:
    """The wanted direction where the styrtal's own words say it, or a target that is a bound ("minst 80 %")."""
    ways: tuple[Direction, ...] = ("range", "lower", "higher")
    said = next((way for way in ways if cue("direction", way).search(text)), None)
    if said or target is None or (target.low is None) == (target.high is None):
        return said
    return "higher" if target.high is None else "lower"


def arrow(cell: str) -> Direction | None:
    """The wanted direction that a column of its own gives by an arrow or a word."""
    if cue("direction", "up").fullmatch(cell.strip()):
        return "higher"
    return "lower" if cue("direction", "down").fullmatch(cell.strip()) else None
