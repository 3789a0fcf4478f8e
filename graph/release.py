"""Releases: immutable folders whose files are the truth, switched to by one rename.

    <data>/releases/<id>/manifest.json   names every other file with its checksum and size
    <data>/current                       the id of the release that serves

A release is written aside on the same disk, checked, and renamed into place. Its id is made of its content: the
manifest without times. So the same input gives the same id, and a copy of a folder proves itself.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ontology.errors import ReleaseError, UsageError

FORMAT = 1
MANIFEST = "manifest.json"
CURRENT = "current"
REBUILD = "Bygg om med ”rodatraden build”."


@dataclass(frozen=True, slots=True)
class Release:
    """One release on disk: its id, its folder and its manifest."""

    id: str
    folder: Path
    manifest: Mapping[str, Any]

    def path(self, name: str) -> Path:
        """The path of one of its files."""
        return self.folder / name

    def load_json(self, name: str) -> object:
        """One of its JSON files, or None where the release has none by that name."""
        path = self.path(name)
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


@contextmanager
def writing(data_dir: Path) -> Iterator[Path]:
    """A temporary folder on the data folder's disk to write a release into; gone when the block ends.

    Only one build at a time may write into a data folder.
    """
    folder = data_dir / "releases"
    _make(folder)
    with (data_dir / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError(f"Ett annat bygge skriver redan i {data_dir}. Vänta tills det är klart.") from error
        with tempfile.TemporaryDirectory(prefix=".bygger-", dir=folder) as name:
            yield Path(name)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"Datamappen {folder.parent} går inte att skriva i ({error.strerror}).") from error


def publish(staged: Path, data_dir: Path, facts: Mapping[str, Any], times: Mapping[str, Any]) -> Release:
    """Seal the staged files with a manifest, move them into place and make them the serving release.

    `facts` are part of the id, `times` are not. Where the same content lies there already, it is kept.
    """
    manifest = seal(staged, facts, times)
    target = data_dir / "releases" / str(manifest["id"])
    if not _holds(target):
        if target.exists():
            shutil.rmtree(target)
        staged.chmod(0o755)
        os.rename(staged, target)
        staged.mkdir()  # the context manager of `writing` removes it
    switch(data_dir, target.name)
    return load_release(data_dir, target.name)


def seal(folder: Path, facts: Mapping[str, Any], times: Mapping[str, Any]) -> dict[str, Any]:
    """Write the manifest of a folder's files and return it."""
    files = [
        {"path": path.relative_to(folder).as_posix(), "sha256": checksum(path), "size": path.stat().st_size}
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / MANIFEST
    ]
    content = {"format": FORMAT, **facts, "files": files}
    written = {"built": datetime.now(UTC).isoformat(timespec="seconds"), **times}
    manifest = {"id": identify(content), **content, "times": written}
    _write_through(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


def identify(content: Mapping[str, Any]) -> str:
    """The first 16 hexadecimal digits of the checksum of a manifest without id and times."""
    kept = {key: value for key, value in content.items() if key not in ("id", "times")}
    canonical = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def checksum(path: Path) -> str:
    """The SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def switch(data_dir: Path, release_id: str) -> None:
    """Make a release the serving one, by one rename."""
    aside = data_dir / f".{CURRENT}-{os.getpid()}"
    _write_through(aside, release_id + "\n")
    os.replace(aside, data_dir / CURRENT)


def _write_through(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def get_current(data_dir: Path) -> str | None:
    """The id of the serving release, or None where nothing has been built."""
    try:
        return (data_dir / CURRENT).read_text(encoding="utf-8").strip() or None
    except (FileNotFoundError, NotADirectoryError):
        return None


def load_release(data_dir: Path, release_id: str | None = None, *, verify: bool = True) -> Release:
    """The serving release, or the one named; its checksums are verified unless `verify` is off."""
    wanted = release_id or get_current(data_dir)
    if wanted is None:
        raise ReleaseError(f"Det finns inget byggt i {data_dir}. Kör ”rodatraden build KÄLLA --data-dir {data_dir}”.")
    folder = data_dir / "releases" / wanted
    release = Release(wanted, folder, _manifest(folder))
    if verify:
        _verify(release)
    return release


def find_releases(data_dir: Path) -> list[Release]:
    """Every whole release in the data folder, newest first."""
    folders = [path.parent for path in (data_dir / "releases").glob(f"[0-9a-f]*/{MANIFEST}")]
    releases = [Release(folder.name, folder, _manifest(folder)) for folder in folders]
    return sorted(releases, key=lambda release: (str(release.manifest["times"]["built"]), release.id), reverse=True)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReleaseError(f"Releasen {folder.name} saknar en läsbar {MANIFEST}. {REBUILD}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ReleaseError(f"Releasen {folder.name} har ett annat format än {FORMAT}. {REBUILD}")
    return manifest


def _verify(release: Release) -> None:
    if not identify(release.manifest) == release.manifest.get("id") == release.id:
        raise ReleaseError(f"Releasen {release.id} är ändrad: dess {MANIFEST} stämmer inte med dess namn. {REBUILD}")
    for entry in release.manifest["files"]:
        path = release.folder / entry["path"]
        if not path.resolve().is_relative_to(release.folder.resolve()):
            raise ReleaseError(f"Releasen {release.id} namnger en fil utanför sin mapp: {entry['path']}. {REBUILD}")
        if not path.is_file() or path.stat().st_size != entry["size"] or checksum(path) != entry["sha256"]:
            raise ReleaseError(f"Filen {entry['path']} i release {release.id} saknas eller är ändrad. {REBUILD}")


def _holds(folder: Path) -> bool:
    try:
        _verify(Release(folder.name, folder, _manifest(folder)))
    except ReleaseError:
        return False
    return True
