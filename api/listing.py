"""Which elements a listing holds: filters as one value, applied in reading order. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from api.catalogue import Catalogue
from ontology.errors import UsageError
from ontology.model import ELEMENT_CLASSES, Beredning, Document, Element, Risk, Uppdrag
from ontology.svenska.text import ascii_slug, fold

MOST_DOCUMENTS = 1500
"""Documents whose elements are gone through for one list: a region's and its municipalities' of some years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The filters of `/api/elements`; None or empty lets everything through. Names match in part, folded."""

    types: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    document: str | None = None
    organisation: str | None = None
    recipient: str | None = None
    objective: str | None = None
    series: str | None = None
    area: str | None = None
    q: str | None = None


def read_type(word: str) -> str:
    """An element type from its name with or without å, ä, ö ("målsättning"); raises `UsageError`."""
    slug = ascii_slug(word)
    if slug not in ELEMENT_CLASSES:
        raise UsageError(f"”{word}” är inget slag av element. Välj bland {', '.join(ELEMENT_CLASSES)}.")
    return slug


def list_elements(catalogue: Catalogue, wanted: Wanted) -> list[Element]:
    """The elements that pass every filter, by document in reading order; raises `UsageError` for too many documents."""
    tests = [test for name, test in TESTS if getattr(wanted, name) not in (None, ())]
    able = [d for d in catalogue.documents.values() if wanted.document in (None, d.id)]
    if wanted.organisation is not None:
        able = [d for d in able if issued_by(catalogue, d, wanted.organisation)]
    if len(able) > MOST_DOCUMENTS:
        raise UsageError(
            f"Urvalet rymmer {len(able)} dokument, och högst {MOST_DOCUMENTS} läses på en gång. "
            "Välj en organisation eller ett dokument, eller ställ frågan i SPARQL."
        )
    elements = (e for d in able for e in catalogue.by_document[d.id])
    return [e for e in elements if all(test(catalogue, wanted, e) for test in tests)]


def holds_name(needle: str, names: Iterable[str | None]) -> bool:
    """Whether some name is or contains the words asked for, whatever their case."""
    folded = fold(needle)
    return any(folded in fold(name) for name in names if name)


def _body_names(catalogue: Catalogue, bodies: Iterable[str | None]) -> list[str]:
    ids = [body for body in bodies if body]
    known = [catalogue.organisations[body] for body in ids if body in catalogue.organisations]
    return [*ids, *(name for body in known for name in (body.name, *body.names))]


def issued_by(catalogue: Catalogue, document: Document, organisation: str) -> bool:
    """Whether a body (by id or name), or the huvudman that it belongs to, issues a document."""
    return holds_name(organisation, _body_names(catalogue, [document.organisation, document.huvudman]))


def _recipient(catalogue: Catalogue, wanted: Wanted, element: Element) -> bool:
    bodies = list(element.recipients) if isinstance(element, Uppdrag) else []
    return holds_name(wanted.recipient or "", _body_names(catalogue, bodies))


def _objective(catalogue: Catalogue, wanted: Wanted, element: Element) -> bool:
    objective = catalogue.elements.get(element.objective or "")
    return objective is not None and wanted.objective in (objective.id, objective.number)


def _area(_: Catalogue, wanted: Wanted, element: Element) -> bool:
    return isinstance(element, Risk) and holds_name(wanted.area or "", [element.area])


def _words(_: Catalogue, wanted: Wanted, element: Element) -> bool:
    own = (element.number, element.text, element.term)
    measures = [m.text for m in element.measures] if isinstance(element, Risk) else []
    names = element.names if isinstance(element, Beredning) else ()
    text = fold(" ".join(part for part in (*own, *measures, *names) if part))
    return all(word in text for word in fold(wanted.q or "").split())


TESTS: tuple[tuple[str, Callable[[Catalogue, Wanted, Element], bool]], ...] = (
    ("types", lambda _, wanted, e: e.type in wanted.types),
    ("years", lambda _, wanted, e: e.year in wanted.years),
    ("series", lambda _, wanted, e: (e.series or "") == wanted.series),
    ("recipient", _recipient),
    ("objective", _objective),
    ("area", _area),
    ("q", _words),
)
"""The filters that look at an element; its document is chosen before."""
