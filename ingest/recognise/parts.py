"""Delindikatorer: the lettered parts that a styrtal is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines import INDICATOR_PART, LETTERED
from ingest.outline import Piece
from ingest.recognise.goals import Goals
from ingest.recognise.naming import Names, evidence
from ontology.model import Delindikator, Styrtal

_LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"


def recognise_parts(
    pieces: Sequence[Piece], names: Names, year: int, goals: Goals, styrtal: Sequence[Styrtal], taken: set[str]
) -> list[Delindikator]:
    """Lettered parts of a styrtal: "1 a …", or a lettered list that a styrtal's own name introduces."""
    found: list[Delindikator] = []
    head: Styrtal | None = None
    for at, piece in enumerate(pieces):
        label = _label(piece)
        if label and label.re is INDICATOR_PART:
            number = re.sub(r"[\s.)]", "", label.group())
            whole = _numbered_whole(styrtal, number.rstrip(_LETTERS), goals, pieces, at)
        elif label and head and piece.passage.id not in taken:
            number, whole = f"{head.number or ''}{label['label']}", head
        else:
            head = head if label else _introduced(piece.text, styrtal)
            continue
        found.append(
            Delindikator(
                id=names.give("delindikator", _goal_number(whole, goals), number),
                document=names.document,
                year=year,
                term="delindikator",
                number=number,
                text=piece.text[label.end() :].strip(),
                part_of=whole.id if whole else None,
                objective=whole.objective if whole else None,
                evidence=evidence(piece),
            )
        )
    return found


def _label(piece: Piece) -> re.Match[str] | None:
    """ "1 a." or "a." before a list item."""
    return (INDICATOR_PART.match(piece.text) or LETTERED.match(piece.text)) if piece.kind == "item" else None


def _goal_number(styrtal: Styrtal | None, goals: Goals) -> str | None:
    return goals.by_id(styrtal.objective).number if styrtal and styrtal.objective else None


def _numbered_whole(
    styrtal: Sequence[Styrtal], number: str, goals: Goals, pieces: Sequence[Piece], at: int
) -> Styrtal | None:
    goal = goals.above(pieces, at)
    return next((s for s in styrtal if s.number == number and s.objective == (goal.id if goal else None)), None)


def _introduced(text: str, styrtal: Sequence[Styrtal]) -> Styrtal | None:
    """The styrtal whose first telling word the text begins with."""
    first = re.match(r"[^\W\d]{8,}", text)
    if not first or len(text) > 120:
        return None
    return next((s for s in styrtal if s.text.lower().startswith(first.group().lower())), None)
