"""Uppdrag: numbered ones with their series, lettered parts, recipients, and who is to follow them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.outline import Piece
from ingest.recognise.bodies import Bodies
from ingest.recognise.goals import Goals
from ingest.recognise.leads import Lead
from ingest.recognise.naming import Names, evidence, short
from ingest.recognise.uppdrag_places import Found, find_uppdrag
from ontology.model import OrganisationKind, Uppdrag

_FULLMAKTIGE = "RF"


def recognise_uppdrag(pieces: Sequence[Piece], names: Names, year: int, goals: Goals, bodies: Bodies) -> list[Uppdrag]:
    """Every uppdrag in reading order, parts after their whole."""
    found = find_uppdrag(pieces, goals, bodies)
    many = len({f.printed_series for f in found if f.number}) > 1
    objectives = _objectives(pieces, found, goals)
    made: list[Uppdrag] = []
    ids: dict[int, str] = {}
    for f in found:
        from_region = bodies.below_region and (many or _from_fullmaktige(f.lead))
        series = f.printed_series or (_FULLMAKTIGE if from_region else "")
        id_ = names.give("uppdrag", series, f.number or short(f.text))
        ids[f.at] = id_
        lead = f.lead or Lead()
        made.append(
            Uppdrag(
                id=id_,
                document=names.document,
                year=year,
                term=lead.term,
                number=f.number,
                series=series,
                text=f.text,
                recipients=lead.recipients,
                followed_by=lead.followed_by,
                given_by=lead.given_by or _assembly(lead, bodies),
                objective=objectives.get(f.at),
                part_of=ids.get(f.part_of) if f.part_of is not None else None,
                evidence=evidence(pieces[f.at], *lead.said),
            )
        )
    return _with_usual_lead(made, [f.lead for f in found])


def _assembly(lead: Lead, bodies: Bodies) -> str | None:
    """The fullmäktige whose own document gives the uppdrag; measures and activities are decided, not given."""
    return bodies.give(bodies.assembly, OrganisationKind.OVRIG) if bodies.assembly and lead.term == "uppdrag" else None


def _from_fullmaktige(lead: Lead | None) -> bool:
    return bool(lead and lead.given_by and lead.given_by.endswith("fullmaktige"))


def _objectives(pieces: Sequence[Piece], found: Sequence[Found], goals: Goals) -> dict[int, str]:
    """The goal of each uppdrag: the one whose heading it stands under, unless the list is its siblings' too.

    Where several goals stand side by side and only the last is followed by uppdrag, the list belongs to the
    section that they share, and the plan names no goal for it. A plan whose lists all close their sections, one of
    them so shared, does so everywhere: then the list after a section's single goal is the section's too.
    """
    above = {f.at: goal.id for f in found if (goal := goals.above(pieces, f.at))}
    with_list = set(above.values())
    stands = {id_: max(p for p, g in goals.said_at.items() if g == id_) for id_ in with_list}
    shared = {id_ for id_, at in stands.items() if _closes_several(pieces, at, goals, with_list)}
    if shared and not any(_is_followed(pieces, at) for at in stands.values()):
        shared = with_list
    return {at: id_ for at, id_ in above.items() if id_ not in shared}


def _closes_several(pieces: Sequence[Piece], at: int, goals: Goals, with_list: set[str]) -> bool:
    """Whether goals without uppdrag of their own, and no wholes of others, stand before this one in its section."""
    wholes = {goal.part_of for goal in goals.elements}
    before = [g for p, g in goals.said_at.items() if p < at and g not in wholes and _beside(pieces, p, at)]
    return bool(before) and not with_list & set(before)


def _is_followed(pieces: Sequence[Piece], at: int) -> bool:
    """Whether another heading stands after this one in the same section."""
    return any(_beside(pieces, p, at) for p in range(at + 1, len(pieces)))


def _beside(pieces: Sequence[Piece], one: int, other: int) -> bool:
    return pieces[one].kind == "heading" and pieces[one].path[:-1] == pieces[other].path[:-1]


def _with_usual_lead(made: list[Uppdrag], leads: Sequence[Lead | None]) -> list[Uppdrag]:
    """An uppdrag that no lead introduces has the recipients that its series has elsewhere in the plan."""
    usual: dict[str, Counter[tuple[tuple[str, ...], tuple[str, ...], str | None]]] = {}
    for u, lead in zip(made, leads, strict=True):
        if lead and lead.recipients:
            usual.setdefault(u.series or "", Counter())[(u.recipients, u.followed_by, u.given_by)] += 1
    out = []
    for u, lead in zip(made, leads, strict=True):
        if lead is None and u.series in usual:
            recipients, followed_by, given_by = usual[u.series].most_common(1)[0][0]
            u = replace(u, recipients=recipients, followed_by=followed_by, given_by=given_by)
        out.append(u)
    return out
