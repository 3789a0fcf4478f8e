"""A data folder as one file and back, proven both ways: releases, decisions, withdrawn and uploaded files.

The file is a plain tar archive; `innehall.json`, its first member, names every file with its checksum. Caches are left
out: they can be made again. Recovery writes beside, checks every checksum and every release, and then renames.
"""

from __future__ import annotations

import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from graph.decisions import FILE as DECISIONS
from graph.decisions import DecisionLog
from graph.publishing import locked
from graph.release import CURRENT, SERVED, checksum, find_releases, get_current, load_release
from ontology.errors import ReleaseError, UsageError

CONTENTS = "innehall.json"
FORMAT = 1
KEPT = (CURRENT, SERVED, DECISIONS, "releases", "withdrawn", "uploads")


def back_up(data_dir: Path, target: Path) -> int:
    """Write the data folder's lasting files into `target`; how many. No build runs meanwhile.

    Raises `ReleaseError` where a release does not hold and `UsageError` where the file cannot be written.
    """
    with locked(data_dir):
        for release in find_releases(data_dir):
            load_release(data_dir, release.id)
        files = {path.relative_to(data_dir).as_posix(): checksum(path) for path in _lasting(data_dir)}
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            with tarfile.open(beside, "w") as archive:
                _add_contents(archive, files)
                for name in files:
                    archive.add(data_dir / name, name, recursive=False)
            os.replace(beside, target)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise UsageError(f"{target} går inte att skriva ({error.strerror}). Välj en annan plats.") from error
    return len(files)


def _lasting(data_dir: Path) -> Iterator[Path]:
    for name in KEPT:
        path = data_dir / name
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (one for one in found if one.is_file() and not _is_aside(one, data_dir))


def _is_aside(path: Path, data_dir: Path) -> bool:
    """Whether a file belongs to something half made."""
    return any(part.startswith(".") for part in path.relative_to(data_dir).parts)


def _add_contents(archive: tarfile.TarFile, files: Mapping[str, str]) -> None:
    content = json.dumps({"format": FORMAT, "files": files}, indent=1).encode()
    member = tarfile.TarInfo(CONTENTS)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def recover(source: Path, data_dir: Path) -> int:
    """Make an empty data folder of a backup; how many files. Raises `UsageError` for a folder that holds something.

    Raises `ReleaseError` where the backup is damaged; nothing is left behind then.
    """
    if data_dir.exists() and any(data_dir.iterdir()):
        raise UsageError(f"{data_dir} är inte tom. Läs tillbaka till en ny mapp, med --data-dir.")
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".aterlas-", dir=data_dir.parent) as name:
        folder = Path(name) / "data"
        folder.mkdir()
        files = _unpack(source, folder)
        _prove(folder, files, source)
        if data_dir.exists():
            data_dir.rmdir()
        os.rename(folder, data_dir)
    return len(files)


def _unpack(source: Path, folder: Path) -> Mapping[str, str]:
    try:
        with tarfile.open(source, "r:") as archive:
            first = archive.next()
            told = archive.extractfile(first) if first and first.name == CONTENTS else None
            if told is None:
                raise ReleaseError(f"{source} är ingen säkerhetskopia härifrån: {CONTENTS} saknas.")
            contents = json.loads(told.read())
            archive.extractall(folder, [m for m in archive if m.name != CONTENTS], filter="data")
    except (OSError, tarfile.TarError, ValueError) as error:
        raise ReleaseError(f"Säkerhetskopian {source} går inte att läsa ({error}). Ta en annan kopia.") from error
    if contents.get("format") != FORMAT:
        raise ReleaseError(f"Säkerhetskopian {source} har ett annat format än {FORMAT}.")
    files: Mapping[str, str] = contents["files"]
    return files


def _prove(folder: Path, files: Mapping[str, str], source: Path) -> None:
    met = {path.relative_to(folder).as_posix(): checksum(path) for path in folder.rglob("*") if path.is_file()}
    wrong = sorted(name for name in met.keys() | files.keys() if met.get(name) != files.get(name))
    if wrong:
        raise ReleaseError(f"Säkerhetskopian {source} är skadad: {wrong[0]} stämmer inte. Ta en annan kopia.")
    for release in find_releases(folder):
        load_release(folder, release.id)
    DecisionLog(folder).load()
    serving = get_current(folder)
    if serving is not None:
        load_release(folder, serving)
