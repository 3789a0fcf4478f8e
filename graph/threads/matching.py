"""Which elements of two plans are one thread: an assignment, then splits and mergers, then what stays doubtful.

What people have confirmed stands; the rest is one-to-one first (the squares of the scores are summed, so that one
sure pair outweighs two vague ones). What is left over joins a pair that is already made only where that pair is no
word-for-word continuation, and the two that share it either take different parts of it or are both alike it for
sure; less likeness will do where the two stand side by side and together make up the common relative. A pair with
a rival as good as itself is asserted only when it is sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

import numpy as np

from graph.threads.likeness import Likeness, Matrix
from ontology.model import Element, Uppdrag

ASSERTED = 0.30
"""The least score of an asserted pair of neighbouring years."""
RESTING = 0.45
"""The least score of an asserted pair over a year that has neither."""
SURE = 0.60
"""From here on a rival does not make a pair doubtful."""
WHOLE = 0.85
"""So much of a text found again in one other: nothing was split off it, nothing merged into it."""
CANDIDATE = 0.25
"""The least score of a pair that is worth a person's time."""
FEW_CANDIDATE = 0.08
"""Likewise among goals, styrtal and risker: they are few, and general words are often all that they share."""
SIBLING_RATIO = 0.70
SIBLING_SURE = 0.50
"""From here on both siblings are taken though they hold the same part of their common relative."""
RIVAL_RATIO = 0.75
OWN_PART = 0.50
"""What a sibling must hold of the common relative that the other does not, in rare words."""
BESIDE = 0.20
"""The least score of a sibling that is numbered next to the other."""
MADE_UP = 0.65
"""So much of the common relative do two such siblings hold between them."""
_CANDIDATES_EACH = 2
_NUMBER = re.compile(r"(\d+) ?([a-z]?)")

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Asserted pairs (older, newer), splits and mergers among them, and doubtful ones."""

    asserted: frozenset[Pair]
    doubtful: frozenset[Pair]


def match(likeness: Likeness, least: float = ASSERTED, confirmed: frozenset[Pair] = frozenset()) -> Pairs:
    """The threads between two plans of one type, confirmed ones with them; from `least` on a pair is asserted."""
    made = confirmed | set(_assigned(_without(likeness.score, confirmed), least))
    grouped = {pair for merging in (False, True) for group in _groups(likeness, made, least, merging) for pair in group}
    asserted = made | grouped
    unsure = {pair for pair in asserted - grouped - confirmed if _has_rival(likeness.score, pair, asserted)}
    settled = asserted - unsure
    return Pairs(frozenset(settled), frozenset(_doubtful(likeness, settled) | unsure))


def _without(score: Matrix, taken: frozenset[Pair]) -> Matrix:
    """The scores with nothing left for what is taken."""
    free = score.copy()
    for i, j in taken:
        free[i, :] = free[:, j] = 0.0
    return free


def _assigned(score: Matrix, least: float) -> Iterator[Pair]:
    from scipy.optimize import linear_sum_assignment  # a second to import, and only a build needs it

    if not score.size:
        return
    worth = np.where(score >= least, score, 0.0) ** 2
    for i, j in zip(*linear_sum_assignment(worth, maximize=True), strict=True):
        if worth[i, j] > 0:
            yield int(i), int(j)


def _groups(likeness: Likeness, made: Set[Pair], least: float, merging: bool) -> Iterator[set[Pair]]:
    """For each left-over element that joins a pair, that pair and the new one."""
    size = likeness.score.shape[0 if merging else 1]
    whole = likeness.of_new if merging else likeness.of_old
    taken = {pair[0 if merging else 1] for pair in made}
    for extra in sorted(set(range(size)) - taken):
        options = [(p, (extra, p[1]) if merging else (p[0], extra)) for p in sorted(made) if whole[p] < WHOLE]
        fit = [both for both in options if _is_sibling(likeness, *both, least)]
        if fit:
            first, second = max(fit, key=lambda both: float(likeness.score[both[1]]))
            yield {first, second}


def _is_sibling(likeness: Likeness, first: Pair, second: Pair, least: float) -> bool:
    score, other = float(likeness.score[first]), float(likeness.score[second])
    apart = min(_own_part(likeness, first, second), _own_part(likeness, second, first)) >= OWN_PART
    if other >= max(least, SIBLING_RATIO * score):
        return apart or min(score, other) >= SIBLING_SURE
    return apart and other >= BESIDE and _stand_together(likeness, first, second)


def _stand_together(likeness: Likeness, first: Pair, second: Pair) -> bool:
    """Whether two siblings are numbered one after the other and make up most of their common relative."""
    merging = first[1] == second[1]
    one, two = ((likeness.older[p[0]] if merging else likeness.newer[p[1]]) for p in (first, second))
    relative = likeness.new_bags[first[1]] if merging else likeness.old_bags[first[0]]
    shared = likeness.shared(*first)
    for key, weight in likeness.shared(*second).items():
        shared[key] = max(weight, shared.get(key, 0.0))
    return _are_consecutive(one, two) and sum(shared.values()) >= MADE_UP * sum(relative.values())


def _are_consecutive(one: Element, two: Element) -> bool:
    """Whether two elements of a series bear neighbouring numbers ("12" and "13", "4a" and "4b")."""
    found = [_NUMBER.fullmatch(e.number or "") for e in (one, two)]
    if one.series != two.series or not (found[0] and found[1]):
        return False
    (number, letter), (other, sibling) = ((int(m[1]), ord(m[2] or "\0")) for m in found if m)
    return abs(number - other) + abs(letter - sibling) == 1


def _own_part(likeness: Likeness, pair: Pair, other: Pair) -> float:
    """The weight of what a pair shares that the other pair does not share."""
    theirs = likeness.shared(*other)
    return sum(max(0.0, weight - theirs.get(key, 0.0)) for key, weight in likeness.shared(*pair).items())


def _has_rival(score: Matrix, pair: Pair, asserted: Set[Pair]) -> bool:
    """Whether a free element fits one side nearly as well, and the pair is not sure in itself."""
    if score[pair] >= SURE:
        return False
    old_taken, new_taken = {i for i, _ in asserted}, {j for _, j in asserted}
    bar = RIVAL_RATIO * score[pair]
    row = any(score[pair[0], j] >= bar for j in range(score.shape[1]) if j not in new_taken)
    return row or any(score[i, pair[1]] >= bar for i in range(score.shape[0]) if i not in old_taken)


def _doubtful(likeness: Likeness, settled: Set[Pair]) -> set[Pair]:
    """The best pairs that a person should look at: both sides not sure elsewhere, at most two for each newer one."""
    score = likeness.score
    least = CANDIDATE if any(isinstance(e, Uppdrag) for e in likeness.newer) else FEW_CANDIDATE
    sure_old = {i for i, j in settled if score[i, j] >= SURE}
    sure_new = {j for i, j in settled if score[i, j] >= SURE}
    found: set[Pair] = set()
    for j in range(score.shape[1]):
        ranked = sorted(range(score.shape[0]), key=lambda i: (-score[i, j], i))[:_CANDIDATES_EACH]
        found |= {(i, j) for i in ranked if score[i, j] >= least and i not in sure_old and j not in sure_new}
    return found - settled
