"""Every named query runs, finds what its head says over the example documents, and is one of few and many enough."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from api.wiring import Service
from graph.store import PLACEHOLDER, find_queries, iri
from ontology.terms import RT

EMPTY = {"uppdrag-without-recipient", "risks-without-measures", "goals-without-styrtal"}
"""Queries for a lack, or of a fact that a plan may not print: no rows is an answer too."""


def params(service: Service) -> Mapping[str, Any]:
    """A value for every placeholder, taken from the release."""
    elements = list(service.catalogue.elements.values())

    def node(id_: str) -> Any:
        return iri(str(service.iris.element(id_)))

    def first(type_: str, **having: object) -> Any:
        return next(e for e in elements if e.type == type_ and all(bool(getattr(e, k)) == v for k, v in having.items()))

    whole = next(e.part_of for e in elements if e.type == "uppdrag" and e.part_of)
    linked = service.catalogue.asserted()[0]
    numbers = {n for e in elements if e.type in ("styrtal", "uppdrag", "malsattning") and (n := e.number)}
    bodies = [iri(str(service.iris.organisation(o))) for o in service.catalogue.organisations]
    return {
        "ar": None, "slag": iri(str(RT.Uppdrag)), "nummer": sorted(numbers), "serie": ["HS", "Ber", "RF", ""],
        "mottagare": bodies, "foljare": bodies, "givare": bodies, "organ": bodies, "helhet": node(whole),
        "styrtal": [node(e.id) for e in elements if e.type == "styrtal"],
        "risk": node(first("risk", measures=True).id), "omrade": first("risk", area=True).area,
        "start": node(linked.source), "nyare": node(linked.target), "fran": 2025, "till": 2026, "sokt": 2025,
        "term": first("malsattning").term,
    }  # fmt: skip


OWN = [q for q in find_queries() if not q.name.startswith("exempel-")]
"""The queries of answers; the others are examples for the endpoint's page."""


@pytest.mark.parametrize("query", OWN, ids=lambda q: q.name)
def test_a_named_query_finds_what_its_head_says(service: Service, query: Any) -> None:
    every = params(service)
    wanted = {name: every[name] for name in set(PLACEHOLDER.findall(query.text))}
    rows = service.store.run_named(query.name, **wanted)
    assert rows or query.name in EMPTY
    assert query.title
    assert query.question.endswith("?")
    assert query.expected


def test_there_are_enough_queries_and_not_too_many() -> None:
    assert 25 <= len(OWN) <= 40


def test_a_count_by_query_is_the_count_of_the_answer(service: Service) -> None:
    rows = service.store.run_named("uppdrag-counts", ar=2025)
    answer = service.answer("Hur många uppdrag finns i planen 2025?")
    assert f"{sum(int(r['antal']) for r in rows)} numrerade uppdrag" in answer.answer


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("Vilka HS-uppdrag finns 2025?", "rt:serie"),
        ("Vilka uppdrag från 2025 finns inte kvar 2026?", "FILTER NOT EXISTS"),
        ("Vilka målsättningar finns i planen 2026?", "Malsattning"),
        ("Vilka uppdrag har beredningen för nära vård 2026?", "rt:mottagare"),
    ],
)
def test_the_query_of_the_given_answer_is_shown(service: Service, question: str, query: str) -> None:
    shown = service.answer(question).sparql or ""
    assert query in shown
    assert shown.count("SELECT") <= 3
