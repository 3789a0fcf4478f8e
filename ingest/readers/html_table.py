"""The grid of an HTML table: a cell that spans columns or rows stands once, with empty cells where it reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.readers.source import MOST_CELLS

_WIDEST = 200


@dataclass(slots=True)
class Cell:
    """A cell as it is read."""

    text: str = ""
    across: int = 1
    down: int = 1
    head: bool = False

    @classmethod
    def of(cls, tag: str, values: Mapping[str, str | None]) -> Cell:
        """An empty cell of the size that its tag says."""
        return cls(across=_span(values.get("colspan")), down=_span(values.get("rowspan")), head=tag == "th")


def _span(value: str | None) -> int:
    return max(1, min(_WIDEST, int(value))) if value and value.isdigit() else 1


def grid(table: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """Rows of equal width. Raises ValueError where the cells claim more room than any table has."""
    taken: dict[tuple[int, int], str] = {}
    height = sum(1 for row in table if row)
    for n, cells in enumerate(row for row in table if row):
        column = 0
        for cell in cells:
            while (n, column) in taken:
                column += 1
            down = min(cell.down, height - n)
            if len(taken) + down * cell.across > MOST_CELLS:
                raise ValueError(f"en tabell har fler än {MOST_CELLS} celler")
            reach = ((n + below, column + across) for below in range(down) for across in range(cell.across))
            taken.update(dict.fromkeys(reach, ""))
            taken[n, column] = cell.text
            column += cell.across
    width = max((column for _, column in taken), default=-1) + 1
    return [[taken.get((n, column), "") for column in range(width)] for n in range(height)]
