"""A release in a SPARQL engine answers as the same release in memory, beside other releases, and trouble is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from api.engines import graph_files
from graph.release import Release, identify
from graph.remote_loading import Loader
from graph.remote_source import CATALOGUE, URN, SparqlSource
from graph.sources import OxigraphSource
from graph.store import Store, load_nquads
from ontology.errors import EngineError, QueryError, ReleaseError
from tests.fake_engine import FakeEngine

A = "https://x.example/a"
LINES = {
    "ett": f'<{A}> <{A}/namn> "Ett" <{A}/graf> .\n<{A}> <{A}/del> <{A}/1> <{A}/graf> .\n',
    "två": f'<{A}> <{A}/namn> "Ett" <https://x.example/b/graf> .\n',
    "två till": '<https://x.example/b> <https://x.example/b/namn> "Två" <https://x.example/b/graf> .\n',
    "tom": "",
}


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def loader(engine: FakeEngine) -> Loader:
    return Loader(engine.client(), engine.client())


@pytest.fixture
def make_release(tmp_path: Path) -> Callable[[dict[str, str]], Release]:
    """A function that writes N-Quads as a release's files."""

    def make(lines: dict[str, str]) -> Release:
        files = [{"path": f"graph/{name}.nq", "sha256": f"{abs(hash(text)):x}"} for name, text in lines.items()]
        manifest = {"files": files}
        release = Release(identify(manifest), tmp_path / identify(manifest), manifest)
        release.path("graph").mkdir(parents=True)
        for name, text in lines.items():
            release.path(f"graph/{name}.nq").write_text(text, encoding="utf-8")
        return release

    return make


def load(loader: Loader, release: Release) -> Release:
    loader.load(release, graph_files(release))
    return release


def test_a_release_answers_as_in_memory(
    engine: FakeEngine, loader: Loader, make_release: Callable[[dict[str, str]], Release]
) -> None:
    release = load(loader, make_release(LINES))
    there, here = SparqlSource(engine.client(), release.id), OxigraphSource(load_nquads(*graph_files(release)))
    assert there.graphs() == here.graphs() == [f"{A}/graf", "https://x.example/b/graf"]
    assert there.describe([A, f"{A}/1"]) == here.describe([A, f"{A}/1"])
    assert there.subjects(f"{A}/del", f"{A}/1") == here.subjects(f"{A}/del", f"{A}/1") == [A]
    for graph in (*here.graphs(), f"{A}/ingen"):
        assert set(there.graph(graph)) == set(here.graph(graph))
    every = "SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"
    assert Store(there).select(every) == Store(here).select(every)
    assert there.size() == 3  # what two graphs say is one statement here, and two in memory


def test_a_store_over_an_engine_takes_every_kind_of_query(
    engine: FakeEngine, loader: Loader, make_release: Callable[[dict[str, str]], Release]
) -> None:
    store = Store(SparqlSource(engine.client(), load(loader, make_release(LINES)).id))
    assert store.ask("ASK { $s ?p 'Ett' }", s=ox.NamedNode(A))
    assert len(store.construct("CONSTRUCT WHERE { ?s ?p ?o }")) == 3
    with pytest.raises(QueryError, match="tolka"):
        store.select("SELECT")
    with pytest.raises(QueryError, match="SELECT-fråga"):
        store.select("ASK {}")


def test_releases_lie_side_by_side_and_share_what_they_have_in_common(
    engine: FakeEngine, loader: Loader, make_release: Callable[[dict[str, str]], Release]
) -> None:
    former = load(loader, make_release(LINES))
    engine.sent.clear()
    newer = load(loader, make_release(LINES | {"tre": f'<{A}/3> <{A}/namn> "Tre" <{A}/3/graf> .\n'}))
    sent = [form["update"] for form in engine.sent if "INSERT DATA" in form.get("update", "")]
    assert [text for text in sent if '"Ett"' in text] == []
    stores = [Store(SparqlSource(engine.client(), one.id)) for one in (former, newer)]
    assert [store.ask("ASK { ?s ?p 'Tre' }") for store in stores] == [False, True]

    assert loader.drop([former.id, "0" * 16]) == [former.id]
    assert stores[1].source.size() == 4
    assert len(stores[1].source.graph(f"{A}/graf")) == 2
    with pytest.raises(EngineError, match="rodatraden load"):
        SparqlSource(engine.client(), former.id)
    assert loader.drop([newer.id]) == [newer.id]
    assert len(engine.store) == 0


def test_a_release_is_there_only_when_it_is_whole(
    engine: FakeEngine, loader: Loader, make_release: Callable[[dict[str, str]], Release]
) -> None:
    release = make_release(LINES)
    stops = [n for n in range(1, 40) if _stopped_after(n, release)]
    assert len(stops) > 8
    loader.load(release, graph_files(release))
    assert loader.holds(release.id)


def _stopped_after(updates: int, release: Release) -> bool:
    """Load into an engine that ends after so many updates, and then again; whether the first was cut short."""
    engine = FakeEngine()

    class Ending(FakeEngine):
        def _answer(self, request: httpx.Request) -> httpx.Response:
            if len(engine.sent) >= updates:
                raise httpx.ConnectError("gone")
            return engine._answer(request)

    changed = Loader(Ending().client(), Ending().client())
    try:
        load(changed, release)
    except EngineError:
        cut = True
        assert not Loader(engine.client(), engine.client()).holds(release.id)
        load(Loader(engine.client(), engine.client()), release)
    else:
        cut = False
    assert SparqlSource(engine.client(), release.id).size() == 3
    return cut


def test_a_file_of_two_graphs_is_refused(
    loader: Loader, make_release: Callable[[dict[str, str]], Release]
) -> None:
    with pytest.raises(ReleaseError, match="2 grafer"):
        load(loader, make_release({"båda": "".join(LINES.values())}))


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (httpx.ConnectError("refused"), "svarar inte"),
        (httpx.ReadTimeout("slow"), "svarar inte"),
        (httpx.Response(500, text="ont om minne"), "svarade 500: ont om minne"),
        (httpx.Response(401), "svarade 401"),
        (httpx.Response(200, text="<html>"), "inte kan läsas"),
        (httpx.Response(200, text="trasig", headers={"Content-Type": "application/n-triples"}), "inte kan läsas"),
    ],
)
def test_trouble_is_told_without_the_password(
    engine: FakeEngine, trouble: httpx.Response | httpx.TransportError, words: str
) -> None:
    engine.trouble = trouble
    with pytest.raises(EngineError) as told:
        engine.client().query("ASK {}", CATALOGUE)
    assert words in str(told.value)
    assert "http://motor.example:7878/query" in str(told.value)
    assert "hemligt" not in str(told.value)


def test_a_connection_that_was_closed_meanwhile_is_made_anew(engine: FakeEngine) -> None:
    engine.trouble = httpx.RemoteProtocolError("closed")
    engine.heals = True
    assert engine.client().query("ASK { ?s ?p ?o }", ox.NamedNode(URN)) == ox.parse_query_results(
        '{"head":{},"boolean":false}', ox.QueryResultsFormat.JSON
    )
