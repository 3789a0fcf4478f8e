"""Words that stand for each other and words that say little, as the cues list them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from api.assistant.cues import section, word_set
from api.assistant.kinship import INSIDE
from ontology.svenska import stem


@cache
def fillers() -> frozenset[str]:
    """The stems of the fillers that are long enough to be nothing else's."""
    return frozenset(stem(w) for w in word_set("light") if len(w) >= INSIDE)


@cache
def synonyms() -> Mapping[str, tuple[str, ...]]:
    """The other words of a word's groups, by the word and by its stem."""
    meant: dict[str, tuple[str, ...]] = {}
    for group in section("synonyms").values():
        for word in group:
            others = tuple(w for w in group if w != word)
            for key in dict.fromkeys((word, *([] if " " in word else [stem(word)]))):
                meant[key] = tuple(dict.fromkeys((*meant.get(key, ()), *others)))
    return meant


def ended_otherwise(word: str) -> Iterator[str]:
    """A compound with what may stand in the place of its last part ("forskningspengar": "forskningsmedel")."""
    for group in section("compound_ends").values():
        end = max((w for w in group if word.endswith(w) and len(word) - len(w) >= INSIDE), key=len, default="")
        yield from (word.removesuffix(end) + other for other in group if end and other != end)
