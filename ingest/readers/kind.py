"""What kind of file it is: magic bytes first, suffix second."""

from __future__ import annotations

from ingest.readers.source import OLE, Source, damaged, locked, members, unknown

_BY_SUFFIX = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".pptx": "pptx",
}
_TEXTUAL = {"txt", "markdown", "html"}
_OLD_OFFICE = {".doc": "Word 97–2003", ".ppt": "PowerPoint 97–2003", ".xls": "Excel 97–2003"}
SUPPORTED = frozenset(_BY_SUFFIX)


def kind_of(source: Source) -> str:
    """The reader's name: `txt`, `markdown`, `html`, `pdf`, `docx` or `pptx`."""
    head = source.data[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(OLE):
        raise _ole(source)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(source)
    return _textual(source)


def _zipped(source: Source) -> str:
    suffix = source.path.suffix.lower()
    names = members(source, suffix.lstrip(".").upper() or "DOCX")
    for kind, folder in (("docx", "word/"), ("pptx", "ppt/")):
        if any(name.startswith(folder) for name in names):
            return kind
    if suffix in {".docx", ".pptx"}:
        raise damaged(source.path, suffix[1:].upper(), "zip-filen saknar dokumentets delar")
    raise unknown(source.path, suffix or "zip-arkiv")


def _ole(source: Source) -> Exception:
    suffix = source.path.suffix.lower()
    if "EncryptedPackage".encode("utf-16-le") in source.data:
        return locked(source.path, suffix.lstrip(".").upper() or "DOCX")
    return unknown(source.path, _OLD_OFFICE.get(suffix, "äldre Office-format"))


def _textual(source: Source) -> str:
    suffix = source.path.suffix.lower()
    if suffix and suffix not in _BY_SUFFIX:
        raise unknown(source.path, suffix)
    kind = _BY_SUFFIX.get(suffix, "txt")
    if kind not in _TEXTUAL:
        raise damaged(source.path, kind.upper(), "filens första byte är inte formatets")
    start = source.data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "html" if start.startswith((b"<!doctype html", b"<html")) else kind
