"""Recognition: small plans written here, and the elements that they give."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest.lines import match_goal
from ingest.outline import Piece
from ingest.reading import read_document
from ingest.recognise.bodies import find_bodies
from ingest.recognise.leads import next_lead
from ingest.recognise.styrtal_cells import direction, split_label
from ingest.recognise.tables import by_year
from ontology.model import Passage, Reading

TITLE = "# Verksamhetsplan 2027\n\nHamnnämnden i Region Nordvik. Beslutad 2026-11-02.\n\n"
COMMITTEES = (
    "Fyra beredningar bistår nämnden: Beredningen för nära fiske, Beredningen för fyrar, "
    "Beredningen för båtar och kajer samt Beredningen för sjöräddning."
)


def read(tmp_path: Path, text: str) -> Reading:
    path = tmp_path / "plan.md"
    path.write_text(TITLE + text, encoding="utf-8")
    return read_document(path)


def elements(reading: Reading, type_: str) -> list[Any]:
    return [e for e in reading.elements if e.type == type_]


def piece(text: str, kind: Any = "paragraph") -> Piece:
    return Piece(Passage(id="p0001", kind=kind, text=text, page=1, section=(), start=0, end=len(text)), (), "", ())


def names_of(text: str) -> tuple[list[str], list[str], str | None]:
    """Who receives and who follows what a lead introduces, and who gives it."""
    bodies = find_bodies([COMMITTEES, "Hamnförvaltningen leds av en direktör."], "Region Nordvik", "Hamnnämnden")
    lead = next_lead(piece(text), None, bodies)
    assert lead is not None
    name = {o.id: o.name for o in bodies.known.values()}
    giver = name[lead.given_by] if lead.given_by else None
    return [name[r] for r in lead.recipients], [name[f] for f in lead.followed_by], giver


FOUR = ["nära fiske", "fyrar", "båtar och kajer", "sjöräddning"]
ALL = [f"Beredningen för {topic}" for topic in FOUR]


@pytest.mark.parametrize(
    ("text", "recipients", "followers", "giver"),
    [
        ("Hamnförvaltningen får i uppdrag:", ["Hamnförvaltningen"], [], None),
        ("Uppdrag till förvaltningen:", ["Hamnförvaltningen"], [], None),
        ("Uppdrag till Hamnnämnd/förvaltning", ["Hamnnämnden", "Hamnförvaltningen"], [], None),
        (
            "Uppdrag från regionfullmäktige till nämnd/förvaltning. Beredningarna följer uppdragen.",
            ["Hamnnämnden", "Hamnförvaltningen"],
            ALL,
            "Regionfullmäktige",
        ),
        ("Uppdrag till Beredningen för fyrar:", ["Beredningen för fyrar"], [], None),
        ("Uppdrag till Beredningen för fyrar och Beredningen för nära fiske:", ALL[1::-1], [], None),
        ("Beredningen för båtar och kajer får i uppdrag:", ["Beredningen för båtar och kajer"], [], None),
        ("Samtliga beredningar får i uppdrag:", ALL, [], None),
        ("Sjöräddningsberedningen ges i uppdrag:", ["Beredningen för sjöräddning"], [], None),
        ("Trafiknämnden och kulturnämnden får i uppdrag:", ["Trafiknämnden", "Kulturnämnden"], [], None),
        ("Tekniska nämnden uppdras att bygga kajer", ["Tekniska nämnden"], [], None),
        ("Regionfullmäktige ger hamnnämnden i uppdrag att", ["Hamnnämnden"], [], "Regionfullmäktige"),
        ("Hamnnämnden ger hamnförvaltningen i uppdrag att", ["Hamnförvaltningen"], [], "Hamnnämnden"),
    ],
)
def test_a_lead_names_receivers_followers_and_giver(
    text: str, recipients: list[str], followers: list[str], giver: str | None
) -> None:
    assert names_of(text) == (recipients, followers, giver)


def test_a_heading_ends_a_lead() -> None:
    bodies = find_bodies([], None)
    lead = next_lead(piece("Hamnnämnden får i uppdrag:"), None, bodies)
    assert next_lead(piece("Ett vanligt stycke."), lead, bodies) == lead
    assert next_lead(piece("Uppföljning", "heading"), lead, bodies) is None


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Nämnden lät Beredningen för nära vård ta över panelerna.", "nära vård"),
        ("Beredningen för nära vård besökte kommunerna.", "nära vård"),
        ("Beredningen för sjukhusvård rapporterade i april.", "sjukhusvård"),
        ("Beredningen för äldre och funktionshindrade får i uppdrag att följa frågan.", "äldre och funktionshindrade"),
    ],
)
def test_what_a_beredning_did_is_no_part_of_its_name(text: str, topic: str) -> None:
    assert [c.topics for c in find_bodies([text], None).committees] == [[topic]]


def test_names_of_one_beredning_are_gathered_with_a_ground() -> None:
    bodies = find_bodies([COMMITTEES, "Beredningen för fyrarna och fyrvaktare ska yttra sig."], None)
    assert [c.topics[0] for c in bodies.committees] == FOUR
    (lit,) = [c for c in bodies.committees if c.topics[0] == "fyrar"]
    assert (lit.topics[1:], lit.ground) == (["fyrarna och fyrvaktare"], "namnens ord är de samma")


def test_a_name_too_many_is_the_one_that_begins_alike() -> None:
    texts = ["Tre beredningar finns: Beredningen för hamn, Beredningen för fyrar, Beredningen för segling."]
    bodies = find_bodies([*texts, "Beredningen för seglats har yttrat sig."], None)
    assert [c.topics for c in bodies.committees] == [["hamn"], ["fyrar"], ["segling", "seglats"]]
    assert "räknar 3" in (bodies.committees[2].ground or "")


@pytest.mark.parametrize(
    ("cell", "number", "text"),
    [
        ("3 a. Båtar i tid", "3a", "Båtar i tid"),
        ("3a Båtar i tid", "3a", "Båtar i tid"),
        ("12. Båtar i tid", "12", "Båtar i tid"),
        ("1 Båtar i tid", "1", "Båtar i tid"),
        ("Båtar i tid", None, "Båtar i tid"),
        ("50-åringar i hamnen", None, "50-åringar i hamnen"),
    ],
)
def test_the_number_of_a_styrtal(cell: str, number: str | None, text: str) -> None:
    assert split_label(cell) == (number, text)


@pytest.mark.parametrize(
    ("text", "way"),
    [("Andelen ska öka", "higher"), ("Utsläppen ska minska", "lower"), ("Antal båtar", None)],
)
def test_the_wanted_direction_is_told_or_null(text: str, way: str | None) -> None:
    assert direction(text) == way


@pytest.mark.parametrize(
    ("headings", "roles", "kept"),
    [
        (("Mål 2027", "Mål 2030"), ("target", "target"), ("target", "long_term")),
        (("Mål 2026", "Mål 2027", "Mål 2028"), ("target",) * 3, ("target", None, "long_term")),
        (("Utfall 2023", "Utfall 2024", "Mål 2024"), ("outcome", "outcome", "target"), (None, "outcome", "target")),
        (("Utfall", "Målvärde"), ("outcome", "target"), ("outcome", "target")),
        (("Mål 2026", "Mål 2027", "Mål på sikt"), ("target", "target", "long_term"), ("target", None, "long_term")),
    ],
)
def test_of_columns_with_one_role_the_years_tell(headings: Any, roles: Any, kept: Any) -> None:
    assert by_year(headings, roles) == kept


def test_lettered_parts_are_uppdrag_of_their_own(tmp_path: Path) -> None:
    text = "## Uppdrag\n\nHamnförvaltningen får i uppdrag:\n\nNr 7. Att ta fram en plan med\n\n"
    text += "a. en karta över kajerna\n\nb. en lista över båtarna\n\nNr 8. Att måla fyren.\n"
    found = elements(read(tmp_path, text), "uppdrag")
    assert [(u.number, u.text) for u in found] == [
        ("7", "Att ta fram en plan med"),
        ("7a", "en karta över kajerna"),
        ("7b", "en lista över båtarna"),
        ("8", "Att måla fyren."),
    ]
    assert [u.part_of for u in found] == [None, found[0].id, found[0].id, None]
    assert {u.recipients for u in found} == {("region-nordvik/hamnforvaltningen",)}


def test_series_as_printed_and_the_unmarked_one_from_fullmaktige(tmp_path: Path) -> None:
    text = "## Uppdrag\n\nUppdrag från regionfullmäktige till nämnd/förvaltning:\n\nNr 9. Att öppna slussen.\n\n"
    text += "Uppdrag till Hamnförvaltningen:\n\nHS nr 9. Att stänga slussen.\n"
    found = elements(read(tmp_path, text), "uppdrag")
    assert [(u.series, u.number, u.id.rsplit("/", 1)[1]) for u in found] == [
        ("RF", "9", "uppdrag-rf-9"),
        ("HS", "9", "uppdrag-hs-9"),
    ]


def test_prose_about_uppdrag_gives_none(tmp_path: Path) -> None:
    text = "## Inledning\n\nNämndens grunduppdrag är oförändrat. Ett basuppdrag ändras inte.\n"
    assert elements(read(tmp_path, text), "uppdrag") == []


def test_a_footnote_and_a_caveat_belong_to_their_styrtal(tmp_path: Path) -> None:
    text = "## Mål 1: Alla hinner\n\n| Styrtal | Utfall | Årets målvärde |\n|---|---|---|\n"
    text += "| 1. Båtar i tid* | 61 % | 70 % |\n| 2. Väntan (bortfall gör värdet osäkert) | 5 | 4 |\n"
    text += "| 3. Fyrar | 2 av 3 | 3 av 3 |\n\n\\* Räknat i maj.\n"
    found = elements(read(tmp_path, text), "styrtal")
    assert [s.note for s in found] == ["Räknat i maj.", "bortfall gör värdet osäkert", None]
    assert (found[2].outcome.value, found[2].outcome.of) == (2.0, 3.0)
    assert {s.objective.rsplit("/", 1)[1] for s in found} == {"malsattning-1"}


def test_a_vision_and_words_of_a_vardegrund(tmp_path: Path) -> None:
    text = "## Vision och värdegrund\n\nNordviks vision lyder:\n\nHavet för alla\n\nTre ord bär värdegrunden.\n\n"
    reading = read(tmp_path, text + "- Lugn – vi väntar in vinden.\n- Mod – vi går ut ändå.\n")
    assert [v.text for v in elements(reading, "vision")] == ["Havet för alla"]
    assert [v.id.rsplit("/", 1)[1] for v in elements(reading, "vardegrund")] == ["vardegrund-lugn", "vardegrund-mod"]


def test_a_malbild_ends_with_its_section(tmp_path: Path) -> None:
    text = "## Målbild 2030\n\n### Den som seglar\n\n- Jag kommer fram\n\n## Organisation\n\n- En chef\n"
    (found,) = elements(read(tmp_path, text), "malbild")
    assert (found.text, found.group) == ("Jag kommer fram", "Den som seglar")


def test_roadmaps_are_named_whole_and_once(tmp_path: Path) -> None:
    text = "Färdplan för barns och ungas segling gäller ännu. Färdplan för fyrar och Färdplan för lotsar väntas.\n\n"
    text += "Att ta fram en färdplan för slussar och återkomma till nämnden. Färdplanen för slussar är klar.\n"
    assert [f.text for f in elements(read(tmp_path, text), "fardplan")] == [
        "Färdplan för barns och ungas segling",
        "Färdplan för fyrar",
        "Färdplan för lotsar",
        "Färdplan för slussar",
    ]


def test_a_risk_has_every_measure_and_the_area_above_it(tmp_path: Path) -> None:
    text = "## Risker\n\n| Område | Risk | Åtgärd |\n|---|---|---|\n| Kaj | Risk att pålar ruttnar | Dykning |\n"
    text += "| | | Provborrning |\n| | Risk att ringar lossnar | Besiktning |\n"
    found = elements(read(tmp_path, text), "risk")
    assert [(r.area, [m.text for m in r.measures]) for r in found] == [
        ("Kaj", ["Dykning", "Provborrning"]),
        ("Kaj", ["Besiktning"]),
    ]


def test_listed_strategies_are_told_by_a_colon_or_their_count(tmp_path: Path) -> None:
    text = "Vi har två strategier som gäller alla.\n\n- Att ro\n- Att segla\n\nMer om strategier.\n\n- Ingen\n"
    assert [s.text for s in elements(read(tmp_path, text), "strategi")] == ["Att ro", "Att segla"]


def unread(reading: Reading) -> list[str]:
    return [p.text.split("\t")[0] for p in reading.passages if p.id in reading.unread]


def test_headings_tables_and_numbered_lists_that_gave_no_element_are_told(tmp_path: Path) -> None:
    text = "## Om planen\n\nText i löpande följd.\n\n"
    text += "## Fokusområden\n\n- Båtar\n- Bryggor\n\n"
    text += "## Våra målsättningar\n\nDe redovisas muntligt.\n\n"
    text += "## Båtar\n\nEtt stycke.\n\n| Båt | Färg |\n|---|---|\n| Eka | Blå |\n\n"
    text += "## Mål 1: Fler båtar\n\n1. Ro dagligen.\n2. Segla på helgen.\n"
    reading = read(tmp_path, text)
    assert unread(reading) == ["Fokusområden", "Våra målsättningar", "Båtar", "1. Ro dagligen."]
    assert [f.message for f in reading.findings] == ["Planen gav inga uppdrag: se efter hur de är uppställda."]


def test_a_heading_above_what_is_read_is_not_told(tmp_path: Path) -> None:
    text = "## Mål och uppdrag\n\n### Mål 1: Fler båtar\n\n### Uppdrag\n\nHamnförvaltningen får i uppdrag:\n\n"
    text += "Nr 7. Att måla fyren.\n\n## Innehåll\n\n- Mål\n- Uppdrag\n"
    assert unread(read(tmp_path, text)) == []


def test_the_plan_years_target_counts_and_one_gone_by_does_not() -> None:
    roles = by_year(("Mål 2026", "Mål 2027", "Mål 2028"), ("target",) * 3, 2027)
    assert roles == (None, "target", "long_term")
    assert by_year(("Mål 2026", "Mål 2027"), ("target",) * 2, 2027) == (None, "target")


CARD = """Risk 4: Nycklar till fyren lämnas ut till fel person

Sannolikhet: 2

Riskvärde: 6

Kontrollmoment: Nyckelskåpet räknas

Kontrollmoment: Kvittenser jämförs

Frekvens: Varje månad

Rapportering: Till nämnden i december
"""


def test_a_risk_may_be_set_out_by_labelled_lines(tmp_path: Path) -> None:
    (risk,) = elements(read(tmp_path, CARD), "risk")
    assert (risk.number, risk.likelihood, risk.score, risk.frequency) == ("4", "2", "6", "Varje månad")
    assert [m.text for m in risk.measures] == ["Nyckelskåpet räknas", "Kvittenser jämförs"]


def test_a_glossarys_risk_is_none(tmp_path: Path) -> None:
    assert not elements(read(tmp_path, "Risk: Något som kan hända.\n\nHantering: Vad man gör åt det.\n"), "risk")


TABLED = """## Uppdrag

| Nr | Uppdrag | Ansvarig nämnd | Klart senast |
|---|---|---|---|
| 1 | Måla fyren | Tekniska nämnden | Maj |
| 2 | Räkna båtarna | Hamnnämnden, trafiknämnden | Juni |
"""


def test_uppdrag_may_be_rows_of_a_table(tmp_path: Path) -> None:
    reading = read(tmp_path, TABLED)
    name = {o.id: o.name for o in reading.organisations}
    found = [(u.number, u.text, [name[r] for r in u.recipients]) for u in elements(reading, "uppdrag")]
    assert found == [
        ("1", "Måla fyren", ["Tekniska nämnden"]),
        ("2", "Räkna båtarna", ["Hamnnämnden", "Trafiknämnden"]),
    ]


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("Mål 1.2 Båtar i tid", "1.2", "Båtar i tid"),
        ("Effektmål A2: Båtar i tid", "A2", "Båtar i tid"),
        ("Mål: Båtar i tid", None, "Båtar i tid"),
    ],
)
def test_the_number_of_a_goal(text: str, number: str | None, rest: str) -> None:
    label = match_goal(text)
    assert label
    assert (label["number"], text[label.end() :].strip()) == (number, rest)


@pytest.mark.parametrize("text", ["Mål 2027 Utfall 2026", "Mål och medel", "Mål 1 och 2 följs upp i mars."])
def test_what_is_no_goal(text: str) -> None:
    assert match_goal(text) is None
