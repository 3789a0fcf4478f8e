"""Fifteen hostile queries, ten at a time, beside people who ask in the ordinary way.

The attack lasts RODATRADEN_TEST_ATTACK seconds (30 where it is not set). Each attacker has an address of its own, so no
rule about clients stops them; ordinary questions are the assistant's and our own queries. A second attack comes from
one address, beside queries from another.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.store import fill, get_query, iri
from tests.slow.attackers import MEMORY, SECONDS, SLACK, WAIT
from tests.slow.serving import Running, children_of, serving

pytestmark = pytest.mark.slow
LENGTH = float(os.environ.get("RODATRADEN_TEST_ATTACK", "30"))
AT_A_TIME = 10
LEAST = 0.010  # seconds: below that a 95th percentile is noise of the machine
RT = "https://rodatraden.example/ontology#"
OUR_QUERY = fill(get_query("elements-of-type").text, {"slag": iri(RT + "Uppdrag"), "ar": 2026})
QUESTIONS = ("Vilka uppdrag har nämnden 2026?", "Vad är målvärdet för sjukfrånvaron?", "Vilka risker finns 2025?")
THEIR_QUERY = f"SELECT ?e ?t {{ ?e a <{RT}Uppdrag> ; <{RT}text> ?t }} LIMIT 20"


@pytest.fixture(scope="module")
def trap() -> Iterator[list[str]]:
    """A server that nobody should call; its address, and then whoever did."""
    calls: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def handle(self) -> None:
            calls.append(str(self.client_address))

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        calls.append(f"http://127.0.0.1:{server.server_port}/sparql")
        yield calls
        server.shutdown()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    bounds = {"sparql_seconds": SECONDS, "sparql_wait": WAIT, "sparql_memory": MEMORY, "sparql_kept": 0}  # all are run
    with serving(tmp_path_factory.mktemp("hostile"), **bounds) as running:
        yield running


def times(ask: Callable[[], httpx.Response], until: float, least: int = 40) -> list[float]:
    """How long each of many ordinary calls took; every one is answered."""
    took = []
    while time.monotonic() < until or len(took) < least:
        started = time.perf_counter()
        answer = ask()
        took.append(time.perf_counter() - started)
        assert answer.status_code == 200, answer.text
        time.sleep(0.02)
    return took


def p95(took: list[float]) -> float:
    return statistics.quantiles(took, n=20)[-1]


def ordinary(service: Running, source: str) -> dict[str, Callable[[], httpx.Response]]:
    """Ordinary calls from an address."""
    client = httpx.Client(transport=httpx.HTTPTransport(local_address=source), timeout=60, base_url=service.address)
    numbers = count()
    return {
        "questions": lambda: client.post("/api/ask", json={"question": QUESTIONS[next(numbers) % len(QUESTIONS)]}),
        "elements": lambda: client.get("/api/elements", params={"type": "uppdrag", "year": 2026, "limit": 20}),
        "our query": lambda: client.get("/sparql", params={"query": OUR_QUERY}),
        "their query": lambda: client.get("/sparql", params={"query": THEIR_QUERY}),
    }


def measure(calls: dict[str, Callable[[], httpx.Response]], seconds: float) -> dict[str, float]:
    """The 95th percentile of each call, in turns."""
    took: dict[str, list[float]] = {name: [] for name in calls}
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for name, call in calls.items():
            took[name] += times(call, 0, least=5)
    return {name: p95(values) for name, values in took.items()}


def family(process: int) -> dict[int, int]:
    """Every process below one, with its resident bytes of its own."""
    found: dict[int, int] = {}
    for child in map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()):
        found |= {child: own_bytes(child)} | family(child)
    return found


def own_bytes(process: int) -> int:
    told = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in told if line.startswith("Private_"))


def warden_of(service: Running) -> int:
    """The process between the service and the workers: the one that has children."""
    (warden,) = [child for child in children_of(service.process) if family(child)]
    return warden


def tell(tally: dict[str, Any], quiet: dict[str, float], under: dict[str, float]) -> None:
    """Print what happened."""
    for name, met in tally["statuses"].items():
        print(f"{name}: " + ", ".join(f"{n} × {status}" for status, n in sorted(met.items())))
    number = sum(n for met in tally["statuses"].values() for n in met.values())
    print(f"{number} attacks in {LENGTH:g} s, the slowest answer after {tally['slowest']:.2f} s")
    for name in quiet:
        print(f"{name}: p95 {quiet[name] * 1000:.1f} ms quiet, {under[name] * 1000:.1f} ms under attack")


@pytest.mark.parametrize(
    ("sources", "beside"),
    [
        ([f"127.0.0.{n}" for n in range(10, 10 + AT_A_TIME)], ("questions", "elements", "our query")),
        (["127.0.0.10"] * AT_A_TIME, ("questions", "elements", "our query", "their query")),
    ],
    ids=["ten addresses", "one address"],
)
def test_hostile_queries_get_their_error_and_nobody_feels_it(
    service: Running, trap: list[str], sources: list[str], beside: tuple[str, ...]
) -> None:
    busy = os.getloadavg()[0] > (os.cpu_count() or 1)
    calls = {name: call for name, call in ordinary(service, "127.0.0.1").items() if name in beside}
    measure(calls, 2)  # caches
    quiet = measure(calls, 8)
    warden = warden_of(service)
    workers, before = len(family(warden)), own_bytes(service.process) + own_bytes(warden)
    command = [sys.executable, "-m", "tests.slow.attackers", service.address, trap[0], str(LENGTH), *sources]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as attackers:
        time.sleep(2)
        under = measure(calls, LENGTH - 3)
        tally = json.loads(attackers.communicate(timeout=60)[0])
    time.sleep(SECONDS + 1)
    after = own_bytes(service.process) + own_bytes(warden)
    tell(tally, quiet, under)
    print(f"memory of service and warden {before / 1e6:.0f} MB before, {after / 1e6:.0f} MB after")
    assert not tally["faults"]
    assert all(tally["statuses"].values()), "each was asked"
    assert not trap[1:]
    assert warden_of(service) == warden
    assert len(family(warden)) == workers
    assert max(family(warden).values()) < MEMORY / 2
    assert after < before + 100_000_000
    if busy:
        pytest.skip("all else holds, but the machine is busy with other things: times say nothing")
    assert tally["slowest"] < SECONDS + WAIT + SLACK
    assert [name for name in calls if under[name] > 2 * max(quiet[name], LEAST)] == []
