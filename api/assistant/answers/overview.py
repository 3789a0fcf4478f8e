"""A plan in brief, where no part of it is asked for: its vision, its goals, and how many of each kind it has."""

from __future__ import annotations

from dataclasses import replace

from api.assistant.answers.counts import say_count
from api.assistant.answers.lists import say_list
from api.assistant.draft import Draft
from api.assistant.question import Question
from api.assistant.selection import in_scope, newest, of_type
from ontology.model import DocumentKind, Element

_TOLD = ("vision", "malsattning")
_COUNTED = ("uppdrag", "styrtal", "risk")


def answer_overview(q: Question, draft: Draft) -> str | None:
    """The plan of the year asked, else the newest, in brief; None where something of it is asked for."""
    if not q.asks("overview") or q.types or any(t.known for t in q.solid):
        return None
    every = in_scope(q, of_type(draft, (*_TOLD, *_COUNTED), q.years), draft)
    plans = [e for e in every if draft.known.document_of(e).kind is DocumentKind.VERKSAMHETSPLAN]
    stated = newest(plans or every)
    q = replace(q, terms=(), every=())
    for type_ in (*_TOLD, *_COUNTED):
        found: list[Element] = [e for e in stated if e.type == type_]
        if found and type_ in _TOLD:
            say_list(q, type_, found, draft)
        elif found:
            say_count(q, type_, found, draft)
    return "answered" if draft.said else None
