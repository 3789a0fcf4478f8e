"""How alike each element of one plan is to each of another, from 0 to 1, and what they share.

The likeness of texts is how much of either is found in the other, by weight of words (the mean of both ways),
times how much evidence that is: little shared weight convinces little, unless it is all there is to share; so
does a short text within a long one of which it is less than a fifth.
A phrase taken over word for word adds to it. Recipients, objective, number and meaning (vectors) only nudge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import numpy as np
import numpy.typing as npt

from graph.threads.bodies import Bodies
from graph.threads.words import FIELD, PLANNING, Lexicon, content_words
from ontology.model import Element, Uppdrag
from ontology.svenska import STOPWORDS, stems

Matrix = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float32]
Bags = Sequence[Mapping[str, float]]
_CONVINCING = 0.8
"""Shared weight, in rare words, at which evidence counts for 63 %."""
_ONE_WORD = 0.7
"""What is left of a score that rests on one shared word, unless that is nearly all there is."""
_NOTHING_TELLING = 0.5
"""Likewise where planning words and everyday words of the field are all that is shared: a subject, no thread."""
_NEARLY_ALL = 0.8
_PHRASE_FLOOR = 0.15
_PHRASE_BONUS = 0.15
_PHRASE_MOST = 2
_OTHER_RECIPIENT = 0.92
_OTHER_ROLE = 0.85
"""Beside that: one body is to do a thing, another to follow it; that is seldom one thread."""
_SAME_OBJECTIVE, _OTHER_OBJECTIVE = 1.03, 0.97
_SAME_NUMBER = 1.01
_OPPOSED = 0.75
_DIRECTIONS = frozenset({"öka", "minska"})
_MEANING = 0.08
"""The most that vectors add or take, as a share of the score."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known beside the texts: vectors by element id, organisations, the texts of objectives by id."""

    bodies: Bodies = field(default_factory=Bodies)
    vectors: Mapping[str, Vector] = field(default_factory=dict)
    objectives: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two plans' elements of one type, their features, and for older i and newer j the score and coverage.

    `of_old[i, j]` is the share of i's weight that j holds, `of_new[i, j]` the share of j's that i holds.
    """

    older: Sequence[Element]
    newer: Sequence[Element]
    old_bags: Bags
    new_bags: Bags
    score: Matrix
    of_old: Matrix
    of_new: Matrix

    def shared(self, i: int, j: int) -> dict[str, float]:
        """Feature → weight that both hold."""
        old, new = self.old_bags[i], self.new_bags[j]
        return {key: min(old[key], new[key]) for key in sorted(old.keys() & new.keys())}


def compare(older: Sequence[Element], newer: Sequence[Element], known: Surroundings) -> Likeness:
    """The likeness of every pair; words are weighed over these two plans alone, so that other years move nothing."""
    lexicon = Lexicon.of([[e.text for e in older], [e.text for e in newer]])
    old_bags = [lexicon.features(e.text) for e in older]
    new_bags = [lexicon.features(e.text) for e in newer]
    of_old, of_new, score = _text_scores(old_bags, new_bags)
    for i, j in zip(*(score >= _PHRASE_FLOOR).nonzero(), strict=True):
        nudge = _phrase(older[i].text, newer[j].text) * _context(older[i], newer[j], known)
        score[i, j] = min(1.0, score[i, j] * nudge)
    score *= _meaning(older, newer, known.vectors)
    return Likeness(older, newer, old_bags, new_bags, np.clip(score, 0.0, 1.0), of_old, of_new)


def _text_scores(old_bags: Bags, new_bags: Bags) -> tuple[Matrix, Matrix, Matrix]:
    """Coverage of the older text, of the newer text, and the likeness that follows."""
    keys = {key: place for place, key in enumerate(sorted({k for bag in (*old_bags, *new_bags) for k in bag}))}
    old, new = _rows(old_bags, keys), _rows(new_bags, keys)
    shared = np.array([np.minimum(row, new).sum(axis=1) for row in old]).reshape(len(old), len(new))
    of_old = shared / np.maximum(old.sum(axis=1), 1e-9)[:, None]
    of_new = shared / np.maximum(new.sum(axis=1), 1e-9)[None, :]
    words = [key for key in keys if not key.startswith("~")]
    common = _count(old, new, [keys[key] for key in words])
    telling = _count(old, new, [keys[key] for key in words if key not in PLANNING and key not in FIELD])
    evidence = np.maximum(1 - np.exp(-shared / _CONVINCING), np.minimum(of_old, of_new) ** 2)
    least = np.minimum(of_old, of_new)
    ground = np.where(telling < 1, _NOTHING_TELLING, np.where(common < 2, _ONE_WORD, 1.0))
    doubt = np.minimum(1.0, 0.4 + 3 * least) * np.where(least < _NEARLY_ALL, ground, 1.0)
    return of_old, of_new, np.asarray(doubt * evidence * (of_old + of_new) / 2, dtype=np.float64)


def _count(old: Matrix, new: Matrix, places: Sequence[int]) -> npt.NDArray[np.int_]:
    """How many of the features at these places each pair shares."""
    return np.asarray((old[:, places] > 0).astype(int) @ (new[:, places] > 0).astype(int).T)


def _rows(bags: Bags, keys: Mapping[str, int]) -> Matrix:
    rows = np.zeros((len(bags), len(keys)))
    for row, bag in zip(rows, bags, strict=True):
        for key, weight in bag.items():
            row[keys[key]] = weight
    return rows


def _phrase(old: str, new: str) -> float:
    """1, and more for each content word after the first in the longest run of words that both texts hold."""
    before, after = stems(old), stems(new)
    run = SequenceMatcher(None, before, after, autojunk=False).find_longest_match()
    content = [word for word in before[run.a : run.a + run.size] if word not in STOPWORDS]
    if all(word in PLANNING or word in FIELD for word in content):
        return 1.0
    return 1 + _PHRASE_BONUS * min(_PHRASE_MOST, len(content) - 1)


def _context(old: Element, new: Element, known: Surroundings) -> float:
    """The factor of recipients, objective and number."""
    factor = _SAME_NUMBER if old.number and (old.series, old.number) == (new.series, new.number) else 1.0
    if _is_opposed(old.text, new.text):
        factor *= _OPPOSED
    if is_moved(old, new, known.bodies):
        only_one_follows = "följ" in {*stems(old.text)} ^ {*stems(new.text)}
        factor *= _OTHER_RECIPIENT * (_OTHER_ROLE if only_one_follows else 1.0)
    goals = known.objectives.get(old.objective or ""), known.objectives.get(new.objective or "")
    if goals[0] and goals[1]:
        factor *= _SAME_OBJECTIVE if _same_goal(goals[0], goals[1]) else _OTHER_OBJECTIVE
    return factor


def _is_opposed(old: str, new: str) -> bool:
    """Whether one text only raises and the other only lowers ("öka", "minska")."""
    before, after = _DIRECTIONS.intersection(stems(old)), _DIRECTIONS.intersection(stems(new))
    return bool(before and after and before.isdisjoint(after))


def is_moved(old: Element, new: Element, bodies: Bodies) -> bool:
    """Whether both uppdrag say who gets them, and none of the bodies is the same."""
    if not (isinstance(old, Uppdrag) and isinstance(new, Uppdrag) and old.recipients and new.recipients):
        return False
    return not bodies.meet(old.recipients, new.recipients)


def _same_goal(old: str, new: str) -> bool:
    """Goals are renumbered and renamed: half of their content words decide."""
    before, after = set(content_words(old)), set(content_words(new))
    return 2 * len(before & after) >= len(before | after)


def _meaning(older: Sequence[Element], newer: Sequence[Element], vectors: Mapping[str, Vector]) -> Matrix:
    """The factor of how much nearer in meaning a pair is than its row and column are on average; 1 where unknown."""
    factor = np.ones((len(older), len(newer)))
    if not older or not newer or not all(e.id in vectors for e in (*older, *newer)):
        return factor
    cosine = np.array([vectors[e.id] for e in older]) @ np.array([vectors[e.id] for e in newer]).T
    usual = (cosine.mean(axis=0, keepdims=True) + cosine.mean(axis=1, keepdims=True)) / 2
    spread = float(cosine.std()) or 1.0
    return np.asarray(factor + _MEANING * np.clip((cosine - usual) / spread / 2 - 0.5, -1, 1), dtype=np.float64)
