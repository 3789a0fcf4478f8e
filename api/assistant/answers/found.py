"""Passages that answer, with the sentences chosen of them, and how they are told: as the element that a passage is the
evidence of, else quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.assistant.answers.elements import tell_element
from api.assistant.asked import Asked, Kind
from api.assistant.draft import Draft, Proof
from api.assistant.phrases import capital, phrase
from api.assistant.question import Question
from ontology import model
from ontology.model import Budgetpost, Document, Element, Passage, Risk, Styrtal, Uppdrag

_MOSTLY = 0.5  # of a passage that an element's quote must be
_TOLD = (Uppdrag, Styrtal, Budgetpost, Risk)


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with the sentences chosen of it.

    `more` are lines below it that go on from it, `above` its table's headings; `lead` as of search.
    """

    document: Document
    passage: Passage
    quote: str
    score: float
    more: tuple[Passage, ...] = ()
    above: tuple[Passage, ...] = ()
    lead: float = 0.0


def recency(asked: Asked, document: Document, draft: Draft) -> float:
    """A newer document comes a little before an older; a date or time much: what was planned has happened since."""
    step = 0.03 if asked.kind in (Kind.DATE, Kind.TIME) else 0.01
    return step * (document.year - min(draft.known.years))


def say_found(q: Question, found: Sequence[Found], draft: Draft) -> None:
    """Each passage as the element that it is the evidence of, else quoted."""
    for f in found:
        element = None if q.asks("date") or f.above else _element_at(f, draft)
        for passage in f.above if element is None else ():
            say_quote(q, Found(f.document, passage, passage.text, f.score), draft)
        if element is not None:
            tell_element(q, element, draft)
        else:
            say_quote(q, f, draft)
        for passage in f.more:
            say_quote(q, Found(f.document, passage, passage.text, f.score), draft)


def _element_at(found: Found, draft: Draft) -> Element | None:
    """The element that a passage is mostly the evidence of."""
    for element in draft.known.elements_at(found.document.id, found.passage.id):
        quotes = [e.quote for e in element.evidence if e.passage == found.passage.id]
        if isinstance(element, _TOLD) and max(map(len, quotes)) >= _MOSTLY * len(found.passage.text):
            return element
    return None


def say_quote(q: Question, f: Found, draft: Draft) -> None:
    place = f.passage.section[-1] if f.passage.section else ""
    section = f", {place.strip(' :.')}" if place and len(place) < 70 else ""
    text = phrase(
        "quote",
        q.language,
        document=capital(draft.name(f.document, q.language)),
        section=section,
        quote=" ".join(f.quote.split()),
    )
    draft.say(text, [Proof(f.document.id, model.Evidence(passage=f.passage.id, quote=f.quote))])
