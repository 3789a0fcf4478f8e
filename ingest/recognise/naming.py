"""Local names of elements, readable and unique within their document, and their evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.outline import Piece
from ontology.model import Evidence
from ontology.svenska import ascii_slug


class Names:
    """Gives each element of one document its id: the document's, a slash, a local name made only once."""

    def __init__(self, document: str) -> None:
        self.document = document
        self._taken: dict[str, int] = {}

    def give(self, *parts: str | None) -> str:
        """An id of the given parts ("uppdrag", "RF", "9" → "…/uppdrag-rf-9"); a repeated one gets "-2"."""
        local = "-".join(ascii_slug(p, 48) for p in parts if p)
        count = self._taken[local] = self._taken.get(local, 0) + 1
        return f"{self.document}/{local}" + (f"-{count}" if count > 1 else "")


def evidence(*pieces: Piece) -> tuple[Evidence, ...]:
    """The pieces whole, as evidence."""
    return tuple(Evidence(passage=p.passage.id, quote=p.text) for p in pieces)


def run_evidence(pieces: Iterable[Piece]) -> tuple[Evidence, ...]:
    """Pieces that are one row cut in several: one piece of evidence, `[…]` where something stands between."""
    kept = list(pieces)
    quote, previous = "", None
    for piece in kept:
        joint = "" if previous is None else ("\t" if piece.passage.start == previous.passage.end + 1 else " […] ")
        quote += joint + piece.text
        previous = piece
    return (Evidence(passage=kept[0].passage.id, quote=quote),) if kept else ()


def short(text: str) -> str:
    """The first words of a text, for a local name."""
    return " ".join(re.findall(r"\w+", text)[:7])
