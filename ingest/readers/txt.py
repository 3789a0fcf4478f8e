"""Plain text, most of it made from PDF: lines, tabbed rows, pages where they can be told, running lines apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ingest.raw import Block, RawDocument
from ingest.readers import columns, paging
from ingest.readers.decoding import decode
from ingest.readers.doubling import is_doubled, undouble
from ingest.readers.source import Source, reader
from ingest.readers.spacing import one_line, row, squeeze

MEDIA_TYPE = "text/plain"
_LETTERHEAD = re.compile(
    r"Tjänsteställe|Sammanträdesdatum|\bDnr\b|Diarienummer|^www\.|^Postadress|^Besöksadress|^E-post|^Telefon"
    r"|^Organisationsnummer|^Org\.? ?nr|^Box \d",
    re.IGNORECASE,
)
_MANY = 5  # pages from which figures alone tell running lines apart
_PAGE_NUMBER = re.compile(r"^(?:sida?\.? )?\d{1,3}(?: ?(?:av|/) ?\d{1,3})?$")
_LEAST = 3  # pages that a running line stands on at least
_RULE = re.compile(r"^[ \t]*[-_=─━–—]{4}[-_=─━–— \t]*$", re.MULTILINE)  # drawn under a table's header, and the like
_TABBED_ITEM = re.compile(r"^\s*([•\uf0b7\u2212–*-]|\w{1,2}[.)])\t(?=[^\t]+$)")


@reader("TXT")
def read(source: Source) -> RawDocument:
    """Read a text file."""
    text = decode(source)
    pages = paging.paginate(_RULE.sub("", text))
    tables = list(_tables([page.lines for page in pages]))
    lines = [[_line(raw) for raw in page.lines] for page in pages]
    everywhere = is_doubled([line for page in lines for line in page])
    stated = sum(page.stated is not None for page in pages) > 1
    repeated = _repeated(lines) if "\f" in text or stated or len(pages) >= _MANY else frozenset()
    blocks: list[Block] = []
    running: list[str] = []
    for page, texts, found in zip(pages, lines, tables, strict=True):
        body, apart = _part(texts, repeated)
        running += apart
        at = 0
        for table in found:
            blocks += _blocks(undouble(body[at : table.start], everywhere=everywhere), page.number)
            blocks += columns.blocks(table, page.number)
            at = table.end
        blocks += _blocks(undouble(body[at:], everywhere=everywhere), page.number)
    return source.document(MEDIA_TYPE, blocks, pages=_count(pages), running=tuple(running))


def _tables(pages: Iterable[Sequence[str]]) -> Iterator[list[columns.SpacedTable]]:
    """The tables of each page; one that a page's end cuts goes on at the head of the next."""
    before = None
    for lines in pages:
        found = list(columns.spaced_tables(lines, before))
        before = columns.open_table(lines, found)
        yield found


def _line(raw: str) -> str:
    """A line without outer white space; tabs stay, for they part cells."""
    raw = _TABBED_ITEM.sub(r"\1 ", raw)
    if "\t" in raw and raw.strip():
        return "\t".join(one_line(cell) for cell in raw.split("\t"))
    return one_line(raw)


def _count(pages: Sequence[paging.Page]) -> int | None:
    return max((page.of or page.number or 0 for page in pages), default=0) or None if pages[-1].number else None


def _part(lines: Sequence[str], repeated: frozenset[str]) -> tuple[list[str], list[str]]:
    """A page's body, and its running lines: repeated ones, page numbers, a letterhead that follows upon a number."""
    said = [n for n, line in enumerate(lines) if line]
    edge = {*said[: columns.RUNNING], *said[-columns.RUNNING :]}  # a lone figure further in is a table's cell
    apart = {
        n
        for n, line in enumerate(lines)
        if paging.anchor(line) or (line in repeated and (n in edge or not _PAGE_NUMBER.match(line)))
    }
    for n in [n for n in apart if paging.anchor(lines[n])]:
        apart.update(_letterhead(lines, n + 1))
    body = ["" if n in apart else line for n, line in enumerate(lines)]
    return body, [lines[n] for n in sorted(apart)]


def _letterhead(lines: Sequence[str], start: int) -> Iterator[int]:
    """The lines of the groups from `start` on that are a letterhead's; the first other group ends it."""
    group: list[int] = []
    for n in range(start, len(lines) + 1):
        if n < len(lines) and lines[n]:
            group.append(n)
        elif group:
            if not any(_LETTERHEAD.search(lines[k]) for k in group):
                return
            yield from group
            group = []


def _repeated(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Lines that stand first or last on at least half of the pages, and on three; then the lines next to them.

    Figures do not count in the outermost line of five or more pages; else only a page's number does not. Fewer pages
    count where the text itself parts them.
    """
    found: set[str] = set()
    for depth in range(columns.RUNNING):
        shape = _shape if depth == 0 and len(pages) >= _MANY else _unnumbered
        edges = [_edges([line for line in lines if line not in found]) for lines in pages]
        counts = Counter(form for page in edges for form in {shape(line) for line in page})
        least = max(len(pages) / 2, _LEAST)
        more = {line for page in edges for line in page if counts[shape(line)] >= least}
        if not more:
            break
        found |= more
    return frozenset(found)


def _edges(lines: Sequence[str]) -> set[str]:
    said = [line for line in lines if line and not paging.anchor(line)]
    return {*said[:1], *said[-1:]} if len(said) > 1 else set()


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.casefold())


def _unnumbered(line: str) -> str:
    return _PAGE_NUMBER.sub("#", line.casefold())


def _blocks(lines: Sequence[str], page: int | None) -> list[Block]:
    return squeeze([_block(line, page) for line in lines])


def _block(line: str, page: int | None) -> Block:
    if "\t" in line:
        return row(line.split("\t"), page)
    return Block(kind="line", text=line, page=page) if line else Block(kind="blank", page=page)
