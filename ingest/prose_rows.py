"""Rows of a risk table of which only the lines are left: area, risk and åtgärder told apart.

A new risk begins with a cue ("Risken att …"). What stands before the cue, in a column of a dozen characters, is the
area. The risk ends where a line breaks although the next word, which begins with a capital, would have fitted, or
where the first line too wide for its column stands; what follows, until the next risk or area, are its åtgärder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ingest.lexicon import cue
from ingest.lines import Line
from ingest.mending import Vocabulary, join_lines
from ingest.raw import Block

_AREA_WIDTH = 16
_AREA_LINES = 5
_HEADING = re.compile(r"^\d+(\.\d+)*\.?\s+[A-ZÅÄÖ]")


class Widths(NamedTuple):
    """How many characters the columns of risks and of åtgärder hold."""

    risk: int
    measure: int


def prose_rows(
    lines: Sequence[Line], at: int, roles: Sequence[str], repeats: Mapping[int, int], known: Vocabulary
) -> tuple[int, list[Block]]:
    """Rows of cells (area, risk, åtgärd) from line `at`, and the line where the table ends."""
    end = _table_end(lines, at)
    width = Widths(_risk_width(lines, at, end), max((len(x.text) for x in lines[at:end]), default=0))
    rows: list[Block] = []
    for start, stop in _pages(at, end, repeats):
        if start > at:
            header = lines[start - repeats_before(repeats, start)]
            text = join_lines(_header_lines(lines, repeats, start), known)
            rows.append(Block(kind="header", cells=tuple(roles), text=text, page=header.page))
        rows.extend(_page_rows(lines[start:stop], width, known, continued=start > at))
    return end, rows


def repeats_before(repeats: Mapping[int, int], start: int) -> int:
    """How many lines the repeated header that ends at `start` takes."""
    return next(n for line, n in repeats.items() if line + n == start)


def _header_lines(lines: Sequence[Line], repeats: Mapping[int, int], start: int) -> list[str]:
    return [x.text for x in lines[start - repeats_before(repeats, start) : start]]


def _table_end(lines: Sequence[Line], at: int) -> int:
    return next((i for i in range(at, len(lines)) if _HEADING.match(lines[i].text)), len(lines))


def _pages(at: int, end: int, repeats: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    start = at
    for line in sorted(x for x in repeats if at <= x < end):
        yield start, line
        start = line + repeats[line]
    yield start, end


def risk_cue(text: str) -> int | None:
    """Where in the line a risk begins, or None; a cue inside a sentence is none."""
    match = cue("risks", "start").search(text)
    if not match or (match.start() and not text[match.start()].isupper()):
        return None
    return match.start()


def _risk_width(lines: Sequence[Line], at: int, end: int) -> int:
    """Characters that the risk column holds: the widest line that begins a risk, the area before it taken off."""
    widths = [len(x.text) - start for x in lines[at:end] if (start := _risk_start(x.text)) is not None]
    return (max(widths) if widths else 30) + 3


def _risk_start(text: str) -> int | None:
    """As `risk_cue`, and also for a line such as "HR Regionövergripande: Risk" that the cue's word ends."""
    start = risk_cue(text)
    if start is not None:
        return start
    match = re.search(r"(?:\b\w+övergripande:\s*)?\bRisk(?:en)?$", text)
    return match.start() if match else None


def _page_rows(lines: Sequence[Line], width: Widths, known: Vocabulary, *, continued: bool) -> list[Block]:
    starts = [i for i, x in enumerate(lines) if _opens_risk(lines, i)]
    bounds = [*starts, len(lines)]
    rows: list[Block] = []
    areas = [_area_before(lines, s) for s in starts]
    if continued and (not starts or starts[0] - areas[0] > 0):
        stop = starts[0] - areas[0] if starts else len(lines)
        rows.extend(_risk_rows("", list(lines[:stop]), width, known))
    for n, start in enumerate(starts):
        stop = bounds[n + 1] - (areas[n + 1] if n + 1 < len(starts) else 0)
        rows.extend(_one_risk(lines, start, stop, areas[n], width, known))
    return rows


def _opens_risk(lines: Sequence[Line], at: int) -> bool:
    text = lines[at].text
    start = _risk_start(text)
    if start is None and at + 1 < len(lines):
        joined = f"{text} {lines[at + 1].text}"
        match = cue("risks", "start").match(joined)
        start = 0 if match and match.end() > len(text) and text[0].isupper() else None
    return start is not None and start <= _AREA_WIDTH * 2 and _is_area(text[:start])


def _is_area(prefix: str) -> bool:
    return not prefix or (prefix[:1].isupper() and not re.search(r"[.,:;]", prefix)) or len(prefix) <= _AREA_WIDTH


def _area_before(lines: Sequence[Line], start: int) -> int:
    """How many lines above the risk hold its area: narrow ones that follow a finished or broken-off text."""
    count = 0
    while count < _AREA_LINES and start - count - 1 >= 0 and len(lines[start - count - 1].text) <= _AREA_WIDTH:
        count += 1
    while count and not _may_open_area(lines, start - count):
        count -= 1
    return count


def _may_open_area(lines: Sequence[Line], at: int) -> bool:
    text = lines[at].text
    if not text[:1].isupper() or text.endswith("."):
        return False
    return at == 0 or not lines[at - 1].text.endswith("-")


def _one_risk(
    lines: Sequence[Line], start: int, stop: int, area_lines: int, width: Widths, known: Vocabulary
) -> list[Block]:
    first = lines[start]
    cut = _risk_start(first.text) or 0
    area = [x.text for x in lines[start - area_lines : start]] + ([first.text[:cut]] if cut else [])
    body = [Line(first.text[cut:], first.page, first.gap), *lines[start + 1 : stop]]
    return _risk_rows(join_lines(area, known), body, width, known)


def _risk_rows(area: str, body: Sequence[Line], width: Widths, known: Vocabulary) -> list[Block]:
    split = _risk_ends(body, width.risk)
    risk = join_lines([x.text for x in body[:split]], known)
    measures = _measures(body[split:], width.measure, known)
    cells = [(area, risk, measures[0] if measures else "")] + [("", "", m) for m in measures[1:]]
    return [Block(kind="row", cells=c, text="\t".join(x for x in c if x), page=body[0].page) for c in cells]


def _risk_ends(body: Sequence[Line], width: int) -> int:
    for i in range(1, len(body)):
        before, line = body[i - 1].text, body[i].text
        if before.endswith("-"):
            continue
        capital = line[:1].isupper()
        fits = len(before) + 1 + len(line.split(" ", 1)[0]) <= width - 3
        if capital and (fits or before.endswith(".") or body[i].gap):
            return i
        if len(line) > width:
            return i
        if body[i].gap and before.endswith("."):
            return i
    return len(body)


def _measures(lines: Sequence[Line], width: int, known: Vocabulary) -> list[str]:
    if not lines:
        return []
    out, start = [], 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or _measure_ends(lines[i - 1], lines[i], width):
            out.append(join_lines([x.text for x in lines[start:i]], known))
            start = i
    return out


def _measure_ends(before: Line, line: Line, width: int) -> bool:
    if before.text.endswith("-") or not line.text[:1].isupper():
        return False
    if line.gap:
        return True
    return len(before.text) + 1 + len(line.text.split(" ", 1)[0]) <= width - 2
