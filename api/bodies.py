"""The bodies that issue a document, from the names that the reading gives to organisations of the graph. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ontology.model import Beredning, Element, Organisation, OrganisationKind, Reading, Uppdrag
from ontology.svenska.text import ascii_slug, fold

BOARD_WORDS = ("nämnd", "styrelse", "fullmäktige")


def with_issuers(reading: Reading) -> Reading:
    """The reading with `organisation` and `huvudman` of its document as ids of bodies that it describes."""
    document = reading.document
    bodies = {body.id: body for body in reading.organisations}
    top = _identify(bodies, document.huvudman, None)
    issuer = _identify(bodies, document.organisation, top)
    return replace(
        reading,
        document=replace(document, huvudman=top, organisation=issuer),
        organisations=tuple(bodies[key] for key in sorted(bodies)),
    )


def merged_bodies(readings: Iterable[Reading]) -> dict[str, Organisation]:
    """Every body that the readings describe, by id, with the names of all of them."""
    merged: dict[str, Organisation] = {}
    for body in (body for reading in readings for body in reading.organisations):
        known = merged.get(body.id)
        names = tuple(dict.fromkeys((*(known.names if known else ()), *body.names)))
        merged[body.id] = replace(known or body, names=names)
    return merged


def with_shared_committees(readings: Sequence[Reading]) -> list[Reading]:
    """The readings with one id, and every name, for each beredning that documents of one huvudman name alike.

    A name in common is the ground, and is recorded; it is called what the newest plan calls it. Names that only
    resemble each other are left apart here: that they mean one body is for `graph.threads` to find likely.
    """
    newest_first = sorted(readings, key=lambda r: -r.document.year)
    groups: list[list[tuple[int, Organisation]]] = []
    for reading in newest_first:
        for body in (b for b in reading.organisations if b.kind is OrganisationKind.BEREDNING):
            alike = [any(_share_name(body, other) for _, other in group) for group in groups]
            joined = [held for group, same in zip(groups, alike, strict=True) if same for held in group]
            groups = [group for group, same in zip(groups, alike, strict=True) if not same]
            groups.append([*joined, (reading.document.year, body)])
    one = {body.id: _one(group) for group in groups for _, body in group}
    return [_renamed(reading, one) for reading in readings]


def _share_name(body: Organisation, other: Organisation) -> bool:
    names = {fold(name) for name in (body.name, *body.names)}
    return body.part_of == other.part_of and not names.isdisjoint(fold(n) for n in (other.name, *other.names))


def _one(group: Sequence[tuple[int, Organisation]]) -> Organisation:
    """One body of many descriptions, the newest first; its ground tells in which years each name stands."""
    newest = max(group, key=lambda held: held[0])[1]
    years: dict[str, list[int]] = {}
    for year, body in group:
        for name in body.names:
            years.setdefault(name, []).append(year)
    said = "; ".join(f"”{name}” {', '.join(map(str, sorted(set(held))))}" for name, held in years.items())
    grounds = dict.fromkeys(body.ground for _, body in group if body.ground)
    shared = [f"dokumenten har namn gemensamt: {said}"] if len({body.id for _, body in group}) > 1 else []
    return replace(newest, names=tuple(years), ground="; ".join([*grounds, *shared]) or None)


def _renamed(reading: Reading, one: Mapping[str, Organisation]) -> Reading:
    bodies = {body.id: body for body in (one.get(b.id, b) for b in reading.organisations)}
    elements = tuple(_with_bodies(element, one) for element in reading.elements)
    return replace(reading, elements=elements, organisations=tuple(bodies[key] for key in sorted(bodies)))


def _with_bodies(element: Element, one: Mapping[str, Organisation]) -> Element:
    def renamed(*ids: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one[i].id if i in one else i for i in ids))

    if isinstance(element, Beredning) and element.organisation:
        return replace(element, organisation=renamed(element.organisation)[0])
    if isinstance(element, Uppdrag):
        held = (element.recipients, element.followed_by)
        return replace(element, recipients=renamed(*held[0]), followed_by=renamed(*held[1]))
    return element


def _identify(bodies: dict[str, Organisation], name: str | None, top: str | None) -> str | None:
    """The id of the body of that name (or id); a body that is not described yet is added."""
    if name is None or name in bodies:
        return name
    wanted = fold(name)
    known = [key for key, body in bodies.items() if wanted in (fold(n) for n in (body.name, *body.names))]
    if known:
        return min(known, key=len)
    body = _describe(name, top)
    bodies.setdefault(body.id, body)
    return body.id


def _describe(name: str, top: str | None) -> Organisation:
    slug = ascii_slug(name) or "okand"
    if top is None:
        return Organisation(id=slug, name=name, kind=OrganisationKind.HUVUDMAN, names=(name,))
    board = any(word in fold(name) for word in BOARD_WORDS)
    kind = OrganisationKind.NAMND if board else OrganisationKind.OVRIG
    return Organisation(id=f"{top}/{slug}", name=name, kind=kind, names=(name,), part_of=top)
