"""Bytes to text: UTF-8, UTF-16 with its mark, and Windows' western letters where nothing else fits."""

from __future__ import annotations

import codecs
import re

from ingest.readers.source import Source
from ontology.errors import ReadingError

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
_HOW = "spara den som text i UTF-8 (”Spara som …”, teckenkodning UTF-8)"


def decode(source: Source) -> str:
    """The text of `source`, line ends as "\\n". Raises `ReadingError` where it is no text."""
    text = _decode(source)
    source.refuse_endless(len(text), text.count("\n"))
    if len(_CONTROL.findall(text)) > len(text) // 1000:
        raise _binary(source)
    return _CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def _decode(source: Source) -> str:
    data = source.data
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(source, "utf-16")
    if b"\x00" in data:
        raise _binary(source)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith(codecs.BOM_UTF8) or _mostly_utf8(data):
            raise _wrong(source, "UTF-8", error) from error
    return _western(source)


def _mostly_utf8(data: bytes) -> bool:
    """Whether a text is UTF-8 with a few broken bytes rather than western letters."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for letter in text if letter in "åäöÅÄÖéü–”")
    return whole > 4 * broken


def _western(source: Source) -> str:
    """Windows-1252 where the high bytes are few enough to be the letters of a Swedish text."""
    text = _strict(source, "cp1252")
    high = [letter for letter in text if ord(letter) > 127]
    letters = sum(1 for letter in high if letter in "åäöÅÄÖéÉüÜ–—”“’•…§´°½ \xa0\xad")
    if len(high) > len(text) // 4 or letters < len(high) // 2:
        raise _binary(source)
    return text


def _strict(source: Source, encoding: str) -> str:
    try:
        return source.data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong(source, "UTF-8, UTF-16 eller Windows-1252", error) from error


def _wrong(source: Source, expected: str, error: UnicodeDecodeError) -> ReadingError:
    return ReadingError(
        f"Filen ”{source.path.name}” går inte att läsa som text: {expected} väntades, men byte {error.start} "
        f"(0x{source.data[error.start]:02x}) hör inte dit – {_HOW}."
    )


def _binary(source: Source) -> ReadingError:
    return ReadingError(
        f"Filen ”{source.path.name}” innehåller annat än text: läsbar text väntades men binära data fanns – {_HOW}, "
        f"eller ge filen rätt ändelse om den är av annat slag."
    )
