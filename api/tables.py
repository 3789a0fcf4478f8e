"""Tables as files: CSV for programs, XLSX for people. A cell that a spreadsheet would run is kept as text.

Rule: https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from api.models import ElementOut, Ref

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

COLUMNS = (
    "id", "type", "term", "year", "series", "number", "text", "document", "title", "kind", "organisation", "objective",
    "part_of", "recipients", "followed_by", "given_by", "outcome", "target", "long_term", "better", "note", "area",
    "measures", "likelihood", "consequence", "score", "responsible", "group", "effect", "names", "page", "section",
    "quote", "passage", "url",
)  # fmt: skip
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = re.compile(r"[=+\-@\t\r]")
FIGURE = re.compile(r"[-+]?[\d\s]+([.,]\d+)?\s?%?")
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
Cell = str | int | float
Row = dict[str, Cell]


def to_row(element: ElementOut) -> Row:
    """One element's cells; several of a kind stand in one cell with semicolons between."""
    own = element.model_extra or {}
    document, first = element.document, next(iter(element.citations), None)
    row: dict[str, object] = {
        **{name: own.get(name) for name in COLUMNS if name in own},
        **{name: getattr(element, name) for name in ("id", "type", "term", "year", "series", "number", "text")},
        "document": document.id, "title": document.title, "kind": document.kind, "organisation": document.organisation,
        "objective": element.objective, "part_of": element.part_of, **_values(own.get("values")),
        **({name: getattr(first, name) for name in ("page", "section", "quote", "passage", "url")} if first else {}),
    }  # fmt: skip
    return {name: _cell(row.get(name)) for name in COLUMNS}


def _values(values: object) -> dict[str, object]:
    if not isinstance(values, dict):
        return {}
    return {name: value.text for name, value in values.items() if name in COLUMNS and value is not None}


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, Ref):
        return f"{value.number} {value.name}".strip() if value.number else value.name
    if isinstance(value, list):
        return "; ".join(str(_cell(item)) for item in value)
    return value if isinstance(value, int | float) else str(getattr(value, "text", value))


def safe(value: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula: such a text gets an apostrophe before it; figures stand."""
    if isinstance(value, str) and FORMULA.match(value) and not FIGURE.fullmatch(value):
        return "'" + value
    return value


def to_csv(elements: Iterable[ElementOut]) -> bytes:
    """The elements' table as CSV."""
    return write_csv(COLUMNS, (to_row(element).values() for element in elements))


def to_xlsx(elements: Iterable[ElementOut]) -> bytes:
    """The elements' table as a workbook."""
    return write_xlsx("Element", COLUMNS, (to_row(element).values() for element in elements))


def write_csv(columns: Sequence[str], rows: Iterable[Iterable[Cell]]) -> bytes:
    """A table as CSV (RFC 4180) in UTF-8, its head first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def write_xlsx(title: str, columns: Sequence[str], rows: Iterable[Iterable[Cell]]) -> bytes:
    """A table as a workbook with one sheet, its head frozen; equal tables give equal bytes."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append(list(columns))
    for row in rows:
        sheet.append([_typed_cell(sheet, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return _timeless(out)


def _timeless(book: io.BytesIO) -> bytes:
    """The workbook without the times that it was saved at."""
    out = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _typed_cell(sheet: WriteOnlyWorksheet, value: Cell) -> object:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=ILLEGAL.sub("", value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell
