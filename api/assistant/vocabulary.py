"""The words of a release: how rare each is, which are akin, what abbreviations stand for, what a slip meant.

Everything is counted over the release's own passages, so a new organisation's words are known without a list.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from api.assistant.cues import word_set
from api.assistant.kinship import DISTANT, INSIDE, KIN, ends, kinship, nearest
from api.assistant.synonyms import ended_otherwise, fillers, synonyms
from graph.words import Words
from ontology.svenska import fold, split_compound, stem, stems

_ELLIPSIS = re.compile(r"\b([a-zåäö]{3,})-\s+(?:och|eller|samt)\s+([a-zåäö]{6,})", re.IGNORECASE)
_SHORT = 3
_REMEMBERED = 5_000
_LIGHT = 0.25  # of its rarity that a verb or filler weighs
_UNKNOWN = 0.3  # of its rarity that a word weighs which the release does not use
_VERB_ENDINGS = ("ades", "ats", "ade", "erar", "eras", "jts", "jdes", "jer", "jde")
_UNKNOWN_VERB_ENDINGS = (*_VERB_ENDINGS, "at", "as")
_COST = re.compile(r"([a-zåäö]{4,}?)s?kostnad(?:en|er|erna|ens)?")
_LONG = 8  # letters from which two slips are forgiven, not one


@dataclass(frozen=True, slots=True)
class Term:
    """One content word of a question: as written, and the stems that each would do in its place.

    `options` are alternatives, each a tuple of stems that must all be said; `weight` is the word's rarity.
    `known` tells that the release uses the word or one akin to it. A `light` word (a verb, a filler) says little
    of the subject; a `name` must be said by whatever answers.
    """

    surface: str
    options: tuple[tuple[str, ...], ...]
    weight: float
    known: bool
    light: bool = False
    name: bool = False


class Vocabulary(Words):
    """The words of a release's texts, and what a question's words may mean among them."""

    @classmethod
    def of(cls, words: Words) -> Vocabulary:
        """With what is counted already."""
        return cls(**vars(words))

    def rarity(self, key: str) -> float:
        """How telling a stem is: the logarithm of how few texts hold it."""
        return math.log(1 + self.size / (1 + self.frequency.get(key, 0)))

    @cached_property
    def kin(self) -> Callable[[str], dict[str, float]]:
        """For a stem, those of the release that say the same: itself (1.0), compounds that begin or end with it, and
        its parts. Of the stems last asked for: words of questions come without end."""
        return lru_cache(maxsize=_REMEMBERED)(self._find_kin)

    @cached_property
    def said(self) -> Callable[[str], frozenset[str]]:
        """For a text, its stems, and those of the compounds that it leaves open ("jour- och beredskapslinjer" says
        jourlinjer). Of the texts last read."""
        return lru_cache(maxsize=_REMEMBERED)(lambda text: frozenset((*stems(text), *self._left_open(text))))

    def _find_kin(self, key: str) -> dict[str, float]:
        near = {s for part in ends(key) for s in self._by_end.get(part, ())}
        near.update(s for s in (key, f"{key}n", f"{key}s", key[:-1]) if s in self.frequency)
        misprint = self._misprint(key)
        return {s: w for s in near if (w := kinship(key, s))} | ({misprint: KIN} if misprint else {})

    def _begun_by(self, key: str) -> Iterator[str]:
        """The compounds that begin with a word too short to be known in them by its letters ("skola", "skolenhet")."""
        longer = (s for s in self.frequency if s.startswith(key)) if len(key) == INSIDE - 1 else ()
        yield from (s for s in longer if s[len(key) :].removeprefix("s") in self.frequency)

    def _left_open(self, text: str) -> Iterator[str]:
        for match in _ELLIPSIS.finditer(text):
            first, second = fold(match[1]), fold(match[2])
            endings = (first + second[i:] for i in range(3, len(second) - 2))
            yield from (stem(w) for w in endings if w in self.surfaces)

    def nearness(self, key: str, said: frozenset[str]) -> float:
        """How near the nearest of some stems is to one (0 to 1)."""
        kin = self.kin(key)
        return max((kin[s] for s in kin.keys() & said), default=0.0)

    @cached_property
    def _by_end(self) -> Mapping[str, Sequence[str]]:
        """Stems by how they begin and by how they end: kin that are not just inflected share either."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for key in self.frequency:
            for part in ends(key):
                found[part].append(key)
        return found

    @cached_property
    def _misprint(self) -> Callable[[str], str | None]:
        """For a long stem that the release does not use, the one that is a slip from it: plans have slips too."""

        def find(key: str) -> str | None:
            return None if self.frequency.get(key) or len(key) < _LONG else nearest(key, self.frequency, 1)

        return lru_cache(maxsize=_REMEMBERED)(find)

    def term(self, word: str, *, name: bool = False) -> Term:
        """A question's word with everything that would do in its place."""
        key = stem(word)
        near = max(self.kin(key).values(), default=0.0) >= KIN
        options: list[tuple[str, ...]] = [(key,)] if near or self._misprint(key) else []
        options += [o for o in map(tuple, map(stems, self._meant(word, key))) if self._uses(o)]
        if not options:
            options = self._guesses(word, key)
        known = any(all(self.kin(s) for s in option) for option in options)
        endings = _VERB_ENDINGS if known else _UNKNOWN_VERB_ENDINGS
        ends = len(word) > _SHORT + 1 and word.endswith(endings)
        verb = key in self.verbs or (ends and not self._is_participle(word))
        light = not name and (word in word_set("light") or key in fillers() or verb)
        return Term(word, tuple(options) or ((key,),), self._weight(key, options, known, light), known, light, name)

    def _is_participle(self, word: str) -> bool:
        """Whether the release uses the word of things ("högspecialiserad vård") and never as a verb."""
        return word.endswith("ade") and word[:-1] in self.surfaces and word[:-2] not in self.surfaces

    def _uses(self, option: Sequence[str]) -> bool:
        """Whether the release itself uses every word of a synonym: kin of kin is no kin."""
        return all(any(w >= KIN for w in self.kin(s).values()) for s in option)

    def _weight(self, key: str, options: Sequence[tuple[str, ...]], known: bool, light: bool) -> float:
        """A word that only stands for others is as telling as they are; verbs and unknown words tell less."""
        if known and not self.frequency.get(key):
            weight = max(self._option_weight(o) for o in options)
        else:
            weight = self.rarity(key)
        return weight * (_LIGHT if light else 1.0) * (1.0 if known else _UNKNOWN)

    def _option_weight(self, option: Sequence[str]) -> float:
        return sum(self.rarity(s) for s in option) / max(len(option), 1)

    def _meant(self, word: str, key: str) -> list[str]:
        cost = _COST.fullmatch(word)
        every = (*synonyms().get(word, ()), *synonyms().get(key, ()), *self.abbreviations.get(word, ()))
        every += tuple(w for w in ended_otherwise(word) if stem(w) in self.frequency)
        return list(dict.fromkeys((*every, *([cost[1]] if cost and stem(cost[1]) in self.frequency else []))))

    def _guesses(self, word: str, key: str) -> list[tuple[str, ...]]:
        """For an unknown word: near kin, the parts of a compound, the known word that it is a slip of, distant kin."""
        near: list[tuple[str, ...]] = [(s,) for s in self._begun_by(key)]
        if any(likeness > DISTANT for likeness in self.kin(key).values()):
            near.append((key,))
        parts = [p for p in split_compound(word, self.surfaces) if p]
        if len(parts) > 1 and all(self.kin(stem(p)) or stem(p) in synonyms() for p in parts):
            near.append(tuple(stem(p) for p in parts))
        if near:
            return near
        slip = self.correct(word)
        return [(stem(slip),)] if slip else [(key,)] if self.kin(key) else []

    def correct(self, word: str) -> str | None:
        """The release's word that an unknown one is most likely a slip of; None where nothing is near."""
        if len(word) < 5 or word.isdigit() or word in word_set("everyday"):
            return None
        return nearest(word, self.surfaces, 1 if len(word) < _LONG else 2)
