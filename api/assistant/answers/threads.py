"""What became of an uppdrag: its thread over the years, its number, giver and recipients in each plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.assistant.answers.changes import about_one, plan_name
from api.assistant.answers.scope import scope_name
from api.assistant.draft import Draft, Proof, cut, listed, proofs_of
from api.assistant.linking import Linked, best, link
from api.assistant.phrases import capital, label_of, phrase
from api.assistant.question import Question
from api.assistant.selection import around, in_scope, of_type, with_number
from graph.changes import thread_of
from ontology.model import Beredning, Element, Evidence, Uppdrag

_WORDING = re.compile(r"\bformuler|\bordalydelse|\bwording|\bworded", re.IGNORECASE)
_COMMITTEE = re.compile(r"\bvilk(?:en|a) beredning|\bwhich committee", re.IGNORECASE)
_STILL = re.compile(r"kvar|motsvarighet|föregångare|fortfarande|still|remain", re.IGNORECASE)


def thread(element: Element, draft: Draft) -> list[Element]:
    """The element and all that asserted links tie it to, by year."""
    found = {e.id: e for e in (*around(draft, "thread", element, "start"), element)}
    kept = set(thread_of(element.id, draft.known.catalogue.links))
    return sorted((e for e in found.values() if e.id in kept), key=lambda e: (e.year, draft.known.place(e)))


def answer_thread(q: Question, draft: Draft) -> str | None:
    """One uppdrag over the years asked: its words, number or recipients in each plan; whether it goes on."""
    one = (
        q.asks("number")
        or (q.asks("history") and ("uppdrag" in q.types or q.number or _WORDING.search(q.text)))
        or q.asks("came")
        or (q.asks("dropped", "added") and about_one(q))
        or (q.number is not None and q.number_years is not None and bool(q.years))
    )
    if not (one or q.asks("giver") or (q.asks("recipient") and not q.asks("value") and not _received(q))):
        return None
    if not q.number and not _of_uppdrag(q):
        return None
    found = anchors(q, draft)
    if not found:
        return None
    items = thread(found[0], draft)
    years = _years_shown(q, items, draft)
    shown = [e for e in items if e.year in years]
    if not shown:
        return _ended(q, found[0], items, years, draft)
    for e in shown:
        say_step(q, e, draft)
    if q.asks("history", "came") and not q.asks("recipient", "number", "giver"):
        say_reports(q, items, draft)
    _say_gaps(q, items, years, draft)
    return "answered"


def _of_uppdrag(q: Question) -> bool:
    """Whether an uppdrag may be meant: no other kind is named, and there is something that it may be about."""
    if q.types:
        return bool({"uppdrag", "fardplan", "beredning"} & set(q.types))
    return bool(q.bodies or q.terms)


def _received(q: Question) -> bool:
    """Whether who got the uppdrag is told ("vilka uppdrag fick förvaltningen"), and which they are is asked."""
    return bool(q.bodies) and "uppdrag" in q.types and q.asks("list")


def anchors(q: Question, draft: Draft) -> list[Element]:
    """The uppdrag that the question is about: by number, else by its words, of an asked year if one has it."""
    if q.number:
        return in_scope(q, with_number(draft, q), draft)
    sure = 0.62 if {"uppdrag", "fardplan"} & set(q.types) or q.bodies else 0.8
    pool = [e for e in in_scope(q, of_type(draft, ["uppdrag"]), draft) if not q.series or e.series == q.series]
    if _COMMITTEE.search(q.text):
        committees = {o.id for o in draft.known.committees}
        pool = [e for e in pool if isinstance(e, Uppdrag) and committees & {*e.recipients, *e.followed_by}]
    linked = link(q.terms, pool, draft.known, sure)
    asked = [x for x in linked if not q.years or x.element.year in q.years]
    if q.asks("came") and q.years and not asked:
        return []
    chosen: Sequence[Linked] = best(asked or linked)
    if len(q.years) < 2:
        chosen = sorted(chosen, key=lambda x: (-x.element.year, -x.score))
    return [x.element for x in chosen]


def _years_shown(q: Question, items: Sequence[Element], draft: Draft) -> list[int]:
    if not q.years:
        every = sorted({e.year for e in items})
        return every[-1:] if q.asks("recipient", "number", "giver") and not q.asks("history") else every
    if q.asks("history") and len(q.years) >= 2 and not q.asks("recipient", "number", "giver"):
        return [y for y in draft.known.plan_years if min(q.years) <= y <= max(q.years)]
    if q.asks("history") and not q.asks("recipient", "number", "giver"):
        return sorted({*q.years, *(e.year for e in items)})
    return list(q.years)


def say_step(q: Question, element: Element, draft: Draft) -> None:
    """An uppdrag in its plan: its giver or recipients where they are asked for, else its words."""
    document = draft.name(draft.known.document_of(element), q.language)
    if q.asks("giver") and isinstance(element, Uppdrag) and element.given_by:
        who = draft.known.catalogue.organisation_name(element.given_by)
        fields = {"label": capital(label_of(element)), "document": document, "who": who, "text": cut(element.text, 400)}
        draft.say_of(phrase("given", q.language, **fields), element, 2)
        return
    if q.asks("recipient") and isinstance(element, Uppdrag) and element.recipients:
        key, ids = _asked_for(q, element, draft)
        fields = {"label": capital(label_of(element)), "document": document, "text": cut(element.text, 400)}
        draft.say_of(phrase(key, q.language, who=bodies_named(ids, element, draft), **fields), element, 2)
        return
    draft.say_of(
        phrase("began", q.language, document=capital(document), label=label_of(element), text=cut(element.text, 480)),
        element,
    )


def _asked_for(q: Question, element: Uppdrag, draft: Draft) -> tuple[str, Sequence[str]]:
    """Who received an uppdrag; who is to follow it, where a beredning is asked for and none received it."""
    committees = {o.id for o in draft.known.committees}
    if _COMMITTEE.search(q.text) and not committees & set(element.recipients) and element.followed_by:
        return "follower", element.followed_by
    return "recipient", element.recipients


def bodies_named(ids: Sequence[str], element: Element, draft: Draft) -> str:
    """Names of bodies, a beredning with every name that the plan gives it; all of a plan's beredningar as such."""
    committees = [e for e in draft.known.catalogue.by_document[element.document] if isinstance(e, Beredning)]
    every = {c.organisation for c in committees}
    if len(ids) > 2 and set(ids) != every:
        return listed(draft.known.catalogue.organisation_name(i) or i for i in ids)
    names = [_with_other_names(i, committees, draft) for i in ids]
    if len(ids) > 2:
        return f"samtliga {_COUNTS.get(len(ids), len(ids))} beredningar ({listed(names)})"
    return listed(names)


_COUNTS = {3: "tre", 4: "fyra", 5: "fem", 6: "sex"}


def _with_other_names(id_: str, committees: Sequence[Beredning], draft: Draft) -> str:
    name = draft.known.catalogue.organisation_name(id_) or id_
    own = next((c for c in committees if c.organisation == id_), None)
    others = [n for n in own.names if n != name] if own else []
    return f"{name} (även kallad {listed(others)})" if others else name


def _say_gaps(q: Question, items: Sequence[Element], years: Sequence[int], draft: Draft) -> None:
    """Years asked for in which the thread has nothing; said with the element that it has none for."""
    have = {e.year for e in items}
    for year in (y for y in years if y not in have and y in q.years):
        _say_absence(q, items, year, draft)
    if q.asks("history") and items and items[-1].year < draft.known.plan_years[-1] and not q.years:
        _say_absence(q, items, draft.known.plan_years[-1], draft)


def _say_absence(q: Question, items: Sequence[Element], year: int, draft: Draft) -> None:
    """That a year's plan has no counterpart; with it the uppdrag there that is nearest in subject, marked as such."""
    earlier = [e for e in items if e.year < year]
    near = earlier[-1] if earlier else items[0]
    key = "no" if earlier and _STILL.search(q.text) else "thread_ends" if earlier else "thread_begins"
    first, second = (near.year, year) if earlier else (year, near.year)
    names = {"first": plan_name(q, first, draft), "second": plan_name(q, second, draft)}
    searched = of_type(draft, ["uppdrag"], [year])[:1]  # the other plan's list, which has none
    draft.note(near)
    proofs = [p for e in (near, *searched) for p in proofs_of(e)[:1]]
    draft.say(phrase(key, q.language, label=label_of(near), **names), proofs)
    like = [x.element for x in link(q.terms, of_type(draft, ["uppdrag"], [year]), draft.known, 0.85)]
    if like and like[0].id not in draft.elements:
        fields = {"document": plan_name(q, year, draft), "label": label_of(like[0]), "text": cut(like[0].text, 240)}
        draft.say_of(phrase("same_subject", q.language, **fields), like[0])


def _ended(q: Question, anchor: Element, items: Sequence[Element], years: Sequence[int], draft: Draft) -> str:
    if not years:
        draft.lack(capital(phrase("not_found", q.language, scope=scope_name(q, draft), what=label_of(anchor))))
        return "not_found"
    say_step(q, items[-1] if items[-1].year < years[0] else items[0], draft)
    for year in years:
        _say_absence(q, items, year, draft)
    return "answered"


def say_reports(q: Question, items: Sequence[Element], draft: Draft) -> None:
    """What a verksamhetsberättelse says of the uppdrag, where the release ties the two together."""
    for report in draft.known.reports_of([e.id for e in items])[:2]:
        document = draft.known.catalogue.documents[report.document]
        draft.say(
            phrase(
                "reported",
                q.language,
                document=draft.name(document, q.language),
                quote=cut(report.quote, 400),
            ),
            [Proof(report.document, Evidence(passage=report.passage, quote=report.quote))],
        )
