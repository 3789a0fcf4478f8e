"""Writing a release: aside on the same disk, sealed with its manifest, then renamed into place and switched to.

A crash at any moment leaves the former release in service and at most a folder that the next build sweeps away. A
file that the serving release has already is the same file in the new one: linked, not copied.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from graph.files import sync, write_whole
from graph.release import (
    FORMAT,
    MANIFEST,
    Ready,
    Release,
    check_files,
    checksum,
    get_current,
    identify,
    load_release,
    read_manifest,
    switch,
)
from ontology.errors import ReleaseError, UsageError

ASIDE = ".bygger-"
BUSY = "Ett annat bygge skriver redan"
Known = Mapping[str, dict[str, Any]]
"""Lines of a manifest, by path."""
READ_ONLY = 0o444


@contextmanager
def writing(data_dir: Path) -> Iterator[Path]:
    """A temporary folder on the data folder's disk to write a release into; gone when the block ends.

    Only one build at a time may write into a data folder; what a killed one left behind is removed first.
    """
    with locked(data_dir), aside(data_dir) as staged:
        yield staged


@contextmanager
def aside(data_dir: Path) -> Iterator[Path]:
    """As `writing`, for whoever holds the data folder already."""
    folder = data_dir / "releases"
    for left in folder.glob(f"{ASIDE}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=ASIDE, dir=folder) as name:
        yield Path(name)


@contextmanager
def locked(data_dir: Path) -> Iterator[None]:
    """Hold the data folder for this process alone; raises `UsageError` where another holds it or none can write."""
    try:
        (data_dir / "releases").mkdir(parents=True, exist_ok=True)
        lock = (data_dir / ".lock").open("w")
    except OSError as error:
        raise UsageError(
            f"Datamappen {data_dir} går inte att skriva i ({error.strerror}). "
            "Ge skrivrätt till den, eller välj en annan med --data-dir."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError(f"{BUSY} i {data_dir}. Vänta tills det är klart.") from error
        yield


def publish(
    staged: Path, data_dir: Path, facts: Mapping[str, Any], times: Mapping[str, Any], before: Ready | None = None,
    known: Known | None = None,
) -> Release:  # fmt: skip
    """Keep the staged files as a release (`keep_release`) and make it the serving one.

    `before` makes others ready for it; where that fails the former release goes on serving.
    """
    release = keep_release(staged, data_dir, facts, times, known)
    if before:
        before(release)
    switch(data_dir, release.id)
    return release


def keep_release(
    staged: Path, data_dir: Path, facts: Mapping[str, Any], times: Mapping[str, Any],
    known: Known | None = None,
) -> Release:  # fmt: skip
    """Seal the staged files with a manifest and move them into place.

    `facts` are part of the id, `times` are not. Where the same content lies there already, it is kept.
    """
    manifest = seal(staged, facts, times, known)
    target = data_dir / "releases" / str(manifest["id"])
    if not _holds(target):
        if target.exists():
            shutil.rmtree(target)
        if not known:
            _link_known(staged, data_dir, manifest)
        _flush(staged, [entry["path"] for entry in manifest["files"]], known or {})
        staged.chmod(0o755)
        os.rename(staged, target)
        staged.mkdir()  # the context manager of `writing` removes it
        sync(target.parent)
    return load_release(data_dir, target.name, verify=False)


def seal(
    folder: Path, facts: Mapping[str, Any], times: Mapping[str, Any], known: Known | None = None
) -> dict[str, Any]:
    """Write the manifest of a folder's files and return it.

    `known` are the lines of files that are links to a release's, by path: these are not read again.
    """
    paths = sorted(_paths(folder), key=lambda path: path.replace("/", "\0"))  # folder by folder
    files = [(known or {}).get(path) or _entry(folder / path, path) for path in paths if path != MANIFEST]
    content = {"format": FORMAT, **facts, "files": files}
    written = {"built": datetime.now(UTC).isoformat(timespec="seconds"), **times}
    manifest = {"id": identify(content), **content, "times": written}
    write_whole(folder / MANIFEST, _dump(manifest))
    return manifest


def _dump(manifest: Mapping[str, Any]) -> bytes:
    """JSON with a line for each of its values, and for each of a list's: there are many thousand files."""

    def told(value: object) -> str:
        if isinstance(value, list) and value:
            return "[\n  " + ",\n  ".join(encode(one) for one in value) + "\n ]"
        return encode(value)

    encode = json.JSONEncoder(ensure_ascii=False).encode
    lines = ",\n ".join(f"{encode(name)}: {told(value)}" for name, value in manifest.items())
    return f"{{\n {lines}\n}}\n".encode()


def _paths(folder: Path) -> Iterator[str]:
    """Every file below a folder, by its path there; strings, since a large release has many thousands."""
    for place, _, names in os.walk(folder):
        below = os.path.relpath(place, folder)
        yield from (name if below == "." else f"{below}/{name}" for name in names)


def _entry(path: Path, name: str) -> dict[str, Any]:
    """A file's line of the manifest."""
    return {"path": name, "sha256": checksum(path), "size": path.stat().st_size}


def link_files(release: Release, staged: Path) -> None:
    """Every file of a release in a folder that another is written in, by link."""
    paths = [entry["path"] for entry in release.manifest["files"]]
    for folder in _folders(paths):
        (staged / folder).mkdir(parents=True, exist_ok=True)
    for path in paths:  # strings: there are many thousands
        os.link(f"{release.folder}/{path}", f"{staged}/{path}")


def _folders(paths: Iterable[str]) -> list[str]:
    """The folders that some paths lead through, the outermost first; "." is the first."""
    found = {path.rpartition("/")[0] for path in paths}
    return sorted({str(above) for folder in found for above in (PurePosixPath(folder), *PurePosixPath(folder).parents)})


def _link_known(staged: Path, data_dir: Path, manifest: Mapping[str, Any]) -> None:
    """Put the serving release's files in the place of equal staged ones; a disk without links keeps the copies."""
    try:
        former = load_release(data_dir, get_current(data_dir))
    except ReleaseError:
        return
    known = {entry["sha256"]: former.path(entry["path"]) for entry in former.manifest["files"]}
    for entry in manifest["files"]:
        twin = known.get(entry["sha256"])
        if twin and not twin.samefile(staged / entry["path"]):
            beside = staged / f"{entry['path']}.lank"
            with suppress(OSError):
                os.link(twin, beside)
                os.replace(beside, staged / entry["path"])


def _flush(folder: Path, paths: Sequence[str], known: Collection[str]) -> None:
    """Make the folder's files read-only and sure to be on the disk before the folder gets its name.

    `known` are files that are so already.
    """
    for path in (MANIFEST, *(path for path in paths if path not in known)):
        (folder / path).chmod(READ_ONLY)
        sync(folder / path)
    for place in _folders(paths):
        sync(folder / place)


def _holds(folder: Path) -> bool:
    try:
        check_files(Release(folder.name, folder, read_manifest(folder)))
    except ReleaseError:
        return False
    return True
