"""Files that were read and found to be what a manifest says, so that a start need not read gigabytes again.

Such a file is known by its inode, its size and when it was changed; releases share files, so a new one's are mostly
known. After a day all are read anew, since a disk that forgets changes none of these.
"""

from __future__ import annotations

import json
import os
import stat
import time
from contextlib import suppress
from pathlib import Path

from graph.files import CACHE, FileCache

KEY = "proven"
LASTS = 24 * 3600.0
"""Seconds after which what was proven is proven again."""
SETTLED = 2.0
"""Seconds that a file must have been left alone: a change within the clock's own step would not show."""
Mark = list[int]


class Proven:
    """The proven files of a data folder."""

    def __init__(self, data_dir: Path) -> None:
        """What is known of them; nothing where that is damaged or too old."""
        self._cache, self._now = FileCache(data_dir / CACHE), time.time()
        self._since, self._marks = self._load()
        self._met: dict[str, Mark] = {}

    def knows(self, name: str, path: str) -> bool:
        """Whether the file at a path is one that was proven under a name (which tells its content)."""
        mark = _mark(path)
        if mark is None or self._marks.get(name) != mark:
            return False
        self._met[name] = mark
        return True

    def add(self, name: str, path: str) -> None:
        """Know a file that was just read."""
        mark = _mark(path)
        if mark and self._now - mark[-1] / 1e9 > SETTLED:
            self._met[name] = mark

    def save(self) -> None:
        """Keep what was met since; a folder that cannot be written to is read again each time."""
        if self._met != self._marks:
            told = json.dumps({"since": self._since, "marks": self._met}, separators=(",", ":"))
            with suppress(OSError):
                self._cache.put(KEY, told.encode())

    def _load(self) -> tuple[float, dict[str, Mark]]:
        with suppress(ValueError, KeyError, TypeError):
            told = json.loads(self._cache.get(KEY) or b"")
            if 0 <= self._now - told["since"] < LASTS:
                return told["since"], dict(told["marks"])
        return self._now, {}


def _mark(path: str) -> Mark | None:
    """None for what is no file, a link to one included."""
    with suppress(OSError):
        found = os.lstat(path)
        if stat.S_ISREG(found.st_mode):
            return [found.st_ino, found.st_size, found.st_mtime_ns]
    return None
