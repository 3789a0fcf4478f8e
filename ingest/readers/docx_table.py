"""A Word table as rows of cells: a merged cell's text once, then empty cells."""

from __future__ import annotations

from docx.oxml.ns import qn

from ingest.readers.docx_text import children, text_of
from ingest.readers.foreign import Foreign
from ingest.readers.source import MOST_CELLS
from ingest.readers.spacing import one_line


def grid(table: Foreign) -> list[list[str]]:
    """The table's cells, every row as wide as the widest. Raises ValueError for more than any table has."""
    found: list[list[str]] = []
    width = 0
    for tr in _rows(table):
        found.append(_row(tr))
        width = max(width, len(found[-1]))
        if width * len(found) > MOST_CELLS:
            raise ValueError(f"en tabell har fler än {MOST_CELLS} celler")
    return [cells + [""] * (width - len(cells)) for cells in found]


def marked_headers(table: Foreign) -> int:
    """How many first rows the file marks as headers that every page repeats."""
    count = 0
    for tr in _rows(table):
        if tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None:
            break
        count += 1
    return count


def nested(table: Foreign) -> list[Foreign]:
    """The tables that stand inside this one's cells, one level down."""
    return [inner for cell in cells(table) for inner in children(cell) if inner.tag == qn("w:tbl")]


def cells(table: Foreign) -> list[Foreign]:
    """All the table's own cells, in order."""
    return [cell for tr in _rows(table) for cell in _within(tr, qn("w:tc"))]


def _rows(table: Foreign) -> list[Foreign]:
    return _within(table, qn("w:tr"))


def _within(element: Foreign, tag: str) -> list[Foreign]:
    """Children of a tag, also inside content controls and insertions, none of a nested table."""
    found: list[Foreign] = []
    for child in element:
        if child.tag == tag:
            found.append(child)
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            found += _within(child, tag)
    return found


def _row(tr: Foreign) -> list[str]:
    row = [""] * _number(tr, "w:trPr", "w:gridBefore")
    for cell in _within(tr, qn("w:tc")):
        merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        continued = merge is not None and merge.get(qn("w:val")) != "restart"
        row.append("" if continued else _text(cell))
        row += [""] * (_number(cell, "w:tcPr", "w:gridSpan", 1) - 1)
    return row


def _number(element: Foreign, holder: str, name: str, default: int = 0) -> int:
    found = element.find(f"{qn(holder)}/{qn(name)}")
    value = found.get(qn("w:val")) if found is not None else None
    return min(int(value), 200) if value and value.isdigit() else default


def _text(cell: Foreign) -> str:
    paragraphs = (one_line(text_of(p)) for p in children(cell) if p.tag == qn("w:p"))
    return "\n".join(text for text in paragraphs if text)
