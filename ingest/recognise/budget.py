"""Budget tables: a row of amounts for each post, with column, unit and printed sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.lexicon import cue
from ingest.outline import Piece, headings_of
from ingest.recognise.naming import Names, evidence, short
from ingest.recognise.tables import Table, role_of, tables
from ontology.model import Amount, Budgetpost
from ontology.svenska import parse_value

_UNIT = re.compile(r"\b(mnkr|tkr|mkr|miljoner kronor|tusen kronor|msek|procent)\b", re.IGNORECASE)
_CAPTION_UNIT = re.compile(
    rf"(?:\bbelopp(?:en)?\s[\w\s]{{0,20}}?\bi|[,(]|\bi)\s*(?:{_UNIT.pattern})\s*\)?[.:]?$", re.IGNORECASE
)
_FIGURES = ("amount", "outcome", "target", "long_term")
_CAPTION = 120  # characters
_FOOTMARK = re.compile(r"\s*\*+\)?\s*$")


def recognise_budget(pieces: Sequence[Piece], names: Names, year: int) -> list[Budgetpost]:
    """Every row of figures in a table of amounts."""
    found = (t for t in tables(pieces) if is_budget(t) and (_speaks_of_money(t) or _unit(t, pieces)))
    return [post for table in found for post in _posts(table, pieces, names, year)]


def _speaks_of_money(table: Table) -> bool:
    """Whether a heading says more than a year ("Budget 2026"); years alone head volumes as well."""
    words = (re.search(r"[^\W\d]", h) for h in table.headings[1:] if role_of(h) == "amount")
    return table.roles[0] == "unit" or any(words)


def is_budget(table: Table) -> bool:
    """A table whose other columns are amounts by year; one that counts people or things is none."""
    if cue("volumes", "heads").fullmatch(table.headings[0]):
        return False
    return not table.has("label", "risk") and table.has("amount") and table.roles[0] in ("unit", "area", None)


def _posts(table: Table, pieces: Sequence[Piece], names: Names, year: int) -> Iterator[Budgetpost]:
    unit = _unit(table, pieces)
    above = headings_of(pieces, table.at)
    title = pieces[above[0]].text if above else None
    for row in table.rows:
        amounts = tuple(_amounts(table, row, unit))
        if amounts:
            yield Budgetpost(
                id=names.give("budgetpost", _table_name(title), short(row.cells[0])),
                document=names.document,
                year=year,
                term="budgetpost",
                text=_FOOTMARK.sub("", row.cells[0]),
                amounts=amounts,
                unit=unit,
                table=title,
                evidence=evidence(row),
            )


def _unit(table: Table, pieces: Sequence[Piece]) -> str | None:
    """The unit that the headings name, the first column's before others, or the line right above at its end."""
    above = pieces[table.at - 1].text if table.at else ""
    caption = _CAPTION_UNIT.search(above) if len(above) < _CAPTION else None
    told = map(_UNIT.search, (table.headings[0], caption.group() if caption else "", *table.headings))
    found = next((unit for unit in told if unit), None)
    return found.group().lower() if found else None


def _amounts(table: Table, row: Piece, unit: str | None) -> Iterator[Amount]:
    for heading, cell in list(zip(table.headings, row.cells, strict=False))[1:]:
        value = parse_value(cell) if role_of(heading) in _FIGURES and cell else None
        if value and value.value is not None:
            yield Amount(column=heading, value=replace(value, unit=value.unit or unit))


def _table_name(title: str | None) -> str | None:
    return re.sub(r"^[\d.]+\s*", "", title).split(" ")[0] if title else None
