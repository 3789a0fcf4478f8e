"""A hostile document: scripts, markup, templates, formulas and RDF in its words are words wherever they are shown."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import docx
import openpyxl
import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

from api.app import assemble_app
from api.build import build
from api.cli import main
from api.settings import load_settings
from ingest.readers import read
from tests.slow.hostile.pdfs import pdf, stream
from ui import markup

pytestmark = pytest.mark.whole
SCRIPT = "<script>alert(1)</script>"
IMAGE = "\"><img src=x onerror='alert(2)'>"
TEMPLATE = "{{7*7}} ${7*7} {% raw %}"
RDF = '" . <urn:ond> <urn:ond> <urn:ond> . #'
LINK = "[tryck här](javascript:alert(3))"
TERMINAL = "\x1b]0;ond\x1b\\\x1b[31mrött\x1b[0m \x9b2J\x9d\x90 grönt\x85blått"
TASKS = (SCRIPT, IMAGE, TEMPLATE, RDF, LINK, TERMINAL, "]]> &lt;b&gt; &#60;i&#62;")
TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
1 begincodespacerange <00> <FF> endcodespacerange
5 beginbfchar <01> <0001> <1B> <001B> <7F> <009B> <80> <D83D> <81> <FFFF> endbfchar
1 beginbfrange <20> <7E> <0020> endbfrange 1 beginbfrange <A0> <FF> <00A0> endbfrange endcmap end end"""
FORMULAS = ('=HYPERLINK("http://ond.example")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "=1+1")


def plan(year: int) -> str:
    """A plan whose uppdrag are attacks; a formula is the whole of one."""
    attacks = [*(f"Att införa {task} i vården {year}" for task in TASKS), *FORMULAS]
    tasks = "\n\n".join(f"Nr {number}. {text}" for number, text in enumerate(attacks, 1))
    return f"# Verksamhetsplan {year}\n\nVårdnämnden, Region Granmark\n\n## Uppdrag {IMAGE}\n\n{tasks}\n"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service over two years of the plan, its files with hostile names."""
    folder = tmp_path_factory.mktemp("ond")
    for year in (2025, 2026):
        (folder / os.fsdecode(b"plan <b>\x1b\x9b%d.txt" % year)).write_text(plan(year), encoding="utf-8")
    (folder / os.fsdecode(b"ol\xe4slig.txt")).write_bytes(bytes(range(9)))  # a name as Windows once wrote it
    settings = load_settings(data_dir=folder / "data", model="stub")
    build([folder], settings)
    with TestClient(assemble_app(settings, warm=False)) as running:
        yield running


class Page(HTMLParser):
    """What a browser would make of a page: elements with attributes, and text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def check_page(html: str) -> Page:
    """A page in which nothing of the document has become markup."""
    page = Page(html)
    for tag, attributes in page.elements:
        assert tag not in ("iframe", "object", "embed", "b", "i"), tag
        assert not [name for name in attributes if name.startswith("on")], attributes
        assert attributes.get("src") != "x"
        for name in ("href", "src", "action"):
            assert not (attributes.get(name) or "").strip().lower().startswith("javascript:"), attributes
        if tag == "script":
            assert (attributes.get("src") or "").split("?")[0].startswith("/"), "no script within the page"
    return page


def elements(client: TestClient) -> list[dict[str, object]]:
    """What was read of the plan for 2026."""
    return client.get("/api/elements?year=2026&limit=1000").raise_for_status().json()["items"]


def test_the_attacks_were_read_as_the_words_that_they_are(client: TestClient) -> None:
    texts = " ".join(str(one["text"]) for one in elements(client))
    assert [attack for attack in (SCRIPT, IMAGE, TEMPLATE, "javascript:", "<urn:ond>") if attack not in texts] == []


def pages(client: TestClient) -> list[str]:
    """The addresses of the pages that show a document's words."""
    found = [one["id"] for one in client.get("/api/documents").json()["items"]]
    asked = quote("Vilka uppdrag har nämnden 2026?")
    described = [f"/id/{quote(str(one['id']))}" for one in elements(client)]
    return [
        "/", f"/fraga?q={asked}", f"/fraga?q={quote(SCRIPT)}", "/dcat", "/void", "/docs", *described,
        *(f"/dokument/{id}?sok={quote(IMAGE)}&citat={quote(SCRIPT)}" for id in found),
        *(f"/dokument/{id}/text?sok={quote(SCRIPT)}" for id in found), f"/dokument/{quote('<b>x')}",
    ]  # fmt: skip


def test_no_page_lets_it_become_markup(client: TestClient) -> None:
    shown = ""
    for path in pages(client):
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.headers["content-type"].startswith("text/html"), path
        assert "script-src 'unsafe-inline'" not in answer.headers["content-security-policy"]
        shown += check_page(answer.text).text
    assert SCRIPT in shown
    assert "{{7*7}}" in shown
    assert "Att införa 49" not in shown


def test_no_cell_of_a_table_is_a_formula(client: TestClient) -> None:
    paths = ("/api/elements?limit=1000", "/api/changes?from=2025&to=2026&type=uppdrag", "/api/styrtal?limit=1000")
    cells = 0
    for path in paths:
        rows = csv.reader(io.StringIO(client.get(f"{path}&format=csv").raise_for_status().text.lstrip("\ufeff")))
        for cell in (cell for row in rows for cell in row):
            cells += 1
            assert not cell.lstrip().startswith(("=", "+", "-", "@")), cell
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"{path}&format=xlsx").raise_for_status().content))
        kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
        assert kinds <= {"s", "n", "inlineStr", "b"}, "f is a formula"
    assert cells > 100
    assert "HYPERLINK" in client.get("/api/elements?limit=1000&format=csv").text


@pytest.mark.parametrize("form", ["turtle", "jsonld", "ntriples", "rdfxml"])
def test_rdf_in_the_words_adds_no_triple(client: TestClient, form: str) -> None:
    formats = {
        "turtle": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD, "ntriples": ox.RdfFormat.N_TRIPLES,
        "rdfxml": ox.RdfFormat.RDF_XML,
    }  # fmt: skip
    said: set[str] = set()
    for one in elements(client):
        answer = client.get(f"/id/{quote(str(one['id']))}?format={form}").raise_for_status()
        quads = list(ox.parse(answer.content, format=formats[form], base_iri="https://x.example/"))
        assert "urn:ond" not in {str(term.value) for q in quads for term in (q.subject, q.predicate)}
        said |= {q.object.value for q in quads if isinstance(q.object, ox.Literal)}
    assert any(RDF in text for text in said)
    assert any(SCRIPT in text for text in said)


CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def test_xml_is_well_formed_and_nothing_drives_a_terminal(
    client: TestClient, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = ""
    for one in elements(client):
        answer = client.get(f"/id/{quote(str(one['id']))}?format=rdfxml").raise_for_status()
        told += "".join(ElementTree.fromstring(answer.content).itertext())
    assert "]0;ond\\[31mrött[0m 2J grönt blått" in told
    query = "SELECT ?o { ?s ?p ?o FILTER isLiteral(?o) }"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+xml"})
    assert "grönt blått" in "".join(ElementTree.fromstring(answer.raise_for_status().content).itertext())
    data = client.app.state.deployment.settings.data_dir
    monkeypatch.setattr("sys.argv", ["rodatraden", "ask", "Vilka uppdrag har nämnden 2026?", "--data-dir", str(data)])
    with pytest.raises(SystemExit, match="0"):
        main()
    said = capsys.readouterr().out
    assert "grönt blått" in said
    assert CONTROL.findall(told + said.replace("\r\n", "\n")) == []


def sent_as(folder: Path) -> Iterator[Path]:
    """A plan with signs for a terminal in each format that can hold them."""
    text, western = f"Att införa {TERMINAL} i vården", b"Att inf\xf6ra \x1b[31m r\xf6tt gr\xf6nt bl\xe5tt"
    for name, content in {
        "plan.txt": f"Verksamhetsplan 2026\n\n{text}".encode(),
        "western.txt": b"Verksamhetsplan 2026\n\n" + western,
        "plan.md": f"# Verksamhetsplan 2026\n\n- {text}\n\n|{TERMINAL}|b|\n|-|-|\n|{TERMINAL}|d|".encode(),
        "plan.html": f"<title>{TERMINAL}</title><p>{text}</p><p>&#27;&#x9b;grönt blått</p>".encode(),
        "plan.pdf": pdf(
            {
                4: stream(b"BT /F 12 Tf 72 700 Td (gr\xf6nt bl\xe5tt) Tj <011B7F80818D> Tj ET"),
                5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 6 0 R>>",
                6: stream(TO_UNICODE),
            }
        ),
    }.items():
        (folder / name).write_bytes(content)
        yield folder / name
    paper = docx.Document()
    paper.core_properties.title = "Plan\x9b 2026"
    paper.add_paragraph("Att inf\x9böra grönt\x85blått \x90 i vården")
    paper.add_table(1, 2).cell(0, 0).text = "a\x9b"
    paper.save(str(folder / "plan.docx"))
    yield folder / "plan.docx"


def test_no_reader_lets_a_control_sign_by(tmp_path: Path) -> None:
    for path in sent_as(tmp_path):
        raw = read(path)
        texts = [raw.title or "", *raw.running]
        texts += [text for block in raw.blocks for text in (block.text, block.label, *block.cells)]
        assert any("grönt blått" in text for text in texts), (path.name, texts)
        assert [text for text in texts if CONTROL.search(text)] == [], path.name


def test_the_whole_graph_holds_no_triple_of_the_document(client: TestClient) -> None:
    release = client.get("/ready").json()["release"]
    for name, form in (("graf.nq", ox.RdfFormat.N_QUADS), ("graf.trig", ox.RdfFormat.TRIG)):
        quads = ox.parse(client.get(f"/api/releases/{release}/{name}").content, format=form)
        assert "urn:ond" not in {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}


def test_feed_and_site_map_are_whole(client: TestClient) -> None:
    for path in ("/feed.atom", "/sitemap.xml"):
        tree = ElementTree.fromstring(client.get(path).raise_for_status().content)
        assert not [node for node in tree.iter() if node.tag.rpartition("}")[2] in ("script", "img", "b", "i")]


def test_json_says_what_it_is(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "Vilka uppdrag har nämnden 2026?"})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert SCRIPT in json.dumps(answer.json(), ensure_ascii=False)


def test_an_original_is_handed_out_as_a_file_and_never_as_a_page(client: TestClient) -> None:
    for one in client.get("/api/documents").json()["items"]:
        answer = client.get(f"/api/documents/{one['id']}/original")
        assert answer.headers["content-disposition"].startswith("attachment")
        assert "<" not in answer.headers["content-disposition"]


def test_the_page_of_the_face_escapes_every_line(client: TestClient) -> None:
    reply = client.post("/api/ask", json={"question": "Vilka uppdrag har nämnden 2026?"}).json()
    page = check_page(markup.to_answer(SCRIPT, reply, 1))
    assert page.text.count(SCRIPT) >= 2, "the question and the uppdrag"


def test_a_source_named_as_markup_is_told_as_text(client: TestClient) -> None:
    assert Path(client.get("/api/releases").json()[0]["id"]).name
    release = client.get("/ready").json()["release"]
    assert [one["path"] for one in client.get("/api/validation").json()["rejected"]] == ["olslig.txt"]
    assert "plan <b>2026.txt" in {one["file"] for one in client.get(f"/api/releases/{release}").json()["sources"]}
