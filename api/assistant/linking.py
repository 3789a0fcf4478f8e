"""Which elements a question is about: weighed by how much of its subject each one says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.assistant.coverage import coverage, most_telling, names_said, said_of
from api.assistant.knowledge import Knowledge
from api.assistant.vocabulary import Term
from ontology.model import Element
from ontology.svenska import stems

ENOUGH = 0.62  # of the subject's weight that an element must say to be what was asked about
_SAID = 0.65  # how fully the most telling word must be said: by itself or by near kin
_NEAR = 0.88  # of the best score, for elements that answer together with it
_PREPOSITION = re.compile(r"\s(?:mot|för|på|i|av|till|som|inom|om|per)\s")
_BREVITY = 0.12  # how much an element that says little else is preferred


@dataclass(frozen=True, slots=True)
class Linked:
    """An element and how well it fits: `covered` of the subject's weight, `score` with brevity counted in."""

    element: Element
    covered: float
    score: float


def link(
    terms: Sequence[Term], elements: Iterable[Element], known: Knowledge, enough: float = ENOUGH, *, strict: bool = True
) -> list[Linked]:
    """Elements that say enough of the subject, best first; none where the subject is empty.

    A `strict` link says the most telling word too.
    """
    if not terms:
        return []
    found = []
    for element in elements:
        said = known.element_stems(element)
        covered = coverage(terms, said, known.vocabulary)
        if covered >= enough and (not strict or _says_rarest(terms, said, known)):
            found.append(Linked(element, covered, covered + _BREVITY * _brevity(terms, element, known)))
    return sorted(found, key=lambda x: (-x.score, -x.element.year))


def best(linked: Sequence[Linked]) -> list[Linked]:
    """The best one and those so near to it that they answer too."""
    return [x for x in linked if x.score >= linked[0].score * _NEAR] if linked else []


def _says_rarest(terms: Sequence[Term], said: frozenset[str], known: Knowledge) -> bool:
    """The most telling word and every name must be said: without them a text is about something else."""
    telling = said_of(most_telling(terms), said, known.vocabulary)
    return telling >= _SAID and names_said(terms, said, known.vocabulary)


def _brevity(terms: Sequence[Term], element: Element, known: Knowledge) -> float:
    """The share of the element's own head words that the question says."""
    head = set(stems(element.text)[:12])
    asked = {s for t in terms for option in t.options for key in option for s in known.vocabulary.kin(key)}
    total = sum(known.vocabulary.rarity(s) for s in head)
    return sum(known.vocabulary.rarity(s) for s in head & asked) / total if total else 0.0


def head_stems(element: Element) -> frozenset[str]:
    """The stems of what an element names first: of its words before a preposition."""
    return frozenset(stems(_PREPOSITION.split(element.text, maxsplit=1)[0]))
