"""What people have decided of links, and how it wins over every score: confirmed pairs stand, rejected ones never."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from graph.threads.likeness import Likeness
from graph.threads.matching import Pair
from ontology.model import Element

IdPair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Decided:
    """A person's word on one link, from the older element's id to the newer's."""

    source: str
    target: str
    verdict: Literal["confirmed", "rejected"]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The decided pairs that concern the elements at hand, by ids; the last word on a pair counts."""

    confirmed: frozenset[IdPair]
    rejected: frozenset[IdPair]

    @classmethod
    def of(cls, decided: Iterable[Decided], elements: Mapping[str, Element]) -> Verdicts:
        """Those that join two of the elements, of one type and older to newer; the others say nothing here."""
        last = {(one.source, one.target): one.verdict for one in decided}
        sound = {pair: verdict for pair, verdict in last.items() if _is_step(pair, elements)}
        confirmed = frozenset(pair for pair, verdict in sound.items() if verdict == "confirmed")
        return cls(confirmed, frozenset(sound) - confirmed)

    def between(self, older: Collection[str], newer: Collection[str]) -> frozenset[IdPair]:
        """The confirmed pairs that go from one group of ids to another."""
        return frozenset(pair for pair in self.confirmed if pair[0] in older and pair[1] in newer)

    def applied(self, likeness: Likeness) -> tuple[Likeness, frozenset[Pair]]:
        """The likeness with 1 for what is confirmed and 0 for what is rejected, and the places of the former."""
        rows = {e.id: i for i, e in enumerate(likeness.older)}
        columns = {e.id: j for j, e in enumerate(likeness.newer)}
        score = likeness.score.copy()
        for certain, pairs in ((1.0, self.confirmed), (0.0, self.rejected)):
            for old, new in pairs:
                if old in rows and new in columns:
                    score[rows[old], columns[new]] = certain
        places = frozenset((rows[old], columns[new]) for old, new in self.between(rows, columns))
        return replace(likeness, score=score), places


def _is_step(pair: IdPair, elements: Mapping[str, Element]) -> bool:
    old, new = elements.get(pair[0]), elements.get(pair[1])
    return bool(old and new and old.type == new.type and old.year < new.year)
