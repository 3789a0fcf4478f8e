"""PDF: text in reading order by pypdfium2, ruled tables by pdfplumber.

Page numbers are those of the file, from 1: the address of a page in any viewer. pdfium is not safe in threads,
so one file is read at a time.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from threading import Lock

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium
from pdfplumber.utils.exceptions import PdfminerException

from ingest.raw import Block, RawDocument
from ingest.readers.foreign import Foreign
from ingest.readers.pdf_layout import Shape, blocks_of, running_lines, shape_of
from ingest.readers.pdf_tables import Spaced, Table, find_tables, open_table, with_headers
from ingest.readers.pdf_text import Line, page_lines
from ingest.readers.source import Source, damaged, locked, reader
from ingest.readers.spacing import squeeze, tidy
from ontology.errors import ReadingError

MEDIA_TYPE = "application/pdf"
_MOST_OBJECTS = 40_000  # strokes, pictures and runs of text on a page: beyond that, tables are not looked for
_MOST_LETTERS = 100_000
_PDFIUM = Lock()


@reader("PDF")
def read(source: Source) -> RawDocument:
    """Read a PDF file."""
    with _PDFIUM:
        tables, pages, heights = _contents(source)
    _refuse_scanned(source, pages, tables)
    by_page = [[line for line in page if isinstance(line, Line)] for page in pages]
    apart = running_lines(by_page, heights)
    shape = shape_of([line for lines in by_page for line in lines if line not in apart])
    known = iter(with_headers([table for found in tables for table in found]))
    headed = [[next(known) for _ in found] for found in tables]
    blocks = [block for page, found in zip(pages, headed, strict=True) for block in _blocks(page, found, apart, shape)]
    running = tuple(dict.fromkeys(tidy(line.text) for lines in by_page for line in lines if line in apart))
    return source.document(MEDIA_TYPE, blocks, pages=len(pages), title=_title(blocks), running=running)


def _contents(source: Source) -> tuple[list[list[Table]], list[list[Line | int]], list[float]]:
    """Each page's tables, its lines with the places of the tables, and its height."""
    document = _open(source)
    try:
        _refuse_long(source, len(document))
        tables = _tables(source, _fit_for_tables(source, document))
        lines, heights = [], []
        for number, found in enumerate(tables, 1):
            page = document[number - 1]
            lines.append(page_lines(page, number, [table.box for table in found]))
            heights.append(page.get_height())
            page.close()
        return tables, lines, heights
    finally:
        document.close()


def _open(source: Source) -> Foreign:
    try:
        return pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise locked(source.path, "PDF") from error
        raise damaged(source.path, "PDF", error) from error


def _fit_for_tables(source: Source, document: Foreign) -> list[bool]:
    """Which pages pdfplumber may see: those with text, and not with more than it can work through."""
    fit, letters = [], 0
    for n in range(len(document)):
        page = document[n]
        text = page.get_textpage()
        count, objects = text.count_chars(), pdfium.FPDFPage_CountObjects(page)
        text.close()
        page.close()
        fit.append(0 < count <= _MOST_LETTERS and objects <= _MOST_OBJECTS)
        letters += count
        source.refuse_endless(letters)
    return fit


def _tables(source: Source, fit: Sequence[bool]) -> list[list[Table]]:
    """The tables by page. A page that pdfplumber cannot read has its text all the same, only no tables."""
    found: list[list[Table]] = [[] for _ in fit]
    if not any(fit):
        return found
    try:
        with pdfplumber.open(io.BytesIO(source.data)) as document:
            for number, (page, fits) in enumerate(zip(document.pages, fit, strict=False), 1):
                if fits:
                    before = open_table(found[number - 2]) if number > 1 else None
                    found[number - 1] = _tables_of(page, number, before)
                    page.close()
    except (PdfminerException, ValueError, KeyError, TypeError):
        return found
    return found


def _tables_of(page: Foreign, number: int, before: Spaced | None) -> list[Table]:
    try:
        return find_tables(page, number, before)
    except MemoryError:
        raise
    except Exception:  # pdfminer breaks on odd pages in many ways; pdfium still reads their text
        return []


def _refuse_long(source: Source, pages: int) -> None:
    if pages == 0:
        raise damaged(source.path, "PDF", "filen har inga sidor")
    source.refuse_long(pages)


def _refuse_scanned(source: Source, pages: Sequence[Sequence[Line | int]], tables: Sequence[Sequence[Table]]) -> None:
    """A file of pictures has no letters, or no more than a stamp on each page."""
    letters = sum(len(line.text) for page in pages for line in page if isinstance(line, Line))
    if letters < 15 * len(pages) and not any(tables) and (letters == 0 or len(pages) > 2):
        raise ReadingError(
            f"Filen ”{source.path.name}” är en PDF utan text: ett textlager väntades men sidorna är "
            f"troligen inskannade bilder – kör OCR (texttolkning) på den och spara den som sökbar PDF."
        )


def _blocks(page: Sequence[Line | int], tables: Sequence[Table], apart: frozenset[Line], shape: Shape) -> list[Block]:
    """A page's blocks in reading order; a table that no text led to comes last."""
    found: list[Block] = []
    for part in _parts(page, apart):
        found += tables[part].blocks() if isinstance(part, int) else blocks_of(part, shape)
        found.append(Block(kind="blank"))
    for n, table in enumerate(tables):
        if n not in page:
            found += table.blocks()
    number = next((block.page for block in found if block.page), None)
    return [block if block.page else Block(kind="blank", page=number) for block in squeeze(found)]


def _parts(page: Sequence[Line | int], apart: frozenset[Line]) -> Iterator[int | list[Line]]:
    """Tables, and the lines between them."""
    lines: list[Line] = []
    for part in page:
        if isinstance(part, int):
            yield lines
            yield part
            lines = []
        elif part not in apart:
            lines.append(part)
    yield lines


def _title(blocks: Sequence[Block]) -> str | None:
    """The first page's first heading of the highest level."""
    heads = [block for block in blocks if block.kind == "heading" and block.page == 1]
    return min(heads, key=lambda block: block.level).text if heads else None
