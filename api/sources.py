"""The source files that a release keeps for download: `originals/<document id><suffix>`."""

from __future__ import annotations

import shutil
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
    return next((path for path in release.path(ORIGINALS).glob("*") if path.stem == document_id), None)
