"""The check of phrased answers, over those to the example documents: each as it is passes, each spoilt does not."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from api.models import AskAnswer
from api.phrasing import PHRASED
from api.phrasing.check import check_text
from api.wiring import Service
from tests.assistant.test_grounding import answered, questions

pytestmark = pytest.mark.whole
EXAMPLES = Path("tests/questions/examples.jsonl")
FIGURE = re.compile(r"\d+(?:,\d+)?(?![\d,]*\])")
Spoil = Callable[[str, random.Random], str]


@pytest.fixture(scope="module")
def answers(service: Service) -> list[AskAnswer]:
    """The answers of the set that have something to phrase."""
    found = [answered(service, turns) for turns in questions(EXAMPLES)]
    return [answer for answer in found if answer.status in PHRASED and answer.citations]


def other_figure(text: str, chance: random.Random) -> str:
    """One figure made another that the answer has nowhere."""
    place = chance.choice(list(FIGURE.finditer(text)) or [None])
    return f"{text[: place.start()]}9{place[0]}{text[place.end() :]}" if place else text


def swapped(text: str, _: random.Random) -> str:
    """Two figures in each other's place."""
    places = list(FIGURE.finditer(re.sub(r"[Ss]tyrtal \d+\w?|[Nn]r \d+\w?", lambda m: "x" * len(m[0]), text)))
    pairs = [(a, b) for a in places for b in places if a.start() < b.start() and a[0] != b[0]]
    if not pairs:
        return text
    first, last = pairs[-1]
    return text[: first.start()] + last[0] + text[first.end() : last.start()] + first[0] + text[last.end() :]


def denied(text: str, _: random.Random) -> str:
    """Said not to be so."""
    return re.sub(r"\b(är|har|ska|finns|is|has)\b", r"\1 inte", text, count=1)


def with_a_stranger(text: str, _: random.Random) -> str:
    """Said of somebody whom nothing names."""
    return re.sub(r"\b(är|har|ska|finns|i|is|has|in)\b", r"\1 Storbyn", text, count=1)


def in_other_units(text: str, _: random.Random) -> str:
    """With another unit."""
    return re.sub(r"(?<=\d )%", "procentenheter", text, count=1)


def cited_elsewhere(text: str, _: random.Random) -> str:
    """With its first marks on its last statement, where it had none of them."""
    marks = re.findall(r"(?:\[\d+\])+(?=\n|$)", text)
    first, last = (set(re.findall(r"\d+", one)) for one in (marks[0], marks[-1]))
    return text if first & last else text[: -len(marks[-1])] + marks[0]


def test_every_answer_passes_as_it_is(answers: list[AskAnswer]) -> None:
    assert len(answers) > 100
    assert [answer.answer for answer in answers if check_text(answer.answer, answer).text != answer.answer] == []


@pytest.mark.parametrize("spoil", [other_figure, swapped, denied, with_a_stranger, in_other_units, cited_elsewhere])
def test_no_spoilt_answer_passes(answers: list[AskAnswer], spoil: Spoil) -> None:
    chance = random.Random(7)
    spoilt = [(answer, spoil(answer.answer, chance)) for answer in answers]
    spoilt = [(answer, text) for answer, text in spoilt if text != answer.answer]
    assert len(spoilt) > 10
    assert [(answer.answer, text) for answer, text in spoilt if not check_text(text, answer).fault] == []
