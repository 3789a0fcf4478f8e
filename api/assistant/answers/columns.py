"""Which columns and years of a plan's table of values a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.assistant.answers.quotes import headings_of
from api.assistant.answers.told_values import of_same_part
from api.assistant.draft import Draft
from api.assistant.linking import Linked
from api.assistant.question import Question
from ontology.model import Element, Styrtal

COLUMNS = ("outcome", "target", "long_term")
_ALL = re.compile(r"\bhur (?:går|ligger|ser)\b|\bläget\b|\bhow is\b", re.IGNORECASE)
_THIS_YEARS = re.compile(r"årets|i år|this year", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:var|blev|låg|hade|gav|fick|gick|stod|kom|nådde|was|were|had|got|did)\b|"
    r"\b(?!hade|årets)[a-zåäö]{3,}(?:ade|ades|erade|ttes|ddes)\b"
)
NEAR = 0.12  # of a score, for the same styrtal as another plan words it


def columns_of(q: Question) -> tuple[str, ...]:
    """The columns of a table of values that a question asks for; all of them where it names none or has two parts."""
    asked = {c for c in COLUMNS if c in q.columns}
    if "long_term" in asked and not _THIS_YEARS.search(q.text):
        asked.discard("target")
    if not asked and q.asks("intended") and not _PAST.search(q.text.lower()):
        asked = {"target"}
    if not asked or _ALL.search(q.text) or (len(asked) == 1 and q.two_parts):
        return COLUMNS
    return tuple(c for c in COLUMNS if c in asked)


def plan_years(q: Question, linked: Sequence[Linked], columns: Sequence[str]) -> list[int]:
    """The plan years meant: a year beside an outcome is its period where some plan prints that period's outcome."""
    if "outcome" not in columns or "target" in q.columns or len(q.years) != 1 or q.of_plan:
        return list(q.years)
    of_period = [x.element.year for x in linked if is_of(x.element, q.years[0]) and of_same_part(q, x.element)]
    if of_period:
        return [max(of_period)]
    return [] if tell_other_years(q, linked) else list(q.years)


def tell_other_years(q: Question, linked: Sequence[Linked]) -> bool:
    """Whether it is asked what *was* in some years, and of the styrtal most likely meant none tells of them."""
    return all(tells_other_year(q, x.element) for x in linked if x.score >= linked[0].score - NEAR)


def tells_other_year(q: Question, element: Element) -> bool:
    """Whether it is asked what *was* in some years, and a styrtal has no outcome of them: one of another year, or none.

    One that does not say what it is of may be of them.
    """
    years = (*q.years, *q.periods)
    if not years or q.of_plan or "target" in q.columns or "outcome" not in columns_of(q):
        return False
    if not isinstance(element, Styrtal) or not _PAST.search(q.text.lower()):
        return False
    undated = element.outcome is not None and not element.outcome.period
    return not undated and not any(is_of(element, year) and of_same_part(q, element) for year in years)


def column_ahead(q: Question, linked: Sequence[Linked], draft: Draft) -> str | None:
    """The column of the year asked for, where that is to come: the last one, if its heading or its value says the year.

    None where the year is not to come, or no column is said to be of it.
    """
    if len(q.periods) != 1 or q.years or q.periods[0] <= max(draft.known.plan_years, default=0):
        return None
    year = str(q.periods[0])
    best = [x.element for x in linked if isinstance(x.element, Styrtal) and x.score >= linked[0].score - NEAR]
    for name in ("long_term", "target"):
        told = [(e, v) for e in best if (v := getattr(e, name)) and (name == "long_term" or not e.long_term)]
        if any(year in v.text or _headed(e, year, draft) for e, v in told):
            return name
    return None


def _headed(element: Styrtal, year: str, draft: Draft) -> bool:
    """Whether a heading of the element's table says the year last: the long-term column is a table's last."""
    passages = draft.known.catalogue.passages[element.document]
    said = [e.quote for e in element.evidence]
    said += [p.text for e in element.evidence[:1] for p in headings_of(passages, e.passage)]
    return any((years := re.findall(r"20\d\d", text)) and max(years) == year for text in said)


def is_of(element: Element, year: int) -> bool:
    """Whether a styrtal prints an outcome that it says is of the year."""
    outcome = element.outcome if isinstance(element, Styrtal) else None
    return bool(outcome and outcome.period and str(year) in outcome.period)
