"""The texts that tell what a document is: its front, what runs on its pages, its headings, the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.outline import Piece
from ingest.raw import RawDocument

_COMMON = {"kommun", "stad", "län", "och", "i", "för", "med", "av"}
_FRONT = 14  # pieces that a title may stand among


@dataclass(frozen=True, slots=True)
class Clues:
    """The texts that identity is read from: the front, what runs on every page, the whole."""

    front: tuple[str, ...]
    running: tuple[str, ...]
    body: tuple[str, ...]
    headings: tuple[str, ...]


def find_clues(raw: RawDocument, pieces: Sequence[Piece]) -> Clues:
    """The clues of a document, each text once; a title in capitals is given in small letters."""
    front = [p.text for p in pieces[:_FRONT] if p.kind == "heading" or len(p.text) < 90]
    return Clues(
        tuple(dict.fromkeys(_in_small_letters(t) for t in (raw.title, *front) if t)),
        tuple(dict.fromkeys(raw.running)),
        tuple(p.text for p in pieces),
        tuple(p.text for p in pieces if p.kind in ("heading", "header")),
    )


def _in_small_letters(text: str) -> str:
    """A title in capitals as it would be written ("ÖSTANVIKS KOMMUN" → "Östanviks kommun"); others as they are."""
    if not text.isupper() or " " not in text:
        return text
    words = text.lower().split()
    return " ".join(w if w in _COMMON and n else w.capitalize() for n, w in enumerate(words))
