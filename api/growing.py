"""A document more in a large release: the bodies that it concerns are built anew, all else is linked from before.

What a build does to every document, this does to those of some bodies (`api.parts`): versions are chosen, graphs made
and checked, threads tied and the rules held over them. The other files are the former release's own, by link; the index
gets an addition (`graph.segments`), the store on the disk is the former's with the difference (`graph.disk_store`).
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from api import deciding
from api.build import Built, Clock, index_entries, silent, times, told
from api.checking import stop_on_violations, write_report
from api.engines import INDEX
from api.findings import FINDINGS, write_findings
from api.graphing import check_together, groups, write_parts
from api.parts import (
    GRAPHS,
    PARTS,
    Held,
    dump_held,
    held_of,
    issuer_of,
    load_held,
    prepared_of,
    sizes,
    threads_of_body,
)
from api.readings import Progress, Source, SourceFile, read_sources, with_unique_ids
from api.settings import Settings
from api.sources import ORIGINALS, find_original, keep_original
from api.versions import choose_versions
from api.wiring import load_encoder
from graph.columns import ordered
from graph.disk_store import change_disk_store, store_of
from graph.files import FileCache
from graph.index import PassageIndex
from graph.iris import Iris
from graph.passages import IndexEntry
from graph.publishing import link_files, publish, writing
from graph.release import Release, load_release
from graph.segments import MOST, additions, write_addition
from graph.vectors import VectorCache, encode_cached, vector_key
from ontology.decisions import Withdrawal
from ontology.errors import ReadingError
from ontology.model import Finding, Reading, Rejected

PER_DOCUMENT = ("findings", "unread")
"""What `findings.json` tells document by document."""
CHECKS = "kontroll"
"""The folder of what SHACL says of each body that was built anew."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a release grows from: the serving one and what it holds; `staged` is where the next is written."""

    staged: Path
    former: Release
    held: Held
    linked: Future[None]
    """Done when every file of the former lies in `staged` too, by link: while the new documents are read."""


@contextmanager
def ground(settings: Settings) -> Iterator[Ground]:
    """The serving release to grow from; no other is made meanwhile. Raises `UsageError` where another build writes."""
    with writing(settings.data_dir) as staged, ThreadPoolExecutor(1) as beside:
        former = load_release(settings.data_dir, verify=False)
        linked = beside.submit(link_files, former, staged)
        held = load_held(former)
        assert held
        yield Ground(staged, former, held, linked)


def can_grow(settings: Settings) -> bool:
    """Whether the serving release is one that grows: opened in parts, in this process's own store and index.

    People's decisions may concern any document, so with such a release is built whole; a withdrawal only while the
    document is still held.
    """
    release = load_release(settings.data_dir, verify=False)
    held = {entry["sha256"] for entry in release.manifest["sources"]}
    decided = any(
        not isinstance(one, Withdrawal) or one.sha256 in held for one in deciding.load_standing(settings.data_dir)
    )
    own = settings.store is None and settings.index is None
    return own and not decided and release.path(PARTS).is_file() and len(additions(release.path(INDEX))) < MOST


def grow(new: Sequence[SourceFile], settings: Settings, progress: Progress = silent) -> Built:
    """Add files to the serving release; raises as `api.build.build_files`."""
    clock = Clock()
    with ground(settings) as base:
        with clock.timed("läsning"):
            cache, bodies = FileCache(settings.cache / "readings"), set[str]()
            read, rejected, notes = read_sources(new, cache, progress)
            if not read:
                raise ReadingError("\n".join(f"{one.path}: {one.reason}" for one in rejected))
            while not (met := {issuer_of(source.reading.document) for source in read}) <= bodies:
                bodies |= met  # a reader of today may take a document that is held for another body's
                read, rejected, notes = read_sources([*_files_of(bodies, base), *new], cache, progress)
            chosen, replaced = choose_versions(read)
            sources = with_unique_ids(chosen)
        return grow_to(base, sources, bodies, settings, [*notes, *replaced], rejected, progress, clock)


def grow_to(
    base: Ground,
    sources: Sequence[Source],
    bodies: Collection[str],
    settings: Settings,
    notes: Sequence[Finding] = (),
    rejected: Sequence[Rejected] = (),
    progress: Progress = silent,
    clock: Clock | None = None,
) -> Built:
    """Make the release in which the documents of some bodies are just these; what the others have is as it was."""
    clock = clock or Clock()
    staged, former, readings = base.staged, base.former, [source.reading for source in sources]
    now = {reading.document.id for reading in readings}
    before = {d.id: d for d in base.held.documents if issuer_of(d) in bodies}
    fresh = [s for s in sources if before.get(s.reading.document.id) != s.reading.document]
    staying = before.keys() & now - {s.reading.document.id for s in fresh}
    with clock.timed("länkning"):
        known = _keep(base, bodies, before.keys(), staying)
    with clock.timed("graf och kontroll"):
        found = _check(staged, readings, settings, progress)
    with clock.timed("sökindex"):
        _add_to_index(staged, [s for s in sources if _differs(base, s)], before.keys() - now, settings)
    found = [*found, *notes, *(finding for reading in readings for finding in reading.findings)]
    write_findings(staged / FINDINGS, found, rejected, readings, _found_before(former, before.keys() | now))
    for source in fresh:
        keep_original(source.path, staged, source.reading.document.id)
    after = held_of(readings, _without(base.held, before.keys()))
    (staged / PARTS).write_bytes(dump_held(after))
    with clock.timed("publicering"):
        facts = _facts(former, after, sources, before.keys())
        ready = partial(_change_store, former=former, names=_graphs(bodies, before.keys() | now))
        release = publish(staged, settings.data_dir, facts, times(sources), ready, known=known)
    return Built(release, readings, found, rejected, clock.seconds)


def _check(staged: Path, readings: Sequence[Reading], settings: Settings, progress: Progress) -> list[Finding]:
    """Write and check each body's graphs, with a report of its own; raises `ValidationError`."""
    (staged / CHECKS).mkdir(exist_ok=True)
    found: list[Finding] = []
    for body, group in groups(readings, parted=True).items():
        parts = write_parts(staged, group, (), settings, progress, parted=True)
        write_report(staged / _report_of(body), parts)
        found += (finding for part in parts for finding in part.findings)
    found += check_together(staged, readings, Iris(settings.base_iri), parted=True)
    stop_on_violations(found)
    return found


def _report_of(body: str | None) -> str:
    return f"{CHECKS}/{threads_of_body(body)}.ttl"


def _without(held: Held, documents: Collection[str]) -> Held:
    kept = tuple(d for d in held.documents if d.id not in documents)
    return Held(kept, held.organisations, {d.id: held.counts[d.id] for d in kept})


def _facts(former: Release, after: Held, sources: Sequence[Source], before: Collection[str]) -> dict[str, Any]:
    """The manifest's facts: the former's, with what is counted and where it came from anew."""
    names = ("base_iri", "model", "model_version")
    others = [entry for entry in former.manifest["sources"] if entry["document"] not in before]
    return {name: former.manifest[name] for name in names} | sizes(after) | {"sources": [*others, *told(sources)]}


def _change_store(release: Release, former: Release, names: Sequence[str]) -> None:
    """The next store on the disk: the former's with what differs in some graph files."""
    changed = [(former.path(name), release.path(name)) for name in names]
    change_disk_store(store_of(former.folder), store_of(release.folder), changed)


def _differs(base: Ground, source: Source) -> bool:
    """Whether a document's graph is new or another than before, so that what is to be found of it may be."""
    name = f"{GRAPHS}/{source.reading.document.id}.nq"
    before = base.former.path(name)
    return not before.is_file() or before.read_bytes() != (base.staged / name).read_bytes()


def _files_of(bodies: Collection[str], base: Ground) -> list[SourceFile]:
    """The originals of the bodies' documents."""
    wanted = {d.id for d in base.held.documents if issuer_of(d) in bodies}
    entries = [entry for entry in base.former.manifest["sources"] if entry["document"] in wanted]
    paths = ((entry, find_original(base.former, entry["document"])) for entry in entries)
    return [SourceFile(path, entry["file"], entry["sha256"]) for entry, path in paths if path]


def _keep(
    base: Ground, bodies: Collection[str], before: Collection[str], staying: Collection[str]
) -> dict[str, dict[str, Any]]:
    """The links of what stays; returns its lines of the manifest, by path. What is written anew has no link."""
    base.linked.result()
    anew = {PARTS, FINDINGS, *map(_report_of, bodies), *map(prepared_of, bodies), *_graphs(bodies, before)}
    gone = set(before) - set(staying)
    known: dict[str, dict[str, Any]] = {}
    for entry in base.former.manifest["files"]:
        path = entry["path"]
        folder, _, name = path.rpartition("/")
        if path in anew or (folder == ORIGINALS and name.rpartition(".")[0] in gone):
            os.unlink(f"{base.staged}/{path}")
        else:
            known[path] = entry
    return known


def _graphs(bodies: Iterable[str], documents: Iterable[str]) -> list[str]:
    """The graph files of some bodies' documents and threads."""
    return [f"{GRAPHS}/{name}.nq" for name in (*documents, *map(threads_of_body, bodies))]


def _add_to_index(staged: Path, fresh: Sequence[Source], gone: Collection[str], settings: Settings) -> None:
    """An addition with what is new; only that is embedded, and the cache is written to but not read through."""
    if not fresh and not gone:
        return
    large = PassageIndex.load(staged / INDEX, verify=False)
    encoder = load_encoder(settings.model)
    entries = ordered(IndexEntry(**entry) for source in fresh for entry in index_entries(source.reading))
    texts = [entry.text for entry in entries]
    vectors = encode_cached(encoder, None, texts, "passage")
    keys = {vector_key(encoder.name, "passage", text): place for place, text in enumerate(texts)}
    VectorCache(settings.vectors).add(list(keys), vectors[list(keys.values())])
    write_addition(staged / INDEX, large, entries, vectors, gone)


def _found_before(former: Release, documents: Collection[str]) -> dict[str, Any]:
    """What was found before, less what concerns some documents."""
    told: Any = former.load_json(FINDINGS) or {}
    kept = {name: [one for one in told.get(name, ()) if one["document"] not in documents] for name in PER_DOCUMENT}
    return {**told, **kept}
