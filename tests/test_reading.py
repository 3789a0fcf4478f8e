"""Whole documents, read and compared with what a person says stands in them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ingest.examples
from ingest.reading import read_document
from ontology.model import Reading
from tests.plans.making import MADE
from tests.plans.scoring import score, total

EXAMPLES = Path(ingest.examples.__file__).parent
TRUTH: list[dict[str, Any]] = json.loads((EXAMPLES / "truth" / "elements.json").read_text(encoding="utf-8"))
PLANS = ("verksamhetsplan-2024.docx", "verksamhetsplan-2025.pdf", "verksamhetsplan-2026.pptx")


def quickly(names: Iterable[str]) -> list[Any]:
    """The names as parameters: a PDF, which takes a second, is read by `make test` only."""
    return [pytest.param(name, marks=[pytest.mark.whole] if name.endswith(".pdf") else []) for name in names]


@cache
def example(name: str) -> Reading:
    return read_document(EXAMPLES / "documents" / name)


@pytest.mark.parametrize("name", quickly(PLANS))
def test_the_examples_are_read_as_their_truth_says(name: str) -> None:
    scores = score(example(name), [e for e in TRUTH if e["document"] == name])
    print(*(f"{kind:14} {one}" for kind, one in sorted(scores.items())), sep="\n")
    assert {k: s.f1 for k, s in scores.items() if s.f1 < 0.98} == {}
    assert total(scores.values()).wrong == []


@pytest.mark.whole
@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_same_plan_in_another_format_gives_the_same_elements(tmp_path: Path, year: int, suffix: str) -> None:
    pytest.importorskip("reportlab")
    from ingest.examples.make import WRITERS
    from ingest.examples.manuscript import read_manuscript

    manuscript = read_manuscript(EXAMPLES / "manuscripts" / f"verksamhetsplan-{year}.md")
    for key, value in {"sidhuvud": "Region Älvmarken", "sidfot": f"Verksamhetsplan {year}", "grad": "9.5"}.items():
        manuscript.settings.setdefault(key, value)
    path = tmp_path / f"plan{suffix}"
    WRITERS[suffix](manuscript, path)
    whole = total(score(read_document(path), [e for e in TRUTH if e["year"] == year]).values())
    assert (whole.missed, whole.extra) == ([], [])
    assert [w for w in whole.wrong if not w.startswith("note")] == []


@pytest.mark.whole
def test_a_report_gives_no_uppdrag_of_its_own() -> None:
    for name in ("delarsrapport-2025.docx", "verksamhetsberattelse-2024.pdf"):
        assert [e.text for e in example(name).elements if e.type == "uppdrag"] == []


IDENTITIES = {
    "delarsrapport-2025.docx": ("delarsrapport", 2025, None, "antagen", "2025-09-25", "ÄR 2025/742"),
    "fardplan-akut-omhandertagande.docx": ("fardplan", 2025, (2025, 2027), "antagen", "2025-04-24", "ÄR 2024/377"),
    "utvecklingsplan-2025.txt": ("utvecklingsplan", 2025, None, "antagen", "2025-03-13", "ÄR 2024/1203"),
    "verksamhetsberattelse-2024.pdf": ("verksamhetsberattelse", 2024, None, "antagen", "2025-02-20", "ÄR 2025/88"),
    "verksamhetsplan-2024.docx": ("verksamhetsplan", 2024, None, "antagen", "2023-11-23", "ÄR 2023/1147"),
    "verksamhetsplan-2025.pdf": ("verksamhetsplan", 2025, None, "antagen", "2024-11-21", "ÄR 2024/982"),
    "verksamhetsplan-2026.pptx": ("verksamhetsplan", 2026, None, "forslag", None, "ÄR 2025/1066"),
}


TITLES = {
    "delarsrapport-2025.docx": "Delårsrapport januari–augusti 2025",
    "fardplan-akut-omhandertagande.docx": "Färdplan för akut omhändertagande 2025–2027",
    "utvecklingsplan-2025.txt": "Utvecklingsplan för hälso- och sjukvården i Region Älvmarken 2025",
    "verksamhetsberattelse-2024.pdf": "Verksamhetsberättelse 2024",
    "verksamhetsplan-2024.docx": "Verksamhetsplan 2024 för hälso- och sjukvårdsnämnden",
    "verksamhetsplan-2025.pdf": "Verksamhetsplan 2025",
    "verksamhetsplan-2026.pptx": "Verksamhetsplan 2026",
}


@pytest.mark.parametrize("name", quickly(IDENTITIES))
def test_the_examples_say_what_they_are(name: str) -> None:
    document = example(name).document
    told = (document.kind, document.year, document.period, document.status, document.decided, document.dnr)
    assert told == IDENTITIES[name]
    assert (document.organisation, document.huvudman) == ("Hälso- och sjukvårdsnämnden", "Region Älvmarken")
    assert document.title == TITLES[name]


OTHERS = Path(__file__).parent / "plans"
BODIES = (
    *("aldrenamnd.md", "arbetsmarknadsnamnd.html", "arsplan.docx", "arsredovisning.docx", "barnnamnd.txt"),
    *("bilderomsorg.txt", "bildningsnamnd.html", "bokslutkommun.txt", "bostadsbolag.md", "budgetfullmaktige.txt"),
    *("byggnamnd.md", "bykommun.txt", "delarkommun.txt", "delarsrapportnamnd.txt", "delarsregion.txt"),
    *("energiplan.txt", "fardplannaravard.docx", "fastighetsnamnd.txt", "flerarsbudget.txt", "flerarsplan.txt"),
    *("folkhalsonamnd.docx", "folktandvard.docx", "forskola.docx", "forskolenamnd.html", "framtidsvard.txt"),
    *("fritidsnamnd.txt", "fritidsplan.docx", "fullmaktige.txt", "grundskolenamnd.txt", "gymnasieforbund.pdf"),
    *("gymnasieforbundplan.txt", "gymnasienamnd.md", "halsoplan.md", "halsostrategi.txt", "halsovalsplan.txt"),
    *("handlingsplan.html", "handlingsprogram.txt", "hjalpmedelsnamnd.txt", "hogskola.html", "internkontroll.pdf"),
    *("internkontrollhs.txt", "internkontrollkollektiv.txt", "internkontrollkort.md", "internkontrollmatris.txt"),
    *("internkontrollmiljo.txt", "klimatplan.html", "kollektivtrafiknamnd.txt", "kommunberattelse.txt"),
    *("kommunplan.txt", "kommunstyrelse.docx", "kontrollhus.html", "kontrollkommunal.txt", "kontrolltext.txt"),
    *("kulturberattelse.pdf", "kulturforvaltning.txt", "kulturnamnd.md", "kulturplan.txt", "malbudgetkommun.txt"),
    *("malochbudget.txt", "miljonamnd.html", "miljonamndregion.txt", "myndighet.md", "naringsnamnd.txt"),
    *("omsorgsplan.md", "omsorgsplanering.txt", "overformyndarnamnd.txt", "patientnamnd.txt", "primarvard.html"),
    *("prosaplan.txt", "psykiatri.pdf", "raddningsforbund.txt", "raddningstjanst.txt", "regionbudget.pdf"),
    *("regionforvaltning.pdf", "regionfullmaktige.txt", "regionledning.txt", "regionplan.txt", "regionstyrelse.html"),
    *("regiontext.txt", "rektorsplan.txt", "riskanalys.docx", "riskkort.docx", "samhallsplan.txt", "samordning.docx"),
    *("skolnamnd.html", "skolplan.docx", "socialberattelse.txt", "socialnamnd.md", "stadsbyggnadsnamnd.html"),
    *("stadsdelsnamnd.txt", "stadsmiljo.txt", "styrkort.html", "tandvard.pdf", "teknikbilder.txt", "tertial.txt"),
    *("tillganglighet.txt", "trafiknamnd.md", "turistnamnd.docx", "uppdragslista.pdf", "utvecklingsbilder.pptx"),
    *("utvecklingsnamnd.md", "utvecklingsregion.txt", "vardbestallning.txt", "vardnamnd.pdf", "vattenforbund.md"),
    *("vattennamnd.txt", "vgplan.txt", "vuxenplan.txt"),
)
QUICK = frozenset(name for name in BODIES[::4] if name not in MADE)
EACH = [pytest.param(name, marks=[] if name in QUICK else [pytest.mark.whole]) for name in BODIES]
"""`make fast` reads some that need not be made into Word or PDF first, `make test` every one."""


@cache
def other(name: str) -> tuple[Reading, dict[str, Any]]:
    expected = json.loads((OTHERS / name).with_suffix(".json").read_text(encoding="utf-8"))
    if name not in MADE:
        return read_document(OTHERS / name), expected
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        MADE[name](path)
        return read_document(path), expected


def test_every_plan_of_another_body_is_read() -> None:
    assert sorted(p.with_suffix("").name for p in OTHERS.glob("*.json")) == [n.split(".")[0] for n in BODIES]


@pytest.mark.parametrize("name", EACH)
def test_plans_of_other_bodies_are_read_as_expected(name: str) -> None:
    reading, expected = other(name)
    scores = score(reading, expected["elements"])
    whole = total(scores.values())
    assert whole.f1 >= 0.9
    assert (whole.missed, whole.extra, whole.wrong) == ([], [], [])


@pytest.mark.parametrize("name", EACH)
def test_plans_of_other_bodies_say_what_they_are(name: str) -> None:
    reading, expected = other(name)
    said = {key: getattr(reading.document, key) for key in expected["document"]}
    said["period"] = said["period"] and list(said["period"])
    assert said == expected["document"]


KIN = """Verksamhetsplan 2026

Miljönämnden i Älvdals kommun

1 Uppdrag

Uppdrag Tidplan Ansvarig
Ta fram en plan för stadens träd 2026 Miljönämnden
Räkna häckande fåglar vid sjöarna kvartal 2 2026 Miljöchefen

2 Uppföljning

Nyckeltal Senaste utfall Årets mål
2024 2026
Andel besökta badplatser 80 % 95 %
Andel prövade brunnar 60 % 75 %
"""


def test_columns_in_another_order_and_years_below_longer_headings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(KIN, encoding="utf-8")
    reading = read_document(path)
    uppdrag = [(e.text, [b.rsplit("/")[-1] for b in e.recipients]) for e in reading.elements if e.type == "uppdrag"]
    assert uppdrag == [
        ("Ta fram en plan för stadens träd", ["miljonamnden"]),
        ("Räkna häckande fåglar vid sjöarna", ["miljochefen"]),
    ]
    styrtal = [e for e in reading.elements if e.type == "styrtal"]
    assert [(e.text, e.outcome.text, e.outcome.period, e.target.text) for e in styrtal] == [
        ("Andel besökta badplatser", "80 %", "2024", "95 %"),
        ("Andel prövade brunnar", "60 %", "2024", "75 %"),
    ]


def test_what_a_plan_explains_is_emptied_before_it_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(
        "# Plan 2026\n\nFöljande begrepp används:\n\n- Mål: Det som nämnden vill nå.\n- Indikator: Ett mått på det.\n\n"
        "## Mål: Alla hinner fram\n",
        encoding="utf-8",
    )
    assert [e.text for e in read_document(path).elements] == ["Alla hinner fram"]


CORPUS = Path(__file__).parents[1] / ".." / "shared" / "corpus"
"""Real plans, read where they are and never copied; the repository stands without them."""
COUNTS = {
    ("utvecklingsplan", 2025): {},
    ("verksamhetsberattelse", 2024): {},
    ("verksamhetsplan", 2024): {
        **{"vision": 1, "vardegrund": 3, "malbild": 5, "perspektiv": 3, "strategi": 6, "malsattning": 8},
        **{"uppdrag": 35, "styrtal": 30, "risk": 19, "beredning": 4, "fardplan": 7, "budgetpost": 24},
    },
    ("verksamhetsplan", 2025): {
        **{"vision": 1, "vardegrund": 3, "malbild": 5, "malsattning": 6, "uppdrag": 29, "styrtal": 18},
        **{"delindikator": 8, "risk": 19, "beredning": 4, "budgetpost": 32},
    },
    ("verksamhetsplan", 2026): {
        **{"malsattning": 6, "uppdrag": 30, "styrtal": 6, "delindikator": 8, "risk": 1, "beredning": 4}
    },
}


@cache
def corpus() -> tuple[Reading, ...]:
    if not CORPUS.is_dir():
        pytest.skip("Mappen ../shared/corpus finns inte: de verkliga planerna läses bara där den finns.")
    return tuple(read_document(path) for path in sorted(CORPUS.glob("*.txt")))


@pytest.mark.whole
def test_real_plans_give_as_many_elements_as_were_counted() -> None:
    counts = {(r.document.kind.value, r.document.year): Counter(e.type for e in r.elements) for r in corpus()}
    assert counts == COUNTS


@pytest.mark.whole
def test_real_plans_are_read_in_seconds() -> None:
    corpus()
    begun = process_time()
    for path in sorted(CORPUS.glob("*.txt")):
        read_document(path)
    assert process_time() - begun < 6  # about one second on two idle cores


def stands(text: str, quote: str) -> bool:
    """Whether every piece of a quote between its cuts stands in the text, white space aside."""
    pieces = [" ".join(piece.split()) for piece in quote.split("[…]")]
    return any(pieces) and all(piece in text for piece in pieces)


def assert_lawful(reading: Reading) -> None:
    """Offsets fit, ids are unique, references lead somewhere, and what is cited stands in the passages."""
    joined = "\n".join(p.text for p in reading.passages)
    assert all(joined[p.start : p.end] == p.text for p in reading.passages)
    text, passages = " ".join(joined.split()), {p.id for p in reading.passages}
    ids = {e.id for e in reading.elements}
    bodies = {o.id for o in reading.organisations}
    assert len(ids) == len(reading.elements)
    for element in reading.elements:
        measures = getattr(element, "measures", ())
        cited = [*element.evidence, *(v for m in measures for v in m.evidence)]
        assert element.evidence, element.id
        assert all(v.passage in passages and stands(text, v.quote) for v in cited), element.id
        assert {element.objective, element.part_of} <= ids | {None}
        named = (*getattr(element, "recipients", ()), *getattr(element, "followed_by", ()))
        assert {*named, getattr(element, "given_by", None)} <= bodies | {None}
        assert re.fullmatch(r"[a-z0-9/-]+", element.id)


@pytest.mark.parametrize("name", quickly(sorted(p.name for p in (EXAMPLES / "documents").iterdir())))
def test_an_example_is_cited_from_its_own_text(name: str) -> None:
    assert_lawful(example(name))


@pytest.mark.parametrize("name", EACH)
def test_a_plan_of_another_body_is_cited_from_its_own_text(name: str) -> None:
    assert_lawful(other(name)[0])


@pytest.mark.whole
def test_a_real_plan_is_cited_from_its_own_text() -> None:
    for reading in corpus():
        assert_lawful(reading)


PARTS = [
    *("Verksamhetsplan 2027", "# 1 Mål", "## Mål 1: Alla hinner", "## Mål: Alla hinner", "Indikatorer", "Nr 3. Att ro"),
    *(
        "HS nr 3. Att ro",
        "a. en båt",
        "- Lugn – ja",
        "- en kaj",
        "Hamnnämnden får i uppdrag:",
        "# Vision",
        "Hav för alla",
    ),
    *(
        "# Målbild",
        "Uppdrag till alla beredningar:",
        "Beredningen för fyrar och fiske ska ro.",
        "\\* En not.",
        "1 a. Torsk",
    ),
    *("# Uppdrag", "Nämnden ska ro.", "Förväntad effekt: Fler ror.", "# Prioritering 1: Ro", "Färdplan för fyrar.", ""),
    "| Styrtal | Utfall 2025 | Mål 2027 |\n|---|---|---|\n| 1. Båtar* | 5 av 7 | 61 % |\n| 1 a. Roddbåtar | | |",
    "| Område | Risk | Åtgärd |\n|---|---|---|\n| Kaj | Risk att ro | Vila |\n| | | Segla |",
    "| Belopp i tkr | Budget 2027 | Plan 2028 |\n|---|---|---|\n| Hamn | -45 600 | 12 |\n| Fyr | | |",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=30))
def test_any_plan_is_cited_from_its_own_text(tmp_path: Path, parts: list[str]) -> None:
    path = tmp_path / "plan.md"
    path.write_text("# Plan\n\n" + "\n\n".join(parts), encoding="utf-8")
    assert_lawful(read_document(path))
