"""Elements → their shape of the contract: what all have, and each type's own fields. Pure, as `api.serialise`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.catalogue import Catalogue
from api.models import CorrectionNote, ElementOut, MeasureOut, PartOut, Ref, ValueOut
from api.serialise import citations_of, document_out, element_ref, link_out, organisation_ref
from ontology.model import Beredning, Budgetpost, Element, Malbild, Risk, Strategi, Styrtal, Uppdrag, Value


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


def _optional_ref(catalogue: Catalogue, element_id: str | None) -> Ref | None:
    element = catalogue.elements.get(element_id or "")
    return element_ref(catalogue, element) if element else None


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
