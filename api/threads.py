"""An element's thread over the years, and what differs between two years, from the asserted links. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from api.catalogue import REPORTS, Catalogue
from api.listing import Wanted, list_elements
from api.models import Changed, Changes, Detail, ElementOut, History, Kept, Reported, Span, Step, UnplacedOut
from api.serialise import citation_out, link_out
from api.serialise_elements import element_out
from graph.changes import Change, changes, find_unplaced, marked_difference, thread_of
from graph.changes import Changes as Between
from graph.differences import WORDED, Difference, differences
from graph.measuring import periods_of
from graph.threads.bodies import Bodies
from ontology.errors import UsageError
from ontology.model import DocumentKind, Element, Evidence, Link


def is_report(catalogue: Catalogue, element: Element) -> bool:
    """Whether an element stands in a report on a year rather than in a plan for it."""
    return catalogue.get_document(element.document).kind in REPORTS


def history(catalogue: Catalogue, element: Element) -> History:
    """The thread of an element: its appearances, the steps between them, and what reports say of them."""
    catalogue = catalogue.home(element.document)
    steps = [link for link in catalogue.asserted() if {link.source, link.target} <= catalogue.elements.keys()]
    kept = set(thread_of(element.id, steps))
    items = sorted((catalogue.elements[key] for key in kept), key=lambda e: (e.year, e.id))
    return History(
        items=[element_out(catalogue, e) for e in items],
        links=[_step(catalogue, link) for link in steps if {link.source, link.target} <= kept],
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
    """What the newer year's plans added, dropped, changed and kept of one type of element.

    Raises `UsageError` for years in the wrong order, and for one that no plan is for: a plan that is not here has
    lost nothing.
    """
    _check_years(catalogue, older, newer)
    before = planned(catalogue, older, element_type, organisation)
    after = planned(catalogue, newer, element_type, organisation)
    found = between(catalogue, before, after)
    return Changes(
        added=_out(catalogue, found.added),
        dropped=_out(catalogue, found.dropped),
        changed=[Changed.model_validate({**_pair(catalogue, c), "change": list(c.change)}) for c in found.changed],
        kept=[Kept.model_validate(_pair(catalogue, c)) for c in found.kept],
        resumed=_out(catalogue, found.resumed),
        resting=_out(catalogue, found.resting),
        unplaced=[
            UnplacedOut(
                element=one.element, side=one.side, candidates=[link_out(catalogue, link) for link in one.candidates]
            )
            for one in find_unplaced(found, catalogue.links)
        ],
    )


def between(catalogue: Catalogue, before: Sequence[Element], after: Sequence[Element]) -> Between:
    """Two years of one type; a pair whose words are the same is changed where a figure, a body or an åtgärd is not."""
    found = changes(before, after, catalogue.links)
    altered = tuple(
        pair for pair in found.kept if any(one.matters for one in _differences(catalogue, pair.source, pair.target))
    )
    kept = tuple(pair for pair in found.kept if pair not in altered)
    return replace(found, changed=(*found.changed, *altered), kept=kept)


def _check_years(catalogue: Catalogue, older: int, newer: int) -> None:
    years = sorted({d.year for d in catalogue.documents.values() if d.kind not in REPORTS})
    missing = [year for year in (older, newer) if year not in years]
    if missing:
        held = ", ".join(map(str, years))
        raise UsageError(f"Ingen plan för {missing[0]} är inläst, så det går inte att jämföra. Välj bland {held}.")
    if older >= newer:
        raise UsageError(f"”from” ska vara ett tidigare år än ”to”, men är {older} och {newer}. Byt plats på dem.")


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
    details = [_detail(one) for one in _differences(catalogue, change.source, change.target)]
    return {
        "from": change.source, "to": change.target, "from_element": first, "to_element": second, "details": details,
    }  # fmt: skip


def _step(catalogue: Catalogue, link: Link) -> Step:
    """A step of a thread with both texts compared."""
    old, new = catalogue.elements[link.source], catalogue.elements[link.target]
    differing = [_detail(one) for one in _differences(catalogue, link.source, link.target)]
    told = link_out(catalogue, link).model_dump(by_alias=True)
    return Step.model_validate({**told, "spans": _spans(old.text, new.text), "details": differing})


def _differences(catalogue: Catalogue, source: str, target: str) -> tuple[Difference, ...]:
    old, new = catalogue.elements[source], catalogue.elements[target]
    printed = [e for document in (old.document, new.document) for e in catalogue.by_document.get(document, ())]
    return differences(old, new, Bodies(catalogue.organisations), periods_of(printed))


def _detail(one: Difference) -> Detail:
    spans = _spans(one.before, one.after) if one.field in WORDED and one.before and one.after else []
    return Detail.model_validate({
        "field": one.field, "kind": one.kind, "from": one.before, "to": one.after, "direction": one.direction,
        "from_period": one.before_period, "to_period": one.after_period, "spans": spans,
    })  # fmt: skip


def _spans(old: str, new: str) -> list[Span]:
    return [Span(op=op, text=text) for op, text in marked_difference(old, new)]
