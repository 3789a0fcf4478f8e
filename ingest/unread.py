"""What gave no element although it is set out as elements are: headings, tables and numbered lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.lexicon import any_of, cues
from ingest.outline import Piece
from ontology.model import Element, Evidence, Risk
from ontology.svenska import fold

_CUES = any_of(
    rf"\b(?:{'|'.join(words)})"
    for words in (
        *(cues()["goals"]["words"], cues()["indicators"]["words"], cues()["uppdrag"]["terms"]),
        *(cues()["statements"][kind] for kind in ("vision", "vardegrund", "malbild", "perspektiv", "strategi")),
        cues()["columns"]["risk"],
    )
)
_CONTENTS = re.compile(r"(?:[\d.]+\s+)?innehåll(?:sförteckning)?$", re.IGNORECASE)
_SET_OUT = ("item", "row", "header")


def find_unread(pieces: Sequence[Piece], elements: Sequence[Element]) -> list[str]:
    """Local names of the passages to look at, in reading order, one for each place.

    A heading counts when nothing below it is cited and it bears a cue word or stands right above a list or table;
    one right above a heading that is read belongs to that. A table or a numbered list counts when no part of it is
    cited and its heading is not told of already.
    """
    cited = {e.passage for element in elements for e in _evidence(element)}
    read = {at for n, piece in enumerate(pieces) if piece.passage.id in cited for at in (*piece.path, n)}
    read |= {at for at, piece in enumerate(pieces) if _CONTENTS.match(piece.text)}
    for at in range(len(pieces) - 2, -1, -1):
        if pieces[at].kind == pieces[at + 1].kind == "heading" and at + 1 in read:
            read.add(at)
    held = {piece.path[-1] for piece in pieces if piece.kind in _SET_OUT and piece.path}
    headings = {
        at
        for at, piece in enumerate(pieces)
        if piece.kind == "heading" and at not in read and (at in held or _CUES.search(piece.text))
    }
    lists = {run[0] for run in _runs(pieces) if read.isdisjoint(run) and headings.isdisjoint(pieces[run[0]].path)}
    return [pieces[at].passage.id for at in sorted(headings | lists)]


def _evidence(element: Element) -> Iterator[Evidence]:
    yield from element.evidence
    if isinstance(element, Risk):
        yield from (e for measure in element.measures for e in measure.evidence)


def _runs(pieces: Sequence[Piece]) -> Iterator[list[int]]:
    """Positions of each table and each numbered list; a table of contents is none."""
    titles = {fold(piece.text) for piece in pieces if piece.kind == "heading"}
    for what, group in groupby(range(len(pieces)), key=lambda at: _what(pieces[at])):
        run = list(group)
        told = sum(fold(cell) in titles for at in run for cell in pieces[at].cells[:1])
        if what and len(run) > 1 and told * 2 < len(run):
            yield run


def _what(piece: Piece) -> str:
    if piece.kind in ("row", "header"):
        return "table"
    return "list" if piece.kind == "item" and piece.label[:1].isalnum() else ""
