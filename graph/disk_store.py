"""A large release's quads in a store on the disk, beside the release: made from its files, and made anew where it lacks.

The next release's store is the former's with what is new: its files are links to the same ones, so that a document
more costs what the document costs. A reader opens it read only; it is never changed once it has its name.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from ontology.errors import ReleaseError

FOLDER = "stores"
_BUFFER = 1 << 20


def store_of(release_folder: Path) -> Path:
    """Where the store of the release in a folder lies: `<data>/stores/<id>`."""
    return release_folder.parent.parent / FOLDER / release_folder.name


def open_disk_store(folder: Path, files: Sequence[Path]) -> ox.Store:
    """The store in a folder, read only; made from N-Quads files where it is not there. Raises `ReleaseError`."""
    if not folder.is_dir():
        make_disk_store(folder, files)
    try:
        return ox.Store.read_only(str(folder))
    except (OSError, ValueError) as error:
        raise ReleaseError(f"Grafen i {folder} går inte att öppna ({error}). Ta bort mappen; den görs om.") from error


def make_disk_store(folder: Path, files: Sequence[Path], former: Path | None = None, gone: Sequence[str] = ()) -> None:
    """Write a store of N-Quads files: of these alone, or these added to what a `former` one holds.

    `gone` names graphs of the former that are left out.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".bygger-", dir=folder.parent) as aside:
        made = Path(aside) / "store"
        if former is not None:
            ox.Store.read_only(str(former)).backup(str(made))
        store = ox.Store(str(made))
        for graph in gone:
            store.remove_graph(ox.NamedNode(graph))
        with io.BufferedReader(_Joined(files), _BUFFER) as quads:
            store.bulk_load(quads, ox.RdfFormat.N_QUADS)
        store.flush()
        del store
        if not folder.exists():
            shutil.move(made, folder)


class _Joined(io.RawIOBase):
    """Files one after the other: loaded as one, a store of thousands is a few large tables and not as many small."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._left = list(reversed(files))
        self._open: io.BufferedReader | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        while self._open or self._left:
            if self._open is None:
                self._open = self._left.pop().open("rb")
            if count := self._open.readinto(buffer):
                return count
            self._open.close()
            self._open = None
        return 0
