"""What differs between two appearances: figures against their targets, one measurement printed twice, åtgärder."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.changes import changes, find_unplaced
from graph.differences import Difference, differences
from graph.measuring import direction_of, is_same_value, periods_of
from ontology.model import Link, Measure, Risk, Styrtal, Uppdrag, Value
from ontology.svenska import parse_value

PLAN = "region-alvmarken-namnden-verksamhetsplan"


def styrtal(year: int, outcome: str | None = None, target: str | None = None, **more: Any) -> Styrtal:
    document = f"{PLAN}-{year}"
    number = more.pop("number", "1")
    values: dict[str, Any] = {
        name: parse_value(text) if text else None
        for name, text in (("outcome", outcome), ("target", target), ("long_term", more.pop("long_term", None)))
    }
    return Styrtal(
        id=f"{document}/styrtal-{number}", document=document, year=year, term="styrtal", number=number,
        **{"text": "Andel besök inom 90 dagar", **more}, **values,
    )  # fmt: skip


def told(old: Any, new: Any) -> list[tuple[Any, ...]]:
    """(field, kind, before, after, direction) of every difference."""
    found = differences(old, new, periods=periods_of([old, new]))
    return [(d.field, d.kind, d.before, d.after, d.direction) for d in found]


@pytest.mark.parametrize(
    ("before", "after", "target", "better", "direction"),
    [
        ("60 %", "65 %", "80 %", "higher", "towards"),
        ("60 %", "55 %", "80 %", "higher", "away"),
        ("85 %", "90 %", "80 %", "higher", "level"),
        ("6,5 %", "6,2 %", "5,8 %", "lower", "towards"),
        ("6,5 %", "7 %", "5,8 %", "lower", "away"),
        ("74", "76", "77–80", "range", "towards"),
        ("79", "84", "77–80", "range", "away"),
        ("78", "79", "77–80", "range", "level"),
        ("4 av 8", "5 av 8", "6 av 8", "higher", "towards"),
        ("5 av 8", "5 av 10", "6 av 8", "higher", "away"),
        ("60 %", "65 %", "80 %", None, "towards"),
        ("9", "7", "5", None, "towards"),
        ("-1200", "-600", "-236", None, "towards"),
        ("703 ton", "650 ton", "Minskning med 15 %", "lower", "towards"),
        ("703 ton", "650 ton", "Minskning med 15 %", None, "towards"),
        ("8 940", "10 120", "Ökning med 15 %", None, "towards"),
        ("41 %", "8 940", "Ökning med 15 %", None, None),
        ("personal 3,4 patienter 4,1", "personal 3,5 patienter 4,1", "personal 3,7 patienter 4,1", None, "towards"),
        ("personal 3,4 patienter 4,1", "personal 3,5 patienter 3,9", "personal 3,7 patienter 4,1", None, None),
        ("60 %", "12 dagar", "80 %", "higher", None),
        ("många", "65 %", "80 %", "higher", None),
        ("60 %", "65 %", None, None, None),
        ("27 %", "24 %", "< 20 %", None, "towards"),
        ("> 80 %", "> 85 %", "> 90 %", "higher", "towards"),
        ("> 80 %", "> 75 %", None, "higher", "away"),
        ("60 %", "65 %", None, "lower", "away"),
    ],
)
def test_outcome_moves_towards_its_target_or_away(before, after, target, better, direction):
    old, new = styrtal(2031, before, target, better=better), styrtal(2032, after, target, better=better)
    assert direction_of(old, new) == direction


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("95%", "95 %", True), ("95 %", "96 %", False), ("77–80", "80–77", True), ("5 av 8", "5 av 9", False),
        ("inom spannet 77-80", "77–80", True), ("Beslutas senare", "beslutas  senare", True), ("0", "Ej mätt", False),
    ],
)  # fmt: skip
def test_same_figure_however_it_is_printed(one: str, other: str, same: bool):
    values = [parse_value(text) or Value(text=text) for text in (one, other)]
    assert is_same_value(*values) is same


def test_one_measurement_printed_twice_is_no_new_one():
    old = styrtal(2031, "56 %", "65 %", text="Andel besök inom 90 dagar (Utfall: 2029)")
    new = styrtal(2032, "56%", "65 %", text="Andel besök inom 90 dagar (Utfall: 2029)")
    assert told(old, new) == [("outcome", "same", "56 %", "56%", None)]
    assert not differences(old, new, periods=periods_of([old, new]))[0].matters
    later = replace(new, text="Andel besök inom 90 dagar (Utfall: 2030)")
    assert told(old, later) == [("outcome", "repeated", "56 %", "56%", None)]
    assert told(replace(old, text="Andel besök inom 90 dagar"), new)[0][1] == "repeated"


def test_lettered_styrtal_has_the_period_of_its_lead():
    lead = styrtal(2031, "Se 3a och 3b", number="3", text="Väntan (Utfall: 2029)", objective="g")
    first, other = styrtal(2031, "56 %", number="3a", objective="g"), styrtal(2031, "9 %", number="4a", objective="g")
    own = styrtal(2031, "12 % (Utfall: 2028)", number="3b", text="Telefon (Utfall: 2028)", objective="g")
    found = periods_of([lead, first, other, own])
    assert (found[first.id], found[own.id], other.id in found) == ("2029", "2028", False)


def test_definition_target_and_outcome_are_told_apart():
    old = styrtal(2031, "60 %", "80 %", better="higher", long_term="90 %")
    new = styrtal(2032, "65 %", "85 %", better="higher", number="2", text="Andel besök inom 60 dagar")
    assert told(old, new) == [
        ("definition", "changed", "Andel besök inom 90 dagar", "Andel besök inom 60 dagar", None),
        ("number", "changed", "1", "2", None),
        ("target", "changed", "80 %", "85 %", None),
        ("long_term", "dropped", "90 %", None, None),
        ("outcome", "changed", "60 %", "65 %", "towards"),
    ]
    assert [d.matters for d in differences(old, new)] == [True, False, True, True, True]


def test_a_cell_that_points_elsewhere_is_no_figure_that_went():
    assert told(styrtal(2031, "Se 1a och b", "Se 1a"), styrtal(2032)) == []


def risk(year: int, *measures: str, **more: Any) -> Risk:
    document = f"{PLAN}-{year}"
    return Risk(
        id=f"{document}/risk-1", document=document, year=year, term="risk", text="Risk för dimma vid plattan",
        measures=tuple(Measure(text=text) for text in measures), **more,
    )  # fmt: skip


def test_risk_tells_of_its_figures_and_each_measure():
    monthly, weekly = "Kontrollera belysningen varje månad", "Kontrollera belysningen varje vecka"
    old = risk(2031, monthly, "Utbilda piloterna", likelihood="3", score="9")
    new = risk(2032, "Köp in nya lampor till lasarettet", weekly, likelihood="2", score="9")
    assert told(old, new) == [
        ("likelihood", "changed", "3", "2", None),
        ("measures", "changed", monthly, weekly, None),
        ("measures", "dropped", "Utbilda piloterna", None, None),
        ("measures", "added", None, "Köp in nya lampor till lasarettet", None),
    ]


def uppdrag(year: int, number: str, *recipients: str, **more: Any) -> Uppdrag:
    document = f"{PLAN}-{year}"
    return Uppdrag(
        id=f"{document}/uppdrag-{number}", document=document, year=year, term="uppdrag", number=number,
        recipients=tuple(f"region-alvmarken/{name}" for name in recipients), text="Att bygga en platta.", **more,
    )  # fmt: skip


def test_renamed_recipient_is_the_same_and_a_new_one_is_told():
    old = uppdrag(2031, "1", "beredningen-for-psykiatri", series="Ber")
    assert told(old, uppdrag(2032, "1", "beredningen-for-psykisk-halsa", series="Ber")) == []
    moved = differences(old, uppdrag(2032, "4", "vardforvaltningen", series="HS"))
    assert moved == (
        Difference(field="number", kind="changed", before="Ber 1", after="HS 4"),
        Difference(
            field="recipients", kind="changed", before="beredningen for psykiatri", after="vardforvaltningen"
        ),
    )  # fmt: skip


def test_what_could_not_be_placed_is_listed_with_what_might_place_it():
    old, new = [uppdrag(2031, n) for n in "123"], [uppdrag(2032, n) for n in "456"]

    def link(i: int, j: int, status: str, score: float) -> Link:
        return Link(source=old[i].id, target=new[j].id, change=(), score=score, method="text", status=status)

    links = [link(0, 0, "proposed", 0.9), link(1, 1, "candidate", 0.4), link(1, 0, "candidate", 0.5),
             link(2, 2, "rejected", 0.4)]  # fmt: skip
    listed = find_unplaced(changes(old, new, links), links)
    assert [(one.element[-1], one.side, [k.score for k in one.candidates]) for one in listed] == [
        ("2", "dropped", [0.5, 0.4]), ("5", "added", [0.4]), ("3", "dropped", []), ("6", "added", []),
    ]  # fmt: skip
