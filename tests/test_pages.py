"""The plain pages: escaping, the marked passage, typed outcomes, and what is said when something is missing."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.page_text import find_hits, find_words, heading_depth, split_marked, split_marks, to_blocks, to_lines
from api.pages import router
from tests.fakes import DOCUMENTS, HOSTILE, PASSAGES, PLAN, FakeService, make_api


@pytest.fixture
def web():
    return TestClient(make_api())


def test_cited_row_is_marked_and_reachable(web):
    page = web.get(f"/dokument/{PLAN}?passage=p0013").text
    row = re.search(r'<tr id="p0013".*?</tr>', page, re.S).group()
    assert 'class="traff"' in row
    assert "<mark>70 %</mark>" in row
    assert page.count('class="traff"') == 1
    assert 'href="#p0013">Gå till det citerade stället</a>' in page


def test_quote_marks_its_part_of_the_passage(web):
    page = web.get(f"/dokument/{PLAN}", params={"passage": "p0008", "citat": "Granmarks invånare […] rätt tid."}).text
    assert "<mark>Granmarks invånare</mark> ska få vård i <mark>rätt tid.</mark>" in page


def test_start_leads_to_neighbouring_years_compared(web):
    class OneYear(FakeService):
        def documents(self):
            return DOCUMENTS[:1]

    assert 'href="/api/changes?from=2025&amp;to=2026&amp;type=uppdrag&amp;format=html"' in web.get("/").text
    assert "/api/changes" not in TestClient(make_api(OneYear())).get("/").text


def test_passage_that_is_gone_is_said(web):
    assert "finns inte längre" in web.get(f"/dokument/{PLAN}?passage=p9999").text


@pytest.mark.parametrize("path", [f"/dokument/{PLAN}?passage=p0003", "/fraga?q=ond", "/fraga?q=%3Cscript%3E",
                                  "/dokument/%3Cscript%3E"])
def test_hostile_text_is_escaped(web, path):
    page = web.get(path).text
    assert "<script" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_unknown_document_and_file_are_404_in_swedish(web):
    answer = web.get("/dokument/finns-inte")
    assert answer.status_code == 404
    assert "Dokumentet finns inte" in answer.text
    assert web.get("/static/../pages.py").status_code == 404
    assert web.get("/static/pages.py").status_code == 404


@pytest.mark.parametrize(("question", "words"), [
    ("mål", "Svar"), ("delvis", "Svar på en del av frågan"), ("vård", "Frågan kan läsas på flera sätt"),
    ("något annat", "Det här står inte i planerna"), ("väder", "Frågan ligger utanför planerna"),
])
def test_each_outcome_has_words_of_its_own(web, question, words):
    page = web.get("/fraga", params={"q": question}).text
    assert re.search(rf"</span> {re.escape(words)}</h2>", page)
    assert 'role="status"' in page


def test_marks_lead_to_the_evidence_and_on_to_the_place(web):
    page = web.get("/fraga?q=uppdrag").text
    assert 'href="#kalla-2"' in page
    assert 'id="kalla-2"' in page
    assert f'href="/dokument/{PLAN}?passage=p0016#p0016"' in page
    assert "sida 3" in page


def test_empty_question_shows_the_form_and_a_refused_one_says_why(web):
    assert web.get("/fraga").status_code == 200
    refused = web.get("/fraga", params={"q": "a" * 3000})
    assert refused.status_code == 400
    assert "högst 2 000 tecken" in refused.text


def test_no_release_yet_is_503():
    app = FastAPI()
    app.include_router(router)
    for path in ("/", "/fraga", f"/dokument/{PLAN}", f"/dokument/{PLAN}/text"):
        assert TestClient(app).get(path).status_code == 503


@pytest.mark.parametrize("path", ["/", "/fraga", "/fraga?q=uppdrag", f"/dokument/{PLAN}", "/dokument/finns-inte"])
def test_every_page_is_swedish_titled_and_self_contained(web, path):
    answer = web.get(path)
    page = answer.text
    assert '<html lang="sv">' in page
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert re.search(r"<title>.+ – Röda tråden</title>", page)
    assert 'class="skip"' in page
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_reader_text_alone_has_no_frame(web):
    text = web.get(f"/dokument/{PLAN}/text?passage=p0013").text
    assert text.lstrip().startswith("<article")
    assert "<mark>70 %</mark>" in text


def test_blocks_keep_every_passage_once_in_order():
    blocks = list(to_blocks(PASSAGES))
    assert [passage for block in blocks for passage in block.passages] == list(PASSAGES)
    assert [block.page for block in blocks if block.kind == "sida"] == [1, 2, 3]
    table = next(block for block in blocks if block.kind == "tabell")
    assert len(table.passages) == 3


def test_heading_depth_does_not_count_its_own_text_twice():
    heading = PASSAGES[6]
    own = replace(heading, section=(*heading.section, heading.text))
    assert heading_depth(heading) == heading_depth(own) == 2


@pytest.mark.parametrize(("text", "quote", "marked"), [
    ("ett två tre", None, ["ett två tre"]),
    ("ett två tre", "två", ["två"]),
    ("ett två tre", "[…] ett […] tre", ["ett", "tre"]),
    ("ett två tre", "fyra", ["ett två tre"]),
])
def test_split_marked(text, quote, marked):
    pieces = split_marked(text, quote)
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, hit in pieces if hit] == marked


def test_split_marks_links_only_known_citations():
    assert split_marks("70 % [1][9] […]", [1]) == [("70 % ", None), ("", 1), ("[9]", None), (" […]", None)]


def test_to_lines_groups_under_headings():
    assert [(heading, len(lines)) for heading, lines in to_lines("ett\n\nNytt:\n- två [1]\ntre", [1])] == [
        ("", 1), ("Nytt:", 2)]
    assert HOSTILE in to_lines(HOSTILE, [])[0][1][0][0][0]


def test_sought_words_are_listed_and_marked(web):
    page = web.get(f"/dokument/{PLAN}?sok=digitala+glesbygd").text
    assert "1 ställe med ”digitala glesbygd”" in page
    assert '<a href="#p0016" target="_self">Sida 3: Nr 4.' in page
    assert "plan för <mark>digitala</mark> vårdbesök i <mark>glesbygd</mark>" in page
    assert "Inget stycke i dokumentet har alla orden" in web.get(f"/dokument/{PLAN}?sok=rymdfart").text
    assert "<script" not in web.get(f"/dokument/{PLAN}", params={"sok": "<script>"}).text


def test_elements_stand_in_the_margin_under_the_plans_own_word(web):
    assert '<span class="rand">uppdrag nr 4</span>' in web.get(f"/dokument/{PLAN}").text


def test_limits_of_a_question_are_told_and_can_be_taken_away(web):
    page = web.get("/fraga?q=uppdrag&ar=2025&slag=uppdrag").text
    assert "begränsad till: 2025, uppdrag." in page
    assert 'href="/fraga?q=uppdrag">Ta bort' in page


@pytest.mark.parametrize(("sought", "marked"), [
    ("två", ["två"]), ("TRE ett", ["ett", "tre"]), ("ett fyra", []), ("", []),
])
def test_find_words(sought, marked):
    pieces = find_words("ett två tre", sought)
    assert "".join(piece for piece, _ in pieces) == "ett två tre"
    assert [piece for piece, hit in pieces if hit] == marked
    assert len(find_hits(PASSAGES, "målsättning nr")) == 1


def test_the_calls_are_described_without_a_request_elsewhere(client: TestClient) -> None:
    page = client.get("/docs")
    paths = client.get("/openapi.json").json()["paths"]
    assert page.status_code == 200
    assert [path for path in paths if html.escape(path) not in page.text] == []
    assert not re.search(r'(?:src|href)="https?://', page.text)
    assert page.text.count("<details>") == sum(len(methods) for methods in paths.values())
