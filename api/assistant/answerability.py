"""Whether a piece of evidence answers a question: a component of its own, without search and without answers.

High likeness is no evidence. Evidence answers when it holds the kind of thing that is asked for (a figure, a price,
a date), every name and the year asked, the thing that is asked after (the noun of "vilka färdplaner"), the word that
tells most, and enough of the subject by weight. What a search by letters and meaning puts first needs to say less of
it: the same thing may be said in other words. The limits are calibrated by `tests/assistant/test_answerability.py`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from api.assistant.question import Question
from api.assistant.sentences import sentences
from api.assistant.vocabulary import Term, Vocabulary, coverage, most_telling, said_in, said_of

ENOUGH = 0.66
"""Of the subject's weight that evidence must say."""
ENOUGH_ON_TOP = 0.58
"""Of it, for what a search puts among its first three."""
ENOUGH_LIKE = 0.42
"""Of it, for what both a search's halves put first: the rest may be said in other words."""
_SAID = 0.65  # how fully the most telling word must be said: by itself or by near kin
_NAME_SAID = 0.66  # how fully a name must be said
_ASKED_SAID = 0.6  # how fully a sentence must say what a figure or date is asked of
_DATED = 0.3
_SEVERAL = 3  # words from which the most telling one may be missing
_POST = 110  # characters: a line this short with an amount is a post of a list

_DATE = re.compile(
    r"\b(?:\d{1,2}\s+)?(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|hösten"
    r"|våren|sommaren|vintern|kvartal)\b|\b(?:19|20)\d\d\b|\bkl\.? ?\d",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\bkl(?:ockan)?\.? ?\d|\b\d{1,2}[.:]\d\d\b", re.IGNORECASE)
_HOUR = re.compile(r"\bhur dags\b|\bvilken tid\b|\bklockan\b|\bwhat time\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d|\b(?:två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv)\b")
_OFTEN = re.compile(
    r"\b(?:dag|vecko|månat|månad|kvartal|kvartals|år|tertial|halvår)(?:lig|vis)\w*|\bvarje\b|\bgång(?:er)?\b|"
    r"\bper (?:dag|vecka|månad|år|tertial)\b|\blöpande\b|\bkontinuerlig",
    re.IGNORECASE,
)
_COST = re.compile(r"\bkosta[rs]?\b|\bkostnad|\bcosts?\b", re.IGNORECASE)
_MONEY = re.compile(r"\d[\d ,.]*\s*(?:kr|mnkr|tkr|mkr|mdkr|milj|öre|%|procent)", re.IGNORECASE)
_PRICE = re.compile(r"\bkosta|\bkostnad|\bpris|\butgift|\binvester", re.IGNORECASE)
_LABEL = re.compile(r"^(?:[A-Za-zÅÄÖåäö]{1,3} )?(?:nr\.? ?)?\d{1,2} ?[a-h]?[.)]\s", re.IGNORECASE)
_LETTERED = re.compile(r"[a-zåäö]\s?[.)]\s")
_OWN_FIGURE = re.compile(r"(?<![\w,.-])\d+(?:[.,]\d+)?(?![\w,-])")
_FREQUENCY = re.compile(r"\bhur ofta\b|\bhow often\b", re.IGNORECASE)


class Kind(StrEnum):
    """What sort of thing an answer must hold."""

    FIGURE = "figure"
    FREQUENCY = "frequency"
    PRICE = "price"
    DATE = "date"
    TIME = "time"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for: a kind of thing, about some words, of some years; `told` are its own figures."""

    kind: Kind
    terms: tuple[Term, ...]
    years: tuple[int, ...] = ()
    told: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that may answer: the text quoted, the stems of it with its headings, the year that its document is for.

    `place` is its place in a search by letters and by meaning (0 is first); None where nothing was searched.
    A `whole` is read as one sentence: a row of a table, an item of a list.
    """

    text: str
    said: frozenset[str]
    year: int | None = None
    place: int | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """`held` is the share of the subject's weight that is said; `missing` names what is not held, in words."""

    status: Literal["answerable", "partial", "not_found"]
    held: float
    missing: tuple[str, ...] = field(default=())

    @property
    def answers(self) -> bool:
        """Whether the evidence may be given as an answer."""
        return self.status == "answerable"


def asked_of(question: Question, terms: Sequence[Term]) -> Asked:
    """What a question asks for, about the given words of it."""
    years = (*question.years, *question.periods)
    return Asked(_kind(question), tuple(terms), years, frozenset(re.findall(r"\d+", question.text)))


def _kind(question: Question) -> Kind:
    if question.asks("date"):
        return Kind.TIME if _HOUR.search(question.text) else Kind.DATE
    if _COST.search(question.text) and (question.asks_figure or question.asks("value")):
        return Kind.PRICE
    if _FREQUENCY.search(question.text):
        return Kind.FREQUENCY
    return Kind.FIGURE if question.asks_figure else Kind.TEXT


def judge(asked: Asked, evidence: Evidence, vocabulary: Vocabulary) -> Verdict:
    """Whether the evidence holds what is asked for, and what of it is missing."""
    held = coverage(asked.terms, evidence.said, vocabulary)
    unsaid = tuple(t.surface for t in asked.terms if said_of(t, evidence.said, vocabulary) < _NAME_SAID)
    lacks = lacking(asked, evidence, vocabulary)
    if lacks:
        status: Literal["partial", "not_found"] = "partial" if held >= ENOUGH_LIKE else "not_found"
        return Verdict(status, held, (*lacks, *unsaid))
    if held < _enough(evidence.place):
        return Verdict("partial" if held >= ENOUGH_LIKE else "not_found", held, unsaid)
    return Verdict("answerable", held, unsaid)


def lacking(asked: Asked, evidence: Evidence, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What no share of the other words makes up for: names, what is asked after, the year, the kind of thing."""
    lacking = [t.surface for t in asked.terms if t.name and said_of(t, evidence.said, vocabulary) < _NAME_SAID]
    if asked.terms and not telling_said(asked.terms, evidence.said, vocabulary):
        lacking.append(most_telling(asked.terms).surface)
    if not of_year(asked.years, evidence):
        lacking.append(str(asked.years[0]))
    if evidence.text and not holds_kind(asked, evidence.text, vocabulary, whole=evidence.whole):
        lacking.append(asked.kind.value)
    return tuple(dict.fromkeys(lacking))


def _enough(place: int | None) -> float:
    if place is None:
        return ENOUGH
    return ENOUGH_LIKE if place == 0 else ENOUGH_ON_TOP if place < 3 else ENOUGH


def telling_said(terms: Sequence[Term], said: Collection[str], vocabulary: Vocabulary) -> bool:
    """Whether the most telling word is said; beside three known words or more it may be missing."""
    telling = said_of(most_telling(terms), frozenset(said), vocabulary)
    return telling >= _SAID or sum(t.known and not t.light for t in terms) >= _SEVERAL


def of_year(years: Sequence[int], evidence: Evidence) -> bool:
    """A year asked for must be the document's or stand in the text: another year's words are no answer."""
    return not years or evidence.year in years or any(str(y) in evidence.text for y in years)


def holds_kind(asked: Asked, text: str, vocabulary: Vocabulary, *, whole: bool = False) -> bool:
    """Whether a sentence of the text holds the kind of thing asked for, of what it is asked."""
    every = [text] if whole else sentences(text)
    if asked.kind is Kind.DATE:
        return any(_DATE.search(s) and _says(asked, s, vocabulary) >= _DATED for s in every)
    if asked.kind is Kind.TIME:
        return any(_CLOCK.search(s) and _says(asked, s, vocabulary) >= _DATED for s in every)
    if asked.kind is Kind.PRICE:
        return any(_says_price(s) for s in every)
    if asked.kind is Kind.FREQUENCY:
        return any(_OFTEN.search(s) and _says(asked, s, vocabulary) >= _DATED for s in every)
    if asked.kind is Kind.FIGURE:
        return any(says_figure(s, asked.told) and _says(asked, s, vocabulary) >= _ASKED_SAID for s in every)
    return True


def _says(asked: Asked, text: str, vocabulary: Vocabulary) -> float:
    return coverage(asked.terms, said_in(text, vocabulary), vocabulary)


def _says_price(sentence: str) -> bool:
    """Whether a sentence tells what something costs: an amount, with a word for cost or as a post of a list."""
    return bool(_MONEY.search(sentence)) and (bool(_PRICE.search(sentence)) or len(sentence) < _POST)


def stands_alone(text: str, told: Collection[str]) -> bool:
    """Whether a line holds a figure of its own: in no word, no label, and not one that the question told."""
    if _LETTERED.match(text) or _LABEL.match(text):
        return False
    return any(f not in told for f in _OWN_FIGURE.findall(text))


def says_figure(sentence: str, told: Collection[str]) -> bool:
    """Whether a sentence holds a figure that the question did not: no year, no label."""
    plain = re.sub(r"\b(?:19|20)\d\d\b", "", _LABEL.sub("", sentence))
    return _FIGURE.search(re.sub(r"\d+", lambda m: "" if m[0] in told else m[0], plain)) is not None
