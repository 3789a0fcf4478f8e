"""The element that a question is about, by its number or its words: told as its kind is told."""

from __future__ import annotations

import re

from api.assistant.answers.budgets import say_post
from api.assistant.answers.columns import columns_of, tells_other_year
from api.assistant.answers.lists import say_uppdrag
from api.assistant.answers.readings import offer
from api.assistant.answers.risks import say_measures
from api.assistant.answers.scope import scope_name
from api.assistant.answers.threads import say_reports, say_step, thread
from api.assistant.answers.told_values import say_values
from api.assistant.answers.values import answer_styrtal, says_counted
from api.assistant.coverage import half_unheard_of
from api.assistant.draft import Draft, Proof, cut
from api.assistant.linking import Linked, link
from api.assistant.phrases import capital, label_of, phrase
from api.assistant.question import Question
from api.assistant.selection import in_scope, newest, of_type, with_number
from ontology.model import Budgetpost, Element, Risk, Strategi, Styrtal, Uppdrag

_KINDS = (
    "uppdrag",
    "styrtal",
    "risk",
    "malsattning",
    "vardegrund",
    "malbild",
    "strategi",
    "fardplan",
    "delindikator",
    "vision",
)
_GOAL_OF = re.compile(r"\b(?:vilke[nt]|which|what) (?:målsättning|(?:effekt|nämnd)?mål|goal|objective)\b", re.I)
_SURE = 0.8  # of the subject that an element must say to come before prose
_LIKELY = 0.62
_TELLING = 3.5  # what a lone word must weigh


def answer_numbered(q: Question, draft: Draft) -> str | None:
    """One uppdrag by its number: of the year asked, else of the newest plan that has it."""
    if not q.number or {"styrtal", "delindikator"} & set(q.types) or (q.number_years is not None and q.years):
        return None
    found = in_scope(q, with_number(draft, q), draft)
    others = [] if found else _lettered(q, draft)
    for element in others:
        tell_element(q, element, draft)
    if others:
        return "answered"
    series = dict.fromkeys(e.series for e in (found if q.years else newest(found)))
    if len(series) > 1:
        return offer(q, found, draft)
    if not found:
        label = f"{q.series} nr {q.number}" if q.series else f"nr {q.number}"
        draft.lack(capital(phrase("no_number", q.language, document=scope_name(q, draft), label=label)))
        return "not_found"
    shown = found if len(q.years) > 1 else newest(found)
    for element in shown:
        say_uppdrag(q, element, draft)
        _say_goal(q, element, draft)
    return "answered"


def _lettered(q: Question, draft: Draft) -> list[Element]:
    """The styrtal or delindikatorer that bear a number with a letter ("1e"), of the newest plan asked."""
    if (q.number or "").isdigit():
        return []
    pool = in_scope(q, of_type(draft, ["delindikator", "styrtal"], q.years), draft)
    return newest([e for e in pool if e.number == q.number])


def answer_element(q: Question, draft: Draft) -> str | None:
    """An element that says nearly all of the subject, where no date or reason is asked for: those stand in prose."""
    if q.asks("date", "reason", "place", "often") or (q.asks("definition") and "vardegrund" not in q.types):
        return None
    return _tell(q, _best(q, draft, _SURE), draft)


def answer_element_loosely(q: Question, draft: Draft) -> str | None:
    """As `answer_element`, where no prose answered either."""
    if q.asks("date", "reason", "often"):
        return None
    return _tell(q, _best(q, draft, _LIKELY), draft)


def _best(q: Question, draft: Draft, enough: float) -> list[Element]:
    """The best element of the years asked, and its equal in each other year asked; without a year the newest equal."""
    kinds = [t for t in q.types if t in _KINDS] or ([] if q.types else list(_KINDS))
    if kinds == ["fardplan"]:  # what a färdplan takes up stands in the uppdrag to make it
        kinds.append("uppdrag")
    if q.asks_figure or q.columns or q.amounts:  # a figure is asked for: only what prints one answers
        kinds = [t for t in kinds if t == "styrtal" and "kosta" not in q.text.lower()]
    if q.asks("recipient"):  # who is to do or follow something stands in uppdrag
        kinds = [t for t in kinds if t == "uppdrag"]
    if not kinds or (q.attributes and kinds != ["uppdrag"]) or half_unheard_of(q.solid):
        return []
    pool = in_scope(q, of_type(draft, kinds, q.years), draft)
    pool = [e for e in pool if not tells_other_year(q, e)]
    if q.asks_figure:
        pool = [e for e in pool if isinstance(e, Styrtal) and (e.outcome or e.target or e.long_term)]
    found = [x for x in link(q.terms, pool, draft.known, enough) if says_counted(q, x.element, draft)]
    if not found or (len(q.solid) < 2 and (found[0].covered < 1.0 or _tells_little(q))):
        return []
    top = [x for x in found if x.score >= found[0].score - 0.06]
    if len(q.years) > 1:
        firsts = [next((x for x in top if x.element.year == y), None) for y in q.years]
        return [x.element for x in firsts if x]
    return [max(top, key=_newest).element]


def _tells_little(q: Question) -> bool:
    """Whether the one word of a subject is too common to point out an element of no kind ("områden")."""
    return not q.types and q.bodies != () and sum(t.weight for t in q.solid) < _TELLING


def _newest(linked: Linked) -> tuple[int, float]:
    return linked.element.year, linked.score


def _tell(q: Question, elements: list[Element], draft: Draft) -> str | None:
    for element in elements:
        tell_element(q, element, draft)
        _say_goal(q, element, draft)
    return "answered" if elements else None


def _say_goal(q: Question, element: Element, draft: Draft) -> None:
    """The goal that an element stands under, where that is asked for."""
    goal = draft.known.catalogue.elements.get(element.objective or "") if _GOAL_OF.search(q.text) else None
    if goal:
        draft.say_of(f"{capital(label_of(goal))}: {cut(goal.text, 300)}", goal)


def tell_element(q: Question, element: Element, draft: Draft) -> None:
    """One element, told as its kind is told: who got an uppdrag where that is asked, a styrtal's values."""
    if isinstance(element, Uppdrag) and q.asks("recipient", "giver"):
        say_step(q, element, draft)
    elif isinstance(element, Uppdrag):
        say_uppdrag(q, element, draft)
        say_reports(q, [element], draft)
    elif isinstance(element, Styrtal) and len(q.years) > 1:
        answer_styrtal(q, [Linked(e, 1.0, 1.0) for e in thread(element, draft)], draft)
    elif isinstance(element, Styrtal) and (element.outcome or element.target or element.long_term):
        say_values(q, element, columns_of(q), draft)
    elif isinstance(element, Budgetpost):
        say_post(q, element, draft)
    elif isinstance(element, Risk):
        say_measures(q, element, draft)
    else:
        document = draft.name(draft.known.document_of(element), q.language)
        label = capital(label_of(element))
        draft.say_of(
            phrase("uppdrag", q.language, label=label, document=document, text=cut(element.text, 400)), element
        )
        if isinstance(element, Strategi):
            for evidence in element.evidence[1:]:
                draft.say(cut(evidence.quote, 300), [Proof(element.document, evidence)])
