"""The source files that a release keeps for download: `originals/<document id><suffix>`."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from graph.release import Release

ORIGINALS = "originals"


def keep_original(source: Path, staged: Path, document_id: str) -> None:
    """Copy a source file into a release that is being written."""
    folder = staged / ORIGINALS
    folder.mkdir(exist_ok=True)
    shutil.copyfile(source, folder / (document_id + source.suffix.lower()))


def find_original(release: Release, document_id: str) -> Path | None:
    """The kept file of a document."""
    return _originals(release.path(ORIGINALS)).get(document_id)


@lru_cache(maxsize=4)
def _originals(folder: Path) -> Mapping[str, Path]:
    """Document → its file; a release never changes, so its folder is gone through once."""
    return {path.stem: path for path in folder.glob("*")}
