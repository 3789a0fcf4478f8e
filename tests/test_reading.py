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
    for kind, one in sorted(scores.items()):
        print(f"{kind:14} P {one.precision:.2f} R {one.recall:.2f} F1 {one.f1:.2f}")
        for what in ("missed", "extra", "wrong"):
            print(*(f"   {what}: {x}" for x in getattr(one, what)), sep="\n")
    assert {k: s.f1 for k, s in scores.items() if s.f1 < 0.98} == {}
    assert total(scores.values()).wrong == []
