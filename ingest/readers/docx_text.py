"""The words of a Word paragraph as they stand after its tracked changes, and the page on which they begin.

python-docx's own `paragraph.text` leaves out inserted text, content controls and text boxes; this walks the XML.
"""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.ns import qn

from ingest.readers.foreign import Foreign

_SKIPPED = {
    qn(name) for name in ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:txbxContent", "w:instrText", "w:delText")
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_AS_TEXT = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:softHyphen"): "\u00ad",
    qn("w:ptab"): "\t",
}
_THROUGH = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:moveTo")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
PAGE_BREAK = qn("w:lastRenderedPageBreak")


def text_of(element: Foreign) -> str:
    """A paragraph's text; a line break in it is "\\n"."""
    return "".join(_pieces(element))


def _pieces(element: Foreign) -> Iterator[str]:
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _AS_TEXT:
            yield _AS_TEXT[child.tag]
        elif child.tag not in _SKIPPED:
            yield from _pieces(child)


def children(element: Foreign) -> Iterator[Foreign]:
    """Paragraphs and tables in order, also those inside content controls and tracked insertions."""
    for child in element:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in _THROUGH:
            yield from children(child)


def boxes(element: Foreign) -> Iterator[Foreign]:
    """The contents of text boxes that hang on a paragraph, each once."""
    for child in element:
        if child.tag == qn("w:txbxContent"):
            yield child
        elif child.tag != _FALLBACK:
            yield from boxes(child)


def footnotes(element: Foreign) -> list[str]:
    """The ids of the footnotes that a paragraph or table refers to."""
    return [ref.get(qn("w:id")) for ref in element.iter(qn("w:footnoteReference"))]


def page_breaks(element: Foreign) -> tuple[int, int]:
    """How many rendered page breaks stand before the first text of `element`, and how many in all."""
    before = total = 0
    begun = False
    for child in element.iter(qn("w:t"), PAGE_BREAK):
        if child.tag == PAGE_BREAK:
            total += 1
            before += not begun
        else:
            begun = begun or bool((child.text or "").strip())
    return before, total
