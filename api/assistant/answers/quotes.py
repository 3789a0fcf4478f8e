"""The sentences of a passage that answer: a run of them, verbatim, no longer than there is room for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from api.assistant.answerability import holds_kind
from api.assistant.asked import Asked
from api.assistant.coverage import coverage
from api.assistant.draft import Draft
from api.assistant.question import Question
from api.assistant.sentences import points_back, sentences
from api.assistant.vocabulary import Term
from ontology.model import Passage

ROOM, SHORT = 620, 420
"""Characters quoted of one passage at most, and those that a quote takes where the passage has them."""
WHOLE = ("row", "item")
"""Kinds of passage that are read and quoted as one piece."""
CUT = "[…]"


def quote_of(asked: Asked, q: Question, passage: Passage, draft: Draft, lead: float = 0.0) -> tuple[str, float]:
    """The run of sentences that says most, with what it points back to and what goes on from it."""
    terms = asked.terms
    if passage.kind in WHOLE:
        return passage.text, said_by(terms, passage.text, draft)
    every = sentences(passage.text)
    vocabulary = draft.known.vocabulary
    said = [vocabulary.said(s) for s in every]
    scores = [coverage(terms, one, vocabulary) for one in said]
    windows = list(_windows(every))
    able = _able(asked, every, windows, draft) or _able(asked, every, windows, draft, lead)
    start, end = max(able or windows, key=lambda w: _worth(terms, scores, said, w, draft))
    while start and points_back(every[start]) and length_of(every[start - 1 : end]) <= ROOM:
        start -= 1
    start, end = _widened(every, start, end, ROOM if _wants_more(q) else SHORT)
    chosen = " ".join(every[start:end])
    whole = said_by(terms, " ".join((*passage.section[-1:], chosen)), draft)
    quote = f"{CUT + ' ' if start else ''}{chosen}{' ' + CUT if end < len(every) else ''}"
    return quote, 0.6 * whole + 0.4 * max(scores[start:end])


def _able(
    asked: Asked, every: Sequence[str], windows: Sequence[tuple[int, int]], draft: Draft, lead: float = 0.0
) -> list[tuple[int, int]]:
    """The runs that have a sentence which holds the kind of thing asked for."""
    holding = [holds_kind(asked, s, draft.known.vocabulary, whole=True, lead=lead) for s in every]
    return [(start, end) for start, end in windows if any(holding[start:end])]


def _widened(every: Sequence[str], start: int, end: int, room: int) -> tuple[int, int]:
    """The run with the sentences after it, then those before it, that there is room for."""
    while end < len(every) and length_of(every[start : end + 1]) <= (ROOM if points_back(every[end]) else room):
        end += 1
    while start and length_of(every[start - 1 : end]) <= SHORT:
        start -= 1
    return start, end


def _windows(every: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of sentences that there is room for; a single sentence always."""
    for start in range(len(every)):
        for end in range(start + 1, len(every) + 1):
            if end > start + 1 and length_of(every[start:end]) > ROOM:
                break
            yield start, end


def _worth(
    terms: Sequence[Term],
    scores: Sequence[float],
    said: Sequence[frozenset[str]],
    window: tuple[int, int],
    draft: Draft,
) -> float:
    """What a run of sentences says, less its length: a longer one must say more."""
    start, end = window
    together = frozenset().union(*said[start:end])
    whole = scores[start] if end == start + 1 else coverage(terms, together, draft.known.vocabulary)
    return whole - 0.04 * (end - start) + 0.2 * max(scores[start:end])


def _wants_more(q: Question) -> bool:
    return q.two_parts or q.asks("definition", "list", "reason") or not q.asks("date", "value")


def length_of(parts: Sequence[str]) -> int:
    """Characters of sentences in a row."""
    return sum(len(p) + 1 for p in parts)


def said_by(terms: Sequence[Term], text: str, draft: Draft) -> float:
    """The share of the terms' weight that a text says."""
    vocabulary = draft.known.vocabulary
    return coverage(terms, vocabulary.said(text), vocabulary)


def headings_of(passages: Mapping[str, Passage], row: str) -> tuple[Passage, ...]:
    """The heading row of the table that a row stands in, the nearest above it in its section; none where none is."""
    above: Passage | None = None
    for passage in passages.values():
        if passage.id == row:
            return (above,) if above and above.section == passage.section else ()
        above = passage if passage.kind == "header" else above
    return ()
