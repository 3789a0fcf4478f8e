"""Whole documents, read and compared with what a person says stands in them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import ingest.examples
from ingest.reading import read_document
from ontology.model import Reading
from tests.plans.scoring import score, total

EXAMPLES = Path(ingest.examples.__file__).parent
TRUTH: list[dict[str, Any]] = json.loads((EXAMPLES / "truth" / "elements.json").read_text(encoding="utf-8"))
PLANS = ("verksamhetsplan-2024.docx", "verksamhetsplan-2025.pdf", "verksamhetsplan-2026.pptx")


@cache
def example(name: str) -> Reading:
    return read_document(EXAMPLES / "documents" / name)


@pytest.mark.parametrize("name", PLANS)
def test_the_examples_are_read_as_their_truth_says(name: str) -> None:
    scores = score(example(name), [e for e in TRUTH if e["document"] == name])
    print(*(f"{kind:14} {one}" for kind, one in sorted(scores.items())), sep="\n")
    assert {k: s.f1 for k, s in scores.items() if s.f1 < 0.98} == {}
    assert total(scores.values()).wrong == []


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


@pytest.mark.parametrize("name", IDENTITIES)
def test_the_examples_say_what_they_are(name: str) -> None:
    document = example(name).document
    told = (document.kind, document.year, document.period, document.status, document.decided, document.dnr)
    assert told == IDENTITIES[name]
    assert (document.organisation, document.huvudman) == ("Hälso- och sjukvårdsnämnden", "Region Älvmarken")
    assert document.title == TITLES[name]


OTHERS = Path(__file__).parent / "plans"
BODIES = ("fullmaktige.txt", "skolnamnd.html", "socialnamnd.md", "trafiknamnd.md")


@cache
def other(name: str) -> tuple[Reading, dict[str, Any]]:
    path = OTHERS / name
    return read_document(path), json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def test_every_plan_of_another_body_is_read() -> None:
    assert sorted(p.with_suffix("").name for p in OTHERS.glob("*.json")) == [n.split(".")[0] for n in BODIES]


@pytest.mark.parametrize("name", BODIES)
def test_plans_of_other_bodies_are_read_as_expected(name: str) -> None:
    reading, expected = other(name)
    scores = score(reading, expected["elements"])
    whole = total(scores.values())
    assert whole.f1 >= 0.9
    assert (whole.missed, whole.extra, whole.wrong) == ([], [], [])


@pytest.mark.parametrize("name", BODIES)
def test_plans_of_other_bodies_say_what_they_are(name: str) -> None:
    reading, expected = other(name)
    said = {key: getattr(reading.document, key) for key in expected["document"]}
    said["period"] = said["period"] and list(said["period"])
    assert said == expected["document"]
