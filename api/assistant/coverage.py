"""How much of a question's words a text says: each word by itself, by what stands for it, or by its kin."""

from __future__ import annotations

from collections.abc import Sequence

from api.assistant.kinship import DISTANT, KIN
from api.assistant.vocabulary import Term, Vocabulary
from ontology.svenska import stem


def coverage(terms: Sequence[Term], said: frozenset[str], vocabulary: Vocabulary) -> float:
    """The share, by weight, of the terms that a text with these stems says (0 to 1)."""
    total = sum(t.weight for t in terms)
    if not total:
        return 0.0
    return sum(t.weight * said_of(t, said, vocabulary) for t in terms) / total


def names_said(terms: Sequence[Term], said: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Whether a text says every name that the question names."""
    return all(said_of(t, said, vocabulary) >= DISTANT for t in terms if t.name)


def half_unheard_of(terms: Sequence[Term]) -> bool:
    """Whether no more of the words are the release's than not: what they are about is then in none of its texts."""
    return sum(t.known for t in terms) * 2 <= len(terms)


def most_telling(terms: Sequence[Term]) -> Term:
    """The term that a text must say to be about the same: the rarest that is known and no filler."""
    known = [t for t in terms if t.known]
    solid = [t for t in known if not t.light]
    return max(solid or known or terms, key=lambda t: t.weight)


def said_of(term: Term, said: frozenset[str], vocabulary: Vocabulary) -> float:
    """How fully a text says one term (0 to 1): its best option, each stem by itself or by its kin."""
    return max((_option_said(option, said, vocabulary) for option in term.options), default=0.0)


def said_literally(terms: Sequence[Term], said: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Whether a text says each term itself or a compound of it, not only what may stand for it."""
    return all(any(w >= KIN for s, w in vocabulary.kin(stem(t.surface)).items() if s in said) for t in terms)


def _option_said(option: Sequence[str], said: frozenset[str], vocabulary: Vocabulary) -> float:
    """How fully the stems of one option are said, all of them; 0 where one is missing."""
    told = [vocabulary.nearness(key, said) for key in option]
    return sum(told) / len(told) if told and all(told) else 0.0
