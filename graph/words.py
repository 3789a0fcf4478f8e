"""The words of texts, counted: how many texts hold each, which stand as verbs, what abbreviations stand for. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ontology.svenska import STOPWORDS, fold, stem, words

_ABBREVIATION = re.compile(r"((?:[\wåäöÅÄÖ-]+\s+){1,5})\(([A-ZÅÄÖ]{2,6})\)")
_NAMED = re.compile(r"\b([a-zåäö]{4,})\s+([A-ZÅÄÖ][a-zåäö]{2,})\b")
_VERB = re.compile(r"\b(?:att|ska|skall|kan|bör|måste|kunna|vill|behöver|får)\s+([a-zåäö]{3,}as?)\b")
_PLURALS = ("erna", "arna", "orna", "ena", "nas")
_SHORT = 3


@dataclass
class Words:
    """Stems of some texts with the number of texts that hold each."""

    size: int
    """How many texts there are."""
    frequency: Mapping[str, int]
    surfaces: frozenset[str]
    """The words as they are written, folded; short ones and numbers aside."""
    abbreviations: Mapping[str, tuple[str, ...]]
    """What a text says that they stand for, where it sets them in brackets after it."""
    named: frozenset[tuple[str, str]] = frozenset()
    """Common nouns that a text sets before a name ("journalsystemet Cosmic"), folded."""
    verbs: frozenset[str] = frozenset()
    """Stems that the texts use as verbs ("att minska", "ska följa")."""


def count_words(texts: Iterable[str]) -> Words:
    """Count the words of some texts."""
    frequency: Counter[str] = Counter()
    keys: dict[str, str] = {}
    abbreviations: dict[str, tuple[str, ...]] = {}
    named: set[tuple[str, str]] = set()
    verbs: set[str] = set()
    size = 0
    for text in texts:
        size += 1
        said = set(words(text))
        named.update((m[1], fold(m[2])) for m in _NAMED.finditer(text))
        verbs.update(stem(m[1]) for m in _VERB.finditer(text) if not m[1].endswith(_PLURALS))
        keys |= {word: stem(word) for word in said - keys.keys()}
        frequency.update({keys[word] for word in said})
        for match in _ABBREVIATION.finditer(text):
            spelled = _spelled_out(match[1], match[2])
            if spelled:
                known = abbreviations.get(fold(match[2]), ())
                abbreviations[fold(match[2])] = tuple(dict.fromkeys((*known, spelled)))
    written = frozenset(w for w in keys if len(w) > _SHORT and not w.isdigit())
    return Words(size, frequency, written, abbreviations, frozenset(named), frozenset(verbs))


def _spelled_out(before: str, short: str) -> str | None:
    """The words before a bracketed abbreviation that it stands for: from the last one with its first letter."""
    tokens = before.split()
    starts = [i for i, w in enumerate(tokens) if fold(w)[:1] == fold(short)[:1]]
    return " ".join(w for w in tokens[starts[-1] :] if fold(w) not in STOPWORDS) if starts else None
