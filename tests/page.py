"""The page over the fake API on loopback, for the tests of the views: fixtures, and how a view is opened and read."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path

import pytest
import uvicorn
from streamlit.testing.v1 import AppTest

from tests.fakes import make_api

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
    app.state.publishing = "vilar"
    monkeypatch.setenv("RODATRADEN_API", address)
    monkeypatch.delenv("RODATRADEN_API_PUBLIK", raising=False)
    return app


def open_page(page: str = "fraga", key: str = "", **query: str | list[str]) -> AppTest:
    """A view as its address opens it, by one with a key where it is given."""
    test = AppTest.from_file(str(APP), default_timeout=30)
    for name, value in query.items():
        test.query_params[name] = value
    if key:
        test.session_state["nyckel"] = key
    if page != "fraga":
        test.switch_page(f"views/{page}.py")
    test.run()
    assert not test.exception
    return test


def shown(test: AppTest) -> str:
    """All HTML, text and labels of a view."""
    parts = [getattr(one.proto, "body", "") for one in test.get("html")]
    kinds = (test.markdown, test.title, test.text, test.error, test.code, test.info, test.warning, test.success)
    parts += [one.value for kind in kinds for one in kind]
    return "\n".join([*parts, *(one.label for one in test.button), *(one.proto.label for one in test.get("page_link"))])


def press(test: AppTest, label: str) -> AppTest:
    """Press the button with this label."""
    next(one for one in test.button if one.label == label).click().run()
    assert not test.exception
    return test
