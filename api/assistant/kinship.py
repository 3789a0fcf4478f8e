"""How two words are akin: by their letters, as compounds and inflections are, or as a slip of the keyboard."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from ontology.svenska import stems

INSIDE = 5
"""Letters that a word must have to be found inside a compound."""
KIN, DISTANT = 0.85, 0.66
"""How near a compound is to a word that it begins or ends with, and how near two words that begin alike."""
_SHORTENED = 0.7  # how near a compound is to one that has more parts in its midst
_LOOSE_KIN = 0.62  # below what the most telling word needs: "läkare" is not "tandläkare"
_PREFIX = 6  # letters in common, from the start, that make two words kin
_REST = 3  # letters that a compound has more than the word that it ends with
_TWO = 2
KINDS_OF_BODY = frozenset(stems("nämnd styrelse förvaltning bolag förbund utskott beredning kommun region"))
"""Stems of what bodies are: "kulturnämnden" is no other nämnd."""


def nearest(word: str, among: Iterable[str], slips: int) -> str | None:
    """The word with the same first letter that is so many slips away at most, the nearest one; else None.

    Of equally near words the one that begins alike the longest: a slip comes late in a word more often than early.
    """
    near = [w for w in among if w[0] == word[0] and abs(len(w) - len(word)) <= slips]
    found = process.extract(word, near, scorer=DamerauLevenshtein.distance, score_cutoff=slips, limit=None)
    found = [f for f in found if f[1] < _TWO or not _is_another(word, f[0])]
    return min(found, key=lambda f: (f[1], -_common(word, f[0]), f[0]))[0] if found else None


def _is_another(word: str, other: str) -> bool:
    """Whether two letters apart of a word are just others in their places: no slip, but another word."""
    if len(word) != len(other):
        return False
    others = [i for i, (a, b) in enumerate(zip(word, other, strict=True)) if a != b]
    return len(others) == _TWO and others[1] - others[0] > 1


def ends(key: str) -> tuple[str, str]:
    """A stem's first and last letters, as many as two kin have in common."""
    return key[:INSIDE], f"-{key[-INSIDE:]}"


def kinship(key: str, other: str) -> float:
    """How near another stem is to one (0 to 1): an inflection, a compound of it, a part of it, a like beginning."""
    shorter, longer = sorted((key, other), key=len)
    if key == other or longer in (shorter + "n", shorter + "s", shorter + shorter[-1:]):  # "program", "programmen"
        return 1.0
    if len(shorter) < INSIDE or (key == longer and other in KINDS_OF_BODY):  # "kulturnämnden" is no other nämnd
        return 0.0
    inside = longer.startswith(shorter) or (longer.endswith(shorter) and len(longer) - len(shorter) >= _REST)
    if not inside and _less_its_middle(key, other):
        return _SHORTENED
    if not inside:
        return DISTANT if _common(key, other) >= max(_PREFIX, 0.5 * len(longer)) else 0.0
    if other == longer:
        return KIN
    return _LOOSE_KIN if len(other) >= len(key) * 0.55 else 0.0


def _less_its_middle(key: str, other: str) -> bool:
    """Whether a compound is another with a middle part left out: "universitetsenhet", "universitetssjukvårdsenhet"."""
    first, last = _common(key, other), _common(key[::-1], other[::-1])
    return first >= _PREFIX and last >= INSIDE and len(key) <= first + last and len(other) >= len(key) + _REST


def _common(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
