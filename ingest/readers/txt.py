"""Plain text, most of it made from PDF: lines, tabbed rows, pages where they can be told, running lines apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.raw import Block, RawDocument
from ingest.readers import paging
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
_TABBED_ITEM = re.compile(r"^\s*([•\uf0b7\u2212–*-]|\w{1,2}[.)])\t(?=[^\t]+$)")


@reader("TXT")
def read(source: Source) -> RawDocument:
    """Read a text file."""
    pages = paging.paginate(decode(source))
    lines = [[_line(raw) for raw in page.lines] for page in pages]
    everywhere = is_doubled([line for page in lines for line in page])
    repeated = _repeated(lines)
    blocks: list[Block] = []
    running: list[str] = []
    for page, texts in zip(pages, lines, strict=True):
        body, apart = _part(texts, repeated)
        running += apart
        blocks += _blocks(undouble(body, everywhere=everywhere), page.number)
    return source.document(MEDIA_TYPE, blocks, pages=_count(pages), running=tuple(running))


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
    apart = {n for n, line in enumerate(lines) if paging.anchor(line) or line in repeated}
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
    """Lines that stand first or last, figures aside, on at least half of five or more pages."""
    if len(pages) < 5:
        return frozenset()
    edges = [_edges(lines) for lines in pages]
    counts = Counter(shape for page in edges for shape in {_shape(line) for line in page})
    return frozenset(line for page in edges for line in page if counts[_shape(line)] * 2 >= len(pages))


def _edges(lines: Sequence[str]) -> set[str]:
    said = [line for line in lines if line]
    return {*said[:1], *said[-1:]} if len(said) > 1 else set()


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.casefold())


def _blocks(lines: Sequence[str], page: int | None) -> list[Block]:
    return squeeze([_block(line, page) for line in lines])


def _block(line: str, page: int | None) -> Block:
    if "\t" in line:
        return row(line.split("\t"), page)
    return Block(kind="line", text=line, page=page) if line else Block(kind="blank", page=page)
