"""Tables as header and rows: which column plays which part, over page breaks and repeated headers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.lexicon import column_role, column_roles
from ingest.outline import Piece


@dataclass
class Table:
    """A table's column headings, their roles, its rows, and at which row a repeated header cuts it."""

    headings: tuple[str, ...]
    roles: tuple[str | None, ...]
    at: int
    rows: list[Piece] = field(default_factory=list)
    cut_before: set[int] = field(default_factory=set)

    def cell(self, row: Piece, role: str) -> str:
        """The first cell of a row in a column of that role; "" where there is none."""
        return next((c for c, r in zip(row.cells, self.roles, strict=False) if r == role), "")

    def cells(self, row: Piece, role: str) -> list[tuple[str, str]]:
        """Heading and cell of every column of that role."""
        columns = zip(self.headings, self.roles, row.cells, strict=False)
        return [(heading, cell) for heading, r, cell in columns if r == role]

    def heading(self, role: str) -> str:
        """The heading of the first column of that role; "" where there is none."""
        return next((h for h, r in zip(self.headings, self.roles, strict=False) if r == role), "")

    def has(self, *roles: str) -> bool:
        """Whether a column of one of the roles exists."""
        return any(r in roles for r in self.roles)


def tables(pieces: Sequence[Piece], year: int = 0, *, ended: bool = False) -> Iterator[Table]:
    """Every table that has a header row; a repetition of the same header goes on with the same table.

    `year` is the plan's own: of targets for several years it tells which is the plan's. A report tells of a year
    that has `ended`: there that year's own column is an outcome.
    """
    current: Table | None = None
    for at, piece in enumerate(pieces):
        if piece.kind == "header":
            if current and _repeats(current, piece):
                current.cut_before.add(len(current.rows))
            elif current and not current.rows and len(piece.cells) < len(current.headings) + 3:
                current = _two_level(current, piece, year, ended=ended)
            else:
                if current:
                    yield current
                roles = by_year(piece.cells, [role_of(c) for c in piece.cells], year, ended=ended)
                current = Table(piece.cells, roles, at)
        elif piece.kind == "row" and current:
            current.rows.append(piece)
        elif current and not _goes_on(current, pieces, at):
            yield current
            current = None
    if current:
        yield current


def _goes_on(table: Table, pieces: Sequence[Piece], at: int) -> bool:
    """Whether a heading stands among a table's rows: the next row has no other header."""
    following = pieces[at + 1 : at + 2]
    return pieces[at].kind == "heading" and any(
        p.kind == "row" and len(p.cells) == len(table.headings) for p in following
    )


_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_ROLES = {role for role, _ in column_roles()}
_GROUPED = re.compile(r"(?P<group>.*\d{4})\s+(?P<name>\D+)")


def role_of(heading: str) -> str | None:
    """The role of a heading, of one that is a role's own name, or of a group and a name below it."""
    if heading in _ROLES:
        return heading
    grouped = _GROUPED.fullmatch(heading)
    if grouped and column_role(grouped["group"]) == "amount":
        return "amount"
    return column_role(heading)


def by_year(
    headings: Sequence[str], roles: Sequence[str | None], year: int = 0, *, ended: bool = False
) -> tuple[str | None, ...]:
    """Roles where several columns have one: of outcomes the latest year counts, of targets the first and the last.

    The first is the plan year's, where one is: targets of years gone by are told for comparison alone.
    """
    out = list(roles)
    if "goal" in out and "label" in out[: out.index("goal")] and "target" not in out:
        out[out.index("goal")] = "target"  # "Indikator, Utfall, Mål": there "Mål" heads values
    years = [int(m[1]) if (m := _YEAR.search(h)) else 0 for h in headings]
    if "label" in out and year:  # "Nyckeltal, 2024, 2025, Mål 2026": a year alone heads what was, or is to be
        bare = [n for n, h in enumerate(headings) if _YEAR.fullmatch(h.strip()) and out[n] == "amount"]
        for n in bare:
            out[n] = "outcome" if years[n] < year + ended else "target"
    outcomes = _ofrole_of(out, years, "outcome")
    targets = _ofrole_of(out, years, "target")
    for n in outcomes[:-1]:
        out[n] = None
    first = next((n for n in targets if years[n] == year), targets[0] if targets else None)
    for n in targets:
        out[n] = "target" if n == first else None
    if targets and targets[-1] != first and "long_term" not in out:
        out[targets[-1]] = "long_term"
    return tuple(out)


def _ofrole_of(roles: Sequence[str | None], years: Sequence[int], role: str) -> list[int]:
    """The columns of a role, earliest year first, where each tells another year; else none."""
    found = [n for n, r in enumerate(roles) if r == role]
    told = {years[n] for n in found}
    return sorted(found, key=lambda n: years[n]) if len(told) == len(found) and 0 not in told else []


def _repeats(table: Table, header: Piece) -> bool:
    roles = tuple(role_of(c) for c in header.cells)
    return bool(table.rows) and (header.cells == table.headings or roles == table.roles)


def _two_level(table: Table, below: Piece, year: int, *, ended: bool) -> Table:
    """A header of two rows: group headings above, with empty cells where they span, and columns below."""
    above = list(table.headings)
    sub = list(below.cells)
    if len(sub) < len(above) or (sub and sub[0]):
        sub = [""] * max(len(above) - len(sub), 1) + sub
    group, joined = "", []
    for i, name in enumerate(sub):
        group = (above[i] if i < len(above) else "") or group
        joined.append(group if not name else f"{group} {name}".strip())
    if above:
        joined[0] = above[0]
    roles: list[str | None] = [
        role_of(whole) or role_of(name) or "amount" for whole, name in zip(joined[1:], sub[1:], strict=True)
    ]
    roles.insert(0, role_of(joined[0]))
    return Table(tuple(joined), by_year(joined, roles, year, ended=ended), table.at)
