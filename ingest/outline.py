"""From logical blocks to passages: offsets, heading paths, local names.

Where a format tells no heading levels they are inferred: a number's depth ("3.1" is 2), a goal one below the
numbered heading above it, other headings one below that, and what introduces a list one below those.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from ingest.lexicon import cue
from ingest.lines import STATEMENT_LABEL, is_lead_in, is_list_word, match_goal, match_uppdrag
from ingest.raw import Block
from ontology.model import Passage, PassageKind

_PROSE = 160  # characters from which a paragraph is prose and no entry of a list


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage with what the recognition needs: its cells, its label and the headings above it.

    `path` holds the positions of those headings among the pieces, outermost first; a heading's own is its last.
    `level` is a heading's depth where its format or its number tells it, else 0.
    """

    passage: Passage
    cells: tuple[str, ...]
    label: str
    path: tuple[int, ...]
    level: int = 0

    @property
    def text(self) -> str:
        """The passage's text."""
        return self.passage.text

    @property
    def kind(self) -> str:
        """The passage's kind."""
        return self.passage.kind


def outline(blocks: Iterable[Block]) -> tuple[Piece, ...]:
    """Pieces in reading order; their texts joined by newlines are the document's mended text."""
    pieces: list[Piece] = []
    stack: list[tuple[int, int]] = []
    depth, at = 0, 0
    for position, block in enumerate(blocks):
        text = block.text
        if block.kind == "heading":
            if block.level:
                depth = block.level
            level = block.level or depth + _below(text)
            stack = [(n, p) for n, p in stack if n < level] + [(level, position)]
        elif stack and _closes_lead(block) and _is_lead(pieces[stack[-1][1]]):
            stack.pop()
        section = tuple(pieces[p].text if p < position else text for _, p in stack)
        passage = Passage(
            id=f"p{position + 1:04d}",
            kind=cast("PassageKind", block.kind),
            text=text,
            page=block.page,
            section=section,
            start=at,
            end=at + len(text),
        )
        level = block.level if block.kind == "heading" else 0
        pieces.append(Piece(passage, block.cells, block.label, tuple(p for _, p in stack), level))
        at += len(text) + 1
    return tuple(pieces)


def _below(text: str) -> int:
    """How far below the numbered heading above it an unnumbered heading stands."""
    if match_goal(text) or STATEMENT_LABEL.match(text) or cue("goals", "closing").match(text):
        return 1
    return 3 if is_lead_in(text) or is_list_word(text) else 2


def _is_lead(heading: Piece) -> bool:
    """A heading whose level was inferred and that introduces a list of uppdrag."""
    return heading.level == 0 and is_lead_in(heading.text)


def _closes_lead(block: Block) -> bool:
    """Prose and tables below a list do not stand under what introduced the list."""
    return block.kind == "header" or (
        block.kind == "paragraph" and not match_uppdrag(block.text) and len(block.text) > _PROSE
    )


def headings_of(pieces: Sequence[Piece], at: int) -> list[int]:
    """Positions of the headings that a piece stands under, innermost first, its own left out."""
    return [p for p in reversed(pieces[at].path) if p != at]
