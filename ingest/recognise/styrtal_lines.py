"""Styrtal set out as lines: entries of a list that "Indikatorer" heads, or "Nyckeltal: …", with values below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.lexicon import column_role, cues
from ingest.lines import NUMBERED, introduced, is_list_word, match_indicator, match_uppdrag, match_value, role_line
from ingest.outline import Piece
from ingest.recognise.goals import Goals
from ingest.recognise.naming import Names, evidence, short
from ingest.recognise.said_values import said_values
from ingest.recognise.styrtal_cells import direction, outcome, split_label, term_of, value
from ingest.recognise.styrtal_notes import caveat
from ontology.model import Malsattning, Styrtal, Value
from ontology.svenska import parse_value

_TARGET = re.compile(
    r"\b(?:ska|skall|bör|uppgår?|målet)\b[^.]*?(?P<bound>"
    r"(?:(?:mer|fler|mindre|färre) än|minst|högst|över|under|inom intervallet|mellan|[<>≥≤])\s*"
    r"\d[\d,–-]*(?:\s*(?:procent|%|dagar))?)",
    re.I,
)
_WORDS = cues()["indicators"]["words"]
_UNSAID = ("", "")


@dataclass(frozen=True, slots=True)
class _Line:
    """A styrtal's line: where it stands, its term, number and the rest of its text."""

    at: int
    term: str
    number: str | None
    text: str


def from_lines(pieces: Sequence[Piece], names: Names, year: int, goals: Goals) -> Iterator[Styrtal]:
    """Every styrtal that is a line of its own, with the values that it and the lines below it say."""
    for line in _lines(pieces):
        made = _styrtal(line, pieces[line.at], names, year, goals.above(pieces, line.at))
        yield _with_values(made, pieces[line.at + 1 :])


def _lines(pieces: Sequence[Piece]) -> Iterator[_Line]:
    """What follows a heading that is nothing but "Indikatorer", until the next heading; "Indikator: …" by itself."""
    term = None
    for at, piece in enumerate(pieces):
        label = match_indicator(piece.text) if piece.kind not in ("row", "header") else None
        named = introduced(piece.text, _WORDS) if _heads_list(pieces, at) else None
        if named or is_list_word(piece.text):
            term = term_of(named or piece.text)
        elif label:
            number = (label["number"] or "").replace(" ", "") or None
            yield _Line(at, term_of(label["term"]), number, piece.text[label.end() :])
        elif piece.kind == "heading" or match_uppdrag(piece.text) or column_role(piece.text):
            term = None
        elif term and piece.kind in ("paragraph", "item") and not match_value(piece.text) and not role_line(piece.text):
            entry = piece.kind == "item" or NUMBERED.match(piece.text)
            yield _Line(at, term, *(split_label(piece.text) if entry else (None, piece.text)))


def _heads_list(pieces: Sequence[Piece], at: int) -> bool:
    """Whether entries follow that are no lettered parts of another styrtal."""
    following = pieces[at + 1] if at + 1 < len(pieces) else None
    return following is not None and following.kind == "item" and not re.search("[a-zåäö]", following.label)


def _styrtal(line: _Line, piece: Piece, names: Names, year: int, goal: Malsattning | None) -> Styrtal:
    said = said_values(line.text, year)
    bound = None if said.values else _TARGET.search(line.text)
    target = parse_value(bound["bound"]) if bound else value(said.values.get("target", _UNSAID)[1])
    heading, figure = said.values.get("outcome", _UNSAID)
    return Styrtal(
        id=names.give("styrtal", goal.number if goal else None, line.number or short(said.text)),
        document=names.document,
        year=year,
        term=line.term,
        number=line.number,
        text=said.text,
        objective=goal.id if goal else None,
        outcome=outcome(figure, said.text, heading),
        target=target,
        long_term=value(said.values.get("long_term", _UNSAID)[1]),
        better=direction(said.text, target),
        note=caveat(said.text),
        evidence=evidence(piece),
    )


def _with_values(styrtal: Styrtal, below: Sequence[Piece]) -> Styrtal:
    """The styrtal with the values that stand on lines of their own below it ("Nuläge 2026: 12")."""
    targets: list[Value | None] = []
    for piece in below:
        label = match_value(piece.text)
        if not label and not role_line(piece.text):
            break
        if label and column_role(label["heading"]) == "outcome":
            styrtal = replace(styrtal, outcome=outcome(label["value"], styrtal.text, label["heading"]))
        elif label:
            targets.append(value(label["value"]))
        if label:
            styrtal = replace(styrtal, evidence=(*styrtal.evidence, *evidence(piece)))
    later = targets[-1] if len(targets) > 1 else styrtal.long_term
    target = targets[0] if targets else styrtal.target
    better = styrtal.better or direction(styrtal.text, target)
    return replace(styrtal, target=target, long_term=later, better=better)
