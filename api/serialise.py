"""Values of the model → shapes of the contract. Pure: everything is looked up in the catalogue that is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from api.catalogue import Catalogue
from api.models import (
    CitationOut,
    CorrectionNote,
    DocumentOut,
    ElementOut,
    LinkOut,
    MeasureOut,
    PartOut,
    PassageOut,
    Period,
    Ref,
    ValueOut,
)
from ontology.model import (
    Beredning,
    Budgetpost,
    Document,
    Element,
    Evidence,
    Link,
    Malbild,
    Passage,
    Risk,
    Strategi,
    Styrtal,
    Uppdrag,
    Value,
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


def _optional_ref(catalogue: Catalogue, element_id: str | None) -> Ref | None:
    element = catalogue.elements.get(element_id or "")
    return element_ref(catalogue, element) if element else None


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


def value_out(value: Value | None) -> ValueOut | None:
    """A printed figure."""
    if value is None:
        return None
    parts = [PartOut.model_validate(part) for part in value.parts] or None
    return ValueOut(
        text=value.text, value=value.value, low=value.low, high=value.high, of=value.of, relative=value.relative,
        parts=parts, unit=value.unit, period=value.period,
    )  # fmt: skip


def _uppdrag(catalogue: Catalogue, element: Element) -> dict[str, Any]:
    assert isinstance(element, Uppdrag)
    return {
        "recipients": [organisation_ref(catalogue, body, element.document) for body in element.recipients],
        "followed_by": [organisation_ref(catalogue, body, element.document) for body in element.followed_by],
        "given_by": organisation_ref(catalogue, element.given_by) if element.given_by else None,
    }


def _styrtal(_: Catalogue, element: Element) -> dict[str, Any]:
    assert isinstance(element, Styrtal)
    values = {name: value_out(getattr(element, name)) for name in ("outcome", "target", "long_term")}
    return {"values": values, "better": element.better, "note": element.note}


def _risk(catalogue: Catalogue, element: Element) -> dict[str, Any]:
    assert isinstance(element, Risk)
    measures = [
        MeasureOut(text=measure.text, citations=citations_of(catalogue, element.document, measure.evidence))
        for measure in element.measures
    ]
    plain = ("area", "likelihood", "consequence", "score", "method", "frequency", "responsible")
    return {"measures": measures, **{name: getattr(element, name) for name in plain}}


def _beredning(catalogue: Catalogue, element: Element) -> dict[str, Any]:
    assert isinstance(element, Beredning)
    body = organisation_ref(catalogue, element.organisation, element.document) if element.organisation else None
    return {"names": list(element.names), "organisation": body}


def _budgetpost(_: Catalogue, element: Element) -> dict[str, Any]:
    assert isinstance(element, Budgetpost)
    values = {amount.column: value_out(amount.value) for amount in element.amounts}
    return {"values": values, "unit": element.unit, "table": element.table}


def _malbild(_: Catalogue, element: Element) -> dict[str, Any]:
    assert isinstance(element, Malbild)
    return {"group": element.group}


def _strategi(_: Catalogue, element: Element) -> dict[str, Any]:
    assert isinstance(element, Strategi)
    return {"effect": element.effect}


OWN: dict[str, Callable[[Catalogue, Element], dict[str, Any]]] = {
    "uppdrag": _uppdrag,
    "styrtal": _styrtal,
    "risk": _risk,
    "beredning": _beredning,
    "budgetpost": _budgetpost,
    "malbild": _malbild,
    "strategi": _strategi,
}


def element_out(catalogue: Catalogue, element: Element) -> ElementOut:
    """An Element of the contract with its type's own fields."""
    own = OWN[element.type](catalogue, element) if element.type in OWN else {}
    return ElementOut(
        id=element.id, iri=str(catalogue.iris.element(element.id)), type=element.type, term=element.term,
        year=element.year, number=element.number, series=element.series, text=element.text,
        document=document_out(catalogue, catalogue.get_document(element.document)),
        objective=_optional_ref(catalogue, element.objective), part_of=_optional_ref(catalogue, element.part_of),
        citations=citations_of(catalogue, element.document, element.evidence),
        correction=correction_out(catalogue, element), **own,
    )  # fmt: skip


def correction_out(catalogue: Catalogue, element: Element) -> CorrectionNote | None:
    """Who corrected an element, when and why, and what the source was read to say."""
    effect = catalogue.corrections.get(element.id)
    if effect is None:
        return None
    told = {name: effect["decision"][name] for name in ("by", "made", "note", "action")}
    return CorrectionNote(**told, read=effect["read"], source_changed=effect["how"] == "changed")


def linked_element_out(catalogue: Catalogue, element: Element) -> ElementOut:
    """An Element with all that it is linked to: its parts, what measures or serves it, its steps over the years."""
    near = catalogue.by_document.get(element.document, ())
    linked = {
        "parts": [element_ref(catalogue, e) for e in near if e.part_of == element.id],
        "serves": [element_ref(catalogue, e) for e in near if e.objective == element.id],
        "links": [link_out(catalogue, link).model_dump(by_alias=True) for link in catalogue.links_of(element.id)],
    }
    return element_out(catalogue, element).model_copy(update=linked)


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
