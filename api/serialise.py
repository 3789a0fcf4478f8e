"""Values of the model → shapes of the contract. Pure: everything is looked up in the catalogue that is given."""

from __future__ import annotations

import re
from collections.abc import Iterable

from api.catalogue import Catalogue
from api.models import (
    CitationOut,
    DocumentOut,
    LinkOut,
    PassageOut,
    Period,
    Ref,
)
from ontology.model import (
    Document,
    Element,
    Evidence,
    Link,
    Passage,
)

HEADING = 40
JOIN = " › "


def passage_url(document_id: str, passage_id: str) -> str:
    """The path that opens a passage in its document, marked."""
    return f"/dokument/{document_id}?passage={passage_id}#{passage_id}"


def document_out(catalogue: Catalogue, document: Document) -> DocumentOut:
    """A Document of the contract, without counts."""
    period = {"from": document.period[0], "to": document.period[1]} if document.period else None
    return DocumentOut(
        id=document.id, iri=str(catalogue.iris.document(document.id)), kind=str(document.kind), title=document.title,
        year=document.year, period=Period.model_validate(period) if period else None,
        organisation=catalogue.organisation_name(document.organisation),
        huvudman=catalogue.organisation_name(document.huvudman), status=document.status, decided=document.decided,
        dnr=document.dnr, pages=document.pages, sha256=document.sha256, media_type=document.media_type,
        memo=document.memo, url=f"/dokument/{document.id}",
    )  # fmt: skip


def counted_document(catalogue: Catalogue, document: Document) -> DocumentOut:
    """A Document with how many passages and elements it gave."""
    counts = dict(catalogue.counts(document.id))
    figures = {"passages": counts.pop("passages"), "elements": sum(counts.values()), "by_type": counts}
    return document_out(catalogue, document).model_copy(update=figures)


def element_ref(catalogue: Catalogue, element: Element) -> Ref:
    """A Ref to an element."""
    iri = str(catalogue.iris.element(element.id))
    return Ref(id=element.id, iri=iri, type=element.type, number=element.number, name=element.text)


def organisation_ref(catalogue: Catalogue, organisation_id: str, document: str | None = None) -> Ref:
    """A Ref to a body, by the name that a document gives it."""
    body = catalogue.organisations.get(organisation_id)
    iri = str(catalogue.iris.organisation(organisation_id))
    name = catalogue.organisation_name(organisation_id, document) or organisation_id
    return Ref(id=organisation_id, iri=iri, type=str(body.kind) if body else "ovrig", name=name)


def short_heading(heading: str) -> str:
    """A heading short enough to stand in a citation: whole, or its number and as many words as there is room for."""
    text = " ".join(heading.split())
    if len(text) <= HEADING:
        return text
    label = re.match(r"[^\W\d_]+ (?:nr )?\d+\w?(?=[\s.:–-])", text)
    if label:
        return label[0]
    cut = text.rfind(" ", 1, HEADING)
    return text[: cut if cut > 0 else HEADING].rstrip(" ,;:–-") + " …"


def section_name(section: Iterable[str]) -> str | None:
    """The last two headings that a passage stands under: "3.1 › Målsättning nr 1"."""
    headings = [short_heading(heading) for heading in section if heading.strip()]
    return JOIN.join(headings[-2:]) or None


def citation_out(catalogue: Catalogue, document_id: str, evidence: Evidence, n: int = 1) -> CitationOut:
    """A Citation of one piece of evidence."""
    passage = catalogue.passages.get(document_id, {}).get(evidence.passage)
    return CitationOut(
        n=n, document=document_out(catalogue, catalogue.get_document(document_id)),
        page=passage.page if passage else None, section=section_name(passage.section) if passage else None,
        quote=evidence.quote, passage=evidence.passage, url=passage_url(document_id, evidence.passage),
    )  # fmt: skip


def citations_of(catalogue: Catalogue, document_id: str, evidence: Iterable[Evidence]) -> list[CitationOut]:
    """Citations numbered from 1."""
    return [citation_out(catalogue, document_id, item, n) for n, item in enumerate(evidence, 1)]


def link_out(catalogue: Catalogue, link: Link) -> LinkOut:
    """A step of a thread with evidence of both sides."""
    ends = [catalogue.elements[key] for key in (link.source, link.target) if key in catalogue.elements]
    cited = [(end.document, end.evidence[0]) for end in ends if end.evidence]
    return LinkOut.model_validate({
        "from": link.source, "to": link.target, "change": list(link.change), "score": link.score, "status": link.status,
        "method": link.method, "reason": link.reason,
        "evidence": [citation_out(catalogue, doc, item, n) for n, (doc, item) in enumerate(cited, 1)],
    })  # fmt: skip


def passage_out(catalogue: Catalogue, document_id: str, passage: Passage) -> PassageOut:
    """A passage with its place, and the elements that it is evidence of."""
    here = catalogue.by_document.get(document_id, ())
    named = [e for e in here if any(item.passage == passage.id for item in e.evidence)]
    return PassageOut(
        id=passage.id, kind=passage.kind, text=passage.text, page=passage.page, section=list(passage.section),
        start=passage.start, end=passage.end, document=document_out(catalogue, catalogue.get_document(document_id)),
        url=passage_url(document_id, passage.id), elements=[element_ref(catalogue, e) for e in named],
    )  # fmt: skip


def neighbours_out(catalogue: Catalogue, document_id: str, passage_id: str, around: int = 2) -> PassageOut:
    """A passage with the `around` passages before and after it."""
    passage = catalogue.get_passage(document_id, passage_id)
    order = list(catalogue.passages[document_id].values())
    at = order.index(passage)
    before, after = order[max(0, at - around) : at], order[at + 1 : at + 1 + around]
    return passage_out(catalogue, document_id, passage).model_copy(
        update={
            "before": [passage_out(catalogue, document_id, p) for p in before],
            "after": [passage_out(catalogue, document_id, p) for p in after],
        }
    )
