"""Two years compared and one thread, over the example documents: as data, table, page, Markdown and Word."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from fastapi.testclient import TestClient
from markdown_it import MarkdownIt

from api.app import assemble_app
from api.models import CitationOut, DocumentOut, Span
from api.reports.blocks import Heading, Paragraph, Piece, Report, Table, marked, sources, text
from api.reports.markdown import to_markdown
from api.reports.paper import to_docx
from api.settings import Settings

BODY = "region-alvmarken-halso-och-sjukvardsnamnden-verksamhetsplan"
HEADINGS = ["Nytt", "Avslutat", "Ändrat", "Oförändrat", "Vilande", "Återupptaget", "Kunde inte placeras"]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
def web(examples: Settings) -> Iterator[TestClient]:
    """The service over a release of the example documents."""
    with TestClient(assemble_app(examples, warm=False)) as running:
        yield running


def changes(web: TestClient, kind: str, older: int = 2025, newer: int = 2026, **more: Any) -> Any:
    answer = web.get("/api/changes", params={"from": older, "to": newer, "type": kind, **more})
    assert answer.status_code == 200, answer.text
    return answer if more else answer.json()


def local(identifier: str) -> str:
    return identifier.removeprefix(f"{BODY}-")


def test_every_uppdrag_of_both_years_stands_in_one_place(web: TestClient) -> None:
    found = changes(web, "uppdrag")
    for year, side, sections in ((2025, "from", ("dropped", "resting")), (2026, "to", ("added", "resumed"))):
        ids = {e["id"] for key in sections for e in found[key]}
        ids |= {pair[side] for key in ("changed", "kept") for pair in found[key]}
        of_year = web.get("/api/elements", params={"type": "uppdrag", "year": year, "limit": 200}).json()["items"]
        plan = {e["id"] for e in of_year if e["document"]["kind"] == "verksamhetsplan"}
        assert ids <= plan
        assert {one for one in plan - ids if not any(e["part_of"] for e in of_year if e["id"] == one)} == set()
    unplaced = {one["element"] for one in found["unplaced"]}
    assert unplaced == {e["id"] for key in ("added", "dropped") for e in found[key]}


def test_pairs_tell_field_by_field_what_differs(web: TestClient) -> None:
    found = changes(web, "styrtal", 2024, 2025)
    details = [d for key in ("changed", "kept") for pair in found[key] for d in pair["details"]]
    assert {"outcome"} <= {d["field"] for d in details}
    assert {d["direction"] for d in details if d["field"] == "outcome" and d["kind"] == "changed"} & {"towards", "away"}
    for pair in found["kept"]:
        assert all(d["field"] == "number" or d["kind"] in ("same", "repeated") for d in pair["details"])
    for pair in (p for key in ("changed", "kept") for p in changes(web, "uppdrag")[key]):
        worded = [d for d in pair["details"] if d["field"] == "text"]
        for detail in worded:
            kept = "".join(s["text"] for s in detail["spans"] if s["op"] != "delete")
            assert kept == " ".join(pair["to_element"]["text"].split())
        assert not worded or "oforandrad" not in pair.get("change", ["oforandrad"])


@pytest.mark.parametrize(
    ("older", "newer", "why"), [(2019, 2025, "2019"), (2026, 2025, "Byt plats"), (2025, 2025, "”to”")]
)
def test_years_that_cannot_be_compared_are_refused(web: TestClient, older: int, newer: int, why: str) -> None:
    answer = web.get("/api/changes", params={"from": older, "to": newer, "format": "md"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert why in answer.json()["detail"]


def test_table_has_a_row_for_each_element_and_pair(web: TestClient) -> None:
    found = changes(web, "uppdrag")
    rows = list(csv.DictReader(io.StringIO(changes(web, "uppdrag", format="csv").text)))
    sections = ("added", "dropped", "changed", "kept", "resting", "resumed")
    assert len(rows) == sum(len(found[key]) for key in sections) > 30
    changed = [row for row in rows if row["state"] == "Ändrat"]
    assert [(row["from_id"], row["to_id"]) for row in changed] == [(p["from"], p["to"]) for p in found["changed"]]
    assert all(row["from_url"].startswith("/dokument/") for row in changed)


@pytest.mark.parametrize(
    ("accept", "form", "media"),
    [
        ("text/markdown", "md", "text/markdown; charset=utf-8"),
        ("text/html", "html", "text/html; charset=utf-8"),
        ("text/csv", "csv", "text/csv; charset=utf-8"),
        (DOCX, "docx", DOCX),
        ("application/json", "json", "application/json"),
    ],
)
def test_form_by_name_or_by_header(web: TestClient, accept: str, form: str, media: str) -> None:
    years = {"from": 2025, "to": 2026}
    asked = web.get("/api/changes", params=years, headers={"Accept": accept})
    named = web.get("/api/changes", params={**years, "format": form})
    assert asked.headers["content-type"] == named.headers["content-type"] == media
    assert form == "docx" or asked.content == named.content


def test_report_has_every_section_and_its_links_lead_to_the_place(web: TestClient) -> None:
    said = changes(web, "uppdrag", format="md").text
    assert re.findall(r"^## (.+)$", said, re.M) == HEADINGS
    links = set(re.findall(r"\(<http://testserver(/dokument/[^>]+)>\)", said))
    assert len(links) > 30
    for url in sorted(links)[::10]:
        passage = url.partition("#")[2]
        assert f'id="{passage}"' in web.get(url).text
    page = changes(web, "uppdrag", format="html").text
    assert re.findall(r"<h2>(.+)</h2>", page) == HEADINGS
    assert 'href="/dokument/' in page
    assert "<del>" in page
    assert "<ins>" in page
    assert '<th scope="col">' in page


def thread(web: TestClient, element: str, form: str | None = None) -> Any:
    answer = web.get(f"/api/elements/{BODY}-{element}/history", params={"format": form} if form else {})
    assert answer.status_code == 200, answer.text
    return answer if form else answer.json()


def test_split_thread_is_one_history_with_its_marks(web: TestClient) -> None:
    found = thread(web, "2024/uppdrag-4a")
    assert {local(step["to"]) for step in found["links"] if local(step["from"]) == "2024/uppdrag-4a"} == {
        "2025/uppdrag-rf-12", "2025/uppdrag-rf-13",
    }  # fmt: skip
    for step in found["links"]:
        text_of = {e["id"]: " ".join(e["text"].split()) for e in found["items"]}
        assert "".join(s["text"] for s in step["spans"] if s["op"] != "delete") == text_of[step["to"]]


def test_thread_that_rests_says_so_and_follow_up_stands_with_its_year(web: TestClient) -> None:
    said = thread(web, "2026/uppdrag-hs-4", "md").text
    assert re.search(r"^\| 2025 \| Vilar \|", said, re.M)
    reported = next(
        e["id"] for e in web.get("/api/elements", params={"type": "uppdrag", "year": 2024, "limit": 99}).json()["items"]
        if thread(web, local(e["id"]))["reported"]
    )  # fmt: skip
    said = thread(web, local(reported), "md").text
    assert re.search(r"^## 2024: .+?^### Uppföljning$\n+^> ”.+?/dokument/.+?verksamhetsberattelse", said, re.M | re.S)


def test_paper_is_accessible(web: TestClient) -> None:
    answer = thread(web, "2024/uppdrag-4a", "docx")
    assert 'filename="trad.docx"' in answer.headers["content-disposition"]
    paper = docx.Document(io.BytesIO(answer.content))
    levels = [int(p.style.name[-1]) for p in paper.paragraphs if p.style.name.startswith("Heading")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert paper.core_properties.title.startswith("Tråden om: ")
    assert paper.core_properties.language == "sv-SE"
    assert {lang.get(qn("w:val")) for lang in paper.styles.element.iter(qn("w:lang"))} == {"sv-SE"}
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in paper.tables)
    runs = [run for p in paper.paragraphs for run in p.runs]
    assert any(run.font.strike for run in runs)
    assert any(run.bold and run.underline for run in runs)
    targets = {rel.target_ref for rel in paper.part.rels.values() if rel.is_external}
    assert targets
    assert all(target.startswith("http://testserver/dokument/") for target in targets)


def citation(title: str, year: int, url: str) -> CitationOut:
    document = DocumentOut(id=title, iri=title, kind="verksamhetsplan", title=title, year=year, url="/dokument/x")
    return CitationOut(n=1, document=document, page=3, quote="q", passage="p1", url=url)


def test_markdown_escapes_what_would_be_markup_and_keeps_marks_close() -> None:
    report = Report(
        "Tal *1* | x",
        (
            Heading(2, "A_b"),
            Paragraph(marked([Span(op="delete", text="Gamla"), Span(op="insert", text="Nya"),
                              Span(op="equal", text=" <b>vägen</b>"), Span(op="insert", text=" [är|lång]")])),
            Paragraph(text("1. ett"), "item"),
            Paragraph(text("- två"), "item"),
            Table(("A",), (((Piece("x|y", url="/a(b)"),),),)),
        ),
    )  # fmt: skip
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(to_markdown(report))
    assert "<h1>Tal *1* | x</h1>" in html
    assert "<p><s>Gamla</s> <strong>Nya</strong> &lt;b&gt;vägen&lt;/b&gt; <strong>[är|lång]</strong></p>" in html
    assert html.count("<li>") == 2
    assert "<li>1. ett</li>" in html
    assert '<td><a href="/a(b)">x|y</a></td>' in html


def test_sources_name_each_document_once_by_year() -> None:
    pieces = sources([citation("B", 2026, "/b"), citation("A", 2025, "/a"), citation("B", 2026, "/c")], "http://h")
    assert "".join(piece.text for piece in pieces) == " (A, s. 3; B, s. 3)"
    assert [piece.url for piece in pieces if piece.url] == ["http://h/a", "http://h/b"]
    assert sources([], "") == ()


def test_paper_takes_signs_that_xml_does_not() -> None:
    paper = docx.Document(io.BytesIO(to_docx(Report("T\x0bitel", (Paragraph(text("a\x00b")),)))))
    assert [p.text for p in paper.paragraphs] == ["Titel", "ab"]
