"""Makes the plans that are kept as manuscripts: a DOCX without heading styles and a PDF with a ruled risk table.

In `kommunstyrelse.manus` "!" is the title, "*" a heading, "|" a table's row; `internkontroll.manus` is the table
alone, where a hyphen is where its word is cut.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def _lines(name: str) -> list[str]:
    return (HERE / name).read_text(encoding="utf-8").splitlines()


def make_docx(path: Path) -> None:
    """Headings are bold lines in the text's own style, as in many plans; tables have no header style."""
    from docx import Document
    from docx.shared import Pt

    document = Document()
    rows: list[list[str]] = []
    for line in [*_lines("kommunstyrelse.manus"), ""]:
        if line.startswith("|"):
            rows.append(line[1:].split("|"))
            continue
        if rows:
            table = document.add_table(len(rows), len(rows[0]))
            for row, texts in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
            rows = []
        run = document.add_paragraph().add_run(line.lstrip("!*"))
        run.bold = line[:1] in ("!", "*") or None
        if line.startswith("!"):
            run.font.size = Pt(24)
        elif line.startswith("*"):
            run.font.size = Pt(14)
    document.save(str(path))


def make_pdf(path: Path) -> None:
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


MADE = {"kommunstyrelse.docx": make_docx, "internkontroll.pdf": make_pdf}
