"""What lacks something: uppdrag without a recipient, styrtal without a target, risks without an åtgärd."""

from __future__ import annotations

import re

from api.assistant.answers.gathering import subject_of
from api.assistant.answers.lists import item_of
from api.assistant.answers.scope import scope_name
from api.assistant.draft import LONG, Draft, room_for
from api.assistant.phrases import PLURALS, capital, phrase, plural
from api.assistant.question import Question
from api.assistant.selection import in_scope, newest, without
from ontology.model import Element

_QUERIES: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (type_, re.compile(pattern, re.IGNORECASE), query)
    for type_, pattern, query in (
        ("styrtal", r"långsiktig|på sikt|long-term", "styrtal-without-long-term"),
        ("styrtal", r"målvärde|målnivå|\bmål\b|target", "styrtal-without-target"),
        ("styrtal", r"utfall|resultat|värde|outcome", "styrtal-without-outcome"),
        ("uppdrag", r"mottagare|ansvarig|recipient|\bvem\b|beredning|nämnd", "uppdrag-without-recipient"),
        ("uppdrag", r"målsättning|\bmål\b|goal", "uppdrag-without-objective"),
        ("risk", r"åtgärd|kontroll|measure", "risks-without-measures"),
        ("malsattning", r"styrtal|indikator|mått|nyckeltal", "goals-without-styrtal"),
    )
)
"""The kind that is asked for, what it is to lack, and the query that finds it; the first that fits."""


def answer_lacking(q: Question, draft: Draft) -> str | None:
    """Every element of the kind that lacks what is named, of the year asked or the newest plan that has any."""
    if not q.asks("lacking") or not q.asks("list", "count") or not q.types or subject_of(q, draft):
        return None
    query = next((name for t, pattern, name in _QUERIES if t == q.types[0] and pattern.search(q.text)), None)
    if query is None:
        return None
    found = in_scope(q, without(draft, query, q.years), draft)
    if not found:
        scope = capital(scope_name(q, draft))
        draft.lack(phrase("none_lacks", q.language, document=scope, kind=PLURALS[q.types[0]]))
        return "not_found"
    _say(q, found if q.years else newest(found), draft)
    return "answered"


def _say(q: Question, shown: list[Element], draft: Draft) -> None:
    name = draft.name(draft.known.document_of(shown[0]), q.language)
    kind = capital(plural(shown, q.types[0]))
    draft.head(phrase("lacking", q.language, kind=kind, document=name, count=len(shown)))
    room = room_for(len(shown), LONG - 200)
    for element in shown:
        draft.say_of(item_of(element, room), element)
