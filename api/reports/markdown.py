"""A report as Markdown (CommonMark with tables and strikethrough, https://github.github.com/gfm/)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from api.reports.blocks import Block, Heading, Paragraph, Piece, Pieces, Report, Table

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LINE_START = re.compile(r"^(\s*\d*)([-+.)])(?=\s)")
_PREFIX = {"text": "", "item": "- ", "quote": "> "}
_MARK = {"delete": "~~", "insert": "**"}


def to_markdown(report: Report) -> str:
    """The report's text; what would be markup in a quoted text is escaped."""
    parts = [f"# {_escaped(report.title)}"]
    for before, block in zip([None, *report.blocks], report.blocks, strict=False):
        joined = _is_item(before) and _is_item(block)
        parts.append(("\n" if joined else "\n\n") + "\n".join(_lines(block)))
    return "".join(parts) + "\n"


def _is_item(block: Block | None) -> bool:
    return isinstance(block, Paragraph) and block.kind == "item"


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {_escaped(block.text)}"
    elif isinstance(block, Paragraph):
        yield _PREFIX[block.kind] + _LINE_START.sub(r"\1\\\2", _inline(block.pieces))
    else:
        yield from _table(block)


def _table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(map(_escaped, table.head))} |"
    yield f"|{' --- |' * len(table.head)}"
    for row in table.rows:
        yield f"| {' | '.join(_inline(cell) for cell in row)} |"


def _inline(pieces: Pieces) -> str:
    return "".join(map(_piece, pieces))


def _piece(piece: Piece) -> str:
    words, mark = _escaped(piece.text), _MARK.get(piece.mark, "")
    return f"[{words}](<{piece.url}>)" if piece.url else f"{mark}{words}{mark}"


def _escaped(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", words.replace("\n", " ").replace("\t", " "))
