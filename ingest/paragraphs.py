"""Where one paragraph ends and the next begins, in lines that only a page's width broke."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lexicon import cue
from ingest.lines import (
    BULLET,
    FOOTNOTE,
    HANGS,
    NUMBERED,
    Line,
    begins_labelled,
    heads_list,
    is_heading,
    is_lead_in,
    is_list_word,
    match_goal,
    names_body,
    names_contents,
)

_TERMINAL = tuple('.:!?;”"')
_FULL = 0.92  # of the local width: a finished sentence that ends before this ended its paragraph
_SHORT = 0.78  # an unfinished line must be this short before a capital begins a new block
_TITLE = 0.85  # a line below blank space, no sentence and this short, is a heading
_ENTRY = re.compile(r"^(\d{1,2})[.)]\s+(?=[^\W\d_])")
_ENTRY_LINES = 4  # lines that an entry of a numbered list may run over
_OVER_LIST = 50  # characters of a line over a bulleted list that heads it
_LABELLED = re.compile(r"[A-ZÅÄÖ][\wåäö/-]*(?: [\wåäö/-]+){0,3}:\s\S")  # "Väsentlighet och risk: 9"
_COVER_LINES = 14
_COVER_WIDTH = 70  # characters
_CAPITALS = re.compile(r"(?:\d[\d.]*\s+)?[A-ZÅÄÖ][A-ZÅÄÖ0-9 ,:–-]*[A-ZÅÄÖ]{4}[A-ZÅÄÖ0-9 ,:–-]*")
_DECIDED = re.compile(
    r"(?:Antag(?:en|et)|Beslutad|Beslutat|Fastställ[dt]|Godkän[dt])\s+(?:av|i|den|20\d\d)\b"
    r"|(?:Dnr|Diarienr|Diarienummer|Ärendenr)\b"
)  # on a title page
_REACH = 14  # lines up and down that the local width is taken from


def local_width(lines: Sequence[Line], at: int) -> int:
    """The widest line around `at`, in characters: what the column there can hold."""
    return max(len(x.text) for x in lines[max(0, at - _REACH) : at + _REACH + 1])


def ends_paragraph(lines: Sequence[Line], at: int, *, listing: bool = False) -> bool:
    """Whether a block ends between line `at` and the next; in a `listing` each finished line ends one."""
    this, following = lines[at], lines[at + 1]
    if _begins_anew(lines, at) or (heads_list(this.text) and following.text[:1].isupper()):
        return True
    finished = this.text.endswith(_TERMINAL)
    if finished and cue("uppdrag", "lead_in").match(following.text):
        return True
    if following.text[:1].islower() or this.text.endswith("-"):
        return following.gap and (finished or _is_numbered_heading(this.text))
    if following.gap or is_list_word(this.text) or (finished and (listing or _stands_alone(lines, at + 1))):
        return True
    if _is_on_cover(lines, at):
        return not HANGS.search(this.text)
    opens = this.gap or at == 0 or match_goal(this.text)
    if opens and not finished and is_heading(this.text) and len(this.text) <= local_width(lines, at) * _TITLE:
        return True
    return _has_room(lines, at, _FULL if finished else _SHORT)


def _begins_anew(lines: Sequence[Line], at: int) -> bool:
    """Whether the line after `at` says by itself that it begins a block."""
    this, following = lines[at].text, lines[at + 1].text
    if begins_labelled(following) or _is_numbered_start(lines, at) or FOOTNOTE.match(following):
        return True
    if _names_list(lines, at + 1) or _names_body(lines, at + 1) or names_contents(following):
        return True
    if _DECIDED.match(following) or (_LABELLED.match(this) and _LABELLED.match(following)):
        return True
    return _is_shouted(lines, at) or _is_next_clause(lines, at)


def _is_next_clause(lines: Sequence[Line], at: int) -> bool:
    """Whether the next line is another of a decision's clauses ("att fastställa …," over "att uppdra åt …")."""
    this, following = lines[at].text, lines[at + 1].text
    if not following.startswith("att ") or not this.endswith((",", ";")):
        return False
    return this.startswith("att ") or _has_room(lines, at, _SHORT)


def _has_room(lines: Sequence[Line], at: int, share: float) -> bool:
    """Whether a line ends although the next line's first word would have fitted into that share of the width."""
    room = len(lines[at].text) + 1 + len(lines[at + 1].text.split(" ", 1)[0])
    return room <= local_width(lines, at) * share


def _is_shouted(lines: Sequence[Line], at: int) -> bool:
    """Whether one of two lines, and not the other, is a heading in capitals."""
    this, following = lines[at].text, lines[at + 1].text
    return this.isupper() != following.isupper() and bool(_CAPITALS.fullmatch(this if this.isupper() else following))


def _is_on_cover(lines: Sequence[Line], at: int) -> bool:
    """Whether a line stands on a title page: a first page of few and short lines, none of them a sentence."""
    cover = [x.text for x in lines[:_COVER_LINES] if x.page == lines[at].page]
    short = all(len(text) <= _COVER_WIDTH and not text.endswith(".") for text in cover)
    return lines[at].page == 1 and at < len(cover) < _COVER_LINES and short


def _names_list(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is nothing but the name of the list whose first entry stands on the next."""
    following = lines[at + 1].text if at + 1 < len(lines) else ""
    return heads_list(lines[at].text) and bool(BULLET.match(following) or NUMBERED.match(following))


def _names_body(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is nothing but the name of the body whose list begins on the next ("Socialnämnden")."""
    following = lines[at + 1].text if at + 1 < len(lines) else ""
    return bool(BULLET.match(following) or NUMBERED.match(following)) and names_body(lines[at].text)


def _stands_alone(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a heading or lead-in by itself: short, and blank space or a label comes after it."""
    text = lines[at].text
    if at + 1 >= len(lines) or not is_heading(text):
        return False
    if len(text) < _OVER_LIST and not text.endswith(_TERMINAL) and BULLET.match(lines[at + 1].text):
        return True
    if lines[at + 1].gap or (is_lead_in(text) and begins_labelled(lines[at + 1].text)):
        return True
    return _is_cut_short(lines, at)


def _is_cut_short(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is no sentence and yet far too short for the next, which begins anew: then it heads it."""
    ends = lines[at].text.endswith(_TERMINAL)
    return not ends and lines[at + 1].text[:1].isupper() and _has_room(lines, at, _SHORT)


def _is_numbered_start(lines: Sequence[Line], at: int) -> bool:
    this, following = lines[at], lines[at + 1]
    if not NUMBERED.match(following.text):
        return False
    if _is_next_number(lines, at):
        return True
    deep = _is_numbered_heading(following.text) and "." in following.text.split(" ", 1)[0].rstrip(".")
    return this.text.endswith(_TERMINAL) or following.gap or len(this.text) < 60 or deep


def _is_next_number(lines: Sequence[Line], at: int) -> bool:
    """Whether the next line's number is one more than that of the entry that this line belongs to."""
    number = _ENTRY.match(lines[at + 1].text)
    for line in reversed(lines[max(0, at - _ENTRY_LINES) : at + 1]):
        if number and (above := _ENTRY.match(line.text)):
            return int(number[1]) == int(above[1]) + 1
        if line.gap:
            return False
    return False


def _is_numbered_heading(text: str) -> bool:
    return len(text) < 70 and bool(NUMBERED.match(text)) and not text.endswith(_TERMINAL)
