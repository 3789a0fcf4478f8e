"""The build: sources → readings → graphs → checks → links → index → release.

A source that cannot be read is left out and reported; a broken rule stops the build before anything is released.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from api.bodies import with_issuers
from api.findings import FINDINGS, write_findings
from api.settings import Settings
from api.sources import keep_original
from api.wiring import GRAPH, INDEX, load_encoder
from graph.iris import Iris
from graph.release import Release, publish, writing
from graph.store import Store
from ontology.errors import ReadingError, UsageError
from ontology.model import Element, Finding, Link, Passage, Reading, Rejected

LOG = logging.getLogger("rodatraden.build")
SHORTEST = 12
"""Passages with fewer characters than this say too little to be searched for."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done (Swedish), how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source file that was read, and what it gave."""

    path: Path
    reading: Reading
    seconds: float


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


def find_files(paths: Sequence[Path]) -> list[Path]:
    """The source files; raises `UsageError` where there are none."""
    from ingest.reading import find_sources

    if not paths:
        raise UsageError("Ange minst en källa: en fil eller en mapp med dokument.")
    return list(find_sources(paths))


def read_sources(files: Sequence[Path], progress: Progress) -> tuple[list[Source], list[Rejected], list[Finding]]:
    """Read every file; the good ones with identifiers of their own, the bad ones with the reason."""
    read: list[Source] = []
    rejected: list[Rejected] = []
    for number, path in enumerate(files):
        progress("Läser dokument", number, len(files))
        outcome = read_source(path)
        if isinstance(outcome, Rejected):
            rejected.append(outcome)
        else:
            read.append(outcome)
    progress("Läser dokument", len(files), len(files))
    unique, notes = drop_copies(read)
    return with_unique_ids(unique), rejected, notes


def read_source(path: Path) -> Source | Rejected:
    """Read one file; whatever goes wrong with it is its own trouble and nobody else's."""
    from ingest.reading import read_document

    started = time.perf_counter()
    try:
        return Source(path, with_issuers(read_document(path)), time.perf_counter() - started)
    except ReadingError as error:
        return Rejected(path=str(path), reason=str(error))
    except Exception as error:  # a damaged file can make a parser fail in any way
        LOG.exception("%s", path)
        kind = type(error).__name__
        return Rejected(path=str(path), reason=f"Filen gick inte att läsa ({kind}). Spara om den och försök igen.")


def drop_copies(read: Sequence[Source]) -> tuple[list[Source], list[Finding]]:
    """Leave out files whose content another file already gave, by name order."""
    kept: dict[str, Source] = {}
    notes: list[Finding] = []
    for source in sorted(read, key=lambda s: s.path.name):
        document = source.reading.document
        first = kept.setdefault(document.sha256 or str(source.path), source)
        if first is not source:
            words = f"{source.path.name} har samma innehåll som {first.path.name} och lästes en gång."
            notes.append(Finding(severity="info", message=words, document=document.id))
    return list(kept.values()), notes


def with_unique_ids(read: Sequence[Source]) -> list[Source]:
    """Give every document an identifier of its own: in order of checksum, the second of a name gets `-2`."""
    taken: Counter[str] = Counter()
    named = []
    for source in sorted(read, key=lambda s: (s.reading.document.id, s.reading.document.sha256)):
        name = source.reading.document.id
        taken[name] += 1
        reading = source.reading if taken[name] == 1 else renamed(source.reading, f"{name}-{taken[name]}")
        named.append(replace(source, reading=reading))
    return sorted(named, key=lambda s: (s.reading.document.year, s.reading.document.id))


def renamed(reading: Reading, document_id: str) -> Reading:
    """The reading under another document identifier, its elements' identifiers with it."""
    old = reading.document.id

    def moved(identifier: str | None) -> str | None:
        inside = identifier is not None and identifier.startswith(old + "/")
        return document_id + identifier.removeprefix(old) if identifier and inside else identifier

    elements = tuple(
        replace(
            e, id=moved(e.id) or e.id, document=document_id, objective=moved(e.objective), part_of=moved(e.part_of)
        )
        for e in reading.elements
    )  # fmt: skip
    findings = tuple(replace(f, document=document_id, focus=moved(f.focus)) for f in reading.findings)
    document = replace(reading.document, id=document_id)
    return replace(reading, document=document, elements=elements, findings=findings)


def write_graph(staged: Path, readings: Sequence[Reading], iris: Iris, progress: Progress) -> list[Finding]:
    """Write the sorted N-Quads and the validation report; returns the warnings, raises on violations."""
    from api.checking import check_documents, check_store, stop_on_violations
    from graph.mapping import graph_to_nquads, links_to_graph

    links = find_links([e for reading in readings for e in reading.elements], progress)
    texts, findings = check_documents(readings, iris, staged, progress)
    texts.append(graph_to_nquads(links_to_graph(links, iris), iris.thread_graph()))
    lines = sorted({line for text in texts for line in text.splitlines() if line})
    (staged / GRAPH).write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    findings += check_store(Store.from_nquads(staged / GRAPH))
    stop_on_violations(findings)
    return findings


def find_links(elements: Sequence[Element], progress: Progress) -> list[Link]:
    """The links over the years."""
    from graph import threads

    progress("Knyter trådar mellan åren", 0, 1)
    found = threads.find_links(elements)
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
