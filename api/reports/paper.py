"""A report as a Word document for a board's papers: real headings, Swedish, header rows, marks that are no colours.

What makes it accessible: https://www.w3.org/TR/WCAG21/ 1.3.1, 1.4.1, 2.4.2 and 3.1.1.
"""

from __future__ import annotations

import io
import re

from docx import Document
from docx.document import Document as Paper
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph as Line

from api.reports.blocks import Block, Heading, Paragraph, Pieces, Report, Table

LANGUAGE = "sv-SE"
_STYLES = {"text": "Normal", "item": "List Bullet", "quote": "Quote"}
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def to_docx(report: Report) -> bytes:
    """The report's bytes."""
    paper = Document()
    _speak_swedish(paper)
    _darken_headings(paper)
    paper.core_properties.title = _clean(report.title)
    paper.core_properties.language = LANGUAGE
    paper.core_properties.author = "Röda tråden"
    paper.core_properties.comments = ""
    paper.add_heading(_clean(report.title), 1)
    for block in report.blocks:
        _add(paper, block)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _speak_swedish(paper: Paper) -> None:
    """Make Swedish the language of all text, which a screen reader's voice follows."""
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def _darken_headings(paper: Paper) -> None:
    """Give headings a colour that stands out enough from white; the template's has a contrast of 4:1."""
    for level in (1, 2, 3):
        paper.styles[f"Heading {level}"].font.color.rgb = RGBColor(0x1F, 0x23, 0x28)


def _add(paper: Paper, block: Block) -> None:
    if isinstance(block, Heading):
        paper.add_heading(_clean(block.text), block.level)
    elif isinstance(block, Paragraph):
        _write(paper.add_paragraph(style=_STYLES[block.kind]), block.pieces)
    else:
        _add_table(paper, block)


def _add_table(paper: Paper, block: Table) -> None:
    """A table whose first row is marked as header, and is repeated on each page."""
    table = paper.add_table(rows=1, cols=len(block.head), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, block.head, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    for row in block.rows:
        for cell, pieces in zip(table.add_row().cells, row, strict=True):
            _write(cell.paragraphs[0], pieces)


def _write(line: Line, pieces: Pieces) -> None:
    for piece in pieces:
        if piece.url:
            _link(line, piece.text, piece.url)
            continue
        run = line.add_run(_clean(piece.text))
        if piece.mark == "delete":
            run.font.strike = True
        elif piece.mark == "insert":
            run.bold = run.underline = True


def _link(line: Line, words: str, url: str) -> None:
    """A hyperlink, underlined (python-docx has no call for making one)."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), line.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = line.add_run(_clean(words))
    run.underline = True
    link.append(run._r)
    line._p.append(link)


def _clean(words: str) -> str:
    return _ILLEGAL.sub("", words)
