"""Which body's documents a question is put to: the one that it names, else the likeliest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from api.assistant.cues import matching
from api.assistant.knowledge import Knowledge
from api.assistant.question import Question
from api.listing import issued_by
from api.models import AskFilter
from api.parts import issuer_of
from ontology.svenska import fold, stems

MOST = 20
"""Bodies that one question is put to at most: the boards of a huvudman, which a filter may name."""
_FIRST, _AS_WELL = 40, 0.55  # passages that tell whose a question is; how near the best the usual body's must come
_TWO = 2
_IN_TURN = 5  # bodies that a question which names none is put to, until one answers


def bodies_asked(questions: Sequence[str], limits: AskFilter | None, known: Knowledge) -> tuple[str, ...]:
    """Of a release that is too large to be asked as a whole, the bodies whose documents are opened.

    Those of the documents that the user chose, else the one that the last question naming any names best; where none
    is named, the one with most documents. A choice of more bodies than `MOST` is narrowed by the question.
    """
    chosen = _chosen(limits, known)
    if chosen and len(chosen) <= MOST:
        return tuple(sorted(chosen))
    able = chosen or known.issuers.keys()
    named = (_named(question, able, known) for question in reversed(questions))
    return (next(filter(None, named), None) or _most(known, able),)


def put_to_one(question: Question, known: Knowledge) -> Question:
    """With documents of several bodies: the question put to the one that it names, else to the likeliest."""
    return putting(question, known)[0]


def putting(question: Question, known: Knowledge) -> list[Question]:
    """The question as put to one body: to the one that it names; else to the likeliest, and then to the next ones.

    The likeliest is the one with most documents, unless another's say nearly twice as much of the question.
    """
    if not known.several_bodies or question.organisation or question.only_documents:
        return [question]
    named = _named(question.text, known.issuers, known)
    if named:
        own = known.issuers_words[named].keys()
        spoken = tuple(t for t in question.terms if not set(t.options[0]) <= own)
        return [replace(question, organisation=named, terms=spoken)]
    return [replace(question, organisation=body) for body in _likely(question, known)]


def comparing(question: Question, known: Knowledge) -> list[Question]:
    """The question as put to each of the bodies that it sets beside each other; empty where it compares none."""
    if not known.several_bodies or question.organisation or not matching("compared", fold(question.text)):
        return []
    named = _each_named(question.text, known)
    if len(named) < _TWO:
        return []
    owned = frozenset(s for body in named for s in known.issuers_words[body])
    over_years = len(question.years) > 1
    intents = question.intents if over_years else tuple(i for i in question.intents if i != "history")
    plain = replace(
        question,
        terms=tuple(t for t in question.terms if not set(t.options[0]) <= owned),
        intents=intents or ("list",),
        intent=next(iter(intents), "list"),
    )
    return [replace(plain, organisation=body) for body in named]


def _each_named(text: str, known: Knowledge) -> list[str]:
    """The bodies that a text names, in its order: the one named best, then the best by the words that are left."""
    left = dict.fromkeys(stems(text))
    found: list[tuple[int, str]] = []
    places = {s: n for n, s in enumerate(left)}
    while len(found) < _IN_TURN:
        body = _named(" ".join(left), known.issuers.keys() - {b for _, b in found}, known)
        own = left.keys() & known.issuers_words[body].keys() if body else set()
        if not body or not own:
            break
        found.append((min(places[s] for s in own), body))
        left = {s: None for s in left if s not in own}
    return [body for _, body in sorted(found)]


def _likely(question: Question, known: Knowledge) -> list[str]:
    """The bodies whose documents say most of the question's words; the usual one first where it says as much."""
    usual = _most(known, known.issuers)
    if len(known.issuers) == 1:
        return [usual]
    own = known.catalogue.documents.keys() if known.whole else None  # of a part of a large release
    hits = known.service.index.search(
        question.text, encoder=None, mode="lexical", limit=_FIRST, kinds=["passage"], documents=own
    )
    said = {usual: 0.0}
    for hit in hits:
        body = issuer_of(known.catalogue.documents[hit.id.rpartition("/")[0]])
        said[body] = max(said.get(body, 0.0), hit.lexical or 0.0)
    ordered = sorted(said, key=lambda b: -said[b])
    if said[usual] >= _AS_WELL * said[ordered[0]]:
        ordered = [usual, *(b for b in ordered if b != usual)]
    return ordered[:_IN_TURN]


def _named(text: str, able: Collection[str], known: Knowledge) -> str | None:
    """The body among those able that a text names best; None where it names none."""
    told = {body: weight for body, weight in known.said_of_issuers(text).items() if body in able}
    best = max(told.values(), default=0.0)
    return _most(known, (body for body in told if told[body] == best)) if told else None


def _chosen(limits: AskFilter | None, known: Knowledge) -> set[str]:
    documents = known.catalogue.documents
    if limits and limits.documents:
        return {issuer_of(documents[id_]) for id_ in limits.documents if id_ in documents}
    if limits and limits.organisation:
        name = limits.organisation
        return {body for body, held in known.issuers.items() if issued_by(known.catalogue, held[0], name)}
    return set()


def _most(known: Knowledge, bodies: Iterable[str]) -> str:
    """The body with most documents, among equals the one with the newest."""
    return max(bodies, key=lambda b: (len(known.issuers[b]), max(d.year for d in known.issuers[b]), b))
