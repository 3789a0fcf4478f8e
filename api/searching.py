"""Passages by meaning and words, as the contract's search results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.listing import issued_by
from api.models import SearchHit, SearchResult
from api.serialise import citation_out, passage_out
from api.wiring import Service
from ontology.model import Evidence

if TYPE_CHECKING:
    from graph.passages import Hit

PARTS = ("lexical", "semantic", "rank_lexical", "rank_semantic")


def search(
    service: Service, q: str, years: tuple[int, ...], document: str | None, organisation: str | None, limit: int
) -> SearchResult:
    """The passages nearest to the words, best first; `total` is how many are given."""
    documents = _documents(service, document, organisation)
    if documents == []:
        return SearchResult(items=[], total=0)
    hits = service.index.search(
        q, encoder=service.encoder, limit=limit, years=years or None, documents=documents, kinds=("passage",)
    )
    items = [_hit(service, hit) for hit in hits]
    return SearchResult(items=items, total=len(items))


def _documents(service: Service, document: str | None, organisation: str | None) -> list[str] | None:
    """The documents to search, or None for all."""
    if document:
        return [service.catalogue.get_document(document).id]
    if not organisation:
        return None
    known = service.catalogue.documents.values()
    return [d.id for d in known if issued_by(service.catalogue, d, organisation)]


def _hit(service: Service, hit: Hit) -> SearchHit:
    document_id, _, local = hit.id.rpartition("/")
    passage = service.catalogue.get_passage(document_id, local)
    evidence = Evidence(passage=local, quote=passage.text.replace("\t", " "))
    return SearchHit(
        passage=passage_out(service.catalogue, document_id, passage),
        citation=citation_out(service.catalogue, document_id, evidence), score=hit.score,
        parts={name: float(part) for name in PARTS if (part := getattr(hit, name)) is not None},
    )  # fmt: skip
