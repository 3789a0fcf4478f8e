"""A folder of arrays and one JSON record, checked before anything is read: the index's safe file format.

Arrays are `.npy` files without pickle; `manifest.json`, written last, names every file with its size and
sha256. The same content gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
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
    """Write the arrays, each as `<name>.npy`, and the record; other files of the folder are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {f"{name}.npy": _npy(array) for name, array in arrays.items()} | {RECORD: _json(record)}
    for name, content in contents.items():
        write_whole(folder / name, content)
    files = {name: {"bytes": len(content), "sha256": _sha256(content)} for name, content in sorted(contents.items())}
    write_whole(folder / MANIFEST, _json({"files": files}))


def read_array_folder(folder: Path) -> tuple[Arrays, Any]:
    """The arrays by name, and the record. Raises ReleaseError (Swedish) when a file is missing or changed."""
    try:
        files = json.loads((folder / MANIFEST).read_bytes())["files"]
        contents = {name: (folder / Path(name).name).read_bytes() for name in files}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _broken(folder, str(error)) from error
    for name, content in contents.items():
        if len(content) != files[name]["bytes"] or _sha256(content) != files[name]["sha256"]:
            raise _broken(folder, f"{name} har ändrats sedan bygget")
    try:
        record = json.loads(contents.pop(RECORD))
        return {name.removesuffix(".npy"): _array(content) for name, content in contents.items()}, record
    except (ValueError, KeyError, EOFError) as error:
        raise _broken(folder, str(error)) from error


def _broken(folder: Path, why: str) -> ReleaseError:
    return ReleaseError(f"Sökindexet i {folder} går inte att läsa ({why}). Bygg om med ”rodatraden build”.")


def _npy(array: npt.NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.ascontiguousarray(array), allow_pickle=False)
    return buffer.getvalue()


def _array(content: bytes) -> npt.NDArray[Any]:
    loaded: npt.NDArray[Any] = np.load(io.BytesIO(content), allow_pickle=False)
    return loaded


def _json(value: object) -> bytes:
    return (json.dumps(value, separators=(",", ":"), sort_keys=True) + "\n").encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
