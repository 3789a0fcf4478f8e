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
from typing import Literal

from api.assistant.asked import Asked, Kind
from api.assistant.coverage import coverage, most_telling, said_of
from api.assistant.cues import patterns
from api.assistant.figures import CLOCK, DATE, MONEY, OFTEN, says_figure, says_price, things_counted
from api.assistant.sentences import sentences
from api.assistant.vocabulary import Term, Vocabulary
from ontology.svenska import stems

ENOUGH = 0.66
"""Of the subject's weight that evidence must say."""
ENOUGH_ON_TOP = 0.58
"""Of it, for what a search puts among its first three."""
ENOUGH_LIKE = 0.42
"""Of it, for what both a search's halves put first: the rest may be said in other words."""
ENOUGH_CLEAR = 0.15
"""Of it, for what stands clear of all others in meaning."""
CLEAR, CLEARER, CLEAREST = 0.028, 0.036, 0.05
"""How much nearer in meaning than the sixth (cosine) evidence stands that may use other words; whose figure or price
may stand in another sentence than its subject; whose date may."""
_SAID = 0.65  # how fully the most telling word must be said: by itself or by near kin
_NAME_SAID = 0.66  # how fully a name must be said
_ASKED_SAID = 0.6  # how fully a sentence must say what a figure or date is asked of
_DATED = 0.3
_SEVERAL = 3  # words from which the most telling one may be missing

_WENT = re.compile(r"\bblev\b|\bbokslut|\butfall|\bresultat|\bslutade\b|\bvar\b", re.IGNORECASE)
_POINTS = re.compile(r"\b(?:detta|denna|denne|dessa)\b", re.IGNORECASE)
_AIM = re.compile(r"\bmål(?:et|sättningen)? är\b|\bska(?:ll)?\b|\b(?:upp)?nå\b|\baim\b|\bshall\b", re.IGNORECASE)
_CAME_TO = re.compile(
    r"\bkosta(?:r|de|t|ts)\b|\bkostnad(?:en|erna)\b.{0,60}\b(?:är|blir|blev|var|uppgår|uppgick|hamnade)\b|\bbokslut",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that may answer: the text quoted, the stems of it with its headings, the year that its document is for.

    `place` is its place in a search by letters and by meaning (0 is first); None where nothing was searched.
    A `whole` is read as one sentence: a row of a table, an item of a list. `lead` is how much nearer it is in meaning
    than what else was found (0 where it is not the nearest); `reports` tells that its document looks back on its year.
    """

    text: str
    said: frozenset[str]
    year: int | None = None
    place: int | None = None
    whole: bool = False
    lead: float = 0.0
    reports: bool = False


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


def judge(asked: Asked, evidence: Evidence, vocabulary: Vocabulary) -> Verdict:
    """Whether the evidence holds what is asked for, and what of it is missing."""
    held = coverage(asked.terms, evidence.said, vocabulary)
    unsaid = tuple(t.surface for t in asked.terms if said_of(t, evidence.said, vocabulary) < _NAME_SAID)
    lacks = lacking(asked, evidence, vocabulary)
    if lacks:
        status: Literal["partial", "not_found"] = "partial" if held >= ENOUGH_LIKE else "not_found"
        return Verdict(status, held, (*lacks, *unsaid))
    if held < _enough(evidence):
        return Verdict("partial" if held >= ENOUGH_LIKE else "not_found", held, unsaid)
    return Verdict("answerable", held, unsaid)


def lacking(asked: Asked, evidence: Evidence, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What no share of the other words makes up for: names, what is asked after, the year, the kind of thing."""
    lacking = [t.surface for t in asked.terms if t.name and said_of(t, evidence.said, vocabulary) < _NAME_SAID]
    if evidence.lead < CLEAR and asked.terms and not telling_said(asked.terms, evidence.said, vocabulary):
        lacking.append(most_telling(asked.terms).surface)
    if not of_year(asked, evidence):
        lacking.append(str(asked.years[0]))
    if evidence.text and not holds_kind(asked, evidence.text, vocabulary, whole=evidence.whole, lead=evidence.lead):
        lacking.append(asked.kind.value)
    lacking += [name for name in asked.shown if not patterns("shown")[name].search(evidence.text)]
    return tuple(dict.fromkeys(lacking))


def _enough(evidence: Evidence) -> float:
    place = evidence.place
    if evidence.lead >= CLEAR:
        return ENOUGH_CLEAR
    if place is None:
        return ENOUGH
    return ENOUGH_LIKE if place == 0 else ENOUGH_ON_TOP if place < 3 else ENOUGH


def telling_said(terms: Sequence[Term], said: Collection[str], vocabulary: Vocabulary) -> bool:
    """Whether the most telling word is said; beside three known words or more it may be missing."""
    telling = said_of(most_telling(terms), frozenset(said), vocabulary)
    return telling >= _SAID or sum(t.known and not t.light for t in terms) >= _SEVERAL


def of_year(asked: Asked, evidence: Evidence) -> bool:
    """A year asked for must be the document's or stand in the text; how it went, a plan for it cannot tell."""
    if not asked.years or (evidence.year in asked.years and (evidence.reports or not asked.outcome)):
        return True
    told = [s for s in sentences(evidence.text) if not asked.outcome or _WENT.search(s)]
    return any(str(y) in s for s in told for y in asked.years)


def holds_kind(asked: Asked, text: str, vocabulary: Vocabulary, *, whole: bool = False, lead: float = 0.0) -> bool:
    """Whether a sentence of the text holds the kind of thing asked for, of what it is asked.

    Where the text stands clear of all others in meaning (`lead`), its subject may be named in other words.
    """
    every = [text] if whole else sentences(text)
    return any(_holds(asked, sentence, _meant(every[: n + 1]), vocabulary, lead) for n, sentence in enumerate(every))


def _meant(told: Sequence[str]) -> str:
    """The last of some sentences, with those before it where it speaks of them ("Planen är att införa detta …")."""
    return " ".join(told) if _POINTS.search(told[-1]) else told[-1]


def _holds(asked: Asked, sentence: str, meant: str, vocabulary: Vocabulary, lead: float) -> bool:
    said = coverage(asked.terms, vocabulary.said(meant), vocabulary)
    match asked.kind:
        case Kind.DATE | Kind.TIME:
            pattern = DATE if asked.kind is Kind.DATE else CLOCK
            return bool(pattern.search(sentence)) and (said >= _DATED or lead >= CLEAREST)
        case Kind.PRICE:
            if asked.spent and lead < CLEARER and not _CAME_TO.search(sentence):
                return False
            return bool(MONEY.search(sentence)) if lead >= CLEARER else says_price(sentence)
        case Kind.FREQUENCY:
            return bool(OFTEN.search(sentence)) and said >= _DATED
        case Kind.FIGURE:
            if asked.now and _AIM.search(sentence):
                return False
            if asked.counted and lead < CLEAR and not _says_counted(asked, sentence, vocabulary):
                return False
            near = lead >= CLEARER or (lead >= CLEAR and _says_counted(asked, sentence, vocabulary))
            return says_figure(sentence, asked.told) and (said >= _ASKED_SAID or near)
    return True


def _says_counted(asked: Asked, sentence: str, vocabulary: Vocabulary) -> bool:
    """Whether a sentence says the noun of "hur många platser", or a kind of it ("vårdplatser", no "platsbrist")."""
    said = vocabulary.said(sentence)
    term = next((t for t in asked.terms if any(asked.counted in option for option in t.options)), None)
    if any(s.endswith(asked.counted) for s in said):
        return True
    counted = stems(" ".join(things_counted(sentence)))  # what only stands for it must stand beside the figure
    return term is not None and any(set(option) <= set(counted) for option in term.options)
