"""Headers, keys and load: nothing sniffed or framed, no key kept, too much turned away in time."""

from __future__ import annotations

import asyncio
import errno
import json
import threading
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api import gate
from api.app import SUBJECTS, assemble_app
from api.build import Built
from api.gate import QuestionGate, Rate
from api.keys import KeyFirst, wants_key
from api.problems import ProblemError
from api.security import HEADERS
from api.settings import Right, Settings, hash_key, load_settings
from graph.decisions import DecisionLog
from ontology.errors import UsageError

KEY = "en-lang-hemlighet"


@pytest.mark.parametrize("path", ["/health", "/api/documents", "/nope", "/fraga", "/sparql?query=ASK{}", "/id/nope"])
def test_every_answer_bears_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert [name for name in HEADERS if name not in headers] == []
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src" in headers["content-security-policy"]


def test_a_page_keeps_its_own_stricter_or_wider_policy(client: TestClient) -> None:
    assert "style-src" in client.get("/fraga").headers["content-security-policy"]


def plain_paths() -> list[str]:
    """Every address that can be opened without knowing an id."""
    found = {route.path for subject in SUBJECTS for route in subject.router.routes if "GET" in route.methods}
    return sorted(path for path in found if "{" not in path)


def test_the_headers_of_every_address_hold(client: TestClient) -> None:
    """Each value is one of https://owasp.org/www-project-secure-headers/, and nothing tells of the server."""
    paths = plain_paths()
    assert len(paths) > 20
    for path in paths:
        headers = client.get(path, headers={"Accept": "text/html"}).headers
        assert headers["referrer-policy"] == "no-referrer", path
        assert headers["x-content-type-options"] == "nosniff", path
        policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
        assert policy["default-src"] in ("'none'", "'self'"), path
        assert "frame-ancestors" in policy, path
        scripts = policy.get("script-src", policy["default-src"])
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "data:"} & set(scripts.split()), path
        assert not {"server", "x-powered-by"} & set(headers), path


def test_other_sites_get_no_credentials(client: TestClient) -> None:
    answer = client.get("/api/documents", headers={"Origin": "https://ond.example"})
    assert "access-control-allow-credentials" not in answer.headers
    assert "set-cookie" not in answer.headers
    asked = {"Origin": "https://ond.example", "Access-Control-Request-Method": "DELETE"}
    assert client.options("/api/documents/x", headers=asked).status_code == 400


def test_a_full_disk_is_told_and_nothing_is_acknowledged(guarded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: DecisionLog, decisions: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(DecisionLog, "_append", full)
    old, new = (guarded.get(f"/api/elements?type=uppdrag&year={y}").json()["items"][0]["id"] for y in (2025, 2026))
    word = {"from": old, "to": new, "verdict": "confirmed"}
    answer = guarded.post("/api/reviews", json=word, headers={"X-API-Key": KEY})
    assert (answer.status_code, answer.json()["title"]) == (507, "Disken är full")
    assert guarded.get("/api/documents").status_code == 200


def test_only_the_hash_of_a_key_is_kept() -> None:
    plain, hashed = load_settings(keys=f"a:{KEY}"), load_settings(keys=f"a:{hash_key(KEY)}")
    assert plain.keys == hashed.keys == {"a": hash_key(KEY)}
    assert KEY not in repr(plain) + str(plain.model_dump())


def test_the_gate_lets_so_many_in_and_turns_the_rest_away() -> None:
    door = QuestionGate(running=1, waiting=1, patience=20.0)
    inside, go_on, came = threading.Event(), threading.Event(), []

    def first() -> None:
        with door.enter():
            inside.set()
            go_on.wait(20)

    def second() -> None:
        with door.enter():
            came.append("second")

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    assert inside.wait(20)
    threads[1].start()
    while door.waiting == 0:
        threads[1].join(0.01)
    with pytest.raises(ProblemError) as met, door.enter():
        pass
    assert (met.value.status, met.value.retry, came) == (503, gate.RETRY, [])
    go_on.set()
    for thread in threads:
        thread.join(20)
    assert came == ["second"]
    with door.enter():
        pass
    assert door.turned_away == 1


def test_whoever_waits_too_long_is_turned_away() -> None:
    door = QuestionGate(running=1, waiting=5, patience=0.01)
    with door.enter(), pytest.raises(ProblemError, match="fullt"), door.enter():
        pass
    with door.enter():
        pass


def test_a_rate_counts_each_name_by_itself_and_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("api.gate.time.monotonic", lambda: clock[0])
    rate = Rate(2, 60)
    for _ in range(2):
        rate.check("a")
    with pytest.raises(ProblemError) as met:
        rate.check("a")
    assert (met.value.status, met.value.retry) == (429, 60)
    rate.check("b")
    clock[0] = 61.0
    rate.check("a")


@pytest.fixture
def guarded(sample_built: Built, sample_settings: Settings) -> Iterator[TestClient]:
    """A client of a service with a key and few places."""
    settings = sample_settings.model_copy(
        update={"keys": {"a": hash_key(KEY)}, "writes_per_minute": 3, "ask_running": 1, "ask_waiting": 0}
    )
    with TestClient(assemble_app(settings, warm=False)) as running:
        yield running


def test_guessing_keys_is_slowed_and_told(guarded: TestClient) -> None:
    answers = [guarded.get("/api/decisions", headers={"X-API-Key": f"gissning-{n}-gissning"}) for n in range(5)]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 429, 429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert guarded.get("/api/decisions", headers={"X-API-Key": KEY}).status_code == 200
    assert guarded.get("/api/decisions").headers["www-authenticate"] == "Bearer"


def test_a_full_house_answers_at_once(guarded: TestClient) -> None:
    with guarded.app.state.gate.enter():
        answer = guarded.post("/api/ask", json={"question": "Vad är visionen?"})
        page = guarded.get("/fraga?q=Vad är visionen?")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, str(gate.RETRY))
    assert (page.status_code, "fullt" in page.text) == (503, True)
    assert page.headers["retry-after"] == str(gate.RETRY)
    assert "fullt" in answer.json()["detail"]


@dataclass
class Sent:
    """A request that is sent piece by piece to an app, and what came of it."""

    app: FastAPI
    path: str
    headers: dict[str, str]
    pieces: Sequence[bytes]
    taken: int = 0
    status: int = 0
    body: bytes = b""

    async def _receive(self) -> dict[str, Any]:
        self.taken += 1
        more = self.taken < len(self.pieces)
        return {"type": "http.request", "body": self.pieces[self.taken - 1], "more_body": more}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        self.status = message.get("status", self.status)
        self.body += message.get("body", b"")

    def run(self) -> Sent:
        """Let the app answer."""
        scope = {
            "type": "http", "http_version": "1.1", "method": "POST", "scheme": "http", "path": self.path,
            "raw_path": self.path.encode(), "query_string": b"", "root_path": "", "server": ("x", 80),
            "client": ("127.0.0.1", 1), "headers": [(k.lower().encode(), v.encode()) for k, v in self.headers.items()],
        }  # fmt: skip
        asyncio.run(self.app(scope, self._receive, self._send))
        return self


PIECES = [b" " * 100_000] * 50
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "multipart/form-data; boundary=x"}
FILE = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'


@pytest.mark.parametrize("told", [{}, {"Content-Length": "5000000"}])
@pytest.mark.parametrize("path", ["/api/ask", "/api/feedback", "/sparql", "/api/nope"])
def test_more_than_a_call_needs_is_not_read(guarded: TestClient, path: str, told: dict[str, str]) -> None:
    kind = {"Content-Type": "application/sparql-query"} if path == "/sparql" else JSON
    sent = Sent(guarded.app, path, kind | told, PIECES).run()
    if path == "/api/nope" and not told:
        assert (sent.status, sent.taken) == (404, 0)
        return
    assert (sent.status, json.loads(sent.body)["title"]) == (413, "För stort")
    assert sent.taken <= (0 if told else 11)
    assert guarded.post("/api/ask", content=b" " * 2_000_000).status_code == 413


@pytest.mark.parametrize("path", ["/api/documents", "/api/decisions", "/api/reviews", "/api/corrections"])
@pytest.mark.parametrize(("key", "status"), [({}, 401), ({"X-API-Key": "en-annan-hemlighet"}, 403)])
def test_who_may_not_write_is_not_listened_to(
    guarded: TestClient, path: str, key: dict[str, str], status: int
) -> None:
    kind = FORM if path == "/api/documents" else JSON
    sent = Sent(guarded.app, path, kind | key, [FILE, *PIECES]).run()
    assert (sent.status, sent.taken) == (status, 0)


def test_what_a_writer_sends_has_an_end_of_its_own(guarded: TestClient) -> None:
    key = {"X-API-Key": KEY}
    assert Sent(guarded.app, "/api/documents", FORM | key, [FILE, *PIECES, b"\r\n--x--"]).run().status == 422
    assert Sent(guarded.app, "/api/decisions", key, PIECES).run().status == 200
    assert Sent(guarded.app, "/api/decisions", key, PIECES * 5).run().status == 413
    assert list((guarded.app.state.deployment.settings.data_dir / "uploads").rglob("*.*")) == []


def test_every_call_that_wants_a_key_and_is_sent_something_asks_for_it_first() -> None:
    keyed = [route for subject in SUBJECTS for route in subject.router.routes if wants_key(route)]
    sending = [route for route in keyed if not route.methods <= {"GET", "HEAD"}]
    assert len(sending) >= 6
    assert [route.path for route in sending if not isinstance(route, KeyFirst)] == []


WRITES: list[tuple[Right, str, str]] = [
    ("ladda-upp", "POST", "/api/documents"), ("rätta", "POST", "/api/corrections"),
    ("granska", "POST", "/api/reviews"), ("publicera", "POST", "/api/documents/x/publish"),
    ("ladda-upp", "DELETE", "/api/documents/x"), ("publicera", "DELETE", "/api/documents/HELD"),
    ("rätta", "POST", "/api/decisions"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "method", "path"), WRITES)
def test_a_role_may_do_what_it_has_the_right_to(
    sample_built: Built, sample_settings: Settings, right: Right, method: str, path: str
) -> None:
    others: set[Right] = set(get_args(Right)) - {right}
    update = {"keys": {"a": hash_key(KEY)}, "rights": {"a": others}}
    with TestClient(assemble_app(sample_settings.model_copy(update=update), warm=False)) as running:
        held = running.get("/api/documents").json()["items"][0]["id"]
        pair = [running.get(f"/api/elements?type=uppdrag&year={y}").json()["items"][0]["id"] for y in (2025, 2026)]
        bodies: dict[str, dict[str, Any]] = {
            "/api/documents": {"files": {"file": ("a.txt", b"a")}},
            "/api/corrections": {"json": {"action": "reject", "element": pair[0]}},
            "/api/reviews": {"json": {"from": pair[0], "to": pair[1], "verdict": "confirmed"}},
        }
        sent = {"headers": {"X-API-Key": KEY}, **bodies.get(path, {})}
        answer = running.request(method, path.replace("HELD", held), **sent)
        assert (answer.status_code, answer.json()["title"]) == (403, "Rätt saknas")
        assert f"”{right}”" in answer.json()["detail"]
        assert running.get("/api/decisions", headers=sent["headers"]).content == b""


def test_rights_that_are_none_are_refused() -> None:
    keys = f"a:{KEY},b:{KEY}{KEY}"
    told = load_settings(keys=keys, rights="a:granska+rätta, b:")
    assert [told.may(role, "granska") for role in "ab"] == [True, False]
    assert load_settings(keys=keys).may("a", "publicera")
    for rights, words in (("a:gissa", "”gissa” är ingen rätt"), ("c:granska", "”c” har ingen nyckel")):
        with pytest.raises(UsageError, match=words):
            load_settings(keys=keys, rights=rights)
