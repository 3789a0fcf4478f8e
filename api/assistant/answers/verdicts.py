"""Whether a styrtal reached its target: the outcome and the target of one year beside each other, judged where both
are printed and can be compared, told as not judged where they cannot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from api.assistant.answers.told_values import PART_OF_YEAR, dated, note_of, say_values
from api.assistant.cues import patterns
from api.assistant.draft import Draft, proofs_of
from api.assistant.linking import best, link
from api.assistant.phrases import capital, phrase, short_name
from api.assistant.question import Question
from api.assistant.selection import in_scope, of_type, styrtal_with_number
from ontology.model import Element, Styrtal, Value
from ontology.svenska import fold

_BOUND = re.compile(r"^\s*[<>≤≥]\s*(\d+(?:[.,]\d+)?)")
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)?")

Better = Literal["higher", "lower", "range"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A styrtal's outcome and target of one year; the two may stand in different documents."""

    year: int
    measured: Styrtal
    aimed: Styrtal
    reached: bool | None
    """None where the two cannot be compared."""


def answer_verdict(q: Question, draft: Draft) -> str | None:
    """Whether one styrtal reached its target, or which did; None where no verdict is asked for."""
    if not patterns("verdict")["reached"].search(fold(q.text)):
        return None
    every = [e for e in in_scope(q, of_type(draft, ["styrtal"]), draft) if isinstance(e, Styrtal)]
    of_all = not q.solid or ("styrtal" in q.types and q.asks("list", "count"))  # "har vi nått målen?" is of every one
    if of_all and not q.number:
        return _answer_list(q, every, draft)
    chosen = _chosen(q, every, draft)
    if not chosen:
        return None
    years = [*q.years, *q.periods]
    asked = [p for p in pairs_of(chosen) if not years or p.year in years] or rows_of(chosen, years)
    if asked:
        _say(q, max(asked, key=lambda p: p.year), draft)
        return "answered"
    return _say_half(q, [e for e in chosen if not years or e.year in years], draft)


def _say_half(q: Question, chosen: Sequence[Styrtal], draft: Draft) -> str | None:
    """The target alone, and that no outcome is printed to hold it to."""
    aimed = max((e for e in chosen if e.target), key=lambda e: e.year, default=None)
    if aimed is None:
        return None
    say_values(q, aimed, ("target",), draft)
    draft.lack(phrase("no_outcome", q.language, name=f"”{short_name(aimed.text)}”"))
    return "partial"


def _chosen(q: Question, every: Sequence[Styrtal], draft: Draft) -> list[Styrtal]:
    """The styrtal asked about, in every document that prints it."""
    if q.number:
        named: list[Element] = in_scope(q, styrtal_with_number(draft, q), draft)
    else:
        named = [x.element for x in best(link(q.terms, every, draft.known))]
    names = {_name(e) for e in named[:1]}
    return [e for e in every if _name(e) in names]


def _answer_list(q: Question, every: Sequence[Styrtal], draft: Draft) -> str | None:
    grouped: dict[str, list[Styrtal]] = {}
    for styrtal in every:
        grouped.setdefault(_name(styrtal), []).append(styrtal)
    asked = [*q.years, *q.periods]
    pairs = _of_years([p for group in grouped.values() for p in pairs_of(group)], asked)
    pairs = pairs or _of_years([p for group in grouped.values() for p in rows_of(group, asked)], asked)
    if not pairs:
        return None
    years = sorted({p.year for p in pairs})
    wanted = not patterns("verdict")["missed"].search(fold(q.text))
    found = [p for p in pairs if p.reached is wanted]
    unknown = [p for p in pairs if p.reached is None]
    key = "reached_list" if wanted else "missed_list"
    told = phrase(key, q.language, year=", ".join(map(str, years)), count=len(found), total=len(pairs))
    if found and q.asks("list", "count"):
        draft.head(told)
    else:  # how many, said of all of them, and each where the question is whether, not which
        draft.say(f"{told.rstrip(':')}.", [proof for p in pairs for proof in proofs_of(p.aimed)[:1]])
    for pair in found if q.asks("list", "count") else [p for p in pairs if p.reached is not None]:
        _say(q, pair, draft)
    if unknown:
        draft.head(phrase("unjudged_list", q.language, count=len(unknown)))
        for pair in unknown:
            _say(q, pair, draft)
    return "answered"


def _of_years(pairs: Sequence[Pair], years: Sequence[int]) -> list[Pair]:
    """Those of the years asked, else of the newest year."""
    wanted = years or [max((p.year for p in pairs), default=0)]
    return [p for p in pairs if p.year in wanted]


def _name(element: Element) -> str:
    return re.sub(r"\W+", " ", fold(short_name(element.text))).strip()


def pairs_of(same: Sequence[Styrtal]) -> list[Pair]:
    """For one styrtal in several documents: each year that has both an outcome and a target, the report's own first."""
    found: dict[int, Pair] = {}
    better = _better(same)
    for measured in sorted(same, key=lambda e: -len(_measured_years(e) & {e.year})):
        years = _measured_years(measured)
        for year in years - found.keys():
            aims = [e for e in (measured, *same) if e.year == year and e.target]
            if aims and measured.outcome and aims[0].target:
                reached = _is_reached(measured.outcome, aims[0].target, better)
                found[year] = Pair(year, measured, aims[0], reached)
    return list(found.values())


def rows_of(same: Sequence[Styrtal], years: Sequence[int]) -> list[Pair]:
    """For one styrtal: the newest row (of the plan years asked) that prints an outcome beside a target."""
    both = [e for e in same if e.outcome and e.target and (not years or e.year in years)]
    newest = max(both, key=lambda e: e.year, default=None)
    if newest is None or newest.outcome is None or newest.target is None:
        return []
    return [Pair(newest.year, newest, newest, _is_reached(newest.outcome, newest.target, _better(same)))]


def _measured_years(element: Styrtal) -> set[int]:
    """The whole years that an outcome is of; a part of a year cannot be held to the year's target."""
    period = fold(element.outcome.period or "") if element.outcome else ""
    return set() if PART_OF_YEAR.search(period) else {int(y) for y in re.findall(r"20\d\d", period)}


def _better(same: Iterable[Styrtal]) -> Better | None:
    """The side that is better: as read, else the side on which the plans' long-term targets lie of the yearly ones."""
    told = next((e.better for e in same if e.better), None)
    if told:
        return told
    rows = list(same)
    steps = [
        *((e.target, e.long_term) for e in rows),
        *((e.outcome, e.long_term) for e in rows),
        *((e.outcome, e.target) for e in rows if max(_measured_years(e), default=e.year) < e.year),
    ]
    for near, far in steps:
        a, b = _middle(near), _middle(far)
        if a is not None and b is not None and a != b:
            return "higher" if b > a else "lower"
    return None


def _limits(value: Value | None) -> tuple[float, float] | None:
    """The lowest and highest that a printed figure allows; None for a change, a text or several figures."""
    if value is None or value.relative or value.parts:
        return None
    if value.value is not None:
        return value.value, value.value
    if value.low is not None and value.high is not None:
        return value.low, value.high
    bound = _BOUND.match(value.text)
    if bound and len(_NUMBERS.findall(value.text)) == 1:
        figure = float(bound[1].replace(",", "."))
        return figure, figure
    return None


def _middle(value: Value | None) -> float | None:
    limits = _limits(value)
    return sum(limits) / 2 if limits else None


def _is_reached(outcome: Value, target: Value, better: Better | None) -> bool | None:
    measured, aimed = _limits(outcome), _limits(target)
    if measured is None or aimed is None or measured[0] != measured[1]:
        return None
    figure, (low, high) = measured[0], aimed
    if low <= figure <= high and not (_BOUND.match(target.text) and target.text.strip()[0] in "<>"):
        return True
    if better == "higher":
        return figure > low
    if better == "lower":
        return figure < high
    return False if better == "range" else None


def _say(q: Question, pair: Pair, draft: Draft) -> None:
    """One line: the verdict, the outcome and the target, each with where it is printed."""
    outcome, target = pair.measured.outcome, pair.aimed.target
    key = {True: "reached", False: "missed", None: "unjudged"}[pair.reached]
    key += "_in_row" if pair.measured is pair.aimed and pair.year not in _measured_years(pair.measured) else ""
    documents = [draft.name(draft.known.document_of(e), q.language) for e in (pair.measured, pair.aimed)]
    text = phrase(
        key, q.language, name=f"”{short_name(pair.measured.text)}”", year=pair.year,
        outcome=dated(outcome) if outcome else "", target=target.text if target else "",
        first=documents[0], second=documents[1],
    )  # fmt: skip
    note = note_of(pair.measured, draft)
    draft.note(pair.measured, pair.aimed)
    draft.say(capital(text), [*proofs_of(pair.measured)[:1], *proofs_of(pair.aimed)[:1], *([note] if note else [])])
