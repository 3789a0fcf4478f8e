"""Four clients that nobody here wrote ask the same five queries and get the same."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import Result
from SPARQLWrapper import JSON, TURTLE, SPARQLWrapper

from tests.slow.serving import Running, serving

pytestmark = pytest.mark.slow
RT = "PREFIX rt: <https://rodatraden.example/ontology#> "
QUERIES = {
    "rows": RT + "SELECT ?e ?text ?nr { ?e rt:text ?text OPTIONAL { ?e rt:nummer ?nr } }",
    "figures": RT + "SELECT ?ar (COUNT(*) AS ?antal) { ?e a rt:Styrtal ; rt:ar ?ar } GROUP BY ?ar",
    "truth": RT + 'ASK { ?e rt:text ?t FILTER(CONTAINS(?t, "å")) }',
    "made": RT + "CONSTRUCT { ?e rt:text ?t } { ?e a rt:Malsattning ; rt:text ?t }",
    "described": RT + "DESCRIBE ?e { ?e a rt:Risk }",
}
TRUTHS, GRAPHS = {"truth"}, {"made", "described"}
NODE = """
import { readFileSync } from 'node:fs';
import { SparqlEndpointFetcher } from 'fetch-sparql-endpoint';
const { address, queries, truths, graphs } = JSON.parse(readFileSync(0));
const fetcher = new SparqlEndpointFetcher();
const all = stream => new Promise((done, fail) => {
  const found = []; stream.on('data', one => found.push(one)).on('end', () => done(found)).on('error', fail);
});
const told = term => ({ type: term.termType === 'NamedNode' ? 'uri' : 'literal', value: term.value,
  lang: term.language || null, datatype: term.datatype ? term.datatype.value : null });
const out = {};
for (const [name, query] of Object.entries(queries)) {
  if (truths.includes(name)) out[name] = await fetcher.fetchAsk(address, query);
  else if (graphs.includes(name)) out[name] = (await all(await fetcher.fetchTriples(address, query)))
    .map(one => [one.subject, one.predicate, one.object].map(told));
  else out[name] = (await all(await fetcher.fetchBindings(address, query)))
    .map(row => Object.fromEntries(Object.entries(row).map(([key, term]) => [key, told(term)])));
}
console.log(JSON.stringify(out));
"""
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("clients")) as running:
        yield running


@pytest.fixture(scope="module")
def expected(service: Running) -> dict[str, Any]:
    """What curl gets, which does nothing by itself."""
    return by_curl(service)


def term(told: dict[str, Any]) -> str:
    """A term of SPARQL's JSON as N3."""
    if told["type"] == "uri":
        return URIRef(told["value"]).n3()
    datatype = told.get("datatype")
    plain = datatype in (None, XSD_STRING, LANG_STRING)
    language = told.get("lang") or told.get("xml:lang")
    return Literal(told["value"], lang=language, datatype=None if plain else datatype, normalize=False).n3()


def rows(told: list[dict[str, Any]]) -> set[frozenset[tuple[str, str]]]:
    """Bindings of SPARQL's JSON as a value; no two of these queries' rows are the same."""
    found = {frozenset((name, term(value)) for name, value in row.items()) for row in told}
    assert len(found) == len(told)
    return found


def triples(graph: Any) -> set[tuple[str, ...]]:
    """A graph without blank nodes as a value."""
    return {tuple(node.n3() for node in triple) for triple in graph}


def by_curl(service: Running) -> dict[str, Any]:
    """By command line, with a POST."""

    def call(query: str, accept: str) -> str:
        command = ["curl", "-sS", "--fail", "--compressed", "-H", f"Accept: {accept}", "--data-urlencode",
                   f"query={query}", f"{service.address}/sparql"]  # fmt: skip
        return subprocess.run(command, capture_output=True, check=True, text=True, timeout=60).stdout

    found: dict[str, Any] = {}
    for name, query in QUERIES.items():
        if name in GRAPHS:
            found[name] = triples(Graph().parse(data=call(query, "application/n-triples"), format="nt"))
        else:
            told = json.loads(call(query, "application/sparql-results+json"))
            found[name] = told["boolean"] if name in TRUTHS else rows(told["results"]["bindings"])
    return found


def by_sparqlwrapper(service: Running) -> dict[str, Any]:
    """By the client that most Python programs use."""
    found: dict[str, Any] = {}
    for name, query in QUERIES.items():
        client = SPARQLWrapper(f"{service.address}/sparql")
        client.setQuery(query)
        client.setReturnFormat(TURTLE if name in GRAPHS else JSON)
        told: Any = client.queryAndConvert()
        if name in GRAPHS:
            found[name] = triples(Graph().parse(data=told, format="turtle"))
        else:
            found[name] = told["boolean"] if name in TRUTHS else rows(told["results"]["bindings"])
    return found


def by_rdflib(service: Running) -> dict[str, Any]:
    """By rdflib, for which the endpoint is a store."""
    graph = Graph(SPARQLStore(f"{service.address}/sparql", method="POST_FORM"))
    found: dict[str, Any] = {}
    for name, query in QUERIES.items():
        result: Result = graph.query(query)
        if name in TRUTHS:
            found[name] = result.askAnswer
        elif name in GRAPHS:
            found[name] = triples(result.graph)
        else:
            found[name] = {frozenset((str(key), value.n3()) for key, value in row.items()) for row in result.bindings}
    return found


def by_node(service: Running, folder: Path) -> dict[str, Any]:
    """By the fetcher under Comunica."""
    install = f"npm install --silent --no-audit --no-fund --prefix {folder} fetch-sparql-endpoint@7".split()
    if not shutil.which("npm") or subprocess.run(install, capture_output=True, timeout=300).returncode:
        pytest.skip("npm is not here, or has nowhere to install from")
    script = folder / "ask.mjs"
    script.write_text(NODE, encoding="utf-8")
    asked = {"address": f"{service.address}/sparql", "queries": QUERIES, "truths": [*TRUTHS], "graphs": [*GRAPHS]}
    told = json.loads(
        subprocess.run(
            ["node", str(script)], input=json.dumps(asked), capture_output=True, check=True, text=True, timeout=60
        ).stdout
    )
    return {
        name: answer if name in TRUTHS
        else {tuple(map(term, triple)) for triple in answer} if name in GRAPHS
        else rows(answer)
        for name, answer in told.items()
    }  # fmt: skip


def test_the_queries_have_answers(expected: dict[str, Any]) -> None:
    assert expected["truth"] is True
    assert all(len(expected[name]) > 3 for name in QUERIES if name not in TRUTHS | {"figures"})
    assert any(len(row) < 3 for row in expected["rows"]), "one has no number"


@pytest.mark.parametrize("ask", [by_sparqlwrapper, by_rdflib])
def test_a_python_client_gets_the_same(
    service: Running, expected: dict[str, Any], ask: Callable[[Running], dict[str, Any]]
) -> None:
    assert ask(service) == expected


def test_a_javascript_client_gets_the_same(service: Running, expected: dict[str, Any], tmp_path: Path) -> None:
    assert by_node(service, tmp_path) == expected
