"""People's corrections applied to what was read: they always win, and what they no longer fit is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.anchors import Finder, How
from ontology.decisions import Correction, Field
from ontology.errors import DecisionError
from ontology.model import ELEMENT_CLASSES, Element, Evidence, Finding, Measure, Organisation, Passage, Reading
from ontology.svenska import fold, parse_value

TEXTS = ("text", "number", "term", "series")
VALUES = ("outcome", "target", "long_term")
BODIES = ("recipients", "followed_by")
RISK_TEXTS = ("area", "likelihood", "consequence", "score", "method", "frequency", "responsible")
CORRECTABLE: Mapping[str, tuple[str, ...]] = {
    kind: (*TEXTS, *{
        "uppdrag": (*BODIES, "given_by"), "styrtal": (*VALUES, "better", "note"), "risk": (*RISK_TEXTS, "measures"),
        "malbild": ("group",), "strategi": ("effect",),
    }.get(kind, ()))
    for kind in ELEMENT_CLASSES
}  # fmt: skip
"""Element type → the fields that a person may correct."""
NEVER_EMPTY = frozenset({"text", "term"})
WANTED = {"better": ("higher", "lower", "range")}


@dataclass(frozen=True, slots=True)
class Effect:
    """A correction that holds: the element that it fell on, how that was found, and what the fields said before."""

    decision: Correction
    element: str
    how: How
    read: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Corrected:
    """Readings after the corrections, what they did, and what a person should see to."""

    readings: tuple[Reading, ...]
    effects: tuple[Effect, ...]
    findings: tuple[Finding, ...]


def apply_corrections(readings: Sequence[Reading], decisions: Iterable[Correction]) -> Corrected:
    """Apply every correction that finds its element; the others, and those whose source has changed, are told of."""
    by_id = {reading.document.id: reading for reading in readings}
    finder = Finder(e for reading in readings for e in reading.elements)
    effects: list[Effect] = []
    findings: list[Finding] = []
    for decision in decisions:
        try:
            reading, effect = _apply(by_id, finder, decision)
        except DecisionError as error:
            findings.append(_finding(decision, str(error)))
            continue
        by_id[reading.document.id] = reading
        effects.append(effect)
        if effect.how == "changed":
            findings.append(_finding(decision, "Källan har ändrats under rättelsen; se efter att den ännu stämmer."))
    return Corrected(tuple(by_id[r.document.id] for r in readings), tuple(effects), tuple(findings))


def _finding(decision: Correction, message: str) -> Finding:
    about = f"Rättelse {decision.id} ({decision.by}, {decision.target.id}): {message}"
    return Finding(severity="warning", message=about, document=decision.target.document, focus=decision.target.id)


def _apply(by_id: Mapping[str, Reading], finder: Finder, decision: Correction) -> tuple[Reading, Effect]:
    if decision.action == "add":
        return _add(by_id, decision)
    found = finder.find(decision.target)
    if found is None:
        raise DecisionError("Elementet finns inte i det som nu är läst. Rättelsen väntar tills det finns.")
    reading = by_id[found.element.document]
    old = next(element for element in reading.elements if element.id == found.element.id)
    if decision.action == "reject":
        return _without(reading, old.id), Effect(decision, old.id, found.how, {})
    new = change(old, decision.fields, reading.organisations)
    read = {name: getattr(old, name) for name in decision.fields}
    kept = tuple(new if element.id == old.id else element for element in reading.elements)
    return replace(reading, elements=kept), Effect(decision, old.id, found.how, read)


def _without(reading: Reading, element_id: str) -> Reading:
    """The reading less one element; its parts stay, and point at nothing."""
    kept = tuple(_unpointed(element, element_id) for element in reading.elements if element.id != element_id)
    return replace(reading, elements=kept)


def _unpointed(element: Element, gone: str) -> Element:
    return replace(
        element,
        part_of=None if element.part_of == gone else element.part_of,
        objective=None if element.objective == gone else element.objective,
    )


def _add(by_id: Mapping[str, Reading], decision: Correction) -> tuple[Reading, Effect]:
    target = decision.target
    reading = by_id.get(target.document)
    if reading is None:
        raise DecisionError("Dokumentet finns inte bland dem som nu är lästa. Tillägget väntar tills det finns.")
    passage = find_quote(reading.passages, decision.passage, decision.quote)
    evidence = Evidence(passage=passage.id, quote=decision.quote or passage.text)
    bare = ELEMENT_CLASSES[target.type](
        id=target.id, document=target.document, year=target.year, text=target.text, number=target.number,
        series=target.series, term=str(decision.fields.get("term") or target.type), evidence=(evidence,),
    )  # fmt: skip
    new = change(bare, decision.fields, reading.organisations)
    how: How = "same" if passage.id == decision.passage else "moved"
    return replace(reading, elements=(*reading.elements, new)), Effect(decision, new.id, how, {})


def find_quote(passages: Sequence[Passage], passage_id: str | None, quote: str | None) -> Passage:
    """The passage that holds a quote, the one named first; raises `DecisionError` where none does."""
    wanted = " ".join((quote or "").split())
    named = [p for p in passages if p.id == passage_id]
    for passage in (*named, *passages):
        if wanted and wanted in " ".join(passage.text.split()):
            return passage
    if named and not wanted:
        return named[0]
    raise DecisionError("Citatet står inte ordagrant i dokumentet. Ange ett stycke och ett citat ur det.")


def change(element: Element, fields: Mapping[str, Field], bodies: Iterable[Organisation]) -> Element:
    """The element with the fields as a person wrote them; raises `DecisionError` for what it cannot hold."""
    allowed = CORRECTABLE[element.type]
    known = list(bodies)
    made: dict[str, Any] = {name: _made(name, raw, allowed, known) for name, raw in fields.items()}
    return replace(element, **made)


def _made(name: str, raw: Field, allowed: Sequence[str], bodies: Sequence[Organisation]) -> object:
    if name not in allowed:
        raise DecisionError(f"Fältet ”{name}” går inte att rätta här. Välj bland {', '.join(allowed)}.")
    if raw is None or raw in ("", ()):
        if name in NEVER_EMPTY:
            raise DecisionError(f"Fältet ”{name}” får inte vara tomt. Avvisa elementet om det inte finns.")
        return () if name in (*BODIES, "measures") else None
    if name in (*BODIES, "measures"):
        several = (raw,) if isinstance(raw, str) else raw
        return tuple(Measure(text=one) if name == "measures" else _body(one, bodies) for one in several)
    if not isinstance(raw, str):
        raise DecisionError(f"Fältet ”{name}” tar en text, inte en lista.")
    if name in WANTED and raw not in WANTED[name]:
        raise DecisionError(f"Fältet ”{name}” ska vara ett av {', '.join(WANTED[name])}.")
    if name in VALUES:
        return parse_value(raw)
    return _body(raw, bodies) if name == "given_by" else raw


def _body(name: str, bodies: Sequence[Organisation]) -> str:
    wanted = fold(name)
    for body in bodies:
        if name == body.id or wanted in map(fold, (body.name, *body.names)):
            return body.id
    names = ", ".join(sorted(body.name for body in bodies))
    raise DecisionError(f"”{name}” är ingen organisation som dokumentet nämner. Det nämner {names}.")
