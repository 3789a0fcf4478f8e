"""Facts of a document itself: its number in the register, when it was decided, who signed it (only as quoted)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from api.assistant.answers.scope import searched
from api.assistant.draft import Draft, Proof, cut
from api.assistant.phrases import capital, phrase
from api.assistant.question import Question
from ontology.model import Document, Evidence, Passage
from ontology.svenska import fold

_TITLE = r"(?:[\w-]+- och )?[\w-]*(?:direktör|chef|ordförande|sekreterare|handläggare|controller)"
_ROLE = re.compile(rf"\b{_TITLE}\b", re.IGNORECASE)
_NAMED = re.compile(rf"\b({_TITLE})(?:en|n)?s?\b")
_NAME = re.compile(r"\b[A-ZÅÄÖ][a-zåäöé]+ [A-ZÅÄÖ][a-zåäöé]+\b")
_SHORT = 120  # characters of a line of signature
_DATED = re.compile(r"\b20\d\d-\d\d-\d\d\b|\b\d{1,2} (?:januari|februari|mars|april|maj|juni|juli|augusti|september|"
                    r"oktober|november|december) 20\d\d\b")  # fmt: skip
_DECISION = re.compile(r"beslut|antag|fastställ|sammanträd|godkän", re.IGNORECASE)


def answer_document(q: Question, draft: Draft) -> str | None:
    """What the documents asked about print of themselves, quoted from where it stands."""
    if not (q.asks("dnr", "signed", "decided") or (q.person and _named_role(q))) or q.number:
        return None
    if q.asks("decided") and (q.types or not q.documents):  # when something else was decided stands in prose
        return None
    for document in searched(q, draft):
        for passage in list(_saying(q, document, draft))[:2]:
            _say(q, document, passage, draft)
    if draft.said:
        return "answered"
    return None


def _saying(q: Question, document: Document, draft: Draft) -> Iterator[Passage]:
    passages = list(draft.known.catalogue.passages[document.id].values())
    if q.asks("dnr"):
        yield from (p for p in passages if document.dnr and document.dnr in p.text)
    elif q.asks("signed") or q.person:
        yield from _signature(passages, _named_role(q))
    else:
        yield from (p for p in passages if _DATED.search(p.text) and (_DECISION.search(p.text) or _of(document, p)))


def _of(document: Document, passage: Passage) -> bool:
    return document.decided is not None and document.decided in passage.text


def _named_role(q: Question) -> str:
    """The title that a question names, folded and bare ("hälso- och sjukvårdsdirektör"); "" for none."""
    found = _NAMED.search(fold(q.text))
    return found[1] if found else ""


def _signature(passages: list[Passage], role: str = "") -> Iterator[Passage]:
    """A short line that names someone, with the role in it or on the next line; the last ones first."""
    for at in range(len(passages) - 1, -1, -1):
        below = passages[at + 1].text if at + 1 < len(passages) else ""
        text = passages[at].text
        if len(text) <= _SHORT and _NAME.search(text) and _ROLE.search(f"{text} {below[:_SHORT]}"):
            if role and not re.search(rf"\b{re.escape(role)}\b", fold(f"{text} {below[:_SHORT]}")):
                continue
            yield passages[at]
            if not _ROLE.search(text):
                yield passages[at + 1]
            return


def _say(q: Question, document: Document, passage: Passage, draft: Draft) -> None:
    name = capital(draft.name(document, q.language))
    text = phrase("quote", q.language, document=name, section="", quote=cut(passage.text.replace("\t", " "), 300))
    draft.say(text, [Proof(document.id, Evidence(passage=passage.id, quote=passage.text))])
