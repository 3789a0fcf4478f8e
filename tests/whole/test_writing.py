"""Writing over HTTP: a key is needed, what is written is heeded by the next release, and nothing is written in vain."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api import holdings
from api.app import assemble_app, refresh
from api.settings import Settings, load_settings
from api.uploads import LARGEST, safe_name
from graph.decisions import DecisionLog
from ontology.errors import UsageError
from tests.problems import assert_problem

pytestmark = pytest.mark.whole
KEY = "en-lang-hemlighet"
HEADERS = {"Authorization": f"Bearer {KEY}"}


class HerePublisher:
    """As `api.publisher.Publisher`, in this process and at once."""

    state, message = "vilar", ""

    def __init__(self, client: TestClient, settings: Settings) -> None:
        self._client, self._settings = client, settings

    def request(self, *added: str) -> None:
        if added:
            holdings.add([Path(path) for path in added], self._settings)
        else:
            holdings.rebuild(self._settings)
        refresh(self._client.app, self._client.app.state.deployment, warm=False)


@pytest.fixture
def client(examples: Settings, tmp_path: Path) -> Iterator[TestClient]:
    """A client of a service of its own over a copy of the release, with one key."""
    data = shutil.copytree(examples.data_dir, tmp_path / "data")
    settings = load_settings(data_dir=data, keys=f"redaktör:{KEY}")
    with TestClient(assemble_app(settings, warm=False)) as running:
        running.app.state.publisher = HerePublisher(running, settings)
        yield running


def history(client: TestClient, element: str) -> dict[str, Any]:
    """An element's thread."""
    return client.get(f"/api/elements/{element}/history").json()


def steps(client: TestClient, element: str) -> dict[tuple[str, str], str]:
    """The asserted steps of an element's thread, with their status."""
    return {(step["from"], step["to"]): step["status"] for step in history(client, element)["links"]}


@pytest.mark.parametrize(("headers", "status", "words"), [
    ({}, 401, "Authorization"),
    ({"Authorization": "Bearer fel-nyckel-helt"}, 403, "inte en av tjänstens"),
    ({"X-API-Key": "ö"}, 403, "inte en av tjänstens"),
])  # fmt: skip
@pytest.mark.parametrize(("method", "path"), [
    ("POST", "/api/reviews"), ("POST", "/api/corrections"), ("GET", "/api/decisions"), ("POST", "/api/decisions"),
    ("POST", "/api/documents"), ("GET", "/api/uploads"), ("POST", "/api/documents/x/publish"),
    ("DELETE", "/api/documents/x"),
])  # fmt: skip
def test_without_the_right_key_nothing_is_written(
    client: TestClient, method: str, path: str, headers: dict[str, str], status: int, words: str
) -> None:
    sent = {name: value.encode() for name, value in headers.items()}
    assert_problem(client.request(method, path, headers=sent), status, words)


def test_keys_that_can_be_guessed_are_refused() -> None:
    for given in ("roll:kort", "bara-en-nyckel-utan-roll", ":saknar-roll-men-lang"):
        with pytest.raises(UsageError, match="KEYS"):
            load_settings(keys=given)
    assert KEY not in repr(load_settings(keys=f"a:{KEY}"))


def test_a_rejected_link_is_gone_and_comes_back_when_the_word_is_lifted(client: TestClient) -> None:
    changes = client.get("/api/changes?from=2025&to=2026&type=uppdrag").json()
    pair = changes["kept"][0]["from"], changes["kept"][0]["to"]
    body = {"from": pair[0], "to": pair[1], "note": "olika saker"}
    said = client.post("/api/reviews", json=body | {"verdict": "rejected"}, headers=HEADERS)
    assert said.status_code == 201
    assert (said.json()["status"], said.json()["decision"]["by"]) == ("rejected", "redaktör")
    assert pair not in steps(client, pair[0])
    queue = client.get("/api/reviews?status=rejected").json()
    assert [(one["from"], one["to"]) for one in queue["items"]] == [pair]
    assert queue["items"][0]["decision"]["in_release"]
    assert client.post("/api/reviews", json=body | {"verdict": "upphavd"}, headers=HEADERS).json() is None
    assert steps(client, pair[0])[pair] == "proposed"


def test_a_confirmed_pair_stands_whatever_the_matcher_says(client: TestClient) -> None:
    ends = [
        [e["id"] for e in client.get(f"/api/elements?type=uppdrag&year={year}&limit=100").json()["items"]]
        for year in (2024, 2026)
    ]
    pair = next(
        (a, b) for a in ends[0] for b in ends[1] if not history(client, a)["links"] + history(client, b)["links"]
    )
    body = {"from": pair[0], "to": pair[1], "status": "confirmed"}
    assert client.post("/api/reviews", json=body, headers=HEADERS).status_code == 201
    assert steps(client, pair[1])[pair] == "confirmed"
    step = history(client, pair[0])["links"][0]
    assert len(step["evidence"]) == 2
    assert client.get("/api/validation").json()["conforms"]


@pytest.mark.parametrize(
    ("swap", "words"), [("years", "framåt i tiden"), ("types", "samma slag"), ("none", "upphäv|häva")]
)
def test_a_word_that_cannot_hold_is_refused(client: TestClient, swap: str, words: str) -> None:
    import re

    old, new = (client.get(f"/api/elements?type=uppdrag&year={y}").json()["items"][0]["id"] for y in (2025, 2026))
    goal = client.get("/api/elements?type=malsattning&year=2026").json()["items"][0]["id"]
    pair = {"years": (new, old), "types": (old, goal), "none": (old, new)}[swap]
    body = {"from": pair[0], "to": pair[1], "verdict": "upphavd" if swap == "none" else "confirmed"}
    answer = client.post("/api/reviews", json=body, headers=HEADERS)
    assert answer.status_code == 422
    assert re.search(words, answer.json()["detail"])
    unknown = client.post("/api/reviews", json=body | {"from": "nope/x"}, headers=HEADERS)
    assert unknown.status_code == 404


def test_the_queue_holds_doubtful_pairs_and_none_that_is_asserted(client: TestClient) -> None:
    queue = client.get("/api/reviews?status=candidate").json()
    assert queue["candidates"] == queue["total"] == len(queue["items"])
    for one in queue["items"]:
        assert (one["from"], one["to"]) not in steps(client, one["from"])
        assert one["link"]["reason"]
        assert one["from_year"] < one["to_year"]


def test_a_correction_is_tried_kept_shown_and_lifted(client: TestClient) -> None:
    styrtal = client.get("/api/elements?type=styrtal&year=2025").json()["items"][0]
    before = styrtal["values"]["outcome"]
    body = {"action": "change", "element": styrtal["id"], "fields": {"outcome": "12,5 %"}, "note": "rättad i protokoll"}
    given = client.post("/api/corrections", json=body, headers=HEADERS)
    assert given.status_code == 201, given.text
    shown = client.get(f"/api/elements/{styrtal['id']}").json()
    assert shown["values"]["outcome"]["value"] == 12.5
    assert (shown["correction"]["by"], shown["correction"]["note"]) == ("redaktör", "rättad i protokoll")
    assert shown["correction"]["read"]["outcome"]["text"] == before["text"]
    more = {"action": "change", "element": styrtal["id"], "fields": {"note": "preliminär"}}
    assert client.post("/api/corrections", json=more, headers=HEADERS).status_code == 201
    shown = client.get(f"/api/elements/{styrtal['id']}").json()
    assert (shown["values"]["outcome"]["value"], shown["note"]) == (12.5, "preliminär")
    assert client.get("/api/corrections").json()["total"] == 1
    lifted = {"action": "upphavd", "element": styrtal["id"]}
    assert client.post("/api/corrections", json=lifted, headers=HEADERS).json() is None
    shown = client.get(f"/api/elements/{styrtal['id']}").json()
    assert (shown["values"]["outcome"], shown["correction"]) == (before, None)


def test_a_second_correction_before_the_release_is_of_the_same_element(client: TestClient) -> None:
    styrtal = client.get("/api/elements?type=styrtal&year=2025").json()["items"][0]
    client.app.state.publisher.request = lambda *added: None
    for text in ("Ett nytt namn på styrtalet", "Ett annat namn på styrtalet"):
        body = {"action": "change", "element": styrtal["id"], "fields": {"text": text}}
        assert client.post("/api/corrections", json=body, headers=HEADERS).status_code == 201
    held = client.get("/api/corrections").json()["items"]
    assert [one["fields"]["text"] for one in held] == ["Ett annat namn på styrtalet"]
    assert not held[0]["decision"]["in_release"]


@pytest.mark.parametrize(("body", "words"), [
    ({"action": "change", "fields": {"text": "x"}}, "element"),
    ({"action": "change", "element": "{styrtal}", "fields": {"area": "x"}}, "area"),
    ({"action": "change", "element": "{styrtal}", "fields": {"text": ""}}, "tomt"),
    ({"action": "upphavd", "element": "{styrtal}"}, "ingen rättelse"),
    ({"action": "add", "document": "{document}", "type": "uppdrag"}, "text"),
    ({"action": "add", "document": "{document}", "type": "dröm", "text": "x"}, "Välj bland"),
    ({"action": "add", "document": "{document}", "type": "uppdrag", "text": "x", "quote": "saknas"}, "ordagrant"),
])  # fmt: skip
def test_a_correction_that_cannot_hold_is_refused_and_not_written(
    client: TestClient, body: dict[str, Any], words: str
) -> None:
    styrtal = client.get("/api/elements?type=styrtal&year=2025").json()["items"][0]
    names = {"{styrtal}": styrtal["id"], "{document}": styrtal["document"]["id"]}
    answer = client.post("/api/corrections", json={k: names.get(str(v), v) for k, v in body.items()}, headers=HEADERS)
    assert answer.status_code == 422, answer.text
    assert words in answer.json()["detail"]
    assert client.get("/api/corrections").json()["total"] == 0


def test_an_upload_is_read_published_and_withdrawn(client: TestClient) -> None:
    text = (Path(__file__).parents[1] / "plans" / "socialnamnd.md").read_bytes()
    sent = client.post("/api/documents", files={"file": ("../../plan.md", text)}, headers=HEADERS)
    assert sent.status_code == 201, sent.text
    upload = sent.json()
    assert (upload["status"], upload["file"], upload["replaces"]) == ("uppladdad", "plan.md", None)
    assert upload["elements"] == sum(upload["by_type"].values()) > 0
    assert client.get(f"/api/documents/{upload['id']}").status_code == 404
    assert [one["id"] for one in client.get("/api/uploads", headers=HEADERS).json()] == [upload["id"]]
    assert client.post(f"/api/documents/{upload['id']}/publish", headers=HEADERS).status_code == 202
    assert client.get(f"/api/documents/{upload['id']}").json()["sha256"] == upload["document"]["sha256"]
    assert client.get("/api/uploads", headers=HEADERS).json() == []
    assert client.delete(f"/api/documents/{upload['id']}", headers=HEADERS).status_code == 202
    assert client.get(f"/api/documents/{upload['id']}").status_code == 404
    assert client.delete(f"/api/documents/{upload['id']}", headers=HEADERS).status_code == 404


def test_an_upload_that_cannot_be_read_leaves_nothing(client: TestClient, tmp_path: Path) -> None:
    answer = client.post("/api/documents", files={"file": ("plan.pdf", b"%PDF-1.7 trasig")}, headers=HEADERS)
    assert answer.status_code == 422
    assert "skadad" in answer.json()["detail"]
    assert not [path for path in (tmp_path / "data" / "uploads").rglob("*") if path.is_file()]


def test_too_large_an_upload_is_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("api.uploads.LARGEST", 1000)
    answer = client.post("/api/documents", files={"file": ("a.txt", b"x" * 2000)}, headers=HEADERS)
    assert answer.status_code == 413
    assert not [path for path in (tmp_path / "data" / "uploads").rglob("*") if path.is_file()]
    assert LARGEST == 100_000_000


@pytest.mark.parametrize(("given", "wanted"), [
    ("../../etc/passwd", "passwd"), ("C:\\temp\\plan.docx", "plan.docx"), ('a"b\r\n.txt', "a_b__.txt"),
    ("..", "dokument"), ("Plan 2026 (förslag).pdf", "Plan 2026 (förslag).pdf"),
])  # fmt: skip
def test_file_names_are_made_harmless(given: str, wanted: str) -> None:
    assert safe_name(given) == wanted


def test_decisions_move_to_another_data_folder(client: TestClient, tmp_path: Path) -> None:
    styrtal = client.get("/api/elements?type=styrtal&year=2025").json()["items"][0]
    body = {"action": "change", "element": styrtal["id"], "fields": {"outcome": "12,5 %"}}
    client.post("/api/corrections", json=body, headers=HEADERS)
    content = client.get("/api/decisions", headers=HEADERS).content
    assert DecisionLog(tmp_path / "annan").take_in(content) == 1
    assert client.post("/api/decisions", content=content, headers=HEADERS).json() == {"taken": 0}
    assert client.post("/api/decisions", content=b"{", headers=HEADERS).status_code == 422
