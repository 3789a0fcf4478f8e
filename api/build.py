"""The build: files → readings → corrections → graphs → checks → links → index → release.

A source that cannot be read is left out and reported; a broken rule stops the build before anything is released. What
was read, mapped and embedded before is taken from the data folder's cache.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from api import deciding
from api.engines import INDEX, bring
from api.findings import FINDINGS, write_findings
from api.graphing import write_graphs
from api.parts import PARTED_FROM, PARTS, dump_held, held_of
from api.readings import Progress, Source, SourceFile, find_files, read_sources, with_unique_ids
from api.settings import Settings
from api.sources import keep_original
from api.versions import choose_versions
from api.wiring import load_encoder
from graph.files import FileCache
from graph.publishing import publish, writing
from graph.release import Release
from ontology.errors import ReadingError
from ontology.model import Finding, Passage, Reading, Rejected

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
    """Build a release of the files at and below the paths; raises `UsageError` where there are none."""
    return build_files(find_files(paths), settings, progress)


def build_files(files: Sequence[SourceFile], settings: Settings, progress: Progress = silent) -> Built:
    """Build a release of source files and make it the serving one.

    Raises `ReadingError` where nothing could be read, `ValidationError` where a rule is broken and `UsageError` where
    another build is writing.
    """
    clock = Clock()
    with writing(settings.data_dir) as staged:
        with clock.timed("läsning"):
            decided = deciding.load_standing(settings.data_dir)
            wanted, notes = deciding.without_withdrawn(files, decided)
            read, rejected, more = read_sources(wanted, FileCache(settings.cache / "readings"), progress)
            sources, replaced = choose_versions(_something(read, rejected))
            corrected = deciding.correct(with_unique_ids(sources), decided)
        readings = [source.reading for source in corrected.sources]
        with clock.timed("graf och kontroll"):
            checked = write_graphs(staged, readings, corrected, settings, progress)
        with clock.timed("sökindex"):
            model = write_index(staged, readings, settings, progress)
        found = [*checked, *notes, *more, *replaced, *corrected.findings, *(f for r in readings for f in r.findings)]
        write_findings(staged / FINDINGS, found, rejected, readings)
        deciding.write(staged, corrected)
        if len(readings) >= PARTED_FROM:
            (staged / PARTS).write_bytes(dump_held(held_of(readings)))
        for source in corrected.sources:
            keep_original(source.path, staged, source.reading.document.id)
        content, ready = facts(corrected.sources, settings, model), partial(bring, settings=settings)
        release = publish(staged, settings.data_dir, content, times(read), ready)
    return Built(release, readings, found, rejected, clock.seconds)


def _something(read: Sequence[Source], rejected: Sequence[Rejected]) -> Sequence[Source]:
    if not read:
        reasons = "\n".join(f"  {Path(one.path).name}: {one.reason}" for one in rejected)
        raise ReadingError(f"Inget av dokumenten gick att läsa, så ingen release byggdes.\n{reasons}")
    return read


def write_index(staged: Path, readings: Sequence[Reading], settings: Settings, progress: Progress) -> str:
    """Embed passages and elements, from the cache where it has them; returns the model's name."""
    from graph.index import PassageIndex
    from graph.passages import IndexEntry
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
        "sources": told(read),
    }


def told(read: Sequence[Source]) -> list[dict[str, str]]:
    """Where each document came from, as the manifest tells it."""
    return [{"document": s.reading.document.id, "file": s.name, "sha256": s.sha256} for s in read]


def times(read: Sequence[Source]) -> dict[str, Any]:
    """How many seconds each document took to read, where it was read anew."""
    return {"readings": {source.reading.document.id: round(source.seconds, 3) for source in read if source.seconds}}
