"""`/metrics` in Prometheus' text format: each figure has its kind and its meaning, and the sums are right."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

from api.metrics import ANSWERS, BOUNDS, HELP, PHRASINGS, REQUESTS, SECONDS, Metrics, open_files, resident_bytes

LINE = re.compile(r'([a-z_]+)(\{[a-z]+="(?:[^"\\]|\\.)*"(?:,[a-z]+="(?:[^"\\]|\\.)*")*\})? ([0-9.e+-]+)')


def read(text: str) -> dict[str, dict[str, float]]:
    """Family → series → value; every line is understood, and every figure has its head."""
    kinds: dict[str, str] = {}
    found: dict[str, dict[str, float]] = {}
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            name, kind = line.split()[2:]
            assert name not in kinds, "a family is told once"
            kinds[name] = kind
        elif not line.startswith("# HELP "):
            met = LINE.fullmatch(line)
            assert met, line
            family = next(name for name in kinds if re.fullmatch(f"{name}(_bucket|_sum|_count)?", met[1]))
            found.setdefault(family, {})[met[1] + (met[2] or "")] = float(met[3])
    return found


def test_every_figure_of_a_running_service_is_told_and_explained(client: TestClient) -> None:
    for _ in range(3):
        client.get("/health")
    client.post("/api/ask", json={"question": "Vad är visionen?"})
    found = read(client.get("/metrics").text)
    assert set(found) == set(HELP) - {PHRASINGS}, "nothing is phrased where no language model is named"
    assert found["rodatraden_ready"] == {"rodatraden_ready": 1.0}
    assert found[REQUESTS][REQUESTS + '{method="GET",route="/health",status="200"}'] >= 3
    assert sum(found[ANSWERS].values()) >= 1
    assert found["rodatraden_resident_bytes"]["rodatraden_resident_bytes"] > 1_000_000
    assert found["rodatraden_requests_running"]["rodatraden_requests_running"] == 1.0


def test_the_buckets_add_up() -> None:
    metrics = Metrics()
    for seconds in (0.001, 0.3, 0.31, 7.0, 100.0):
        metrics.time("/a", seconds)
    found = read(metrics.render({}))[SECONDS]
    buckets = [found[f'{SECONDS}_bucket{{route="/a",le="{bound}"}}'] for bound in (*BOUNDS, "+Inf")]
    assert buckets == [1, 1, 1, 1, 1, 2, 3, 3, 3, 3, 4, 5]
    assert found[f'{SECONDS}_count{{route="/a"}}'] == 5
    assert found[f'{SECONDS}_sum{{route="/a"}}'] == 107.611


def test_what_cannot_be_told_of_a_process_is_nothing() -> None:
    assert resident_bytes(2**30) == 0.0
    assert open_files() > 0


def test_a_route_never_bears_what_a_reader_wrote(client: TestClient) -> None:
    client.get("/hemlighetsfullt?q=hemlighetsfullt")
    client.get("/dokument/hemlighetsfullt")
    assert "hemlighetsfullt" not in client.get("/metrics").text
