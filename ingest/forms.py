"""Tables that are forms: a label in the first column, what is said of it in the second, one goal after the other.

Each row is a labelled line, as it would be without a table: a goal heads what follows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.lexicon import column_role
from ingest.lines import heads_list, match_goal
from ingest.raw import Block

_LEAST = 3  # rows
_KNOWN = 0.7  # of the labels


def unfold_forms(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with each form's rows as headings and paragraphs, label and text parted by a tab."""
    for paired, group in groupby(blocks, key=_is_pair):
        rows = list(group)
        yield from map(_line, rows) if paired and _is_form(rows) else rows


def _is_pair(block: Block) -> bool:
    return block.kind in ("row", "header") and len(block.cells) == 2 and all(block.cells)


def _is_form(rows: Sequence[Block]) -> bool:
    goals = sum(_is_goal(row) for row in rows)
    known = goals + sum(
        bool(column_role(row.cells[0]) or heads_list(row.cells[0])) for row in rows if not _is_goal(row)
    )
    return goals > 0 and len(rows) >= _LEAST and known >= _KNOWN * len(rows)


def _is_goal(row: Block) -> bool:
    return match_goal(f"{row.cells[0]}: {row.cells[1]}") is not None


def _line(row: Block) -> Block:
    return Block(kind="heading" if _is_goal(row) else "paragraph", text="\t".join(row.cells), page=row.page)
