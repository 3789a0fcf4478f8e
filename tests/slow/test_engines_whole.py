"""A telling part of the suite over both engines at once, and PostgreSQL where it has many vectors."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from graph.embedder import StubEncoder, Vectors
from graph.index import PassageIndex
from graph.passages import IndexEntry
from graph.postgres import Database
from graph.postgres_index import PostgresIndex
from graph.postgres_loading import load
from tests.engines import postgres_server

pytestmark = pytest.mark.slow
SUBSET = ["tests/test_api.py", "tests/test_threads.py", "tests/assistant/test_queries.py"]


def test_a_telling_part_of_the_suite_passes_over_both_engines() -> None:
    """The whole: `python -m pytest --engines store,index` (`docs/scaling.md`)."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--engines", "store,index", *SUBSET]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-3000:]


def test_many_vectors_are_found_by_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    with postgres_server() as server:
        _compare(Database(server.settings["index"]), monkeypatch)


def _compare(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The best twenty of HNSW are nearly those of comparing all, over all documents and over a few."""
    monkeypatch.setattr("graph.postgres_loading.HNSW_FROM", 1000)
    chance, names = np.random.default_rng(7), [f"d{n:02}" for n in range(30)]
    vectors = chance.normal(size=(30, 1, 48)) + 0.6 * chance.normal(size=(30, 200, 48))
    vectors = (vectors / np.linalg.norm(vectors, axis=2, keepdims=True)).reshape(-1, 48).astype(np.float32)
    entries = [IndexEntry(f"{d}/{n:03}", f"stycke {n}", d, 2026, "passage", "text") for d in names for n in range(200)]
    encoder = FixedEncoder(vectors[::301] + 0.05)
    index = PassageIndex.of(entries, vectors, encoder.name)
    load(database, "f" * 16, index)
    there = PostgresIndex(database, "f" * 16)
    for documents in (None, names[:3]):  # the second is a twentieth: the search must go on until it has enough
        found = [
            [{hit.id for hit in one.search("x", encoder=encoder, mode="semantic", limit=20, documents=documents)}
             for _ in range(len(encoder.vectors))]
            for one in (index, there)
        ]  # fmt: skip
        shares = [len(here & there) / 20 for here, there in zip(*found, strict=True)]
        assert sum(shares) / len(shares) > 0.95
    query = "SELECT count(*) FROM pg_indexes WHERE indexdef LIKE '%hnsw%'"
    assert database.run(lambda connection: connection.execute(query).fetchone()) == (1,)


class FixedEncoder(StubEncoder):
    """Gives the vectors that it was made with, one after another and around."""

    def __init__(self, vectors: Vectors) -> None:
        super().__init__(vectors.shape[1])
        self.vectors, self._next = vectors.astype(np.float32), itertools.cycle(range(len(vectors)))

    def encode_queries(self, texts: list[str]) -> Vectors:
        return self.vectors[[next(self._next) for _ in texts]]
