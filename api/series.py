"""The styrtal over the years: a point for each appearance of a styrtal, and the threads that tie points together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.catalogue import Catalogue
from api.listing import Wanted, list_elements
from api.models import Ref, Shape, ValueOut
from api.serialise import element_ref, passage_url
from api.serialise_elements import value_out
from api.tables import Cell
from graph.links import threads_of
from ontology.model import Element, Styrtal

VALUES = ("outcome", "target", "long_term")
PARTS = ("value", "low", "high", "unit", "period")
COLUMNS = (
    "thread", "year", "element", "term", "number", "text", "document", "title", "kind", "organisation", "objective",
    *(column for name in VALUES for column in (name, *(f"{name}_{part}" for part in PARTS))), "better", "note", "url",
)  # fmt: skip


class SeriesPoint(Shape):
    """A styrtal as one document has it; `thread` is the identifier of its thread's first element, its own if alone."""

    thread: str
    year: int
    element: str
    iri: str
    term: str
    number: str | None = None
    text: str
    document: str
    title: str
    kind: str
    organisation: str | None = None
    objective: Ref | None = None
    outcome: ValueOut | None = None
    target: ValueOut | None = None
    long_term: ValueOut | None = None
    better: str | None = None
    note: str | None = None
    url: str | None = None


class SeriesPage(Shape):
    """Points by thread and year."""

    items: list[SeriesPoint]
    total: int


def find_series(catalogue: Catalogue, element_id: str = "", organisation: str = "", q: str = "") -> list[SeriesPoint]:
    """Every styrtal's points, threads in the order of their first year; narrowed to one thread, a body, some words."""
    catalogue = catalogue.home(element_id.partition("/")[0])
    styrtal = list_elements(catalogue, Wanted(types=("styrtal",), organisation=organisation or None))
    homes = {id(home): home for home in (catalogue.home(e.document) for e in styrtal)}
    threads_by_first = threads_of(link for home in homes.values() for link in home.links)
    thread_of = {member: first for first, members in threads_by_first.items() for member in members}
    points = [_point(catalogue, e, thread_of) for e in styrtal if isinstance(e, Styrtal)]
    wanted = thread_of.get(element_id, element_id)
    words = q.lower().split()
    threads = {
        point.thread for point in points
        if wanted in ("", point.thread) and organisation.lower() in (point.organisation or "").lower()
        and all(word in point.text.lower() for word in words)
    }  # fmt: skip
    began: dict[str, int] = {}
    for point in points:
        began[point.thread] = min(point.year, began.get(point.thread, point.year))
    kept = [point for point in points if point.thread in threads]
    return sorted(kept, key=lambda point: (began[point.thread], point.thread, point.year, point.element))


def _point(catalogue: Catalogue, element: Styrtal, thread_of: Mapping[str, str]) -> SeriesPoint:
    document = catalogue.get_document(element.document)
    objective: Element | None = catalogue.elements.get(element.objective or "")
    first = next(iter(element.evidence), None)
    return SeriesPoint(
        thread=thread_of.get(element.id, element.id), year=element.year, element=element.id,
        iri=str(catalogue.iris.element(element.id)), term=element.term, number=element.number, text=element.text,
        document=document.id, title=document.title, kind=str(document.kind),
        organisation=catalogue.organisation_name(document.organisation),
        objective=element_ref(catalogue, objective) if objective else None,
        outcome=value_out(element.outcome), target=value_out(element.target), long_term=value_out(element.long_term),
        better=element.better, note=element.note, url=passage_url(document.id, first.passage) if first else None,
    )  # fmt: skip


def to_cells(point: SeriesPoint) -> Iterator[Cell]:
    """A point's row under `COLUMNS`: each value as printed, then its figures as numbers."""
    for name in COLUMNS:
        value = getattr(point, name, None)
        if name == "objective":
            yield value.name if value else ""
        elif name in VALUES:
            yield value.text if value else ""
        elif name.startswith(VALUES):
            of, _, part = name.rpartition("_")
            held = getattr(getattr(point, of), part, None)
            yield "" if held is None else held
        else:
            yield "" if value is None else value
