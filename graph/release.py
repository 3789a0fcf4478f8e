"""Releases: immutable folders whose files are the truth, switched to by one rename.

    <data>/releases/<id>/manifest.json   names every other file with its checksum and size
    <data>/current                       the id of the release that serves
    <data>/served.jsonl                  which release came to serve, when and how; only added to

A release's id is made of its content: the manifest without times. So the same input gives the same id, and a copy of
a folder proves itself. `graph.publishing` writes releases; here they are found, proven, and switched between.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph.files import append, write_whole
from graph.proof import Proven
from ontology.errors import ReleaseError

LOG = logging.getLogger("rodatraden.release")
FORMAT = 2
MANIFEST = "manifest.json"
CURRENT = "current"
SERVED = "served.jsonl"
REBUILD = "Bygg om ur källorna med ”rodatraden build KÄLLA”, eller läs tillbaka en kopia med ”rodatraden recover”."
MIGRATE = "Är det ett äldre: kör ”rodatraden upgrade”. Är det ett nyare: använd den version som byggde det."


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


Ready = Callable[[Release], object]
"""What must be done with a release before it serves: bringing it to engines beyond this process."""


def identify(content: Mapping[str, Any]) -> str:
    """The first 16 hexadecimal digits of the checksum of a manifest without id and times."""
    kept = {key: value for key, value in content.items() if key not in ("id", "times")}
    canonical = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def checksum(path: Path) -> str:
    """The SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def get_current(data_dir: Path) -> str | None:
    """The id of the serving release, or None where nothing has been built."""
    try:
        return (data_dir / CURRENT).read_text(encoding="utf-8").strip() or None
    except (FileNotFoundError, NotADirectoryError):
        return None


def get_mark(data_dir: Path) -> tuple[int, int] | None:
    """What tells that `current` was written anew, though perhaps with the same id; None where it is not there."""
    try:
        told = (data_dir / CURRENT).stat()
    except OSError:
        return None
    return told.st_mtime_ns, told.st_ino


def switch(data_dir: Path, release_id: str, how: str = "publicerad") -> None:
    """Make a release the serving one, by one rename; the journal tells `how` it came to be."""
    note(data_dir, release_id, how)
    write_whole(data_dir / CURRENT, f"{release_id}\n".encode())


def roll_back(data_dir: Path, release_id: str | None = None, before: Ready | None = None) -> Release:
    """Make an earlier release serve again: the one named, else the one that served before this one.

    Its checksums are verified first, then `before` makes others ready for it; raises `ReleaseError` where there is none
    or it does not hold.
    """
    wanted = release_id or _former(data_dir)
    if wanted is None:
        raise ReleaseError(f"Ingen tidigare release finns i {data_dir}. ”rodatraden releases” listar dem som finns.")
    release = load_release(data_dir, wanted, verify=False)
    check_files(release)
    if before:
        before(release)
    switch(data_dir, wanted, "återställd")
    return release


def note(data_dir: Path, release_id: str, how: str) -> None:
    """Add to the journal that a release came to serve, and how."""
    entry = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "release": release_id, "how": how}
    line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
    append(data_dir / SERVED, line)


def _former(data_dir: Path) -> str | None:
    """The release that served before the current one: a roll-back goes past what it was rolled back from."""
    return next(_line_before(data_dir, get_current(data_dir)), None)


def _line_before(data_dir: Path, current: str | None) -> Iterator[str]:
    """The releases that served before one and are still here, the latest first."""
    line: list[str] = []
    for release_id, how in _served(data_dir):
        if how == "återställd" and release_id in line:
            del line[_last(line, release_id) + 1 :]
        elif line[-1:] != [release_id]:
            line.append(release_id)
    before = line[: _last(line, current)] if current in line else line
    return (name for name in reversed(before) if (data_dir / "releases" / name / MANIFEST).is_file())


def _last(line: Sequence[str], release_id: str) -> int:
    return len(line) - 1 - line[::-1].index(release_id)


def _served(data_dir: Path) -> Iterator[tuple[str, str]]:
    """Which releases came to serve, and how, oldest first."""
    return ((entry["release"], entry["how"]) for entry in read_journal(data_dir))


def read_journal(data_dir: Path) -> list[dict[str, str]]:
    """The journal's entries (`time`, `release`, `how`), oldest first; a line that a crash cut short is passed over."""
    try:
        lines = (data_dir / SERVED).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    entries = []
    for line in lines:
        with suppress(ValueError, KeyError, TypeError):
            entry = json.loads(line)
            entries.append({name: str(entry[name]) for name in ("time", "release", "how")})
    return entries


def load_release(data_dir: Path, release_id: str | None = None, *, verify: bool = True) -> Release:
    """The serving release, or the one named; its checksums are verified unless `verify` is off (`graph.proof`)."""
    wanted = release_id or get_current(data_dir)
    if wanted is None:
        raise ReleaseError(f"Det finns inget byggt i {data_dir}. Kör ”rodatraden build KÄLLA --data-dir {data_dir}”.")
    folder = data_dir / "releases" / Path(wanted).name
    release = Release(wanted, folder, read_manifest(folder))
    if verify:
        proven = Proven(data_dir)
        check_files(release, proven)
        proven.save()
    return release


def load_serving(data_dir: Path) -> Release:
    """The serving release, or where it does not hold the last that served before it and does.

    Raises `ReleaseError` with what is wrong with the serving one where none does.
    """
    try:
        return load_release(data_dir)
    except ReleaseError as error:
        trouble = error
    current = get_current(data_dir)
    for release_id in _line_before(data_dir, current):
        with suppress(ReleaseError):
            found = load_release(data_dir, release_id)
            LOG.error("%s Release %s svarar i stället.", trouble, release_id)
            return found
    raise trouble


def find_releases(data_dir: Path) -> list[Release]:
    """Every release in the data folder that this program can read, newest first."""
    releases: list[Release] = []
    for path in (data_dir / "releases").glob(f"[0-9a-f]*/{MANIFEST}"):
        with suppress(ReleaseError):
            releases.append(Release(path.parent.name, path.parent, read_manifest(path.parent)))
    return sorted(releases, key=lambda release: (str(release.manifest["times"]["built"]), release.id), reverse=True)


def read_manifest(folder: Path) -> dict[str, Any]:
    """A release folder's manifest; raises `ReleaseError` where it is missing or of another format."""
    try:
        told = (folder / MANIFEST).stat()
        manifest = _read_json(folder / MANIFEST, told.st_ino, told.st_size, told.st_mtime_ns)
    except (OSError, ValueError) as error:
        raise ReleaseError(f"Releasen {folder.name} saknar en läsbar {MANIFEST}. {REBUILD}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ReleaseError(f"Releasen {folder.name} har ett annat format än {FORMAT}. {MIGRATE}")
    return manifest


@lru_cache(maxsize=4)
def _read_json(path: Path, *_mark: int) -> object:
    """A file's JSON, read once while it is the same file: that of a large release takes a while."""
    return json.loads(path.read_text(encoding="utf-8"))


def check_files(release: Release, proven: Proven | None = None) -> None:
    """Hold a release to its manifest: its name, and every file's size and checksum; raises `ReleaseError`.

    Files that are known to be `proven` are not read again.
    """
    if not identify(release.manifest) == release.manifest.get("id") == release.id:
        raise ReleaseError(f"Releasen {release.id} är ändrad: dess {MANIFEST} stämmer inte med dess namn. {REBUILD}")
    for entry in release.manifest["files"]:
        name, place = f"{entry['sha256']} {entry['path']}", f"{release.folder}/{entry['path']}"
        if proven and proven.knows(name, place):
            continue
        path = Path(place)
        if not path.resolve().is_relative_to(release.folder.resolve()):
            raise ReleaseError(f"Releasen {release.id} namnger en fil utanför sin mapp: {entry['path']}. {REBUILD}")
        if not path.is_file() or path.stat().st_size != entry["size"] or checksum(path) != entry["sha256"]:
            raise ReleaseError(f"Filen {entry['path']} i release {release.id} saknas eller är ändrad. {REBUILD}")
        if proven:
            proven.add(name, place)
