"""A document more in a large release: the bodies that it concerns are built anew, all else is linked from before.

What a build does to every document, this does to those of some bodies (`api.parts`): versions are chosen, graphs made
and checked, threads tied and the rules held over them. The other files are the former release's own, by link; the index
gets an addition (`graph.segments`), the store on the disk is the former's with the difference (`graph.disk_store`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from api import deciding
from api.build import Built, Clock, index_entries, silent, times, told
from api.checking import REPORT, stop_on_violations, write_report
from api.engines import GRAPHS, INDEX, bring
from api.findings import FINDINGS, find_unread
from api.graphing import check_rules, write_parts
from api.parts import PARTS, Held, dump_held, held_of, issuer_of, load_held, sizes, threads_of_body
from api.readings import Progress, Source, SourceFile, read_sources, with_unique_ids
from api.settings import Settings
from api.sources import ORIGINALS, find_original, keep_original
from api.versions import choose_versions
from api.wiring import load_encoder
from graph.columns import ordered
from graph.disk_store import change_disk_store, store_of
from graph.files import FileCache
from graph.index import PassageIndex
from graph.passages import IndexEntry
from graph.publishing import publish, writing
from graph.release import Release, load_release
from graph.segments import MOST, additions, write_addition
from graph.vectors import VectorCache, encode_cached, vector_key
from ontology.decisions import Correction, Review
from ontology.errors import ReadingError
from ontology.model import Finding, Reading, Rejected

CHECKS = "kontroll"
"""The folder of what SHACL says of bodies that were built anew."""


def can_grow(settings: Settings) -> bool:
    """Whether the serving release is one that grows: opened in parts, in this process's own store and index.

    People's decisions may concern any document, so with such a release is built whole.
    """
    release = load_release(settings.data_dir, verify=False)
    decided = any(isinstance(one, Correction | Review) for one in deciding.load_standing(settings.data_dir))
    own = settings.store is None and settings.index is None
    return own and not decided and release.path(PARTS).is_file() and len(additions(release.path(INDEX))) < MOST


def grow(new: Sequence[SourceFile], settings: Settings, progress: Progress = silent) -> Built:
    """Add files to the serving release; raises as `api.build.build_files`."""
    clock = Clock()
    with clock.timed("läsning"):
        former = load_release(settings.data_dir, verify=False)
        held = load_held(former)
        assert held
        cache = FileCache(settings.cache / "readings")
        read, rejected, notes = read_sources(new, cache, progress)
        if not read:
            raise ReadingError("\n".join(f"{one.path}: {one.reason}" for one in rejected))
        bodies = {issuer_of(source.reading.document) for source in read}
        known = _files_of(bodies, former, held)
        read, _, more = read_sources([*known, *new], cache, progress)
        chosen, replaced = choose_versions(read)
        sources = with_unique_ids(chosen)
    return grow_to(sources, bodies, settings, [*notes, *more, *replaced], rejected, progress, clock)


def grow_to(
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
    with writing(settings.data_dir) as staged:
        former = load_release(settings.data_dir, verify=False)
        held = load_held(former)
        assert held
        readings = [source.reading for source in sources]
        before = {d.id: d for d in held.documents if issuer_of(d) in bodies}
        fresh = [s for s in sources if before.get(s.reading.document.id) != s.reading.document]
        staying = before.keys() & {r.document.id for r in readings} - {s.reading.document.id for s in fresh}
        with clock.timed("länkning"):
            known = _link(staged, former, bodies, before.keys(), staying)
        with clock.timed("graf och kontroll"):
            found = _check(staged, readings, bodies, settings, progress)
        with clock.timed("sökindex"):
            _add_to_index(staged, fresh, before.keys() - {r.document.id for r in readings}, settings)
        found = [*found, *notes, *(finding for reading in readings for finding in reading.findings)]
        _write_findings(staged, former, found, rejected, sources, before.keys())
        for source in fresh:
            keep_original(source.path, staged, source.reading.document.id)
        after = held_of(readings, _without(held, before.keys()))
        (staged / PARTS).write_bytes(dump_held(after))
        facts = _facts(former, after, sources, before.keys())
        with clock.timed("publicering"):
            names = _graphs(bodies, dict.fromkeys([*before, *(r.document.id for r in readings)]))
            ready = partial(_bring_stores, former=former, names=names, settings=settings)
            release = publish(staged, settings.data_dir, facts, times(sources), ready, known=known)
    return Built(release, readings, found, rejected, clock.seconds)


def _check(
    staged: Path, readings: Sequence[Reading], bodies: Collection[str], settings: Settings, progress: Progress
) -> list[Finding]:
    """Write and check the bodies' graphs, with a report of their own; raises `ValidationError`."""
    parts = write_parts(staged, readings, (), settings, progress, parted=True)
    folder = staged / _report_of(bodies)
    folder.mkdir(parents=True)
    write_report(folder, parts)
    found = [*(f for part in parts for f in part.findings), *check_rules(staged, readings, parted=True)]
    stop_on_violations(found)
    return found


def _report_of(bodies: Collection[str]) -> str:
    return f"{CHECKS}/{'+'.join(sorted(bodies)).replace('/', '.')}"


def _without(held: Held, documents: Collection[str]) -> Held:
    kept = tuple(d for d in held.documents if d.id not in documents)
    return Held(kept, held.organisations, {d.id: held.counts[d.id] for d in kept})


def _facts(former: Release, after: Held, sources: Sequence[Source], before: Collection[str]) -> dict[str, Any]:
    """The manifest's facts: the former's, with what is counted and where it came from anew."""
    names = ("base_iri", "model", "model_version")
    others = [entry for entry in former.manifest["sources"] if entry["document"] not in before]
    return {name: former.manifest[name] for name in names} | sizes(after) | {"sources": [*others, *told(sources)]}


def _bring_stores(release: Release, former: Release, names: Sequence[str], settings: Settings) -> None:
    """The next store on the disk: the former's with what differs in some graph files; and engines, where there are."""
    changed = [(former.path(name), release.path(name)) for name in names]
    change_disk_store(store_of(former.folder), store_of(release.folder), changed)
    bring(release, settings)


def _files_of(bodies: Collection[str], former: Release, held: Held) -> list[SourceFile]:
    """The originals of the bodies' documents."""
    wanted = {d.id for d in held.documents if issuer_of(d) in bodies}
    entries = [entry for entry in former.manifest["sources"] if entry["document"] in wanted]
    paths = ((entry, find_original(former, entry["document"])) for entry in entries)
    return [SourceFile(path, entry["file"], entry["sha256"]) for entry, path in paths if path]


def _link(
    staged: Path, former: Release, bodies: Collection[str], before: Collection[str], staying: Collection[str]
) -> dict[str, dict[str, Any]]:
    """Link what stays; returns its lines of the manifest, by path. What is written anew has no link."""
    anew = {PARTS, FINDINGS, f"{_report_of(bodies)}/{REPORT}", *_graphs(bodies, before)}
    gone = set(before) - set(staying)
    known: dict[str, dict[str, Any]] = {}
    for entry in former.manifest["files"]:
        path = entry["path"]
        folder, _, name = path.rpartition("/")
        if path in anew or (folder == ORIGINALS and name.rpartition(".")[0] in gone):
            continue
        known[path] = entry
    for folder in {path.rpartition("/")[0] for path in known}:
        (staged / folder).mkdir(parents=True, exist_ok=True)
    for path in known:  # strings: there are many thousands
        os.link(f"{former.folder}/{path}", f"{staged}/{path}")
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


def _write_findings(
    staged: Path, former: Release, found: Sequence[Finding], rejected: Sequence[Rejected], sources: Sequence[Source],
    before: Collection[str],
) -> None:  # fmt: skip
    """What was found before of other documents, and what is found now."""
    told: Any = former.load_json(FINDINGS) or {"findings": [], "rejected": [], "unread": [], "conforms": True}
    now = {*before, *(source.reading.document.id for source in sources)}
    for name in ("findings", "unread"):
        told[name] = [one for one in told[name] if one["document"] not in now]
    told["findings"] += [asdict(finding) for finding in found]
    told["rejected"] += [{"path": Path(one.path).name, "reason": one.reason} for one in rejected]
    told["unread"] += [one.model_dump() for source in sources for one in find_unread(source.reading)]
    (staged / FINDINGS).write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
