"""Writes a manuscript as a PPTX file: a slide a first-level heading, its text in a box, its tables below."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pptx
from pptx.presentation import Presentation
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.table import Table
from pptx.text.text import TextFrame
from pptx.util import Cm, Length, Pt

from ingest.examples.archive import MADE, write_archive
from ingest.examples.blocks import ABOVE, LEFT, Block, Grid, Manuscript

WIDE, HIGH = Cm(33.87), Cm(19.05)
EDGE = Cm(1.5)
WIDTH = Length(WIDE - 2 * EDGE)
TITLE_SLIDE, TITLE_AND_TEXT, TITLE_ONLY = 0, 1, 5
LINE, ROW = Cm(0.85), Cm(0.95)


def write_pptx(manuscript: Manuscript, path: Path) -> None:
    """Writes `manuscript` to `path`."""
    show = pptx.Presentation()
    show.slide_width, show.slide_height = WIDE, HIGH
    properties = show.core_properties
    properties.title, properties.author = manuscript.settings["titel"], "Region Älvmarken"
    properties.last_modified_by = "Region Älvmarken"
    properties.created = properties.modified = MADE
    for heading, blocks in _slides(manuscript.blocks):
        _write_slide(show, heading, blocks, manuscript.settings["sidfot"])
    made = BytesIO()
    show.save(made)
    write_archive(made, path)


def _slides(blocks: tuple[Block, ...]) -> list[tuple[Block, list[Block]]]:
    slides: list[tuple[Block, list[Block]]] = []
    for block in blocks:
        if block.level == 1 or block.kind == "title":
            slides.append((block, []))
        else:
            slides[-1][1].append(block)
    return slides


def _write_slide(show: Presentation, heading: Block, blocks: list[Block], footer: str) -> None:
    tables = any(block.grid for block in blocks)
    layout = TITLE_SLIDE if heading.kind == "title" else TITLE_ONLY if tables else TITLE_AND_TEXT
    slide = show.slides.add_slide(show.slide_layouts[layout])
    slide.shapes.title.text = heading.text
    slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size = Pt(30)
    _place(slide.shapes.title, Cm(0.8) if layout else Cm(5), Cm(2.2))
    if tables:
        _write_mixed(slide, blocks)
    else:
        _place(slide.placeholders[1], Cm(3.4) if layout else Cm(8), Cm(13.6))
        _fill(slide.placeholders[1].text_frame, blocks, 20 if len(blocks) < 10 else 16)
    if layout:
        box = slide.shapes.add_textbox(EDGE, HIGH - Cm(1.2), Cm(20), Cm(0.8))
        box.text_frame.text = footer
        box.text_frame.paragraphs[0].runs[0].font.size = Pt(10)


def _place(shape: BaseShape, top: Length, height: Length) -> None:
    shape.left, shape.top, shape.width, shape.height = EDGE, top, WIDTH, height


def _fill(frame: TextFrame, blocks: list[Block], size: int) -> None:
    frame.word_wrap = True
    for i, block in enumerate(blocks):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()  # type: ignore[no-untyped-call]
        run = paragraph.add_run()
        run.text = block.text if block.label in ("", "•") else f"{block.label} {block.text}"
        run.font.size = Pt(size)
        run.font.bold = block.kind == "heading"
        paragraph.level = 1 if block.kind == "part" else 0


def _write_mixed(slide: Slide, blocks: list[Block]) -> None:
    """Text in boxes and tables, one under the other."""
    top: int = Cm(3.2)
    waiting: list[Block] = []
    for block in [*blocks, None]:
        if block is not None and block.grid is None:
            waiting.append(block)
            continue
        if waiting:
            box = slide.shapes.add_textbox(EDGE, Length(top), WIDTH, Length(LINE * len(waiting)))
            _fill(box.text_frame, waiting, 14)
            top += LINE * len(waiting) + Cm(0.3)
            waiting = []
        if block is not None and block.grid is not None:
            _write_table(slide, block.grid, top)
            top += ROW * len(block.grid.rows) + Cm(0.3)


def _write_table(slide: Slide, grid: Grid, top: int) -> None:
    rows, columns = len(grid.rows), len(grid.shares)
    table = slide.shapes.add_table(rows, columns, EDGE, Length(top), WIDTH, Length(ROW * rows)).table
    for c, share in enumerate(grid.shares):
        table.columns[c].width = Length(int(WIDTH * share))
    for r, row in enumerate(grid.rows):
        for c, text in enumerate(row):
            if text in (ABOVE, LEFT):
                continue
            run = table.cell(r, c).text_frame.paragraphs[0].add_run()
            run.text = text
            run.font.size = Pt(12)
    _merge(table, grid)


def _merge(table: Table, grid: Grid) -> None:
    """Merges every run of cells that are one with the cell above; slides here have no cells merged sideways."""
    for c in range(len(grid.shares)):
        start = 0
        for r in range(1, len(grid.rows) + 1):
            if r < len(grid.rows) and grid.rows[r][c] == ABOVE:
                continue
            if r - start > 1:
                table.cell(start, c).merge(table.cell(r - 1, c))
            start = r
