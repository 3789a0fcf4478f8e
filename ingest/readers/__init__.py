"""Reading: a file of any supported kind becomes a `RawDocument`, or a `ReadingError` in Swedish.

The kind is told by what the file holds and then by its suffix: a PDF that is named `.txt` is read as PDF.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from ingest.raw import RawDocument
from ingest.readers.kind import SUPPORTED, kind_of
from ingest.readers.source import Source, damaged, load
from ontology.errors import ReadingError

__all__ = ["SUPPORTED", "read"]


def read(path: Path) -> RawDocument:
    """Read a file whole. Raises `ReadingError`, whatever is wrong with it."""
    source = load(path)
    kind = kind_of(source)
    try:
        return _read_as(kind, source)
    except (ReadingError, MemoryError):
        raise
    except Exception as error:  # a damaged file can break its library anywhere
        raise damaged(path, kind.upper(), error) from error


def _read_as(kind: str, source: Source) -> RawDocument:
    """Readers are imported when they are needed: importing this package loads no library."""
    module = import_module(f"ingest.readers.{kind}")
    document: RawDocument = module.read_source(source)
    return document
