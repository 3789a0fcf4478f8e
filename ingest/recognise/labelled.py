"""What statements have in common: the words that name them, their labels, and the lists that they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.lexicon import any_of, cues
from ingest.lines import STATEMENT_LABEL
from ingest.outline import Piece

SECTION = re.compile(r"^\d{1,2}(?:\.\d{1,2})*\.?\s+(?=\S)")


def word_of(kind: str) -> re.Pattern[str]:
    """The words that name statements of a kind ("vardegrund"), at the beginning of a word."""
    return any_of(rf"\b{w}" for w in cues()["statements"][kind])


def statement(piece: Piece, kind: str) -> str | None:
    """The text after "Perspektiv:" or "Strategi:", a section's number before it allowed."""
    text = SECTION.sub("", piece.text)
    label = STATEMENT_LABEL.match(text)
    if (
        not label
        or piece.kind not in ("heading", "paragraph")
        or len(text) > 160
        or not word_of(kind).match(label["term"])
    ):
        return None
    return text[label.end() :].strip().rstrip(".")


def lists(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Where each run of items begins and ends."""
    start = None
    for at in range(len(pieces) + 1):
        item = at < len(pieces) and pieces[at].kind == "item"
        if item and start is None:
            start = at
        elif not item and start is not None:
            yield start, at
            start = None
