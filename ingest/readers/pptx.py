"""Slides: a slide is a page, its title a heading, then its shapes from the top down and from left to right.

Speaker's notes are left out: they are what one person meant to say, not what the document says. Page numbers,
dates and footers are running text. Charts give their figures as rows, SmartArt its texts as items.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from ingest.raw import Block, RawDocument
from ingest.readers.docx_style import numeral
from ingest.readers.foreign import Foreign
from ingest.readers.source import Source, members, reader
from ingest.readers.spacing import itemised, one_line, rows

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_TITLES = {KIND.TITLE, KIND.CENTER_TITLE, KIND.VERTICAL_TITLE}
_LISTS = {KIND.BODY, KIND.OBJECT, KIND.VERTICAL_BODY, KIND.VERTICAL_OBJECT}
_RUNNING = {KIND.FOOTER, KIND.HEADER, KIND.DATE, KIND.SLIDE_NUMBER}
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HEADING = 100  # characters that a bold line which heads a list may have
_RUNS = 0.5  # of the slides: a text box that stands on more of them is a footer
_SHAPES = {"alphaLc": "lowerLetter", "alphaUc": "upperLetter", "romanLc": "lowerRoman", "romanUc": "upperRoman"}


@reader("PPTX")
def read(source: Source) -> RawDocument:
    """Read a presentation."""
    members(source, "PPTX")
    presentation = pptx.Presentation(io.BytesIO(source.data))
    source.refuse_long(len(presentation.slides))
    blocks: list[Block] = []
    running: dict[str, None] = {}
    for page, slide in enumerate(presentation.slides, 1):
        shapes = [shape for shape in _flat(slide.shapes) if _placeholder(shape) not in _RUNNING]
        for shape in sorted(shapes, key=_order):
            blocks += _blocks(shape, page)
        running |= dict.fromkeys(_running(slide))
    repeated = _repeated(blocks, len(presentation.slides))
    running |= dict.fromkeys(repeated)
    blocks = [block for block in blocks if block.text not in repeated]
    title = next((block.text for block in blocks if block.kind == "heading" and block.page == 1), None)
    pages = len(presentation.slides)
    return source.document(MEDIA_TYPE, blocks, pages=pages, title=title, running=tuple(running))


def _repeated(blocks: Iterable[Block], slides: int) -> list[str]:
    """Texts of boxes that stand alike on most slides: footers made by hand."""
    places = Counter(text for text, _ in {(b.text, b.page) for b in blocks if b.kind == "paragraph"})
    return sorted(text for text, count in places.items() if count > max(slides * _RUNS, 2))


def _flat(shapes: Iterable[Foreign]) -> Iterator[Foreign]:
    """The shapes, those in groups too."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _flat(shape.shapes)
        else:
            yield shape


def _placeholder(shape: Foreign) -> Foreign:
    return shape.placeholder_format.type if shape.is_placeholder else None


def _order(shape: Foreign) -> tuple[bool, int, int]:
    """The title first; then by row of about a centimetre, then from the left."""
    return _placeholder(shape) not in _TITLES, (shape.top or 0) // 360_000, shape.left or 0


def _running(slide: Foreign) -> Iterator[str]:
    for shape in _flat(slide.shapes):
        if _placeholder(shape) in _RUNNING and shape.has_text_frame and (text := one_line(shape.text_frame.text)):
            yield text


def _blocks(shape: Foreign, page: int) -> list[Block]:
    if getattr(shape, "has_table", False):
        table = [[_cell(cell) for cell in row.cells] for row in shape.table.rows]
        return rows(table, page, marked=int(bool(shape.table.first_row)) if len(table) > 1 else 0)
    if getattr(shape, "has_chart", False):
        return _chart(shape.chart, page)
    if shape.has_text_frame:
        return _texts(shape, page)
    return _diagram(shape, page)


def _cell(cell: Foreign) -> str:
    if cell.is_spanned:
        return ""
    lines = (one_line(paragraph.text) for paragraph in cell.text_frame.paragraphs)
    return "\n".join(line for line in lines if line)


def _chart(chart: Foreign, page: int) -> list[Block]:
    """A chart's figures: a row a category, a column a series."""
    found: list[list[str]] = []
    for plot in chart.plots:
        found.append(["", *(str(series.name) for series in plot.series)])
        for n, category in enumerate(plot.categories):
            values = (series.values[n] if n < len(series.values) else None for series in plot.series)
            found.append([str(category), *map(_figure, values)])
    return rows(found, page, marked=1)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}".replace(".", ",")


def _texts(shape: Foreign, page: int) -> list[Block]:
    """A text frame's paragraphs; a title is one heading."""
    if _placeholder(shape) in _TITLES:
        text = one_line(shape.text_frame.text.replace("\v", "\n"))
        return [Block(kind="heading", text=text, level=1, page=page)] if text else []
    counts = [0] * 10
    paragraphs = list(shape.text_frame.paragraphs)
    plain = any(not _is_bold(p) for p in paragraphs if p.text.strip())
    found = (
        _text(p, page, counts, listed=_placeholder(shape) in _LISTS, heads=plain and _is_bold(p)) for p in paragraphs
    )
    return [block for block in found if block.text]


def _is_bold(paragraph: Foreign) -> bool:
    """Whether every word of a paragraph is set bold by itself."""
    runs = [run for run in paragraph.runs if run.text.strip()]
    return bool(runs) and all(run.font.bold for run in runs)


def _text(paragraph: Foreign, page: int, counts: list[int], *, listed: bool, heads: bool) -> Block:
    """A paragraph as an item, or as a heading where it is a short bold line among others that are not."""
    text = one_line(paragraph.text.replace("\v", "\n"))
    if heads and len(text) < _HEADING and not text.endswith((".", ",", ";")):
        return Block(kind="heading", text=text, page=page)
    depth = paragraph.level
    typed, rest = itemised(text)
    label = _label(paragraph, counts, depth) or typed or ("•" if listed and not _has(paragraph, "a:buNone") else "")
    if label:
        return Block(kind="item", text=rest, label=label, level=depth + 1, page=page)
    return Block(kind="paragraph", text=text, page=page)


def _has(paragraph: Foreign, tag: str) -> Foreign:
    """The paragraph's own property `tag`, or None."""
    properties = paragraph._p.find(qn("a:pPr"))
    return properties.find(qn(tag)) if properties is not None else None


def _label(paragraph: Foreign, counts: list[int], depth: int) -> str:
    """A bullet or the next number, where the paragraph itself says that it has one."""
    numbered = _has(paragraph, "a:buAutoNum")
    if numbered is None:
        counts[depth] = 0
        return "•" if _has(paragraph, "a:buChar") is not None else ""
    start = int(numbered.get("startAt") or 1)
    counts[depth] = max(counts[depth] + 1, start)
    counts[depth + 1 :] = [0] * len(counts[depth + 1 :])
    kind = numbered.get("type") or "arabicPeriod"
    shape = next((shape for prefix, shape in _SHAPES.items() if kind.startswith(prefix)), "decimal")
    end = ")" if "Paren" in kind else "." if kind.endswith("Period") else ""
    return numeral(counts[depth], shape) + end


def _diagram(shape: Foreign, page: int) -> list[Block]:
    """SmartArt: the texts of its points."""
    link = shape._element.find(f".//{_DIAGRAM}relIds")
    if link is None:
        return []
    root = parse_xml(shape.part.related_part(link.get(f"{_RELATION}dm")).blob)
    points = (one_line(" ".join(t.text or "" for t in point.iter(qn("a:t")))) for point in root.iter(f"{_DIAGRAM}pt"))
    return [Block(kind="item", text=text, label="•", level=1, page=page) for text in points if text]
