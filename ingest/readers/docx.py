"""Word documents: headings and list items by style, tables with their merges, footnotes after what refers to them.

Page numbers are known only where Word left its rendered page breaks in the file; then these are counted. A
footnote's mark is left out of the running text. A table of one column is a box around text and read as text.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from ingest.raw import Block, RawDocument
from ingest.readers import docx_table
from ingest.readers.docx_look import looks_like_heading
from ingest.readers.docx_style import Styles
from ingest.readers.docx_text import PAGE_BREAK, boxes, children, footnotes, page_breaks, text_of
from ingest.readers.foreign import Foreign
from ingest.readers.source import Source, members, reader
from ingest.readers.spacing import itemised, one_line, row, rows

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(slots=True)
class _Walk:
    """Where the reading stands: styles, footnotes, the page reached (None where pages are unknown).

    `by_look` holds where no style tells a heading: then those that look like one are.
    """

    styles: Styles
    notes: dict[str, str]
    page: int | None
    by_look: bool = False
    titles: list[str] = field(default_factory=list)

    def blocks(self, container: Foreign) -> Iterator[Block]:
        """The blocks of a body, a one-column table's cell or a text box."""
        for element in children(container):
            before, total = page_breaks(element)
            if self.page is not None:
                self.page += before
            if element.tag == qn("w:tbl"):
                yield from self.table(element)
            else:
                yield from self.paragraph(element)
            yield from self.footnotes(element)
            if self.page is not None:
                self.page += total - before

    def paragraph(self, paragraph: Foreign) -> Iterator[Block]:
        """A paragraph, then the text boxes that hang on it."""
        raw = text_of(paragraph)
        text = one_line(raw)
        if text and "\t" in raw.strip() and self.styles.is_contents(paragraph):
            yield row([one_line(part) for part in raw.strip().rsplit("\t", 1)], self.page)
        elif text:
            yield self._said(paragraph, text)
        for box in boxes(paragraph):
            for inner in children(box):
                yield from self.table(inner) if inner.tag == qn("w:tbl") else self.paragraph(inner)

    def _said(self, paragraph: Foreign, text: str) -> Block:
        level = self.styles.heading_level(paragraph)
        item = self.styles.item(paragraph)
        if level:
            if self.styles.is_title(paragraph):
                self.titles.append(text)
            numbered = f"{item[0]} {text}" if item and item[0] != "•" else text
            return Block(kind="heading", text=numbered, level=level, page=self.page)
        label, rest = itemised(text)
        if item or label:
            label, depth = item or (label, 1)
            return Block(kind="item", text=rest, label=label, level=depth, page=self.page)
        heading = self.by_look and looks_like_heading(paragraph, text)
        return Block(kind="heading" if heading else "paragraph", text=text, page=self.page)

    def table(self, table: Foreign) -> Iterator[Block]:
        """A table's rows and then those of the tables inside it; a box's paragraphs."""
        found = docx_table.grid(table)
        if found and len(found[0]) == 1:
            for cell in docx_table.cells(table):
                for inner in children(cell):
                    yield from self.table(inner) if inner.tag == qn("w:tbl") else self.paragraph(inner)
            return
        yield from rows(found, self.page, marked=docx_table.marked_headers(table))
        for inner in docx_table.nested(table):
            yield from self.table(inner)

    def footnotes(self, element: Foreign) -> Iterator[Block]:
        """The footnotes that `element` refers to, each a paragraph whose label is its number."""
        for note in footnotes(element):
            if text := self.notes.get(note):
                yield Block(kind="paragraph", text=text, label=note, page=self.page)


@reader("DOCX")
def read(source: Source) -> RawDocument:
    """Read a Word document."""
    members(source, "DOCX")
    document = docx.Document(io.BytesIO(source.data))
    body = document.element.body
    paged = next(body.iter(PAGE_BREAK), None) is not None
    walk = _Walk(Styles(document), _notes(document), 1 if paged else None)
    blocks = list(walk.blocks(body))
    if not any(block.kind == "heading" for block in blocks):
        walk = _Walk(Styles(document), _notes(document), 1 if paged else None, by_look=True)
        blocks = list(walk.blocks(body))
    title = next(iter(walk.titles), None) or one_line(document.core_properties.title or "") or None
    return source.document(MEDIA_TYPE, blocks, pages=walk.page, title=title, running=_running(document))


def _notes(document: Foreign) -> dict[str, str]:
    """The footnotes' texts by id."""
    for relation in document.part.rels.values():
        if relation.reltype == RELATION.FOOTNOTES:
            root = parse_xml(relation.target_part.blob)
            return {note.get(qn("w:id")): one_line(text_of(note)) for note in root if note.get(qn("w:type")) is None}
    return {}


def _running(document: Foreign) -> tuple[str, ...]:
    """The texts of page headers and footers, each once."""
    found: dict[str, None] = {}
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            if not part.is_linked_to_previous:
                found |= {one_line(text_of(p)): None for p in part._element.iter(qn("w:p"))}
    return tuple(text for text in found if text)
