"""axe-core over each view, light and dark, wide and narrow: nothing serious outside Streamlit's own list.

axe-core comes from npm when the test is run, into a folder of pytest's; without npm or its registry the test skips.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.slow.test_browser import QUESTION, VIEWS, browser, served  # noqa: F401

pytestmark = pytest.mark.slow
GRAVE = {"serious", "critical"}
STREAMLITS_OWN: set[tuple[str, str]] = set()
"""(rule, selector) of findings in parts that Streamlit draws, each with its issue and told in tillganglighet.md."""
QUERIES = {"fraga": f"?fraga={QUESTION}", "traden": "?visning=Bild", "uppdrag": "?visa=Tv%C3%A5+%C3%A5r"}


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("view", ["fraga", *VIEWS])
def test_nothing_serious(browser, served, axe, view, width, scheme):  # noqa: F811
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=scheme, locale="sv-SE", bypass_csp=True)
    tab = context.new_page()
    tab.goto(f"{served.ui}/{'' if view == 'fraga' else view}{QUERIES.get(view, '')}")
    tab.locator(".rt-liten").last.wait_for()
    tab.wait_for_timeout(2000)
    tab.evaluate(axe)
    found = tab.evaluate("axe.run()")["violations"]
    context.close()
    grave = [(one["id"], node["target"][0], node["html"][:200]) for one in found if one["impact"] in GRAVE
             for node in one["nodes"]]
    assert [one for one in grave if one[:2] not in STREAMLITS_OWN] == []
