"""Two years compared, as a table: a row for each element or pair."""

from __future__ import annotations

import csv
import io

from api.models import ElementOut
from api.models_threads import Changed, Changes
from api.reports.changes import rows
from api.reports.words import FIELDS, told
from api.tables import safe

ENDS = ("id", "year", "series", "number", "text", "document", "page", "url")
COLUMNS = ("state", *(f"from_{name}" for name in ENDS), *(f"to_{name}" for name in ENDS), "change", "details",
           "candidates")  # fmt: skip


def changes_csv(compared: Changes) -> bytes:
    """The comparison as CSV (RFC 4180) in UTF-8; `details` and `candidates` hold several parted by semicolons."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    doubtful = {one.element: one.candidates for one in compared.unplaced}
    for state, older, newer, pair in rows(compared):
        details = [f"{FIELDS[d.field]}: {told(d)}" for d in pair.details] if pair else []
        ends = [e.id for e in (older, newer) if e]
        candidates = [f"{k.from_} – {k.to} ({k.score})" for one in ends for k in doubtful.get(one, ())]
        kinds = pair.change if isinstance(pair, Changed) else ["oforandrad"] if pair else []
        cells = [state, *_end(older), *_end(newer), *("; ".join(several) for several in (kinds, details, candidates))]
        writer.writerow([safe(cell) for cell in cells])
    return out.getvalue().encode()


def _end(element: ElementOut | None) -> list[str | int]:
    if element is None:
        return [""] * len(ENDS)
    first = next(iter(element.citations), None)
    plain = (element.id, element.year, element.series, element.number, element.text, element.document.id)
    return [value or "" for value in (*plain, first and first.page, first and first.url)]
