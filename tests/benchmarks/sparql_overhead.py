"""A query of 1,000 rows through HTTP, beside the same query in pyoxigraph and serialising.

`python -m tests.benchmarks.sparql_overhead` prints medians in milliseconds and their ratio: for a query that is asked
for the first time, as JSON and packed, and for one that was asked before, whose answer the service has kept. All are
measured in turns; run it on a machine that does nothing else.
"""

from __future__ import annotations

import io
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox

from graph.store import load_nquads
from tests.slow.serving import serving

ROUNDS = 100
NUMBERS = count()
RT = "PREFIX rt: <https://rodatraden.example/ontology#> "
QUERIES = {
    "scan": "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1000",
    "join": RT + "SELECT ?s ?d ?year ?text { ?s rt:text ?text ; rt:iDokument ?d . ?d rt:ar ?year } LIMIT 1000",
    "sorted": "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 1000",
}


def medians(*calls: Callable[[], object]) -> list[float]:
    """The median of many calls of each, in turns, in milliseconds."""
    took: list[list[float]] = [[] for _ in calls]
    for _ in range(ROUNDS):
        for call, times in zip(calls, took, strict=True):
            started = time.perf_counter()
            call()
            times.append((time.perf_counter() - started) * 1000)
    return [statistics.median(times[ROUNDS // 10 :]) for times in took]


def direct(store: ox.Store, query: str) -> bytes:
    """The same query and the same bytes, in this process."""
    out = io.BytesIO()
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    found.serialize(out, format=ox.QueryResultsFormat.JSON)
    return out.getvalue()


def through(connection: HTTPConnection, query: str, coding: str) -> bytes:
    """The query's answer over HTTP, on a connection that stays open."""
    connection.request("GET", "/sparql?" + urlencode({"query": query}), headers={"Accept-Encoding": coding})
    return connection.getresponse().read()


def anew(connection: HTTPConnection, query: str, coding: str) -> bytes:
    """As `through`, of a query that has not been asked before: its answer is not kept."""
    return through(connection, f"{query} # {next(NUMBERS)}", coding)


def main() -> None:
    """Serve the examples and measure."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as running:
        store = load_nquads(*sorted(Path(folder).glob("data/releases/*/graph/*.nq")))
        http = HTTPConnection(running.address.removeprefix("http://"))
        for name, query in QUERIES.items():
            answer = direct(store, query)
            assert len(through(http, query, "identity")) == len(answer), "the two did not get the same rows"
            rows = json.loads(answer)["results"]["bindings"]
            inside, plain, packed, again = medians(
                partial(direct, store, query),
                partial(anew, http, query, "identity"),
                partial(anew, http, query, "gzip"),
                partial(through, http, query, "identity"),
            )
            print(f"{name}, {len(rows)} rows, {len(answer)} bytes: {inside:.2f} ms inside")
            print(f"  {plain:.2f} ms through HTTP, {plain / inside:.2f} times; packed {packed:.2f} ms")
            print(f"  asked again {again:.2f} ms, {again / inside:.2f} times")


if __name__ == "__main__":
    main()
