"""A release's quads in a SPARQL 1.1 engine beyond this process, over HTTP; `graph.remote_loading` puts them there.

Protocol: https://www.w3.org/TR/sparql11-protocol/. A release is one graph of the engine's, the union of all that its
files hold, named in each query as the default graph: so an old and a new release lie side by side, and a query can
meet one only. Each file's graph lies there too, named by its checksum, so that releases share what they have in common.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

import httpx
import pyoxigraph as ox

from graph.sources import Description, Result
from ontology.errors import EngineError

URN = "urn:rodatraden:"
CATALOGUE = ox.NamedNode(URN + "releaser")
"""The graph that tells which releases are whole, what they are made of, and how many statements they have."""
HAS_GRAPH, NAMED, STATEMENTS = (ox.NamedNode(URN + name) for name in ("graf", "namn", "utsagor"))
AT_A_TIME = 200
"""How many nodes are described by one query."""
ROWS, TRIPLES = "application/sparql-results+json", "application/n-triples"
ACCEPT = f"{ROWS}, {TRIPLES};q=0.9"


def release_graph(release_id: str) -> ox.NamedNode:
    """The engine's name for a release's union."""
    return ox.NamedNode(f"{URN}release:{release_id}")


class SparqlClient:
    """The SPARQL 1.1 protocol over one pool of connections, which is opened anew when the engine comes back.

    A name and password in the address are sent as Basic authentication and told to nobody.
    """

    def __init__(
        self, address: str, transport: httpx.BaseTransport | None = None, *, patience: float = 30.0
    ) -> None:
        """Nothing is asked yet; `patience` in seconds. `transport` takes the network's place in tests."""
        self._url = httpx.URL(address)
        self.shown = str(self._url.copy_with(userinfo=b""))
        self._http = httpx.Client(
            timeout=httpx.Timeout(patience, connect=3), headers={"Accept": ACCEPT}, transport=transport
        )

    def query(self, text: str, graph: ox.NamedNode) -> Result:
        """The answer over one graph; raises `SyntaxError` for what is no query, `EngineError` for trouble there."""
        answer = self.send({"query": text, "default-graph-uri": graph.value})
        try:
            if answer.headers.get("content-type", "").startswith(TRIPLES):
                store = ox.Store()
                store.load(answer.content, ox.RdfFormat.N_TRIPLES)
                return store.query("CONSTRUCT WHERE { ?s ?p ?o }")
            return ox.parse_query_results(answer.content, ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise EngineError(f"Motorn på {self.shown} svarade med något som inte kan läsas ({error}).") from error

    def send(self, form: Mapping[str, str]) -> httpx.Response:
        """Post a form; a connection that the engine has closed meanwhile is tried once more."""
        try:
            try:
                answer = self._http.post(self._url, data=dict(form))
            except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError):
                answer = self._http.post(self._url, data=dict(form))
        except httpx.TransportError as error:
            raise EngineError(
                f"SPARQL-motorn på {self.shown} svarar inte ({type(error).__name__}). Starta den, eller rätta "
                "RODATRADEN_STORE. Tjänsten svarar igen så snart motorn gör det."
            ) from error
        if answer.status_code == httpx.codes.BAD_REQUEST and "query" in form:
            raise SyntaxError(answer.text[:500])
        if not answer.is_success:
            raise EngineError(
                f"SPARQL-motorn på {self.shown} svarade {answer.status_code}: {answer.text[:300].strip()}. "
                "Se motorns logg, och att namn och lösenord i adressen stämmer."
            )
        return answer


class SparqlSource:
    """A `QuadSource` over one release in an engine; safe to share between threads."""

    def __init__(self, client: SparqlClient, release_id: str) -> None:
        """Raises `EngineError` where the engine does not answer or does not hold the release whole."""
        self._client, self._release = client, release_graph(release_id)
        if not self._told:
            raise EngineError(
                f"Releasen {release_id} ligger inte i motorn på {client.shown}. "
                "Kör ”rodatraden load” med samma inställningar som bygget."
            )

    def query(self, text: str) -> Result:
        """Ask the engine, the release's union for a default graph."""
        return self._client.query(text, self._release)

    def size(self) -> int:
        """As the loading counted; the engine's own count would take a scan."""
        return int(self._told[STATEMENTS.value][0])

    def graphs(self) -> list[str]:
        """From the engine's catalogue of releases."""
        return sorted(self._named)

    def graph(self, name: str) -> list[ox.Triple]:
        """What the files' graphs that bear the name in this release say together."""
        stored = [ox.NamedNode(graph) for graph in self._named.get(name, ())]
        found = [self._client.query("CONSTRUCT WHERE { ?s ?p ?o }", graph) for graph in stored]
        return list({triple: None for result in found if isinstance(result, ox.QueryTriples) for triple in result})

    def describe(self, iris: Sequence[str]) -> dict[str, Description]:
        """Some hundred nodes a query."""
        return self._describe(iris, self._release)

    def subjects(self, predicate: str, obj: str) -> list[str]:
        """Sorted, since an engine's own order is nobody's."""
        text = f"SELECT DISTINCT ?s WHERE {{ ?s {ox.NamedNode(predicate)} {ox.NamedNode(obj)} FILTER(isIRI(?s)) }}"
        return sorted(row["s"].value for row in solutions(self.query(text)))

    def _describe(self, iris: Sequence[str], graph: ox.NamedNode) -> dict[str, Description]:
        found: dict[str, dict[str, list[str]]] = {}
        places = iter(dict.fromkeys(iris))
        while some := list(islice(places, AT_A_TIME)):
            values = " ".join(str(ox.NamedNode(iri)) for iri in some)
            text = f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o }}"
            for row in solutions(self._client.query(text, graph)):
                found.setdefault(row["s"].value, {}).setdefault(row["p"].value, []).append(row["o"].value)
        return dict(found)

    @cached_property
    def _told(self) -> Description:
        """What the engine's catalogue says of this release."""
        return self._describe([self._release.value], CATALOGUE).get(self._release.value, {})

    @cached_property
    def _named(self) -> Mapping[str, Sequence[str]]:
        """The graphs' names in the release → what the engine calls the files' graphs of that name."""
        found: dict[str, list[str]] = {}
        for graph, told in self._describe(self._told.get(HAS_GRAPH.value, ()), CATALOGUE).items():
            for name in told.get(NAMED.value, ()):
                found.setdefault(name, []).append(graph)
        return found


def solutions(result: Result) -> Iterator[Any]:
    """The rows of a SELECT query."""
    assert isinstance(result, ox.QuerySolutions)
    return iter(result)
