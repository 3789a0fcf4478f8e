"""Tables of which a text export left only the words: found by their column headings, rebuilt row by row.

Two kinds are common. Where the columns after the first hold figures, a row ends in as many figures as there are
such columns. Where they hold sentences (risk and åtgärd), the columns' widths and how a risk begins tell the cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from ingest.cell_rows import cell_rows, heads_cells
from ingest.contents import find_contents
from ingest.lines import HANGS, Line, match_goal, match_uppdrag
from ingest.mending import Vocabulary, join_lines
from ingest.prose_rows import prose_rows
from ingest.raw import Block
from ingest.stacked_tables import stacked_rows
from ingest.table_headers import Header, find_header
from ingest.task_rows import heads_tasks, task_rows

_NUMBER = r"(?:[<>≤≥±]\s?)?(?:[-−–]\s?)?\d{1,3}(?:[ \u00a0\u202f]\d{3})*(?:,\d+)?"
_PLAIN = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})*(?:,\d+)?"
_FIGURE = rf"(?:(?:topp\s)?\d+\s+av\s+\d+|{_NUMBER}(?:\s?–\s?|-){_PLAIN}(?:\s?%)?|{_NUMBER}(?:\s?%)?|[–-](?=\s|$))"
_WHOLE_FIGURE = re.compile(_FIGURE, re.IGNORECASE)
_ROW_LABEL = re.compile(r"^\d{1,2}\s?[a-zåäö]?\s?\.?\s+[A-ZÅÄÖ]")
_SECTION = re.compile(r"^\d+\.\d+\.?\s")
_FIGURE_WORDS = 5  # "7 av 8", "– 1 234 567 %"
_MOST_WAYS = 1000  # of parting a row's figures that are weighed
_LABEL_LINES = 4  # that a long label may run over
_LABEL_WIDTH = 45  # characters of one line of a row's label
_PENDING = 6  # lines a row's label may run over before its figures come


@dataclass(frozen=True, slots=True)
class Table:
    """Rebuilt rows and the half-open range of lines that they came from."""

    start: int
    end: int
    blocks: tuple[Block, ...]


def find_tables(lines: Sequence[Line], known: Vocabulary) -> Iterator[Table]:
    """The tables among `lines`, in order, not overlapping."""
    at = 0
    while at < len(lines):
        end, rows = find_contents(lines, at)
        header = None if rows else find_header(lines, at, known)
        table = Table(at, end, rows) if rows else header and _rebuild(lines, at, header, known)
        if table:
            yield table
            at = table.end
        else:
            at += 1


def _rebuild(lines: Sequence[Line], at: int, header: Header, known: Vocabulary) -> Table | None:
    body = at + header.lines
    first = Block(kind="header", cells=header.columns(), text="\t".join(header.headings), page=lines[at].page)
    if header.lines == len(header.headings):
        end, rows = stacked_rows(lines, body, header.roles, known)
        if rows:
            return Table(at, end, (first, *rows))
    if heads_tasks(header.roles):
        end, rows = task_rows(lines, body, header.roles, known)
    elif "risk" in header.roles:
        repeats = _repeats(lines, header, known)
        end, rows = cell_rows(lines, body, header.roles, repeats, known) if heads_cells(header.roles) else (body, [])
        if not rows:
            end, rows = prose_rows(lines, body, header.roles, repeats, known)
    else:
        end, rows = _figure_rows(lines, body, header, known)
    return Table(at, end, (first, *rows)) if rows else None


def _repeats(lines: Sequence[Line], header: Header, known: Vocabulary) -> dict[int, int]:
    """Where the same header stands again: line → how many lines it takes."""
    found: dict[int, int] = {}
    for at in range(len(lines)):
        if lines[at].text[:3] == header.headings[0][:3]:
            again = find_header(lines, at, known)
            if again and again.roles == header.roles:
                found[at] = again.lines
    return found


def _figure_rows(lines: Sequence[Line], at: int, header: Header, known: Vocabulary) -> tuple[int, list[Block]]:
    """Rows that end in as many figures as the header has columns of them, and the line where the table ends."""
    tail = re.compile(
        rf"^(?P<label>.*?)\s*(?P<cells>(?:(?<=\s)|^){_FIGURE}(?:\s+{_FIGURE}){{{header.figures - 1}}})$", re.I
    )
    numbered = header.roles[0] == "label" and at < len(lines) and bool(_ROW_LABEL.match(lines[at].text))
    rows: list[Block] = []
    pending: list[Line] = []
    end = at
    while at < len(lines):
        again = find_header(lines, at, known) if rows else None
        if again:
            if again.headings[0] != header.headings[0] or again.headings[1] != header.headings[1]:
                break
            rows.append(
                Block(kind="header", cells=header.columns(), text="\t".join(again.headings), page=lines[at].page)
            )
            at = end = at + again.lines
            continue
        line = lines[at]
        match = tail.match(line.text)
        if numbered and pending and _ROW_LABEL.match(line.text):
            rows.append(_row([x.text for x in pending], [], pending[0].page, known))
            pending, end = [], at
        if match:
            texts = [*(x.text for x in pending), match.group("label")]
            rows.extend(
                _split_labels(texts, pending, line, _cells(match.group("cells"), header.figures), known, numbered)
            )
            pending, end = [], at + 1
        elif _may_open_row(lines, at, pending, numbered, tail):
            pending.append(line)
        elif rows and not numbered and not pending and _is_label_end(line.text):
            rows[-1] = _row([rows[-1].cells[0], line.text], rows[-1].cells[1:], rows[-1].page, known)
            end = at + 1
        else:
            break
        at += 1
    return end, rows


def _split_labels(
    texts: Sequence[str], pending: Sequence[Line], line: Line, cells: Sequence[str], known: Vocabulary, numbered: bool
) -> Iterator[Block]:
    """A row, and before it the rows without figures whose labels were waiting (sub-headings of a budget)."""
    hangs = len(texts) > 1 and bool(HANGS.search(texts[-2]))
    if numbered or not pending or not texts[-1] or texts[-1][0].islower() or hangs:
        yield _row([t for t in texts if t], cells, (pending or [line])[0].page, known)
        return
    for waiting in pending:
        yield _row([waiting.text], [], waiting.page, known)
    yield _row([texts[-1]], cells, line.page, known)


def _may_open_row(
    lines: Sequence[Line], at: int, pending: Sequence[Line], numbered: bool, tail: re.Pattern[str]
) -> bool:
    text = lines[at].text
    if len(pending) >= _PENDING or text.startswith("*"):
        return False
    if numbered:
        return bool(pending) or bool(_ROW_LABEL.match(text))
    if text.endswith((".", ":")) or _SECTION.match(text) or match_goal(text) or match_uppdrag(text):
        return False
    if len(text) > _LABEL_WIDTH:  # a long label that its figures stand at the end of, on one of the next lines
        goes_on = list(takewhile(lambda x: _is_label_end(x.text), lines[at + 1 : at + _LABEL_LINES]))
        return (text[:1].isupper() or bool(pending)) and any(tail.match(x.text) for x in goes_on)
    return any(tail.match(x.text) for x in lines[at + 1 : at + 3])


def _is_label_end(text: str) -> bool:
    """Whether a line can only go on with the label above it: it begins small and is no sentence's end."""
    return (text[:1].islower() or text.startswith("(")) and len(text) <= _LABEL_WIDTH + 30 and not text.endswith(".")


def _cells(text: str, count: int) -> tuple[str, ...]:
    """As many figures as the table has columns of them ("98 410 101 660" is two): of several ways the most even."""
    return min(islice(_ways(tuple(text.split()), count), _MOST_WAYS), key=_unevenness, default=())


def _ways(words: Sequence[str], count: int) -> Iterator[tuple[str, ...]]:
    """Every way to part the words into so many figures, long ones first."""
    if not count or len(words) < count:
        yield from [()] * (not count and not words)
        return
    for n in range(min(len(words) - count + 1, _FIGURE_WORDS), 0, -1):
        figure = " ".join(words[:n])
        if _WHOLE_FIGURE.fullmatch(figure):
            yield from ((figure, *rest) for rest in _ways(words[n:], count - 1))


def _unevenness(figures: Sequence[str]) -> int:
    """How far apart the longest and the shortest figure are, in digits before the decimals."""
    digits = [len(re.sub(r",\d+|\D", "", figure)) for figure in figures]
    return max(digits) - min(digits)


def _row(label: Sequence[str], cells: Sequence[str], page: int | None, known: Vocabulary) -> Block:
    all_cells = (join_lines(label, known), *cells)
    return Block(kind="row", cells=all_cells, text="\t".join(all_cells), page=page)
