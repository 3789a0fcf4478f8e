"""Sources → readings: the good ones with identifiers of their own, the bad ones with the reason."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from api.bodies import with_issuers
from ontology.errors import ReadingError, UsageError
from ontology.model import Finding, Reading, Rejected

LOG = logging.getLogger("rodatraden.build")

Progress = Callable[[str, int, int], None]
"""Called with what is being done (Swedish), how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source file that was read, and what it gave."""

    path: Path
    reading: Reading
    seconds: float


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
