"""Writes a manuscript as a DOCX file with real headings, lists and tables."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from docx.table import Table

from ingest.examples.archive import MADE, write_archive
from ingest.examples.blocks import ABOVE, LEFT, Block, Grid, Manuscript

TEXT_WIDTH = 16.0
"""Centimetres between the margins."""


def write_docx(manuscript: Manuscript, path: Path) -> None:
    """Writes `manuscript` to `path`."""
    document = docx.Document()
    _set_up(document, manuscript.settings)
    for block in manuscript.blocks:
        _write(document, block)
    made = BytesIO()
    document.save(made)
    write_archive(made, path)


def _set_up(document: Document, settings: dict[str, str]) -> None:
    """Page, running header and footer, and properties without a name or today's date."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.header.paragraphs[0].text = settings["sidhuvud"]
    section.footer.paragraphs[0].text = settings["sidfot"]
    document.styles["Normal"].font.size = Pt(11)
    properties = document.core_properties
    properties.title, properties.author, properties.language = settings["titel"], "Region Älvmarken", "sv-SE"
    properties.comments = ""
    properties.created = properties.modified = MADE
    properties.last_modified_by = "Region Älvmarken"


def _write(document: Document, block: Block) -> None:
    if block.kind == "table" and block.grid:
        _write_table(document, block.grid)
        document.add_paragraph()
    elif block.kind == "title":
        document.add_heading(block.text, level=0)
    elif block.kind == "heading":
        document.add_heading(block.text, level=block.level)
    else:
        _write_paragraph(document, block)


def _write_paragraph(document: Document, block: Block) -> None:
    bullet = block.kind == "item" and block.label == "•"
    paragraph = document.add_paragraph(style="List Bullet" if bullet else None)
    if block.label and not bullet:
        paragraph.add_run(block.label).bold = block.kind == "task"
        paragraph.add_run(" ")
    run = paragraph.add_run(block.text)
    if block.kind == "part":
        paragraph.paragraph_format.left_indent = Cm(1)
    if block.kind == "note":
        run.font.size = Pt(9)


def _write_table(document: Document, grid: Grid) -> None:
    table = document.add_table(rows=len(grid.rows), cols=len(grid.shares), style="Table Grid")
    table.autofit = False
    for r, row in enumerate(grid.rows):
        for c, text in enumerate(row):
            _write_cell(table, r, c, text, grid)
    for r in range(grid.head):
        table.rows[r]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for c, share in enumerate(grid.shares):
        table.columns[c].width = Cm(TEXT_WIDTH * share)
        for cell in table.columns[c].cells:
            cell.width = Cm(TEXT_WIDTH * share)


def _write_cell(table: Table, r: int, c: int, text: str, grid: Grid) -> None:
    cell = table.cell(r, c)
    if text == LEFT:
        table.cell(r, c - 1).merge(cell)
        return
    if text == ABOVE:
        table.cell(r - 1, c).merge(cell)
        return
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.font.size = Pt(9.5)
    run.bold = r < grid.head
    if grid.figures and c and text:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
