"""Printed figures, read by tables and by laws: numbers, ranges, changes, parts, periods."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.model import Part, Value
from ontology.svenska import parse_number, parse_value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 155,7", 1155.7), ("−1 200", -1200.0), ("- 400", -400.0), ("1.200", 1200.0), ("3.8", 3.8), ("0.125", 0.125),
        ("45\u202f600", 45600.0), ("-6\u00a0787,0", -6787.0), ("0", 0.0), ("+2", 2.0), ("12 345 678,9", 12345678.9),
        ("1 2", None), ("12 34", None), ("5 %", None), ("", None), ("1,2,3", None), ("2025-01", None), ("0 123", None),
    ],
)  # fmt: skip
def test_parse_number(text, expected):
    assert parse_number(text) == expected


def figure(**fields):
    return {"text": "", **fields}


RATINGS = (Part(label="Personal", value=3.8), Part(label="Invånare", value=3.9))
VALUES = [
    ("5 av 8", figure(value=5.0, of=8.0)),
    ("Topp 3 av 7", figure(value=3.0, of=7.0)),
    ("3 av 7 regioner", figure(value=3.0, of=7.0, unit="regioner")),
    ("2024: 5 av 8", figure(value=5.0, of=8.0, period="2024")),
    ("5 av 8 (63 %)", figure(value=5.0, of=8.0)),
    ("< 90 dagar", figure(high=90.0, unit="dagar")),
    ("<6%", figure(high=6.0, unit="%")),
    (">90 procent", figure(low=90.0, unit="%")),
    ("≥ 75 %", figure(low=75.0, unit="%")),
    (">= 75 %", figure(low=75.0, unit="%")),
    ("Minst 80 %", figure(low=80.0, unit="%")),
    ("högst 5 procent", figure(high=5.0, unit="%")),
    ("77–80", figure(low=77.0, high=80.0)),
    ("77 - 80", figure(low=77.0, high=80.0)),
    ("6,3–6,1 %", figure(low=6.1, high=6.3, unit="%")),
    ("6,3 % – 6,1 %", figure(low=6.1, high=6.3, unit="%")),
    ("90–100 %", figure(low=90.0, high=100.0, unit="%")),
    ("mellan 90 och 100 %", figure(low=90.0, high=100.0, unit="%")),
    ("-1,3–0,8", figure(low=-1.3, high=0.8)),
    ("−236 – −100", figure(low=-236.0, high=-100.0)),
    ("1-3 gånger per år", figure(low=1.0, high=3.0, unit="gånger per år")),
    ("-236", figure(value=-236.0)),
    ("-1200", figure(value=-1200.0)),
    ("−1 200", figure(value=-1200.0)),
    ("- 400 miljoner kronor", figure(value=-400.0, unit="miljoner kronor")),
    ("45 600", figure(value=45600.0)),
    ("1\u202f155,7", figure(value=1155.7)),
    ("1.200", figure(value=1200.0)),
    ("4,2 mnkr", figure(value=4.2, unit="mnkr")),
    ("2 000 tkr", figure(value=2000.0, unit="tkr")),
    ("0,5 procentenheter", figure(value=0.5, unit="procentenheter")),
    ("3,5 läkare per 1 000 invånare", figure(value=3.5, unit="läkare per 1 000 invånare")),
    ("0", figure(value=0.0)),
    ("81,5", figure(value=81.5)),
    ("100%", figure(value=100.0, unit="%")),
    ("86 % *)", figure(value=86.0, unit="%")),
    ("86 %²", figure(value=86.0, unit="%")),
    ("95 % av patienterna", figure(value=95.0, unit="%")),
    ("Betyg: 3,8", figure(value=3.8)),
    ("Minskning med 15 %", figure(value=15.0, relative=True, unit="%")),
    ("Ökning med 5%", figure(value=5.0, relative=True, unit="%")),
    ("Minskning med 10–15 %", figure(low=10.0, high=15.0, relative=True, unit="%")),
    ("15 % lägre än 2023", figure(value=15.0, relative=True, unit="%")),
    (
        "2023: 703 ton koldioxidekvivalenter inom HS",
        figure(value=703.0, unit="ton koldioxidekvivalenter", period="2023"),
    ),
    ("2023: 45 600 KVÅ-kodade insatser", figure(value=45600.0, unit="KVÅ-kodade insatser", period="2023")),
    ("2023:76%", figure(value=76.0, unit="%", period="2023")),
    ("2021: 77", figure(value=77.0, period="2021")),
    ("86 % (2023)", figure(value=86.0, unit="%", period="2023")),
    ("mars-juni 2025: 82 %", figure(value=82.0, unit="%", period="mars-juni 2025")),
    ("Betyg Personal: 3,8 Invånare: 3,9", figure(parts=RATINGS)),
    ("Betyg: Personal:3,8 Invånare:3,9", figure(parts=RATINGS)),
    (
        "2023: Betyg personal: 3,8 Invånare 3,9",
        figure(parts=(Part(label="personal", value=3.8), RATINGS[1]), period="2023"),
    ),
    (
        "Kvinnor 78 % Män 74 %",
        figure(parts=(Part(label="Kvinnor", value=78.0), Part(label="Män", value=74.0)), unit="%"),
    ),
    (
        "85 % (kvinnor: 86 %, män: 84 %)",
        figure(value=85.0, unit="%", parts=(Part(label="kvinnor", value=86.0), Part(label="män", value=84.0))),
    ),
    ("2022: 75 % 2023: 80 %", figure(parts=(Part(label="2022", value=75.0), Part(label="2023", value=80.0)), unit="%")),
]
TEXT_ONLY = [
    "Se 3a, b, och c", "Beslutas i samband med revidering av Program för hållbar utveckling", "tkr", "3a", "2025-01-31",
    "2025–2027", "24/7", "1177-tjänsten", "31 december 2025", "80 % 2025, 90 % 2026", "minst 80 % och högst 90 %",
    "1 år 3 månader", "12:30", "Öka", "nr 5", "Se mål 3 och styrtal 4", "1 2", "12 34", "Topp av 7", "x", "½",
        "5 eller 6",
    "Minska", "Uppgift saknas", "80 och 90 %", "3b 75 %",
]  # fmt: skip


@pytest.mark.parametrize(("text", "fields"), VALUES, ids=lambda value: value if isinstance(value, str) else "")
def test_parse_value(text, fields):
    assert parse_value(text) == Value(**fields | {"text": " ".join(text.split())})


@pytest.mark.parametrize("text", TEXT_ONLY)
def test_a_cell_without_a_certain_figure_keeps_its_text_alone(text):
    assert parse_value(text, context="(Utfall: 2023)") == Value(text=text)


@pytest.mark.parametrize("text", ["", " ", "-", "–", "—\u00a0", "- -"])
def test_an_empty_cell_is_no_value(text):
    assert parse_value(text) is None


@pytest.mark.parametrize(
    ("context", "period"),
    [
        ("2. Cancervård (prem: mått) (Utfall: 2023)", "2023"), ("(Utfall: mars-juni 2025)", "mars-juni 2025"),
        ("3. Sjukfrånvaron*** ska minska. (Utfall 2023)", "2023"), ("(Utfall: 2023, Mål: 90-100 %)", "2023"),
        ("FoU enkät 2021/2023", None), ("", None), ("(Utfall: ", None),
    ],
)  # fmt: skip
def test_the_row_says_what_period_a_figure_is_about(context, period):
    assert parse_value("56 %", context=context) == Value(text="56 %", value=56.0, unit="%", period=period)


def test_the_cells_own_period_wins():
    assert parse_value("2024: 80 %", context="(Utfall: 2023)").period == "2024"


def swedish(number, decimals, space, minus):
    """A number as a Swedish plan prints it."""
    plain = f"{abs(number):,.{decimals}f}".replace(",", space).replace(".", ",")
    return (minus if number < 0 else "") + plain


NUMBERS = st.tuples(
    st.integers(-(10**9), 10**9), st.integers(0, 3), st.sampled_from([" ", "\u00a0", "\u202f", ""]),
        st.sampled_from("-−–")
)  # fmt: skip


@given(NUMBERS, st.sampled_from(["", " %", "%", " mnkr", " dagar"]))
def test_a_printed_number_is_read_back(case, unit):
    whole, decimals, space, minus = case
    number = whole / 10**decimals
    value = parse_value(swedish(number, decimals, space, minus) + unit)
    assert (value.value, value.unit) == (pytest.approx(number), unit.strip() or None)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["–", "-", " – ", "−"]))
def test_a_printed_range_is_read_back_in_order(one, other, dash):
    value = parse_value(f"{swedish(one, 1, ' ', '-')}{dash}{swedish(other, 1, ' ', '-')} %")
    assert (value.low, value.high, value.unit) == (min(one, other), max(one, other), "%")


@given(st.text("0123456789 ,.-–%:()<>≥avmedÖökning2023Se\t\u00a0", max_size=40))
def test_any_cell_keeps_its_text_and_low_is_not_above_high(text):
    value = parse_value(text, context=text)
    if value is None:
        assert not set(text.strip()) - set("-– \t\u00a0")
        return
    assert value.text == " ".join(text.split())
    assert value.low is None or value.high is None or value.low <= value.high
