"""What the service writes of itself: enough to run it by, and never a word of its readers'."""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import assemble_app
from api.build import Built
from api.logs import Lines, describe_fault, get_form, set_up_logs
from api.settings import Settings, hash_key
from api.sparql.limits import Limits
from api.wiring import Service

WORD = "hemlighetsfullt"
KEY = f"{WORD}-nyckel"


class Kept(logging.Handler):
    """Every record as the line that it would be."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(Lines("json"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def kept() -> Iterator[Kept]:
    """What is logged while the test runs, by every logger and at every level that the service writes."""
    handler, root, ours = Kept(), logging.getLogger(), logging.getLogger("rodatraden")
    before = root.handlers[:], root.level, ours.level, sys.excepthook, threading.excepthook
    set_up_logs("json")
    root.handlers = [handler]
    yield handler
    root.handlers, root.level, ours.level, sys.excepthook, threading.excepthook = before
    logging.captureWarnings(False)


@pytest.fixture
def client(sample_built: Built, sample_settings: Settings) -> Iterator[TestClient]:
    """A client of a service with a key; a crash is an answer."""
    settings = sample_settings.model_copy(update={"keys": {"a": hash_key(KEY)}})
    with TestClient(assemble_app(settings, warm=False), raise_server_exceptions=False) as running:
        yield running


def facts(kept: Kept, logger: str) -> list[dict[str, object]]:
    """The lines of a logger."""
    return [line for line in map(json.loads, kept.lines) if line["logger"] == f"rodatraden.{logger}"]


def test_a_request_is_told_by_its_path_and_a_question_by_its_length(client: TestClient, kept: Kept) -> None:
    client.get("/fraga", params={"q": f"Vad är {WORD}?"})
    (line,) = facts(kept, "access")
    assert (line["method"], line["path"], line["status"]) == ("GET", "/fraga", 200)
    assert line["ms"] > 0
    (asked,) = facts(kept, "questions")
    assert (asked["length"], asked["status"]) == (len(f"Vad är {WORD}?"), "out_of_scope")


def test_machines_that_watch_are_not_logged_while_all_is_well(client: TestClient, kept: Kept) -> None:
    for path in ("/health", "/ready", "/metrics", "/nope"):
        client.get(path)
    assert [line["path"] for line in facts(kept, "access")] == ["/nope"]


def test_no_word_of_a_reader_and_no_key_is_logged(
    client: TestClient, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    bearer = {"Authorization": f"Bearer {KEY}"}
    client.get("/api/search", params={"q": WORD}, headers={"Referer": f"http://x.example/?q={WORD}"})
    client.get("/sparql", params={"query": f"SELECT {WORD}"})
    client.post("/sparql", data={"query": f"ASK {{ ?s ?p '{WORD}' }}"})
    client.post("/api/ask", json={"question": WORD * 300})
    client.post("/api/ask", json={WORD: WORD})
    client.post("/api/ask", content=f'{{"question": {WORD}')
    client.get("/api/decisions", headers=bearer)
    client.get("/api/decisions", headers={"X-API-Key": f"{KEY}-fel"})
    client.post("/api/reviews", json={"from": "a", "to": "b", "verdict": WORD, "note": WORD}, headers=bearer)

    def crash(service: Service, question: str, *more: object, **named: object) -> None:
        try:
            raise KeyError(question)
        except KeyError as error:
            raise ValueError(f"kan inte tolka {question}") from error

    monkeypatch.setattr(Service, "answer", crash)
    assert client.post("/api/ask", json={"question": WORD}).status_code == 500
    assert len(facts(kept, "access")) == 10
    assert "ValueError" in "".join(kept.lines)
    assert WORD not in "".join(kept.lines)


def test_a_fault_is_told_by_kind_and_place() -> None:
    try:
        int(WORD)
    except ValueError as error:
        told = describe_fault(error)
    assert told.startswith("ValueError → ")
    assert f"{__name__.rpartition('.')[2]}.py" in told
    assert WORD not in told


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_record_is_one_line_whatever_it_holds(form: str) -> None:
    record = logging.LogRecord("rodatraden.access", logging.INFO, "", 0, "rad\nen\u2028två", (), None)
    record.facts = {"path": "/a\r\n2026-11-22 info falsk\x1b[31m"}
    line = Lines(form).format(record)  # type: ignore[arg-type]
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line


OUTSIDE = """
import asyncio, logging, os, sys, threading
library = logging.getLogger("bibliotek")
library.addHandler(logging.StreamHandler())
library.propagate = False
word = os.environ["WORD"]
def crash(*_):
    raise KeyError(word)
def fall():
    threading.Thread(target=crash).start()
    try:
        crash()
    except KeyError as error:
        library.error("bibliotekets fel", exc_info=error)
        yield error
    crash()
"""
SERVICE = "from api.logs import set_up_logs; set_up_logs('json'); list(fall())"
PAGE = """
from ui import server
async def main():
    async with server.lifespan(server.app):
        for error in fall():
            server.report(error)
asyncio.run(main())
"""


def run_outside(code: str) -> list[dict[str, Any]]:
    """What a process of its own logs; what Streamlit says before a page is served is no log of ours."""
    told = {**os.environ, "WORD": WORD, "RODATRADEN_LOG_FORMAT": "json"}
    done = subprocess.run([sys.executable, "-c", OUTSIDE + code], capture_output=True, text=True, env=told, check=False)
    assert done.returncode == 1
    assert WORD not in done.stderr + done.stdout
    return [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]


@pytest.mark.parametrize(("code", "loggers"), [
    (SERVICE, ["rodatraden.process", "bibliotek", "rodatraden.process"]),
    pytest.param(
        PAGE, ["rodatraden.process", "bibliotek", "rodatraden.ui", "rodatraden.process"], marks=pytest.mark.whole
    ),
])  # fmt: skip
def test_whatever_fails_in_a_process_is_told_without_its_message(code: str, loggers: list[str]) -> None:
    lines = [line for line in run_outside(code) if line["level"] in ("error", "critical")]
    assert [line["logger"] for line in lines] == loggers
    assert all(line["fault"].startswith("KeyError → ") for line in lines)


def test_the_warden_of_queries_tells_of_its_fall_as_the_service_does(tmp_path: Path) -> None:
    (tmp_path / "g.nq").write_text(f"<urn:{WORD}> {WORD}\n", encoding="utf-8")
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    told = {"paths": [str(tmp_path / "g.nq")], "disk": None, "limits": asdict(Limits()), "log": "json"}
    ours.send(json.dumps(told).encode())
    command = [sys.executable, "-m", "api.sparql.warden", str(theirs.fileno())]
    with ours, theirs:
        done = subprocess.run(command, pass_fds=[theirs.fileno()], capture_output=True, text=True, check=False)
    (line,) = map(json.loads, done.stderr.splitlines())
    assert (done.returncode, line["logger"], WORD in done.stderr) == (1, "rodatraden.process", False)
    assert "warden.py" in line["fault"]


def test_who_is_started_by_the_service_is_told_the_form(kept: Kept) -> None:
    assert get_form() == "json"
