"""The query page in a real browser: examples run, table and chart show, and nothing outside is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.build import Built
from api.settings import Settings
from graph.store import find_queries
from tests.serving import serving

pytestmark = pytest.mark.slow
playwright = pytest.importorskip("playwright.sync_api", reason="playwright är inte installerat")
CHROMIUM = Path("/usr/bin/chromium")
WAIT = 20_000


@pytest.fixture(scope="module")
def opened(sample_built: Built, sample_settings: Settings) -> Iterator[tuple[object, list[str], list[str]]]:
    """The page, every address that the browser asked, and every message of trouble."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium saknas: /usr/bin/chromium finns inte (apt install chromium)")
    with serving(sample_settings) as root, playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        asked: list[str] = []
        trouble: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(f"{root}/sparql")
        page.wait_for_selector(".yasqe .CodeMirror", timeout=WAIT)
        yield page, asked, trouble
        browser.close()


def test_prefixes_are_filled_in_and_every_query_is_offered(opened) -> None:
    page, _, _ = opened
    value = page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
    assert "PREFIX rt: <https://rodatraden.example/ontology#>" in value
    assert page.locator("[data-exempel]").count() == len(find_queries()) >= 25


def test_an_example_runs_in_a_tab_of_its_own_as_table_and_chart(opened) -> None:
    page, _, _ = opened
    tabs = page.locator(".tabsList .tab").count()
    page.click("[data-exempel=exempel-uppdrag-per-ar]")
    page.wait_for_selector(".tabPanel.active .yasr_results table tbody tr", timeout=WAIT)
    assert page.locator(".tabsList .tab").count() == tabs + 1
    assert "Verksamhetsplan 2026" in page.inner_text(".tabPanel.active .yasr_results table")
    page.click(".tabPanel.active .yasr .select_diagram")
    page.wait_for_selector(".tabPanel.active svg.diagram rect", timeout=WAIT)
    assert page.locator(".tabPanel.active svg.diagram rect").count() == 2


def test_a_graph_is_shown_and_a_mistake_told(opened) -> None:
    page, _, _ = opened
    page.click("[data-exempel=exempel-element-som-graf]")
    page.wait_for_selector(".tabPanel.active .yasr_results .CodeMirror, .tabPanel.active .yasr_results table")
    editor = "document.querySelector('.tabPanel.active .yasqe .CodeMirror').CodeMirror"
    page.evaluate(f"{editor}.setValue('SELECT ?a {{ ?s ?p')")
    page.click(".tabPanel.active .yasqe_queryButton")
    page.wait_for_selector(".tabPanel.active .errorResult, .tabPanel.active .yasqe .parseErrorIcon")


def test_what_the_graph_names_opens_in_this_service(opened) -> None:
    page, _, _ = opened
    page.click("[data-exempel=exempel-langsta-tradarna]")
    page.wait_for_selector(".tabPanel.active .yasr_results a.iri", timeout=WAIT)
    with page.expect_popup() as popup:
        page.locator(".tabPanel.active .yasr_results a.iri").first.evaluate("link => link.click()")
    assert "/id/tradar/" in popup.value.url
    assert popup.value.inner_text("h1").startswith("tråd")


def test_no_request_left_the_service_and_no_policy_was_broken(opened) -> None:
    page, asked, trouble = opened
    root = page.url.rpartition("/")[0]
    assert not [address for address in asked if not address.startswith((root, "data:", "blob:"))]
    assert not [words for words in trouble if "400" not in words]
