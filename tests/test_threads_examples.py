"""Threads over the years of the example documents: all that their truth tells is found, and nothing else."""

from __future__ import annotations

from functools import cache

import pytest

from graph.changes import changes
from graph.followup import find_reports
from graph.threads import find_links
from ingest.reading import read_document
from ontology.model import Element, Link, Uppdrag
from tests.threads import HERE, example_elements, example_organisations, named, pairs, truth


@cache
def example_links() -> tuple[Link, ...]:
    return tuple(find_links(example_elements(), organisations=example_organisations()))


def of_type(name: str) -> list[Element]:
    return [e for e in example_elements() if e.type == name]


def example_uppdrag_links() -> list[Link]:
    ids = {e.id for e in of_type("uppdrag")}
    return [link for link in example_links() if link.source in ids]


def test_examples_threads_are_found_and_none_is_invented():
    gold = truth("threads")
    strong, weak = ({tuple(pair) for pair in gold[key]} for key in ("strong", "weak"))
    found = pairs(of_type("uppdrag"), example_uppdrag_links())
    assert found <= strong | weak
    assert len(strong) == 39
    assert strong - found == set()


def test_examples_changes_are_of_the_right_kind():
    name = named(of_type("uppdrag"))
    got = {(name[k.source], name[k.target]): k.change for k in example_uppdrag_links() if k.status == "proposed"}
    told = {(row["from"], row["to"]): set(row["change"]) for row in truth("threads")["links"]}
    wrong = {pair: kinds for pair, kinds in got.items() if not told[pair] <= set(kinds)}
    assert wrong == {}
    assert {pair for pair, kinds in got.items() if "delad" in kinds and pair[0] == "2024/4a"} == {
        ("2024/4a", "2025/RF 12"), ("2024/4a", "2025/RF 13"),
    }  # fmt: skip
    assert [pair for pair, kinds in got.items() if "flyttad" in kinds] == [("2024/10", "2025/Ber 4")]


@pytest.mark.parametrize(("older", "newer"), [(2024, 2025), (2025, 2026)])
def test_examples_began_and_ended(older: int, newer: int):
    name, gold = named(of_type("uppdrag")), truth("threads")
    before, after = ([e for e in of_type("uppdrag") if e.year == year] for year in (older, newer))
    found = changes(before, after, example_links())
    assert {name[i] for i in found.dropped} - set(gold["ended"][str(older)]) <= {"2025/RF 57"}
    assert {name[i] for i in found.added} - set(gold["began"][str(newer)]) <= {"2026/RF 58"}
    assert set(gold["ended"][str(older)]) <= {name[i] for i in found.dropped}
    if newer == 2026:
        assert [name[i] for i in found.resumed] == ["2026/HS 4"]


def test_examples_other_types():
    by_id = {e.id: e for e in example_elements()}
    steps = [(by_id[k.source], by_id[k.target]) for k in example_links() if k.status == "proposed"]
    goals = [(a.number, b.number) for a, b in steps if a.type == "malsattning" and a.year == 2025]
    assert goals == [("1", "1"), ("4", "2"), ("5", "3"), ("6", "4"), ("7", "5"), ("8", "6")]
    assert all(a.type == b.type and a.year < b.year for a, b in steps)
    rested = [(a.year, b.year) for a, b in steps if a.type == "risk" and b.year - a.year > 1]
    assert rested == [(2024, 2026)]


@pytest.mark.whole
def test_examples_reports():
    told = {(row["uppdrag"], row["quote"]) for row in truth("reports")}
    paths = [HERE / "documents" / name for name in ("verksamhetsberattelse-2024.pdf", "delarsrapport-2025.docx")]
    passages = {reading.document.id: reading.passages for reading in map(read_document, paths)}
    given = [e for e in of_type("uppdrag") if isinstance(e, Uppdrag)]
    name = named(given)
    found = {(name[r.element], r.quote) for r in find_reports(given, passages)}
    assert len(told) == 45
    assert len(told & found) == 45
    assert {one for one, _ in found - told} <= {"2024/7"}  # the economy chapter tells of it once more, rightly
