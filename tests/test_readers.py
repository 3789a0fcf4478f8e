"""The readers: what each format gives as blocks, and what each broken file is told in Swedish."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections import Counter
from pathlib import Path

import docx
import pptx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from pptx.util import Inches
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from ingest.raw import RawDocument
from ingest.readers import SUPPORTED, read
from ingest.readers import source as limits
from ingest.readers.docx_style import numeral
from ingest.readers.doubling import runs_on, undouble
from ingest.readers.paging import anchor
from ingest.readers.spacing import looks_like_header, tidy
from ontology.errors import ReadingError

CORPUS = Path(__file__).parents[1] / ".." / "shared" / "corpus"


def saved(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def said(document: RawDocument) -> list[tuple]:
    """Kind and text (cells of a row, label and text of an item, level of a heading), blanks left out."""
    shown = {
        "row": lambda b: b.cells,
        "header": lambda b: b.cells,
        "item": lambda b: f"{b.label} {b.text}",
        "heading": lambda b: f"{b.level} {b.text}",
    }
    return [(b.kind, shown.get(b.kind, lambda b: b.text)(b)) for b in document.blocks if b.kind != "blank"]


# --- what no plan has -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        "<script>{}</script>",
        "<SCRIPT src='x' >{}</SCRIPT >",
        "<script/>{}</script>",
        "<script><!--<script></script>{}--></script>",
        "<script>'<body><p>{}'</script>",
        "<script>a</script><style>{}",
        "<table><tr><td>a<script>{}</script></td></tr></table>",
        "<svg><script>{}</script></svg><iframe>{}</iframe>",
    ],
)
def test_no_script_is_text(tmp_path, page):
    whole = f"<html><body><p>Före.</p>{page.replace('{}', 'dolt')}<p>Efter.</p>"
    texts = [block.text for block in read(saved(tmp_path, "a.html", whole)).blocks]
    assert texts[0] == "Före."
    assert "dolt" not in " ".join(texts)
    assert texts[-1] == "Efter." or "<style>" in page


@pytest.mark.parametrize("script", ["<script><!-- a(); //--></script>", "<script>a('<!--')</script>"])
def test_a_script_ends_where_it_ends(tmp_path, script):
    assert said(read(saved(tmp_path, "a.html", f"<body>{script}<p>Efter.</p>"))) == [("paragraph", "Efter.")]


def test_an_empty_script_of_xhtml_ends_at_once(tmp_path):
    page = '<?xml version="1.0"?><html><head><script src="x"/></head><body><p>Efter.</p></body></html>'
    assert said(read(saved(tmp_path, "a.xhtml", page))) == [("paragraph", "Efter.")]


def test_a_links_address_is_no_text(tmp_path):
    assert said(read(saved(tmp_path, "a.md", "Se [planen](javascript:alert)."))) == [("paragraph", "Se planen.")]


def test_more_text_than_any_plan_has(tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.readers.source.MAX_TEXT", 50)
    for name, text in (("a.txt", "ord " * 20), ("a.md", "ord " * 20), ("a.html", "<p>" + "ord " * 20)):
        with pytest.raises(ReadingError, match="för mycket text"):
            read(saved(tmp_path, name, text))


@pytest.mark.parametrize("cell", ["<td colspan=200 rowspan=9>a", "<td colspan=1000000000>a"])
def test_a_table_of_more_cells_than_any_has(tmp_path, cell):
    with pytest.raises(ReadingError, match="celler"):
        read(saved(tmp_path, "a.html", f"<table>{('<tr>' + cell * 40) * 100}</table>"))


def test_a_span_past_the_tables_end_adds_no_rows(tmp_path):
    page = "<table><tr><td rowspan=90>a<td>b<tr><td>c</table>"
    assert said(read(saved(tmp_path, "a.html", page))) == [("header", ("a", "b")), ("row", ("", "c"))]


@pytest.mark.parametrize(
    ("count", "shape", "expected"),
    [(399, "lowerRoman", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxix"), (2_000_000_000, "lowerRoman", "2000000000"),
     (27, "upperLetter", "AA"), (2_000_000_000, "upperLetter", "2000000000"), (0, "lowerLetter", "0")],
)  # fmt: skip
def test_a_numeral_nobody_would_print_is_figures(count, shape, expected):
    assert numeral(count, shape) == expected


def test_a_page_too_full_for_tables_has_its_text(tmp_path, monkeypatch):
    path = tmp_path / "a.pdf"
    table = Table([["Styrtal", "Utfall"], ["Andel nöjda", "5 %"]], style=[("GRID", (0, 0), (-1, -1), 1, colors.black)])
    SimpleDocTemplate(str(path)).build([table])
    assert "row" in {block.kind for block in read(path).blocks}
    monkeypatch.setattr("ingest.readers.pdf._MOST_OBJECTS", 1)
    blocks = read(path).blocks
    assert "row" not in {block.kind for block in blocks}
    assert "Andel nöjda" in " ".join(block.text for block in blocks)


# --- plain text ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Målsättning\n", [("line", "Målsättning")]),
        ("\ufeffMål\r\nför  vården \r\n", [("line", "Mål"), ("line", "för vården")]),
        ("a\xa0b\u202fc\n", [("line", "a b c")]),
        ("Styrtal\tUtfall\t\n\t 5 av 8 \tx\n", [("row", ("Styrtal", "Utfall", "")), ("row", ("", "5 av 8", "x"))]),
        ("•\tAtt arbeta\n", [("line", "• Att arbeta")]),
        ("mjukt binde\u00ad\nstreck\n", [("line", "mjukt binde-"), ("line", "streck")]),
    ],
)
def test_text_lines(tmp_path, content, expected):
    assert said(read(saved(tmp_path, "a.txt", content))) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_encodings(tmp_path, encoding):
    text = "Hälso- och sjukvårdsnämnden får i uppdrag – ”nära vård”\nÅr 2025\n"
    document = read(saved(tmp_path, "a.txt", text.encode(encoding)))
    assert said(document)[0] == ("line", "Hälso- och sjukvårdsnämnden får i uppdrag – ”nära vård”")
    assert document.media_type == "text/plain"
    assert len(document.sha256) == 64


def test_paragraph_gaps_stay_where_blanks_mean_something(tmp_path):
    text = "Rubrik\n\nEtt helt stycke om vården på en enda rad.\n\nEtt annat stycke som också är helt.\n"
    kinds = [block.kind for block in read(saved(tmp_path, "a.txt", text)).blocks]
    assert kinds == ["line", "blank", "line", "blank", "line"]


def test_doubled_blanks_are_undone():
    prose = [
        "Denna verksamhetsplan utgör styr-",
        "dokument för nämnden samt",
        "förvaltningen i regionen och",
        "målen.",
    ] * 5
    lines = [piece for line in prose for piece in (line, "")]
    lines += ["", "Rubrik", "Brödtext som står tätt under rubriken och", "", "fortsätter."]
    kept = undouble(lines, everywhere=True)
    assert kept[:20] == prose
    assert kept[20:] == ["", "", "Rubrik", "", "Brödtext som står tätt under rubriken och", "fortsätter."]


def test_a_doubled_stretch_is_undone_by_itself():
    sparse = ["Ett helt stycke som står för sig själv på en rad.", ""] * 40
    doubled = [
        piece for _ in range(40) for piece in ("ord som fortsätter i nästa rad utan", "", "slut och som går", "")
    ]
    kept = undouble([*sparse, *doubled], everywhere=False)
    assert kept[:40] == sparse[:40]
    assert "" not in kept[-60:]


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("för invånare", "och medarbetare", True),
        ("styr-", "dokument", True),
        ("utan slut.", "och mer", False),
        ("en lista", "a. första", False),
        ("Resultat 2024", "jämfört", False),
        ("a\tb", "c", False),
    ],
)
def test_a_sentence_runs_on(above, below, expected):
    assert runs_on(above, below) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Verksamhetsplan med budget 20(29) ", (20, 29)),
        ("3 (4)", (3, 4)),
        ("Sida 3 (4)", (3, 4)),
        ("5 (4)", None),
        ("Andel som nås. 3 (4)", None),
        ("enligt lag (2018:1174)", None),
        ("Region Örebro län", None),
    ],
)
def test_page_numbers_in_running_lines(line, expected):
    assert anchor(line) == expected


def test_pages_by_form_feed(tmp_path):
    document = read(saved(tmp_path, "a.txt", "ett\n\ftvå\ntre\f\nfyra\n"))
    assert [(b.page, b.text) for b in document.blocks if b.text] == [(1, "ett"), (2, "två"), (2, "tre"), (3, "fyra")]
    assert document.pages == 3


def test_pages_by_leading_space_and_printed_number(tmp_path):
    body = [f"rad {n} med text som går vidare till nästa" for n in range(10)]
    text = "\n".join([" 1 Inledning", *body, " 2 Mål", *body, "", "Plan 5(6)", "", *body, " 3 Slut", *body])
    document = read(saved(tmp_path, "a.txt", text))
    assert sorted({block.page for block in document.blocks}) == [3, 4, 5, 6]
    assert document.pages == 6
    assert document.running == ("Plan 5(6)",)


def test_no_pages_where_none_can_be_told(tmp_path):
    document = read(saved(tmp_path, "a.txt", " Indragen rad\nText\n\n    djupare\n  mer\n"))
    assert document.pages is None
    assert {block.page for block in document.blocks} == {None}


def test_a_letterhead_is_running_text(tmp_path):
    text = "Text på sidan\nett.\n\n\n3 (4)\n\nTjänsteställe, handläggare\nStaben\n\nUppföljning\nMer\n Nästa sida\n"
    text = "Sida ett\nmed flera\nrader\nav text\n Sida två\n" + text
    document = read(saved(tmp_path, "a.txt", text))
    assert document.running == ("3 (4)", "Tjänsteställe, handläggare", "Staben")
    assert [b.page for b in document.blocks if b.text in ("Sida ett", "Sida två", "Uppföljning", "Nästa sida")] == [
        1,
        2,
        3,
        4,
    ]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpus saknas")
@pytest.mark.parametrize(
    ("name", "pages", "counts", "running"),
    [
        ("000", 29, {"line": 1056}, 1),
        ("001", 16, {"line": 187}, 0),
        ("002", 13, {"line": 397}, 0),
        ("003", None, {"line": 212, "row": 103}, 0),
        ("004", 4, {"line": 69}, 10),
    ],
)
def test_the_example_documents(name, pages, counts, running):
    path = next(CORPUS.glob(f"{name}_*.txt"))
    document = read(path)
    found = Counter(block.kind for block in document.blocks if block.kind != "blank")
    written = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    assert (document.pages, dict(found), len(document.running)) == (pages, counts, running)
    assert sum(found.values()) + running == len(written)


# --- Word ---------------------------------------------------------------------------------------------------


def word(folder: Path, document) -> RawDocument:
    path = folder / "a.docx"
    document.save(str(path))
    return read(path)


def test_word_headings_lists_and_title(tmp_path):
    document = docx.Document()
    document.add_heading("Verksamhetsplan 2025", 0)
    document.add_heading("1 Inledning", 1)
    document.add_paragraph("Brödtext\xa0om  vården.")
    document.add_paragraph("ett", style="List Bullet")
    document.add_paragraph("första", style="List Number")
    document.add_paragraph("andra", style="List Number")
    document.add_paragraph("• skriven punkt")
    found = word(tmp_path, document)
    assert said(found) == [
        ("heading", "1 Verksamhetsplan 2025"),
        ("heading", "1 1 Inledning"),
        ("paragraph", "Brödtext om vården."),
        ("item", "• ett"),
        ("item", "1. första"),
        ("item", "2. andra"),
        ("item", "• skriven punkt"),
    ]
    assert (found.title, found.pages) == ("Verksamhetsplan 2025", None)


def test_word_merged_cells_stand_once(tmp_path):
    document = docx.Document()
    table = document.add_table(3, 3)
    for n, text in enumerate(["Styrtal", "Utfall", "Mål", "hög", "86 %", "90 %", "", "bred", ""]):
        table.cell(n // 3, n % 3).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(2, 1).merge(table.cell(2, 2))
    assert said(word(tmp_path, document)) == [
        ("header", ("Styrtal", "Utfall", "Mål")),
        ("row", ("hög", "86 %", "90 %")),
        ("row", ("", "bred", "")),
    ]


def test_word_nested_tables_and_boxes(tmp_path):
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "yttre"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "inre", "5"
    box = document.add_table(1, 1)
    box.cell(0, 0).text = "i en ruta"
    assert said(word(tmp_path, document)) == [
        ("row", ("yttre", "")),
        ("row", ("inre", "5")),
        ("paragraph", "i en ruta"),
    ]


def test_word_tracked_changes_content_controls_and_pages(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph("kvar ")
    space = nsdecls("w")
    paragraph._p.append(parse_xml(f"<w:ins {space}><w:r><w:t>infogat</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {space}><w:r><w:delText>struket</w:delText></w:r></w:del>"))
    control = parse_xml(
        f"<w:sdt {space}><w:sdtContent><w:p><w:r><w:t>i kontroll</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    paragraph._p.addnext(control)
    later = document.add_paragraph()
    later._p.append(parse_xml(f"<w:r {space}><w:lastRenderedPageBreak/><w:t>på sidan två</w:t></w:r>"))
    found = word(tmp_path, document)
    assert [(b.page, b.text) for b in found.blocks] == [(1, "kvar infogat"), (1, "i kontroll"), (2, "på sidan två")]
    assert found.pages == 2


def test_word_running_text_and_numbered_heading(tmp_path):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Region Örebro län"
    heading = document.add_heading("Mål", 1)
    properties = heading._p.get_or_add_pPr()
    number = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", "0"), ("w:numId", document.styles["List Number"].element.pPr.numPr.numId.val)):
        child = OxmlElement(tag)
        child.set(qn("w:val"), str(value))
        number.append(child)
    properties.append(number)
    found = word(tmp_path, document)
    assert said(found) == [("heading", "1 1. Mål")]
    assert found.running == ("Region Örebro län",)


def test_word_footnotes_follow_what_refers_to_them(tmp_path):
    document = docx.Document()
    space = nsdecls("w")
    first = document.add_paragraph("Styrtal")
    first._p.append(parse_xml(f'<w:r {space}><w:footnoteReference w:id="2"/></w:r>'))
    document.add_paragraph("sedan")
    notes = (
        f'<w:footnotes {space}><w:footnote w:type="separator" w:id="0"/>'
        f'<w:footnote w:id="2"><w:p><w:r><w:t>Gäller 2024</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    part = Part(PackURI("/word/footnotes.xml"), "application/xml", notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    found = word(tmp_path, document)
    assert [(b.label, b.text) for b in found.blocks] == [("", "Styrtal"), ("2", "Gäller 2024"), ("", "sedan")]


def test_word_contents_and_missing_numbering(tmp_path):
    document = docx.Document()
    document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("1\tInledning\t3", style="toc 1")
    document.add_paragraph("punkt", style="List Bullet")
    for link in list(document.part.rels.values()):
        if link.reltype == RELATIONSHIP_TYPE.NUMBERING:
            del document.part.rels[link.rId]
    assert said(word(tmp_path, document)) == [("row", ("1 Inledning", "3")), ("item", "• punkt")]


@pytest.mark.parametrize(
    ("count", "shape", "expected"),
    [(3, "decimal", "3"), (3, "lowerLetter", "c"), (28, "upperLetter", "BB"), (9, "lowerRoman", "ix"), (1, "none", "")],
)
def test_list_numbers(count, shape, expected):
    assert numeral(count, shape) == expected


# --- slides -------------------------------------------------------------------------------------------------


def test_slides(tmp_path):
    deck = pptx.Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "VP 2026"
    frame = first.placeholders[1].text_frame
    frame.text = "Inledning"
    deeper = frame.add_paragraph()
    deeper.text, deeper.level = "Demografin", 1
    second = deck.slides.add_slide(deck.slide_layouts[6])
    box = second.shapes.add_textbox(Inches(1), Inches(5), Inches(3), Inches(1))
    box.text_frame.text = "längst ned"
    group = second.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(1), Inches(3), Inches(1)).text_frame.text = "i grupp"
    table = second.shapes.add_table(2, 2, Inches(1), Inches(3), Inches(4), Inches(1)).table
    for n, text in enumerate(["Styrtal", "Utfall", "hög andel", "5 av 8"]):
        table.cell(n // 2, n % 2).text = text
    second.notes_slide.notes_text_frame.text = "sägs bara"
    deck.save(str(tmp_path / "a.pptx"))
    document = read(tmp_path / "a.pptx")
    assert said(document) == [
        ("heading", "1 VP 2026"),
        ("item", "• Inledning"),
        ("item", "• Demografin"),
        ("paragraph", "i grupp"),
        ("header", ("Styrtal", "Utfall")),
        ("row", ("hög andel", "5 av 8")),
        ("paragraph", "längst ned"),
    ]
    assert [b.page for b in document.blocks] == [1, 1, 1, 2, 2, 2, 2]
    assert (document.pages, document.title) == (2, "VP 2026")


# --- PDF ----------------------------------------------------------------------------------------------------


def printed(path: Path, rows: int = 40, **options) -> RawDocument:
    styles = getSampleStyleSheet()

    def foot(canvas, page):
        canvas.drawString(60, 30, f"Nämnden, Verksamhetsplan {page.page}(4)")

    wrapped = Paragraph("Resultat inom cancer-<br/>vård", styles["BodyText"])
    cells = [["Styrtal", "Utfall", "Mål"], [wrapped, "86,5 %", "90 %"], ["", "87 %", ""]]
    cells += [[f"{n}. Andel", f"{n} %", "95 %"] for n in range(rows)]
    look = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, 0), "Helvetica-Bold")]
    table = Table(cells, style=[*look, ("SPAN", (0, 1), (0, 2))], repeatRows=1, colWidths=[200, 90, 90])
    story = [
        Paragraph("Verksamhetsplan 2025", styles["Title"]),
        Paragraph("1 Inledning", styles["Heading1"]),
        Paragraph("En lång text om vården i länet. " * 12, styles["BodyText"]),
        Paragraph("Ett andra stycke om ut-<br/>veckling.", styles["BodyText"]),
        Paragraph("1.1 Mål", styles["Heading2"]),
        table,
        Paragraph("Efter tabellen.", styles["BodyText"]),
        PageBreak(),
        Paragraph("2 Budget", styles["Heading1"]),
        Paragraph("Slut.", styles["BodyText"]),
    ]
    SimpleDocTemplate(str(path), pagesize=A4, **options).build(story, onFirstPage=foot, onLaterPages=foot)
    return read(path)


def test_pdf(tmp_path):
    document = printed(tmp_path / "a.pdf")
    heads = [(b.page, b.level, b.text) for b in document.blocks if b.kind == "heading"]
    last = document.pages
    assert heads == [(1, 1, "Verksamhetsplan 2025"), (1, 1, "1 Inledning"), (1, 2, "1.1 Mål"), (last, 1, "2 Budget")]
    assert document.title == "Verksamhetsplan 2025"
    lines = [b.text for b in document.blocks if b.kind == "line"]
    assert lines[-4:] == ["Ett andra stycke om ut-", "veckling.", "Efter tabellen.", "Slut."]
    assert len(document.running) == last
    assert not any("Nämnden" in line for line in lines)


def test_pdf_tables(tmp_path):
    blocks = printed(tmp_path / "a.pdf").blocks
    headers = [b for b in blocks if b.kind == "header"]
    assert [(b.page, b.cells) for b in headers] == [(page, ("Styrtal", "Utfall", "Mål")) for page in (1, 2)]
    rows = [b.cells for b in blocks if b.kind == "row"]
    assert rows[:3] == [
        ("Resultat inom cancer-\nvård", "86,5 %", "90 %"),
        ("", "87 %", ""),
        ("0. Andel", "0 %", "95 %"),
    ]
    assert len(rows) == 42


def test_pdf_paragraphs_are_parted(tmp_path):
    blocks = printed(tmp_path / "a.pdf", rows=1).blocks
    at = next(n for n, b in enumerate(blocks) if b.text.startswith("Ett andra"))
    assert blocks[at - 1].kind == "blank"
    assert blocks[at - 2].kind == "line"


# --- Markdown and HTML --------------------------------------------------------------------------------------

MARKDOWN = """---
title: "Plan 2025"
---
# Verksamhetsplan

Text som är
bruten.

3. tredje
4. fjärde
   - under

| Styrtal | Utfall |
|---|---|
| Andel | 5 % |
"""

HTML = """<!DOCTYPE html><html><head><title>Sida</title><style>p{}</style><body><nav>Meny</nav><h1>Plan</h1>
<p>Text &aring; <b>fet</b></p><script>var x = 1</script><ol type=a><li><p>ett</p><li>två</ol>
<table><tr><th>Styrtal<th colspan=2>Värde</tr><tr><td rowspan=2>hög<br>andel<td>5 %<td>6</tr><tr><td>7<td></table>
<h2></h2><div>slut"""


def test_markdown(tmp_path):
    document = read(saved(tmp_path, "a.md", MARKDOWN))
    assert said(document) == [
        ("heading", "1 Verksamhetsplan"),
        ("paragraph", "Text som är bruten."),
        ("item", "3. tredje"),
        ("item", "4. fjärde"),
        ("item", "• under"),
        ("header", ("Styrtal", "Utfall")),
        ("row", ("Andel", "5 %")),
    ]
    assert document.title == "Plan 2025"


@pytest.mark.parametrize("name", ["a.html", "a.txt"])
def test_html_by_content(tmp_path, name):
    document = read(saved(tmp_path, name, HTML))
    assert said(document) == [
        ("heading", "1 Plan"),
        ("paragraph", "Text å fet"),
        ("item", "a. ett"),
        ("item", "b. två"),
        ("header", ("Styrtal", "Värde", "")),
        ("row", ("hög\nandel", "5 %", "6")),
        ("row", ("", "7", "")),
        ("paragraph", "slut"),
    ]
    assert (document.title, document.running) == ("Plan", ("Meny",))


# --- what every table shares --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["Styrtal", "Utfall, senast kända värde"], True),
        (["Procent", "Budget 2025"], True),
        (["1. Andel", "5 %"], False),
        (["Risken att inköp görs fel.", "Åtgärd"], False),
        (["Ensam"], False),
        (["Nr 5", "Att"], False),
    ],
)
def test_column_headings(cells, expected):
    assert looks_like_header(cells) is expected


def test_white_space_is_mended_and_nothing_else():
    assert tidy(" a\xa0 b \n\n c\u00ad\nd\u00ade \x02") == "a b\nc-\nde -"


# --- failures -----------------------------------------------------------------------------------------------


def zipped(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return held.getvalue()


OLE = limits.OLE + bytes(600)
FAILURES = [
    ("a.txt", b"", "är tom"),
    ("a.txt", b" \n\t \n", "är tom"),
    ("a.md", b"---\n---\n", "är tom"),
    ("a.html", b"<p></p>", "är tom"),
    ("a.txt", bytes(range(256)) * 20, "binära data"),
    ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(100), "binära data"),
    ("a.txt", "Målsättningar för vården är långsiktiga\n".encode() * 40 + b"\xff\xfe\xe5", "UTF-8 väntades"),
    ("a.txt", b"\xff\xfeM\x00\xe5\xd8", "UTF-16"),
    ("a.txt", bytes(range(0x80, 0x100)) * 3, "Windows-1252 väntades"),
    ("a.txt", bytes(range(0xC0, 0x100)) * 3, "binära data"),
    ("a.xlsx", zipped(xl__workbook=b"<x/>"), "är av ett slag som inte kan läsas (.xlsx)"),
    ("a.csv", b"a;b\n", "spara den som PDF, DOCX, PPTX, TXT, MD eller HTML"),
    ("a.zip", zipped(a=b"x"), "inte kan läsas (.zip)"),
    ("a.doc", OLE, "Word 97–2003"),
    ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "lösenord"),
    ("a.docx", b"PK\x03\x04trasig", "skadad"),
    ("a.docx", zipped(word__document=b"<x/>"), "skadad"),
    ("a.docx", zipped(a=b"x"), "skadad"),
    ("a.docx", b"bara text", "skadad"),
    ("a.pptx", zipped(ppt__presentation=b"<x/>"), "skadad"),
    ("a.pdf", b"%PDF-1.7\ntrasig", "skadad"),
    ("a.pdf", b"inte pdf", "skadad"),
    ("bomb.docx", zipped(word__document=bytes(60_000_000)), "packas upp"),
]


@pytest.mark.parametrize(("name", "content", "message"), FAILURES)
def test_what_cannot_be_read_says_why(tmp_path, name, content, message):
    with pytest.raises(ReadingError) as caught:
        read(saved(tmp_path, name, content))
    assert message in str(caught.value)
    assert name in str(caught.value)


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(ReadingError, match="finns inte"):
        read(tmp_path / "borta.txt")
    with pytest.raises(ReadingError, match="ingen fil"):
        read(tmp_path)


def test_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_BYTES", 10)
    with pytest.raises(ReadingError, match="för stor"):
        read(saved(tmp_path, "a.txt", "x" * 11))


def test_scanned_pdf_asks_for_ocr(tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for _ in range(3):
        canvas.rect(50, 50, 300, 300)
        canvas.showPage()
    canvas.save()
    with pytest.raises(ReadingError, match="OCR"):
        read(tmp_path / "a.pdf")


def test_locked_pdf(tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"), encrypt=StandardEncryption("hemligt"))
    canvas.drawString(50, 50, "text")
    canvas.save()
    with pytest.raises(ReadingError, match="lösenord"):
        read(tmp_path / "a.pdf")


def test_too_many_pages(tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.readers.source.MAX_PAGES", 1)
    with pytest.raises(ReadingError, match="för många sidor"):
        printed(tmp_path / "a.pdf")


@pytest.mark.parametrize("step", range(7))
def test_a_cut_or_scratched_file_is_a_reading_error_or_read(tmp_path, step):
    """Whatever is broken, no other error comes out."""
    printed(tmp_path / "whole.pdf", rows=2)
    docx.Document().save(str(tmp_path / "whole.docx"))
    pptx.Presentation().save(str(tmp_path / "whole.pptx"))
    for whole in sorted(tmp_path.glob("whole.*")):
        data = bytearray(whole.read_bytes())
        cut = len(data) * (step + 1) // 8
        for n, broken in enumerate((bytes(data[:cut]), bytes(data[:cut]) + bytes(40) + bytes(data[cut + 40 :]))):
            path = saved(tmp_path, f"{n}{whole.suffix}", broken)
            with contextlib.suppress(ReadingError):
                assert isinstance(read(path), RawDocument)


def test_supported_kinds():
    assert {".pdf", ".docx", ".pptx", ".txt", ".md", ".html"} <= SUPPORTED
