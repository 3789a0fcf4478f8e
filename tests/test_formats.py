"""One plan as DOCX, as the PDF that LibreOffice made of it, and as text gives the same elements, the expected ones."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from ingest.reading import read_document
from ontology.model import Element, Reading
from tests.plans.scoring import score, total

pytestmark = pytest.mark.whole
HERE = Path(__file__).parent / "formats"
EXPECTED = json.loads((HERE / "verksamhetsplan-2026.json").read_text(encoding="utf-8"))
FORMATS = ("docx", "pdf", "txt")
KEPT = ("1177-direkt", "e-tjänster", "hälso- och sjukvård")


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    return {suffix: read_document(HERE / f"verksamhetsplan-2026.{suffix}") for suffix in FORMATS}


def facts(element: Element) -> dict[str, Any]:
    """All that an element says, without the places where it is said."""
    told = {"type": element.type, **asdict(element), "evidence": None}
    return {**told, "measures": [measure["text"] for measure in told.get("measures", ())]}


def by_id(reading: Reading) -> dict[str, dict[str, Any]]:
    return {element.id: facts(element) for element in reading.elements}


@pytest.mark.parametrize("suffix", FORMATS)
def test_each_format_gives_what_the_plan_says(readings, suffix):
    scores = score(readings[suffix], EXPECTED["elements"])
    whole = total(scores.values())
    assert (whole.missed, whole.extra, whole.wrong) == ([], [], [])
    assert whole.found == len(EXPECTED["elements"])


@pytest.mark.parametrize("suffix", ["pdf", "txt"])
def test_the_formats_give_equal_elements(readings, suffix):
    assert by_id(readings[suffix]) == by_id(readings["docx"])


def test_the_formats_give_the_same_document_and_organisations(readings):
    shown = [
        {k: v for k, v in asdict(reading.document).items() if k not in ("sha256", "media_type", "pages")}
        for reading in readings.values()
    ]
    assert shown[0] == shown[1] == shown[2]
    for key, value in EXPECTED["document"].items():
        assert shown[0][key] == value, key
    assert readings["docx"].organisations == readings["pdf"].organisations == readings["txt"].organisations


@pytest.mark.parametrize("suffix", FORMATS)
def test_words_are_whole_in_each_format(readings, suffix):
    text = "\n".join(passage.text for passage in readings[suffix].passages)
    assert "\u00ad" not in text
    for word in KEPT:
        assert word in text
    words = {name: set("\n".join(p.text for p in reading.passages).split()) for name, reading in readings.items()}
    assert words[suffix] - words["docx"] == set()


def test_the_pdf_is_a_hard_one(readings):
    """Words are broken at line ends, and the table of risks goes on over a page with its header repeated."""
    pages = {
        p.page for p in readings["pdf"].passages if "Internkontrollplan" in " ".join(p.section) and p.kind == "row"
    }
    assert len(pages) == 2
    headers = [p for p in readings["pdf"].passages if p.kind == "header" and "Sannolikhet" in p.text]
    assert len(headers) == 2
