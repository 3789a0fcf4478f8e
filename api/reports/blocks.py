"""What a report is made of, whatever form it is written in: headings, paragraphs and tables of marked pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from api.models import CitationOut, Span

MARKS = "Överstruket stod i den äldre planen, fetstil och understruket har kommit i den nyare."
"""What the marks mean; a report that has any says it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text, how it is marked, and where it leads."""

    text: str
    mark: Literal["equal", "delete", "insert"] = "equal"
    url: str | None = None


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title; 2 is the highest level."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, a list item or a quotation."""

    pieces: Pieces
    kind: Literal["text", "item", "quote"] = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row."""

    head: tuple[str, ...]
    rows: tuple[tuple[Pieces, ...], ...]


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Report:
    """A title and what stands below it."""

    title: str
    blocks: tuple[Block, ...]


def text(*words: str) -> Pieces:
    """Plain pieces, one for each that is not empty."""
    return tuple(Piece(word) for word in words if word)


def marked(spans: Sequence[Span]) -> Pieces:
    """Two texts compared, as pieces; blanks bear no mark, and one parts what went from what came in its stead."""
    pieces: list[Piece] = []
    for span in spans:
        joined = pieces and pieces[-1].text[-1:].isalnum() and span.text[:1].isalnum()
        if joined or span.text[:1] == " ":
            pieces.append(Piece(" "))
        pieces.append(Piece(span.text.removeprefix(" "), span.op))
    return tuple(pieces)


def sources(citations: Iterable[CitationOut], root: str) -> Pieces:
    """Links to the first place that each document is cited at, in brackets; nothing where nothing is cited."""
    first = {citation.document.id: citation for citation in reversed(list(citations))}
    links = [Piece(_place(c), url=root + c.url) for c in sorted(first.values(), key=lambda c: c.document.year)]
    parted = [piece for link in links for piece in (Piece("; "), link)][1:]
    return (Piece(" ("), *parted, Piece(")")) if links else ()


def _place(citation: CitationOut) -> str:
    page = f", s. {citation.page}" if citation.page else ""
    return f"{citation.document.title}{page}"
