"""Harm done to a running service under load: nothing acknowledged is lost, no answer mixes releases, and it comes back.

`RODATRADEN_TEST_KILLS=100` is the long form, which also holds the time to be back, on a machine that does nothing else.
"""

from __future__ import annotations

import os
import random
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import httpx
import pytest

from graph.decisions import DecisionLog
from graph.release import load_release
from tests.slow.faulty import ROOT, Served, client, command, editions, make_data, plan, until, write_edition

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("RODATRADEN_TEST_KILLS", "10"))
BACK = 5.0
"""Seconds within which the service must answer again."""
KINDS = ("api", "supervisor", "warden", "worker", "build", "add")
EVERY_EDITION = "SELECT ?t WHERE { ?e ?p ?t FILTER(isLiteral(?t) && CONTAINS(STR(?t), 'utgåva')) } LIMIT 200"
BOARDS = (
    "Kulturnämnden", "Socialnämnden", "Tekniska nämnden", "Miljönämnden", "Barnnämnden", "Skolnämnden",
    "Fritidsnämnden", "Trafiknämnden", "Byggnadsnämnden", "Valnämnden",
)  # fmt: skip
BUSY = frozenset({429, 503})


@dataclass
class Tally:
    """What the clients were told."""

    reviews: set[str] = field(default_factory=set)
    corrections: set[str] = field(default_factory=set)
    published: set[str] = field(default_factory=set)
    met: Counter[tuple[str, int]] = field(default_factory=Counter)
    editions: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


class Load:
    """Clients that read, decide and publish until they are told to stop."""

    def __init__(self, served: Served, folder: Path) -> None:
        """Nothing is sent yet."""
        self.served, self.folder, self.tally = served, folder, Tally()
        self.adding: subprocess.Popen[bytes] | None = None
        self._stop = threading.Event()
        self._tasks: dict[int, list[str]] = {}
        self._sent = 0  # uploads that were taken: each is a plan of its own

    @contextmanager
    def run(self) -> Iterator[Tally]:
        """Load while the block runs."""
        with client(self.served) as asking:
            for year in (2023, 2024):
                items = asking.get(f"/api/elements?type=uppdrag&year={year}").raise_for_status().json()["items"]
                self._tasks[year] = [one["id"] for one in items]
        works = (self._read, self._read, self._ask, self._query, self._review, self._correct, self._publish, self._add)
        threads = [threading.Thread(target=self._repeat, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        try:
            yield self.tally
        finally:
            self._stop.set()
            for thread in threads:
                thread.join(120)

    def _repeat(self, work: Callable[[httpx.Client, int], None]) -> None:
        number = 0
        while not self._stop.wait(0.05):
            number += 1
            with suppress(httpx.TransportError), client(self.served) as asking:  # whoever is killed answers nobody
                work(asking, number)

    def _reads(self, name: str, answer: httpx.Response) -> None:
        self.tally.met[name, answer.status_code] += 1
        if answer.status_code == 200:
            found = editions(answer.text)
            self.tally.editions |= found
            if len(found) > 1:
                self.tally.faults.append(f"{name} mixes {sorted(found)}")

    def _read(self, asking: httpx.Client, number: int) -> None:
        self._reads("elements", asking.get("/api/elements?type=uppdrag&year=2025&year=2026&limit=100"))

    def _ask(self, asking: httpx.Client, number: int) -> None:
        question = "Vilka uppdrag har vårdnämnden 2026?"
        self._reads("ask", asking.post("/api/ask", json={"question": question}))
        self._reads("page", asking.get("/fraga", params={"q": question}))

    def _query(self, asking: httpx.Client, number: int) -> None:
        self._reads("sparql", asking.get("/sparql", params={"query": EVERY_EDITION}))

    def _review(self, asking: httpx.Client, number: int) -> None:
        note, verdict = f"granskning {number}", "confirmed" if number % 2 else "rejected"
        pair = {"from": self._tasks[2023][number % 6], "to": self._tasks[2024][number // 6 % 6]}
        answer = asking.post("/api/reviews", json={**pair, "verdict": verdict, "note": note})
        self._decided("review", answer, note, self.tally.reviews)

    def _correct(self, asking: httpx.Client, number: int) -> None:
        note = f"rättelse {number}"
        body = {"action": "change", "element": self._tasks[2024][number % 6], "fields": {"term": f"uppdrag {number}"}}
        answer = asking.post("/api/corrections", json={**body, "note": note})
        self._decided("correction", answer, note, self.tally.corrections)

    def _decided(self, name: str, answer: httpx.Response, note: str, kept: set[str]) -> None:
        self.tally.met[name, answer.status_code] += 1
        if answer.status_code == 201:
            kept.add(note)
        self._stop.wait(0.3)

    def _publish(self, asking: httpx.Client, number: int) -> None:
        board, year = BOARDS[self._sent % len(BOARDS)], 2001 + self._sent // len(BOARDS)
        upload = asking.post("/api/documents", files={"file": (f"u{number}.md", plan(year, board=board).encode())})
        self.tally.met["upload", upload.status_code] += 1
        if upload.status_code == 201:
            self._sent += 1
            answer = asking.post(f"/api/documents/{upload.json()['id']}/publish")
            self.tally.met["publish", answer.status_code] += 1
            if answer.status_code == 202:
                self.tally.published.add(upload.json()["document"]["sha256"])
        self._stop.wait(4)

    def _add(self, asking: httpx.Client, number: int) -> None:
        """A new edition, by the command line, beside the service's own builds."""
        paths = write_edition(self.folder / "utgavor", number)
        words = command("add", *paths, "--data-dir", self.served.data)
        env = {**os.environ, "RODATRADEN_MODEL": "stub"}
        self.adding = subprocess.Popen(words, env=env, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self.adding.wait(120)


def harm(served: Served, load: Load, kind: str) -> bool:
    """`kill -9` something of a kind; whether there was one."""
    if kind != "add":
        return served.kill(kind)
    adding = load.adding
    if adding is None or adding.poll() is not None:
        return False
    adding.kill()
    return True


def test_kills_at_random_moments_under_load_lose_nothing(tmp_path: Path) -> None:
    busy = os.getloadavg()[0] > (os.cpu_count() or 1)  # by others
    timed = "RODATRADEN_TEST_KILLS" in os.environ and not busy  # else the time to be back is told, and not held
    chance = random.Random(2041)
    served = Served(make_data(tmp_path), {"ASK_WAITING": "50"})
    load = Load(served, tmp_path)
    killed: Counter[str] = Counter()
    back: list[tuple[float, str]] = []
    with served, load.run() as tally:
        while killed.total() < KILLS:
            time.sleep(chance.uniform(0.2, 4.0))
            kind = chance.choice(KINDS)
            if harm(served, load, kind):
                killed[kind] += 1
                back.append((round(served.wait(120), 2), kind))
                served.wait(120, "/sparql?query=ASK{}")
        time.sleep(2)
    with served:
        until(lambda: settled(served), 180)
        held = {one["sha256"] for one in load_release(served.data).manifest["sources"]}
    print(f"\nkilled: {dict(killed)}; back after: {spread(back)}; answers: {sorted(tally.met.items())}")
    print(f"acknowledged: {len(tally.reviews)} reviews, {len(tally.corrections)} corrections, "
          f"{len(tally.published)} publications; {len(tally.editions)} editions seen")  # fmt: skip
    assert tally.faults == []
    assert len(tally.editions) > 1, "no new release came to serve"
    notes = {decision.note for decision in DecisionLog(served.data).load()}
    assert (tally.reviews | tally.corrections) - notes == set()
    assert tally.published - held == set()
    assert tally.reviews
    assert tally.corrections
    assert tally.published
    strange = {key for key in tally.met if key[1] >= 400 and key[1] not in BUSY and key[0] != "sparql"}
    assert strange <= {("publish", 404), ("upload", 422)}, strange
    assert not timed or max(back)[0] <= BACK, max(back)


def spread(back: Sequence[tuple[float, str]]) -> dict[str, tuple[float, float]]:
    """The median and the longest of the seconds, by what was killed."""
    kinds = {kind: [took for took, one in back if one == kind] for _, kind in back}
    return {kind: (median(times), max(times)) for kind, times in sorted(kinds.items())}


def settled(served: Served) -> bool:
    """Whether every build that was asked for is done and serves."""
    with client(served) as asking:
        told = asking.get("/api/publishing").json()
    return bool(told["state"] != "bygger" and told["release"] == load_release(served.data, verify=False).id)
