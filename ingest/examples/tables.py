"""The tables of a manuscript: how they are laid out, and the elements that their rows tell."""

from __future__ import annotations

import re

from ingest.examples.blocks import ABOVE, LEFT, Grid, Truth
from ingest.examples.told import shown, told

Rows = list[list[str]]
SHARES = {"styrtal": (0.46, 0.18, 0.18, 0.18), "risk": (0.2, 0.35, 0.45)}


def grid_of(kind: str, rows: Rows, argument: str) -> Grid:
    """The table as it is printed; a budget's argument is "heading | unit | header rows"."""
    width = len(rows[0])
    head = int(argument.split("|")[2]) if kind == "budget" and argument.count("|") > 1 else 1
    first = 0.4 if kind == "budget" else 1 / width
    shares = SHARES.get(kind) or (first, *[(1 - first) / (width - 1)] * (width - 1))
    printed = tuple(tuple(shown(cell) for cell in row) for row in _merged(kind, rows))
    return Grid(rows=printed, head=head, shares=shares, figures=kind == "budget")


def _merged(kind: str, rows: Rows) -> Rows:
    """The rows, where an empty area or risk of a risk table is one with the cell above it."""
    if kind != "risk":
        return rows
    return [[cell or ABOVE for cell in row] for row in rows]


def styrtal_rows(rows: Rows, base: Truth, goal: str | None, term: str) -> list[Truth]:
    """One styrtal a row: "3 a. Name | outcome | target | long term"."""
    column = re.search(r"\d{4}", rows[0][1])
    return [_styrtal(row, base, goal, term, column[0] if column else None) for row in rows[1:]]


def _styrtal(row: list[str], base: Truth, goal: str | None, term: str, column: str | None) -> Truth:
    """A row's styrtal; `column` is the period that the outcomes' heading names for all rows."""
    label = re.match(r"(\d+)(?: ([a-z]))?\. ?", row[0])
    number = "".join(filter(None, label.groups())) if label else None
    text = row[0][label.end():] if label else row[0]
    mark = re.search(r"\*+", text)
    said = re.search(r"Utfall: ([^).]+)(?:\. ([^)]+))?\)", row[0])
    period = said or re.match(r"\{?(\d{4}):", row[1])
    values = dict(zip(("utfall", "malvarde", "langsiktigt"), (told(cell) or None for cell in row[1:]), strict=True))
    return {
        "type": "styrtal", **base, "number": number, "text": told(text).replace("*", "").strip(), "term": term,
        "goal": goal, **values, "period": period[1] if period else column, "mark": mark[0] if mark else None,
        "note": said[2] if said else None,
    }


def risk_rows(rows: Rows, base: Truth) -> list[Truth]:
    """One risk a filled second cell; the rows below it with an empty one hold its further measures."""
    told_risks: list[Truth] = []
    area = ""
    for first, risk, measure in rows[1:]:
        area = told(first) or area
        if risk:
            told_risks.append({"type": "risk", **base, "area": area, "text": told(risk), "measures": []})
        told_risks[-1]["measures"].append(told(measure))
    return told_risks


def budget_rows(rows: Rows, base: Truth, argument: str) -> list[Truth]:
    """One budget row a row with figures; a row without is a heading among them."""
    heading, unit, *more = [part.strip() for part in argument.split("|")]
    head = int(more[0]) if more else 1
    columns = _columns(rows[:head])
    return [
        {"type": "budgetpost", **base, "text": row[0], "table": heading, "unit": unit,
         "values": {name: cell or None for name, cell in zip(columns, row[1:], strict=True)}}
        for row in rows[head:] if any(row[1:])
    ]


def _columns(header: Rows) -> list[str]:
    """The columns' names; a name in the upper header row holds for the merged cells to its right."""
    names = header[0][1:]
    for i, name in enumerate(names):
        if name == LEFT:
            names[i] = names[i - 1]
    for row in header[1:]:
        names = [name if cell in (ABOVE, "") else f"{name} {cell}" for name, cell in zip(names, row[1:], strict=True)]
    return names
