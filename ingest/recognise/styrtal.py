"""Styrtal, indikatorer, nyckeltal: rows of tables and lines of lists, with printed values, notes and parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from ingest.lexicon import cues
from ingest.outline import Piece
from ingest.recognise.goals import Goals
from ingest.recognise.naming import Names, evidence, short
from ingest.recognise.styrtal_cells import arrow, direction, outcome, split_label, term_of, value, with_parts
from ingest.recognise.styrtal_lines import from_lines
from ingest.recognise.styrtal_notes import caveat, with_footnotes, with_inherited_notes, with_inherited_periods
from ingest.recognise.tables import Table, by_year, role_of, tables
from ontology.model import Styrtal

_WORD = re.compile(rf"(?:[\d.]+\s+)?(?P<word>{'|'.join(cues()['indicators']['words'])})(?:en)?\b", re.IGNORECASE)
_PART = re.compile(rf"(?:(?:varav|därav)\s+|[–-]\s?)?(?P<name>{'|'.join(cues()['columns']['part'])}):?", re.IGNORECASE)


def recognise_styrtal(
    pieces: Sequence[Piece], names: Names, year: int, goals: Goals, *, ended: bool = False
) -> list[Styrtal]:
    """Every styrtal once, from tables and from lists, in reading order; `ended` tells that the year is reported on."""
    every = (_named_above(table, pieces, year, ended=ended) for table in tables(pieces, year, ended=ended))
    found = (table for table in every if is_styrtal_table(table))
    rows = [styrtal for table in found for styrtal in _from_table(table, pieces, names, year, goals)]
    lines = from_lines(pieces, names, year, goals)
    return with_footnotes(with_inherited_periods(with_inherited_notes([*rows, *lines])), pieces)


def _named_above(table: Table, pieces: Sequence[Piece], year: int, *, ended: bool) -> Table:
    """A table whose first column has no heading, with the word of the heading above it ("Mått för mål 1") as one."""
    above = pieces[table.at].path
    word = _WORD.match(pieces[above[-1]].text) if above and not table.headings[0] and table.has("target") else None
    if not word:
        return table
    headings = (word["word"], *table.headings[1:])
    roles = by_year(headings, [role_of(heading) for heading in headings], year, ended=ended)
    return replace(table, headings=headings, roles=roles)


def is_styrtal_table(table: Table) -> bool:
    """A table of styrtal has a column of names and one of values."""
    return table.has("label") and table.has("outcome", "target", "long_term")


def _from_table(table: Table, pieces: Sequence[Piece], names: Names, year: int, goals: Goals) -> Iterator[Styrtal]:
    term = term_of(table.heading("label"))
    at = {piece.passage.id: n for n, piece in enumerate(pieces)}
    for n, row in enumerate(table.rows):
        goal = goals.above(pieces, at[row.passage.id])
        label = table.cell(row, "label")
        if not label or _PART.fullmatch(label):
            continue
        parts = _part_rows(table, n)
        number, text = split_label(label)
        number = number or table.cell(row, "number").strip(" .") or None
        said = outcome(table.cell(row, "outcome"), label, table.heading("outcome"))
        target = value(table.cell(row, "target"))
        yield Styrtal(
            id=names.give("styrtal", goal.number if goal else None, number or short(text)),
            document=names.document,
            year=year,
            term=term,
            number=number,
            text=text,
            objective=goal.id if goal else None,
            outcome=with_parts(said, table.cells(row, "part") or _parts(table, parts, "outcome")),
            target=with_parts(target, _parts(table, parts, "target")),
            long_term=with_parts(value(table.cell(row, "long_term")), _parts(table, parts, "long_term")),
            better=arrow(table.cell(row, "direction")) or direction(text, target),
            note=caveat(text),
            evidence=evidence(row, *parts),
        )


def _part_rows(table: Table, at: int) -> list[Piece]:
    """The rows below one that part its values by sex ("varav kvinnor")."""
    return list(takewhile(lambda row: _PART.fullmatch(table.cell(row, "label")), table.rows[at + 1 :]))


def _parts(table: Table, rows: Sequence[Piece], role: str) -> list[tuple[str, str]]:
    """Name and cell of each such row in the column of a role."""
    return [(m["name"], table.cell(row, role)) for row in rows if (m := _PART.fullmatch(table.cell(row, "label")))]
