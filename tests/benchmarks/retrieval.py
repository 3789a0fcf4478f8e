"""How well what is searched for is found: letters in memory and on the disk, meaning, both; and what cells cost.

    python -m tests.benchmarks.retrieval DATA QUESTIONS…

MRR@10 of the questions of some sets that name what a quote must hold: 1 over the place of the first entry that holds
it in a document that is asked of. Beside ours SQLite's FTS5, which keeps its letters on the disk too (trigrams; words
by its own `unicode61`). Then the release's own vectors are parted into cells, and one in twenty of them, moved as far
as a question is from its passage, is asked: the share of the ten nearest that is found, by the share looked into.
"""

from __future__ import annotations

import re
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from api.evaluation import KINDS, Asked, load_questions
from api.settings import Settings
from api.wiring import Service, open_service
from graph.cells import Cells
from graph.embedder import Vectors
from graph.index import PassageIndex
from graph.lexical import LexicalIndex
from ontology.svenska import words
from tests.benchmarks.vectors import asked

BEST = 10
SHARES = (1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4)
Search = Callable[[str], Sequence[str]]
"""A question → ids, best first."""


def main(data: Path, sets: Iterable[Path]) -> None:
    """Both tables."""
    service = open_service(Settings(data_dir=data))
    questions = [one for one in load_questions(sets) if one.answerable and one.cite and isinstance(one.q, str)]
    texts = texts_of(service)
    print(f"{len(questions)} questions, {len(texts)} entries\n\n| | MRR@10 | median ms |\n|---|---:|---:|")
    for name, search in searches(service, texts).items():
        search("värm upp")
        found, seconds = [], []
        for one in questions:
            started = time.perf_counter()
            ids = search(str(one.q))
            seconds.append(time.perf_counter() - started)
            found.append(reciprocal(ids, one, service, texts))
        print(f"| {name} | {statistics.mean(found):.3f} | {statistics.median(seconds) * 1000:.1f} |")
    print_recall(np.ascontiguousarray(service.index.vectors))  # type: ignore[attr-defined]


def texts_of(service: Service) -> dict[str, str]:
    """What can be found, by id, as it is indexed."""
    from api.build import index_entries
    from graph.prepared import load_prepared

    prepared = load_prepared(next(service.release.path("forberett").iterdir()))
    assert prepared, "build the release with this code first"
    return {entry["id"]: entry["text"] for reading in prepared.readings for entry in index_entries(reading)}


def searches(service: Service, texts: dict[str, str]) -> dict[str, Search]:
    """Every way to search."""
    index = service.index
    assert isinstance(index, PassageIndex)
    ids = [entry.id for entry in index.entries]
    memory = LexicalIndex.build(texts[one] for one in ids)

    def ours(mode: str) -> Search:
        return lambda query: [
            hit.id for hit in index.search(query, encoder=service.encoder, limit=BEST, mode=mode)  # type: ignore[arg-type]
        ]

    def in_memory(query: str) -> list[str]:
        scores = memory.scores(query)
        return [ids[place] for place in np.argsort(-scores, kind="stable")[:BEST]]

    return {
        "letters, on the disk": ours("lexical"), "letters, in memory": in_memory,
        "FTS5, trigrams": fts(texts, "trigram"), "FTS5, words": fts(texts, "unicode61"),
        "meaning": ours("semantic"), "letters and meaning": ours("fused"),
    }  # fmt: skip


def fts(texts: dict[str, str], tokenizer: str) -> Search:
    """SQLite's own full-text index, asked for any of a question's words."""
    base = sqlite3.connect("")  # a file of its own, gone with it
    base.execute(f"CREATE VIRTUAL TABLE found USING fts5(id UNINDEXED, text, tokenize='{tokenizer}')")
    base.executemany("INSERT INTO found VALUES (?, ?)", texts.items())
    base.execute("INSERT INTO found(found) VALUES ('optimize')")

    def search(query: str) -> list[str]:
        any_of = " OR ".join(f'"{word}"' for word in words(query) if len(word) > 2)
        rows = base.execute("SELECT id FROM found WHERE found MATCH ? ORDER BY rank LIMIT ?", (any_of, BEST))
        return [row[0] for row in rows]

    return search


def reciprocal(ids: Sequence[str], one: Asked, service: Service, texts: dict[str, str]) -> float:
    """1 over the place of the first that holds what a quote must hold, 0 where none does."""
    documents = service.catalogue.documents

    def right(found: str) -> bool:
        document = documents[found.rpartition("/")[0]]
        code = f"{KINDS[document.kind.value]}{document.year}"
        return any(code == wanted and re.search(pattern, texts[found]) for wanted, pattern in one.cite)

    return next((1 / place for place, found in enumerate(ids, 1) if right(found)), 0.0)


def print_recall(vectors: Vectors) -> None:
    """The share of the ten nearest that is found, by the share of the cells that is looked into."""
    cells, queries = Cells.build(vectors), asked(vectors, max(20, len(vectors) // 20))
    exact = np.argsort(-(queries @ vectors.T), axis=1)[:, :BEST]
    everywhere = np.ones(len(vectors), dtype=np.bool_)
    print(f"\n{len(vectors)} vectors in {len(cells.ends)} cells\n\n| looked into | recall |\n|---|---:|")
    for share in SHARES:
        held = []
        for query, best in zip(queries, exact, strict=True):
            near = np.asarray(cells.near(query, everywhere, BEST, share))
            chosen = near[np.argsort(-(vectors[near] @ query))[:BEST]]
            held.append(len({*chosen.tolist()} & {*best.tolist()}) / BEST)
        print(f"| {share:.1%} | {statistics.mean(held):.3f} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
