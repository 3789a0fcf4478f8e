"""Budget posts: the amounts that a plan prints for a year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.assistant.answers.scope import scope_name
from api.assistant.draft import Draft, proofs_of
from api.assistant.linking import Linked, link
from api.assistant.phrases import capital, phrase
from api.assistant.question import Question
from api.assistant.selection import in_scope, of_type
from api.assistant.vocabulary import Term
from ontology.model import Amount, Budgetpost, Element
from ontology.svenska import stems, words

WHOLE_NAME = 1.1
"""A link's score where the post's name is no more than what was asked."""
_ALL_SAID = 0.85
_MORE = 0.005
_OUTCOMES = ("utfall", "bokslut")
_TABLE = re.compile(r"\b([a-zåäö]{4,}budget)(?:en|ens)?\b")
_COLUMN_YEAR = re.compile(r"\b(?:budget|prognos|bokslut|utfall)\s+(?:för\s+)?(20\d\d)\b")
_PLAN_YEAR = re.compile(r"\bplan\w*\s+(?:för\s+)?(20\d\d)\b")
_PAST = re.compile(r"\b(?:blev|landade|slutade|became)\b", re.IGNORECASE)
_AHEAD = re.compile(r"^(?:plan|ram|mål|flerårsplan)?\W*20\d\d\W*$", re.IGNORECASE)
"""A column of a year to come, which needs no word for a budget: "Plan 2027", "2028"."""
_SUM = re.compile(r"(?:summa|totalt?|resultat)\b", re.IGNORECASE)
_POST_SAID = 0.4  # of the subject, where the question says a post's whole name


def linked_posts(q: Question, draft: Draft) -> list[Linked]:
    """Budget posts that say the subject, or whose whole name the question says beside other words."""
    pool = in_scope(q, of_type(draft, ["budgetpost"]), draft)
    table = _of_table(q, pool)
    if table and all(_SUM.match(t.surface) for t in q.terms if not t.light):
        return [Linked(e, 1.0, WHOLE_NAME) for e in table if _SUM.match(e.text)]
    pool, terms = table or pool, q.terms or _plain(q)
    found = link(terms, pool, draft.known)
    if q.amounts == ("utfall",):  # what something cost is the post of its costs
        costs = [x for x in found if _cost_of(q, x.element, draft)]
        found = costs or found
    if not q.amounts:  # without a word for a budget the post must say all of the subject
        subject = q.solid or terms
        least = _ALL_SAID if len(subject) == 1 else _ALL_SAID + _MORE  # more words, of which one is said itself
        return [x for x in link(subject, pool, draft.known) if x.covered >= least]
    if found:
        return found
    return [x for x in link(terms, pool, draft.known, _POST_SAID, strict=False) if _name_is_said(q, x, draft)]


def _of_table(q: Question, pool: Sequence[Element]) -> list[Element]:
    """Where the question names a table by its compound ("investeringsbudgeten"), the posts of that table."""
    named = _TABLE.search(q.text.lower())
    return [e for e in pool if named and isinstance(e, Budgetpost) and named[1] in (e.table or "").lower()]


def _cost_of(q: Question, post: Element, draft: Draft) -> bool:
    """Whether a post is the subject's costs or bears just its name ("personal" → "Personalkostnader")."""
    keys = {key for t in q.solid for option in t.options for key in option}
    first = next(iter(words(post.text)), "")
    return bool(set(stems(post.text)) <= keys) or any(first.startswith(k) and "kostnad" in first for k in keys)


def _name_is_said(q: Question, linked: Linked, draft: Draft) -> bool:
    asked = {s for t in q.every for option in t.options for key in option for s in draft.known.vocabulary.kin(key)}
    return set(stems(linked.element.text)) <= asked


def _plain(q: Question) -> list[Term]:
    """Where the cues took every word ("resultatet"): those that name no column of a budget."""
    return [t for t in q.every if not t.surface.startswith(("budget", "prognos", "bokslut"))]


def answer_budget(q: Question, posts: Sequence[Element], draft: Draft) -> str | None:
    """The amounts of budget posts: of the year and column asked for, else of the newest plan's budget."""
    named = [p for p in posts if isinstance(p, Budgetpost)]
    printed = _printed_in(q, named, draft)
    if printed:
        return printed
    years = [*q.years, *q.periods] or [max(p.year for p in named)]
    said = False
    if len(years) > 1 and _say_change(q, named, sorted(years), draft):
        return "answered"
    for year in years:
        for post, amounts in next(filter(None, (_of_year(named, year, kinds) for kinds in _kinds(q))), []):
            for amount in amounts:
                if not _column_meant(q, amount, amounts):
                    continue
                said = True
                draft.say_of(_amount_line(q, post, amount, draft), post)
    return "answered" if said else None


def _printed_in(q: Question, posts: Sequence[Budgetpost], draft: Draft) -> str | None:
    """One column's amounts as each of the plans asked prints them ("Budget 2024 i planen 2024 och i planen 2025")."""
    columns, plans = ({int(y) for y in found.findall(q.text.lower())} for found in (_COLUMN_YEAR, _PLAN_YEAR))
    if len(columns) != 1 or not plans - columns:
        return None
    year = columns.pop()
    for post in sorted((p for p in posts if p.year in plans), key=lambda p: p.year):
        for _, amounts in _of_year([post], year, _kinds(q)[0]):
            for amount in (a for a in amounts if _column_meant(q, a, amounts)):
                draft.say_of(_amount_line(q, post, amount, draft), post)
    return "answered" if draft.said else None


def _kinds(q: Question) -> tuple[tuple[str, ...], ...]:
    """The columns asked for, and those that do in their place: what something cost is its outcome, else its budget."""
    past = not q.amounts and ("outcome" in q.columns or _PAST.search(q.text) is not None)
    if q.amounts == ("utfall",) or past:
        return (_OUTCOMES, ("prognos", "budget"))
    return (tuple(k for k in q.amounts if k != "utfall") or ("budget",),)


def _say_change(q: Question, posts: Sequence[Budgetpost], years: Sequence[int], draft: Draft) -> bool:
    """One post's amounts of two years beside each other with their difference; by size where the signs differ."""
    ends = (_of_year(posts, year, _kinds(q)[0]) for year in (years[0], years[-1]))
    first, last = ([(p, a) for p, amounts in end for a in amounts] for end in ends)
    pairs = [(p, a, r, b) for p, a in first for r, b in last if (p.text, _bare(a)) == (r.text, _bare(b))]
    pairs = [x for x in pairs if _column_meant(q, x[1], [a for _, a in first])]
    for old, a, new, b in pairs:
        lines = [_amount_line(q, post, amount, draft).rstrip(".") for post, amount in ((old, a), (new, b))]
        draft.note(old, new)
        text = f"{lines[0]}; {lines[1]}.{_difference(q, a, b, new.unit)}"
        draft.say(text, [*proofs_of(old)[:1], *proofs_of(new)[:1]])
    return bool(pairs)


def _bare(amount: Amount) -> str:
    return re.sub(r"20\d\d", "", amount.column).strip()


def _difference(q: Question, old: Amount, new: Amount, unit: str | None) -> str:
    """The difference between two printed amounts by size; that the signs differ is told."""
    if old.value.value is None or new.value.value is None:
        return ""
    before, after = abs(old.value.value), abs(new.value.value)
    if before == after:
        return " " + phrase("unaltered", q.language)
    figure = f"{round(abs(after - before), 4):g}".replace(".", "." if q.language == "en" else ",")
    text = phrase("higher" if after > before else "lower", q.language, amount=f"{figure} {unit or ''}".strip())
    turned = old.value.value * new.value.value < 0
    return f" {text}" + (f" {phrase('signs_differ', q.language)}" if turned else "")


def say_no_amount(q: Question, posts: Sequence[Element], draft: Draft) -> str | None:
    """That the table which the question names has no amount for the year asked; None where it names no table."""
    if not _of_table(q, posts):
        return None
    draft.lack(capital(phrase("no_value", q.language, document=scope_name(q, draft), name=f"”{posts[0].text}”")))
    return "not_found"


def say_post(q: Question, post: Budgetpost, draft: Draft) -> None:
    """Every column of a budget post that the question may mean."""
    if not answer_budget(q, [post], draft):
        for amount in post.amounts:
            draft.say_of(_amount_line(q, post, amount, draft), post)


def _column_meant(q: Question, amount: Amount, beside: Sequence[Amount]) -> bool:
    """Where the question names one of a post's columns ("budgetram"), only that one is meant."""
    asked = q.text.lower()
    stemmed = {s for s in stems(asked) if len(s) > 2}
    parts = {a.column: [w for w in a.column.lower().split() if len(w) > 6 and w != "prognos"] for a in beside}
    named = [a for a in beside if any(w in asked or w.endswith(tuple(stemmed)) for w in parts[a.column])]
    return not named or amount in named


def _of_year(posts: Sequence[Budgetpost], year: int, kinds: Sequence[str]) -> list[tuple[Budgetpost, list[Amount]]]:
    """Posts with their columns of that year: from that year's own plan, else from another plan's comparison."""
    found = [
        (p, [a for a in p.amounts if str(year) in a.column and _is_of(a.column, kinds)])
        for p in posts
    ]
    found = [(p, a) for p, a in found if a]
    own = [(p, a) for p, a in found if p.year == year]
    newest_other = max((p.year for p, _ in found), default=0)
    return own or [(p, a) for p, a in found if p.year == newest_other]


def _is_of(column: str, kinds: Sequence[str]) -> bool:
    return any(k in column.lower() for k in kinds) or ("budget" in kinds and _AHEAD.match(column) is not None)


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
