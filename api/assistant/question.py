"""A question as understood: a value that the answers read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from api.assistant.cues import matching
from api.assistant.vocabulary import Term
from ontology.svenska import fold

_FIGURE = re.compile(
    r"\b(?:vilket|what)\s+(?:[\w-]+\s+)?[\w-]*(?:resultat|belopp|värde|antal|underskott|överskott|result|amount|number|value)\b|"
    r"\bvad (?:blev|var|blir)\b.*\b(?:resultat|belopp|underskott|överskott)(?:et)?\b|"
    r"\bhur (?:många|mycket|stor|stort|stora|lång|långa|hög|högt|låg|ofta)\b|\bhow (?:many|much|large|often)\b|\bkosta",
    re.IGNORECASE,
)

_SECOND_PART = re.compile(
    r"\b(?:och|samt|and)\s+((?:vad|vem|vilk\w+|hur|när|vart|var|varför|i så fall|what|who|which|how|when|where|why)\b)",
    re.IGNORECASE,
)

_LEAST = 12  # letters that a first question has at least


@dataclass(frozen=True, slots=True)
class Question:
    """What was heard in a question.

    `terms` are its subject's words; `every` also those that the cues took (used for passages). `years` are years of
    the release's documents in the order asked, `periods` other years that it names. `columns` of styrtal, `amounts`
    of budgets. `number` is an uppdrag's or styrtal's, of the plan of `number_years` where an earlier question set it.
    `of_plan` tells that a year is a plan's ("i planen 2025"), not what a value is about; `own` that fullmäktige's
    uppdrag are not meant.
    """

    text: str
    language: str = "sv"
    intent: str = ""
    intents: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    periods: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    series: str | None = None
    number: str | None = None
    number_years: tuple[int, ...] | None = None
    goal: str | None = None
    bodies: tuple[str, ...] = ()
    body_names: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    every: tuple[Term, ...] = ()
    of_plan: bool = False
    own: bool = False
    person: bool = False
    organisation: str | None = None
    only_documents: tuple[str, ...] = ()

    def asks(self, *intents: str) -> bool:
        """Whether any of the intents was heard."""
        return any(i in self.intents for i in intents)

    @property
    def attributes(self) -> tuple[str, ...]:
        """What is asked of something that its element does not hold (an address, a reaction)."""
        return tuple(matching("attributes", fold(self.text)))

    @property
    def asks_figure(self) -> bool:
        """Whether a figure is asked for in words ("hur många", "hur ofta", "vad kostar")."""
        return _FIGURE.search(self.text) is not None

    def parts(self) -> tuple[str, str] | None:
        """The two questions of a question that asks two things; None where it asks one."""
        found = _SECOND_PART.search(self.text)
        if not found or found.start() < _LEAST:
            return None
        return self.text[: found.start()].rstrip(" ,;") + "?", self.text[found.start(1) :]

    @property
    def two_parts(self) -> bool:
        """Whether two things are asked in one ("vad är målet, och vem ansvarar?")."""
        return _SECOND_PART.search(self.text) is not None

    @property
    def solid(self) -> tuple[Term, ...]:
        """The subject's words that are no fillers; where all are, the ones that the release knows."""
        return tuple(t for t in self.terms if not t.light) or tuple(t for t in self.terms if t.known)
