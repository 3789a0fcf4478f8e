"""Recognition of what stands on lines by itself: values, notes, introductions, leads in the past, tables' headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.lines import introduced
from ingest.recognise.said_values import said_values
from tests.test_recognise import elements, read


def test_a_footnote_and_an_inherited_caveat_are_evidence_where_they_stand(tmp_path: Path) -> None:
    text = "## Mål 1: Fler båtar\n\n| Styrtal | Utfall | Målvärde |\n|---|---|---|\n"
    text += "| 1. Båtar i tid | 40 %* | 50 % |\n| 2. Kö (Utfall: 2025. Ny metod innebär osäkra tal) | | |\n"
    text += "| 2 a. Kö till kaj | 3 | 2 |\n\n\\* Räknat i maj.\n"
    told = {s.number: (s.note, [e.quote for e in s.evidence]) for s in elements(read(tmp_path, text), "styrtal")}
    assert told["1"] == ("Räknat i maj.", ["1. Båtar i tid\t40 %*\t50 %", "* Räknat i maj."])
    assert told["2a"][0] == "Ny metod innebär osäkra tal"
    assert [quote.split("\t")[0] for quote in told["2a"][1]] == [
        "2 a. Kö till kaj",
        "2. Kö (Utfall: 2025. Ny metod innebär osäkra tal)",
    ]


def test_columns_by_sex_part_the_outcome_beside_them(tmp_path: Path) -> None:
    text = "| Indikator | Utfall 2026 totalt | Kvinnor 2026 | Män | Mål |\n|---|---|---|---|---|\n"
    text += "| Roddare | 71 % | 75 % | 66 % | 80 % |\n"
    (rowers,) = elements(read(tmp_path, text), "styrtal")
    assert [(p.label, p.value) for p in rowers.outcome.parts] == [("Kvinnor", 75.0), ("Män", 66.0)]
    assert (rowers.outcome.value, rowers.outcome.period, rowers.target.text) == (71.0, "2026", "80 %")


@pytest.mark.parametrize(
    ("line", "text", "values"),
    [
        ("Båtar (utfall 2025: 71 %, mål 2027: 75 %)", "Båtar (utfall 2025: 71 %, mål 2027: 75 %)", ("71 %", "75 %")),
        ("Båtar (nu 1,5, mål 3)", "Båtar (nu 1,5, mål 3)", ("1,5", "3")),
        ("Båtar. Nuläge: 12. Målvärde 2027: högst 8. Källa: Hamnboken.", "Båtar.", ("12", "högst 8")),
        ("Båtar i hamn. (Utfall: 2025)", "Båtar i hamn. (Utfall: 2025)", (None, None)),
        ("Båtar (ca 40 fot), och ekor", "Båtar (ca 40 fot), och ekor", (None, None)),
    ],
)
def test_a_line_may_say_its_own_values(line: str, text: str, values: tuple[str | None, str | None]) -> None:
    said = said_values(line, 2027)
    assert said.text == text
    assert tuple(said.values.get(role, (None, None))[1] for role in ("outcome", "target")) == values


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Nämndens mål för året är:", "mål"),
        ("Följande nyckeltal följs under året:", None),
        ("För att nå målen behöver vi:", None),
        ("Inom följande målområden:", None),
        ("Målen följs upp varje tertial.", None),
    ],
)
def test_a_line_that_introduces_goals_is_told_from_one_on_what_they_need(text: str, term: str | None) -> None:
    assert introduced(text, ["mål", "nämndmål"]) == term


def test_a_malomrade_is_no_goal(tmp_path: Path) -> None:
    found = read(tmp_path, "## Målområde 1: Fiske\n\nText.\n\n### Mål: Fler fiskar\n\n## Målområden\n\n- Kaj\n")
    assert [g.text for g in elements(found, "malsattning")] == ["Fler fiskar"]


@pytest.mark.parametrize(
    ("sentence", "recipients", "giver"),
    [
        ("Regionfullmäktige har gett hamnnämnden i uppdrag att måla.", ["Hamnnämnden"], "Regionfullmäktige"),
        ("Hamnnämnden fick 2026 i uppdrag att måla.", ["Hamnnämnden"], None),
        ("Hamnnämnden har uppdragit åt regiondirektören att måla.", ["Regiondirektören"], "Hamnnämnden"),
        ("Hamnchefen och VD får i uppdrag att måla.", ["Hamnchefen", "VD"], None),
        ("Hamnnämnden och trafiknämnden ska måla.", ["Hamnnämnden", "Trafiknämnden"], None),
    ],
)
def test_past_leads_and_posts_are_heard(
    tmp_path: Path, sentence: str, recipients: list[str], giver: str | None
) -> None:
    reading = read(tmp_path, f"## Uppdrag till nämnden\n\n{sentence}\n")
    name = {o.id: o.name for o in reading.organisations}
    (uppdrag,) = elements(reading, "uppdrag")
    assert [name[r] for r in uppdrag.recipients] == recipients
    assert (name[uppdrag.given_by] if uppdrag.given_by else None) == giver


def test_the_giver_of_a_tables_uppdrag_may_stand_in_the_heading_above_it(tmp_path: Path) -> None:
    text = "## Uppdrag från kommunfullmäktige\n\n| Nr | Uppdrag | Nämnd |\n|---|---|---|\n| 4 | Måla | Hamnnämnden |\n"
    reading = read(tmp_path, text)
    (uppdrag,) = elements(reading, "uppdrag")
    name = {o.id: o.name for o in reading.organisations}
    assert (uppdrag.number, name[uppdrag.given_by], [name[r] for r in uppdrag.recipients]) == (
        "4",
        "Kommunfullmäktige",
        ["Hamnnämnden"],
    )


def test_a_fardplan_is_called_what_it_is_called_most_often(tmp_path: Path) -> None:
    text = "Vi har en färdplan för omställning till nära fiske.\n\nFärdplanen för nära fiske gäller.\n"
    assert [f.text for f in elements(read(tmp_path, text), "fardplan")] == ["Färdplan för nära fiske"]
