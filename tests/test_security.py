"""Headers, keys and load: nothing sniffed or framed, no key kept, too much turned away in time."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api import gate
from api.app import SUBJECTS, assemble_app
from api.build import Built
from api.gate import QuestionGate, Rate
from api.problems import ProblemError
from api.security import HEADERS
from api.settings import Settings, hash_key, load_settings
from graph.decisions import DecisionLog

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
