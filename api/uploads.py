"""Uploaded documents: kept and read apart from the releases until a person publishes or discards them.

<data>/uploads/<sha256>/<name>   the file as it came, and nothing else
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, Literal

from api.build import silent
from api.catalogue import Catalogue, UnknownIdError
from api.findings import find_unread
from api.models import UploadOut
from api.problems import ProblemError
from api.readings import Source, SourceFile, read_sources
from api.serialise import document_out
from api.settings import Settings
from api.versions import VERSIONS, share
from graph.files import FileCache, make_folder, sync

UPLOADS = "uploads"
LARGEST = 100_000_000
"""Bytes of an uploaded file, as the readers' own limit."""
CHUNK = 1 << 20


def keep_upload(settings: Settings, name: str, content: BinaryIO) -> SourceFile:
    """Write an uploaded file durably under its checksum; raises `ProblemError` 413 for one that is too large."""
    folder = settings.data_dir / UPLOADS
    make_folder(folder)
    digest, size = hashlib.sha256(), 0
    with _aside(folder) as file:
        while piece := content.read(CHUNK):
            size += len(piece)
            if size > LARGEST:
                raise ProblemError(413, "För stort", f"Filen får vara högst {LARGEST // 1_000_000} MB. Dela den.")
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
        target = folder / digest.hexdigest() / safe_name(name)
        latest = max((path.stat().st_mtime_ns for path in folder.glob("*/*")), default=0)
        make_folder(target.parent)
        os.replace(file.name, target)
    sync(target.parent)
    if target.stat().st_mtime_ns <= latest:  # the clock was set back; this one is the latest nonetheless
        os.utime(target, ns=(latest + 1000, latest + 1000))
    return SourceFile(target, target.name, digest.hexdigest(), added=True)


@contextmanager
def _aside(folder: Path) -> Iterator[IO[bytes]]:
    """A file to write in until it is whole and gets its name; else it is gone, whatever befell."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as file:
        try:
            yield file
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def safe_name(name: str) -> str:
    """A file name without folders or signs that a shell or a header could trip over; its suffix is kept."""
    plain = re.sub(r"[^\w.()\- ]", "_", Path(name.replace("\\", "/")).name).strip(" .")[-120:]
    return plain or "dokument"


def find_uploads(settings: Settings) -> Iterator[SourceFile]:
    """What lies uploaded, the latest first."""
    paths = [path for path in (settings.data_dir / UPLOADS).glob("*/*") if path.is_file()]
    for path in sorted(paths, key=lambda path: (-path.stat().st_mtime, path.name)):
        yield SourceFile(path, path.name, path.parent.name, added=True)


def find_upload(settings: Settings, document_id: str) -> Source | None:
    """The latest upload that reads as this document."""
    for file in find_uploads(settings):
        source = read_upload(settings, file)
        if isinstance(source, Source) and source.reading.document.id == document_id:
            return source
    return None


def read_upload(settings: Settings, file: SourceFile) -> Source | str:
    """Read an upload, from the cache where it was read before; the reason in Swedish where it cannot be read."""
    read, rejected, _ = read_sources([file], FileCache(settings.cache / "readings"), silent)
    return read[0] if read else rejected[0].reason


def discard(file: SourceFile | Source) -> None:
    """Take an upload away."""
    shutil.rmtree(file.path.parent, ignore_errors=True)


def upload_out(source: Source, catalogue: Catalogue, status: Literal["uppladdad", "publiceras"]) -> UploadOut:
    """What an upload gave, and the document of the release that it would replace."""
    reading = source.reading
    counts = Counter(element.type for element in reading.elements)
    return UploadOut(
        id=reading.document.id, document=document_out(catalogue, reading.document), file=source.name, status=status,
        passages=len(reading.passages), elements=sum(counts.values()), by_type=dict(sorted(counts.items())),
        findings=[finding.message for finding in reading.findings], unread=find_unread(reading),
        replaces=replaced_by(source, catalogue),
    )  # fmt: skip


def replaced_by(source: Source, catalogue: Catalogue) -> str | None:
    """The document of the release that this is a version of, by the rule of `api.versions`."""
    document = source.reading.document
    held = catalogue.passages.get(document.id)
    if held is None or catalogue.get_document(document.id).sha256 == source.sha256:
        return None
    return document.id if share(held.values(), source.reading.passages) >= VERSIONS else None


def get_upload(settings: Settings, document_id: str) -> Source:
    """The upload that reads as this document; raises `UnknownIdError`."""
    found = find_upload(settings, document_id)
    if found is None:
        raise UnknownIdError(
            f"Ingen uppladdad fil gav dokumentet ”{document_id}”. Ladda upp den med POST /api/documents."
        )
    return found
