"""Questions to try, made from what a release holds; no document is known by name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from api.catalogue import Catalogue
from api.settings import Settings
from api.wiring import open_service
from ontology.model import DocumentKind, Element, Styrtal, Uppdrag

SHORT = 90


def suggest_questions(settings: Settings, count: int = 3) -> list[str]:
    """Up to `count` questions that the newest plan has answers to."""
    return list(islice(dict.fromkeys(_questions(open_service(settings).catalogue)), count))


def _questions(catalogue: Catalogue) -> Iterator[str]:
    year = catalogue.newest_year()
    plans = {d.id for d in catalogue.documents.values() if d.kind is DocumentKind.VERKSAMHETSPLAN and d.year == year}
    elements = [e for e in catalogue.elements.values() if e.document in plans]
    yield from islice(_targets(elements), 1)
    if any(e.type == "malsattning" for e in elements):
        yield f"Vilka målsättningar finns i planen {year}?"
    yield from islice(_tasks(catalogue, elements), 1)
    if any(e.type == "vision" for e in elements):
        yield "Vad är visionen?"
    if any(e.type == "risk" for e in elements):
        yield f"Vilka risker finns i internkontrollplanen {year}?"


def _targets(elements: list[Element]) -> Iterator[str]:
    for e in elements:
        if isinstance(e, Styrtal) and e.target and e.target.value is not None and plain(e.text):
            yield f"Vad är årets målvärde för ”{e.text}” i planen {e.year}?"


def plain(text: str) -> bool:
    """Whether a styrtal's name reads well inside a question."""
    return len(text) <= SHORT and not set(text) & set("()\"”;:")


def _tasks(catalogue: Catalogue, elements: list[Element]) -> Iterator[str]:
    years = {d.year for d in catalogue.documents.values() if d.kind is DocumentKind.VERKSAMHETSPLAN}
    for e in elements:
        if isinstance(e, Uppdrag) and e.number and e.year - 1 in years:
            yield f"Vilka uppdrag är nya i planen {e.year} jämfört med {e.year - 1}?"
        elif isinstance(e, Uppdrag) and e.number:
            yield f"Vad säger uppdrag {e.number} i planen {e.year}?"
