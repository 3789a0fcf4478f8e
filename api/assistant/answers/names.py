"""What a beredning is called, year by year: the names that each plan gives it."""

from __future__ import annotations

from collections.abc import Sequence

from api.assistant.draft import Draft, listed
from api.assistant.phrases import phrase
from api.assistant.question import Question
from api.assistant.selection import select
from ontology.model import Beredning, Element


def answer_names(q: Question, draft: Draft) -> str | None:
    """Every year's names of the beredningar that the question names, where former names are asked for."""
    if not q.asks("former") or not q.bodies:
        return None
    bodies = _kin(q.bodies, draft)
    found = [e for e in select(draft, "beredning-names", ar=None) if _is_of(e, bodies)]
    for element in sorted(found, key=lambda e: e.year):
        _say(q, element, draft)
    return "answered" if found else None


def _kin(bodies: Sequence[str], draft: Draft) -> set[str]:
    """The bodies with those that share a name with them."""
    return {other for body in bodies for other in draft.known.by_same_name.get(body, {body})}


def _is_of(element: Element, bodies: set[str]) -> bool:
    return isinstance(element, Beredning) and element.organisation in bodies


def _say(q: Question, element: Element, draft: Draft) -> None:
    names = element.names if isinstance(element, Beredning) and element.names else (element.text,)
    document = draft.name(draft.known.document_of(element), q.language)
    proofs = len(element.evidence)
    said = listed((f"”{n}”" for n in names), "and" if q.language == "en" else "och")
    draft.say_of(phrase("called", q.language, document=document, names=said), element, proofs)
