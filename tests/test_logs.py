"""What the service writes of itself: enough to run it by, and never a word of its readers'."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import assemble_app
from api.build import Built
from api.logs import Lines, describe_fault, set_up_logs
from api.settings import Settings, hash_key
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
    before = root.handlers[:], root.level, ours.level
    set_up_logs("json")
    root.handlers = [handler]
    yield handler
    root.handlers, root.level, ours.level = before
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
