"""Slips of the keyboard mended before anything is understood: a word that nobody knows is taken for its nearest kin.

The words known are the release's own and those that the cues listen for. Words in capitals inside a sentence are
names and stay as they are; a word that has a known kin is no slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from api.assistant.cues import section, word_set
from api.assistant.kinship import nearest
from api.assistant.vocabulary import Vocabulary
from ontology.svenska import STOPWORDS, fold, stem, words

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LEAST, _LONG = 4, 8  # letters from which one slip is forgiven, and two
_AKIN = 0.6
_JOINED = 3  # letters that each half of a word written apart has at least
_PATTERNS = ("intents", "columns", "amounts", "verdict", "related", "rewritten")  # sections of what is listened for
_PLAIN = re.compile(r"(?<![\w)?\]])[a-zåäö]{4,}(?![\w(?*+\[])")  # a word written out in a pattern


def mended(folded: str, vocabulary: Vocabulary, names: frozenset[str]) -> str:
    """The question with its slips mended and words written apart joined where the release writes them as one."""
    text = _WORD.sub(lambda m: m[0] if m[0] in names else _mended_word(m[0], vocabulary), folded)
    return _joined(text, vocabulary)


def _mended_word(word: str, vocabulary: Vocabulary) -> str:
    if len(word) < _LEAST or word in vocabulary.surfaces or word in STOPWORDS or word in _cue_words() | _everyday():
        return word
    key = stem(word)
    if key in vocabulary.frequency or key in _cue_stems():  # a form of a known word, unless a word of questions is near
        return _nearest(word, _cue_words(), 1)
    akin = any(likeness >= _AKIN for likeness in vocabulary.kin(key).values())
    return _nearest(word, _cue_words() | vocabulary.surfaces, 1 if akin or len(word) < _LONG else 2)


@lru_cache(maxsize=2048)
def _nearest(word: str, known: frozenset[str], slips: int) -> str:
    return nearest(word, known, slips) or word


def _joined(text: str, vocabulary: Vocabulary) -> str:
    """ "telefon tillgänglighet" as the one word that the release has."""
    parts = text.split(" ")
    out: list[str] = []
    for part in parts:
        whole = out[-1] + part if out else ""
        one = whole in vocabulary.surfaces or stem(whole) in vocabulary.surfaces
        if one and _is_half(out[-1]) and _is_half(part):
            out[-1] = whole
        else:
            out.append(part)
    return " ".join(out)


def _is_half(word: str) -> bool:
    return len(word) >= _JOINED and word.isalpha() and word not in STOPWORDS and word not in word_set("question")


@cache
def _cue_words() -> frozenset[str]:
    return frozenset(_listed())


@cache
def _cue_stems() -> frozenset[str]:
    return frozenset(stem(w) for w in _cue_words())


def _listed() -> Iterator[str]:
    """Every single word of the word lists."""
    for name in ("question", "cue", "light", "heard"):
        yield from (w for w in word_set(name) if len(w) >= _LEAST)


@cache
def _everyday() -> frozenset[str]:
    """Words that are no slips although neither the release nor the lists use them; none is a slip's meaning."""
    meant = (w for group in section("synonyms").values() for phrase in group for w in words(fold(phrase)))
    listened_for = (p.replace(r"\b", " ") for name in _PATTERNS for each in section(name).values() for p in each)
    heard = (w for pattern in listened_for for w in _PLAIN.findall(pattern))
    english = (w for phrase in section("english") for w in words(phrase))
    return frozenset((*meant, *heard, *english, *word_set("english"), *word_set("everyday")))
