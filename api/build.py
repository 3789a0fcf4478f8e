"""The build: sources → readings → graphs → checks → links → index → release.

A source that cannot be read is left out and reported; a broken rule stops the build before anything is released.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from api.bodies import merged_bodies
from api.findings import FINDINGS, write_findings
from api.readings import Progress, Source, find_files, read_sources
from api.settings import Settings
from api.sources import keep_original
from api.wiring import GRAPH, INDEX, load_encoder
from graph.iris import Iris
from graph.release import Release, publish, writing
from graph.store import Store
from ontology.errors import ReadingError
from ontology.model import Finding, Link, Passage, Reading, Rejected

SHORTEST = 12
"""Passages with fewer characters than this say too little to be searched for."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build gave: the release and everything that a person should be told."""

    release: Release
    readings: Sequence[Reading]
    findings: Sequence[Finding]
    rejected: Sequence[Rejected]
    seconds: Mapping[str, float]


@dataclass(slots=True)
class Clock:
    """Seconds by stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add what the block takes to a stage."""
        started = time.perf_counter()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - started


def silent(stage: str, done: int, total: int) -> None:
    """A `Progress` that tells nobody."""


def build(paths: Sequence[Path], settings: Settings, progress: Progress = silent) -> Built:
    """Build a release from files and folders and make it the serving one.

    Raises `UsageError` where there is nothing to read, `ReadingError` where nothing could be read and
    `ValidationError` where a rule is broken.
    """
    clock = Clock()
    with clock.timed("läsning"):
        read, rejected, notes = read_sources(find_files(paths), progress)
    if not read:
        reasons = "\n".join(f"  {Path(one.path).name}: {one.reason}" for one in rejected)
        raise ReadingError(f"Inget av dokumenten gick att läsa, så ingen release byggdes.\n{reasons}")
    iris = Iris(settings.base_iri)
    readings = [source.reading for source in read]
    with writing(settings.data_dir) as staged:
        with clock.timed("graf och kontroll"):
            checked = write_graph(staged, readings, iris, progress)
        with clock.timed("sökindex"):
            model = write_index(staged, readings, settings, progress)
        found = [*checked, *notes, *(f for r in readings for f in r.findings)]
        write_findings(staged / FINDINGS, found, rejected, readings)
        for source in read:
            keep_original(source.path, staged, source.reading.document.id)
        release = publish(staged, settings.data_dir, facts(read, settings, model), times(read))
    return Built(release, readings, found, rejected, clock.seconds)


def write_graph(staged: Path, readings: Sequence[Reading], iris: Iris, progress: Progress) -> list[Finding]:
    """Write the sorted N-Quads and the validation report; returns the warnings, raises on violations."""
    from api.checking import check_documents, check_store, stop_on_violations
    from graph.mapping import graph_to_nquads, links_to_graph

    links = find_links(readings, progress)
    texts, findings = check_documents(readings, iris, staged, progress)
    texts.append(graph_to_nquads(links_to_graph(links, iris), iris.thread_graph()))
    lines = sorted({line for text in texts for line in text.splitlines() if line})
    (staged / GRAPH).write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    findings += check_store(Store.from_nquads(staged / GRAPH))
    stop_on_violations(findings)
    return findings


def find_links(readings: Sequence[Reading], progress: Progress) -> list[Link]:
    """The links over the years; a body's names in every year's plan tell that a recipient is the same."""
    from graph import threads

    progress("Knyter trådar mellan åren", 0, 1)
    elements = [e for reading in readings for e in reading.elements]
    found = threads.find_links(elements, organisations=merged_bodies(readings))
    progress("Knyter trådar mellan åren", 1, 1)
    return found


def write_index(staged: Path, readings: Sequence[Reading], settings: Settings, progress: Progress) -> str:
    """Embed passages and elements, from the cache where it has them; returns the model's name."""
    from graph.index import IndexEntry, PassageIndex
    from graph.vectors import VectorCache

    entries = [IndexEntry(**entry) for reading in readings for entry in index_entries(reading)]
    encoder = load_encoder(settings.model)
    cache = VectorCache(settings.vectors)
    index = PassageIndex.build(
        entries, encoder, cache=cache, progress=lambda done, total: progress("Beräknar vektorer", done, total)
    )
    index.save(staged / INDEX)
    return encoder.name


def index_entries(reading: Reading) -> Iterator[dict[str, Any]]:
    """What is searched for: passages that say something, and every element."""
    document = reading.document
    shared = {"document": document.id, "year": document.year}
    for passage in reading.passages:
        if searchable(passage):
            text = ": ".join([*passage.section, passage.text.replace("\t", " ")])
            yield {"id": f"{document.id}/{passage.id}", "text": text, "kind": "passage", "type": passage.kind, **shared}
    for element in reading.elements:
        yield {"id": element.id, "text": element.text, "kind": "element", "type": element.type, **shared}


def searchable(passage: Passage) -> bool:
    """Whether a passage is worth finding: no table head, and long enough to say something."""
    return passage.kind != "header" and len(passage.text) >= SHORTEST


def facts(read: Sequence[Source], settings: Settings, model: str) -> dict[str, Any]:
    """What the release's id is made of, beside its files."""
    counts = Counter(element.type for source in read for element in source.reading.elements)
    return {
        "base_iri": settings.base_iri,
        "model": settings.model,
        "model_version": model,
        "counts": {
            "documents": len(read),
            "passages": sum(len(source.reading.passages) for source in read),
            "elements": dict(sorted(counts.items())),
        },
        "sources": [
            {"document": s.reading.document.id, "file": s.path.name, "sha256": file_checksum(s)} for s in read
        ],
    }


def file_checksum(source: Source) -> str:
    """The source file's SHA-256."""
    return source.reading.document.sha256 or hashlib.sha256(source.path.read_bytes()).hexdigest()


def times(read: Sequence[Source]) -> dict[str, Any]:
    """How long each document took to read."""
    return {"readings": {source.reading.document.id: round(source.seconds, 3) for source in read}}
