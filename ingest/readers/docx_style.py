"""What a Word paragraph is: heading, list item with its printed number, or plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml.ns import qn

from ingest.readers.foreign import Foreign

_HEADING = re.compile(r"^(?:heading|rubrik)\s*(\d)", re.IGNORECASE)
_TITLE = {"title", "titel", "rubrik", "dokumenttitel"}
_CONTENTS = re.compile(r"^(?:toc|innehåll) ?\d", re.IGNORECASE)
_BULLETS = re.compile(r"^(?:list bullet|punktlista|lista punkt)", re.IGNORECASE)
_LONGEST_LABEL = 100
_MOST_LETTERS, _MOST_ROMAN = 26 * 9, 399
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(slots=True)
class Styles:
    """A document's styles and numbering; counts lists as they are met."""

    document: Foreign
    counts: dict[str, list[int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def is_title(self, paragraph: Foreign) -> bool:
        """Whether the paragraph is the document's title."""
        return self._name(paragraph).casefold() in _TITLE

    def is_contents(self, paragraph: Foreign) -> bool:
        """Whether the paragraph is a line of the table of contents."""
        return _CONTENTS.match(self._name(paragraph)) is not None

    def heading_level(self, paragraph: Foreign) -> int:
        """The paragraph's heading depth, or 0."""
        if self.is_title(paragraph):
            return 1
        for element, name in self._chain(paragraph):
            if found := _HEADING.match(name):
                return int(found[1])
            level = _value(element, "w:pPr/w:outlineLvl")
            if level is not None and level.isdigit() and int(level) < 9:
                return int(level) + 1
        return 0

    def item(self, paragraph: Foreign) -> tuple[str, int] | None:
        """The label and depth of a list item; None for what is none."""
        num, depth = self._numbering(paragraph)
        if num == "0":
            return None
        if num:
            label = self._label(num, depth)
            return (label, depth + 1) if label else None
        if any(_BULLETS.match(name) for _, name in self._chain(paragraph)):
            return "•", depth + 1
        return None

    def _name(self, paragraph: Foreign) -> str:
        return next((name for _, name in self._chain(paragraph) if name), "")

    def _chain(self, paragraph: Foreign) -> Iterator[tuple[Foreign, str]]:
        """The paragraph itself, then its style and the styles that this one builds on."""
        yield paragraph, ""
        style, seen = self._style(_value(paragraph, "w:pPr/w:pStyle")), 0
        while style is not None and seen < 12:
            yield style, _value(style, "w:name") or ""
            style, seen = self._style(_value(style, "w:basedOn")), seen + 1

    def _style(self, name: str | None) -> Foreign:
        return self.document.styles.element.get_by_id(name) if name else None

    def _numbering(self, paragraph: Foreign) -> tuple[str | None, int]:
        num = depth = None
        for element, _ in self._chain(paragraph):
            num = num or _value(element, "w:pPr/w:numPr/w:numId")
            depth = depth or _value(element, "w:pPr/w:numPr/w:ilvl")
        return num, min(int(depth), 8) if depth and depth.isdigit() else 0

    def _label(self, num: str, depth: int) -> str:
        """The next label of list `num` at `depth`, counted on."""
        abstract, levels = self._levels(num)
        if depth not in levels:
            return "•"
        shape, pattern, _ = levels[depth]
        if shape == "bullet":
            return "•"
        starts = [levels.get(n, ("", "", 1))[2] for n in range(9)]
        counts = self.counts.setdefault(abstract, [start - 1 for start in starts])
        if num not in self.begun and self._restarts(num):
            counts[:] = [start - 1 for start in starts]
        self.begun.add(num)
        counts[depth] += 1
        counts[depth + 1 :] = [start - 1 for start in starts[depth + 1 :]]
        for n in range(depth + 1):
            shape = levels.get(n, ("decimal", "", 1))[0]
            pattern = pattern.replace(f"%{n + 1}", numeral(max(counts[n], starts[n]), shape))
        return pattern.strip()

    def _levels(self, num: str) -> tuple[str, dict[int, tuple[str, str, int]]]:
        """The abstract list behind `num`, and format, pattern and start of its levels."""
        root = _numbering_root(self.document)
        link = _first(root, f"w:num[@w:numId='{num}']/w:abstractNumId")
        if link is None:
            return "", {}
        abstract = link.get(qn("w:val"))
        found = root.xpath(f"w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl")
        return abstract, {int(level.get(qn("w:ilvl"))): _level(level) for level in found}

    def _restarts(self, num: str) -> bool:
        return _first(_numbering_root(self.document), f"w:num[@w:numId='{num}']//w:startOverride") is not None


def numeral(count: int, shape: str) -> str:
    """`count` written as Word's number format `shape` says; past what anybody writes so, in figures."""
    if shape in ("lowerLetter", "upperLetter") and 0 < count <= _MOST_LETTERS:
        letter = "abcdefghijklmnopqrstuvwxyz"[(count - 1) % 26] * ((count - 1) // 26 + 1)
        return letter if shape == "lowerLetter" else letter.upper()
    if shape in ("lowerRoman", "upperRoman") and 0 < count <= _MOST_ROMAN:
        return _roman(count) if shape == "lowerRoman" else _roman(count).upper()
    return "" if shape == "none" else str(count)


def _roman(count: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        while count >= value:
            written, count = written + sign, count - value
    return written


def _numbering_root(document: Foreign) -> Foreign:
    """The numbering part's root; None where the file has none."""
    parts = (link.target_part for link in document.part.rels.values() if link.reltype == RELATION.NUMBERING)
    return next((part.element for part in parts), None)


def _level(level: Foreign) -> tuple[str, str, int]:
    start = _value(level, "w:start") or "1"
    shape = _value(level, "w:numFmt") or "decimal"
    pattern = (_value(level, "w:lvlText") or "")[:_LONGEST_LABEL]
    return shape, pattern, int(start) if start.isdigit() else 1


def _first(element: Foreign, path: str) -> Foreign:
    found = element.xpath(path) if element is not None else []
    return found[0] if found else None


def _value(element: Foreign, path: str) -> str | None:
    """The `w:val` at a path of child elements."""
    for step in path.split("/"):
        element = element.find(qn(step)) if element is not None else None
    return element.get(qn("w:val")) if element is not None else None
