"""Stored releases of former formats brought to this one: a step for each format, from a folder's files to its files.

    1 → 2   one `graph.nq` became a file for each named graph; what people's decisions did stands in `decisions.json`

A migrated release is a new one with an id of its own, which names what it came from; the former is left as it was.
The log of decisions has had one format; the tests keep a log of each version and read it.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from graph.iris import Iris
from graph.publishing import aside, keep_release, locked
from graph.release import FORMAT, MANIFEST, Ready, Release, check_files, get_current, note, switch
from ontology.errors import ReleaseError

Facts = Mapping[str, Any]
HOW = "uppgraderad"
ORIGIN = "migrated_from"
NOT_FACTS = frozenset({"id", "format", "files", "times"})


def migrate(data_dir: Path, before: Ready | None = None) -> dict[str, str]:
    """Bring every release of a former format to this one: the former's id → the new one's, oldest first.

    What served serves on in its new form, when `before` has made others ready for it. Those that are migrated already
    are passed over. Raises `ReleaseError` for one that does not hold, and `UsageError` where another build is writing.
    """
    done: dict[str, Release] = {}
    with locked(data_dir):
        for former in find_former(data_dir):
            check_files(former)
            done[former.id] = _migrate(former, data_dir)
        serving = done.get(get_current(data_dir) or "")
        if serving:
            if before:
                before(serving)
            for release in done.values():  # the journal tells of them all, so that one may go back to an earlier one
                note(data_dir, release.id, HOW)
            switch(data_dir, serving.id, HOW)
    return {former: release.id for former, release in done.items()}


def find_former(data_dir: Path) -> list[Release]:
    """The releases of formats before this one that have a step and are not migrated yet, oldest first."""
    found, migrated = [], set()
    for path in sorted((data_dir / "releases").glob(f"[0-9a-f]*/{MANIFEST}")):
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        migrated.add(manifest.get(ORIGIN))
        if manifest.get("format") in STEPS:
            found.append(Release(path.parent.name, path.parent, manifest))
    left = [release for release in found if release.id not in migrated]
    return sorted(left, key=lambda release: str(release.manifest["times"]["built"]))


def _migrate(former: Release, data_dir: Path) -> Release:
    """A release's files copied aside, taken through the steps, and kept under a new id."""
    with aside(data_dir) as staged:
        for entry in former.manifest["files"]:
            target = staged / entry["path"]
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(former.path(entry["path"]), target)
        for number in range(former.manifest["format"], FORMAT):
            STEPS[number](staged, former.manifest)
        facts = {name: value for name, value in former.manifest.items() if name not in NOT_FACTS}
        return keep_release(staged, data_dir, {**facts, ORIGIN: former.id}, former.manifest["times"])


def _split_graphs(folder: Path, facts: Facts) -> None:
    """1 → 2: the lines of `graph.nq` in a file for each named graph, as they were, sorted."""
    source, iris = folder / "graph.nq", Iris(str(facts["base_iri"]))
    lines: dict[str, set[str]] = defaultdict(set)
    with source.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            lines[_graph_of(line)].add(line)
    names = {str(iris.thread_graph()): "tradar", str(iris.decision_graph()): "beslut"}
    names |= {str(iris.document_graph(one["document"])): one["document"] for one in facts["sources"]}
    (folder / "graph").mkdir()
    for graph, name in names.items():
        (folder / "graph" / f"{name}.nq").write_text("".join(sorted(lines.pop(graph, ()))), "utf-8", newline="")
    if lines:
        raise ReleaseError(f"Releasen har grafer som inte är något dokuments: {', '.join(sorted(lines))}.")
    source.unlink()


def _graph_of(line: str) -> str:
    """The named graph of an N-Quads line as our serialiser writes it."""
    return line.rpartition("<")[2].removesuffix("> .\n")


STEPS: Mapping[int, Callable[[Path, Facts], None]] = {1: _split_graphs}
"""The step from each former format to the next."""
