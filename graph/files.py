"""Files that are whole or not there: atomic writes, a cache of them, and what a cached thing was made by."""

from __future__ import annotations

import errno
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
NAME = re.compile(r"[\w.-]+")
FULL = "Det som skulle skrivas får inte plats, och inget av det räknas. Frigör utrymme på disken och gör om det."
CODE = frozenset({".py", ".toml", ".ttl", ".rq"})


def is_full(error: BaseException) -> bool:
    """Whether a write failed for want of room: on the disk, in a quota, or in how large a file may be."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader meets the old content or the new, never a part, also after a crash."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
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
        write_whole(self._folder / key, hashlib.sha256(content).hexdigest().encode() + b"\n" + content)


def make_key(*parts: str | bytes) -> str:
    """The SHA-256 of several parts, each parted from the next."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


@lru_cache
def code_version(*rooms: str) -> str:
    """A checksum of the code and data files of some rooms and of the libraries that the project names.

    What was made by other code is made anew: nobody has to remember to raise a version number.
    """
    files = sorted(path for room in rooms for path in (ROOT / room).rglob("*") if path.suffix in CODE)
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
