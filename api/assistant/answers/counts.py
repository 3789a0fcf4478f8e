"""How many of a kind a plan has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from api.assistant.answers.gathering import gathered, restricted, sought
from api.assistant.answers.lists import parts_of, say_empty
from api.assistant.answers.threads import anchors
from api.assistant.draft import Draft, listed, proofs_of
from api.assistant.phrases import capital, label_of, phrase, plural
from api.assistant.question import Question
from api.assistant.selection import newest
from ontology.model import Element, Uppdrag

_PARTS = re.compile(r"\b(?:delar|dellar|deluppdrag|punkter|saker|parts)\b", re.IGNORECASE)
_SERIES = {"RF": "från regionfullmäktige", "HS": "till förvaltningen", "Ber": "till beredningarna"}
_SERIES_EN = {"RF": "from regionfullmäktige", "HS": "to the förvaltning", "Ber": "to the beredningar"}


def answer_count(q: Question, draft: Draft) -> str | None:
    """How many of a kind a plan has; numbered uppdrag by series, their parts told beside them."""
    if q.asks("count") and _PARTS.search(q.text) and (q.number or "fardplan" in q.types or "uppdrag" in q.types):
        return _count_parts(q, draft)
    if not q.asks("count") or not q.types or q.columns or q.asks("added", "dropped"):
        return None
    type_ = sought(q)[0]
    found = gathered(q, type_, draft)
    if not found:
        return say_empty(q, type_, draft)
    documents = list(dict.fromkeys(e.document for e in found)) if q.years else [newest(found)[0].document]
    for document in documents:
        say_count(q, type_, [e for e in found if e.document == document], draft)
    return "answered"


def _count_parts(q: Question, draft: Draft) -> str | None:
    """How many lettered parts the uppdrag has that the question names by number or by its words."""
    named = anchors(q, draft)
    for element in sorted(named, key=lambda e: -e.year):
        parts = parts_of(element, draft)
        if not parts:
            continue
        name = draft.name(draft.known.document_of(element), q.language)
        text = phrase("parts", q.language, label=capital(label_of(element)), document=name, count=len(parts))
        draft.note(element, *parts)
        draft.say(text, [p for e in (element, *parts) for p in proofs_of(e)[:1]])
        return "answered"
    return None


def say_count(q: Question, type_: str, found: Sequence[Element], draft: Draft) -> None:
    """How many elements of a kind one document has."""
    document = capital(draft.name(draft.known.document_of(found[0]), q.language)) + restricted(q, type_, draft)
    whole = [e for e in found if not (isinstance(e, Uppdrag) and e.part_of)]
    parts = len(found) - len(whole)
    draft.note(*found)
    if type_ != "uppdrag":
        kind = whole[0].term if len(whole) == 1 else plural(list(whole), type_)
        text = phrase("count_other", q.language, document=document, total=len(whole), kind=kind)
    else:
        split = _split(q, whole)
        text = phrase("count", q.language, document=document, total=len(whole), split=f": {split}" if split else "")
        if parts:
            text += " " + phrase("count_parts", q.language, count=parts)
    draft.say(text, [proofs_of(e)[0] for e in whole])


def _split(q: Question, uppdrag: Sequence[Element]) -> str:
    counts = Counter(e.series or "" for e in uppdrag)
    names = _SERIES_EN if q.language == "en" else _SERIES
    if len(counts) < 2:
        return ""
    return listed((f"{n} {names.get(s, s)}" for s, n in counts.items()), "and" if q.language == "en" else "och")
