"""What search finds for a question: passages of the documents that it is put to, and how clear the nearest stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from api.assistant.draft import Draft
from api.assistant.question import Question
from api.listing import issued_by
from graph.passages import Hit
from ontology.model import Document, Passage

_DEPTH = 60  # passages that are looked at closely
_MORE = 20  # and of those that only say what stands for the question's words
_OTHERS, _NEAR = 5, 5  # places below the nearest that its lead is over; place by letters that it must have


def candidates(q: Question, draft: Draft) -> list[tuple[Document, Passage, float]]:
    """What search finds, best first, each with its lead in meaning: 0 for all but the nearest."""
    service = draft.known.service
    documents = [d.id for d in documents_of(q, draft)]
    text = q.text if q.language == "sv" else " ".join((q.text, *(t.surface for t in q.every)))
    hits = service.index.search(text, encoder=service.encoder, limit=_DEPTH, documents=documents, kinds=["passage"])
    found = list(_passages(hits, draft))
    leads = _leads([hit for _, _, hit in found])
    return [(d, p, leads.get(hit.id, 0.0)) for d, p, hit in found]


def candidates_in_other_words(q: Question, draft: Draft) -> list[tuple[Document, Passage, float]]:
    """What is found by all that may stand for the question's words, best first; none of them leads in meaning."""
    documents = [d.id for d in documents_of(q, draft)]
    meant = " ".join(s for t in q.every if not t.light for option in t.options for s in option)
    index = draft.known.service.index
    hits = index.search(meant, encoder=None, mode="lexical", limit=_MORE, documents=documents, kinds=["passage"])
    return [(document, passage, 0.0) for document, passage, _ in _passages(hits, draft)]


def _passages(hits: Iterable[Hit], draft: Draft) -> Iterator[tuple[Document, Passage, Hit]]:
    """The passages found, without headings."""
    catalogue = draft.known.catalogue
    for hit in hits:
        document, _, local = hit.id.rpartition("/")
        passage = catalogue.passages.get(document, {}).get(local)
        if passage and passage.kind not in ("heading", "header"):
            yield catalogue.documents[document], passage, hit


def _leads(hits: Sequence[Hit]) -> dict[str, float]:
    """How much nearer in meaning the nearest is than those after it, where the letters put it near the top too."""
    near = sorted((h for h in hits if h.semantic is not None), key=lambda h: -(h.semantic or 0.0))
    if len(near) <= _OTHERS or (near[0].rank_lexical or _DEPTH) > _NEAR:
        return {}
    return {near[0].id: (near[0].semantic or 0.0) - (near[_OTHERS].semantic or 0.0)}


def documents_of(q: Question, draft: Draft) -> list[Document]:
    """The documents that the question names by kind or year; those of other years too where it names no kind."""
    every = list(draft.known.catalogue.documents.values())
    if q.organisation:
        every = [d for d in every if issued_by(draft.known.catalogue, d, q.organisation)]
    if q.only_documents:
        return [d for d in every if d.id in q.only_documents]
    kinds = [d for d in of_kind(q, draft) if d in every]
    chosen = kinds or every
    if q.years and kinds and re.search(r"plan\w*\s+(?:för\s+)?20\d\d|20\d\d års", q.text.lower()):
        return [d for d in chosen if d.year in q.years] or chosen
    return chosen


def of_kind(q: Question, draft: Draft) -> list[Document]:
    """The documents of the kind named; none where the year named has none: then it is asked of, not asked in."""
    kinds = [d for d in draft.known.catalogue.documents.values() if d.kind.value in q.documents]
    return kinds if not q.years or any(d.year in q.years for d in kinds) else []
