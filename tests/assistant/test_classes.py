"""Kinds of question that were once misheard, over the example documents: each stands for many."""

from __future__ import annotations

import pytest

from api.wiring import Service
from ontology.model import Uppdrag
from tests.assistant.conftest import Ask


def test_a_count_of_what_somebody_gave(ask: Ask) -> None:
    answer = ask("Hur många av 2026 års uppdrag är givna av regionfullmäktige?")
    assert answer.interpretation.intent == "count"
    assert answer.status == "answered"


def test_own_uppdrag_are_those_beyond_fullmaktiges(service: Service, ask: Ask) -> None:
    own = ask("Vilka uppdrag ger nämnden 2025 utöver fullmäktiges?")
    assert own.elements
    assert all(service.catalogue.elements[id_].series != "RF" for id_ in own.elements)


def test_who_asks_and_why_is_not_what_is_asked(ask: Ask) -> None:
    plainly = ask("Vilket utfall har sjukfrånvaron?")
    told = ask("Jag har fått brev från oroliga väljare om personalens villkor. Vilket utfall har sjukfrånvaron?")
    assert plainly.status == "answered"
    assert told.elements == plainly.elements


def test_a_part_tells_its_whole(service: Service, ask: Ask) -> None:
    part = next(e for e in service.catalogue.elements.values() if e.type == "uppdrag" and e.part_of and e.number)
    answer = ask(f"Vad säger {part.number} i planen {part.year}?")
    assert {part.id, part.part_of} <= set(answer.elements)


def test_a_letter_may_stand_apart(service: Service, ask: Ask) -> None:
    part = next(e for e in service.catalogue.elements.values() if e.type == "uppdrag" and e.part_of and e.number)
    number, letter = (part.number or "")[:-1], (part.number or "")[-1]
    apart, joined = (ask(f"Vad säger {n} i planen {part.year}?") for n in (f"{number} {letter}", f"{number}{letter}"))
    assert apart.elements == joined.elements


@pytest.mark.parametrize(
    "question",
    [
        "Vad sa fackförbundet om sjukfrånvaron?",
        "Hur har invånarna reagerat på färdplanen för akut omhändertagande?",
        "Vilka risker om rymdfart finns i planen 2026?",
        "Hur hög riskpoäng har risken för läckta uppgifter?",
    ],
)
def test_what_is_not_told_is_no_answer(question: str, ask: Ask) -> None:
    assert ask(question).status in ("not_found", "out_of_scope")


def test_what_lies_nearest_is_marked_as_no_answer(ask: Ask) -> None:
    answer = ask("Hur har invånarna reagerat på färdplanen för akut omhändertagande?")
    first, *rest = answer.answer.split("\n")
    assert "[" not in first
    assert not rest or rest[0].endswith("inte är svaret:")


def test_a_question_put_to_nobody_goes_to_whom_it_fits(two_bodies: Service) -> None:
    answer = two_bodies.answer("Vad är målvärdet för andelen behöriga lärare i byskolorna?")
    assert answer.citations
    assert all(c.document.id.startswith("tallsjo") for c in answer.citations)


def test_a_person_asked_for_beside_something_else_is_told_to_be_missing(ask: Ask) -> None:
    answer = ask("Vad är visionen och vem är ordförande i nämnden?")
    assert answer.status == "partial"
    assert len(answer.answer.split("\n")) > 1
    assert answer.citations


@pytest.mark.parametrize(
    ("plainly", "otherwise"),
    [
        ("Vilket utfall har sjukfrånvaron?", "Vilket utfall har frånvaron på grund av sjukdom?"),
        ("Vilka uppdrag har beredningarna 2025?", "Vilka uppdrag riktas särskilt till beredningarna 2025?"),
        ("Vilka målsättningar finns?", "Vad är målet?"),
    ],
)
def test_the_same_asked_otherwise(plainly: str, otherwise: str, ask: Ask) -> None:
    said = ask(plainly)
    assert said.elements
    assert ask(otherwise).elements == said.elements


def test_a_list_of_a_year_without_a_plan_tells_that_it_lacks(ask: Ask) -> None:
    answer = ask("Vilka risker finns 2019 och 2026?")
    assert answer.status == "partial"
    assert "2019" in answer.answer


def test_years_from_one_to_another_are_all_between(ask: Ask) -> None:
    assert ask("Vilka risker finns i planerna 2024–2026?").interpretation.years == [2024, 2025, 2026]


def test_a_number_is_of_the_plan_that_it_is_said_of(service: Service, ask: Ask) -> None:
    elements = service.catalogue.elements
    pairs = [(elements[link.source], elements[link.target]) for link in service.catalogue.links]
    moved = [(a, b) for a, b in pairs if isinstance(a, Uppdrag) and isinstance(b, Uppdrag) and b.series == "HS"]
    old, new = next((a, b) for a, b in moved if a.number and a.number != b.number and b.year - a.year == 1)
    answer = ask(f"Vilket uppdrag i planen {old.year} motsvarar HS nr {new.number} i planen {new.year}?")
    assert {old.id, new.id} <= set(answer.elements)


@pytest.mark.parametrize("question", ["Vad blir vädret i morgon?", "Vem vann matchen i hockey?"])
def test_words_of_everyday_life_are_no_slips(question: str, ask: Ask) -> None:
    answer = ask(question)
    assert answer.status in ("not_found", "out_of_scope")


def test_another_place_takes_the_place_of_the_first(ask: Ask) -> None:
    then = ask("Hur många läkare finns på sjukhusen?", "Och på vårdcentralerna?")
    assert "läkare" in then.interpretation.entities
    assert "sjukhusen" not in then.interpretation.entities


def test_the_goal_that_an_uppdrag_stands_under(service: Service, ask: Ask) -> None:
    elements = service.catalogue.elements
    uppdrag = next(
        e for e in elements.values() if isinstance(e, Uppdrag) and e.objective and e.series == "HS" and e.year == 2026
    )
    answer = ask(f"Vilken målsättning hör HS nr {uppdrag.number} till i planen 2026?")
    assert {uppdrag.id, uppdrag.objective} <= set(answer.elements)


def test_the_same_number_in_another_plan(service: Service, ask: Ask) -> None:
    answer = ask("Vad säger HS nr 2 i planen 2025?", "Och vad säger samma nummer i planen 2026?")
    told = [service.catalogue.elements[id_] for id_ in answer.elements]
    assert [(e.number, e.year) for e in told if isinstance(e, Uppdrag) and not e.part_of] == [("2", 2026)]


@pytest.mark.parametrize(
    "question",
    [
        "Jämför styrtalen 2026 i hälso- och sjukvårdsnämnden och barn- och utbildningsnämnden",
        "Hur många styrtal har hälso- och sjukvårdsnämnden respektive barn- och utbildningsnämnden?",
    ],
)
def test_bodies_are_set_beside_each_other_where_that_is_asked(question: str, two_bodies: Service) -> None:
    answer = two_bodies.answer(question)
    issuers = [c.document.id.split("-")[0] for c in answer.citations]
    assert set(issuers) == {"region", "tallsjo"}
    assert sorted(issuers) == issuers  # one body after the other, as they are named


def test_one_body_is_asked_where_one_is_named(two_bodies: Service) -> None:
    answer = two_bodies.answer("Hur många styrtal har barn- och utbildningsnämnden?")
    assert {c.document.id.split("-")[0] for c in answer.citations} == {"tallsjo"}


@pytest.mark.parametrize("question", ["Sammanfatta planen för 2026", "Kan du ge en överblick över 2026 års plan?"])
def test_a_plan_in_brief_is_its_goals_and_how_much_it_holds(question: str, service: Service, ask: Ask) -> None:
    answer = ask(question)
    told = {service.catalogue.elements[id_].type for id_ in answer.elements}
    assert {"vision", "malsattning", "uppdrag", "styrtal", "risk"} <= told
    assert {c.document.year for c in answer.citations} == {2026}


@pytest.mark.parametrize("question", ["Jämför 2025 och 2026", "Vad har hänt sedan förra året?"])
def test_two_plans_are_compared_in_what_is_to_be_done(question: str, ask: Ask) -> None:
    answer = ask(question)
    assert answer.interpretation.years == [2025, 2026]
    assert {c.document.year for c in answer.citations} == {2025, 2026}


def test_which_goals_are_not_reached_is_a_verdict(service: Service, ask: Ask) -> None:
    answer = ask("Vilka mål når vi inte?")
    assert {service.catalogue.elements[id_].type for id_ in answer.elements} == {"styrtal"}


def test_the_beredning_asked_for_may_be_one_that_only_follows(service: Service, ask: Ask) -> None:
    committees = {o.id for o in service.knowledge.committees}
    followed = next(
        e for e in service.catalogue.elements.values()
        if isinstance(e, Uppdrag) and e.number and e.year == 2026 and committees & {*e.followed_by}
        and not committees & {*e.recipients}
    )  # fmt: skip
    answer = ask(f"Vilken beredning följer uppdrag nr {followed.number} i planen 2026?")
    assert followed.id in answer.elements
    assert "följas av" in answer.answer


def test_who_decided_a_plan_is_no_uppdrags_giver(service: Service, ask: Ask) -> None:
    answer = ask("Vem beslutade planen för 2025?")
    assert not [id_ for id_ in answer.elements if service.catalogue.elements[id_].type == "uppdrag"]


def test_what_was_in_a_year_is_no_other_years_outcome(ask: Ask) -> None:
    answer = ask("Hur hög var sjukfrånvaron under första halvåret 2017?")
    assert answer.status == "not_found"
    assert not answer.citations or "inte är svaret" in answer.answer
