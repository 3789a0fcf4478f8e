"""Makes the plans that are kept as manuscripts: what a word processor or a planning system would save of them.

In a manuscript "!" is the title, "*" and "**" are headings, "|" a table's row, "-" a bullet, "1." an automatic number,
"@sidhuvud" and "@sidfot" what stands on every page; `internkontroll.manus` is the table alone, where a hyphen is where
its word is cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Row = list[str]


def _lines(name: str) -> list[str]:
    return (HERE / name).read_text(encoding="utf-8").splitlines()


def _parts(name: str) -> Iterator[tuple[str, str, list[Row]]]:
    """Each part's mark, its text and, of a table, its rows."""
    for is_row, lines in groupby(_lines(name), lambda line: line.startswith("|")):
        if is_row:
            yield "|", "", [line[1:].split("|") for line in lines]
            continue
        for line in lines:
            mark = re.match(r"!|\*{1,2}|-|\d+\.|@\w+ |", line)
            assert mark
            yield mark[0].strip(), line[mark.end() :], []


def make_docx(path: Path, name: str, *, styled: bool) -> None:
    """With heading and list styles, or with bold lines in the text's own style, as in many plans."""
    from docx import Document
    from docx.shared import Pt

    document = Document()
    for mark, text, rows in _parts(name):
        if rows:
            _fill(document.add_table(len(rows), len(rows[0])), rows)
        elif styled:
            style = {"!": "Title", "*": "Heading 1", "**": "Heading 2", "-": "List Bullet"}.get(mark)
            document.add_paragraph(text, style or ("List Number" if mark else None))
        else:
            run = document.add_paragraph().add_run(text)
            run.bold = mark in ("!", "*") or None
            if run.bold:
                run.font.size = Pt(24 if mark == "!" else 14)
    document.save(str(path))


def _fill(table: Any, rows: list[Row]) -> None:
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def make_pdf(path: Path, name: str, *, ruled: bool = False) -> None:
    """Portrait pages with a running head, bullets and tables with a line under the header only, or ruled ones."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    styles = getSampleStyleSheet()
    small = styles["BodyText"].clone("small", fontSize=7, leading=9)
    named = {"!": "Title", "*": "Heading1", "**": "Heading2"}
    running = {mark: text for mark, text, _ in _parts(name) if mark.startswith("@")}
    story: list[Any] = []
    for mark, text, rows in _parts(name):
        if rows:
            cells = [[Paragraph(text, small) for text in row] for row in rows]
            longest = [
                max(len(word) for row in rows for word in (row[n][:28], *row[n].split())) for n in range(len(rows[0]))
            ]
            widths = [500 * (length + 2) / sum(length + 2 for length in longest) for length in longest]
            lines = ("GRID", (0, 0), (-1, -1), 0.5, "black") if ruled else ("LINEBELOW", (0, 0), (-1, 0), 1, "black")
            look = [lines, ("VALIGN", (0, 0), (-1, -1), "TOP")]
            story.append(Table(cells, colWidths=widths, style=look))
        elif not mark.startswith("@"):
            bullet = {"-": "•"}.get(mark)
            style = styles[named.get(mark, "BodyText")]
            story.append(Paragraph(text, style.clone("b", leftIndent=18) if bullet else style, bulletText=bullet))

    def running_heads(canvas: Any, doc: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 805, running["@sidhuvud"])
        canvas.drawString(72, 30, f"{running['@sidfot']}  {doc.page}")

    SimpleDocTemplate(str(path), leftMargin=48, rightMargin=48).build(
        story, onFirstPage=running_heads, onLaterPages=running_heads
    )


def make_pptx(path: Path, name: str) -> None:
    """A slide a heading: its lines in the text box, numbers typed, its table on the slide below it."""
    import pptx
    from pptx.util import Inches

    show = pptx.Presentation()
    for mark, text, rows in _parts(name):
        if mark in ("!", "*"):
            slide = show.slides.add_slide(show.slide_layouts[0 if mark == "!" else 1])
            slide.shapes.title.text = text
        elif rows:
            frame = slide.shapes.add_table(len(rows), len(rows[0]), Inches(0.5), Inches(2), Inches(9), Inches(3))
            _fill(frame.table, rows)
            slide.placeholders[1].element.getparent().remove(slide.placeholders[1].element)
        else:
            box = slide.placeholders[1].text_frame
            box.text = f"{box.text}\n{mark.strip('-')} {text}".strip()
    show.save(str(path))


def make_matrix(path: Path) -> None:
    """A landscape page with a ruled table that goes on over the page, its header repeated, words cut in the cells."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    styles = getSampleStyleSheet()
    body, head = styles["BodyText"], styles["Heading2"]
    small = body.clone("small", fontSize=8, leading=10)
    rows = [line.split("|") for line in _lines("internkontroll.manus")]
    cells = [[Paragraph(text if text == "IT-chef" else text.replace("-", "-<br/>"), small) for text in r] for r in rows]
    table = Table(cells, colWidths=[75, 120, 55, 50, 45, 140, 80, 70, 80], repeatRows=1)
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    intro = "Sannolikhet och konsekvens graderas från 1 till 5. Riskvärdet är produkten av de två. "
    intro += "Risker med ett riskvärde på 8 eller mer tas med i planen och får minst ett kontrollmoment."
    story = [
        Paragraph("Internkontrollplan 2026 för servicenämnden", styles["Title"]),
        Paragraph("Region Klarälv. Antagen av servicenämnden 2025-12-09, § 101. Dnr SEN 2025/73.", body),
        Paragraph("1 Bakgrund", head),
        Paragraph("Nämnden ska enligt reglementet varje år anta en plan för sin interna kontroll.", body),
        Paragraph("2 Så bedöms riskerna", head),
        Paragraph(intro, body),
        Spacer(1, 12),
        Paragraph("3 Risker och kontrollmoment", head),
        table,
        Paragraph("4 Rapportering", head),
        Paragraph("Förvaltningen redovisar resultatet för nämnden i juni och i december.", body),
    ]

    def footer(canvas: Any, doc: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(40, 20, f"Servicenämnden  Internkontrollplan 2026  Sida {doc.page}")

    SimpleDocTemplate(str(path), pagesize=landscape(A4)).build(story, onFirstPage=footer, onLaterPages=footer)


MADE: dict[str, Callable[[Path], None]] = {
    "arsredovisning.docx": partial(make_docx, name="arsredovisning.manus", styled=True),
    "arsplan.docx": partial(make_docx, name="arsplan.manus", styled=True),
    "fardplannaravard.docx": partial(make_docx, name="fardplannaravard.manus", styled=True),
    "folktandvard.docx": partial(make_docx, name="folktandvard.manus", styled=True),
    "folkhalsonamnd.docx": partial(make_docx, name="folkhalsonamnd.manus", styled=True),
    "forskola.docx": partial(make_docx, name="forskola.manus", styled=True),
    "fritidsplan.docx": partial(make_docx, name="fritidsplan.manus", styled=True),
    "gymnasieforbund.pdf": partial(make_pdf, name="gymnasieforbund.manus"),
    "internkontroll.pdf": make_matrix,
    "kommunstyrelse.docx": partial(make_docx, name="kommunstyrelse.manus", styled=False),
    "kulturberattelse.pdf": partial(make_pdf, name="kulturberattelse.manus"),
    "psykiatri.pdf": partial(make_pdf, name="psykiatri.manus", ruled=True),
    "regionbudget.pdf": partial(make_pdf, name="regionbudget.manus"),
    "regionforvaltning.pdf": partial(make_pdf, name="regionforvaltning.manus"),
    "riskanalys.docx": partial(make_docx, name="riskanalys.manus", styled=False),
    "riskkort.docx": partial(make_docx, name="riskkort.manus", styled=True),
    "samordning.docx": partial(make_docx, name="samordning.manus", styled=True),
    "skolplan.docx": partial(make_docx, name="skolplan.manus", styled=True),
    "tandvard.pdf": partial(make_pdf, name="tandvard.manus"),
    "turistnamnd.docx": partial(make_docx, name="turistnamnd.manus", styled=True),
    "uppdragslista.pdf": partial(make_pdf, name="uppdragslista.manus"),
    "utvecklingsbilder.pptx": partial(make_pptx, name="utvecklingsbilder.manus"),
    "vardnamnd.pdf": partial(make_pdf, name="vardnamnd.manus"),
}
