"""Headings that a Word document marks by their look alone: short paragraphs wholly in bold or in large print."""

from __future__ import annotations

from docx.oxml.ns import qn

from ingest.readers.docx_text import text_of
from ingest.readers.foreign import Foreign

_LONGEST = 120
_LARGE = 28  # half-points
_OFF = ("0", "false", "off")


def looks_like_heading(paragraph: Foreign, text: str) -> bool:
    """Whether a paragraph stands out as a heading does and is no sentence."""
    if len(text) > _LONGEST or text.endswith((".", ",", ";")):
        return False
    said = [run for run in paragraph.iter(qn("w:r")) if text_of(run).strip()]
    return bool(said) and all(_stands_out(run) for run in said)


def _stands_out(run: Foreign) -> bool:
    look = run.find(qn("w:rPr"))
    if look is None:
        return False
    bold, size = look.find(qn("w:b")), look.find(qn("w:sz"))
    points = (size.get(qn("w:val")) or "") if size is not None else ""
    return (bold is not None and bold.get(qn("w:val")) not in _OFF) or (points.isdigit() and int(points) >= _LARGE)
