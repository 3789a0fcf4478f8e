"""Writes one plan as DOCX and lets LibreOffice Writer make its PDF: `python -m tests.formats.make`.

The plan is of an invented region. The TXT is our own: LibreOffice's text export puts each cell of a table on a line of
its own and says nothing of merged ones, so no reader could know its rows. Ours is what a word processor gives when
the whole document is copied as text: a paragraph a line, list labels as printed, a row's cells parted by tabs, a
merged cell once and then empty. The three files are kept in the repository and made anew by hand only.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from datetime import datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from ingest.examples.archive import write_archive
from ingest.examples.hyphens import break_points
from tests.formats.manuscript import ABOVE, BLOCKS, LEFT, Rows

HERE = Path(__file__).parent
NAME = "verksamhetsplan-2026"
_LISTS = 77  # the number of our own list in the DOCX
_SOFT = "\u00ad"


def make(folder: Path = HERE) -> None:
    """Write the three files into `folder`."""
    write_docx(folder / f"{NAME}.docx")
    (folder / f"{NAME}.txt").write_text(as_text(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", str(folder), str(folder / f"{NAME}.docx")], check=True, timeout=180)


def write_docx(path: Path) -> None:
    """The plan with heading styles, Word's own numbering, merged cells and headers that pages repeat."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(3)
    section.footer.paragraphs[0].text = "Region Tjärnlandet"
    document.styles["Normal"].font.size = Pt(11)
    document.core_properties.title = str(BLOCKS[0][1])
    document.core_properties.author = "Region Tjärnlandet"
    document.core_properties.created = document.core_properties.modified = datetime(2025, 11, 20)
    _add_list(document)
    for kind, content in BLOCKS:
        _write(document, kind, content)
    made = BytesIO()
    document.save(made)
    write_archive(made, path)


def _write(document: Document, kind: str, content: str | Rows) -> None:
    if not isinstance(content, str):
        _write_table(document, content)
    elif kind.startswith("heading"):
        document.add_heading(content, level=int(kind[-1]))
    elif kind == "bullet":
        document.add_paragraph(_soft(content), style="List Bullet")
    elif kind in ("number", "letter"):
        _number(document.add_paragraph(_soft(content)), depth=int(kind == "letter"))
    else:
        document.add_paragraph(_soft(content))


def _soft(text: str) -> str:
    """The text with a soft hyphen wherever a word may be broken, so that a line's end breaks some."""

    def parted(word: str) -> str:
        at = [0, *break_points(word), len(word)]
        return _SOFT.join(word[a:b] for a, b in pairwise(at))

    return " ".join(map(parted, text.split(" ")))


def _write_table(document: Document, rows: Rows) -> None:
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    table.autofit = False
    longest = [max(len(word) for row in rows for word in row[c].split() or [""]) + 2 for c in range(len(rows[0]))]
    for column, letters in zip(table.columns, longest, strict=True):
        column.width = Cm(15 * letters / sum(longest))
        for cell in column.cells:
            cell.width = column.width
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            _write_cell(table, r, c, text)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _write_cell(table: Table, r: int, c: int, text: str) -> None:
    cell = table.cell(r, c)
    if text in (LEFT, ABOVE):
        neighbour = table.cell(r, c - 1) if text == LEFT else table.cell(r - 1, c)
        neighbour.merge(cell)
        return
    cell.paragraphs[0].add_run(_soft(text)).bold = r == 0


def _add_list(document: Document) -> None:
    """A list of two levels: "1." and "a."."""
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="%{n + 1}."/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{567 * (n + 1)}" w:hanging="567"/></w:pPr></w:lvl>'
        for n, shape in enumerate(("decimal", "lowerLetter"))
    )
    root = document.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_LISTS}">{levels}</w:abstractNum>')
    root.insert(0, abstract)
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{_LISTS}"><w:abstractNumId w:val="{_LISTS}"/></w:num>'))


def _number(paragraph: Paragraph, *, depth: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().set(qn("w:val"), str(depth))
    properties.get_or_add_numId().set(qn("w:val"), str(_LISTS))


def as_text() -> str:
    """The plan as text."""
    lines: list[str] = []
    number = letter = 0
    for kind, content in BLOCKS:
        if not isinstance(content, str):
            lines += ["\t".join("" if cell in (LEFT, ABOVE) else cell for cell in row) for row in content]
        elif kind == "number":
            number, letter = number + 1, 0
            lines.append(f"{number}. {content}")
        elif kind == "letter":
            lines.append(f"{'abcdef'[letter]}. {content}")
            letter += 1
        else:
            lines.append(f"• {content}" if kind == "bullet" else content)
        lines += [""] * (not re.match("bullet|number|letter", kind))
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
