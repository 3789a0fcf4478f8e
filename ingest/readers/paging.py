"""Where a plain text's pages begin, and what it says about its page numbers.

Four signs, the surest first. A form feed begins a page. So does a line with exactly one leading space that
follows upon a line of text without a blank between: that is how some texts made from PDF mark it, and it counts
only where other lines have no leading spaces. A line that ends in `N(M)` is a page's header or footer. In a text
that looks like slides (short lines, many bullets) three or more blank lines part two slides. Where none is
found, nothing is known about pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_ANCHOR = re.compile(r"^(?P<text>.{0,120}?)\b(?:sida |sid )?(?P<page>\d{1,3}) ?\((?P<of>\d{1,3})\)$", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[•\uf0b7\u2212–*-]|\w{1,2}[.)])\s*\S")
_HEADER = 3  # lines of a page header above its number
_SENTENCE = re.compile(r"[.;:!?] ?$")


@dataclass(frozen=True, slots=True)
class Page:
    """A page's raw lines. `stated` is the page number that its header or footer prints, `of` the last one."""

    lines: tuple[str, ...]
    number: int | None = None
    stated: int | None = None
    of: int | None = None


def paginate(text: str) -> list[Page]:
    """The pages of `text`; one page without number where none can be told."""
    lines = text.split("\n")
    begins = _form_feeds(lines) or _leading_spaces(lines) or _slides(lines)
    plain = [line.replace("\f", "") for line in lines]
    begins = sorted({0, *begins, *_anchors(plain, begins)})
    if len(begins) == 1:
        return [Page(tuple(plain), *_alone(plain))]
    ends = [*begins[1:], len(plain)]
    return _numbered([_page(plain[a:b]) for a, b in zip(begins, ends, strict=True)])


def anchor(line: str) -> tuple[int, int] | None:
    """The `(N, M)` of a running line that ends in `N(M)` or `N (M)`."""
    found = _ANCHOR.match(" ".join(line.split()))
    if not found or _SENTENCE.search(found["text"]):
        return None
    page, of = int(found["page"]), int(found["of"])
    return (page, of) if 1 <= page <= of and of > 1 else None


def _alone(lines: Sequence[str]) -> tuple[int | None, int | None, int | None]:
    """The number of a text that is one page: known only where it is printed."""
    page = _page(lines)
    return (page.stated, page.stated, page.of) if page.stated else (None, None, None)


def _page(lines: Sequence[str]) -> Page:
    stated = [found for line in lines if (found := anchor(line))]
    return Page(tuple(lines), None, *(stated[0] if len(set(stated)) == 1 else (None, None)))


def _form_feeds(lines: Sequence[str]) -> list[int]:
    found = [n for n, line in enumerate(lines) if "\f" in line]
    return [n if lines[n].startswith("\f") else n + 1 for n in found if n + 1 < len(lines)]


def _leading_spaces(lines: Sequence[str]) -> list[int]:
    """Lines with one leading space upon a line of text, where that is the only indentation."""
    texts = [n for n, line in enumerate(lines) if line.strip()]
    indented = [n for n in texts if lines[n][:1].isspace()]
    single = [n for n in indented if not lines[n][1:2].isspace()]
    begins = [n for n in single if n > 0 and lines[n - 1].strip()]
    deep = len(indented) - len(single)
    rare = len(begins) * 5 <= len(texts)
    return begins if begins and rare and deep <= len(begins) // 4 else []


def _anchors(lines: Sequence[str], begins: Sequence[int]) -> list[int]:
    """Pages that only a header's number begins: in the midst of what would else be one page, after a blank.

    Of a header of several lines the number may be the last: then each page begins where those lines do.
    """
    found = [n for n, line in enumerate(lines) if anchor(line)]
    if not begins and len(found) < 2:
        return []
    above = _alike_above(lines, found)
    starts = [n - above for n in found if above or (n > 0 and not lines[n - 1].strip())]
    return [n for n in starts if n > 0 and not _is_edge(lines, n, begins)]


def _alike_above(lines: Sequence[str], found: Sequence[int]) -> int:
    """How many lines right above are the same for every one of the lines found."""
    above = 0
    while len(found) > 1 and above < _HEADER and min(found) > above:
        texts = {" ".join(lines[n - above - 1].split()) for n in found}
        if len(texts) > 1 or "" in texts:
            break
        above += 1
    return above


def _is_edge(lines: Sequence[str], place: int, begins: Sequence[int]) -> bool:
    """Whether the line is the first or last text of a page, or of the whole."""
    starts, ends = {0, *begins}, {*begins, len(lines)}
    back = place
    while back not in starts and not lines[back - 1].strip():
        back -= 1
    forth = place + 1
    while forth not in ends and not lines[forth].strip():
        forth += 1
    return back in starts or forth in ends


def _slides(lines: Sequence[str]) -> list[int]:
    """Slides: short lines, many bullets, and at least three gaps of the widest sort."""
    texts = [line.strip() for line in lines if line.strip()]
    if not _look_like_slides(texts):
        return []
    gaps = _gaps(lines)
    for least in (3, 2):
        begins = [n for n, blanks in gaps if blanks >= least]
        if len(begins) >= 3:
            return begins
    return []


def _look_like_slides(texts: Sequence[str]) -> bool:
    if len(texts) < 10 or any("\t" in text for text in texts):
        return False
    bullets = sum(bool(_BULLET.match(text)) for text in texts)
    long = sum(len(text) > 140 for text in texts)
    return bullets * 5 >= len(texts) and long * 10 <= len(texts)


def _gaps(lines: Sequence[str]) -> list[tuple[int, int]]:
    """For each line of text, how many blank lines stand before it."""
    found, blanks = [], 0
    for n, line in enumerate(lines):
        if line.strip():
            found.append((n, blanks))
        blanks = 0 if line.strip() else blanks + 1
    return found[1:]


def _numbered(pages: Sequence[Page]) -> list[Page]:
    """Pages counted from 1, or from where the printed numbers say, if these agree with one another and the count."""
    shifts = {page.stated - n for n, page in enumerate(pages, 1) if page.stated}
    lasts = {page.of for page in pages if page.of}
    shift = shifts.pop() if len(shifts) == 1 else 0
    fits = len(lasts) == 1 and shift >= 0 and len(pages) + shift <= max(lasts)
    shift = shift if fits else 0
    return [replace(page, number=n + shift) for n, page in enumerate(pages, 1)]
