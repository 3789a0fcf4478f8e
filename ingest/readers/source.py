"""The file on disk, before anyone asks what it says: its bytes, its kind, its failures in Swedish.

Everything that can be wrong with a file as such is found here, so that a format's reader meets whole files only.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from ingest.mending import printable
from ingest.raw import Block, RawDocument
from ontology.errors import ReadingError

MAX_BYTES = 100_000_000
MAX_UNPACKED = 400_000_000
MAX_RATIO = 200
MAX_TEXT = 10_000_000
MAX_BLOCKS = 200_000
MAX_PAGES = 1500
MOST_CELLS = 500_000
RATIO_MATTERS_ABOVE = 20_000_000
KINDS = "PDF, DOCX, PPTX, TXT, MD eller HTML"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Source:
    """A file's path and bytes."""

    path: Path
    data: bytes

    def document(
        self,
        media_type: str,
        blocks: Iterable[Block],
        *,
        pages: int | None = None,
        title: str | None = None,
        running: tuple[str, ...] = (),
    ) -> RawDocument:
        """The `RawDocument` of this file, all text printable; refuses one in which nothing is written."""
        found = tuple(
            replace(b, text=printable(b.text), label=printable(b.label), cells=tuple(map(printable, b.cells)))
            for b in blocks
        )
        if not any(block.text.strip() or any(block.cells) for block in found):
            raise empty(self.path)
        self.refuse_endless(sum(len(block.text) for block in found), len(found))
        return RawDocument(
            path=self.path,
            media_type=media_type,
            sha256=hashlib.sha256(self.data).hexdigest(),
            pages=pages,
            blocks=found,
            title=printable(title) if title else None,
            running=tuple(map(printable, running)),
        )

    def refuse_long(self, pages: int) -> None:
        """Raises where there are more pages or slides than any plan has."""
        if pages > MAX_PAGES:
            raise ReadingError(
                f"Filen ”{self.path.name}” har för många sidor: högst {MAX_PAGES} kan läsas, "
                f"filen har {pages} – dela den."
            )

    def refuse_endless(self, letters: int, blocks: int = 0) -> None:
        """Raises where there is more text than any plan has, before somebody works on it."""
        if letters > MAX_TEXT or blocks > MAX_BLOCKS:
            raise ReadingError(
                f"Filen ”{self.path.name}” innehåller för mycket text: högst {MAX_TEXT // 1_000_000} miljoner tecken "
                f"och {MAX_BLOCKS // 1000} 000 rader eller stycken kan läsas – dela den, eller kontrollera att rätt "
                f"fil lades in."
            )


class Read(Protocol):
    """A reader: takes a path, or a file that is already in memory."""

    def __call__(self, path: Path | Source) -> RawDocument:
        """Read it whole."""
        ...


def reader(kind: str) -> Callable[[Callable[[Source], RawDocument]], Read]:
    """Makes a reader of a function that reads a `Source`: whatever breaks in there is a `ReadingError`."""

    def make(parse: Callable[[Source], RawDocument]) -> Read:
        def read(path: Path | Source) -> RawDocument:
            source = path if isinstance(path, Source) else load(path)
            try:
                return parse(source)
            except (ReadingError, MemoryError):
                raise
            except Exception as error:  # a damaged file can break its library anywhere
                raise damaged(source.path, kind, error) from error

        read.__doc__ = parse.__doc__
        return read

    return make


def load(path: Path) -> Source:
    """The file's bytes. Raises `ReadingError` for what is no file, is empty or is too large."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise ReadingError(f"”{path}” är ingen fil utan en mapp eller något annat – ange en fil ({KINDS}).")
        if size > MAX_BYTES:
            raise too_large(path, size, MAX_BYTES)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadingError(f"Filen ”{path}” finns inte – kontrollera sökvägen.") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise ReadingError(f"Filen ”{path}” kan inte öppnas ({why}) – kontrollera sökväg och läsrätt.") from error
    if not data.strip():
        raise empty(path)
    return Source(path, data)


def too_large(path: Path, size: int, most: int) -> ReadingError:
    """A file of more than `most` bytes."""
    return ReadingError(
        f"Filen ”{path.name}” är för stor: högst {most // 1_000_000} MB kan läsas, filen har "
        f"{size // 1_000_000} MB – dela den eller spara den med mindre bilder."
    )


def empty(path: Path) -> ReadingError:
    """A file in which there is no text."""
    return ReadingError(
        f"Filen ”{path.name}” är tom: text väntades men ingen finns – kontrollera att rätt fil lades in."
    )


def unknown(path: Path, met: str) -> ReadingError:
    """A file of a kind that no reader knows."""
    return ReadingError(f"Filen ”{path.name}” är av ett slag som inte kan läsas ({met}) – spara den som {KINDS}.")


def damaged(path: Path, kind: str, why: object) -> ReadingError:
    """A file that begins like a known kind and then breaks."""
    what = " ".join(str(why).split())[:160] or type(why).__name__
    return ReadingError(
        f"Filen ”{path.name}” är skadad: en hel {kind}-fil väntades men den går inte att läsa ({what}) – "
        f"öppna den i det program som gjorde den och spara om den, eller hämta den på nytt."
    )


def locked(path: Path, kind: str) -> ReadingError:
    """A file that asks for a password."""
    return ReadingError(
        f"Filen ”{path.name}” är skyddad med lösenord: en öppen {kind}-fil väntades – spara den utan lösenord."
    )


def members(source: Source, kind: str) -> frozenset[str]:
    """The names in a zip file, once its unpacked size is known to be bearable. Unpacks nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, OverflowError) as error:
        raise damaged(source.path, kind, error) from error
    unpacked = sum(info.file_size for info in infos)
    refuse_bomb(source, unpacked)
    if any(info.flag_bits & 1 for info in infos):
        raise locked(source.path, kind)
    return frozenset(info.filename for info in infos)


def refuse_bomb(source: Source, unpacked: int) -> None:
    """Raises where a small file would unpack to a very large one."""
    swollen = unpacked > RATIO_MATTERS_ABOVE and unpacked > MAX_RATIO * len(source.data)
    if unpacked > MAX_UNPACKED or swollen:
        raise ReadingError(
            f"Filen ”{source.path.name}” packas upp till {unpacked // 1_000_000} MB: högst "
            f"{MAX_UNPACKED // 1_000_000} MB och {MAX_RATIO} gånger filens storlek tillåts – "
            f"spara om den från ursprungsprogrammet eller dela den."
        )
