"""Over every question set: no stating line lacks a mark, and none holds a figure or name that its citations lack."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from api import grounding
from api.grounding import held_by
from api.models import AskAnswer, CitationOut, Turn
from api.wiring import Service

pytestmark = pytest.mark.whole
SETS = sorted(Path("tests/questions").glob("*.jsonl"))
TRUTH = json.loads(Path("ingest/examples/truth/questions.json").read_text(encoding="utf-8"))
MARKS = re.compile(r"(?:\[\d+\])+$")
COUNTED = re.compile(
    r"\b(?:har|has) \d|\d+ (?:stycken|in all|lettrade|lettered)|\bav \d+|\bof \d+|\bserien?\b|\bsamtliga \w+ bered",
    re.IGNORECASE,
)

COMPUTED = re.compile(
    r"(?:Det|Underskottet|That|The deficit) (?:är|is) (?P<amount>[\d.,]+)[^.]*(?:räknat|computed)[^.]*\."
)


def questions(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        asked = json.loads(line)["q"]
        yield [asked] if isinstance(asked, str) else asked


def answered(service: Service, turns: list[str]) -> AskAnswer:
    history: list[Turn] = []
    for turn in turns:
        answer = service.answer(turn, history)
        history.append(Turn(question=turn, answer=answer.answer, status=answer.status))
    return answer


def faults(answer: AskAnswer, service: Service) -> list[str]:
    """Lines that state without a mark, and figures and names that no citation of their line holds."""
    by_number = {c.n: c for c in answer.citations}
    found = []
    for line in answer.answer.splitlines():
        marks = MARKS.search(line)
        if marks:
            cited = [by_number[int(n)] for n in re.findall(r"\d+", marks[0])]
            found += [f"{line} | {what}" for what in ungrounded(line[: marks.start()], cited, service)]
        elif answer.status == "answered" and not line.endswith(":"):
            found.append(f"{line} | no mark")
    return found


def ungrounded(text: str, cited: list[CitationOut], service: Service) -> list[str]:
    held = held_by(cited)
    sections = [service.catalogue.get_passage(c.document.id, c.passage).section for c in cited]  # a citation's is cut
    held += "".join(f" {name} ." for section in sections for name in section)
    places = {(c.document.id, c.passage) for c in cited}
    for element in service.catalogue.elements.values():  # what stands in a label, a column's head or a period
        if places & {(element.document, e.passage) for e in element.evidence}:
            told = [element.number, element.series, element.year, getattr(element, "table", "")]
            told += [amount.column for amount in getattr(element, "amounts", ())]
            values = [getattr(element, name, None) for name in ("outcome", "target", "long_term")]
            told += [value.period for value in values if value]
            held += "".join(f" {one} ." for one in told if one)
    held += "".join(f" {name} ." for o in service.catalogue.organisations.values() for name in (o.name, *o.names))
    lacking = grounding.ungrounded(without_true_difference(text), held)
    return [one for one in lacking if not (one[0].isdigit() and COUNTED.search(text))]


def without_true_difference(text: str) -> str:
    """The text without a difference told as computed, where it is one between two figures that stand before it."""
    told = COMPUTED.search(text)
    if told is None:
        return text
    plain = re.sub(r"(?<=\d)\s(?=\d)", "", text[: told.start()])
    figures = [float(f.replace(",", ".")) for f in re.findall(r"\d+(?:[.,]\d+)?", plain)]
    amount = float(told["amount"].replace(",", "."))
    true = any(abs(abs(a - b) - amount) < 0.001 for a in figures for b in figures)
    return text[: told.start()] + text[told.end() :] if true else text


@pytest.mark.parametrize("row", TRUTH, ids=lambda r: r["q"])
def test_answers_over_the_examples_say_only_what_their_citations_hold(service: Service, row: dict) -> None:
    assert faults(answered(service, [row["q"]]), service) == []


@pytest.mark.parametrize("path", SETS, ids=lambda p: p.stem)
def test_answers_over_the_real_plans_say_only_what_their_citations_hold(corpus: Service, path: Path) -> None:
    assert [f for turns in questions(path) for f in faults(answered(corpus, turns), corpus)] == []


@pytest.mark.parametrize("path", SETS, ids=lambda p: p.stem)
def test_the_same_questions_to_other_plans_are_as_well_grounded(service: Service, path: Path) -> None:
    assert [f for turns in questions(path) for f in faults(answered(service, turns), service)] == []
