"""Verdicts, comparisons and what is made of parts: figures beside each other, judged only where they can be."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from api.assistant.answers.verdicts import pairs_of, rows_of
from api.wiring import Service
from ontology.model import Evidence, Styrtal, Value
from tests.assistant.conftest import Ask


def styrtal(year: int, outcome: Value | None, target: Value | None, long_term: Value | None = None) -> Styrtal:
    return Styrtal(
        id=f"plan-{year}/s", document=f"plan-{year}", year=year, term="styrtal", text="Sjukfrånvaro",
        evidence=(Evidence(passage="p", quote="Sjukfrånvaro"),), outcome=outcome, target=target, long_term=long_term,
    )  # fmt: skip


def figure(value: float, period: str | None = None) -> Value:
    return Value(text=str(value), value=value, period=period)


@pytest.mark.parametrize(("outcome", "far", "reached"), [(6.0, 4.0, False), (6.0, 9.0, True), (5.0, 4.0, True)])
def test_the_side_that_is_better_is_where_the_long_term_target_lies(outcome: float, far: float, reached: bool) -> None:
    plan = styrtal(2024, None, figure(5.0), figure(far))
    later = styrtal(2026, figure(outcome, "2024"), figure(4.5), figure(far))
    assert [(p.year, p.reached) for p in pairs_of([plan, later])] == [(2024, reached)]


def test_a_part_of_a_year_is_not_held_to_the_years_target() -> None:
    plan, later = styrtal(2025, None, figure(5.0)), styrtal(2026, figure(4.0, "januari-april 2025"), None)
    assert pairs_of([plan, later]) == []


def test_a_change_in_per_cent_is_not_judged() -> None:
    aim = Value(text="Minskning med 10 %", value=10.0, unit="%", relative=True)
    row = rows_of([styrtal(2026, figure(574.0, "2024"), aim)], [])
    assert [p.reached for p in row] == [None]


def test_a_list_of_those_that_missed_tells_both_figures_of_each(ask: Ask) -> None:
    missed, reached = ask("Vilka styrtal nådde inte målet 2024?"), ask("Vilka styrtal nådde målet 2024?")
    lines = [line for line in missed.answer.splitlines() if "nådde inte målvärdet" in line and not line.endswith(":")]
    assert lines
    assert all(re.search(r"utfallet är .*\d.*målvärdet .*\d", line) for line in lines)
    names = {line.split("”")[1] for line in lines}
    assert not names & {line.split("”")[1] for line in reached.answer.splitlines() if "”" in line}


def test_two_years_outcomes_stand_beside_each_other_with_their_difference(ask: Ask) -> None:
    answer = ask("Minskade klimatpåverkan från engångsmaterial mellan 2023 och 2024?").answer
    assert all(told in answer for told in ("612", "574", "38", "räknat på de två"))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Vilka delar ingår i styrtal 1?", "tarmcancer"),
        ("Vilka uppdrag från 2025 saknar fortsättning 2026?", "nattjour"),
        ("Vilka områden har internkontrollplanen 2025 risker för?", "Ekonomi"),
        ("Hur många delar har uppdrag nr 3 år 2024?", "2 delar"),
        ("Vad kostade personalen i utfallet 2024?", "3 531,2"),
        ("What is the vision of Region Älvmarken?", "Ett gott liv"),
    ],
)
def test_lists_parts_and_costs_are_found_by_how_they_are_asked_for(ask: Ask, question: str, told: str) -> None:
    answer = ask(question)
    assert answer.status == "answered"
    assert told in answer.answer


def test_a_corrected_value_tells_who_corrected_it(service: Service, ask: Ask) -> None:
    answer = ask("Vad är målvärdet för sjukfrånvaron 2026?")
    effect = {"decision": {"by": "redaktör"}, "read": {"target": {"text": "7,7 %"}}}
    catalogue = replace(service.catalogue, corrections={answer.elements[0]: effect})
    corrected = replace(service, catalogue=catalogue).answer("Vad är målvärdet för sjukfrånvaron 2026?")
    assert "redaktör" in corrected.answer
    assert "7,7 %" in corrected.answer
    assert "redaktör" not in answer.answer


@pytest.mark.parametrize("question", ["Har vi nått målen?", "Vilka styrtal når sitt målvärde 2026?"])
def test_a_verdict_on_all_says_how_many_even_where_none_did(question: str, ask: Ask) -> None:
    answer = ask(question)
    assert answer.status == "answered"
    assert re.search(r"\d+ stycken av de \d+", answer.answer)
    assert answer.citations
