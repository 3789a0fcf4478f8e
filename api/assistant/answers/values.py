"""Values: what a plan prints for a styrtal or a budget post; one year, or two compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from api.assistant.answers.budgets import WHOLE_NAME, answer_budget, linked_posts, say_no_amount
from api.assistant.answers.columns import COLUMNS, NEAR, column_ahead, columns_of, is_of, plan_years, tell_other_years
from api.assistant.answers.readings import offer
from api.assistant.answers.scope import missing_year, nearest
from api.assistant.answers.told_values import say_change, say_values
from api.assistant.coverage import said_literally
from api.assistant.draft import Draft
from api.assistant.linking import Linked, head_stems, link
from api.assistant.phrases import phrase, short_name
from api.assistant.question import Question
from api.assistant.selection import around, in_scope, of_type, styrtal_with_number
from ontology.model import Element, Styrtal

_COSTS = re.compile(r"\bkosta\w*\b|\bcosts?\b", re.IGNORECASE)
_SAYS = re.compile(r"\d|[Bb]eslut|[Ff]astställ")
_COUNTS = re.compile(
    r"\b(?:hur många|how many)\b(?!\s+(?:miljoner|miljarder|tusen|kronor|procent|mnkr|million|billion|per ?cent))",
    re.IGNORECASE,
)


def answer_value(q: Question, draft: Draft) -> str | None:
    """A value of a styrtal or of a budget post, whichever the question names more fully."""
    if q.asks("list", "count") and not q.columns and not q.amounts and "styrtal" in q.types:
        return None
    if q.asks("came", "often"):  # what came of an uppdrag, and how often, is told in prose
        return None
    years = len(q.years) + len(q.periods)
    asked = q.asks("value", "history") or years > 1 or q.columns or q.amounts or "styrtal" in q.types
    styrtal = _linked_styrtal(q, draft)
    if _unclear(q, styrtal):
        return offer(q, [x.element for x in styrtal if x.element.year == _year(q, styrtal)], draft)
    if not asked:
        return answer_styrtal(q, styrtal, draft) if _is_named(q, styrtal, draft) else None
    posts = linked_posts(q, draft)
    if _COUNTS.search(q.text) or not (q.amounts or q.asks("value")):  # how many there are is no amount of money
        posts = []
    if not q.terms:  # a word such as "resultatet" alone: only a post of just that name is meant
        posts = [x for x in posts if x.score >= WHOLE_NAME]
    if posts and (q.amounts or not styrtal or (posts[0].score > styrtal[0].score + 0.1 and not q.columns)):
        near = [x.element for x in posts if x.score >= posts[0].score - 0.05]
        return answer_budget(q, near, draft) or say_no_amount(q, near, draft)
    if q.amounts and not q.columns and not posts:
        q, styrtal = _budgeted(q, styrtal, draft)
    if not styrtal or (q.amounts and not q.columns):
        return None
    status = answer_styrtal(q, styrtal, draft)
    return None if status == "not_found" and not q.columns else status


def _budgeted(q: Question, styrtal: Sequence[Linked], draft: Draft) -> tuple[Question, list[Linked]]:
    """What is budgeted for a styrtal is its target, where the subject is what the styrtal names first."""
    known = draft.known
    heads = [x for x in styrtal if said_literally(q.solid, head_stems(x.element), known.vocabulary)]
    return (replace(q, columns=("target",)), heads) if heads and q.amounts == ("budget",) else (q, [])


def _said_by(q: Question, element: Element, draft: Draft) -> frozenset[str]:
    """What a styrtal says; where the subject is one word, what it names first ("underskott mot ram" is no ram)."""
    return draft.known.element_stems(element) if len(q.solid) > 1 else head_stems(element)


def _unclear(q: Question, styrtal: Sequence[Linked]) -> bool:
    """Whether a styrtal's number is several goals' in the plan meant, and nothing tells which."""
    if not q.number or "styrtal" not in q.types or q.goal or q.solid:
        return False
    return len({x.element.objective for x in styrtal if x.element.year == _year(q, styrtal)}) > 1


def _year(q: Question, styrtal: Sequence[Linked]) -> int:
    return max((x.element.year for x in styrtal if not q.years or x.element.year in q.years), default=0)


def answer_nearest_value(q: Question, draft: Draft) -> str | None:
    """Where nothing else answered: that no plan of the year prints it, with another year's value as the nearest."""
    if not (q.asks("value", "history") or q.columns) or (q.types and "styrtal" not in q.types and not q.columns):
        return None
    styrtal = _linked_styrtal(q, draft)
    return answer_styrtal(q, styrtal, draft) if styrtal else None


def _is_named(q: Question, styrtal: Sequence[Linked], draft: Draft) -> bool:
    """Whether a question that asks for nothing in particular is a styrtal's own name ("vårdgarantin 2025")."""
    return (
        bool(styrtal)
        and not q.types
        and not set(q.intents) - {"definition"}
        and styrtal[0].covered >= 0.85
        and styrtal[0].score >= max(0.92, styrtal[0].covered + 0.03)
        and said_literally(q.solid, _said_by(q, styrtal[0].element, draft), draft.known.vocabulary)
    )


def _linked_styrtal(q: Question, draft: Draft) -> list[Linked]:
    if q.number and "styrtal" in q.types:
        return [Linked(e, 1.0, 1.0) for e in in_scope(q, styrtal_with_number(draft, q), draft)]
    pool = in_scope(q, of_type(draft, ["styrtal"]), draft)
    if _COSTS.search(q.text):  # what something costs is no styrtal's value, unless the styrtal is a cost
        pool = [e for e in pool if "kostnad" in e.text.lower()]
    return [x for x in link(q.terms, pool, draft.known) if says_counted(q, x.element, draft)]


def says_counted(q: Question, element: Element, draft: Draft) -> bool:
    """Whether an element names what the question counts, not something akin; so does any where nothing is counted."""
    said = draft.known.element_stems(element)
    return not _COUNTS.search(q.text) or said_literally(q.solid[:1], said, draft.known.vocabulary)


def answer_styrtal(q: Question, linked: Sequence[Linked], draft: Draft) -> str:
    """The asked columns of the styrtal: for each year asked, else of the newest plan that says them."""
    columns = columns_of(q)
    ahead = column_ahead(q, linked, draft)
    if ahead:
        q, columns = replace(q, periods=()), (ahead,)
    if "outcome" in columns and _compare_periods(q, linked, draft):
        return "answered"
    years = plan_years(q, linked, columns)
    if q.periods and not q.years and tell_other_years(q, linked):  # what *was* in a year that no plan is for
        return _nothing_for(q, linked, columns, draft)
    if q.years and not years:  # what *was* in a year that no plan prints the outcome of: another year's is no answer
        return _nothing_for(q, linked, columns, draft)
    if len(years) > 1 or (q.asks("history") and not q.years):
        return _compare(q, linked, columns, years, draft)
    found = _chosen(linked, years, columns, q, draft)
    if not found and not q.columns:
        columns = COLUMNS
        found = _chosen(linked, years, columns, q, draft)
    if not found:
        return _nothing_for(q, linked, columns, draft)
    for element in found:
        say_values(q, element, columns, draft)
    return "answered"


def _chosen(
    linked: Sequence[Linked], years: Sequence[int], columns: Sequence[str], q: Question, draft: Draft
) -> list[Styrtal]:
    """The best styrtal and its equals, of one plan: the year asked, else the newest that prints the value."""
    able = [x for x in linked if isinstance(x.element, Styrtal) and (not years or x.element.year in years)]
    able = [x for x in able if _prints(x.element, columns) or _children(x.element, draft)]
    if q.periods:
        able = [x for x in able if any(is_of(x.element, y) for y in q.periods)]
    if not able:
        return []
    top = max(x.score for x in able)
    near = [x for x in able if x.score >= top - NEAR]
    year = max(x.element.year for x in near)
    of_year = [x for x in able if x.element.year == year]
    best = max(x.score for x in of_year)
    chosen = [x.element for x in of_year if x.score >= best - 0.03 and isinstance(x.element, Styrtal)]
    out: list[Styrtal] = []
    for element in chosen:
        out += [element] if _prints(element, columns) else _children(element, draft)
    return list({e.id: e for e in out}.values())[:6]


def _prints(element: Element, columns: Sequence[str]) -> bool:
    values = [getattr(element, c) for c in columns]
    told = [v.text for v in values if v is not None and not v.text.lower().startswith("se ")]
    return any(_SAYS.search(text) for text in told)


def _children(element: Element, draft: Draft) -> list[Styrtal]:
    """Lettered styrtal of a number ("3a" of "3") in the same plan and under the same goal."""
    if not element.number or not element.number.isdigit():
        return []
    return [e for e in around(draft, "styrtal-variants", element, "styrtal") if isinstance(e, Styrtal)]


def _compare(q: Question, linked: Sequence[Linked], columns: Sequence[str], years: Sequence[int], draft: Draft) -> str:
    """The styrtal in each of the years, oldest first, and what changed between them."""
    wanted = sorted(years) or sorted({x.element.year for x in linked})
    if not q.columns:
        columns = ("outcome", "target") if q.asks("history") and not re.search("utfall", q.text.lower()) else columns
    per_year = {y: _chosen(linked, [y], columns, q, draft)[:1] for y in wanted}
    found = [(y, s[0]) for y, s in per_year.items() if s]
    if not found:
        return _nothing_for(q, linked, columns, draft)
    if len(found) == 1:
        say_values(q, found[0][1], columns, draft)
    for (_, old), (_, new) in pairwise(found):
        for column in columns:
            say_change(q, old, new, column, draft)
    lacking = [y for y in years if not per_year.get(y)]
    for y in lacking:
        draft.lack(phrase("no_part", q.language, year=y))
    return "partial" if lacking else "answered"


def _compare_periods(q: Question, linked: Sequence[Linked], draft: Draft) -> bool:
    """The outcomes of two years that the question names beside each other, where plans print both years' outcomes."""
    asked = sorted({*q.years, *q.periods})
    if len(asked) < 2 or q.of_plan or "target" in q.columns or not linked:
        return False
    near = [x.element for x in linked if x.score >= linked[0].score - NEAR and isinstance(x.element, Styrtal)]
    found = [next((e for e in near if is_of(e, y)), None) for y in asked]
    told = [e for e in found if e is not None]
    if len(told) < len(asked) or len({short_name(e.text) for e in told}) > 1:
        return False
    for old, new in pairwise(told):
        say_change(q, old, new, "outcome", draft)
    return True


def _nothing_for(q: Question, linked: Sequence[Linked], columns: Sequence[str], draft: Draft) -> str:
    """No plan of the years asked prints it: say so, and offer another year's value as the nearest."""
    missing_year(q, draft, f"”{short_name(linked[0].element.text)}”")
    other = _chosen(linked, [], columns, Question(q.text), draft)
    if other:
        nearest(q, draft)
        say_values(q, other[0], columns, draft)
    return "not_found"
