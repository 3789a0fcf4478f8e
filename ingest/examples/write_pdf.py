"""Writes a manuscript as a PDF file with real text, ruled tables and running headers and footers."""

from __future__ import annotations

from html import escape
from pathlib import Path

import reportlab
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from ingest.examples.blocks import ABOVE, LEFT, Block, Grid, Manuscript
from ingest.examples.hyphens import break_lines

FONTS = {"Vera": "Vera.ttf", "VeraBd": "VeraBd.ttf"}
MARGIN = 2.4 * cm
TEXT_WIDTH = A4[0] - 2 * MARGIN - 12  # SimpleDocTemplate's frame has six points of padding on either side
BODY = ParagraphStyle("body", fontName="Vera", fontSize=10, leading=14, spaceAfter=6)
NOTE = ParagraphStyle("note", BODY, fontSize=8, leading=11)
CELL = ParagraphStyle("cell", BODY, fontSize=8.5, leading=11, spaceAfter=0)
CELL_HEAD = ParagraphStyle("cell-head", CELL, fontName="VeraBd")
CELL_FIGURE = ParagraphStyle("cell-figure", CELL, alignment=2)
HEADINGS = {
    level: ParagraphStyle(f"h{level}", fontName="VeraBd", fontSize=size, leading=size * 1.3, spaceBefore=size * 0.7,
                          spaceAfter=5, keepWithNext=1)
    for level, size in ((1, 15), (2, 12), (3, 10.5), (4, 9.5))
}
TITLE = ParagraphStyle("title", HEADINGS[1], fontSize=22, leading=28, spaceAfter=14)
PADDING = 4


def write_pdf(manuscript: Manuscript, path: Path) -> None:
    """Writes `manuscript` to `path`, with no date and no random identifier in it."""
    for name, file in FONTS.items():
        pdfmetrics.registerFont(TTFont(name, Path(reportlab.__file__).parent / "fonts" / file))
    settings = manuscript.settings
    document = SimpleDocTemplate(
        str(path), pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=2.6 * cm, bottomMargin=2.4 * cm,
        title=settings["titel"], author="Region Älvmarken", lang="sv-SE", invariant=1,
    )

    def running(canvas: Canvas, page: SimpleDocTemplate) -> None:
        canvas.setFont("Vera", 8)
        canvas.drawString(MARGIN, A4[1] - 1.5 * cm, settings["sidhuvud"])
        canvas.drawString(MARGIN, 1.3 * cm, settings["sidfot"])
        canvas.drawRightString(A4[0] - MARGIN, 1.3 * cm, f"Sida {page.page}")

    body = _body(float(settings["grad"]))
    flow = [piece for block in manuscript.blocks for piece in _pieces(block, body)]
    document.build(flow, onFirstPage=running, onLaterPages=running)


def _body(size: float) -> ParagraphStyle:
    """Running text of a document's own size."""
    return ParagraphStyle("body", BODY, fontSize=size, leading=size * 1.42)


def _pieces(block: Block, body: ParagraphStyle) -> list[Flowable]:
    if block.kind == "table" and block.grid:
        return [_table(block.grid), Spacer(1, 8)]
    if block.kind == "title":
        return [_set(block.text, TITLE, TEXT_WIDTH)]
    if block.kind == "heading":
        return [_set(block.text, HEADINGS[block.level], TEXT_WIDTH)]
    indent = {"item": 12, "part": 18}.get(block.kind, 0)
    style = ParagraphStyle("indented", NOTE if block.kind == "note" else body, leftIndent=indent)
    return [_set(f"{block.label} {block.text}".lstrip(), style, TEXT_WIDTH - indent)]


def _set(text: str, style: ParagraphStyle, width: float) -> Paragraph:
    """A paragraph whose lines are broken here, so that words are hyphenated."""

    def measure(line: str) -> float:
        return float(pdfmetrics.stringWidth(line, style.fontName, style.fontSize))

    lines = break_lines(text, width - 1, measure)
    return Paragraph("<br/>".join(escape(line) for line in lines), style)


def _table(grid: Grid) -> Table:
    widths = [TEXT_WIDTH * share for share in grid.shares]
    cells = [
        [_cell(text, r, c, grid, _width(row, c, widths)) for c, text in enumerate(row)]
        for r, row in enumerate(grid.rows)
    ]
    table = Table(cells, colWidths=widths, repeatRows=grid.head, spaceBefore=4)
    table.setStyle(_rules(grid))
    return table


def _width(row: tuple[str, ...], c: int, widths: list[float]) -> float:
    """The room for text in a cell, with the cells to its right that are one with it."""
    end = c + 1
    while end < len(row) and row[end] == LEFT:
        end += 1
    return sum(widths[c:end]) - 2 * PADDING


def _cell(text: str, r: int, c: int, grid: Grid, width: float) -> Paragraph | str:
    if text in (LEFT, ABOVE, ""):
        return ""
    if r < grid.head:
        return _set(text, CELL_HEAD, width)
    return _set(text, CELL_FIGURE if grid.figures and c else CELL, width)


def _rules(grid: Grid) -> list[tuple[object, ...]]:
    """Lines around every cell, save above one that belongs to the cell over it or is one with its left."""
    rules: list[tuple[object, ...]] = [
        ("BOX", (0, 0), (-1, -1), 0.5, "black"), ("INNERGRID", (0, 0), (-1, grid.head - 1), 0.5, "black"),
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEAFTER", (0, 0), (-2, -1), 0.5, "black"),
        ("LEFTPADDING", (0, 0), (-1, -1), PADDING), ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
        ("BACKGROUND", (0, 0), (-1, grid.head - 1), "#e8eef0"),
    ]
    if grid.figures:
        rules += [("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]
    for r, row in enumerate(grid.rows):
        for c, text in enumerate(row):
            if text == LEFT:
                rules.append(("SPAN", (c - 1, r), (c, r)))
            elif r < grid.head and text == ABOVE:
                rules.append(("SPAN", (c, r - 1), (c, r)))
            elif text != ABOVE:
                rules.append(("LINEABOVE", (c, r), (c, r), 0.5, "black"))
    return rules
