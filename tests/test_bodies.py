"""Beredningar that several documents name: one body each, with every name and the ground for it."""

from __future__ import annotations

from dataclasses import replace

from api.bodies import with_shared_committees
from ontology.model import Beredning, Document, DocumentKind, Element, Organisation, OrganisationKind, Reading, Uppdrag

TOP = "region-nordvik"


def reading(year: int, *committees: tuple[str, ...], ground: str | None = None) -> Reading:
    """A plan whose beredningar bear the names given, each the recipient of an uppdrag."""
    document = Document(id=f"plan-{year}", kind=DocumentKind.VERKSAMHETSPLAN, title="Plan", year=year)
    bodies: list[Organisation] = []
    elements: list[Element] = []
    for names in committees:
        name, id_ = names[0], f"{TOP}/{names[0].lower().replace(' ', '-')}"
        kind, of = OrganisationKind.BEREDNING, document.id
        bodies.append(Organisation(id=id_, name=name, kind=kind, names=names, part_of=TOP, ground=ground))
        task = Uppdrag(id=f"{of}/u-{name}", document=of, year=year, term="uppdrag", text="Att ro", recipients=(id_,))
        known = Beredning(id=f"{of}/{name}", document=of, year=year, term="beredning", text=name, organisation=id_)
        elements += [task, known]
    return Reading(document=document, passages=(), elements=tuple(elements), organisations=tuple(bodies))


def bodies_of(readings: list[Reading]) -> dict[str, Organisation]:
    return {body.id: body for r in readings for body in r.organisations}


def test_names_in_common_make_one_body_over_a_year_between() -> None:
    old = reading(2024, ("Beredningen för kaj",))
    between = reading(2025, ("Beredningen för kaj", "Beredningen för hamn"), ground="namnens ord är de samma")
    new = reading(2026, ("Beredningen för hamn",))
    shared = with_shared_committees([old, new, between])
    ((id_, body),) = bodies_of(shared).items()
    assert (id_, body.name) == (f"{TOP}/beredningen-för-hamn", "Beredningen för hamn")
    assert set(body.names) == {"Beredningen för hamn", "Beredningen för kaj"}
    assert body.ground == (
        "namnens ord är de samma; dokumenten har namn gemensamt: "
        "”Beredningen för hamn” 2025, 2026; ”Beredningen för kaj” 2024, 2025"
    )
    for r in shared:
        assert [e.recipients for e in r.elements if isinstance(e, Uppdrag)] == [(id_,)]
        assert [e.organisation for e in r.elements if isinstance(e, Beredning)] == [id_]
    assert [r.document.year for r in shared] == [2024, 2026, 2025]


def test_names_that_only_resemble_each_other_stay_apart() -> None:
    shared = with_shared_committees(
        [reading(2024, ("Beredningen för hamn",)), reading(2025, ("Beredningen för hamnar",))]
    )
    assert {body.ground for body in bodies_of(shared).values()} == {None}
    assert len(bodies_of(shared)) == 2


def test_beredningar_of_another_huvudman_stay_apart() -> None:
    ours, theirs = reading(2024, ("Beredningen för hamn",)), reading(2025, ("Beredningen för hamn",))
    other = tuple(replace(body, id="kommun/b", part_of="kommun") for body in theirs.organisations)
    shared = with_shared_committees([ours, replace(theirs, organisations=other)])
    assert {body.part_of for body in bodies_of(shared).values()} == {TOP, "kommun"}
