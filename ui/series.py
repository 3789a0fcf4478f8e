"""A styrtal over the plan years: which appearances belong together, how far it is to the target. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.models import Changes, ElementOut, ValueOut
from ui.elements import get_text, get_values
from ui.texts import styrtal as words

ROWS = (("outcome", words.OUTCOME), ("target", words.TARGET), ("long_term", words.LONG_TERM))


@dataclass(frozen=True, slots=True)
class Series:
    """One styrtal in the plans that have it, oldest first."""

    items: tuple[ElementOut, ...]

    @property
    def newest(self) -> ElementOut:
        """As the newest plan has it."""
        return self.items[-1]


def to_series(elements: Iterable[ElementOut], compared: Iterable[Changes]) -> list[Series]:
    """Styrtal tied together by the links that the system asserts; each ends in the newest plan that has it."""
    known = {element.id: element for element in elements}
    pairs = [(one.from_, one.to) for changes in compared for one in [*changes.changed, *changes.kept]]
    before = {newer: older for older, newer in pairs if older in known and newer in known}
    older = set(before.values())
    return [Series(tuple(_walk(element, before, known))) for id, element in known.items() if id not in older]


def _walk(element: ElementOut, before: Mapping[str, str], known: Mapping[str, ElementOut]) -> list[ElementOut]:
    """The appearances of an element, oldest first."""
    chain = [element]
    while (id := before.get(chain[0].id)) and known[id] not in chain:
        chain.insert(0, known[id])
    return chain


def get_figure(value: ValueOut | None) -> float | None:
    """A value as one figure on a scale: itself, or the end of its range; None for words, parts and changes."""
    if value is None or value.relative or value.parts:
        return None
    return next((figure for figure in (value.value, value.low, value.high) if figure is not None), None)


def to_printed(value: ValueOut | None) -> str:
    """A value as printed; said where it is missing."""
    return value.text if value else words.MISSING


def to_distance(element: ElementOut) -> str:
    """How far the outcome is from the year's target, in figures and words."""
    values = get_values(element)
    outcome, target = values.get("outcome"), values.get("target")
    if outcome is None or target is None:
        return words.NO_DISTANCE_MISSING
    if target.relative:
        return words.DISTANCE_RELATIVE.format(target=target.text)
    low, high = _ends(target)
    figure = get_figure(outcome)
    if figure is None or (low is None and high is None):
        return words.NO_DISTANCE_WORDS
    if (outcome.unit or target.unit) != (target.unit or outcome.unit) or (outcome.of or target.of) != target.of:
        return words.NO_DISTANCE_UNITS
    return _distance(figure, low, high, get_text(element, "better"), outcome.unit or "")


def _ends(value: ValueOut) -> tuple[float | None, float | None]:
    """The lowest and highest figure of a target; one of them None where it is open."""
    return (value.value, value.value) if value.value is not None else (value.low, value.high)


def _distance(figure: float, low: float | None, high: float | None, better: str, unit: str) -> str:
    above = figure - high if high is not None and figure > high else 0.0
    below = low - figure if low is not None and figure < low else 0.0
    if not above and not below:
        return words.AT_TARGET
    size = to_number(above or below) + (f" {words.POINTS}" if unit == "%" else f" {unit}" if unit else "")
    side = words.ABOVE if above else words.BELOW
    passed = (better == "higher" and above) or (better == "lower" and below)
    verdict = words.PASSED if passed else words.LEFT if better else ""
    return f"{size} {side}{verdict}"


def to_number(figure: float) -> str:
    """A figure as Swedish prints it: decimal comma, blanks between thousands, no rounding noise."""
    text = f"{round(figure, 6):,.6f}".rstrip("0").rstrip(".")
    return text.replace(",", "\u00a0").replace(".", ",").replace("-", "−")


def to_direction(element: ElementOut) -> str:
    """Which way the plan wants it to go."""
    return words.DIRECTIONS.get(get_text(element, "better"), words.DIRECTION_UNSAID)


def can_draw(series: Series) -> bool:
    """Whether there is a figure to draw."""
    return any(get_figure(value) is not None for item in series.items for value in get_values(item).values())


def describe(series: Series) -> str:
    """What a chart shows, in words."""
    told = []
    for item in series.items:
        values = get_values(item)
        parts = [f"{name.lower()} {to_printed(values.get(key))}" for key, name in ROWS]
        told.append(f"{item.year}: {', '.join(parts)}")
    return words.CHART.format(name=series.newest.text) + " " + ". ".join(told) + "."


def find_objectives(series: Sequence[Series]) -> dict[str, str]:
    """The målsättningar that the styrtal of the newest plans belong to: name → id."""
    found = {}
    for one in series:
        objective = one.newest.objective
        if objective:
            name = f"{objective.number}. {objective.name}" if objective.number else objective.name
            found[f"{name} ({one.newest.year})"] = objective.id
    return found
