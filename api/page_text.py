"""What the plain pages make of passages and answers: blocks, marked pieces, lines with their marks. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ontology.model import Element, Passage


@dataclass(frozen=True, slots=True)
class Block:
    """What one HTML element shows: a page mark, a heading, a paragraph, a list or a table."""

    kind: str
    passages: tuple[Passage, ...]
    page: int | None = None
    level: int = 0


GROUPS = {"item": "lista", "row": "tabell", "header": "tabell", "heading": "rubrik", "paragraph": "stycke"}


def to_blocks(passages: Sequence[Passage]) -> Iterator[Block]:
    """Group list items and table rows that follow each other on a page; tell each new page."""
    page, level = None, 1
    for (new_page, kind, _), group in groupby(_keyed(passages), key=lambda pair: pair[0]):
        members = tuple(passage for _, passage in group)
        if new_page != page and new_page is not None:
            page = new_page
            yield Block("sida", (), page)
        if kind == "rubrik":
            level = min(heading_depth(members[0]) + 1, level + 1, 6)
        yield Block(kind, members, new_page, level)


def _keyed(passages: Sequence[Passage]) -> Iterator[tuple[tuple[int | None, str, int], Passage]]:
    """Each passage under a key that members of one list or table share."""
    run = 0
    for before, passage in zip([None, *passages], passages, strict=False):
        kind = GROUPS[passage.kind]
        joins = before is not None and GROUPS[before.kind] == kind and kind in {"lista", "tabell"}
        new_header = passage.kind == "header" and before is not None and before.kind == "row"
        run += 0 if joins and not new_header else 1
        yield (passage.page, kind, run), passage


def heading_depth(heading: Passage) -> int:
    """How deep a heading stands, whether or not its own text ends its section path."""
    own = bool(heading.section) and heading.section[-1] == heading.text
    return len(heading.section) + (0 if own else 1)


def split_marked(text: str, quote: str | None) -> list[tuple[str, bool]]:
    """Cut a passage into pieces and say which the quote holds; the whole passage where the quote is not found."""
    spans = _spans(text, [piece.strip() for piece in (quote or "").split("[…]") if piece.strip()])
    if not spans:
        return [(text, True)]
    pieces, at = [], 0
    for start, end in spans:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(piece, hit) for piece, hit in [*pieces, (text[at:], False)] if piece]


def _spans(text: str, pieces: Sequence[str]) -> list[tuple[int, int]]:
    """Where the pieces stand in the text, in order; empty unless all do."""
    spans, at = [], 0
    for piece in pieces:
        start = text.find(piece, at)
        if start < 0:
            return []
        at = start + len(piece)
        spans.append((start, at))
    return spans


def split_marks(line: str, known: Sequence[int]) -> list[tuple[str, int | None]]:
    """An answer's line as pieces of text and numbers of citations (`[3]` that no citation bears stays text)."""
    pieces: list[tuple[str, int | None]] = []
    for index, part in enumerate(re.split(r"\[(\d+)\]", line)):
        number = int(part) if index % 2 else None
        if number is not None and number not in known:
            pieces.append((f"[{part}]", None))
        elif part:
            pieces.append(("" if number else part, number))
    return pieces


def to_lines(answer: str, known: Sequence[int]) -> list[tuple[str, list[list[tuple[str, int | None]]]]]:
    """An answer as groups: a heading ("" where there is none) and its lines."""
    groups: list[tuple[str, list[list[tuple[str, int | None]]]]] = [("", [])]
    for line in filter(None, map(str.strip, answer.splitlines())):
        if line.endswith(":"):
            groups.append((line, []))
        else:
            groups[-1][1].append(split_marks(line.removeprefix("- "), known))
    return [group for group in groups if group[0] or group[1]]


def find_words(text: str, sought: str) -> list[tuple[str, bool]]:
    """Cut a text into pieces and say which are words that were sought; one piece where it lacks some of them."""
    words = sorted(set(sought.split()), key=len, reverse=True)
    if not words or not all(word.casefold() in text.casefold() for word in words):
        return [(text, False)]
    pieces = re.split(f"({'|'.join(map(re.escape, words))})", text, flags=re.IGNORECASE)
    return [(piece, bool(index % 2)) for index, piece in enumerate(pieces) if piece]


def find_hits(passages: Sequence[Passage], sought: str) -> list[Passage]:
    """The passages that hold every word that was sought, in reading order."""
    return [one for one in passages if any(hit for _, hit in find_words(one.text, sought))]


def to_mark(element: Element) -> str:
    """An element as a mark in the margin: the plan's own term and the number that it prints ("uppdrag HS nr 3")."""
    number = f"{element.series or ''} nr {element.number}".strip() if element.number else ""
    return f"{element.term} {number}".strip()
