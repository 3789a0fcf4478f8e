"""A PDF page's text lines in reading order, each with its place, size and weight.

pypdfium2 gives the characters; coordinates are turned to pdfplumber's, from the top left of the page as shown.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from ingest.readers.foreign import Foreign

Box = tuple[float, float, float, float]
_HYPHENS = {"\u0002", "\ufffe"}
_BOLD = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600
_SAMPLES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a page. `base` is its baseline and `left` its beginning, in points from the page's top left."""

    text: str
    page: int
    left: float
    base: float
    size: float
    bold: bool


@dataclass(slots=True)
class _Open:
    """A line that is still being read."""

    letters: list[str] = field(default_factory=list)
    places: list[tuple[int, float, float]] = field(default_factory=list)


def page_lines(page: Foreign, number: int, tables: Sequence[Box]) -> list[Line | int]:
    """The page's lines; where the text first reaches a table, that table's index stands instead of its text."""
    text = page.get_textpage()
    try:
        return list(_lines(text, number, tables, _turned(page)))
    finally:
        text.close()


def _lines(
    text: Foreign, number: int, tables: Sequence[Box], turn: Callable[..., tuple[float, float]]
) -> Iterator[Line | int]:
    met: set[int] = set()
    line = _Open()
    for n in range(text.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(text, n))
        x, y = turn(*_origin(text, n))
        table = _inside(tables, x, y - 2) if letter not in "\r\n " else None
        if table is not None:
            yield from _close(text, line, number)
            line = _Open()
            if table not in met:
                met.add(table)
                yield table
            continue
        if letter in "\r\n" or letter in _HYPHENS:
            line.letters.append("-" if letter in _HYPHENS else "")
            yield from _close(text, line, number)
            line = _Open()
            continue
        line.letters.append(letter)
        if not letter.isspace():
            line.places.append((n, x, y))
    yield from _close(text, line, number)


def _close(text: Foreign, line: _Open, page: int) -> Iterator[Line]:
    """The finished line, unless it is empty."""
    if not line.places:
        return
    step = max(1, len(line.places) // _SAMPLES)
    fonts = Counter(_font(text, n) for n, _, _ in line.places[::step])
    size, bold = fonts.most_common(1)[0][0]
    bases = sorted(y for _, _, y in line.places)
    yield Line(
        text="".join(line.letters),
        page=page,
        left=line.places[0][1],
        base=bases[len(bases) // 2],
        size=size,
        bold=bold,
    )


def _origin(text: Foreign, n: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, n, x, y)
    return x.value, y.value


def _font(text: Foreign, n: int) -> tuple[float, bool]:
    """A character's size as shown, to half a point, and whether it is bold."""
    matrix = pdfium.FS_MATRIX()
    scale = 1.0
    if pdfium.FPDFText_GetMatrix(text, n, matrix):
        scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
    size = round(pdfium.FPDFText_GetFontSize(text, n) * scale * 2) / 2
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, n, name, 128, flags)
    bold = bool(_BOLD.search(name.value)) or pdfium.FPDFText_GetFontWeight(text, n) >= _BOLD_WEIGHT
    return size, bold


def _inside(tables: Sequence[Box], x: float, y: float) -> int | None:
    for n, (left, top, right, bottom) in enumerate(tables):
        if left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1:
            return n
    return None


def _turned(page: Foreign) -> Callable[..., tuple[float, float]]:
    """The map from a page's own coordinates to points from the top left of the page as it is shown."""
    x0, y0, x1, y1 = page.get_mediabox()
    turns: dict[int, Callable[..., tuple[float, float]]] = {
        0: lambda x, y: (x - x0, y1 - y),
        90: lambda x, y: (y - y0, x - x0),
        180: lambda x, y: (x1 - x, y - y0),
        270: lambda x, y: (y1 - y, x1 - x),
    }
    return turns[page.get_rotation() % 360]
