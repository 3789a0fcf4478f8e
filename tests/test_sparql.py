"""`/sparql` over the sample's release: the SPARQL 1.1 Protocol."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

from api.app import assemble_app
from api.build import Built
from api.negotiation import takes_gzip
from api.settings import Settings
from tests import sample
from tests.conftest import BASE
from tests.problems import assert_problem

D25 = sample.document_id(2025)
RT = "https://rodatraden.example/ontology#"
COUNT = f"SELECT (COUNT(?s) AS ?n) WHERE {{ ?s a <{RT}Uppdrag> }}"
EVERYTHING = "SELECT * WHERE { ?s ?p ?o }"
TABLES = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
GRAPHS = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml", "application/trig",
          "application/n-quads")  # fmt: skip


def ask(client: TestClient, query: str, accept: str = "*/*", **params: Any) -> Any:
    """The answer of a GET."""
    return client.get("/sparql", params={"query": query, **params}, headers={"Accept": accept})


@contextmanager
def serving(settings: Settings, **bounds: object) -> Iterator[TestClient]:
    """A client of a service with bounds of its own."""
    narrow = settings.model_copy(update={f"sparql_{name}": value for name, value in bounds.items()})
    with TestClient(assemble_app(narrow, warm=False), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(("accept", "media_type"), [
    ("*/*", TABLES[0]), ("application/json", TABLES[0]), ("text/xml", TABLES[1]), *zip(TABLES, TABLES, strict=True),
    ("text/csv;q=0.5, application/sparql-results+xml", TABLES[1]),
])  # fmt: skip
def test_rows_come_in_the_format_asked_for_by_each_way_of_asking(
    client: TestClient, accept: str, media_type: str
) -> None:
    calls = [
        ask(client, COUNT, accept),
        client.post("/sparql", data={"query": COUNT}, headers={"Accept": accept}),
        client.post("/sparql", content=COUNT, headers={"Accept": accept, "Content-Type": "application/sparql-query"}),
        client.get("/sparql/", params={"query": COUNT}, headers={"Accept": accept}),
    ]
    for answer in calls:
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, media_type)
        assert "4" in answer.text


@pytest.mark.parametrize("media_type", GRAPHS)
@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?s ?p ?o }", f"DESCRIBE <{BASE}{D25}>"])
def test_graphs_come_in_the_format_asked_for(client: TestClient, media_type: str, query: str) -> None:
    answer = ask(client, query, media_type)
    assert answer.headers["content-type"].split(";")[0] == media_type
    found = {quad.triple for quad in ox.parse(answer.content, format=ox.RdfFormat.from_media_type(media_type))}
    plain = {quad.triple for quad in ox.parse(ask(client, query).content, format=ox.RdfFormat.TURTLE)}
    assert found == plain
    assert len(found) > 5


@pytest.mark.parametrize("media_type", ["text/turtle", "application/trig"])
def test_turtle_has_the_prefixes_that_the_page_fills_in(client: TestClient, media_type: str) -> None:
    text = ask(client, f"DESCRIBE <{BASE}{D25}>", media_type).text
    assert f"@prefix rt: <{RT}> ." in text
    assert "rt:Dokument" in text


def test_a_truth_value_has_no_table(client: TestClient) -> None:
    assert ask(client, "ASK { ?s ?p ?o }").json()["boolean"] is True
    assert ask(client, "ASK { ?s ?p ?o }", "text/csv").status_code == 406


@pytest.mark.parametrize(("params", "text", "count"), [
    ({}, COUNT, 4), ({"default-graph-uri": f"{BASE}{D25}/graf"}, COUNT, 2),
    ({"named-graph-uri": f"{BASE}{D25}/graf"}, COUNT, 0),
    ({"named-graph-uri": f"{BASE}{D25}/graf"}, COUNT.replace("{ ?s", "{ GRAPH ?g { ?s") + "}", 2),
    ({}, COUNT.replace("WHERE", f"FROM <{BASE}{D25}/graf> WHERE"), 2),
    ({}, COUNT.replace("WHERE", f"FROM NAMED <{BASE}{D25}/graf> WHERE"), 0),
    ({"default-graph-uri": "https://nowhere.example/"}, COUNT, 0),
])  # fmt: skip
def test_the_graphs_that_are_named_are_the_ones_asked(
    client: TestClient, params: dict[str, str], text: str, count: int
) -> None:
    answers = [ask(client, text, **params), client.post("/sparql", data={"query": text, **params})]
    for answer in answers:
        assert answer.json()["results"]["bindings"][0]["n"]["value"] == str(count)


def test_the_union_is_a_setting(sample_built: Built, sample_settings: Settings) -> None:
    with serving(sample_settings, union=False) as client:
        assert ask(client, "ASK { ?s ?p ?o }").json()["boolean"] is False
        assert ask(client, "ASK { GRAPH ?g { ?s ?p ?o } }").json()["boolean"] is True
        assert "UnionDefaultGraph" not in client.get("/sparql").text


def test_threads_are_in_the_union(client: TestClient) -> None:
    assert ask(client, f"ASK {{ ?s a <{RT}Trad> }}").json()["boolean"] is True


def test_an_answer_is_known_by_its_tag(client: TestClient) -> None:
    answer = ask(client, COUNT)
    tag = answer.headers["etag"]
    again = client.get("/sparql", params={"query": COUNT}, headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    graph = {"default-graph-uri": BASE}
    others = [ask(client, COUNT, "text/csv"), ask(client, EVERYTHING), ask(client, COUNT, **graph)]
    assert len({other.headers["etag"] for other in others} | {tag}) == 4
    assert "etag" not in ask(client, "SELECT (NOW() AS ?t) {}").headers
    assert "etag" not in client.post("/sparql", data={"query": COUNT}).headers


def test_a_large_answer_is_packed_for_who_takes_it(client: TestClient) -> None:
    packed, plain = (
        client.get("/sparql", params={"query": EVERYTHING + " ORDER BY ?s ?p ?o"}, headers={"Accept-Encoding": coding})
        for coding in ("gzip", "identity")
    )
    assert (packed.headers["content-encoding"], packed.text) == ("gzip", plain.text)
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 3
    assert "content-encoding" not in ask(client, COUNT).headers


@pytest.mark.parametrize(("header", "taken"), [
    (None, False), ("", False), ("gzip", True), ("br, gzip", True), ("gzip;q=0", False), ("*", True),
    ("*;q=0", False), ("identity, gzip;q=0.5", False), ("identity;q=0.5, gzip;q=0.8", True),
])  # fmt: skip
def test_whether_gzip_is_taken(header: str | None, taken: bool) -> None:
    assert takes_gzip(header) is taken


def test_head_and_options(client: TestClient) -> None:
    assert client.head("/sparql", params={"query": COUNT}).headers["etag"] == ask(client, COUNT).headers["etag"]
    assert client.options("/sparql").headers["allow"] == "GET, HEAD, OPTIONS, POST"
    asked = {"Origin": "https://x.example", "Access-Control-Request-Headers": "content-type"}
    for method in ("GET", "POST"):
        preflight = client.options("/sparql", headers={**asked, "Access-Control-Request-Method": method})
        assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (200, "*")
        assert method in preflight.headers["access-control-allow-methods"]
        assert "content-type" in preflight.headers["access-control-allow-headers"].lower()
    answer = client.get("/sparql", params={"query": COUNT}, headers={"Origin": "https://x.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "ETag" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize("accept", ["*/*", "text/turtle", "application/ld+json", "application/rdf+xml"])
def test_without_a_query_a_machine_gets_the_description(client: TestClient, accept: str) -> None:
    answer = client.get("/sparql", headers={"Accept": accept})
    media_type = answer.headers["content-type"].split(";")[0]
    assert media_type == ("text/turtle" if accept == "*/*" else accept)
    told = ox.Store()
    told.extend(ox.parse(answer.content, format=ox.RdfFormat.from_media_type(media_type)))
    sd = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "
    assert told.query(sd + f"ASK {{ <{client.base_url}/sparql> a sd:Service ; sd:endpoint <{client.base_url}/sparql> ;"
                      " sd:feature sd:UnionDefaultGraph ; sd:defaultDataset/sd:defaultGraph ?g }")  # fmt: skip
    rows = list(told.query(sd + "SELECT ?name { ?d a sd:Dataset ; sd:namedGraph/sd:name ?name }"))
    assert f"{BASE}{D25}/graf" in {row["name"].value for row in rows}


def test_without_a_query_a_browser_gets_a_page(client: TestClient) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(("method", "path", "sent", "status", "words"), [
    ("GET", "/sparql?default-graph-uri=x:y", {}, 400, "query"),
    ("GET", "/sparql?query=ASK {}&query=ASK {}", {}, 400, "exakt en"),
    ("GET", "/sparql?query=SELECT", {}, 400, "tolka"),
    ("GET", "/sparql?query=", {}, 400, "tolka"),
    ("GET", "/sparql?query=ASK {}&default-graph-uri=<", {}, 400, "IRI"),
    ("GET", "/sparql?query=DROP ALL", {}, 403, "läsande"),
    ("GET", "/sparql?update=DROP ALL", {}, 403, "uppdatering"),
    ("POST", "/sparql", {"data": {"update": "DROP ALL"}}, 403, "uppdatering"),
    ("POST", "/sparql", {"content": "DROP ALL", "headers": {"Content-Type": "application/sparql-update"}}, 403, "uppd"),
    ("GET", "/sparql?query=SELECT * { SERVICE <http://x.example> { ?s ?p ?o } }", {}, 403, "SERVICE"),
    ("GET", "/sparql?query=ASK {}", {"headers": {"Accept": "image/png"}}, 406, "Accept"),
    ("GET", "/sparql", {"headers": {"Accept": "image/png"}}, 406, "Accept"),
    ("POST", "/sparql", {"content": "x", "headers": {"Content-Type": "text/plain"}}, 415, "formulär"),
    ("POST", "/sparql", {"content": "x"}, 415, "formulär"),
    ("POST", "/sparql", {"content": "A", "headers": {"Content-Type": "application/sparql-query; charset=utf-16"}}, 415,
     "UTF-8"),
    ("POST", "/sparql", {"content": b"\xff", "headers": {"Content-Type": "application/sparql-query"}}, 400, "UTF-8"),
    ("POST", "/sparql", {"content": "x" * 100_000, "headers": {"Content-Type": "application/sparql-query"}}, 413,
     "Korta"),
    ("PUT", "/sparql", {}, 405, "metoden"),
])  # fmt: skip
def test_wrong_calls_get_a_problem_in_swedish(
    client: TestClient, method: str, path: str, sent: dict[str, Any], status: int, words: str
) -> None:
    assert_problem(client.request(method, path, **sent), status, words)
