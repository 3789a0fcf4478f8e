"""How many of a kind a plan has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from api.assistant.answers.gathering import gathered, restricted, sought
from api.assistant.answers.lists import say_empty
from api.assistant.draft import Draft, listed, proofs_of
from api.assistant.phrases import capital, phrase, plural
from api.assistant.question import Question
from api.assistant.selection import newest
from ontology.model import Element, Uppdrag

_SERIES = {"RF": "från regionfullmäktige", "HS": "till förvaltningen", "Ber": "till beredningarna"}
_SERIES_EN = {"RF": "from regionfullmäktige", "HS": "to the förvaltning", "Ber": "to the beredningar"}


def answer_count(q: Question, draft: Draft) -> str | None:
    """How many of a kind a plan has; numbered uppdrag by series, their parts told beside them."""
    if not q.asks("count") or not q.types or q.columns or q.asks("added", "dropped"):
        return None
    type_ = sought(q)[0]
    found = gathered(q, type_, draft)
    if not found:
        return say_empty(q, type_, draft)
    documents = list(dict.fromkeys(e.document for e in found)) if q.years else [newest(found)[0].document]
    for document in documents:
        _say_count(q, type_, [e for e in found if e.document == document], draft)
    return "answered"


def _say_count(q: Question, type_: str, found: Sequence[Element], draft: Draft) -> None:
    document = capital(draft.name(draft.known.document_of(found[0]), q.language)) + restricted(q, type_, draft)
    whole = [e for e in found if not (isinstance(e, Uppdrag) and e.part_of)]
    parts = len(found) - len(whole)
    draft.note(*found)
    if type_ != "uppdrag":
        text = phrase("count_other", q.language, document=document, total=len(whole), kind=plural(list(whole), type_))
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
