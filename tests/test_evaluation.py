"""The measure itself: it says right of what is right, and wrong of each thing that can be wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.evaluation import Asked, Figures, judge, load_questions, table
from api.models import AskAnswer, CitationOut, DocumentOut, Interpretation
from ontology.errors import UsageError

QUESTIONS = Path(__file__).resolve().parent / "questions"
TEXTS = {"plan": "Utfalletvar61%2030.Detlångsiktigamåletär80%."}
ASKED = Asked(id="1", kind="value", q="Vad var utfallet?", all=["61 ?%"], none=["80 ?%"], cite=[("VP2030", "utfallet")])


def answer(
    text: str = "Utfallet var 61 %. [1]", status: str = "answered", quote: str = "Utfallet var 61 % 2030."
) -> AskAnswer:
    """An answer with one citation of the plan for 2030."""
    document = DocumentOut(
        id="plan", iri="x:plan", kind="verksamhetsplan", title="Plan", year=2030, url="/dokument/plan"
    )
    cited = CitationOut(n=1, document=document, quote=quote, passage="p0001", url="/dokument/plan")
    meant = Interpretation(years=[2030], types=[], entities=[], intent="value")
    return AskAnswer(id="a", status=status, answer=text, citations=[cited], elements=[], interpretation=meant)


def test_a_right_answer_lacks_nothing() -> None:
    assert judge(ASKED, answer(), TEXTS).lacks == ()
    assert judge(ASKED, answer("Utfallet:\nDet var 61 %. [1]"), TEXTS).lacks == ()


@pytest.mark.parametrize(("given", "lack"), [
    (answer("Utfallet var 62 %. [1]"), "saknar 61"),
    (answer("Utfallet var 61 %, målet 80 %. [1]"), "har 80"),
    (answer("Utfallet var 61 %."), "rad utan märke"),
    (answer("Utfallet var 61 %. [2]"), "märke utan källa"),
    (answer("Utfallet var 61 %. " * 200 + "[1]"), "tecken"),
    (answer(quote="Utfallet var 99 % 2030."), "1 citat står inte"),
    (answer(quote="Det långsiktiga målet är 80 %."), "saknar källa"),
    (answer("Det sägs inte.", "not_found"), "status not_found"),
])  # fmt: skip
def test_each_fault_is_found(given: AskAnswer, lack: str) -> None:
    assert any(lack in one for one in judge(ASKED, given, TEXTS).lacks)


def test_a_cut_quote_is_true_when_its_pieces_are() -> None:
    assert judge(ASKED, answer(quote="[…] utfallet […] Utfallet var 61 %"), TEXTS).untrue == 1
    assert judge(ASKED, answer(quote="Utfallet […] 61 % 2030. […]"), TEXTS).untrue == 0


def test_a_question_without_an_answer_is_right_when_it_is_refused() -> None:
    asked = Asked(id="1", kind="unanswerable", q="Vem?", answerable=False)
    figures = Figures()
    for given in (answer("Planen säger inte det.", "not_found"), answer()):
        figures.add(judge(asked, given, TEXTS))
    assert figures.refused == [True, False]
    assert next(iter(table({"vi": figures})))["refused"] == "1/2"
    assert figures.share == 0.5


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": "1", "kind": "x", "q": "?"}\n{"id": 2}\n')
    with pytest.raises(UsageError, match="rad 2"):
        load_questions([path])
    with pytest.raises(UsageError, match="går inte att läsa"):
        load_questions([tmp_path / "saknas"])


def test_the_sets_are_whole() -> None:
    for name, least in (
        ("examples.jsonl", 150),
        ("real-plans.jsonl", 150),
        ("real-plans-2.jsonl", 100),
        ("real-plans-3.jsonl", 79),
        ("real-plans-4.jsonl", 70),
        ("real-plans-5.jsonl", 90),
        ("real-plans-6.jsonl", 90),
        ("real-plans-7.jsonl", 90),
        ("real-plans-8.jsonl", 67),
        ("paraphrases.jsonl", 160),
    ):
        asked: list[Any] = load_questions([QUESTIONS / name])
        assert len(asked) >= least
        assert len({one.id for one in asked}) == len(asked)
        assert all(json.dumps(one.turns) for one in asked)
