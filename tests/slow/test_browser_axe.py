"""axe-core over each view, light and dark, wide and narrow: nothing serious outside Streamlit's own list.

axe-core comes from npm when the test is run, into a folder of pytest's; without npm or its registry the test skips.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.slow.page import KEY
from tests.slow.test_browser import QUESTION, VIEWS, browser  # noqa: F401

pytestmark = pytest.mark.slow
GRAVE = {"serious", "critical"}
STREAMLITS_OWN: set[tuple[str, str]] = set()
"""(rule, selector) of grave findings in parts that Streamlit draws, each with its issue; none is known.

The mild ones (region, presentation-role-conflict) are told in tillganglighet.md.
"""
QUERIES = {"fraga": f"?fraga={QUESTION}", "traden": "?visning=Bild", "uppdrag": "?visa=Tv%C3%A5+%C3%A5r"}
PLAIN = ["/", f"/fraga?q={QUESTION}", "/dokument/{dokument}", "/api/elements/{uppdrag}/history?format=html",
         "/api/changes?from=2025&to=2026&type=uppdrag&format=html", "/dokument/finns-inte"]  # fmt: skip


@pytest.fixture(scope="module")
def axe(tmp_path_factory) -> str:
    """The script of axe-core."""
    folder = tmp_path_factory.mktemp("axe")
    if not shutil.which("npm"):
        pytest.skip("npm saknas, så axe-core går inte att hämta")
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), "axe-core@4"]
    if subprocess.run(command, capture_output=True, timeout=120, check=False).returncode:
        pytest.skip("axe-core gick inte att hämta med npm")
    return (Path(folder) / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def _grave(tab, axe: str) -> list[tuple[str, str, str]]:
    """Serious and critical findings outside Streamlit's own list: (rule, selector, element)."""
    tab.evaluate(axe)
    found = [(one["id"], node["target"][0], node["html"][:200]) for one in tab.evaluate("axe.run()")["violations"]
             if one["impact"] in GRAVE for node in one["nodes"]]  # fmt: skip
    return [one for one in found if one[:2] not in STREAMLITS_OWN]


def _open(browser, scheme: str, width: int, address: str):  # noqa: F811
    size = {"width": width, "height": 900}
    tab = browser.new_context(viewport=size, color_scheme=scheme, locale="sv-SE", bypass_csp=True).new_page()
    tab.goto(address)
    return tab


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("view", ["fraga", *VIEWS])
def test_nothing_serious(browser, served, axe, view, width, scheme):  # noqa: F811
    address = f"{served.ui}/{'' if view == 'fraga' else view}{QUERIES.get(view, '')}"
    tab = _open(browser, scheme, width, address)
    tab.locator(".rt-liten").last.wait_for()
    tab.wait_for_timeout(2000)
    assert _grave(tab, axe) == []
    tab.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_in_what_is_opened(browser, served, axe, scheme):  # noqa: F811
    """What comes with a press: a menu, a list, an answer's expanders, a thread, a passage, what a key opens."""
    tab = _open(browser, scheme, 320, f"{served.ui}/uppdrag")
    tab.get_by_role("combobox", name="Planår").click()
    tab.get_by_role("listbox").wait_for()
    assert _grave(tab, axe) == []
    tab.keyboard.press("Escape")
    tab.get_by_role("link", name=re.compile(r"^Nr 9 \(2026\)")).click()
    tab.locator(".rt-tidslinje").wait_for()
    tab.get_by_role("button", name="Meny").click()
    tab.get_by_role("button", name="Stäng menyn").wait_for()
    assert _grave(tab, axe) == []
    tab.get_by_role("button", name="Stäng menyn").click()
    tab.goto(f"{served.ui}/{QUERIES['fraga']}")
    for closed in ("Så tolkade jag frågan", "Sökningen bakom svaret"):
        tab.get_by_text(closed).click()
    tab.get_by_role("button", name="Nej, inte riktigt").click()
    tab.get_by_text("Vad var fel?").wait_for()
    tab.wait_for_timeout(1000)
    assert _grave(tab, axe) == []
    tab.get_by_role("link", name="Visa källa 1 i läsaren").click()
    tab.locator("article.text .traff").wait_for()
    assert _grave(tab, axe) == []
    tab.goto(f"{served.ui}/dokument")
    tab.get_by_text("Skriva med nyckel", exact=True).click()
    tab.get_by_label("Nyckel", exact=True).fill(KEY)
    tab.get_by_label("Nyckel", exact=True).press("Enter")
    tab.get_by_role("button", name="Ladda upp och läs").wait_for()
    tab.wait_for_timeout(1000)
    assert _grave(tab, axe) == []
    tab.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PLAIN)
def test_nothing_serious_in_a_plain_page(browser, served, axe, path, scheme):  # noqa: F811
    if "{" in path:
        kinds = {"type": "uppdrag", "year": 2026, "q": "mobila team"}
        element = httpx.get(f"{served.api}/api/elements", params=kinds).json()["items"][0]
        path = path.format(uppdrag=element["id"], dokument=element["document"]["id"])
    tab = _open(browser, scheme, 320, served.api + path)
    tab.locator("h1").wait_for()
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert _grave(tab, axe) == []
    tab.context.close()
