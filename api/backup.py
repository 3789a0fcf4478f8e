"""A data folder as one file and back, proven both ways: releases, decisions, withdrawn and uploaded files.

The file is a plain tar archive; `innehall.json`, its first member, names every file with its checksum. Caches are left
out: they can be made again. Recovery writes beside, checks every checksum and every release, and then renames.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from api.feedback import FILE as FEEDBACK
from api.wishes import FOLDER as WANTED
from graph.decisions import FILE as DECISIONS
from graph.decisions import DecisionLog
from graph.files import sync
from graph.publishing import locked
from graph.release import CURRENT, MANIFEST, SERVED, check_files, checksum, find_releases, get_current
from ontology.errors import ReleaseError, UsageError

CONTENTS = "innehall.json"
FORMAT = 1
STILL = ("releases",)
"""Folders that nobody writes in while no build runs."""
MOVING = (CURRENT, SERVED, DECISIONS, FEEDBACK, WANTED, "withdrawn", "uploads")
"""Files and folders that the service may write in at any time: they are copied first, and the copies are saved."""


def back_up(data_dir: Path, target: Path) -> int:
    """Write the data folder's lasting files into `target`; how many. No build runs meanwhile, but the service may.

    Raises `ReleaseError` where a release does not hold and `UsageError` where the file cannot be written.
    """
    with locked(data_dir):
        for release in find_releases(data_dir):
            check_files(release)
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            with tempfile.TemporaryDirectory(prefix=".kopia-", dir=target.parent) as name:
                copies = Path(name)
                _copy(data_dir, copies)
                files = {**_lasting(data_dir, STILL), **_lasting(copies, MOVING)}
                _write(beside, files)
            os.replace(beside, target)
            sync(target.parent)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise UsageError(f"{target} går inte att skriva ({error.strerror}). Välj en annan plats.") from error
    return len(files)


def _copy(data_dir: Path, copies: Path) -> None:
    for name, path in _lasting(data_dir, MOVING).items():
        target = copies / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # taken away meanwhile
            shutil.copyfile(path, target)


def _write(beside: Path, files: Mapping[str, Path]) -> None:
    with tarfile.open(beside, "w") as archive:
        _add_contents(archive, {name: checksum(path) for name, path in files.items()})
        for name, path in files.items():
            archive.add(path, name, recursive=False)
    sync(beside)


def _lasting(folder: Path, names: Sequence[str]) -> dict[str, Path]:
    """The files below some names of a folder, save those of something half made, by their paths in it."""
    found = {path.relative_to(folder): path for name in names for path in _found(folder / name)}
    whole = {name: path for name, path in found.items() if not any(part.startswith(".") for part in name.parts)}
    return {name.as_posix(): path for name, path in whole.items()}


def _found(path: Path) -> list[Path]:
    found = sorted(path.rglob("*")) if path.is_dir() else [path]
    return [one for one in found if one.is_file()]


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
        os.sync()  # all that was unpacked
        os.rename(folder, data_dir)
        sync(data_dir.parent)
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
        check_files(release)
    DecisionLog(folder).load()
    serving = get_current(folder)
    if serving is not None and not (folder / "releases" / serving / MANIFEST).is_file():  # of a former format, perhaps
        raise ReleaseError(f"Säkerhetskopian {source} saknar releasen {serving}. Ta en annan kopia.")
