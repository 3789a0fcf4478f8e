"""What a language model's text is held to: sentences that say what their sources say pass, all others do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.grounding import figures, names, ungrounded
from api.models import AskAnswer, CitationOut, DocumentOut
from api.phrasing.check import check_text

VALUE = (
    "Årets målvärde för styrtal 3, ”Andel hembesök”, är 6,3 % och utfallet 7,1 % enligt verksamhetsplanen 2025. [1]\n"
    "Målvärdet går från 6,9 % i verksamhetsplanen 2024 till 6,3 % i verksamhetsplanen 2025. [1][2]"
)
LIST = (
    "Uppdrag i verksamhetsplanen 2025 om journaler, 2 stycken:\n"
    "Nr 9: Att ta fram en plan för hembesök med Region Granmark. Planen gäller alla kommuner. [3]\n"
    "HS nr 7c: Journaler ska inte föras på papper efter den 14 maj. [4]"
)
PARTIAL = LIST + "\nDet finns ingen verksamhetsplan för 2021 i underlaget."


def citation(n: int, quote: str, year: int = 2025, section: str = "3.1 Målsättningar") -> CitationOut:
    document = DocumentOut(
        id=f"vp-{year}", iri=f"urn:vp-{year}", kind="verksamhetsplan", title=f"Verksamhetsplan {year}", year=year,
        url=f"/dokument/vp-{year}",
    )  # fmt: skip
    return CitationOut(n=n, document=document, section=section, quote=quote, passage=f"p{n}", url=f"/dokument/{n}")


SOURCES = [
    citation(1, "3\tAndel hembesök\t7,1 %\t6,3 %\t5 %"),
    citation(2, "3\tAndel hembesök\t8,0 %\t6,9 %\t5 %", 2024),
    citation(3, "Nr 9. Att ta fram en plan för hembesök med Region Granmark. Planen gäller alla kommuner."),
    citation(4, "7c. Journaler ska inte föras på papper efter den 14 maj."),
]


def composed(answer: str, *numbers: int, status: str = "answered") -> AskAnswer:
    cited = [c for c in SOURCES if c.n in numbers]
    return AskAnswer.model_validate({"id": "a", "status": status, "answer": answer, "citations": cited})


ANSWERS = {"value": composed(VALUE, 1, 2), "list": composed(LIST, 3, 4), "partial": composed(PARTIAL, 3, 4)}
SECOND = "Målvärdet var 6,9 % i verksamhetsplanen 2024 och 6,3 % i verksamhetsplanen 2025. [1][2]"
FIRST = "Enligt verksamhetsplanen 2025 är årets målvärde för styrtal 3 6,3 %, med utfallet 7,1 %. [1]"
NINE = "Nr 9 är att ta fram en plan för hembesök med Region Granmark. [3]\nAlla kommuner omfattas. [3]"
SEVEN = "Enligt HS nr 7c ska journaler inte föras på papper efter den 14 maj. [4]"
HEAD = LIST.splitlines()[0]


@pytest.mark.parametrize(("which", "text"), [
    ("value", f"{FIRST}\n{SECOND}"),
    ("value", f"{FIRST} {SECOND}"),
    ("value", "Årets målvärde för ”Andel hembesök” (styrtal 3) är 6,3 procent och utfallet 7,1 procent enligt "
              f"verksamhetsplanen 2025 [1].\n- {SECOND}"),
    ("value", f"According to verksamhetsplanen 2025: årets målvärde, styrtal 3, 6.3 %, utfallet 7.1 %. [1] {SECOND}"),
    ("value", "Årets målvärde för styrtal 3 är 6,3 % enligt verksamhetsplanen 2025. [1]\n"
              f"Utfallet är 7,1 % för styrtal 3. [1]\n{SECOND}"),
    ("list", f"{HEAD}\n{NINE}\n{SEVEN}"),
    ("list", f"{HEAD}\nNr 9 är att ta fram en plan för hembesök med alla Region Granmarks kommuner. [3]\n{SEVEN}"),
    ("list", f"{HEAD}\n{LIST.splitlines()[1]}\nHS nr 7c lyder: ”Journaler ska inte föras på papper”. [4]\n{SEVEN}"),
])  # fmt: skip
def test_what_says_the_same_in_other_words_passes(which: str, text: str) -> None:
    assert check_text(text, ANSWERS[which]).fault == ""


@pytest.mark.parametrize(("fault", "which", "text"), [
    ("empty", "value", " \n "),
    ("length", "value", f"{FIRST}\n" * 20),
    ("mark", "value", f"{FIRST}\nSå är det."),
    ("mark", "value", f"Detta är svaret. {FIRST}\n{SECOND}"),
    ("mark", "value", f"{FIRST}\n{SECOND[:-6]}[1][3]"),
    ("mark", "value", f"{FIRST} [9]\n{SECOND}"),
    ("mark", "value", f"Sammanfattning:\n{FIRST}\n{SECOND}"),
    ("mark", "value", f"[1] [2]\n{FIRST}\n{SECOND}"),
    ("figure", "value", f"{FIRST}\n{SECOND}".replace("6,9", "6,8")),
    ("figure", "value", f"{FIRST}\n{SECOND}".replace("6,9", "−6,9")),
    ("figure", "value", f"{FIRST}\n{SECOND}".replace("7,1 %", "71 %")),
    ("figure", "value", f"{FIRST}\n{SECOND}".replace("plan 2024", "plan 2023").replace("planen 2024", "planen 2023")),
    ("figure", "value", f"{FIRST} {SECOND}".replace(" [1][2]", " [1]")),
    ("figure", "value", f"{FIRST[:-5]} för fyra år. [1]\n{SECOND}"),
    ("figure", "value", f"{FIRST[:-5]} sedan mars. [1]\n{SECOND}"),
    ("name", "value", f"{FIRST[:-5]} för Storbyn. [1]\n{SECOND}"),
    ("name", "value", f"{FIRST[:-5]} i Region Storbyn. [1]\n{SECOND}"),
    ("name", "list", f"{HEAD}\nHSN ska ta fram en plan för hembesök, nr 9. [3]\n{SEVEN}"),
    ("quote", "value", f"”Andelen hembesök är för låg”. [1]\n{FIRST}\n{SECOND}"),
    ("quote", "list", f"{HEAD}\nNr 9 är att ”inte” ta fram en plan för hembesök. [3]\n{NINE}\n{SEVEN}"),
    ("quote", "list", f"{HEAD}\n{NINE}\nHS nr 7c: Journaler ska föras ”på papper”, ”inte föras”. [4]\n{SEVEN}"),
    ("quote", "list", f"{HEAD}\n{NINE}\nHS nr 7c: ”Journaler ska föras på papper”. [4]\n{SEVEN}"),
    ("turn", "value", f"{FIRST}\n{SECOND}".replace("målvärde för", "utfall för")),
    ("turn", "value", f"{FIRST}\nMålvärdet var 6,3 % i verksamhetsplanen 2024 och 6,9 % 2025. [1][2]"),
    ("turn", "value", f"{FIRST}\n{SECOND}".replace("Målvärdet var", "Målvärdet ökade")),
    ("turn", "value", f"{FIRST}\n{SECOND}".replace("är årets", "är inte årets")),
    ("turn", "value", f"{FIRST}\n{SECOND}".replace("7,1 %", "7,1 procentenheter")),
    ("turn", "value", f"{FIRST}\n{SECOND}".replace("är årets", "är minst årets")),
    ("turn", "value", f"{FIRST}\n{SECOND}".replace("7,1 %", "<7,1 %")),
    ("turn", "value", f"{FIRST[:-5]}, hälften av styrtal 3. [1]\n{SECOND}"),
    ("turn", "list", f"{HEAD}\nNr 9 är att ta fram en plan för hembesök utan Region Granmark. [3]\n{SEVEN}"),
    ("turn lost", "value", f"{FIRST}\n{SECOND}".replace("målvärde för ", "").replace("Målvärdet var", "Det var")),
    ("turn", "list", f"{HEAD}\n{NINE}\n{SEVEN.replace('efter', 'före')}"),
    ("word", "list", f"{HEAD}\n{NINE}\nEnligt HS nr 7c ska hembesök inte föras på papper efter den 14 maj. [4]"),
    ("word", "list", f"{HEAD}\n{NINE.replace('att ta fram', 'att avsluta')}\n{SEVEN}"),
    ("turn", "list", f"{HEAD}\n{NINE.replace('att ta', 'att kanske ta')}\n{SEVEN}"),
    ("turn lost", "list", f"{HEAD}\n{NINE.splitlines()[0]}\n{SEVEN}"),
    ("word", "value", f"Tyvärr är målvärdet 6,3 % för styrtal 3. [1]\n{FIRST}\n{SECOND}"),
    ("word", "value", f"{FIRST}\n{SECOND} Nämnden har lyckats mycket dåligt med hembesök. [1]"),
    ("word", "list", f"{HEAD}\n{NINE}\n{SEVEN}\nStorbyn ska ta fram en plan för hembesök. [3]"),
    ("sign", "value", f"{FIRST}\n{SECOND} Läs mer på www.hembesök.example. [1]"),
    ("sign", "value", f"{FIRST}\n{SECOND} Skriv till a@hembesök. [1]"),
    ("sign", "value", f"**{FIRST[:-4]}** [1]\n{SECOND}"),
    ("sign", "value", f"<b>{FIRST[:-4]}</b> [1]\n{SECOND}"),
    ("sign", "value", f"{FIRST}\n{SECOND}".replace("styrtal", "styr\u202etal")),
    ("citation lost", "value", FIRST),
    ("citation lost", "list", f"{HEAD}\n{NINE}"),
    ("figure lost", "value", f"{SECOND}\nStyrtal 3 finns i verksamhetsplanen 2025. [1]"),
    ("figure lost", "list", f"{HEAD}\n{NINE}\nEnligt HS nr 7c ska journaler inte föras på papper efter maj. [4]"),
    ("citation lost", "list", f"{NINE}\n{SEVEN}"),
    ("citation lost", "list", f"{NINE}\n{HEAD}\n{SEVEN}"),
    ("turn", "value", f"Årets målvärde är 2025 % enligt verksamhetsplanen 6,3. [1]\n{FIRST}\n{SECOND}"),
    ("turn", "value", f"Årets målvärde är 6,3 % och utfallet 6,9 %. [1][2]\n{FIRST}\n{SECOND}"),
    ("turn lost", "list", f"{HEAD}\n{NINE}\nEnligt HS nr 7c ska journaler föras på papper efter den 14 maj. [4]"),
])  # fmt: skip
def test_what_says_anything_else_does_not(fault: str, which: str, text: str) -> None:
    assert check_text(text, ANSWERS[which]).fault == fault


@pytest.mark.parametrize("which", ANSWERS)
def test_the_composed_answer_itself_passes_as_it_is(which: str) -> None:
    assert check_text(ANSWERS[which].answer, ANSWERS[which]).text == ANSWERS[which].answer


def test_a_text_is_brought_to_the_answers_form() -> None:
    text = f"- {FIRST.replace('. [1]', ' [1].')} {SECOND}"
    assert check_text(text, ANSWERS["value"]).text == f"{FIRST}\n{SECOND}"


def test_what_is_missing_is_told_in_our_own_words() -> None:
    text = f"{HEAD}\n{NINE}\n{SEVEN}"
    assert check_text(text, ANSWERS["partial"]).text == f"{text}\n{PARTIAL.splitlines()[-1]}"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=120))
def test_no_noise_passes(noise: str) -> None:
    assert check_text(noise, ANSWERS["value"]).fault or noise.strip() in VALUE


@given(st.decimals("-9999.9", "9999.9", places=1, allow_nan=False))
def test_only_the_figure_itself_passes_however_it_is_written(figure) -> None:
    held = f"Utfallet är {figure} %".replace(".", ",")
    assert ungrounded(f"The outcome is {figure} %", held) == []
    assert ungrounded(f"Utfallet är {figure + 1} %".replace(".", ","), held) != []
    assert ungrounded(f"Utfallet är {-figure} %".replace("-", "−"), held) == [] if not figure else [str(-float(figure))]


@pytest.mark.parametrize(("text", "found"), [
    ("6,3–6,1 %, −4,5 och 1 155,7 mnkr", ["6.3", "6.1", "-4.5", "1155.7"]),
    ("7c, HS3, COVID-19, 2024–2026", ["7.0c", "3.0", "19.0", "2024.0", "2026.0"]),
    ("tjugofem av trettio i mars, one in twelve in May", ["25.0", "30.0", "mars", "12.0", "maj"]),
    ("160\t158 214", ["160.0", "158214.0"]), ("1.2.3 och 10:30", ["1.2.3", "10.0", "30.0"]),
])  # fmt: skip
def test_figures_have_one_form(text: str, found: list[str]) -> None:
    assert figures(text) == found


def test_names_are_what_is_capitalised_within_a_sentence() -> None:
    assert names("Vi ser att Region Granmark växer. Sedan kom HSN. HSN beslutade i Storbyns namn.") == [
        "Region Granmark", "HSN", "HSN", "Storbyns",
    ]  # fmt: skip
    assert ungrounded("Så gör Region Granmarks nämnd.", "Nämnden i Region Granmark") == []
