"""The processes that queries from outside run in: every limit, every death, and who is let in."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import assemble_app, refresh
from api.build import Built, build
from api.settings import Settings, load_settings
from api.sparql.errors import BusyError, SlowError, UnavailableError
from api.sparql.jobs import Job
from api.sparql.kept import KeptAnswers
from api.sparql.limits import Limits
from api.sparql.pool import Pool
from api.sparql.worker import NICE
from graph.store import fill, get_query, iri
from ontology.errors import QueryError
from tests.conftest import write_sources
from tests.test_sparql import COUNT, EVERYTHING, RT, ask, serving

pytestmark = pytest.mark.whole
ENDLESS = "SELECT (COUNT(*) AS ?n) { GRAPH ?x { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o } }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f"


@pytest.fixture(scope="module")
def strict(sample_built: Built, sample_settings: Settings) -> Iterator[TestClient]:
    """A client of a service with a second for a query."""
    with serving(sample_settings, seconds=1.0, memory=100_000_000) as client:
        yield client


@pytest.fixture(scope="module")
def graphs(sample_built: Built) -> list[Path]:
    return sorted(sample_built.release.path("graph").glob("*.nq"))


@pytest.mark.parametrize(("query", "status", "setting"), [(ENDLESS, 504, "SECONDS"), (HUNGRY, 507, "MEMORY")])
def test_a_query_that_goes_too_far_is_ended_and_the_next_is_answered(
    strict: TestClient, query: str, status: int, setting: str
) -> None:
    ask(strict, COUNT)
    warden = strict.app.state.deployment.service.pool.process
    started = time.perf_counter()
    answer = ask(strict, query)
    assert time.perf_counter() - started < 4
    assert (answer.status_code, setting in answer.json()["detail"]) == (status, True)
    assert ask(strict, COUNT).status_code == 200
    assert strict.app.state.deployment.service.pool.process == warden


def run(pool: Pool, *jobs: str, clients: str) -> list[object]:
    """What comes of jobs that are asked at the same time: replies and errors."""

    async def ask_all() -> list[object]:
        asked = (pool.ask(Job(text=text, union=False), name) for text, name in zip(jobs, clients, strict=True))
        return await asyncio.gather(*asked, return_exceptions=True)

    try:
        return asyncio.run(ask_all())
    finally:
        pool.close()


def test_a_call_outside_finds_no_way_out(graphs: list[Path]) -> None:
    """What the check refuses would fail all the same: a worker can open neither a socket nor a file."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        listener.settimeout(0.5)
        jobs = [
            f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
            f"SELECT * FROM <{graphs[0].as_uri()}> {{ ?s ?p ?o }}",
            f"SELECT * {{ SERVICE <{graphs[0].as_uri()}> {{ ?s ?p ?o }} }}",
        ]
        call, file, service = run(Pool(graphs, Limits(seconds=5)), *jobs, clients="abc")
        with pytest.raises(TimeoutError):
            listener.accept()
    assert isinstance(call, QueryError)
    assert isinstance(service, QueryError)
    assert b'"bindings":[]' in file.body


def test_a_client_has_one_place_and_our_own_queries_another(graphs: list[Path]) -> None:
    async def ask_all() -> tuple[list[float], list[object]]:
        pool = Pool(graphs, Limits(seconds=1.5, wait=10.0))
        try:
            await pool.ask(Job(text="ASK {}"), "first")
            slow = [asyncio.ensure_future(pool.ask(Job(text=ENDLESS), "hog")) for _ in range(3)]
            await asyncio.sleep(0.1)
            took = []
            for client, own in (("other", False), ("hog", True)):
                started = time.perf_counter()
                await pool.ask(Job(text="ASK {}"), client, own=own)
                took.append(time.perf_counter() - started)
            return took, await asyncio.gather(*slow, return_exceptions=True)
        finally:
            pool.close()

    took, slow = asyncio.run(ask_all())
    assert max(took) < 0.5
    assert {type(one) for one in slow} == {SlowError}


def test_a_short_queue_and_then_no_more(graphs: list[Path]) -> None:
    pool = Pool(graphs, Limits(seconds=1.0, wait=0.3, workers=1, queue=4))
    met = run(pool, *[ENDLESS] * 8, clients="abcdeaaa")
    assert [type(one) for one in met].count(SlowError) == 1
    busy = [str(one) for one in met if isinstance(one, BusyError)]
    assert {"0.3 sekunder" in words for words in busy} == {True, False}
    assert any("högst 4" in words for words in busy)


@pytest.mark.parametrize(
    ("query", "runs"), [(COUNT, 1), ("SELECT (NOW() AS ?n) {}", 2), ("SELECT (RAND() AS ?n) {}", 2)]
)
def test_the_same_asked_again_is_run_once_unless_it_changes(
    strict: TestClient, query: str, runs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool, ran = strict.app.state.deployment.service.pool, []
    converse = pool._converse
    monkeypatch.setattr(pool, "kept", KeptAnswers(1_000_000))
    monkeypatch.setattr(pool, "_converse", lambda job: ran.append(job) or converse(job))
    first, second = ask(strict, query), ask(strict, query)
    assert first.status_code == second.status_code == 200
    assert len(ran) == runs
    assert (first.text == second.text) == (runs == 1)


def test_an_error_is_not_kept(strict: TestClient) -> None:
    pool = strict.app.state.deployment.service.pool
    for _ in range(2):
        assert ask(strict, ENDLESS).status_code == 504
    assert all(reply.kind == "answer" for reply in pool.kept._by_job.values())


def test_a_client_that_hangs_up_ends_its_query(graphs: list[Path]) -> None:
    async def scene() -> None:
        pool = Pool(graphs, Limits(seconds=30.0, workers=1))
        try:
            await pool.ask(Job(text="ASK {}"), "a")
            before = children(pool.process)
            asked = asyncio.ensure_future(pool.ask(Job(text=ENDLESS), "a"))
            await asyncio.sleep(0.2)
            asked.cancel()
            await asyncio.wait_for(pool.ask(Job(text="ASK {}"), "b"), 2)
            await asyncio.sleep(0.2)
            after = children(pool.process)
            assert len(after) == len(before) == 2
            assert len(after - before) == 1
        finally:
            pool.close()

    asyncio.run(scene())


def test_workers_and_warden_that_die_are_replaced(graphs: list[Path]) -> None:
    async def scene() -> None:
        pool = Pool(graphs, Limits(workers=1))
        try:
            for victims in (lambda: children(pool.process), lambda: {pool.process}):
                await pool.ask(Job(text="ASK {}"), "a")
                for process in victims():
                    os.kill(process, signal.SIGKILL)
                await asyncio.sleep(0.3)
                assert (await pool.ask(Job(text="ASK {}"), "a")).kind == "answer"
        finally:
            pool.close()

    asyncio.run(scene())


def test_a_worker_is_confined(graphs: list[Path]) -> None:
    async def scene() -> None:
        pool = Pool(graphs, Limits(memory=100_000_000))
        try:
            await pool.ask(Job(text=EVERYTHING), "a")
            await asyncio.sleep(0.2)
            for worker in children(pool.process):
                told = Path(f"/proc/{worker}/limits").read_text()
                assert re.search(r"Max core file size\s+0\s", told)
                assert re.search(r"Max open files\s+5\s", told)
                assert int(re.search(r"Max address space\s+(\d+)", told)[1]) < 400_000_000
                niceness = int(Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[16])
                assert niceness == min(os.nice(0) + NICE, 19)
                assert set(os.listdir(f"/proc/{worker}/fd")) == {"0", "1", "2", "3"}
        finally:
            pool.close()

    asyncio.run(scene())


def test_where_no_process_can_start_nothing_runs(
    sample_built: Built, sample_settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with serving(sample_settings) as client, caplog.at_level(logging.ERROR):
        answers = [ask(client, COUNT) for _ in range(3)]
        assert client.get("/api/documents").status_code == 200
    assert {answer.status_code for answer in answers} == {503}
    assert "retry-after" in answers[0].headers
    assert "går inte att starta" in answers[0].json()["detail"]
    assert len([one for one in caplog.records if "SPARQL-processen kan inte startas" in one.message]) == 1


def test_a_closed_pool_says_so(graphs: list[Path]) -> None:
    pool = Pool(graphs, Limits())
    pool.close()
    with pytest.raises(UnavailableError, match="byttes"):
        pool.start()


def test_a_new_release_gets_workers_of_its_own(sample_reader: None, tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path / "data", model="stub")
    sources = write_sources(tmp_path / "sources", {"a.txt": "2025"})
    build([sources], settings)
    with TestClient(assemble_app(settings, warm=False)) as client:
        first = ask(client, COUNT)
        former = client.app.state.deployment.service.pool.process
        write_sources(sources, {"b.txt": "2026"})
        build([sources], settings)
        refresh(client.app, client.app.state.deployment, warm=False)
        second = ask(client, COUNT)
        assert (first.json()["results"], first.headers["etag"]) != (second.json()["results"], second.headers["etag"])
        assert [answer.json()["results"]["bindings"][0]["n"]["value"] for answer in (first, second)] == ["2", "4"]
        deadline = time.monotonic() + 5
        while Path(f"/proc/{former}/cmdline").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not Path(f"/proc/{former}/cmdline").exists()


def test_the_service_answers_beside_a_query_without_end(strict: TestClient) -> None:
    ask(strict, COUNT)
    own = fill(get_query("elements-of-type").text, {"slag": iri(RT + "Uppdrag"), "ar": 2026})
    with ThreadPoolExecutor(4) as threads:
        slow = [threads.submit(ask, strict, ENDLESS) for _ in range(3)]
        time.sleep(0.2)
        assert strict.get("/health").status_code == 200
        assert ask(strict, own).status_code == 200
        assert not all(one.done() for one in slow)
    assert {one.result().status_code for one in slow} <= {503, 504}


def children(process: int | None) -> set[int]:
    """The processes that one has started."""
    told = Path(f"/proc/{process}/task/{process}/children").read_text()
    return {int(number) for number in told.split()}
