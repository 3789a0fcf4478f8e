"""Styrtal, indikatorer, nyckeltal: rows of tables and items of lists, with printed values, notes and parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from ingest.lexicon import column_role, cue
from ingest.lines import FOOTNOTE, is_list_word, match_uppdrag, match_value
from ingest.outline import Piece
from ingest.recognise.goals import Goals
from ingest.recognise.naming import Names, evidence, short
from ingest.recognise.tables import Table, tables
from ontology.model import Styrtal, Value
from ontology.svenska import fold, parse_value

_LABEL = re.compile(r"^(?P<number>\d{1,2})(?:\s?(?P<letter>[a-zåäö])(?=[\s.)]))?(?:\.|\)|(?=\s))\s*(?=\S)")
_CAVEAT = re.compile(
    r"\([^()]*(?:osäk|preliminär|inte jämförbar|ej jämförbar|ändrad (?:mät)?metod|bortfall|innebär)[^()]*\)", re.I
)
_PERIOD_ONLY = re.compile(r"(?:utfall|mål|mätning):?\s*[\w\s–-]*\d{4}\.?", re.I)
_SAID_PERIOD = re.compile(r"\(utfall:?\s+(?P<period>[^().]{0,20}20\d\d)\b", re.IGNORECASE)
_COLUMN_YEAR = re.compile(r"(?<!\d)(?P<period>20\d\d)(?!\d)")
_MARK = re.compile(r"\*+")
_TARGET = re.compile(
    r"(?:(?:mer|fler|mindre|färre) än|minst|högst|över|under|inom intervallet|mellan|[<>≥≤])\s*"
    r"\d[\d,–-]*(?:\s*(?:procent|%|dagar))?",
    re.I,
)


def recognise_styrtal(pieces: Sequence[Piece], names: Names, year: int, goals: Goals) -> list[Styrtal]:
    """Every styrtal once, from tables and from lists, in reading order."""
    rows = [s for t in tables(pieces, year) if is_styrtal_table(t) for s in _from_table(t, pieces, names, year, goals)]
    lists = _with_value_lines(list(_from_lists(pieces, names, year, goals)), pieces)
    return _with_footnotes(_with_inherited_notes([*rows, *lists]), pieces)


def is_styrtal_table(table: Table) -> bool:
    """A table of styrtal has a column of names and one of values."""
    return table.has("label") and table.has("outcome", "target", "long_term")


def _from_table(table: Table, pieces: Sequence[Piece], names: Names, year: int, goals: Goals) -> Iterator[Styrtal]:
    term = _term(table.headings[table.roles.index("label")])
    goal = goals.above(pieces, table.at)
    for row in table.rows:
        label = table.cell(row, "label")
        if not label:
            continue
        number, text = split_label(label)
        yield Styrtal(
            id=names.give("styrtal", goal.number if goal else None, number or short(text)),
            document=names.document,
            year=year,
            term=term,
            number=number,
            text=text,
            objective=goal.id if goal else None,
            outcome=_outcome(table.cell(row, "outcome"), label, table.heading("outcome")),
            target=_value(table.cell(row, "target")),
            long_term=_value(table.cell(row, "long_term")),
            better=_arrow(table.cell(row, "direction")) or direction(text),
            note=_caveat(text),
            evidence=evidence(row),
        )


def split_label(cell: str) -> tuple[str | None, str]:
    """Number ("3a") and text of a styrtal's first cell; None where it is not numbered."""
    match = _LABEL.match(cell)
    if not match or (not match["letter"] and not re.match(r"\d+[.)\s]", cell)):
        return None, cell
    return match["number"] + (match["letter"] or ""), cell[match.end() :].strip()


def _value(cell: str) -> Value | None:
    return parse_value(cell) if cell else None


def _outcome(cell: str, label: str, heading: str) -> Value | None:
    """An outcome with its period: the cell's own, else the one in the label's brackets, else the column's year."""
    value = parse_value(cell, context=label) if cell else None
    if not value or value.period or not (value.parts or _is_figure(value)):
        return value
    said = _SAID_PERIOD.search(label) or _COLUMN_YEAR.search(heading)
    return replace(value, period=said["period"]) if said else value


def _is_figure(value: Value) -> bool:
    return any(x is not None for x in (value.value, value.low, value.high))


def direction(text: str) -> Literal["higher", "lower", "range"] | None:
    """The wanted direction where the styrtal's own words say it, else None."""
    ways: tuple[Literal["range", "lower", "higher"], ...] = ("range", "lower", "higher")
    return next((way for way in ways if cue("direction", way).search(text)), None)


def _term(heading: str) -> str:
    word = fold(heading).rstrip(":")
    return next(
        (w for w in ("styrtal", "nyckeltal", "målindikator", "indikator", "mått", "mätetal") if word.startswith(w)),
        word,
    )


def _arrow(cell: str) -> Literal["higher", "lower"] | None:
    """The wanted direction that a column of its own gives by an arrow or a word."""
    if cue("direction", "up").fullmatch(cell.strip()):
        return "higher"
    return "lower" if cue("direction", "down").fullmatch(cell.strip()) else None


def _caveat(text: str) -> str | None:
    match = _CAVEAT.search(text)
    if not match:
        return None
    sentences = re.split(r"(?<=\.)\s+", match.group().strip("()"))
    return " ".join(x for x in sentences if not _PERIOD_ONLY.fullmatch(x)) or None


def _from_lists(pieces: Sequence[Piece], names: Names, year: int, goals: Goals) -> Iterator[Styrtal]:
    """What follows a heading that is nothing but "Indikatorer", until the next heading."""
    term = None
    for at, piece in enumerate(pieces):
        if is_list_word(piece.text):
            term = _term(piece.text)
        elif piece.kind == "heading" or match_uppdrag(piece.text) or column_role(piece.text):
            term = None
        elif term and piece.kind in ("paragraph", "item") and not match_value(piece.text):
            goal = goals.above(pieces, at)
            number, text = split_label(piece.text) if piece.kind == "item" else (None, piece.text)
            target = _TARGET.search(text)
            yield Styrtal(
                id=names.give("styrtal", goal.number if goal else None, number or short(text)),
                document=names.document,
                year=year,
                term=term,
                number=number,
                text=text,
                objective=goal.id if goal else None,
                target=parse_value(target.group()) if target else None,
                better=direction(text),
                note=_caveat(text),
                evidence=evidence(piece),
            )


def _with_value_lines(found: list[Styrtal], pieces: Sequence[Piece]) -> list[Styrtal]:
    """Each with the values that stand on lines of their own below it ("Nuläge 2026: 12")."""
    starts = {p.passage.id: i for i, p in enumerate(pieces)}
    return [_with_values(s, pieces[starts[s.evidence[0].passage] + 1 :]) for s in found]


def _with_values(styrtal: Styrtal, below: Sequence[Piece]) -> Styrtal:
    targets: list[Value | None] = []
    for piece in below:
        label = match_value(piece.text)
        if not label:
            break
        if column_role(label["heading"]) == "outcome":
            styrtal = replace(styrtal, outcome=_outcome(label["value"], styrtal.text, label["heading"]))
        else:
            targets.append(_value(label["value"]))
        styrtal = replace(styrtal, evidence=(*styrtal.evidence, *evidence(piece)))
    later = targets[-1] if len(targets) > 1 else styrtal.long_term
    return replace(styrtal, target=targets[0] if targets else styrtal.target, long_term=later)


def _with_inherited_notes(found: list[Styrtal]) -> list[Styrtal]:
    """A caveat on a styrtal holds for its lettered parts ("3" for "3a") under the same goal."""
    notes = {(s.objective, s.number): s.note for s in found if s.note and s.number}
    return [
        replace(s, note=notes.get((s.objective, s.number.rstrip("abcdefghijklmnopqrstuvwxyzåäö"))))
        if s.number and not s.note
        else s
        for s in found
    ]


def _with_footnotes(found: list[Styrtal], pieces: Sequence[Piece]) -> list[Styrtal]:
    """Footnotes go to the styrtal above them whose text bears the same number of asterisks."""
    starts = {p.passage.id: i for i, p in enumerate(pieces)}
    out = []
    for s in found:
        mark = _MARK.search(s.text)
        note = _footnote(pieces, starts[s.evidence[0].passage], mark.group()) if mark else None
        out.append(replace(s, note=f"{note} {s.note}" if s.note else note) if note else s)
    return out


def _footnote(pieces: Sequence[Piece], at: int, mark: str) -> str | None:
    for piece in pieces[at + 1 : at + 40]:
        found = FOOTNOTE.match(piece.text)
        if found and found.group().rstrip(") ").strip() == mark and piece.kind != "row":
            return piece.text[found.end() :].strip() or None
        if piece.kind == "heading":
            return None
    return None
