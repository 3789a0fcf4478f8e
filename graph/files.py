"""Files that are whole or not there: atomic writes, a cache of them, and what a cached thing was made by."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from importlib import metadata
from pathlib import Path

PROJECT = "roda-traden"
ROOT = Path(__file__).resolve().parent.parent
CACHE = "cache"
"""The folder of a data folder that may be removed at any time: what need not be made twice."""
NAME = re.compile(r"[\w.-]+")
FULL = "Det som skulle skrivas får inte plats, och inget av det räknas. Frigör utrymme på disken och gör om det."
CODE = frozenset({".py", ".toml", ".ttl", ".rq"})


def is_full(error: BaseException) -> bool:
    """Whether a write failed for want of room: on the disk, in a quota, or in how large a file may be."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_whole(path: Path, content: bytes, *, lasting: bool = True) -> None:
    """Write a file so that a reader meets the old content or the new, never a part, also after a kill.

    Where it is `lasting`, content and name are on the disk when this returns; a cache can do without.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        if lasting:
            sync(beside)
        os.replace(beside, path)
        if lasting:
            sync(path.parent)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def sync(path: Path) -> None:
    """Make sure that a file's content, or a folder's list of names, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def append(path: Path, lines: bytes) -> None:
    """Add whole lines to a file, which is made where it is missing: all of them are on the disk when this returns.

    Where they get no room none of them stays, and `OSError` is raised. Several may add at once (a lock orders them).
    """
    make_folder(path.parent)
    with path.open("ab+", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        size = _whole(file.fileno())
        file.truncate(size)
        try:
            rest = memoryview(lines)
            while rest:
                rest = rest[file.write(rest) :]
            os.fsync(file.fileno())
        except OSError:
            file.truncate(size)
            raise
        if not size:  # the file's name too
            sync(path.parent)


def _whole(file: int) -> int:
    """How many bytes of a file are whole lines: a crash may have cut the last one short."""
    size = os.fstat(file).st_size
    if size == 0 or os.pread(file, 1, size - 1) == b"\n":
        return size
    return os.pread(file, size, 0).rfind(b"\n") + 1


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, so that their names too are on the disk when this returns."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync(folder.parent)


class FileCache:
    """Bytes by key in a folder, one file each; what is damaged counts as absent."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read or made yet."""
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """What was put under the key, or None."""
        try:
            digest, _, content = (self._folder / key).read_bytes().partition(b"\n")
        except OSError:
            return None
        return content if hashlib.sha256(content).hexdigest().encode() == digest else None

    def put(self, key: str, content: bytes) -> None:
        """Keep content under a key; the folder is made where it is missing."""
        self._folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(content).hexdigest().encode()
        write_whole(self._folder / key, digest + b"\n" + content, lasting=False)


def make_key(*parts: str | bytes) -> str:
    """The SHA-256 of several parts, each parted from the next."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


@lru_cache
def code_version(*rooms: str) -> str:
    """A checksum of the code and data files of some rooms, or of files, and of the libraries that the project names.

    What was made by other code is made anew: nobody has to remember to raise a version number.
    """
    places = [ROOT / room for room in rooms]
    found = (path for place in places for path in ([place] if place.is_file() else place.rglob("*")))
    files = sorted(path for path in found if path.suffix in CODE)
    parts: list[str | bytes] = [f"{name}=={version}" for name, version in sorted(_libraries())]
    for path in files:
        parts += [path.relative_to(ROOT).as_posix(), path.read_bytes()]
    return make_key(*parts)


def _libraries() -> Iterable[tuple[str, str]]:
    """Name and version of every library that the project names and that is installed."""
    try:
        named = metadata.requires(PROJECT) or []
    except metadata.PackageNotFoundError:
        named = []
    for requirement in named:
        name = NAME.match(requirement)
        if name and "extra ==" not in requirement:
            with suppress(metadata.PackageNotFoundError):
                yield name[0], metadata.version(name[0])
