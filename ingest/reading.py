"""The reading of a document, from file to plan elements: `read_document` is the room's one door."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ingest.identity import identify
from ingest.layout import lay_out
from ingest.outline import Piece, outline
from ingest.raw import RawDocument
from ingest.readers import SUPPORTED, read
from ingest.recognise.bodies import Bodies, find_bodies
from ingest.recognise.budget import recognise_budget
from ingest.recognise.glossary import without_glossaries
from ingest.recognise.goals import Goals, recognise_goals
from ingest.recognise.named import recognise_committees, recognise_roadmaps
from ingest.recognise.naming import Names
from ingest.recognise.parts import recognise_parts
from ingest.recognise.risk_cards import recognise_risk_cards, with_cards
from ingest.recognise.risks import recognise_risks
from ingest.recognise.statements import (
    recognise_perspectives,
    recognise_targets,
    recognise_values,
    recognise_visions,
)
from ingest.recognise.strategies import recognise_strategies
from ingest.recognise.styrtal import recognise_styrtal
from ingest.recognise.uppdrag import recognise_uppdrag
from ingest.unread import find_unread
from ontology.errors import ReadingError, UsageError
from ontology.model import Document, DocumentKind, Element, Finding, Reading

_REPORTS = {
    DocumentKind.VERKSAMHETSBERATTELSE,
    DocumentKind.DELARSRAPPORT,
    DocumentKind.ARSREDOVISNING,
    DocumentKind.PROTOKOLL,
}


def find_sources(paths: Iterable[Path]) -> list[Path]:
    """Files to read, sorted: the files named, and below each folder every file of a kind that can be read.

    Raises UsageError when a path does not exist or when nothing is found.
    """
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise UsageError(
                f"{path} finns inte. Ange en fil eller en mapp med dokument ({', '.join(sorted(SUPPORTED))})."
            )
        found += [path] if path.is_file() else sorted(p for p in path.rglob("*") if _is_source(p))
    if not found:
        raise UsageError(
            f"Inga dokument hittades. Lägg PDF, DOCX, PPTX, TXT, MD eller HTML i mappen ({', '.join(map(str, paths))})."
        )
    return sorted(dict.fromkeys(found))


def _is_source(path: Path) -> bool:
    return path.is_file() and not path.name.startswith((".", "~$"))


def read_document(path: Path) -> Reading:
    """Read one file whole: passages, elements with evidence, organisations, what was not recognised.

    Raises ReadingError, in Swedish, when the file cannot be read or says nothing.
    """
    return understand(read(path))


def understand(raw: RawDocument) -> Reading:
    """What a file's blocks say. Raises ReadingError when they say nothing."""
    pieces = outline(lay_out(raw))
    if not pieces:
        raise ReadingError(
            f"{raw.path.name} innehåller ingen text. Är det en skannad bild, kör texttolkning (OCR) först."
        )
    document = identify(raw, pieces)
    bodies = find_bodies([p.text for p in pieces], document.huvudman, document.organisation)
    elements = recognise(pieces, document, bodies)
    return Reading(
        document=document,
        passages=tuple(p.passage for p in pieces),
        elements=tuple(elements),
        organisations=tuple(bodies.known[k] for k in sorted(bodies.known)),
        findings=tuple(_findings(document, elements)),
        unread=tuple(find_unread(pieces, elements)),
    )


def recognise(pieces: Sequence[Piece], document: Document, bodies: Bodies) -> list[Element]:
    """Every element of the document, family by family."""
    names, year, pieces = Names(document.id), document.year, without_glossaries(pieces)
    reports = document.kind in _REPORTS  # tells of other plans' goals and uppdrag, gives none
    goals = Goals((), {}) if reports else recognise_goals(pieces, names, year)
    uppdrag = [] if reports else recognise_uppdrag(pieces, names, year, goals, bodies)
    styrtal = recognise_styrtal(pieces, names, year, goals, ended=reports)
    taken = {e.passage for u in uppdrag for e in u.evidence}
    return [
        *recognise_visions(pieces, names, year),
        *recognise_values(pieces, names, year),
        *recognise_targets(pieces, names, year),
        *recognise_perspectives(pieces, names, year),
        *recognise_strategies(pieces, names, year),
        *goals.elements,
        *uppdrag,
        *styrtal,
        *recognise_parts(pieces, names, year, goals, styrtal, taken),
        *with_cards(recognise_risks(pieces, names, year), recognise_risk_cards(pieces, names, year)),
        *recognise_committees(pieces, names, year, bodies),
        *recognise_roadmaps(pieces, names, year),
        *recognise_budget(pieces, names, year),
    ]


def _findings(document: Document, elements: Sequence[Element]) -> Iterable[Finding]:
    if not document.year:
        yield Finding(severity="warning", document=document.id, message="Inget år kunde utläsas ur dokumentet.")
    if document.kind == "verksamhetsplan" and not any(e.type == "uppdrag" for e in elements):
        yield Finding(
            severity="warning", document=document.id, message="Planen gav inga uppdrag: se efter hur de är uppställda."
        )
