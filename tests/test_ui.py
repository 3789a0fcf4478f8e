"""The Streamlit views over a fake API on loopback: what each shows, and what it says when something is amiss."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path

import pytest
import uvicorn
from streamlit.testing.v1 import AppTest

from tests.fakes import PLAN, make_api
from ui import markup, texts
from ui.client import Trouble, make_client
from ui.components import get_region, plain, to_understood
from ui.conversation import Turn, add_turn, from_link, to_history, to_link
from ui.server import mend

ROOT = Path(__file__).parent.parent
APP = ROOT / "ui" / "app.py"


@pytest.fixture(scope="module")
def served():
    """The fake API, running; yields the app and its address."""
    app = make_api()
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield app, f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(5)


@pytest.fixture
def api(served, monkeypatch):
    """The fake API with nothing asked, as the one that the page talks to."""
    app, address = served
    app.state.asked.clear()
    monkeypatch.setenv("RODATRADEN_API", address)
    monkeypatch.delenv("RODATRADEN_API_PUBLIK", raising=False)
    return app


def open_page(page: str = "fraga", **query: str | list[str]) -> AppTest:
    """A view as its address opens it."""
    test = AppTest.from_file(str(APP), default_timeout=20)
    for name, value in query.items():
        test.query_params[name] = value
    if page != "fraga":
        test.switch_page(f"views/{page}.py")
    test.run()
    assert not test.exception
    return test


def shown(test: AppTest) -> str:
    """All HTML, text and labels of a view."""
    parts = [getattr(one.proto, "body", "") for one in test.get("html")]
    parts += [one.value for kind in (test.markdown, test.title, test.text, test.error, test.code) for one in kind]
    return "\n".join([*parts, *(one.label for one in test.button), *(one.proto.label for one in test.get("page_link"))])


def ask(test: AppTest, question: str) -> AppTest:
    """Write a question and send it."""
    test.text_input(key="question").set_value(question)
    sender = next(one for one in test.button if one.label == texts.ASK_BUTTON)
    return sender.click().run()


def test_first_page_offers_questions_and_asks_nothing(api):
    page = shown(open_page())
    assert all(question in page for question in texts.STARTERS)
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
    assert f"</span> {texts.STATUSES[status][1]}</h3>" in page
    assert (texts.READINGS if status == "clarify" else texts.SUGGESTIONS) in page


def test_suggestion_is_asked_with_the_history(api):
    test = open_page(fraga="mål")
    next(one for one in test.button if one.label == "Vilka styrtal finns 2026?").click().run()
    assert [body["question"] for body in api.state.asked] == ["mål", "Vilka styrtal finns 2026?"]
    assert [turn["question"] for turn in api.state.asked[1]["history"]] == ["mål"]
    assert test.query_params["fraga"] == ["mål", "Vilka styrtal finns 2026?"]
    assert texts.EARLIER in shown(test)


def test_link_asks_once_and_forgetting_clears(api):
    test = open_page(fraga=["mål", "uppdrag"])
    test.run()
    assert [body["question"] for body in api.state.asked] == ["mål", "uppdrag"]
    next(one for one in test.button if one.label == texts.FORGET).click().run()
    assert "fraga" not in test.query_params
    assert texts.STARTERS_TITLE in shown(test)


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
    assert any(one.label == texts.ASK_AGAIN for one in test.button)
    for page in ("lasare", "dokument"):
        assert texts.DOWN[0] in shown(open_page(page))


def test_reader_shows_the_marked_passage(api):
    page = shown(open_page("lasare", dokument=PLAN, passage="p0013"))
    assert "<mark>70 %</mark>" in page
    assert texts.READER_MARKED in page
    assert "&lt;script&gt;" in page


def test_reader_without_a_document_offers_all(api):
    page = shown(open_page("lasare"))
    assert texts.READER_LEAD in page
    assert "Verksamhetsberättelse 2025" in page
    assert texts.READER_GONE in shown(open_page("lasare", dokument="borta"))


def test_documents_with_counts_findings_and_rejected(api):
    page = shown(open_page("dokument"))
    assert "17 stycken" in page
    assert "Varning i Verksamhetsplan 2026 för regionstyrelsen: Styrtal 2 saknar långsiktigt mål." in page
    assert "tom.pdf: Filen är tom." in page


def test_about_explains_every_outcome(api):
    page = shown(open_page("om"))
    assert all(word in page for _, word in texts.STATUSES.values())


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
    turns = add_turn([Turn("fel", Trouble("t", "d"))], "a", lambda question, history: REPLY)
    assert [turn.question for turn in turns] == ["a"]
    for question in "bcde":
        turns = add_turn(turns, question, lambda question, history: REPLY)
    assert [turn["question"] for turn in to_history(turns)] == ["c", "d", "e"]
    assert to_link(turns) == ["b", "c", "d", "e"]
    assert to_link(from_link(to_link(turns), lambda question, history: REPLY)) == to_link(turns)


def test_lines_under_a_heading_become_its_list():
    html = markup.to_lines("Ett. [1]\nTvå:\n- a [1][2]\nb", {1}, 3)
    assert html.startswith("<p>Ett. <a ")
    assert '<p class="rt-ledrad">Två:</p><ul><li>a ' in html
    assert "[2]</li><li>b</li></ul>" in html


def test_words_for_what_was_understood():
    assert texts.UNDERSTOOD_YEARS_NONE in to_understood({})[0]
    assert to_understood({"types": ["malsattning"]})[1] == "Slag: målsättning"


def test_labels_are_no_markdown():
    assert plain("[a](b) :red[x] $y$") == r"\[a\](b) \:red\[x\] \$y\$"


def test_region_from_setting_or_document(monkeypatch):
    monkeypatch.delenv("RODATRADEN_REGION", raising=False)
    assert get_region([{"huvudman": None}, {"huvudman": "Region A"}]) == "Region A"
    monkeypatch.setenv("RODATRADEN_REGION", "Region B")
    assert get_region([]) == "Region B"


def test_index_is_swedish():
    mended = mend(b'<!doctype html><html lang="en"><head></head>').decode()
    assert '<html lang="sv">' in mended
    assert 'location.origin + "/" + ""' in mended


def test_a_crash_is_told_in_swedish():
    def crash():
        from ui.server import report

        assert report(ValueError("x"))

    assert texts.CRASH[0] in AppTest.from_function(crash).run().error[0].value


def test_nothing_of_the_page_reaches_outside_or_needs_icons_from_afar():
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "ui").rglob("*.py")]
    assert not any(":material/" in source or "st.dataframe" in source for source in sources)
    assert "gatherUsageStats = false" in (ROOT / "ui/.streamlit/config.toml").read_text(encoding="utf-8")
