"""What stands below a heading, where a question is about just what the heading names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.assistant.answers.candidates import documents_of
from api.assistant.answers.found import Found, recency, say_found
from api.assistant.answers.passages import terms_asked
from api.assistant.answers.quotes import CUT, length_of, said_by
from api.assistant.asked import asked_of
from api.assistant.draft import Draft
from api.assistant.question import Question
from api.assistant.sentences import sentences
from api.assistant.vocabulary import Term
from ontology.model import Document, Passage
from ontology.svenska import stems

_SHARE = 330  # characters quoted of each paragraph of a section, at least


def answer_section(q: Question, draft: Draft) -> str | None:
    """What stands below a heading, where the question is about just what the heading names and asks for no figure."""
    if q.types or q.columns or q.asks_figure or q.number or not q.terms:
        return None
    section = _section(q, terms_asked(q, draft), draft)
    if not section:
        return None
    draft.long = True
    say_found(q, section, draft)
    return "answered"


def _section(q: Question, terms: Sequence[Term], draft: Draft) -> list[Found]:
    """Where a heading is what the question is about: the opening of each paragraph below it."""
    if q.asks("date", "value", "reason", "count") or len(terms) > 4:
        return []
    asked = asked_of(q, terms)
    best: tuple[float, Document, Passage] | None = None
    for document in documents_of(q, draft):
        newer = recency(asked, document, draft)
        for passage in draft.known.catalogue.passages[document.id].values():
            if passage.kind == "heading" and len(passage.text) < 80:
                score = said_by(terms, passage.text, draft) - 0.01 * len(stems(passage.text)) + newer
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
