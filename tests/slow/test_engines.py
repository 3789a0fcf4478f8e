"""Real engines beyond the machine: they answer as memory does, may be away and come back, and serve many processes."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api.app import assemble_app
from api.build import build
from api.engines import bring, open_index, open_store, prune
from api.settings import Settings, load_settings
from api.wiring import open_service
from graph.embedder import StubEncoder
from graph.passages import PassageSearch
from graph.release import get_current, load_release, roll_back
from graph.store import PLACEHOLDER
from ontology.errors import EngineError
from tests.assistant.test_queries import OWN, params
from tests.engines import PostgresServer, SparqlServer, free_port, postgres_server, sparql_server
from tests.slow.serving import EXAMPLES
from tests.slow.test_publishing import KEY, is_ready, until

pytestmark = pytest.mark.slow
OTHER = Path(__file__).resolve().parents[1] / "plans" / "socialnamnd.md"
QUESTION = "Vad är årets målvärde för sjukfrånvaron?"


@pytest.fixture(scope="module")
def sparql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparqlServer]:
    """A SPARQL server that keeps what it has when it ends."""
    with sparql_server(tmp_path_factory.mktemp("sparql") / "data") as server:
        yield server


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A release of the examples, all in memory."""
    settings = load_settings(data_dir=tmp_path_factory.mktemp("data"), model="stub")
    build([EXAMPLES], settings)
    return settings


@pytest.fixture(scope="module")
def there(here: Settings, sparql: SparqlServer, postgres: PostgresServer) -> Settings:
    """The same release in both engines."""
    settings = here.model_copy(update={**sparql.settings, **postgres.settings})
    done = bring(load_release(settings.data_dir), settings)
    assert len(done) == 2
    assert bring(load_release(settings.data_dir), settings) == []
    return settings


def test_what_is_compared_is_the_engines_and_not_this_process_own(there: Settings, here: Settings) -> None:
    release = load_release(there.data_dir)
    stores, indexes = ([opened(one, release) for one in (here, there)] for opened in (open_store, open_index))
    assert [type(store.source).__name__ for store in stores] == ["OxigraphSource", "SparqlSource"]
    assert [type(index).__name__ for index in indexes] == ["PassageIndex", "PostgresIndex"]


def test_every_named_query_gives_the_same_rows(here: Settings, there: Settings) -> None:
    inside, outside = open_service(here), open_service(there)
    every, ran = params(inside), 0
    for query in OWN:
        wanted = {name: every[name] for name in set(PLACEHOLDER.findall(query.text))}
        rows = [service.store.run_named(query.name, **wanted) for service in (inside, outside)]
        assert _sorted(rows[0]) == _sorted(rows[1]), query.name
        ran += len(rows[0])
    assert ran > 300
    assert inside.store.source.graphs() == outside.store.source.graphs()
    for graph in inside.store.source.graphs():
        assert set(inside.store.source.graph(graph)) == set(outside.store.source.graph(graph))
    assert inside.documents() == outside.documents()


def _sorted(rows: list[dict[str, Any]]) -> list[list[tuple[str, str]]]:
    return sorted(sorted((name, str(value)) for name, value in row.items()) for row in rows)


PLAN = "region-alvmarken-halso-och-sjukvardsnamnden-verksamhetsplan-2026"
QUERIES = ["sjukfrånvaro", "mobila team i närsjukvården", "uppdrga om digitlisering", "budget", "xyzzy", "vård"]
FILTERS: list[Mapping[str, Any]] = [
    {}, {"years": [2026]}, {"kinds": ["passage"]}, {"kinds": ["element"], "types": ["uppdrag", "styrtal"]},
    {"years": []}, {"documents": ["finns-inte"]}, {"documents": [PLAN]}, {"documents": [PLAN], "kinds": ["element"]},
]  # fmt: skip


@pytest.mark.parametrize("mode", ["fused", "lexical", "semantic"])
def test_the_same_places_are_found_in_the_same_order(here: Settings, there: Settings, mode: Any) -> None:
    release = load_release(here.data_dir)
    inside, outside = open_index(here, release), open_index(there, release)
    assert (len(inside), inside.encoder) == (len(outside), outside.encoder)
    found = 0
    for query, chosen in itertools.product(QUERIES, FILTERS):
        hits = [_hits(index, query, chosen, mode) for index in (inside, outside)]
        assert [hit[0] for hit in hits[0]] == [hit[0] for hit in hits[1]], (query, chosen)
        assert [hit[1:] for hit in hits[0]] == [pytest.approx(hit[1:], abs=1e-4) for hit in hits[1]]
        found += len(hits[0])
    assert found > 200


def _hits(index: PassageSearch, query: str, chosen: Mapping[str, Any], mode: Any) -> list[tuple[Any, ...]]:
    found = index.search(query, encoder=StubEncoder(), limit=20, mode=mode, **chosen)
    return [(h.id, h.score, h.lexical or 0, h.semantic or 0, h.rank_lexical or 0, h.rank_semantic or 0) for h in found]


def test_an_index_of_another_model_is_not_asked(there: Settings) -> None:
    index = open_index(there, load_release(there.data_dir))
    with pytest.raises(ValueError, match="own encoder"):
        index.search("vård", encoder=None)


def test_releases_lie_side_by_side_until_they_are_taken_out(there: Settings, tmp_path: Path) -> None:
    settings = there.model_copy(update={"data_dir": tmp_path / "data"})
    plans = sorted(EXAMPLES.glob("verksamhetsplan-*"))
    ids = [build(plans[:many], settings).release.id for many in (1, 2, 3)]
    stores = [open_store(settings, load_release(settings.data_dir, one)) for one in ids]
    sizes = [store.source.size() for store in stores]
    assert sizes == sorted(set(sizes))
    assert len(prune(settings)) == 2
    with pytest.raises(EngineError, match="rodatraden load"):
        open_store(settings, load_release(settings.data_dir, ids[0]))
    with pytest.raises(EngineError, match="rodatraden load"):
        open_index(settings, load_release(settings.data_dir, ids[0]))
    roll_back(settings.data_dir, ids[0], partial(bring, settings=settings))
    assert open_store(settings, load_release(settings.data_dir)).source.size() == sizes[0]


def test_the_service_outlives_its_engines(there: Settings, sparql: SparqlServer, postgres: PostgresServer) -> None:
    """Each server goes and comes back under a running service, which says so and then answers as before."""
    lost, search = {"question": "Vilka uppdrag från 2025 finns inte kvar 2026?"}, {"q": "vård"}
    with TestClient(assemble_app(there, warm=False), raise_server_exceptions=False) as client:
        before = _told(client), client.get("/api/search", params=search).json()
        with _away(sparql):
            _says(client, "SPARQL-motorn", client.post("/api/ask", json=lost))
        with _away(postgres):
            _says(client, "PostgreSQL", client.get("/api/search", params=search))
        assert client.get("/ready").status_code == 200
        assert (_told(client), client.get("/api/search", params=search).json()) == before


@contextmanager
def _away(server: SparqlServer | PostgresServer) -> Iterator[None]:
    """A server that is gone for as long as the block."""
    server.stop()
    try:
        yield
    finally:
        server.start()


def _says(client: TestClient, name: str, answer: httpx.Response) -> None:
    """The answer and `/ready` tell what is away, what to do and when to come back; the rest goes on."""
    began = time.monotonic()
    for told in (answer, client.get("/ready")):
        assert told.status_code == 503, told.text
        assert name in told.json()["detail"]
        assert "RODATRADEN_" in told.json()["detail"]
        assert int(told.headers["Retry-After"]) > 0
    assert client.get("/health").status_code == 200
    assert client.get("/api/elements?type=uppdrag&limit=1").status_code == 200
    assert time.monotonic() - began < 10


def _told(client: TestClient | httpx.Client) -> list[Any]:
    """What a service answers to a few questions, without ids and times."""
    told: list[Any] = []
    for question in (QUESTION, "Vilka uppdrag från 2025 finns inte kvar 2026?", "Hur går arbetet med vården?"):
        answer = client.post("/api/ask", json={"question": question}).raise_for_status().json()
        told.append((answer["status"], answer["answer"], [c["quote"] for c in answer["citations"]]))
    return told


def test_a_service_that_starts_before_its_engine_waits_for_it(there: Settings, sparql: SparqlServer) -> None:
    with ExitStack() as stack:
        with _away(sparql):
            client = stack.enter_context(TestClient(assemble_app(there, warm=False)))
            answer = client.get("/ready")
            assert answer.status_code == 503
            assert "SPARQL-motorn" in answer.json()["detail"]
        until(lambda: client.get("/ready").status_code == 200)


def test_a_build_that_an_engine_does_not_take_changes_nothing(
    here: Settings, there: Settings, sparql: SparqlServer, tmp_path: Path
) -> None:
    settings = there.model_copy(update={"data_dir": shutil.copytree(here.data_dir, tmp_path / "data")})
    serving = get_current(settings.data_dir)
    with _away(sparql):
        with pytest.raises(EngineError, match="SPARQL-motorn"):
            build([OTHER], settings)
        assert get_current(settings.data_dir) == serving
    assert build([OTHER], settings).release.id == get_current(settings.data_dir) != serving


def test_several_processes_share_one_release_and_its_decisions(there: Settings, here: Settings, tmp_path: Path) -> None:
    """Two services over one data folder and its engines: what is said to one is met by both; one falls, one stands."""
    data = shutil.copytree(here.data_dir, tmp_path / "data")
    variables = {f"RODATRADEN_{name.upper()}": str(getattr(there, name)) for name in ("store", "store_update", "index")}
    variables |= {"RODATRADEN_KEYS": f"granskare:{KEY}", "RODATRADEN_MODEL": "stub"}
    with ExitStack() as stack:
        running = [stack.enter_context(_served(data, variables)) for _ in range(2)]
        one, two = (client for _, client in running)
        assert _told(one) == _told(two)
        first = one.get("/ready").json()["release"]
        kept = one.get("/api/changes?from=2025&to=2026&type=uppdrag").json()["kept"][0]
        word = {"from": kept["from"], "to": kept["to"], "verdict": "rejected", "note": ""}
        assert one.post("/api/reviews", json=word).status_code == 201
        until(lambda: first not in {client.get("/ready").json().get("release") for client in (one, two)})
        for client in (one, two):
            links = client.get(f"/api/elements/{kept['from']}/history").json()["links"]
            assert (kept["from"], kept["to"]) not in {(link["from"], link["to"]) for link in links}
        running[0][0].kill()
        assert two.get("/ready").status_code == 200
        assert len(_told(two)) == 3


@contextmanager
def _served(data: Path, variables: Mapping[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    """A service in a process of its own on a free port, and a client of it."""
    port = free_port()
    command = [sys.executable, "-m", "api.cli", "serve", "--data-dir", str(data), "--port", str(port)]
    process = subprocess.Popen(command, env={**os.environ, **variables})
    headers = {"Authorization": f"Bearer {KEY}"}
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=30) as client:
            until(lambda: is_ready(client))
            yield process, client
    finally:
        process.terminate()
        process.wait(20)
