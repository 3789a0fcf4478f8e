"""HTML: headings, paragraphs, list items and tables; scripts, styles and menus are left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from ingest.raw import Block, RawDocument
from ingest.readers.decoding import decode
from ingest.readers.docx_style import numeral
from ingest.readers.html_table import Cell, grid
from ingest.readers.source import Source, reader
from ingest.readers.spacing import itemised, one_line, rows, tidy

MEDIA_TYPE = "text/html"
_DROPPED = {"script", "style", "template", "noscript", "svg", "select", "button", "iframe", "object"}
_RAW = {"script", "style"}  # what is in them is no HTML
_SCRIPT = re.compile(r"<script[\s/>]", re.IGNORECASE)
_RUNNING = {"nav", "footer"}
_BLOCKS = {"p", "div", "section", "article", "main", "header", "aside", "blockquote", "pre", "figure", "figcaption"}
_BLOCKS |= {
    "dl",
    "dt",
    "dd",
    "ul",
    "ol",
    "li",
    "form",
    "fieldset",
    "address",
    "body",
    "html",
    "hr",
    "details",
    "summary",
}
_HEADING = re.compile(r"^h([1-6])$")
_COUNT = re.compile(r"-?\d{1,9}\Z")
_NUMBERS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(slots=True)
class _List:
    """An open list; `count` is its last item's number, None where it has bullets."""

    count: int | None
    shape: str = "decimal"

    def label(self) -> str:
        """The next item's label."""
        if self.count is None:
            return "•"
        self.count += 1
        return f"{numeral(self.count, self.shape)}."


@dataclass(slots=True)
class _Table:
    """An open table's rows, and how many first rows stand in its head."""

    rows: list[list[Cell]] = field(default_factory=list)
    heads: int = 0
    in_head: bool = False


class Page(HTMLParser):
    """Gathers the blocks of a page as its tags go by. In XHTML `<script/>` is whole, in HTML it is a beginning."""

    def __init__(self, *, xhtml: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self._xhtml = xhtml
        self._script: list[str] = []
        self.blocks: list[Block] = []
        self.running: list[str] = []
        self.title = ""
        self._text: list[str] = []
        self._kind: tuple[str, int] = ("paragraph", 0)
        self._label = ""
        self._lists: list[_List] = []
        self._tables: list[_Table] = []
        self._dropped: list[str] = []
        self._aside: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens what begins here; a block ends the text before it."""
        values = dict(attrs)
        if tag == "body":
            self._dropped.clear()
        if tag == "title":
            self._in_title = True
        elif tag in _DROPPED:
            self._dropped.append(tag)
        elif tag == "br":
            self._text.append("\n")
        elif tag in ("table", "tr", "td", "th", "thead", "tbody", "caption"):
            self._open_table(tag, values)
        elif tag in _RUNNING or tag in _BLOCKS or _HEADING.match(tag):
            self._open_block(tag, values)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that ends in "/>"."""
        if tag in _RAW and not self._xhtml:
            self.handle_starttag(tag, attrs)
            self.set_cdata_mode(tag)
        else:
            super().handle_startendtag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Closes what ends here; a script's end tag does not where it stands in the comment of a script in it."""
        script, self._script = "".join(self._script), []
        comment = script.find("<!--", script.rfind("-->") + 1)
        if tag == "script" and comment >= 0 and _SCRIPT.search(script, comment):
            return
        if tag == "title":
            self._in_title = False
        elif tag in _DROPPED:
            if tag in self._dropped:
                del self._dropped[self._dropped.index(tag) :]
        elif tag in ("table", "tr", "td", "th", "thead", "caption"):
            self._close_table(tag)
        elif tag in _RUNNING or tag in _BLOCKS or _HEADING.match(tag):
            self._close_block(tag)

    def handle_data(self, data: str) -> None:
        """Takes text; line breaks in the source are spaces."""
        if self._in_title and not self.title:
            self.title = one_line(data)
        elif not self._dropped and not self._in_title:
            self._text.append(re.sub(r"\s+", " ", data))
        elif self._dropped and self._dropped[-1] == "script":
            self._script.append(data)

    def finish(self) -> None:
        """Ends what the page left open."""
        self.close()
        while self._tables:
            self._close_table("table")
        self._flush()

    def _open_block(self, tag: str, values: dict[str, str | None]) -> None:
        if self._tables:
            self._text.append("\n")
            return
        self._flush()
        if tag in _RUNNING:
            self._aside.append(tag)
        elif tag in ("ul", "ol"):
            start = values.get("start") or "1"
            count = (int(start) if _COUNT.match(start) else 1) - 1 if tag == "ol" else None
            self._lists.append(_List(count, _NUMBERS.get(values.get("type") or "", "decimal")))
        elif tag == "li":
            self._label = self._lists[-1].label() if self._lists else "•"
            self._kind = ("item", max(1, len(self._lists)))
        elif found := _HEADING.match(tag):
            self._kind = ("heading", int(found[1]))

    def _close_block(self, tag: str) -> None:
        if self._tables:
            self._text.append("\n")
            return
        self._flush()
        self._kind, self._label = ("paragraph", 0), ""
        if tag in _RUNNING and tag in self._aside:
            self._aside.remove(tag)
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()

    def _flush(self) -> None:
        """Makes a block of the text gathered so far."""
        text = one_line("".join(self._text))
        self._text.clear()
        if not text:
            return
        if self._aside:
            self.running.append(text)
        else:
            self.blocks.append(self._block(text))
        self._kind, self._label = ("paragraph", 0), ""

    def _block(self, text: str) -> Block:
        kind, level = self._kind
        if kind == "heading":
            return Block(kind="heading", text=text, level=level)
        typed, rest = itemised(text)
        if label := self._label or typed:
            return Block(kind="item", text=rest if label == "•" else text, label=label, level=max(1, level))
        return Block(kind="paragraph", text=text)

    def _open_table(self, tag: str, values: dict[str, str | None]) -> None:
        if tag == "table" or not self._tables:
            self._flush_cell()
            if tag == "table":
                self._tables.append(_Table())
            return
        table = self._tables[-1]
        if tag in ("td", "th"):
            self._flush_cell()
            if not table.rows:
                table.rows.append([])
            table.rows[-1].append(Cell.of(tag, values))
        elif tag == "tr":
            self._flush_cell()
            table.rows.append([])
            table.heads += table.in_head
        elif tag in ("thead", "tbody"):
            table.in_head = tag == "thead"

    def _close_table(self, tag: str) -> None:
        self._flush_cell()
        if tag == "table" and self._tables:
            table = self._tables.pop()
            self._said(table)
        elif tag == "thead" and self._tables:
            self._tables[-1].in_head = False

    def _flush_cell(self) -> None:
        """Gives the text gathered to the open cell; outside of cells it is a block of its own."""
        row = self._tables[-1].rows[-1] if self._tables and self._tables[-1].rows else None
        if not row:
            self._flush()
            return
        row[-1].text = "\n".join(filter(None, (row[-1].text, tidy("".join(self._text)))))
        self._text.clear()

    def _said(self, table: _Table) -> None:
        found = grid(table.rows)
        if found and len(found[0]) == 1:
            self.blocks += [Block(kind="paragraph", text=one_line(cells[0])) for cells in found if cells[0]]
            return
        heads = [all(cell.head for cell in row) for row in table.rows if row]
        marked = heads.index(False) if False in heads else 0
        self.blocks += rows(found, marked=table.heads or marked)


def parse(text: str) -> Page:
    """The blocks of an HTML text."""
    page = Page(xhtml=text.lstrip().startswith("<?xml"))
    page.feed(text)
    page.finish()
    return page


@reader("HTML")
def read(source: Source) -> RawDocument:
    """Read an HTML page."""
    page = parse(decode(source))
    first = next((block.text for block in page.blocks if block.kind == "heading" and block.level == 1), None)
    return source.document(MEDIA_TYPE, page.blocks, title=first or page.title or None, running=tuple(page.running))
