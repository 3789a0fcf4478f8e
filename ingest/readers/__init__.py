"""Reading: a file of any supported kind becomes a `RawDocument`, or a `ReadingError` in Swedish.

The kind is told by what the file holds and then by its suffix: a PDF that is named `.txt` is read as PDF.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from ingest.raw import RawDocument
from ingest.readers.kind import SUPPORTED, kind_of
from ingest.readers.source import load

__all__ = ["SUPPORTED", "read"]


def read(path: Path) -> RawDocument:
    """Read a file whole. Raises `ReadingError`, whatever is wrong with it.

    Readers are imported when they are needed: importing this package loads no library.
    """
    source = load(path)
    module = import_module(f"ingest.readers.{kind_of(source)}")
    document: RawDocument = module.read(source)
    return document
