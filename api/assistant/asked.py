"""What a question asks for: a kind of thing, about some words, of some years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from api.assistant.cues import matching
from api.assistant.question import Question
from api.assistant.vocabulary import Term
from ontology.svenska import fold, stem

_HOUR = re.compile(r"\bpå dygnet\b|\bhur dags\b|\bvilken tid\b|\bklockan\b|\bwhat time\b", re.IGNORECASE)
_COUNTED = re.compile(r"\bhur många (?:av )?([^\W\d]{3,})", re.IGNORECASE)
_COST = re.compile(
    r"\b(?:vad|hur mycket|how much|what)\b.*(?:\bkosta(?:r|s|de|t|ts)?\b|\bkostnad|\bcosts?\b)", re.IGNORECASE
)
_CHANGED = re.compile(
    r"minska|öka|\bbilligare|\bdyrare|\b(?:go|gone|went) (?:down|up)\b|\bfall\b|\bdropp|\bcheaper\b|"
    r"\bsjunk|\bsjönk|\bstig|\bsteg\b|\bföll\b|decreas|increas|\bfell\b|\brose\b", re.IGNORECASE
)
_CONDITION = re.compile(
    r"\butan att (?:det )?kosta|\b(?:kan|får|ska|måste) (?:jag|man|hon|han|vi|hen)\b", re.IGNORECASE
)
_WHETHER = re.compile(
    r"^(?:ska|skall|kan|får|har|är|finns|blir|måste|kommer|gör|görs|is|are|can|will|does)\b", re.IGNORECASE
)
_OUTCOME = re.compile(r"\bblev\b|\bbokslut|\butfall|\bslutade\b|\boutcome\b", re.IGNORECASE)
_SPENT = re.compile(r"\bkostade\b|\bkostat\b|\b(?:did|has|have)\b.*\bcost\b", re.IGNORECASE)
_NOW = re.compile(r"\bi ?dag\b|\bjust nu\b|\bför närvarande\b|\bi nuläget\b|\b(?:today|currently)\b", re.IGNORECASE)
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
    """What a question asks for: a kind of thing, about some words, of some years; `told` are its own figures.

    `counted` is the stem of the noun of "hur många besök"; an `outcome` is how a year went, which its plan cannot
    tell; what was `spent` only one that says what it came to; how it is `now` no aim. `shown` names the attributes
    asked for (an address, a salary), which evidence must show; `related` how things hang together (a reason, the parts
    of a whole), which the best evidence tells.
    """

    kind: Kind
    terms: tuple[Term, ...]
    years: tuple[int, ...] = ()
    told: frozenset[str] = frozenset()
    counted: str = ""
    outcome: bool = False
    spent: bool = False
    now: bool = False
    shown: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


def asked_of(question: Question, terms: Sequence[Term]) -> Asked:
    """What a question asks for, about the given words of it."""
    years = (*question.years, *question.periods)
    counted = _COUNTED.search(question.text)
    return Asked(
        _kind(question), tuple(terms), years, frozenset(re.findall(r"\d+", question.text)),
        counted=stem(fold(counted[1])) if counted else "",
        now=_NOW.search(question.text) is not None,
        spent=_SPENT.search(question.text) is not None,
        outcome=_OUTCOME.search(question.text) is not None and not question.asks("reason"),
        related=tuple(matching("related", fold(question.text))),
        shown=question.attributes,
    )  # fmt: skip


def _kind(question: Question) -> Kind:
    if question.asks("date"):
        return Kind.TIME if _HOUR.search(question.text) else Kind.DATE
    if _WHETHER.search(question.text) or _CONDITION.search(question.text):
        return Kind.TEXT
    if _COST.search(question.text) and not _CHANGED.search(question.text):  # how much a cost changed may be a share
        return Kind.PRICE
    if _FREQUENCY.search(question.text):
        return Kind.FREQUENCY
    return Kind.FIGURE if question.asks_figure or question.amounts else Kind.TEXT
