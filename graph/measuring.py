"""What two plans print of one styrtal: the same measurement or a new one, and whether it moved towards its target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from ontology.model import Element, Styrtal, Value
from ontology.svenska import ascii_slug

Direction = Literal["towards", "away", "level"]
Better = Literal["higher", "lower", "range"]
_MEASURED = re.compile(r"\(\s*utfall:?\s*((?:19|20)\d\d)\b", re.IGNORECASE)
_POINTS = re.compile(r"\s*(?:se|jfr)\s+(?:styrtal\w*\s+|indikator\w*\s+|nr\s+)?\d", re.IGNORECASE)
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")


def periods_of(elements: Sequence[Element]) -> dict[str, str]:
    """Styrtal id → the period of its outcome; a lettered styrtal that says none has its lead's ("3a": that of "3")."""
    styrtal = [e for e in elements if isinstance(e, Styrtal)]
    own = {e.id: period for e in styrtal if (period := _printed_period(e))}
    leads = {_place(e): own[e.id] for e in styrtal if e.id in own and (e.number or "").isdigit()}
    inherited = {e.id: leads[lead] for e in styrtal if (lead := _lead(e)) in leads}
    return inherited | own


def _printed_period(styrtal: Styrtal) -> str | None:
    """The period that the outcome says, or the name of the styrtal in a bracket ("(Utfall: 2023)")."""
    if styrtal.outcome and styrtal.outcome.period:
        return styrtal.outcome.period
    bracket = _MEASURED.search(styrtal.text)
    return bracket[1] if bracket else None


def _place(styrtal: Styrtal) -> tuple[str, str, str]:
    return styrtal.document, styrtal.objective or "", styrtal.number or ""


def _lead(styrtal: Styrtal) -> tuple[str, str, str]:
    number = re.fullmatch(r"(\d+) ?[a-z]", styrtal.number or "")
    return styrtal.document, styrtal.objective or "", number[1] if number else ""


def is_reference(value: Value) -> bool:
    """Whether a cell only points to other styrtal ("Se 3a, b och c")."""
    return _POINTS.match(value.text) is not None


def is_same_value(one: Value, other: Value) -> bool:
    """Whether two printed figures say the same ("95%", "95 %"); without figures the words count."""
    said, told = _figures(one), _figures(other)
    if any(said) and any(told):
        return said == told
    printed, printed_too = _FIGURE.findall(one.text), _FIGURE.findall(other.text)
    return printed == printed_too if printed or printed_too else ascii_slug(one.text) == ascii_slug(other.text)


def _figures(value: Value) -> tuple[object, ...]:
    """What a value says in figures, as words, so that a nought counts as a figure."""
    plain = (value.value, value.low, value.high, value.of)
    parts = ((ascii_slug(part.label), part.value) for part in value.parts)
    return tuple(None if figure is None else str(figure) for figure in plain) + tuple(parts)


def direction_of(old: Styrtal, new: Styrtal) -> Direction | None:
    """Whether the outcome moved towards the newer plan's target (the older's where it has none); None: not known.

    A target that tells a change ("minskning med 15 %") is no level; then only `better` counts.
    """
    goal = _level(new.target) or _level(old.target)
    before, after = (_level(styrtal.outcome) for styrtal in (old, new))
    if not (before and after) or not _comparable(old.outcome, new.outcome):
        return None
    better = new.better or old.better or _implied(new) or _implied(old)
    if goal and _comparable(new.outcome, new.target or old.target):
        gap = _gap(after, goal, better) - _gap(before, goal, better)
    elif better in ("higher", "lower"):
        gap = (before[0] - after[0]) * (1 if better == "higher" else -1)
    else:
        return None
    return "level" if abs(gap) < 1e-9 else "towards" if gap < 0 else "away"


def _level(value: Value | None) -> tuple[float, float] | None:
    """The least and the most that a figure says, as a share where it is so many of a whole; None for a change."""
    if value is None or value.relative:
        return None
    low, high = (value.low, value.high) if value.value is None else (value.value, value.value)
    if low is None and high is None:
        return None
    whole = value.of or 1.0
    return (low if low is not None else float("-inf")) / whole, (high if high is not None else float("inf")) / whole


def _comparable(one: Value | None, other: Value | None) -> bool:
    """Whether two figures are of one unit, as far as they say, and both or neither of a whole."""
    if one is None or other is None:
        return False
    return (one.unit == other.unit or None in (one.unit, other.unit)) and (one.of is None) == (other.of is None)


def _implied(styrtal: Styrtal) -> Better | None:
    """The direction that outcome, target and long-term target point in, one after the other."""
    levels = [_level(value) for value in (styrtal.outcome, styrtal.target, styrtal.long_term)]
    steps = [level[0] for level in levels if level]
    rises = [b - a for a, b in pairwise(steps) if b != a]
    if not rises or (min(rises) < 0 < max(rises)):
        return None
    return "higher" if rises[0] > 0 else "lower"


def _gap(value: tuple[float, float], goal: tuple[float, float], better: Better | None) -> float:
    """How far a figure is from its target; beyond it on the better side is no distance."""
    at = value[0] if value[0] == value[1] else sum(value) / 2
    short, over = max(0.0, goal[0] - at), max(0.0, at - goal[1])
    if better == "higher":
        return short
    return over if better == "lower" else short + over
