"""What people have asked to have released and no release has yet: on the disk before the asker is told.

    <data>/wanted/<time>-<sign>.json   one request: the uploaded files to add, by their paths below the data folder

A request is taken away when a release has met it, so one that a crash came upon is met after the next start. Several
processes may ask at once; whoever builds meets them all.
"""

from __future__ import annotations

import json
import os
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.files import make_folder, write_whole

FOLDER = "wanted"


@dataclass(frozen=True, slots=True)
class Wish:
    """One request: where it is kept, and the uploaded files (paths) that it adds; none for decisions alone."""

    path: Path
    added: tuple[str, ...]


def keep_wish(data_dir: Path, added: Sequence[str]) -> None:
    """Write a request durably; raises `OSError` where the disk does not take it, and the asker is told so."""
    folder = data_dir / FOLDER
    make_folder(folder)
    names = [os.path.relpath(path, data_dir) for path in added]
    write_whole(folder / f"{time.time_ns():020}-{uuid.uuid4().hex[:8]}.json", json.dumps({"added": names}).encode())


def find_wishes(data_dir: Path) -> list[Wish]:
    """The open requests, oldest first; a file that was discarded after it was asked for is left out."""
    found = []
    for path in sorted((data_dir / FOLDER).glob("[0-9]*.json")):
        try:
            names = json.loads(path.read_bytes())["added"]
        except FileNotFoundError:  # another process has met it just now
            continue
        added = [str(data_dir / name) for name in names]
        found.append(Wish(path, tuple(name for name in added if Path(name).is_file())))
    return found


def drop_wishes(wishes: Iterable[Wish]) -> None:
    """Take away requests that a release has met."""
    for wish in wishes:
        wish.path.unlink(missing_ok=True)
