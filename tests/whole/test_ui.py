"""The Streamlit views over a fake API on loopback: what each shows, and what it says when something is amiss."""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise
from pathlib import Path

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from tests.fakes import PLAN
from tests.page import ROOT, open_page, shown
from ui import markup, texts
from ui.answers import to_understood
from ui.client import Trouble, make_client
from ui.components import get_region, plain
from ui.conversation import (
    Turn,
    add_turn,
    compare_releases,
    from_link,
    read_limits,
    to_history,
    to_link,
    write_limits,
)
from ui.server import mend, to_policy
from ui.texts import dokument as held
from ui.texts import fraga as words
from ui.texts import risker, styrtal
from ui.texts import verktyg as tool

pytestmark = pytest.mark.whole
VIEWS = [name for name in texts.PAGES if name != "fraga"]

pytest_plugins = ("tests.page",)


def ask(test: AppTest, question: str) -> AppTest:
    """Write a question and send it."""
    test.text_input(key="question").set_value(question)
    sender = next(one for one in test.button if one.label == words.ASK_BUTTON)
    return sender.click().run()


def test_first_page_offers_questions_and_asks_nothing(api):
    page = shown(open_page())
    assert "Vilka uppdrag från 2025 finns inte kvar 2026?" in page
    assert "Vilka risker finns i planen 2026?" in page
    assert api.state.asked == []


def test_question_gives_answer_marks_evidence_and_link(api):
    test = ask(open_page(), "Vad är mål?")
    page = shown(test)
    assert '<a class="rt-marke" href="#kalla-1-1"' in page
    assert 'id="kalla-1-1"' in page
    assert f'/dokument/{PLAN}?passage=p0013#p0013"' in page
    assert "sida 3" in page
    assert "SELECT ?s" in page
    assert "år: 2026" in page.lower()
    assert test.query_params["fraga"] == "Vad är mål?"


@pytest.mark.parametrize(("question", "status"), [
    ("mål", "answered"), ("delvis", "partial"), ("vård", "clarify"), ("annat", "not_found"), ("väder", "out_of_scope"),
])
def test_each_outcome_is_told_in_words(api, question, status):
    page = shown(open_page(fraga=question))
    assert f"</span> {words.STATUSES[status][1]}</h3>" in page
    assert (words.READINGS if status == "clarify" else words.SUGGESTIONS) in page


def test_suggestion_is_asked_with_the_history(api):
    test = open_page(fraga="mål")
    next(one for one in test.button if one.label == "Vilka styrtal finns 2026?").click().run()
    assert [body["question"] for body in api.state.asked] == ["mål", "Vilka styrtal finns 2026?"]
    assert [turn["question"] for turn in api.state.asked[1]["history"]] == ["mål"]
    assert test.query_params["fraga"] == ["mål", "Vilka styrtal finns 2026?"]
    assert words.EARLIER in shown(test)


def test_link_asks_once_and_forgetting_clears(api):
    test = open_page(fraga=["mål", "uppdrag"])
    test.run()
    assert [body["question"] for body in api.state.asked] == ["mål", "uppdrag"]
    next(one for one in test.button if one.label == words.FORGET).click().run()
    assert "fraga" not in test.query_params
    assert words.STARTERS_TITLE in shown(test)


def test_empty_box_asks_nothing(api):
    ask(open_page(), "   ")
    assert api.state.asked == []


def test_hostile_text_is_escaped(api):
    html = "\n".join(one.proto.body for one in open_page(fraga="ond <script>").get("html"))
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert" in html


def test_api_down_is_said_and_can_be_tried_again(monkeypatch):
    monkeypatch.setenv("RODATRADEN_API", "http://127.0.0.1:9")
    test = open_page(fraga="mål")
    assert texts.DOWN[0] in shown(test)
    assert "</span> mål</h2>" in shown(test)
    assert any(one.label == words.ASK_AGAIN for one in test.button)


@pytest.mark.parametrize("view", [one for one in VIEWS if one != "om"])
def test_every_view_says_that_the_api_is_down_and_offers_another_try(monkeypatch, view):
    monkeypatch.setenv("RODATRADEN_API", "http://127.0.0.1:9")
    page = shown(open_page(view))
    assert texts.DOWN[0] in page
    assert texts.TRY_AGAIN in page


@pytest.mark.parametrize("view", ["fraga", *VIEWS])
def test_every_view_has_one_title_and_headings_in_order(api, view):
    test = open_page(view)
    assert len(test.title) == 1
    html = "".join(one.proto.body for one in test.get("html"))
    levels = [1, *(int(level) for level in re.findall(r"<h([1-6])[ >]", html))]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert "<img src=x" not in html


@pytest.mark.parametrize(("view", "told"), [
    ("fraga", texts.DOCUMENTS_NONE), ("lasare", texts.DOCUMENTS_NONE), ("traden", texts.PLANS_NONE),
    ("uppdrag", texts.PLANS_NONE), ("styrtal", styrtal.NONE_AT_ALL), ("risker", risker.NONE_AT_ALL),
    ("luckor", texts.DOCUMENTS_NONE), ("dokument", texts.DOCUMENTS_NONE),
])
def test_every_view_says_what_to_do_where_nothing_is_read(api, monkeypatch, view, told):
    monkeypatch.setattr("ui.client.Client.documents", lambda client: [])
    assert told in shown(open_page(view))


@pytest.mark.parametrize("view", ["fraga", *VIEWS])
def test_every_view_says_that_a_release_is_being_built(api, view):
    api.state.publishing = "bygger"
    assert shown(open_page(view)).count(texts.BUILDING) == 1


def test_a_build_that_failed_is_told_to_those_who_write(api):
    api.state.publishing = "misslyckades"
    assert "Den förra svarar fortfarande." in shown(open_page("dokument"))
    assert "Den förra svarar fortfarande." not in shown(open_page("styrtal"))


def test_reader_shows_the_marked_passage(api):
    page = shown(open_page("lasare", dokument=PLAN, passage="p0013"))
    assert "<mark>70 %</mark>" in page
    assert held.READER_MARKED in page
    assert "&lt;script&gt;" in page


def test_reader_without_a_document_offers_all(api):
    page = shown(open_page("lasare"))
    assert held.READER_LEAD in page
    assert "Verksamhetsberättelse 2025" in page
    assert held.READER_GONE in shown(open_page("lasare", dokument="borta"))


def test_reader_searches_and_fetches_the_original(api):
    page = shown(open_page("lasare", dokument=PLAN, sok="digitala glesbygd"))
    assert "1 ställe med" in page
    assert f"/api/documents/{PLAN}/original" in page
    assert '<span class="rand">uppdrag nr 4</span>' in page


def test_about_tells_outcomes_figures_faults_and_licences(api):
    page = shown(open_page("om"))
    assert all(word in page for _, word in words.STATUSES.values())
    assert re.search(r"<td>\d+ av \d+</td><td>\d+ %</td>", page)
    assert "Tillgänglighetsredogörelse" in page
    assert "Release r2" in page
    assert re.search(r"streamlit</th><td>[\d.]+</td><td>Apache", page)


@pytest.mark.parametrize(("path", "status", "title"), [
    ("/api/ask", 422, "Frågan är tom"), ("/finns-inte", 404, texts.STRANGE[0]),
])
def test_problem_documents_keep_their_words(api, path, status, title):
    reply = make_client()._json("POST", path, json={"question": " "})
    assert isinstance(reply, Trouble)
    assert (reply.title, reply.status) == (title, status)


def test_public_address_is_the_browsers(monkeypatch):
    monkeypatch.setenv("RODATRADEN_API_PUBLIK", "https://planer.example/")
    assert make_client().open_address("/dokument/x") == "https://planer.example/dokument/x"


REPLY = {"id": "1", "status": "answered", "answer": "Ja. [1]", "citations": [], "interpretation": {}, "sparql": None,
         "suggestions": []}


def test_conversation_drops_trouble_and_remembers_a_few():
    turns = add_turn([Turn("fel", Trouble("t", "d"))], "a", lambda question, history, limits: REPLY)
    assert [turn.question for turn in turns] == ["a"]
    for question in "bcde":
        turns = add_turn(turns, question, lambda question, history, limits: REPLY)
    assert [turn["question"] for turn in to_history(turns)] == ["c", "d", "e"]
    assert to_link(turns) == ["b", "c", "d", "e"]
    assert to_link(from_link(to_link(turns), lambda question, history, limits: REPLY)) == to_link(turns)


def test_lines_under_a_heading_become_its_list():
    html = markup.to_lines("Ett. [1]\nTvå:\n- a [1][2]\nb", {1}, 3)
    assert html.startswith("<p>Ett. <a ")
    assert '<p class="rt-ledrad">Två:</p><ul><li>a ' in html
    assert "[2]</li><li>b</li></ul>" in html


def test_words_for_what_was_understood():
    assert words.UNDERSTOOD_YEARS_NONE in to_understood({})[0]
    assert to_understood({"types": ["malsattning"]})[1] == "Slag: målsättning"


def test_labels_are_no_markdown():
    assert plain("[a](b) :red[x] $y$") == r"\[a\](b) \:red\[x\] \$y\$"


def test_region_from_setting_or_document(monkeypatch):
    monkeypatch.delenv("RODATRADEN_REGION", raising=False)
    assert get_region([{"huvudman": None}, {"huvudman": "Region A"}]) == "Region A"
    assert get_region([{"huvudman": "Region A"}, {"huvudman": "Region B"}]) == ""
    monkeypatch.setenv("RODATRADEN_REGION", "Region B")
    assert get_region([]) == "Region B"


def test_index_is_swedish_and_leads_on_without_scripts(monkeypatch):
    monkeypatch.setenv("RODATRADEN_API_PUBLIK", "https://planer.example")
    index = b'<!doctype html><html lang="en"><head></head><body><noscript>You need\n it</noscript>'
    mended = mend(index).decode()
    assert '<html lang="sv">' in mended
    assert 'location.origin + "/" + ""' in mended
    assert '"Skip to main content": "Hoppa till inneh' in mended
    assert '<a href="https://planer.example/">enkla webbsidor' in mended
    assert "You need" not in mended


def test_no_script_runs_in_the_page_but_those_that_its_policy_names():
    html = b"<head><script>ett</script></head><script src='/static/a.js'></script>"
    policy = dict(part.strip().split(" ", 1) for part in to_policy(mend(html)).split(";"))
    scripts = policy["script-src"].split()
    assert scripts[0] == "'self'"
    assert all(one.startswith("'sha256-") for one in scripts[1:])
    said = "'sha256-" + base64.b64encode(hashlib.sha256(b"ett").digest()).decode() + "'"
    assert said in scripts
    assert len(scripts) == 1 + 2 + len(markup.SCRIPTS)
    assert policy["default-src"] == "'none'"
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "ui").rglob("*.py"))
    assert len(re.findall(r"unsafe_allow_javascript=True", sources)) == len(markup.SCRIPTS)


def test_words_for_streamlits_parts_are_ones_that_it_says():
    scripts = "".join(path.read_text("utf-8") for path in (Path(streamlit.__file__).parent / "static").rglob("*.js"))
    missing = [words for words in tool.WORDS if not any(f"{sign}{words}" in scripts for sign in "\"`'>")]
    assert missing == []


def test_a_crash_is_told_in_swedish():
    def crash():
        from ui.server import report

        assert report(ValueError("x"))

    assert texts.CRASH[0] in AppTest.from_function(crash).run().error[0].value


def test_nothing_of_the_page_reaches_outside_or_needs_icons_from_afar():
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "ui").rglob("*.py")]
    assert not any(":material/" in source or "st.dataframe" in source for source in sources)
    assert "gatherUsageStats = false" in (ROOT / "ui/.streamlit/config.toml").read_text(encoding="utf-8")


def test_limits_go_to_the_address_and_back():
    limits = {"years": [2025], "recipients": ["A & B"]}
    assert read_limits(write_limits(limits)) == limits
    assert read_limits({"ar": ["x"]}) == {}


def test_releases_are_compared_by_document():
    found = compare_releases({"a": "1", "b": "1"}, {"b": "2", "c": "1"})
    assert found == {"new": ["c"], "gone": ["a"], "changed": ["b"]}
