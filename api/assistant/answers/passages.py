"""Answers out of passages: those that say what was asked for.

Search proposes and `answerability` decides. A passage that is the evidence of an uppdrag, a styrtal, a budget post or
a risk is told as such an element is told; prose is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from api.assistant.answerability import CLEAR, ENOUGH_LIKE, Evidence, judge, lacking, telling_said
from api.assistant.answers.around import going_on, heads_of
from api.assistant.answers.candidates import candidates, candidates_in_other_words, of_kind
from api.assistant.answers.columns import tells_other_year
from api.assistant.answers.found import Found, recency, say_found, say_quote
from api.assistant.answers.quotes import WHOLE, quote_of, said_by
from api.assistant.answers.scope import nearest
from api.assistant.asked import Asked, Kind, asked_of
from api.assistant.coverage import coverage, half_unheard_of
from api.assistant.cues import patterns
from api.assistant.draft import Draft
from api.assistant.figures import things_counted
from api.assistant.question import Question
from api.assistant.vocabulary import Term
from ontology.model import Document, DocumentKind, Passage
from ontology.svenska import stems

_NEAREST = 8  # passages among which the nearest is sought where none answers
_SECOND = 0.97  # how near another document's passage must come to be shown too
_HEADED, _NAMED, _GIVEN = 0.08, 0.08, 0.1
Candidate = tuple[Document, Passage, float]
_UNRANKED = 60  # the place of what no search put anywhere: it must say most of the subject
_LEAD = 3.0  # what a lead in meaning weighs: 0.03 is a tenth of the words
_REPORTS = (DocumentKind.VERKSAMHETSBERATTELSE, DocumentKind.DELARSRAPPORT, DocumentKind.ARSREDOVISNING)
_DAY = re.compile(
    r"\b\d{1,2} (?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)\b"
)
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


def answer_passages(q: Question, draft: Draft) -> str | None:
    """The best passage's answering sentences, and another document's where it says it as well."""
    return _tell(q, candidates(q, draft), draft)


def answer_passages_in_other_words(q: Question, draft: Draft) -> str | None:
    """As `answer_passages`, where nothing else answered, of passages that share few of the question's letters."""
    return _tell(q, candidates_in_other_words(q, draft), draft, _UNRANKED)


def _tell(q: Question, able: Sequence[Candidate], draft: Draft, first: int = 0) -> str | None:
    """The best of some candidates, the first of them at a place of a search."""
    terms = terms_asked(q, draft)
    solid = [t for t in terms if not t.light] or terms
    found = sorted(_found(q, terms, able, draft, first), key=lambda f: -f.score)
    if half_unheard_of(solid) or _mostly_unknown(q):
        found = [f for f in found if f.lead >= CLEAR]  # what is asked about is in no document, unless in other words
    if not found:
        return None
    shown = [found[0]]
    shown += [f for f in found[1:] if f.document.id != found[0].document.id and f.score >= found[0].score * _SECOND][:1]
    if len(found) > 1 and found[1].document.id == found[0].document.id and found[1].score >= found[0].score * 0.93:
        shown.append(found[1])
    say_found(q, shown, draft)
    return "answered"


def offer_nearest(q: Question, draft: Draft) -> None:
    """The passage that says most of the subject without answering, marked as no answer; none that lacks its core."""
    terms, known = terms_asked(q, draft), draft.known
    asked, best = asked_of(q, terms), None
    for document, passage, lead in candidates(q, draft)[:_NEAREST] if terms else ():
        said = known.vocabulary.said(passage.text)
        held = coverage(terms, said, known.vocabulary)
        if held >= ENOUGH_LIKE and telling_said(terms, said, known.vocabulary) and (best is None or held > best.score):
            best = Found(document, passage, quote_of(asked, q, passage, draft, lead)[0], held)
    if best:
        nearest(q, draft)
        say_quote(q, best, draft)


def _mostly_unknown(q: Question) -> bool:
    """Whether words that no document uses weigh more in the subject than those that some does."""
    unknown = sum(t.weight for t in q.solid if not t.known)
    return unknown > sum(t.weight for t in q.solid if t.known)


def terms_asked(q: Question, draft: Draft) -> list[Term]:
    """The words that must be said: not those that name the document, nor a noun that the plans set before a name."""
    terms = list(q.every)
    if of_kind(q, draft) or q.asks("definition"):
        terms = [t for t in terms if not any(s.startswith(_OF_DOCUMENTS) for s in t.options[0])]
    named = draft.known.vocabulary.named
    pairs = {a.surface for a, b in pairwise(terms) if (a.surface, b.surface) in named}
    return [t for t in terms if t.surface not in pairs]


def _found(q: Question, terms: Sequence[Term], those: Sequence[Candidate], draft: Draft, start: int) -> Iterator[Found]:
    known, asked = draft.known, asked_of(q, terms)
    able = start  # those before that hold the kind of thing asked for: among them the search's order counts
    for place, (document, passage, lead) in enumerate(those, start):
        if any(tells_other_year(q, e) for e in known.elements_at(document.id, passage.id)):
            continue
        said = known.vocabulary.said(passage.text) | frozenset(stems(" ".join(passage.section[-2:])))
        quote, score = quote_of(asked, q, passage, draft, lead)
        more, above = going_on(asked, document, passage, draft), heads_of(asked, document, passage, draft)
        said |= known.vocabulary.said(" ".join(p.text for p in above))
        text = " ".join((quote, *(p.text for p in (*above, *more))))
        first = able if asked.kind is not Kind.TEXT else place
        whole = passage.kind in WHOLE or bool(more)
        evidence = Evidence(text, said, document.year, first, whole, lead, document.kind in _REPORTS)
        able += not lacking(asked, evidence, known.vocabulary)
        if judge(asked, evidence, known.vocabulary).answers:
            score += _LEAD * lead + 0.15 / (1 + place / 6) + recency(asked, document, draft)
            score += _extra(q, asked, passage, quote, draft)
            yield Found(document, passage, quote, score, more, above, lead)


def _extra(q: Question, asked: Asked, passage: Passage, quote: str, draft: Draft) -> float:
    """What speaks for a passage beside its words: its heading's, a year, a count of what is asked, a relation."""
    heading = said_by(asked.terms, " ".join(passage.section[-1:]), draft)
    named = any(str(y) in quote for y in asked.years) or (asked.kind is Kind.DATE and _DAY.search(quote) is not None)
    named = named or (bool(asked.counted) and asked.counted in stems(" ".join(things_counted(quote))))
    related = any(patterns("relating")[r].search(quote) for r in asked.related)
    return _HEADED * heading + _NAMED * named + _GIVEN * related
