"""The running service as a whole: a decision is written, a process builds, the service swaps without a pause."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.build import build
from api.settings import load_settings
from tests.engines import free_port
from tests.slow.serving import EXAMPLES

KEY = "en-lang-hemlighet"
PATIENCE = 90.0
pytestmark = pytest.mark.slow


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    """A client of a served release of the examples, in a process of its own, with a key."""
    data = tmp_path / "data"
    build([EXAMPLES], load_settings(data_dir=data, model="stub"))
    port = free_port()
    monkeypatch.setenv("RODATRADEN_KEYS", f"granskare:{KEY}")
    command = [sys.executable, "-m", "api.cli", "serve", "--data-dir", str(data), "--port", str(port)]
    running = subprocess.Popen(command)
    headers = {"Authorization": f"Bearer {KEY}"}
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=30) as client:
            until(lambda: is_ready(client))
            yield client
    finally:
        running.terminate()
        running.wait(20)


def is_ready(client: httpx.Client) -> bool:
    """Whether a service answers and has a release."""
    try:
        return client.get("/ready").status_code == 200
    except httpx.TransportError:
        return False


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, within reason."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.2)


def get(client: httpx.Client, path: str) -> Any:
    """What a path answers."""
    return client.get(path).raise_for_status().json()


def test_decisions_and_uploads_come_to_serve_while_the_service_answers(service: httpx.Client) -> None:
    first = get(service, "/ready")["release"]
    kept = get(service, "/api/changes?from=2025&to=2026&type=uppdrag")["kept"][0]
    for number in range(3):  # requests that come while a build runs are met by one more
        word = {"from": kept["from"], "to": kept["to"], "verdict": "rejected", "note": str(number)}
        assert service.post("/api/reviews", json=word).status_code == 201
        assert get(service, "/health") == {"status": "ok"}
    until(lambda: get(service, "/api/publishing")["state"] == "vilar")
    until(lambda: get(service, "/ready")["release"] != first)
    links = get(service, f"/api/elements/{kept['from']}/history")["links"]
    assert (kept["from"], kept["to"]) not in {(link["from"], link["to"]) for link in links}
    plan = (Path(__file__).resolve().parents[1] / "plans" / "socialnamnd.md").read_bytes()
    upload = service.post("/api/documents", files={"file": ("plan.md", plan)}).raise_for_status().json()
    service.post(f"/api/documents/{upload['id']}/publish").raise_for_status()
    until(lambda: service.get(f"/api/documents/{upload['id']}").status_code == 200)
    service.delete(f"/api/documents/{upload['id']}").raise_for_status()
    until(lambda: service.get(f"/api/documents/{upload['id']}").status_code == 404)
    assert get(service, "/api/publishing")["message"] == ""
    assert len(get(service, "/api/releases")) >= 3
