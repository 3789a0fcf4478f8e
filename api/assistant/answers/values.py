"""Values: what a plan prints for a styrtal or a budget post; one year, or two compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from api.assistant.answers.scope import missing_year, nearest
from api.assistant.draft import Draft, proofs_of
from api.assistant.knowledge import short_name
from api.assistant.linking import Linked, link
from api.assistant.phrases import capital, phrase
from api.assistant.question import Question
from api.assistant.selection import in_scope, of_type, under_goal
from api.assistant.vocabulary import Term, said_literally
from ontology.model import Amount, Budgetpost, Element, Styrtal, Value
from ontology.svenska import stems

_POST_SAID = 0.4  # of the subject, where the question says a post's whole name
_WHOLE_NAME = 1.1  # a link's score where the element's name is no more than what was asked
_COLUMNS = ("outcome", "target", "long_term")
_ALL = re.compile(r"\bhur (?:går|ligger|ser)\b|\bläget\b|\bhow is\b", re.IGNORECASE)
_COSTS = re.compile(r"\bkosta[rs]?\b|\bcosts?\b", re.IGNORECASE)
_COUNTS = re.compile(r"\bhur många\b|\bhow many\b", re.IGNORECASE)
_THIS_YEARS = re.compile(r"årets|i år|this year", re.IGNORECASE)
_PAST = re.compile(r"\b(?:var|blev|was|were)\b")
_COMPARES = re.compile(r"ändra|förändra|skil|jämför|mellan|respektive|utveckl|change|compare|between", re.IGNORECASE)


def answer_value(q: Question, draft: Draft) -> str | None:
    """A value of a styrtal or of a budget post, whichever the question names more fully."""
    if q.asks("list", "count") and not q.columns and not q.amounts and "styrtal" in q.types:
        return None
    asked = q.asks("value", "history") or len(q.years) > 1 or q.columns or q.amounts or "styrtal" in q.types
    styrtal = _linked_styrtal(q, draft)
    if not asked:
        return answer_styrtal(replace(q, columns=_COLUMNS), styrtal, draft) if _is_named(q, styrtal, draft) else None
    posts = _linked_posts(q, draft)
    if _COUNTS.search(q.text) or not (q.amounts or q.asks("value")):  # how many there are is no amount of money
        posts = []
    if not q.terms:  # a word such as "resultatet" alone: only a post of just that name is meant
        posts = [x for x in posts if x.score >= _WHOLE_NAME]
    if posts and (q.amounts or not styrtal or posts[0].score > styrtal[0].score + 0.1) and not (q.columns and styrtal):
        return answer_budget(q, [x.element for x in posts if x.score >= posts[0].score - 0.05], draft)
    if not styrtal or (q.amounts and not q.columns):
        return None
    status = answer_styrtal(q, styrtal, draft)
    return None if status == "not_found" and not q.columns else status


def _linked_posts(q: Question, draft: Draft) -> list[Linked]:
    """Budget posts that say the subject, or whose whole name the question says beside other words."""
    pool, terms = in_scope(q, of_type(draft, ["budgetpost"]), draft), q.terms or _plain(q)
    found = link(terms, pool, draft.known)
    if found or not q.amounts:
        return found
    return [x for x in link(terms, pool, draft.known, _POST_SAID, strict=False) if _name_is_said(q, x, draft)]


def _name_is_said(q: Question, linked: Linked, draft: Draft) -> bool:
    asked = {s for t in q.every for option in t.options for key in option for s in draft.known.vocabulary.kin(key)}
    return set(stems(linked.element.text)) <= asked


def answer_nearest_value(q: Question, draft: Draft) -> str | None:
    """Where nothing else answered: that no plan of the year prints it, with another year's value as the nearest."""
    if not (q.asks("value", "history") or q.columns):
        return None
    styrtal = _linked_styrtal(q, draft)
    return answer_styrtal(q, styrtal, draft) if styrtal else None


def _plain(q: Question) -> list[Term]:
    """Where the cues took every word ("resultatet"): those that name no column of a budget."""
    return [t for t in q.every if not t.surface.startswith(("budget", "prognos", "bokslut"))]


def _is_named(q: Question, styrtal: Sequence[Linked], draft: Draft) -> bool:
    """Whether a question that asks for nothing in particular is a styrtal's own name ("vårdgarantin 2025")."""
    return (
        bool(styrtal)
        and not q.types
        and not set(q.intents) - {"definition"}
        and styrtal[0].covered >= 0.85
        and styrtal[0].score >= max(0.92, styrtal[0].covered + 0.03)
        and said_literally(q.solid, draft.known.element_stems(styrtal[0].element), draft.known.vocabulary)
    )


def _linked_styrtal(q: Question, draft: Draft) -> list[Linked]:
    if q.number and "styrtal" in q.types:
        pool = under_goal(draft, ["styrtal"], q.goal) if q.goal else of_type(draft, ["styrtal"])
        return [Linked(e, 1.0, 1.0) for e in in_scope(q, pool, draft) if e.number == q.number]
    pool = in_scope(q, of_type(draft, ["styrtal"]), draft)
    if _COSTS.search(q.text):  # what something costs is no styrtal's value, unless the styrtal is a cost
        pool = [e for e in pool if "kostnad" in e.text.lower()]
    linked = link(q.terms, pool, draft.known)
    if _COUNTS.search(q.text):  # what is counted must be named, not something akin
        known = draft.known
        linked = [x for x in linked if said_literally(q.solid[:1], known.element_stems(x.element), known.vocabulary)]
    return linked


def answer_styrtal(q: Question, linked: Sequence[Linked], draft: Draft) -> str:
    """The asked columns of the styrtal: for each year asked, else of the newest plan that says them."""
    columns = columns_of(q)
    years = plan_years(q, linked, columns)
    if q.years and not years:  # what *was* in a year that no plan prints the outcome of: another year's is no answer
        return _nothing_for(q, linked, columns, draft)
    if len(years) > 1 or (q.asks("history") and not q.years):
        return _compare(q, linked, columns, years, draft)
    found = _chosen(linked, years, columns, q, draft)
    if not found and not q.columns:
        columns = _COLUMNS
        found = _chosen(linked, years, columns, q, draft)
    if not found:
        return _nothing_for(q, linked, columns, draft)
    for element in found:
        say_values(q, element, columns, draft)
    return "answered"


def columns_of(q: Question) -> tuple[str, ...]:
    """The columns of a table of values that a question asks for; all of them where it names none or has two parts."""
    asked = {c for c in _COLUMNS if c in q.columns}
    if "long_term" in asked and not _THIS_YEARS.search(q.text):
        asked.discard("target")
    if not asked and q.asks("intended") and not _PAST.search(q.text.lower()):
        asked = {"target"}
    if not asked or _ALL.search(q.text) or (len(asked) == 1 and q.two_parts):
        return _COLUMNS
    return tuple(c for c in _COLUMNS if c in asked)


def plan_years(q: Question, linked: Sequence[Linked], columns: Sequence[str]) -> list[int]:
    """The plan years meant: a year beside an outcome is its period where some plan prints that period's outcome."""
    if "outcome" not in columns or "target" in q.columns or len(q.years) != 1 or q.of_plan:
        return list(q.years)
    of_period = [x.element.year for x in linked if _is_of(x.element, q.years[0])]
    if of_period:
        return [max(of_period)]
    return [] if _PAST.search(q.text.lower()) and all(_has_period(x.element) for x in linked) else list(q.years)


def _has_period(element: Element) -> bool:
    return isinstance(element, Styrtal) and bool(element.outcome and element.outcome.period)


def _is_of(element: Element, year: int) -> bool:
    outcome = element.outcome if isinstance(element, Styrtal) else None
    return bool(outcome and outcome.period and str(year) in outcome.period)


def _chosen(
    linked: Sequence[Linked], years: Sequence[int], columns: Sequence[str], q: Question, draft: Draft
) -> list[Styrtal]:
    """The best styrtal and its equals, of one plan: the year asked, else the newest that prints the value."""
    able = [x for x in linked if isinstance(x.element, Styrtal) and (not years or x.element.year in years)]
    able = [x for x in able if _prints(x.element, columns) or _children(x.element, draft)]
    if q.periods:
        able = [x for x in able if any(_is_of(x.element, y) for y in q.periods)]
    if not able:
        return []
    top = max(x.score for x in able)
    near = [x for x in able if x.score >= top - 0.12]
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
    return any(
        v is not None and re.search(r"\d|[Bb]eslut", v.text) and not v.text.lower().startswith("se ") for v in values
    )


def _children(element: Element, draft: Draft) -> list[Styrtal]:
    """Lettered styrtal of a number ("3a" of "3") in the same plan and under the same goal."""
    if not element.number:
        return []
    lettered = re.compile(rf"{element.number}[a-zåäö]")
    same = (e for e in draft.known.catalogue.by_document[element.document] if e.objective == element.objective)
    return [e for e in same if isinstance(e, Styrtal) and lettered.fullmatch(e.number or "")]


def say_values(q: Question, element: Styrtal, columns: Sequence[str], draft: Draft) -> None:
    """The values of a styrtal in some columns, with its caveat where the outcome is among them."""
    lang, document = q.language, draft.name(draft.known.document_of(element), q.language)
    said = [(c, v) for c in columns if (v := getattr(element, c)) is not None]
    name = (
        f"”{short_name(element.text)}”"
        if not element.number
        else f"{element.term} {element.number}, ”{short_name(element.text)}”,"
    )
    if len(said) == 1:
        column, value = said[0]
        key = "value_of_period" if _period_of(column, value) else "value"
        text = phrase(
            key, lang, column=phrase(column, lang), period=value.period, name=name, value=value.text, document=document
        )
    else:
        values = "; ".join(f"{phrase(c, lang).lower()}{_period_of(c, v)} {v.text}" for c, v in said)
        text = capital(phrase("all_values", lang, name=name.rstrip(","), document=document, values=values))
    if element.note and "outcome" in columns:
        text += " " + phrase("note", lang, note=_shortened(element.note))
    draft.say_of(text, element)


def _period_of(column: str, value: Value) -> str:
    """The period of an outcome in brackets, where the printed value does not tell it itself."""
    told = column == "outcome" and value.period and value.period not in value.text
    return f" ({value.period})" if told else ""


def _shortened(note: str) -> str:
    plain = note.rstrip(". ")
    return plain if len(plain) <= 160 else plain[: plain.rfind(" ", 0, 156)].rstrip(" ,;") + " […]"


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
            _say_change(q, old, new, column, draft)
    lacking = [y for y in years if not per_year.get(y)]
    for y in lacking:
        draft.lack(phrase("no_part", q.language, year=y))
    return "partial" if lacking else "answered"


def _say_change(q: Question, old: Styrtal, new: Styrtal, column: str, draft: Draft) -> None:
    a, b = getattr(old, column), getattr(new, column)
    if a is None or b is None:
        for element in (e for e, v in ((old, a), (new, b)) if v is not None):
            say_values(q, element, (column,), draft)
        return
    first, second = (draft.name(draft.known.document_of(e), q.language) for e in (old, new))
    same = a.text.replace(" ", "") == b.text.replace(" ", "")
    text = phrase(
        "same_value" if same else "changed",
        q.language,
        column=phrase(column, q.language),
        name=f"”{short_name(new.text)}”",
        old=_dated(a),
        new=_dated(b),
        first=first,
        second=second,
    )
    if same and column == "outcome" and a.period and a.period == b.period:
        text += " " + phrase("same_measurement", q.language, period=a.period)
    if new.note and column == "outcome":
        text += " " + phrase("note", q.language, note=_shortened(new.note))
    draft.note(old, new)
    draft.say(text, [*proofs_of(old)[:1], *proofs_of(new)[:1]])


def _dated(value: Value) -> str:
    return f"{value.text} ({value.period})" if value.period and value.period not in value.text else value.text


def _nothing_for(q: Question, linked: Sequence[Linked], columns: Sequence[str], draft: Draft) -> str:
    """No plan of the years asked prints it: say so, and offer another year's value as the nearest."""
    missing_year(q, draft, f"”{short_name(linked[0].element.text)}”")
    other = _chosen(linked, [], columns, Question(q.text), draft)
    if other:
        nearest(q, draft)
        say_values(q, other[0], columns, draft)
    return "not_found"


def answer_budget(q: Question, posts: Sequence[Element], draft: Draft) -> str | None:
    """The amounts of budget posts: of the year and column asked for, else of the newest plan's budget."""
    named = [p for p in posts if isinstance(p, Budgetpost)]
    years = [*q.years, *q.periods] or [max(p.year for p in named)]
    kinds = q.amounts or ("budget",)
    said = False
    for year in years:
        for post, amounts in _of_year(named, year, kinds):
            for amount in amounts:
                if not _column_meant(q, amount, amounts):
                    continue
                said = True
                draft.say_of(_amount_line(q, post, amount, draft), post)
    return "answered" if said else None


def say_post(q: Question, post: Budgetpost, draft: Draft) -> None:
    """Every column of a budget post that the question may mean."""
    if not answer_budget(q, [post], draft):
        for amount in post.amounts:
            draft.say_of(_amount_line(q, post, amount, draft), post)


def _column_meant(q: Question, amount: Amount, beside: Sequence[Amount]) -> bool:
    """Where the question names one of a post's columns ("budgetram"), only that one is meant."""
    asked = q.text.lower()
    named = [a for a in beside if any(w in asked for w in a.column.lower().split() if len(w) > 6 and w != "prognos")]
    return not named or amount in named


def _of_year(posts: Sequence[Budgetpost], year: int, kinds: Sequence[str]) -> list[tuple[Budgetpost, list[Amount]]]:
    """Posts with their columns of that year: from that year's own plan, else from another plan's comparison."""
    found = [
        (p, [a for a in p.amounts if str(year) in a.column and any(k in a.column.lower() for k in kinds)])
        for p in posts
    ]
    found = [(p, a) for p, a in found if a]
    own = [(p, a) for p, a in found if p.year == year]
    newest_other = max((p.year for p, _ in found), default=0)
    return own or [(p, a) for p, a in found if p.year == newest_other]


def _amount_line(q: Question, post: Budgetpost, amount: Amount, draft: Draft) -> str:
    unit = amount.value.unit or post.unit or ""
    value = amount.value.text if unit and unit in amount.value.text else f"{amount.value.text} {unit}".strip()
    name = f"”{post.text}”" + (f" ({re.sub(r'^[0-9.]+ ', '', post.table)})" if post.table else "")
    return phrase(
        "budget",
        q.language,
        name=name,
        column=amount.column,
        value=value,
        document=draft.name(draft.known.document_of(post), q.language),
    )
