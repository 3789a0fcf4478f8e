"""Threads over the years of the real plans, labelled by number (`threads_labels.json`); skipped without them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from graph.followup import find_reports
from graph.threads import find_links
from ingest.reading import read_document
from ontology.model import Element, Organisation, Reading, Uppdrag
from tests.threads import Pair, named, pairs

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus"
LABELS = json.loads(Path(__file__).with_name("threads_labels.json").read_text(encoding="utf-8"))
pytestmark = [
    pytest.mark.whole,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the plans in ../shared/corpus are not here"),
]


@cache
def corpus() -> tuple[Reading, ...]:
    return tuple(read_document(path) for path in sorted(CORPUS.glob("*.txt")))


def corpus_elements(kind: str) -> list[Element]:
    return [e for reading in corpus() for e in reading.elements if e.type == kind]


def corpus_organisations() -> dict[str, Organisation]:
    return {body.id: body for reading in corpus() for body in reading.organisations}


def labelled(kind: str) -> dict[str, set[Pair]]:
    return {verdict: {(old, new) for old, new in told} for verdict, told in LABELS[kind].items()}


def placed(kind: str) -> dict[str, str]:
    """Element id → the name of the labels: by number, a styrtal by goal and number, by its place where it has none."""
    found: dict[str, str] = {}
    for reading in corpus():
        if "verksamhetsplan" in reading.document.id:
            for place, e in enumerate((e for e in reading.elements if e.type == kind), 1):
                goal = (e.objective or "").rpartition("-")[2] if kind == "styrtal" else ""
                name = ".".join(filter(None, (goal, e.number))) if e.number else f"#{place}"
                found[e.id] = f"{e.year}/{name}"
    return found | (named(corpus_elements(kind)) if kind == "uppdrag" else {})


@pytest.mark.parametrize(("kind", "counted"), [("uppdrag", 26), ("malsattning", 7), ("styrtal", 7), ("risk", 16)])
def test_real_threads(kind: str, counted: int):
    elements, told, name = list(corpus_elements(kind)), labelled(kind), placed(kind)
    goals = corpus_elements("malsattning") if kind == "uppdrag" else []
    links = find_links([*elements, *goals], organisations=corpus_organisations())
    found = {(name[k.source], name[k.target]) for k in links if k.status == "proposed" and k.source in name}
    assert len(told["strong"]) == counted
    assert told["strong"] - found == set()
    assert found - told["strong"] - told["weak"] == set()
    assert len(told["not"]) >= counted
    assert told["not"] <= {(name[a.id], name[b.id]) for a in elements for b in elements if {a.id, b.id} <= name.keys()}


def test_real_threads_stand_when_a_neighbour_is_missing():
    """Take each uppdrag away in turn: what it was tied to must not be tied to the next best."""
    elements = corpus_elements("uppdrag")
    told = labelled("uppdrag")
    known = told["strong"] | told["weak"]
    over_a_year = {(a, d) for a, b in known for c, d in known if b == c}
    wrong: set[Pair] = set()
    lost = {one for pair in told["strong"] for one in pair}
    name = named(elements)
    for gone in (e for e in elements if name[e.id] in lost):
        left = [e for e in elements if e is not gone]
        wrong |= pairs(left, find_links(left, organisations=corpus_organisations())) - known - over_a_year
    assert len(wrong) <= 2


def test_real_follow_up():
    given = [e for e in corpus_elements("uppdrag") if isinstance(e, Uppdrag)]
    found = find_reports(given, {reading.document.id: reading.passages for reading in corpus()})
    name = named(given)
    told = [(name[r.element], r.passage) for r in found]
    assert told == [("2024/2", "p0006"), ("2024/2", "p0006"), *((f"2024/{n}", "p0009") for n in ("3b", "4b", "5a"))]
    assert len({r.quote for r in found}) == 3
