"""Source files → readings: those that were read before from the cache, the others each in a process of its own."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from api.bodies import with_issuers, with_shared_committees
from graph.files import FileCache, code_version, make_key
from graph.release import checksum
from ingest.mending import printable
from ontology.errors import ReadingError, UsageError
from ontology.model import Finding, Reading, Rejected

Progress = Callable[[str, int, int], None]
"""Called with what is being done (Swedish), how much of it is done, and how much there is."""
LEXICON = "RODATRADEN_LEXICON"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: where it lies, what it is called, its checksum; `added` where a person named it as new."""

    path: Path
    name: str
    sha256: str
    added: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A source file that was read, and what it gave; `seconds` is what the reading took, 0 from the cache."""

    path: Path
    name: str
    sha256: str
    reading: Reading
    seconds: float = 0.0
    added: bool = False


def find_files(paths: Sequence[Path], *, added: bool = False) -> list[SourceFile]:
    """The source files at and below the paths; raises `UsageError` where there are none."""
    from ingest.reading import find_sources

    if not paths:
        raise UsageError("Ange minst en källa: en fil eller en mapp med dokument.")
    return [SourceFile(path, printable(path.name), _checksum(path), added) for path in find_sources(paths)]


def _checksum(path: Path) -> str:
    """The file's checksum; one that cannot be opened gets its name's, and the reader says what is wrong with it."""
    try:
        return checksum(path)
    except OSError:
        return make_key(str(path))


def read_sources(
    files: Sequence[SourceFile], cache: FileCache, progress: Progress
) -> tuple[list[Source], list[Rejected], list[Finding]]:
    """Read every file: the good ones, the bad ones with the reason, and a note for each copy that was left out."""
    unique, notes = drop_copies(files)
    cached = {file.sha256: known for file in unique if (known := _from_cache(file, cache)) is not None}
    missing = [file for file in unique if file.sha256 not in cached]
    read = [Source(f.path, f.name, f.sha256, cached[f.sha256], 0.0, f.added) for f in unique if f.sha256 in cached]
    fresh, rejected = _read_anew(missing, cache, progress)
    named = [replace(source, reading=with_issuers(source.reading)) for source in (*read, *fresh)]
    shared = with_shared_committees([source.reading for source in named])
    sources = [replace(source, reading=reading) for source, reading in zip(named, shared, strict=True)]
    return sorted(sources, key=lambda source: source.name), rejected, notes


def drop_copies(files: Sequence[SourceFile]) -> tuple[list[SourceFile], list[Finding]]:
    """Leave out files whose content another file already has, by name order; an added one goes first."""
    kept: dict[str, SourceFile] = {}
    notes: list[Finding] = []
    for file in sorted(files, key=lambda f: (not f.added, f.name)):
        first = kept.setdefault(file.sha256, file)
        if first is not file and first.name != file.name:
            words = f"{file.name} har samma innehåll som {first.name} och lästes en gång."
            notes.append(Finding(severity="info", message=words))
    return list(kept.values()), notes


def key_of(file: SourceFile) -> str:
    """The key of a file's reading in the cache: the file, its kind, the code that reads, the user's own cue words."""
    lexicon = b""
    with suppress(KeyError, OSError):
        lexicon = Path(os.environ[LEXICON]).read_bytes()
    return make_key(file.sha256, file.path.suffix.lower(), lexicon, code_version("ingest", "ontology"))


def _from_cache(file: SourceFile, cache: FileCache) -> Reading | None:
    from ontology.transfer import load_reading

    content = cache.get(key_of(file))
    if content is None:
        return None
    try:
        return load_reading(content)
    except ValueError:
        return None


def _read_anew(
    files: Sequence[SourceFile], cache: FileCache, progress: Progress
) -> tuple[list[Source], list[Rejected]]:
    """Read files, each in a process of its own: whatever goes wrong with one is nobody else's trouble."""
    from ingest import isolation
    from ontology.transfer import dump_reading

    read: list[Source] = []
    rejected: list[Rejected] = []
    progress("Läser dokument", 0, len(files))
    outcomes = isolation.read_many([file.path for file in files]) if files else iter(())
    for file, outcome in zip(files, outcomes, strict=True):
        if isinstance(outcome.result, ReadingError):
            rejected.append(Rejected(path=file.name, reason=printable(str(outcome.result))))
        else:
            cache.put(key_of(file), dump_reading(outcome.result))
            read.append(Source(file.path, file.name, file.sha256, outcome.result, outcome.seconds, file.added))
        progress("Läser dokument", len(read) + len(rejected), len(files))
    return read, rejected


def with_unique_ids(read: Sequence[Source]) -> list[Source]:
    """Give every document an identifier of its own: in order of checksum, the second of a name gets `-2`."""
    taken: Counter[str] = Counter()
    named = []
    for source in sorted(read, key=lambda s: (s.reading.document.id, s.sha256)):
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
