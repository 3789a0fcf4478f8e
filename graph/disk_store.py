"""A large release's quads in a store on the disk, beside the release: made from its files, made anew where it lacks.

The next release's store is the former's with what is new: its files are links to the same ones, so that a document
more costs what the document costs. A reader opens it read only; it is never changed once it has its name.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

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


def make_disk_store(folder: Path, files: Sequence[Path]) -> None:
    """Write a store of N-Quads files."""
    with _aside(folder) as made:
        store = ox.Store(str(made))
        with io.BufferedReader(cast(io.RawIOBase, _Joined(files)), _BUFFER) as quads:
            store.bulk_load(quads, ox.RdfFormat.N_QUADS)
        store.flush()


def change_disk_store(former: Path, folder: Path, changed: Sequence[tuple[Path, Path]]) -> None:
    """Write a store of what a former one holds, each file of `changed` (before, after) in its new form.

    Either may be missing. Nothing is written where there is no former one: it is made when it is opened.
    """
    if not former.is_dir() or folder.exists():
        return
    with _aside(folder) as made:
        ox.Store.read_only(str(former)).backup(str(made))
        store = ox.Store(str(made))
        for before, after in changed:
            old, new = _lines(before), _lines(after)
            gone = list(_quads(old - new))
            for quad in gone:
                store.remove(quad)
            store.extend(_quads(new - old))
            for graph in {quad.graph_name for quad in gone}:
                if not isinstance(graph, ox.DefaultGraph) and not any(store.quads_for_pattern(None, None, None, graph)):
                    store.remove_graph(graph)
        store.flush()


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    """A place on the same disk to write a store in; it gets its name when the block ends well."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".bygger-", dir=folder.parent) as aside:
        made = Path(aside) / "store"
        yield made
        try:
            made.rename(folder)
        except OSError:
            if not folder.is_dir():  # where it is, another process was first, with the same
                raise


def _lines(path: Path) -> set[str]:
    return set(path.read_text(encoding="utf-8").splitlines(keepends=True)) if path.is_file() else set()


def _quads(lines: Iterable[str]) -> Iterator[ox.Quad]:
    return ox.parse("".join(lines), format=ox.RdfFormat.N_QUADS)


class _Joined(io.RawIOBase):
    """Files one after the other: loaded as one, a store of thousands is a few large tables and not as many small."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._left = list(reversed(files))
        self._open: io.BufferedReader | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while self._open or self._left:
            if self._open is None:
                self._open = self._left.pop().open("rb")
            if count := self._open.readinto(buffer):
                return count
            self._open.close()
            self._open = None
        return 0
