"""Synthetic plans written straight into a release folder, past readers and model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from api.build import THREADS, index_entries
from api.engines import GRAPHS
from graph.iris import Iris
from graph.mapping import graph_to_nquads, links_to_graph, reading_to_graph
from tests.benchmarks.synthetic import Plans, links_between

ENTRIES = "entries"
PROCESSES = 2


def write_graphs(plans: Plans, folder: Path) -> None:
    """Each document's graph and each body's threads below `graph/`, what is to be found of them below `entries/`."""
    for name in (GRAPHS, ENTRIES):
        (folder / name).mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(PROCESSES) as pool:
        list(pool.map(partial(write_body, plans, folder), range(plans.bodies), chunksize=8))


def write_body(plans: Plans, folder: Path, body: int) -> None:
    """One body's files; what is there already is kept, so that a stopped run can go on."""
    found = folder / ENTRIES / f"{body:05}.json"
    if found.exists():
        return
    iris, readings = Iris(), plans.of_body(body)
    for reading in readings:
        document = reading.document.id
        nquads = graph_to_nquads(reading_to_graph(reading, iris), iris.document_graph(document))
        (folder / GRAPHS / f"{document}.nq").write_text(nquads, encoding="utf-8")
    threads = links_to_graph(links_between(readings), iris)
    name = f"{THREADS}.{body:05}.nq"
    (folder / GRAPHS / name).write_text(graph_to_nquads(threads, iris.thread_graph()), encoding="utf-8")
    entries = [list(entry.values()) for reading in readings for entry in index_entries(reading)]
    found.write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")


def read_entries(folder: Path) -> Iterator[dict[str, str | int]]:
    """What `write_graphs` left to be indexed."""
    names = ("id", "text", "kind", "type", "document", "year")
    for path in sorted((folder / ENTRIES).iterdir()):
        yield from (dict(zip(names, row, strict=True)) for row in json.loads(path.read_text(encoding="utf-8")))
