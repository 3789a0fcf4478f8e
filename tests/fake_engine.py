"""A SPARQL 1.1 engine without a network: pyoxigraph behind the protocol, for `SparqlClient`."""

from __future__ import annotations

from urllib.parse import parse_qs

import httpx
import pyoxigraph as ox

from graph.remote_source import ROWS, TRIPLES, SparqlClient


class FakeEngine:
    """Answers `query` and `update` forms, or `trouble` where it is set (once where it `heals`); `sent` is what came."""

    def __init__(self) -> None:
        """Empty."""
        self.store, self.sent = ox.Store(), list[dict[str, str]]()
        self.trouble: httpx.Response | httpx.TransportError | None = None
        self.heals = False

    def client(self) -> SparqlClient:
        """A client that reaches this engine only; its address bears a name and a password."""
        return SparqlClient("http://anna:hemligt@motor.example:7878/query", httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        form = {name: values[0] for name, values in parse_qs(request.read().decode()).items()}
        self.sent.append(form)
        trouble, self.trouble = self.trouble, None if self.heals else self.trouble
        if isinstance(trouble, httpx.TransportError):
            raise trouble
        if trouble is not None:
            return trouble
        if "update" in form:
            self.store.update(form["update"])
            return httpx.Response(204)
        try:
            found = self.store.query(form["query"], default_graph=ox.NamedNode(form["default-graph-uri"]))
        except SyntaxError as error:
            return httpx.Response(400, text=str(error))
        if isinstance(found, ox.QueryTriples):
            body, media = found.serialize(format=ox.RdfFormat.N_TRIPLES), TRIPLES
        else:
            body, media = found.serialize(format=ox.QueryResultsFormat.JSON), ROWS
        return httpx.Response(200, content=body, headers={"Content-Type": media})
