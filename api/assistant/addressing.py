"""Which bodies' documents a question is put to, where a release is too large to be asked as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from api.assistant.knowledge import Knowledge
from api.listing import issued_by
from api.models import AskFilter
from api.parts import issuer_of

MOST = 20
"""Bodies that one question is put to at most: the boards of a huvudman, which a filter may name."""


def bodies_asked(questions: Sequence[str], limits: AskFilter | None, known: Knowledge) -> tuple[str, ...]:
    """The bodies of the documents that the user chose, else the one that the last question naming any names best.

    Where none is named, the one with most documents. A choice of more bodies than `MOST` is narrowed by the question.
    """
    chosen = _chosen(limits, known)
    if chosen and len(chosen) <= MOST:
        return tuple(sorted(chosen))
    able = chosen or known.issuers.keys()
    for question in reversed(questions):
        named = {body: weight for body, weight in known.said_of_issuers(question).items() if body in able}
        if named:
            best = max(named.values())
            return (_most(known, (body for body in named if named[body] == best)),)
    return (_most(known, able),)


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
