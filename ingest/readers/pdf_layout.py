"""From a PDF's lines to blocks: running lines apart, headings by size and weight, gaps between paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.raw import Block
from ingest.readers.pdf_text import Line
from ingest.readers.spacing import tidy

_EDGE = 0.12
_PAGE_NUMBER = re.compile(
    r"^(?:sida|sid\.?|page)?\s*[-–]?\s*\d{1,3}\s*[-–]?(?:\s*(?:\(\d{1,3}\)|av \d{1,3}|/ ?\d{1,3}))?$", re.I
)
_NO_HEADING = re.compile(r"^(?:(?:HS|Ber|RF)?\s*nr\.?\s*\d|[•▪●○\uf0b7*–−-])", re.IGNORECASE)
_NUMBERED = re.compile(r"^\d+(?:\.\d+)*\.?\s")
_LONGEST = 120
_WIDE = 1.35

Style = tuple[float, bool]


@dataclass(frozen=True, slots=True)
class Shape:
    """What the document's lines look like: the body's size, the pitch of its lines, the heading styles in order."""

    body: float
    pitch: float
    bold_body: bool
    levels: dict[Style, int]

    def level(self, line: Line) -> int:
        """The heading level of a line, or 0."""
        return self.levels.get((line.size, line.bold), 0) if _may_head(line) else 0


def running_lines(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> frozenset[Line]:
    """Page headers, footers and page numbers: at a page's edge, and alike on at least half of the pages."""
    edges = [
        [line for line in lines if line.base < height * _EDGE or line.base > height * (1 - _EDGE)]
        for lines, height in zip(pages, heights, strict=True)
    ]
    counts = Counter(shape for lines in edges for shape in {_shape(line) for line in lines})
    least = max(3 if len(pages) != 2 else 2, len(pages) / 2)
    apart = (line for lines in edges for line in lines if counts[_shape(line)] >= least or _is_number(line))
    return frozenset(apart)


def _shape(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", tidy(line.text).casefold()), round(line.base / 8)


def _is_number(line: Line) -> bool:
    return _PAGE_NUMBER.match(tidy(line.text)) is not None


def shape_of(lines: Sequence[Line]) -> Shape:
    """Measures a document's body lines and ranks what stands out from them."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    bold = sum(len(line.text) for line in lines if line.bold) > 0.4 * sum(sizes.values())
    return Shape(body, _pitch(lines, body), bold, _levels(lines, body, bold_body=bold))


def _pitch(lines: Sequence[Line], body: float) -> float:
    """The commonest distance between two lines of the body."""
    steps: Counter[float] = Counter()
    for above, below in pairwise(lines):
        step = round((below.base - above.base) * 2) / 2
        if above.page == below.page and above.size == below.size == body and 0.8 * body < step < 2.5 * body:
            steps[step] += 1
    return steps.most_common(1)[0][0] if steps else body * 1.3


def _levels(lines: Sequence[Line], body: float, *, bold_body: bool) -> dict[Style, int]:
    """Heading styles by size; a style that only the first page uses for its title shares level 1 with the next."""
    heads = [line for line in lines if _may_head(line) and _stands_out(line, body, bold_body=bold_body)]
    styles = sorted({(line.size, line.bold) for line in heads}, reverse=True)
    pages = {line.page for line in heads if styles and (line.size, line.bold) == styles[0]}
    titled = len(styles) > 1 and pages == {1}
    return {style: max(1, min(6, n - titled)) for n, style in enumerate(styles, 1)}


def _stands_out(line: Line, body: float, *, bold_body: bool) -> bool:
    return line.size >= 1.12 * body or (line.bold and not bold_body and line.size >= 0.95 * body)


def _may_head(line: Line) -> bool:
    text = tidy(line.text)
    fits = 1 < len(text) <= _LONGEST and any(map(str.isalpha, text)) and not text.endswith((".", ";", ","))
    return fits and not text[0].islower() and not _NO_HEADING.match(text)


def blocks_of(lines: Sequence[Line], shape: Shape) -> Iterator[Block]:
    """The blocks of lines that follow one another on a page: headings, and lines parted by blanks."""
    n = 0
    while n < len(lines):
        if n and _is_gap(lines[n - 1], lines[n], shape):
            yield Block(kind="blank", page=lines[n].page)
        level = shape.level(lines[n])
        group = _heading(lines, n, shape) if level else [lines[n]]
        if level and len(group) < 4:
            yield Block(kind="heading", text=_joined(group), level=level, page=group[0].page)
        else:
            yield from (Block(kind="line", text=tidy(line.text), page=line.page) for line in group)
        n += len(group)


def _heading(lines: Sequence[Line], start: int, shape: Shape) -> list[Line]:
    """The heading that begins at `start`, with the lines that it wraps onto."""
    first, group = lines[start], [lines[start]]
    for line in lines[start + 1 :]:
        tight = 0 < line.base - group[-1].base <= 1.6 * max(first.size, shape.pitch / 1.3)
        alike = (line.size, line.bold) == (first.size, first.bold)
        if not (tight and alike) or _NUMBERED.match(line.text) or _NO_HEADING.match(line.text):
            break
        group.append(line)
    return group


def _joined(lines: Sequence[Line]) -> str:
    text = ""
    for line in lines:
        more = tidy(line.text)
        broken = text.endswith("-") and more[:1].islower() and not re.match(r"(?:och|eller|samt)\b", more)
        text = text[:-1] + more if broken else f"{text} {more}".strip()
    return text


def _is_gap(above: Line, below: Line, shape: Shape) -> bool:
    """Whether two lines stand clearly further apart than lines of a paragraph, or in different columns."""
    step = below.base - above.base
    usual = shape.pitch * max(1.0, above.size / (shape.body or above.size or 1.0))
    return step > _WIDE * usual or step < -2
