"""Which kind of document this is: by its front, by what runs on its pages, by what it calls itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.clues import Clues
from ingest.lexicon import cues
from ontology.model import DocumentKind

SELF = r"\b(?:denna|detta|den\s+här|det\s+här|föreliggande)\s+"
"""How a document speaks of itself."""
_ABBREVIATION = re.compile(r"^[A-ZÅÄÖ]{2,4}$")


def kind_of(clues: Clues) -> DocumentKind:
    """The kind that the front names first, else what runs on the pages, else what the document calls itself."""
    scores: dict[str, float] = {}
    patterns = dict(kind_patterns())
    for name, pattern in patterns.items():
        front = [_without_others(text, pattern, patterns.values()) for text in clues.front]
        score = 6 * _first_hit(pattern, front) + 5 * any(pattern.search(t) for t in clues.running)
        itself = re.compile(SELF + rf"(?:{pattern.pattern})", re.IGNORECASE)
        scores[name] = score + 4 * min(sum(bool(itself.search(t)) for t in clues.body), 2)
    best = max(scores, key=lambda name: scores[name])
    return DocumentKind(best) if scores[best] > 0 else DocumentKind.OVRIGT


def _without_others(text: str, pattern: re.Pattern[str], every: Iterable[re.Pattern[str]]) -> str:
    """The text with longer names of other kinds blanked out: "budget" in "Mål och budget" names no budget."""
    spans = [m.span() for m in pattern.finditer(text)]
    for other in every:
        for start, end in (m.span() for m in other.finditer(text)):
            if any(start <= a and b <= end and b - a < end - start for a, b in spans):
                text = text[:start] + "_" * (end - start) + text[end:]
    return text


def kind_patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Each kind with the words that name it."""
    for name, words in cues()["kinds"].items():
        yield (
            name,
            re.compile("|".join(rf"\b{w}\b" if not _ABBREVIATION.match(w) else rf"(?-i:\b{w}\b)" for w in words), re.I),
        )


def _first_hit(pattern: re.Pattern[str], texts: Sequence[str]) -> float:
    """1 for a hit at the start of the first text, less the later and the deeper it stands; 0 for none."""
    for n, text in enumerate(texts):
        hit = pattern.search(text)
        if hit and (n < 3 or len(text) < 60):
            return max(1.0 - 0.08 * n - 0.004 * hit.start(), 0.1)
    return 0.0
