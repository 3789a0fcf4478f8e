"""An element's thread over the years, and what differs between two years, from the asserted links. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from api.catalogue import REPORTS, Catalogue
from api.listing import Wanted, list_elements
from api.models import Changed, Changes, ElementOut, History, Kept, Reported
from api.serialise import citation_out, element_out, link_out
from ontology.model import DocumentKind, Element, Link

UNCHANGED = "oforandrad"


def thread_of(links: Sequence[Link], element_id: str) -> set[str]:
    """The element with all that it comes from and all that comes from it (not its siblings' other kin)."""
    return _reach(element_id, [(k.source, k.target) for k in links]) | _reach(
        element_id, [(k.target, k.source) for k in links]
    )


def _reach(start: str, steps: Sequence[tuple[str, str]]) -> set[str]:
    reached, front = {start}, {start}
    while front:
        front = {to for source, to in steps if source in front} - reached
        reached |= front
    return reached


def is_report(catalogue: Catalogue, element: Element) -> bool:
    """Whether an element stands in a report on a year rather than in a plan for it."""
    return catalogue.get_document(element.document).kind in REPORTS


def history(catalogue: Catalogue, element: Element) -> History:
    """The thread of an element: its appearances in plans, the steps between them, and what reports say of it."""
    steps = [link for link in catalogue.asserted() if {link.source, link.target} <= catalogue.elements.keys()]
    reached = thread_of(steps, element.id)
    members = [catalogue.elements[key] for key in reached]
    told = [e for e in members if is_report(catalogue, e) and e != element]
    items = sorted((e for e in members if e not in told), key=lambda e: (e.year, e.id))
    kept = {e.id for e in items}
    return History(
        items=[element_out(catalogue, e) for e in items],
        links=[link_out(catalogue, link) for link in steps if {link.source, link.target} <= kept],
        began=items[0].year, ended=ended(catalogue, items), reported=reports(catalogue, told),
    )  # fmt: skip


def ended(catalogue: Catalogue, items: Sequence[Element]) -> int | None:
    """The last year that a thread stands in, or None while the newest plan of its kind and body has it."""
    last = items[-1]
    home = catalogue.get_document(last.document)
    years = [d.year for d in catalogue.documents.values() if (d.kind, d.organisation) == (home.kind, home.organisation)]
    return None if last.year >= max(years) else last.year


def reports(catalogue: Catalogue, told: Iterable[Element]) -> list[Reported]:
    """What reports say of a thread, oldest first."""
    return [
        Reported(element=e.id, year=e.year, citation=citation_out(catalogue, e.document, e.evidence[0]))
        for e in sorted(told, key=lambda e: (e.year, e.id))
        if e.evidence
    ]


def changes(catalogue: Catalogue, older: int, newer: int, element_type: str, organisation: str | None) -> Changes:
    """What the newer year's plans added, dropped, changed and kept of one type of element."""
    before = planned(catalogue, older, element_type, organisation)
    after = planned(catalogue, newer, element_type, organisation)
    ids = {e.id for e in before}, {e.id for e in after}
    steps = [link for link in catalogue.asserted() if link.source in ids[0] and link.target in ids[1]]
    sources, targets = {link.source for link in steps}, {link.target for link in steps}
    return Changes(
        added=_out(catalogue, (e for e in after if e.id not in targets)),
        dropped=_out(catalogue, (e for e in before if e.id not in sources)),
        changed=[_changed(catalogue, link) for link in steps if not _same(link)],
        kept=[Kept.model_validate(_pair(catalogue, link)) for link in steps if _same(link)],
    )


def planned(catalogue: Catalogue, year: int, element_type: str, organisation: str | None) -> list[Element]:
    """The elements of a type in a year's verksamhetsplaner, or in its other plans where there is none."""
    wanted = Wanted(types=(element_type,), years=(year,), organisation=organisation)
    found = [e for e in list_elements(catalogue, wanted) if not is_report(catalogue, e)]
    main = [e for e in found if catalogue.get_document(e.document).kind is DocumentKind.VERKSAMHETSPLAN]
    return main or found


def _same(link: Link) -> bool:
    return set(link.change) <= {UNCHANGED}


def _out(catalogue: Catalogue, elements: Iterable[Element]) -> list[ElementOut]:
    return [element_out(catalogue, e) for e in elements]


def _pair(catalogue: Catalogue, link: Link) -> dict[str, object]:
    ends = catalogue.elements[link.source], catalogue.elements[link.target]
    first, second = (element_out(catalogue, end) for end in ends)
    return {"from": link.source, "to": link.target, "from_element": first, "to_element": second}


def _changed(catalogue: Catalogue, link: Link) -> Changed:
    return Changed.model_validate({**_pair(catalogue, link), "change": list(link.change)})
