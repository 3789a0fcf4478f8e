"""A folder of arrays and one JSON record, checked before anything is read: the index's safe file format.

Arrays are `.npy` files without pickle, mapped and not read; `manifest.json`, written last, names every file with its
size and sha256. The same content gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.files import write_whole
from ontology.errors import ReleaseError

MANIFEST = "manifest.json"
RECORD = "record.json"
Arrays = dict[str, npt.NDArray[Any]]


def write_array_folder(folder: Path, arrays: Mapping[str, npt.NDArray[Any]], record: object) -> None:
    """Write the arrays, each as `<name>.npy`, and the record; other files of the folder are left alone.

    Who keeps the folder sees to that it is on the disk.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in arrays.items():
        with (folder / f"{name}.npy").open("wb") as file:
            np.save(file, np.ascontiguousarray(array), allow_pickle=False)
    write_whole(folder / RECORD, _json(record), lasting=False)
    names = sorted([RECORD, *(f"{name}.npy" for name in arrays)])
    files = {name: {"bytes": (folder / name).stat().st_size, "sha256": _sha256(folder / name)} for name in names}
    write_whole(folder / MANIFEST, _json({"files": files}), lasting=False)


def read_array_folder(folder: Path, *, verify: bool = True) -> tuple[Arrays, Any]:
    """The arrays by name, mapped and not read, and the record.

    Raises ReleaseError (Swedish) when a file is missing or, unless `verify` is off, changed.
    """
    try:
        files = json.loads((folder / MANIFEST).read_bytes())["files"]
        paths = {name: folder / Path(name).name for name in files}
        for name, path in paths.items():
            told = files[name]
            if path.stat().st_size != told["bytes"] or (verify and _sha256(path) != told["sha256"]):
                raise _broken(folder, f"{name} har ändrats sedan bygget")
        record = json.loads(paths.pop(RECORD).read_bytes())
        return {name.removesuffix(".npy"): _array(path) for name, path in paths.items()}, record
    except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
        raise _broken(folder, str(error)) from error


def _broken(folder: Path, why: str) -> ReleaseError:
    return ReleaseError(f"Sökindexet i {folder} går inte att läsa ({why}). Bygg om med ”rodatraden build”.")


def _array(path: Path) -> npt.NDArray[Any]:
    """The array, mapped and read only; one of no length cannot be mapped."""
    try:
        return np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)  # type: ignore[no-any-return]
    except ValueError:
        loaded: npt.NDArray[Any] = np.load(path, allow_pickle=False)
        return loaded


def _json(value: object) -> bytes:
    return (json.dumps(value, separators=(",", ":"), sort_keys=True) + "\n").encode()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
