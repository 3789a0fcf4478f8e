"""Answers out of passages: those that say what was asked for, and the sentences of them that answer.

Search proposes and `answerability` decides. A passage that is the evidence of an uppdrag, a styrtal, a budget post or
a risk is told as such an element is told; prose is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from api.assistant.answerability import (
    CLEAR,
    ENOUGH_LIKE,
    Asked,
    Evidence,
    Kind,
    asked_of,
    holds_kind,
    judge,
    lacking,
    telling_said,
)
from api.assistant.answers.candidates import candidates, documents_of, of_kind
from api.assistant.answers.elements import tell_element
from api.assistant.answers.quotes import CUT, WHOLE, headings_of, length_of, quote_of, said_by
from api.assistant.answers.scope import nearest
from api.assistant.coverage import coverage, half_unheard_of
from api.assistant.cues import patterns
from api.assistant.draft import Draft, Proof
from api.assistant.figures import stands_alone, things_counted
from api.assistant.phrases import capital, phrase
from api.assistant.question import Question
from api.assistant.sentences import sentences
from api.assistant.vocabulary import Term
from ontology import model
from ontology.model import Budgetpost, Document, DocumentKind, Element, Passage, Risk, Styrtal, Uppdrag
from ontology.svenska import stems

_NEAREST = 8  # passages among which the nearest is sought where none answers
_SECOND = 0.97  # how near another document's passage must come to be shown too
_SHARE = 330  # characters quoted of each paragraph of a section, at least
_HEADED, _NAMED, _GIVEN = 0.08, 0.08, 0.1
_LEAD = 3.0  # what a lead in meaning weighs: 0.03 is a tenth of the words
_REPORTS = (DocumentKind.VERKSAMHETSBERATTELSE, DocumentKind.DELARSRAPPORT, DocumentKind.ARSREDOVISNING)
_DAY = re.compile(
    r"\b\d{1,2} (?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)\b"
)
_LINE, _LINES = 160, 3  # characters of a short line, and how many of them go on from one
_MOSTLY = 0.5  # of a passage that an element's quote must be
_TOLD = (Uppdrag, Styrtal, Budgetpost, Risk)
_OF_DOCUMENTS = (
    "utvecklingsplan",
    "verksamhetsplan",
    "verksamhetsberät",
    "delårsrapport",
    "dokument",
    "föreslå",
    "skriv",
    "beskriv",
    "innebär",
    "betyd",
)


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


def answer_section(q: Question, draft: Draft) -> str | None:
    """What stands below a heading, where the question is about just what the heading names and asks for no figure."""
    if q.types or q.columns or q.asks_figure or q.number or not q.terms:
        return None
    section = _section(q, _terms(q, draft), draft)
    if not section:
        return None
    draft.long = True
    _say(q, section, draft)
    return "answered"


def answer_passages(q: Question, draft: Draft) -> str | None:
    """The best passage's answering sentences, and another document's where it says it as well."""
    terms = _terms(q, draft)
    solid = [t for t in terms if not t.light] or terms
    found = sorted(_found(q, terms, draft), key=lambda f: -f.score)
    if half_unheard_of(solid) or _mostly_unknown(q):
        found = [f for f in found if f.lead >= CLEAR]  # what is asked about is in no document, unless in other words
    if not found:
        return None
    shown = [found[0]]
    shown += [f for f in found[1:] if f.document.id != found[0].document.id and f.score >= found[0].score * _SECOND][:1]
    if len(found) > 1 and found[1].document.id == found[0].document.id and found[1].score >= found[0].score * 0.93:
        shown.append(found[1])
    _say(q, shown, draft)
    return "answered"


def offer_nearest(q: Question, draft: Draft) -> None:
    """The passage that says most of the subject without answering, marked as no answer; none that lacks its core."""
    terms, known = _terms(q, draft), draft.known
    asked, best = asked_of(q, terms), None
    for document, passage, lead in candidates(q, draft)[:_NEAREST] if terms else ():
        said = known.vocabulary.said(passage.text)
        held = coverage(terms, said, known.vocabulary)
        if held >= ENOUGH_LIKE and telling_said(terms, said, known.vocabulary) and (best is None or held > best.score):
            best = Found(document, passage, quote_of(asked, q, passage, draft, lead)[0], held)
    if best:
        nearest(q, draft)
        _say_quote(q, best, draft)


def _mostly_unknown(q: Question) -> bool:
    """Whether words that no document uses weigh more in the subject than those that some does."""
    unknown = sum(t.weight for t in q.solid if not t.known)
    return unknown > sum(t.weight for t in q.solid if t.known)


def _terms(q: Question, draft: Draft) -> list[Term]:
    """The words that must be said: not those that name the document, nor a noun that the plans set before a name."""
    terms = list(q.every)
    if of_kind(q, draft) or q.asks("definition"):
        terms = [t for t in terms if not any(s.startswith(_OF_DOCUMENTS) for s in t.options[0])]
    named = draft.known.vocabulary.named
    pairs = {a.surface for a, b in pairwise(terms) if (a.surface, b.surface) in named}
    return [t for t in terms if t.surface not in pairs]


def _found(q: Question, terms: Sequence[Term], draft: Draft) -> Iterator[Found]:
    known, asked = draft.known, asked_of(q, terms)
    able = 0  # those before that hold the kind of thing asked for: among them the search's order counts
    for place, (document, passage, lead) in enumerate(candidates(q, draft)):
        said = known.vocabulary.said(passage.text) | frozenset(stems(" ".join(passage.section[-2:])))
        quote, score = quote_of(asked, q, passage, draft, lead)
        more, above = _going_on(asked, document, passage, draft), _headings(asked, document, passage, draft)
        text = " ".join((quote, *(p.text for p in (*above, *more))))
        first = able if asked.kind is not Kind.TEXT else place
        whole = passage.kind in WHOLE or bool(more)
        evidence = Evidence(text, said, document.year, first, whole, lead, document.kind in _REPORTS)
        able += not lacking(asked, evidence, known.vocabulary)
        if judge(asked, evidence, known.vocabulary).answers:
            score += _LEAD * lead + 0.15 / (1 + place / 6) + _recency(asked, document, draft)
            score += _extra(q, asked, passage, quote, draft)
            yield Found(document, passage, quote, score, more, above, lead)


def _extra(q: Question, asked: Asked, passage: Passage, quote: str, draft: Draft) -> float:
    """What speaks for a passage beside its words: its heading's, a year, a count of what is asked, a relation."""
    heading = said_by(asked.terms, " ".join(passage.section[-1:]), draft)
    named = any(str(y) in quote for y in asked.years) or (asked.kind is Kind.DATE and _DAY.search(quote) is not None)
    named = named or (bool(asked.counted) and asked.counted in stems(" ".join(things_counted(quote))))
    related = any(patterns("relating")[r].search(quote) for r in asked.related)
    return _HEADED * heading + _NAMED * named + _GIVEN * related


def _going_on(asked: Asked, document: Document, passage: Passage, draft: Draft) -> tuple[Passage, ...]:
    """The short lines below a short line that lacks the figure asked for, where they hold it."""
    if asked.kind is not Kind.FIGURE or len(passage.text) > _LINE or passage.kind not in ("item", "paragraph"):
        return ()
    if holds_kind(asked, passage.text, draft.known.vocabulary, whole=True):
        return ()
    every = list(draft.known.catalogue.passages[document.id].values())
    below = every[every.index(passage) + 1 :][:_LINES]
    alike = (passage.section, passage.kind)
    return tuple(takewhile(lambda p: (p.section, p.kind) == alike and stands_alone(p.text, asked.told), below))


def _headings(asked: Asked, document: Document, passage: Passage, draft: Draft) -> tuple[Passage, ...]:
    """The heading row of a row's table, where it has the year asked for and the row has not."""
    if passage.kind != "row" or not asked.years or any(str(y) in passage.text for y in asked.years):
        return ()
    heads = headings_of(draft.known.catalogue.passages[document.id], passage.id)
    return tuple(p for p in heads if any(str(y) in p.text for y in asked.years))


def _recency(asked: Asked, document: Document, draft: Draft) -> float:
    """A newer document comes a little before an older; a date or time much: what was planned has happened since."""
    step = 0.03 if asked.kind in (Kind.DATE, Kind.TIME) else 0.004
    return step * (document.year - min(draft.known.years))


def _section(q: Question, terms: Sequence[Term], draft: Draft) -> list[Found]:
    """Where a heading is what the question is about: the opening of each paragraph below it."""
    if q.asks("date", "value", "reason", "count") or len(terms) > 4:
        return []
    best: tuple[float, Document, Passage] | None = None
    for document in documents_of(q, draft):
        for passage in draft.known.catalogue.passages[document.id].values():
            if passage.kind == "heading" and len(passage.text) < 80:
                score = said_by(terms, passage.text, draft) - 0.01 * len(stems(passage.text))
                score += _recency(asked_of(q, terms), document, draft)
                if score >= 0.88 and (best is None or score > best[0]):
                    best = (score, document, passage)
    return list(_below(best[1], best[2], draft)) if best else []


def _under(passages: Sequence[Passage], heading: Passage) -> Iterator[Passage]:
    """Passages below a heading, to the next of its depth."""
    for passage in passages[passages.index(heading) + 1 :]:
        if passage.kind == "heading" and len(passage.section) <= len(heading.section):
            return
        yield passage


def _below(document: Document, heading: Passage, draft: Draft) -> Iterator[Found]:
    passages = list(draft.known.catalogue.passages[document.id].values())
    room = 1900
    below = [p for p in _under(passages, heading) if p.kind == "paragraph"]
    share = max(_SHARE, room // max(len(below), 1) - 200)
    for passage in below:
        if room > 200:
            every = sentences(passage.text)
            count = 1
            while count < len(every) and length_of(every[: count + 1]) <= share:
                count += 1
            quote = " ".join(every[:count]) + (f" {CUT}" if count < len(every) else "")
            room -= len(quote)
            yield Found(document, passage, quote, 1.0)


def _say(q: Question, found: Sequence[Found], draft: Draft) -> None:
    """Each passage as the element that it is the evidence of, else quoted."""
    for f in found:
        element = _element_at(f, draft) if not q.asks("date") else None
        for passage in f.above if element is None else ():
            _say_quote(q, Found(f.document, passage, passage.text, f.score), draft)
        if element is not None:
            tell_element(q, element, draft)
        else:
            _say_quote(q, f, draft)
        for passage in f.more:
            _say_quote(q, Found(f.document, passage, passage.text, f.score), draft)


def _element_at(found: Found, draft: Draft) -> Element | None:
    """The element that a passage is mostly the evidence of."""
    for element in draft.known.elements_at(found.document.id, found.passage.id):
        quotes = [e.quote for e in element.evidence if e.passage == found.passage.id]
        if isinstance(element, _TOLD) and max(map(len, quotes)) >= _MOSTLY * len(found.passage.text):
            return element
    return None


def _say_quote(q: Question, f: Found, draft: Draft) -> None:
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
