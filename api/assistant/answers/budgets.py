"""Budget posts: the amounts that a plan prints for a year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.assistant.draft import Draft
from api.assistant.linking import Linked, link
from api.assistant.phrases import phrase
from api.assistant.question import Question
from api.assistant.selection import in_scope, of_type
from api.assistant.vocabulary import Term
from ontology.model import Amount, Budgetpost, Element
from ontology.svenska import stems

WHOLE_NAME = 1.1
"""A link's score where the post's name is no more than what was asked."""
_ALL_SAID = 0.85
_POST_SAID = 0.4  # of the subject, where the question says a post's whole name


def linked_posts(q: Question, draft: Draft) -> list[Linked]:
    """Budget posts that say the subject, or whose whole name the question says beside other words."""
    pool, terms = in_scope(q, of_type(draft, ["budgetpost"]), draft), q.terms or _plain(q)
    found = link(terms, pool, draft.known)
    if not q.amounts:  # without a word for a budget the post must say all of the subject
        return [x for x in found if x.covered >= _ALL_SAID]
    if found:
        return found
    return [x for x in link(terms, pool, draft.known, _POST_SAID, strict=False) if _name_is_said(q, x, draft)]


def _name_is_said(q: Question, linked: Linked, draft: Draft) -> bool:
    asked = {s for t in q.every for option in t.options for key in option for s in draft.known.vocabulary.kin(key)}
    return set(stems(linked.element.text)) <= asked


def _plain(q: Question) -> list[Term]:
    """Where the cues took every word ("resultatet"): those that name no column of a budget."""
    return [t for t in q.every if not t.surface.startswith(("budget", "prognos", "bokslut"))]


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
