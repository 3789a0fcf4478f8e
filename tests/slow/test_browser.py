"""The page in a real browser, over the real service and the example documents: ask, read, open the place."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import httpx
import pytest

from api.security import HEADERS
from tests.engines import free_port
from tests.slow.page import CHROMIUM, DOCUMENTS, KEY, PATIENCE, ROOT, Served, Watched, serve, wait_for, watch

pytestmark = pytest.mark.slow
playwright = pytest.importorskip("playwright.sync_api", reason="playwright är inte installerat")

QUESTION = "Vilka målsättningar finns i planen 2026?"


@pytest.fixture(scope="module")
def browser(served):
    """Debian's Chromium; what is expected may take its time on a busy machine."""
    playwright.expect.set_options(timeout=30_000)
    with playwright.sync_playwright() as engine:
        launched = engine.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(params=[1280, 320])
def watched(browser, request):
    """A fresh context, wide or narrow, that must end without errors and outside requests."""
    made = watch(browser, viewport={"width": request.param, "height": 800})
    yield made
    made.context.close()
    assert made.errors == []
    assert made.outside == []


def _in_view(tab, selector: str) -> bool:
    """Whether an element stands within the window."""
    box = tab.locator(selector).first.bounding_box()
    return box is not None and 0 <= box["y"] < tab.viewport_size["height"]


def _ask(tab, question: str) -> None:
    box = tab.get_by_label("Din fråga", exact=True)
    box.fill(question)
    box.press("Enter")
    playwright.expect(tab.locator(".rt-svar").first).to_be_visible()


def test_ask_read_and_open_the_place(watched, served):
    tab = watched.open(served.ui)
    _ask(tab, QUESTION)
    playwright.expect(tab.locator("html")).to_have_attribute("lang", "sv")
    playwright.expect(tab.get_by_label("Din fråga", exact=True)).to_have_value("")
    playwright.expect(tab.locator("#rt-lage[role=status]")).to_contain_text("[1]")
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.locator(".rt-marke").last.click()
    target = tab.locator(".rt-kalla").last
    playwright.expect(target).to_be_in_viewport()
    with watched.context.expect_page() as opened:
        tab.get_by_role("link", name="Öppna stället för källa 1 ").click()
    place = opened.value
    playwright.expect(place.locator(".traff")).to_be_in_viewport()
    assert place.locator(".traff mark").inner_text().strip()
    assert _in_view(place, ".traff")
    assert place.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_page_bears_the_services_headers_and_lets_no_strange_script_run(browser, served):
    for path in ("/", "/risker", "/_stcore/health", "/static/js/nope.js"):
        headers = httpx.get(served.ui + path, trust_env=False).headers
        assert {name for name, value in HEADERS.items() if headers.get(name) != value} <= {"Content-Security-Policy"}
        assert "'unsafe-inline'" not in headers["content-security-policy"].partition("script-src")[2].partition(";")[0]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
    watched = watch(browser)
    tab = watched.open(served.ui)
    playwright.expect(tab.get_by_label("Din fråga", exact=True)).to_be_visible()
    assert watched.errors == []
    ran = """() => {
      const script = document.createElement('script');
      script.textContent = 'window.rann = 1';
      document.body.append(script);
      document.body.insertAdjacentHTML('beforeend', '<img src=x: onerror="window.rann = 1">');
      return new Promise(done => setTimeout(() => done(window.rann ?? 0), 300));
    }"""
    assert tab.evaluate(ran) == 0
    assert any("Content Security Policy" in error for error in watched.errors)
    watched.context.close()


def test_reader_in_the_page_keeps_the_conversation(watched, served):
    tab = watched.open(served.ui)
    _ask(tab, QUESTION)
    tab.get_by_role("link", name="Visa källa 1 i läsaren").click()
    playwright.expect(tab.locator("article.text .traff")).to_be_in_viewport()
    assert "passage=" in tab.url
    tab.go_back()
    playwright.expect(tab.locator(".rt-fraga").first).to_contain_text(QUESTION)


def test_link_shows_the_same_answer(watched, served):
    tab = watched.open(served.ui)
    _ask(tab, QUESTION)
    playwright.expect(tab).to_have_url(re.compile("fraga="))
    said = tab.locator(".rt-svar").first.inner_text()
    other = watched.open(tab.url)
    playwright.expect(other.locator(".rt-svar").first).to_have_text(re.compile(re.escape(said.split("\n")[0])))
    assert other.locator(".rt-svar").first.inner_text() == said


VIEWS = ["lasare", "traden", "uppdrag", "styrtal", "risker", "luckor", "dokument", "om"]


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_by_its_address(watched, served, view):
    tab = watched.open(f"{served.ui}/{view}")
    playwright.expect(tab.locator("h1")).to_be_visible()
    playwright.expect(tab.locator(".stException, .stAlert")).to_have_count(0)
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_correcting_the_interpretation_asks_again_and_stays_on_reload(watched, served):
    tab = watched.open(f"{served.ui}/?fraga=Vilka+risker+finns%3F")
    tab.get_by_text("Så tolkade jag frågan").click()
    tab.locator("[data-testid=stButtonGroup] button", has_text="2025").click()
    playwright.expect(tab).to_have_url(re.compile("ar=2025"))
    playwright.expect(tab.get_by_text("Begränsat av dig till: 2025.")).to_be_visible()
    said = tab.locator(".rt-svar").first.inner_text()
    tab.reload()
    playwright.expect(tab.get_by_text("Begränsat av dig till: 2025.")).to_be_visible()
    assert tab.locator(".rt-svar").first.inner_text() == said


def test_follow_a_thread_and_compare_years(watched, served):
    tab = watched.open(f"{served.ui}/uppdrag")
    tab.get_by_role("link", name=re.compile(r"^Nr 9 \(2026\)")).click()
    playwright.expect(tab.locator(".rt-tidslinje h3").first).to_be_visible()
    playwright.expect(tab).to_have_url(re.compile("element="))
    tab.reload()
    playwright.expect(tab.locator(".rt-tidslinje h3").first).to_be_visible()
    with tab.expect_download() as fetched:
        tab.get_by_role("link", name="Hämta för handlingarna (Word)").click()
    assert fetched.value.suggested_filename == "trad.docx"
    tab.get_by_role("link", name="Till alla uppdrag").click()
    playwright.expect(tab).not_to_have_url(re.compile("element="))
    two = watched.open(f"{served.ui}/uppdrag?visa=Två+år&fran=2024&till=2025")
    playwright.expect(two.get_by_role("heading", name=re.compile(r"^Avslutat \(\d+\)"))).to_be_visible()
    two.reload()
    playwright.expect(two.get_by_role("heading", name=re.compile(r"^Avslutat \(\d+\)"))).to_be_visible()
    assert "fran=2024" in two.url


def _upload(watched: Watched, served: Served):
    """A plan of another body, uploaded with a key and read, in a tab that offers to publish it."""
    tab = watched.open(f"{served.ui}/dokument")
    tab.get_by_text("Skriva med nyckel", exact=True).click()
    tab.get_by_label("Nyckel", exact=True).fill(KEY)
    tab.get_by_label("Nyckel", exact=True).press("Enter")
    playwright.expect(tab.get_by_role("button", name="Hämta omdömen (CSV)")).to_be_visible()  # the view is whole
    tab.locator("input[type=file]").set_input_files(ROOT / "tests" / "plans" / "socialnamnd.md")
    tab.get_by_role("button", name="Ladda upp och läs").click()
    playwright.expect(tab.get_by_role("button", name=re.compile("^Publicera "))).to_be_visible()
    return tab


def test_upload_look_through_and_discard_with_a_key(watched, served):
    tab = _upload(watched, served)
    tab.get_by_role("button", name=re.compile("^Släng ")).click()
    playwright.expect(tab.get_by_role("button", name=re.compile("^Publicera "))).to_have_count(0)
    assert KEY not in tab.url


def test_upload_publish_and_ask_it(browser, tmp_path):
    with serve(str(tmp_path), DOCUMENTS / "verksamhetsplan-2026.pptx", RODATRADEN_MODEL="stub") as own:
        watched = watch(browser, viewport={"width": 1280, "height": 800})
        tab = _upload(watched, own)
        tab.get_by_role("button", name=re.compile("^Publicera ")).click()
        playwright.expect(tab.get_by_text("Klart: den nya releasen svarar nu.")).to_be_visible(timeout=PATIENCE * 1000)
        playwright.expect(tab.get_by_role("link", name=re.compile("^Läs .*socialnämnden"))).to_be_visible()
        asked = watched.open(own.ui)
        _ask(asked, "Vilka inriktningsmål har socialnämnden?")
        playwright.expect(asked.locator(".rt-svar").first).to_contain_text("Den som behöver stöd får det i tid")
        watched.context.close()
        assert watched.errors == []


def test_every_view_says_what_to_do_when_the_api_is_down(browser, served):
    """A page whose API does not answer, as after a crash; the page itself stays up."""
    port = free_port()
    page = [sys.executable, "-m", "streamlit", "run", str(ROOT / "ui" / "server.py"), "--server.port", str(port)]
    gone = f"http://127.0.0.1:{free_port()}"
    child = subprocess.Popen([*page, "--server.address", "127.0.0.1"], env={**os.environ, "RODATRADEN_API": gone})
    watched = watch(browser, viewport={"width": 320, "height": 800})
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", child)
        for view in ["?fraga=mål", *VIEWS[:-1]]:
            tab = watched.open(f"http://127.0.0.1:{port}/{view}")
            playwright.expect(tab.get_by_role("alert")).to_contain_text("Tjänsten svarar inte")
            playwright.expect(tab.get_by_role("button", name="Försök igen")).to_be_visible()
            assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
            tab.close()
        tab = watched.open(f"http://127.0.0.1:{port}/om")  # tells of the service without it
        playwright.expect(tab.get_by_role("heading", name="Tillgänglighetsredogörelse")).to_be_visible()
    finally:
        child.terminate()
        child.wait(15)
    watched.context.close()
    assert watched.errors == []


def test_a_question_is_asked_and_its_source_reached_with_the_keyboard(browser, served):
    watched = watch(browser, viewport={"width": 1280, "height": 800})
    tab = watched.open(served.ui)
    tab.get_by_label("Din fråga", exact=True).wait_for()
    tab.keyboard.press("Tab")
    playwright.expect(tab.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    tab.keyboard.press("Enter")
    for _ in range(3):  # the frame of the matter, the box
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.tagName") == "INPUT":
            break
    tab.keyboard.type(QUESTION)
    tab.keyboard.press("Enter")
    playwright.expect(tab.locator(".rt-svar").first).to_be_visible()
    tab.locator(".rt-marke").first.focus()
    outline = tab.locator(".rt-marke").first.evaluate("element => getComputedStyle(element).outlineStyle")
    assert outline == "solid"
    tab.keyboard.press("Enter")
    playwright.expect(tab.locator(".rt-kalla").first).to_be_in_viewport()
    playwright.expect(tab.locator(".rt-kalla").first).to_be_focused()
    watched.context.close()
    assert watched.errors == []


def test_the_menu_closes_on_a_phone_and_streamlits_parts_speak_swedish(browser, served):
    watched = watch(browser, viewport={"width": 320, "height": 800})
    tab = watched.open(f"{served.ui}/uppdrag")
    playwright.expect(tab.locator("a[href='#stMain']")).to_have_text("Hoppa till innehållet")
    tab.get_by_role("button", name="Meny").click()
    tab.get_by_role("navigation", name="Sidor").get_by_role("link", name="Risker").click()
    playwright.expect(tab.get_by_role("heading", name="Risker", level=1)).to_be_in_viewport()
    playwright.expect(tab.get_by_role("button", name="Stäng menyn")).not_to_be_in_viewport()
    tab.get_by_role("combobox", name="Planår").click()
    playwright.expect(tab.get_by_role("listbox")).to_be_visible()
    tab.keyboard.press("Escape")
    tab.get_by_role("button", name="Meny").click()
    tab.reload()
    playwright.expect(tab.get_by_role("heading", name="Risker", level=1)).to_be_in_viewport()
    playwright.expect(tab.get_by_role("button", name="Stäng menyn")).not_to_be_in_viewport()
    watched.context.close()
    assert watched.errors == []


def test_plain_pages_need_no_script(browser, served):
    watched = watch(browser, java_script_enabled=False, viewport={"width": 320, "height": 800})
    tab = watched.open(f"{served.api}/")
    tab.get_by_label("Din fråga om planerna").fill(QUESTION)
    tab.get_by_role("button", name="Fråga").click()
    playwright.expect(tab.locator(".svar")).to_contain_text("[1]")
    tab.get_by_role("link", name="Öppna stället").first.click()
    playwright.expect(tab.locator(".traff")).to_be_in_viewport()
    watched.context.close()
    assert watched.errors == []
    assert watched.outside == []
