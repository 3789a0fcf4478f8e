"""Corrections of what was read: those that hold, and a new one, tried on the release before it is written."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from api.catalogue import Catalogue
from api.models import CorrectionIn, CorrectionOut, DecisionOut
from graph.anchors import Finder, make_anchor
from graph.corrections import apply_corrections
from graph.decisions import DecisionLog, standing
from graph.mapping import reading_to_graph
from graph.validation import validate_graph
from ontology.decisions import Anchor, Correction, Field
from ontology.errors import DecisionError
from ontology.model import ELEMENT_CLASSES, Reading


def list_corrections(catalogue: Catalogue, decided: Sequence[Correction]) -> list[CorrectionOut]:
    """Every correction that holds, the latest first, with the element that it fell on in the serving release."""
    return [_correction(catalogue, one) for one in sorted(decided, key=lambda one: one.made, reverse=True)]


def _correction(catalogue: Catalogue, decision: Correction) -> CorrectionOut:
    effect = next((e for e in catalogue.corrections.values() if e["decision"]["id"] == decision.id), None)
    return CorrectionOut(
        element=effect["element"] if effect else None, action=decision.action, type=decision.target.type,
        year=decision.target.year, text=decision.target.text, fields=dict(decision.fields),
        read=effect["read"] if effect else {}, how=effect["how"] if effect else None,
        decision=DecisionOut(id=decision.id, verdict=decision.action, by=decision.by, made=decision.made,
                             note=decision.note, in_release=effect is not None),
    )  # fmt: skip


def load_corrections(log: DecisionLog) -> list[Correction]:
    """The corrections that hold now."""
    return [one for one in standing(log.load()) if isinstance(one, Correction)]


def correct(catalogue: Catalogue, log: DecisionLog, given: CorrectionIn, by: str) -> Correction:
    """Write a correction; raises `DecisionError` for one that its element cannot hold or that breaks a rule.

    Fields that an earlier correction of the same element changed stay changed.
    """
    fields: dict[str, Field] = {k: tuple(v) if isinstance(v, list) else v for k, v in given.fields.items()}
    before = None if given.action == "add" else _before(catalogue, load_corrections(log), given.element or "")
    if given.action == "upphavd" and before is None:
        raise DecisionError("Elementet har ingen rättelse att häva.")
    target = before.target if before else _target(catalogue, given)
    kept: Mapping[str, Field] = before.fields if before and given.action == "change" else {}
    decision = Correction(
        by=by, note=given.note, target=target, action=given.action, fields={**kept, **fields},
        passage=given.passage, quote=given.quote,
    )  # fmt: skip
    if given.action != "upphavd":
        _try(catalogue, replace(decision, target=_as_shown(catalogue, given, target)))
    return log.add(decision)


def _before(catalogue: Catalogue, decided: Sequence[Correction], element_id: str) -> Correction | None:
    """The correction that holds of an element: as the release knows it, or one that waits for the next."""
    effect = catalogue.corrections.get(element_id)
    held = effect["decision"]["target"] if effect else None
    finder = Finder(catalogue.elements.values())
    for decision in decided:
        found = finder.find(decision.target)
        same = found is not None and found.element.id == element_id
        if same or (held is not None and Anchor(**held) == decision.target):
            return decision
    return None


def _target(catalogue: Catalogue, given: CorrectionIn) -> Anchor:
    if given.action != "add":
        if given.element is None:
            raise DecisionError("Ange elementets id i ”element”.")
        return make_anchor(catalogue.get_element(given.element))
    if not (given.document and given.type and given.text):
        raise DecisionError("Ett tillägg ska ha ”document”, ”type” och ”text”, och ett ”quote” ur dokumentet.")
    if given.type not in ELEMENT_CLASSES:
        raise DecisionError(f"Slaget ”{given.type}” finns inte. Välj bland {', '.join(ELEMENT_CLASSES)}.")
    document = catalogue.get_document(given.document)
    return Anchor(
        id=f"{document.id}/{given.type}-tillagd-{uuid.uuid4().hex[:8]}", document=document.id, type=given.type,
        year=document.year, text=given.text, number=given.number, series=given.series,
    )  # fmt: skip


def _as_shown(catalogue: Catalogue, given: CorrectionIn, target: Anchor) -> Anchor:
    """The element as the release shows it, which may be corrected already."""
    shown = catalogue.elements.get(given.element or "")
    return make_anchor(shown) if shown else target


def _try(catalogue: Catalogue, decision: Correction) -> None:
    """Apply the correction to the release's own document and hold the result to the shapes."""
    document = catalogue.get_document(decision.target.document)
    reading = Reading(
        document=document, passages=tuple(catalogue.passages[document.id].values()),
        elements=tuple(catalogue.by_document.get(document.id, ())),
        organisations=tuple(catalogue.organisations.values()),
    )  # fmt: skip
    corrected = apply_corrections([reading], [decision])
    faults = [finding.message.partition("): ")[2] for finding in corrected.findings]
    if not faults:
        report = validate_graph(reading_to_graph(corrected.readings[0], catalogue.iris), document.id)
        faults = [finding.message for finding in report.findings if finding.severity == "violation"]
    if faults:
        raise DecisionError(" ".join(faults[:3]))
