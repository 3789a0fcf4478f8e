"""Kinds of question that were once misheard, over the example documents: each stands for many."""

from __future__ import annotations

import pytest

from api.wiring import Service
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
