"""Synthetic plans written straight into a release folder, past readers and model."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from api.build import index_entries
from api.engines import INDEX
from api.graphing import write_prepared
from api.parts import GRAPHS, PARTED_FROM, PARTS, Held, dump_held, held_of, sizes, threads_of_body
from api.sources import ORIGINALS
from graph.columns import ordered
from graph.index import PassageIndex
from graph.iris import Iris
from graph.mapping import graph_to_nquads, links_to_graph, reading_to_graph
from graph.passages import IndexEntry
from graph.publishing import seal
from graph.release import Release, read_manifest, switch
from graph.store import load_nquads
from tests.benchmarks.synthetic import Plans, issuer, links_between, text_of
from tests.benchmarks.vectors import write_vectors

ENTRIES = "entries"
PROCESSES = 2


def write_graphs(plans: Plans, folder: Path) -> None:
    """Each document's graph and file, each body's threads; what is to be found of them below `entries/`."""
    for name in (GRAPHS, ENTRIES, ORIGINALS):
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
        (folder / ORIGINALS / f"{document}.txt").write_text(text_of(reading.passages), encoding="utf-8")
        nquads = graph_to_nquads(reading_to_graph(reading, iris), iris.document_graph(document))
        (folder / GRAPHS / f"{document}.nq").write_text(nquads, encoding="utf-8")
    threads = links_to_graph(links_between(readings), iris)
    name = threads_of_body(issuer(body)[1].id)
    (folder / GRAPHS / f"{name}.nq").write_text(graph_to_nquads(threads, iris.thread_graph()), encoding="utf-8")
    if plans.documents >= PARTED_FROM:
        prepare_body(folder, issuer(body)[1].id, [*(reading.document.id for reading in readings), name])
    entries = [list(entry.values()) for reading in readings for entry in index_entries(reading)]
    found.write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")


def prepare_body(folder: Path, body: str | None, graphs: Iterable[str]) -> None:
    """What is read of some graphs when they are asked, as a build leaves it."""
    write_prepared(folder, body, load_nquads(*(folder / GRAPHS / f"{name}.nq" for name in graphs)), Iris())


def read_entries(folder: Path) -> Iterator[dict[str, Any]]:
    """What `write_graphs` left to be indexed."""
    names = ("id", "text", "kind", "type", "document", "year")
    for path in sorted((folder / ENTRIES).iterdir()):
        yield from (dict(zip(names, row, strict=True)) for row in json.loads(path.read_text(encoding="utf-8")))


def write_release(plans: Plans, data_dir: Path, model: str, encoder: str) -> Release:
    """All of a release: graphs, index with synthetic vectors, what it holds; sealed, and made the serving one."""
    staged = data_dir / "releases" / f"staged-{plans.passages}"
    write_graphs(plans, staged)
    held = write_held(plans, staged)
    if plans.documents < PARTED_FROM:
        prepare_body(staged, None, (path.stem for path in (staged / GRAPHS).iterdir()))
    write_index(staged, encoder)
    shutil.rmtree(staged / ENTRIES)
    sources = [{"document": d.id, "file": f"{d.id}.txt", "sha256": d.sha256} for d in held.documents]
    facts = {"base_iri": Iris().base, "model": model, "model_version": encoder, **sizes(held), "sources": sources}
    release_id = str(seal(staged, facts, {})["id"])
    folder = staged.rename(staged.with_name(release_id))
    switch(data_dir, release_id)
    return Release(release_id, folder, read_manifest(folder))


def write_held(plans: Plans, staged: Path) -> Held:
    """`parts.json`, where there are as many documents as are opened in parts."""
    held = held_of(reading for body in range(plans.bodies) for reading in plans.of_body(body))
    if len(held.documents) >= PARTED_FROM:
        (staged / PARTS).write_bytes(dump_held(held))
    return held


def write_index(staged: Path, encoder: str) -> None:
    """The index, with vectors that lie as real ones do."""
    entries = ordered(IndexEntry(**entry) for entry in read_entries(staged))
    with tempfile.NamedTemporaryFile(dir=staged.parent, suffix=".npy") as file:
        vectors = write_vectors([entry.id for entry in entries], Path(file.name))
        PassageIndex.of(entries, vectors, encoder).save(staged / INDEX)
