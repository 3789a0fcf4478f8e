"""White space, and what a row of cells looks like: shared by every format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.raw import Block

_SPACE = re.compile(r"[^\S\n]+")
_END_MARK = re.compile(r"[\u0002\u00ad\ufffe](?=[^\S\n]*(?:\n|$))")
_MARK = re.compile(r"[\u0002\u00ad\u200b\ufeff\ufffe]")
_BULLET = re.compile(r"^([•▪◦‣●○■\uf0b7\uf0a7]|[-–−](?=\s+[^\W\d]))\s*")
FIGURE = re.compile(
    r"[-–−+<>≤≥± ]*\d[\d\s.,]*(?:[–-]\s?\d[\d,]*)?(?:\s?%|\s?av\s\d+|\s?(?:procent|mnkr|tkr|kr))?|[-–−]", re.IGNORECASE
)
"""A cell that is nothing but a figure, or the dash that stands for none."""


def tidy(text: str) -> str:
    """Runs of white space become one space; a line break stays; a soft hyphen that ends a line is a hyphen."""
    text = _MARK.sub("", _END_MARK.sub("-", text))
    lines = (_SPACE.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """`tidy`, with line breaks as spaces too."""
    return tidy(text).replace("\n", " ")


def itemised(text: str) -> tuple[str, str]:
    """A typed bullet and what follows it; an empty label where there is none."""
    found = _BULLET.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def row(cells: Sequence[str], page: int | None = None, *, header: bool = False) -> Block:
    """A table row as a block."""
    tidied = tuple(tidy(cell) for cell in cells)
    kind = "header" if header else "row"
    return Block(kind=kind, text="\t".join(tidied), cells=tidied, page=page)  # type: ignore[arg-type]


def rows(table: Sequence[Sequence[str]], page: int | None = None, *, marked: int = 0) -> list[Block]:
    """A whole table: `marked` first rows are known to be headers; else the first is one if it looks so."""
    filled = [[tidy(cell) for cell in cells] for cells in table]
    if not marked and len(filled) > 1 and looks_like_header(filled[0]):
        marked = 1
    return [row(cells, page, header=n < marked) for n, cells in enumerate(filled) if any(cells)]


def looks_like_header(cells: Sequence[str]) -> bool:
    """Column headings: at least two, short, none a figure by itself or a whole sentence."""
    said = [cell.replace("\n", " ") for cell in cells if cell]
    return len(said) > 1 and bool(cells[0] or len(said) > 2) and all(map(_is_heading, said))


def _is_heading(cell: str) -> bool:
    return len(cell) <= 60 and not cell.endswith((".", ";", ",")) and not FIGURE.fullmatch(cell) and _years_only(cell)


def _years_only(cell: str) -> bool:
    """Digits in a column heading are years ("Budget 2025"), nothing else."""
    return not re.search(r"\d", re.sub(r"\b(19|20)\d\d\b", "", cell)) and not re.match(r"(Nr|HS nr)\b", cell)


def squeeze(blocks: Sequence[Block]) -> list[Block]:
    """One blank where several stand together, none first or last."""
    kept = [b for a, b in pairwise([Block(kind="blank"), *blocks]) if not (a.kind == b.kind == "blank")]
    while kept and kept[-1].kind == "blank":
        kept.pop()
    return kept
