"""Styrtal, indikatorer, nyckeltal: rows of tables and lines of lists, with printed values, notes and parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.outline import Piece
from ingest.recognise.goals import Goals
from ingest.recognise.naming import Names, evidence, short
from ingest.recognise.styrtal_cells import arrow, direction, outcome, split_label, term_of, value, with_parts
from ingest.recognise.styrtal_lines import from_lines
from ingest.recognise.styrtal_notes import caveat, with_footnotes, with_inherited_notes
from ingest.recognise.tables import Table, tables
from ontology.model import Styrtal


def recognise_styrtal(pieces: Sequence[Piece], names: Names, year: int, goals: Goals) -> list[Styrtal]:
    """Every styrtal once, from tables and from lists, in reading order."""
    rows = [s for t in tables(pieces, year) if is_styrtal_table(t) for s in _from_table(t, pieces, names, year, goals)]
    lines = from_lines(pieces, names, year, goals)
    return with_footnotes(with_inherited_notes([*rows, *lines]), pieces)


def is_styrtal_table(table: Table) -> bool:
    """A table of styrtal has a column of names and one of values."""
    return table.has("label") and table.has("outcome", "target", "long_term")


def _from_table(table: Table, pieces: Sequence[Piece], names: Names, year: int, goals: Goals) -> Iterator[Styrtal]:
    term = term_of(table.heading("label"))
    at = {piece.passage.id: n for n, piece in enumerate(pieces)}
    for row in table.rows:
        goal = goals.above(pieces, at[row.passage.id])
        label = table.cell(row, "label")
        if not label:
            continue
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
            outcome=with_parts(said, table.cells(row, "part")),
            target=target,
            long_term=value(table.cell(row, "long_term")),
            better=arrow(table.cell(row, "direction")) or direction(text, target),
            note=caveat(text),
            evidence=evidence(row),
        )
