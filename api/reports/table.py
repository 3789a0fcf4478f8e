"""Two years compared, as a table: a row for each element or pair."""

from __future__ import annotations

from collections.abc import Iterator

from api.models import Changed, Changes, ElementOut
from api.reports.changes import rows
from api.reports.words import FIELDS, told
from api.tables import Cell, write_csv, write_xlsx

ENDS = ("id", "year", "series", "number", "text", "document", "page", "url")
COLUMNS = ("state", *(f"from_{name}" for name in ENDS), *(f"to_{name}" for name in ENDS), "change", "details",
           "candidates")  # fmt: skip


def changes_csv(compared: Changes) -> bytes:
    """The comparison as CSV; `details` and `candidates` hold several parted by semicolons."""
    return write_csv(COLUMNS, _rows(compared))


def changes_xlsx(compared: Changes) -> bytes:
    """The comparison as a workbook."""
    return write_xlsx("Ändringar", COLUMNS, _rows(compared))


def _rows(compared: Changes) -> Iterator[list[Cell]]:
    doubtful = {one.element: one.candidates for one in compared.unplaced}
    for state, older, newer, pair in rows(compared):
        details = [f"{FIELDS[d.field]}: {told(d)}" for d in pair.details] if pair else []
        ends = [e.id for e in (older, newer) if e]
        candidates = [f"{k.from_} – {k.to} ({k.score})" for one in ends for k in doubtful.get(one, ())]
        kinds = pair.change if isinstance(pair, Changed) else ["oforandrad"] if pair else []
        yield [state, *_end(older), *_end(newer), *("; ".join(several) for several in (kinds, details, candidates))]


def _end(element: ElementOut | None) -> list[Cell]:
    if element is None:
        return [""] * len(ENDS)
    first = next(iter(element.citations), None)
    plain = (element.id, element.year, element.series, element.number, element.text, element.document.id)
    return [value or "" for value in (*plain, first and first.page, first and first.url)]
