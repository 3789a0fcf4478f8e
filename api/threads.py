"""An element's thread over the years, and what differs between two years, from the asserted links. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from api.catalogue import REPORTS, Catalogue
from api.listing import Wanted, list_elements
from api.models import Changed, Changes, ElementOut, History, Kept, Reported
from api.serialise import citation_out, element_out, link_out
from graph.changes import Change, changes, thread_of
from ontology.model import DocumentKind, Element, Evidence


def is_report(catalogue: Catalogue, element: Element) -> bool:
    """Whether an element stands in a report on a year rather than in a plan for it."""
    return catalogue.get_document(element.document).kind in REPORTS


def history(catalogue: Catalogue, element: Element) -> History:
    """The thread of an element: its appearances, the steps between them, and what reports say of them."""
    steps = [link for link in catalogue.asserted() if {link.source, link.target} <= catalogue.elements.keys()]
    kept = set(thread_of(element.id, steps))
    items = sorted((catalogue.elements[key] for key in kept), key=lambda e: (e.year, e.id))
    return History(
        items=[element_out(catalogue, e) for e in items],
        links=[link_out(catalogue, link) for link in steps if {link.source, link.target} <= kept],
        began=items[0].year, ended=ended(catalogue, items),
        reported=[told for e in items for told in reported(catalogue, e)],
    )  # fmt: skip


def ended(catalogue: Catalogue, items: Sequence[Element]) -> int | None:
    """The last year that a thread stands in, or None while the newest plan of its kind and body has it."""
    last = items[-1]
    home = catalogue.get_document(last.document)
    years = [d.year for d in catalogue.documents.values() if (d.kind, d.organisation) == (home.kind, home.organisation)]
    return None if last.year >= max(years) else last.year


def reported(catalogue: Catalogue, element: Element) -> list[Reported]:
    """What the reports on its year say of an element."""
    return [
        Reported(
            element=element.id,
            year=catalogue.get_document(report.document).year,
            citation=citation_out(
                catalogue, report.document, Evidence(passage=report.passage, quote=report.quote.replace("\t", " "))
            ),
        )
        for report in catalogue.reports_of(element.id)
    ]


def compare(catalogue: Catalogue, older: int, newer: int, element_type: str, organisation: str | None) -> Changes:
    """What the newer year's plans added, dropped, changed and kept of one type of element."""
    before = planned(catalogue, older, element_type, organisation)
    after = planned(catalogue, newer, element_type, organisation)
    found = changes(before, after, catalogue.links)
    return Changes(
        added=_out(catalogue, found.added),
        dropped=_out(catalogue, found.dropped),
        changed=[Changed.model_validate({**_pair(catalogue, c), "change": list(c.change)}) for c in found.changed],
        kept=[Kept.model_validate(_pair(catalogue, c)) for c in found.kept],
        resumed=_out(catalogue, found.resumed),
        resting=_out(catalogue, found.resting),
    )


def planned(catalogue: Catalogue, year: int, element_type: str, organisation: str | None) -> list[Element]:
    """The elements of a type in a year's verksamhetsplaner, or in its other plans where there is none."""
    wanted = Wanted(types=(element_type,), years=(year,), organisation=organisation)
    found = [e for e in list_elements(catalogue, wanted) if not is_report(catalogue, e)]
    main = [e for e in found if catalogue.get_document(e.document).kind is DocumentKind.VERKSAMHETSPLAN]
    return main or found


def _out(catalogue: Catalogue, ids: Iterable[str]) -> list[ElementOut]:
    return [element_out(catalogue, catalogue.get_element(key)) for key in ids]


def _pair(catalogue: Catalogue, change: Change) -> dict[str, object]:
    first, second = _out(catalogue, (change.source, change.target))
    return {"from": change.source, "to": change.target, "from_element": first, "to_element": second}
