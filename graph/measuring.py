"""What two plans print of one styrtal: the same measurement or a new one, and whether it moved towards its target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import inf
from typing import Literal

from ontology.model import Element, Styrtal, Value
from ontology.svenska import ascii_slug

Direction = Literal["towards", "away", "level"]
Better = Literal["higher", "lower", "range"]
Level = tuple[float, float]
_EVEN = 1e-9
_WAY = re.compile(r"\b(?:ök|höj|minsk|sänk)", re.IGNORECASE)
_UP = frozenset({"ök", "höj"})
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

    A target that tells a change ("minskning med 15 %") is no level; then only `better` counts. An outcome in several
    parts has moved where no part went the other way.
    """
    before, after = _levels(old.outcome), _levels(new.outcome)
    if not before or before.keys() != after.keys() or not _comparable(old.outcome, new.outcome):
        return None
    target = new.target if _levels(new.target) else old.target
    goals = _levels(target) if _comparable(new.outcome, target) else {}
    better = new.better or old.better or _implied(new) or _implied(old)
    gaps = [_approach(before[part], after[part], goals.get(part), better) for part in before]
    told = [gap for gap in gaps if gap is not None]
    if len(told) < len(gaps) or min(told) < -_EVEN < _EVEN < max(told):
        return None
    return "towards" if min(told) < -_EVEN else "away" if max(told) > _EVEN else "level"


def _levels(value: Value | None) -> dict[str, Level]:
    """Part's label ("" for a figure that is whole) → the least and the most that it says; nothing for a change.

    So many of a whole is a share of it.
    """
    if value is None or value.relative:
        return {}
    if value.parts:
        return {ascii_slug(part.label): (part.value, part.value) for part in value.parts if part.value is not None}
    low, high = (value.low, value.high) if value.value is None else (value.value, value.value)
    if low is None and high is None:
        return {}
    whole = value.of or 1.0
    return {"": ((-inf if low is None else low) / whole, (inf if high is None else high) / whole)}


def _comparable(one: Value | None, other: Value | None) -> bool:
    """Whether two figures are of one unit, as far as they say (a share always says), and both or neither of a whole."""
    if one is None or other is None:
        return False
    units = {"".join((value.unit or "").split()) for value in (one, other)}
    same = len(units) == 1 or ("" in units and "%" not in units)
    return same and (one.of is None) == (other.of is None)


def _approach(before: Level, after: Level, goal: Level | None, better: Better | None) -> float | None:
    """How much farther from its target a figure is than before, less than 0 where it is nearer."""
    if goal:
        return _gap(after, goal, better) - _gap(before, goal, better)
    if better not in ("higher", "lower"):
        return None
    fallen = _middle(before) - _middle(after)
    return fallen if better == "higher" else -fallen


def _implied(styrtal: Styrtal) -> Better | None:
    """The direction that outcome, target and long-term target point in, one after the other, or that they name."""
    printed = [value for value in (styrtal.outcome, styrtal.target, styrtal.long_term) if value]
    steps = [levels[""][0] for value in printed if "" in (levels := _levels(value))]
    rises = [b - a for a, b in pairwise(steps) if b != a]
    named = {way[0].lower() for value in printed if value.relative and (way := _WAY.search(value.text))}
    up = bool(named & _UP) or (not named and bool(rises) and min(rises) > 0)
    down = bool(named - _UP) or (not named and bool(rises) and max(rises) < 0)
    return None if up == down else "higher" if up else "lower"


def _gap(value: Level, goal: Level, better: Better | None) -> float:
    """How far a figure is from its target; beyond it on the better side is no distance."""
    at = _middle(value)
    short, over = max(0.0, goal[0] - at), max(0.0, at - goal[1])
    if better == "higher":
        return short
    return over if better == "lower" else short + over


def _middle(value: Level) -> float:
    """The middle of a range, or the one bound that is printed."""
    bounds = [bound for bound in value if abs(bound) != inf]
    return sum(bounds) / len(bounds)
