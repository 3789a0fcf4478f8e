"""Finding again what a decision was about, in a reading that has renumbered, moved or reworded it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.fuzz import ratio

from ontology.decisions import Anchor
from ontology.model import Element
from ontology.svenska import fold, words

_COPY = re.compile(r"-\d{1,2}$")
How = Literal["same", "moved", "changed"]
CLOSE = 85.0
"""The least likeness (0 to 100) of texts under one identifier that are taken for one element, reworded."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an anchor means now: `same` place and words, `moved` to another identifier, or `changed` in words."""

    element: Element
    how: How


def make_anchor(element: Element) -> Anchor:
    """What is remembered of an element."""
    return Anchor(
        id=element.id, document=element.document, type=element.type, year=element.year, text=element.text,
        number=element.number, series=element.series,
    )  # fmt: skip


class Finder:
    """Anchors → elements of one reading or release. What two elements could both be is not guessed."""

    def __init__(self, elements: Iterable[Element]) -> None:
        """Index the elements by identifier and by what they say."""
        self._by_id: dict[str, Element] = {}
        self._by_text: dict[tuple[str, int, str], list[Element]] = defaultdict(list)
        for element in elements:
            self._by_id[element.id] = element
            self._by_text[element.type, element.year, _said(element.text)].append(element)

    def find(self, anchor: Anchor) -> Found | None:
        """The element by content first, then by identifier where its text is close; None where neither holds."""
        here = self._by_id.get(anchor.id)
        said = _said(anchor.text)
        if here and here.type == anchor.type and _said(here.text) == said:
            return Found(here, "same")
        saying = self._by_text.get((anchor.type, anchor.year, said), [])
        alike = _nearest([e for e in saying if _plan(e.document) == _plan(anchor.document)], anchor)
        if len(alike) == 1:
            return Found(alike[0], "moved")
        if here and here.type == anchor.type and ratio(_said(here.text), said) >= CLOSE:
            return Found(here, "changed")
        return None


def _nearest(alike: list[Element], anchor: Anchor) -> list[Element]:
    """Of elements that say the same, those of the same document, number or series, where that tells them apart."""
    for name in ("document", "number", "series"):
        same = [element for element in alike if getattr(element, name) == getattr(anchor, name)]
        alike = same or alike
    return alike


def _plan(document_id: str) -> str:
    """The plan that a document is a version of: its identifier without the number that a second of a name gets."""
    return _COPY.sub("", document_id)


def _said(text: str) -> str:
    return " ".join(words(text)) or fold(text)
