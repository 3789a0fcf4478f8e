"""The bodies that issue a document, from the names that the reading gives to organisations of the graph. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ontology.model import Organisation, OrganisationKind, Reading
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
