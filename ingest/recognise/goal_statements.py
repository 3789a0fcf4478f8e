"""Where a document states goals: by labels, in lists, alone below their word, in tables, as sections of a chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from ingest.lexicon import column_role, cue, cues
from ingest.lines import (
    CODED,
    COUNTS,
    NUMBERED,
    SENTENCES,
    heads_list,
    introduced,
    is_lead_in,
    list_heading,
    match_goal,
    match_indicator,
    match_uppdrag,
    match_value,
    role_line,
)
from ingest.outline import Piece
from ingest.recognise.tables import tables

WORDS = "|".join(sorted(cues()["goals"]["words"], key=len, reverse=True))
NUMBERED_GOAL = re.compile(
    rf"(?:[\w:]+s\s+)?(?P<term>{WORDS})\s+(?:nr\.?\s*)?"
    r"(?P<number>\d{1,2}(?:\.\d{1,2})*|(?-i:[A-ZÅÄÖ])\d{0,2})[.:]?",
    re.I,
)
_PRINTED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})+|\d{1,2}(?=[.)]))[.)]?\s+(?=[^\W\d])")  # "KF:s mål: 1.1 …"
_LABELLED = re.compile(r"[^\W\d]+(?: [^\W\d]+)?:\s")  # "Målområde: …"
_ALONE = 160  # characters of a goal that stands by itself below the word that names it
_PLURAL = re.compile(r"(?:ar|arna|er|erna|en):?$", re.IGNORECASE)
_COUNT = rf"\b(?P<count>följande|dessa|nedanstående|{'|'.join(COUNTS)})"
_TOLD = re.compile(rf"{_COUNT}\s+(?:\w+\s+)?(?:{WORDS})(?:en|ar|arna)?\b", re.IGNORECASE)
_SPEAKS = re.compile(rf"\b(?:{WORDS})(?:en|arna)?\b", re.IGNORECASE)  # of goals, so that it is none itself


class Statement(NamedTuple):
    """A goal where it is stated: at which piece, the plan's word for it, its number and its text.

    `heads` tells that the line above is the goal's own heading ("Effektmål 1"), which stands for it.
    """

    at: int
    term: str
    number: str | None
    text: str
    heads: bool = False


def find_statements(pieces: Sequence[Piece]) -> list[Statement]:
    """Every place that states a goal, in reading order; of a row's several goals the whole before its part."""
    found = dict.fromkeys([*_statements(pieces), *_tabled(pieces), *_sections(pieces)])
    numbers = {stated.number for stated in found}
    found |= dict.fromkeys(s for s in _below_number(pieces) if s.number not in numbers)
    return sorted(found, key=lambda stated: stated.at)


def _below_number(pieces: Sequence[Piece]) -> Iterator[Statement]:
    """Goals on a line below their word and number ("Effektmål 1" over "Ingen väntar längre än …")."""
    for at, piece in enumerate(pieces):
        label = NUMBERED_GOAL.fullmatch(piece.text) if piece.kind in ("heading", "paragraph") else None
        if label and _is_line(pieces, at + 1) and not NUMBERED.match(pieces[at + 1].text):
            yield Statement(at + 1, label["term"].lower(), label["number"], pieces[at + 1].text.strip(), heads=True)


def _is_line(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a goal may be what a line says: it is short, one sentence at most, and introduces or labels nothing."""
    if not _is(pieces, at, "heading", "paragraph", "item"):
        return False
    text = pieces[at].text
    labels = (match_goal, match_indicator, match_uppdrag, match_value, role_line, heads_list, is_lead_in)
    return len(text) <= _ALONE and not SENTENCES.search(text) and not any(label(text) for label in labels)


def _statements(pieces: Sequence[Piece]) -> Iterator[Statement]:
    """Position, term, number and text of each labelled goal, of each item in a list of goals, and of lone ones."""
    term, told = None, False
    for at, piece in enumerate(pieces):
        label = match_goal(piece.text)
        named = _named(piece)
        listed = bool(named) and _is(pieces, at + 1, "item")
        if label and piece.kind in ("heading", "paragraph", "item") and len(piece.text) < 320:
            text = piece.text[label.end() :].strip()
            printed = _PRINTED.match(text)
            number = label.group("number") or (printed["number"] if printed else None)
            yield Statement(at, label.group("term").lower(), number, text[printed.end() :] if printed else text)
        elif term and piece.kind != "row" and (code := CODED.match(piece.text)):
            yield Statement(at, term, code["label"], piece.text[code.end() :].strip())
            continue
        elif named and _stands_alone(pieces, at + 1, piece):
            number, text = _numbered(pieces[at + 1].text)
            yield Statement(at + 1, named, number, text, heads=_heads(pieces, at))
        elif term and piece.kind == "item":
            number, text = _numbered(piece.text)
            if number or (told and not _is_about(text, term)):
                yield Statement(at, term, number, text)
        if named or piece.kind == "heading":
            term, told = named, listed
        elif piece.kind == "paragraph":
            told = bool(term) and _is(pieces, at + 1, "item") and _tells_list(piece.text, _items(pieces, at + 1))


def _items(pieces: Sequence[Piece], at: int) -> int:
    """How many items stand one after the other from `at` on."""
    return sum(1 for _ in takewhile(lambda piece: piece.kind == "item", pieces[at:]))


def _tells_list(text: str, count: int) -> bool:
    """Whether a text's last sentence introduces `count` goals: it tells how many, or that they follow."""
    last = re.split(r"(?<=[.!?])\s+", text)[-1]
    aims = cue("goals", "aims").match(last) and not cue("goals", "sets").search(last)
    told = None if aims else _TOLD.search(last)
    return bool(told and COUNTS.get(told["count"].lower(), count) == count)


def _heads(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a heading stands for the one goal below it: what follows the goal up comes right after."""
    line = pieces[at].kind == "heading" and _is(pieces, at + 1, "paragraph") and at + 2 < len(pieces)
    return line and _follows_up(pieces[at + 2])


def _named(piece: Piece) -> str | None:
    """The word for goals that a line introduces or that it is nothing but, of those that follow it."""
    if piece.kind not in ("heading", "paragraph"):
        return None
    return introduced(piece.text, cues()["goals"]["words"]) or list_heading(piece.text, "goals")


def _numbered(text: str) -> tuple[str | None, str]:
    number = NUMBERED.match(text)
    return (number["label"].rstrip("."), text[number.end() :].strip()) if number else (None, text)


def _stands_alone(pieces: Sequence[Piece], at: int, named: Piece) -> bool:
    """Whether one goal is set out by itself below the word for it: numbered after a colon, or a lone sentence.

    What speaks of goals itself ("Målen gäller i tre år.") is about them; below a heading of several, prose stands.
    """
    if not _is(pieces, at, "heading", "paragraph") or len(pieces[at].text) > _ALONE:
        return False
    if number := NUMBERED.match(pieces[at].text):
        return named.text.endswith(":") and not _SPEAKS.search(pieces[at].text[number.end() :])
    sets = named.text.endswith(":") or (named.level == 0 and not _PLURAL.search(named.text))
    sets = sets or (_is_line(pieces, at) and at + 1 < len(pieces) and _follows_up(pieces[at + 1]))
    about = _SPEAKS.search(pieces[at].text) or heads_list(pieces[at].text)
    prose = _is(pieces, at + 1, "paragraph") and not heads_list(pieces[at + 1].text)
    return sets and pieces[at].kind == "paragraph" and not about and not prose


def _is_about(text: str, term: str) -> bool:
    """Whether a sentence begins by speaking of the goals themselves ("De sex målen gäller …")."""
    return bool(re.match(rf"(?:(?:De|Alla|Dessa)\s+)?(?:\w+\s+)?{term}(?:en|ar|arna|erna)?\b", text, re.IGNORECASE))


def _is(pieces: Sequence[Piece], at: int, *kinds: str) -> bool:
    return at < len(pieces) and pieces[at].kind in kinds


def _tabled(pieces: Sequence[Piece]) -> Iterator[Statement]:
    """Position, term, number and text of the goal of each row of a table that parts styrtal or uppdrag by goal."""
    at = {piece.passage.id: n for n, piece in enumerate(pieces)}
    for table in tables(pieces):
        if not table.has("goal") or not table.has("label", "uppdrag", "measure"):
            continue
        columns = [n for n, role in enumerate(table.roles) if role == "goal"]
        said = dict.fromkeys(columns, "")
        for row in table.rows:
            for n in columns:
                said[n] = (row.cells[n] if n < len(row.cells) else "") or said[n]
                label = match_goal(said[n]) or NUMBERED.match(said[n])
                number = (label.groupdict().get("number") or label.groupdict().get("label")) if label else None
                if said[n]:
                    text = said[n][label.end() if label else 0 :].strip()
                    yield Statement(at[row.passage.id], table.headings[n].lower(), number, text)


def _sections(pieces: Sequence[Piece]) -> Iterator[Statement]:
    """Goals that are numbered sections of a chapter of goals ("2 Mål" over "2.1 Fler reser kollektivt").

    A section that follows its goal up says so: a list or table of indicators or uppdrag stands in it. All the
    chapter's sections do, and none is a mere name of a word or two.
    """
    for at, piece in enumerate(pieces):
        term = _named(piece) if piece.kind == "heading" else None
        number = NUMBERED.match(piece.text)
        if not term or not number:
            continue
        inside = [p for p in range(at + 1, len(pieces)) if pieces[p].path[: len(piece.path)] == piece.path]
        below = [p for p in inside if pieces[p].kind == "heading" and len(pieces[p].path) == len(piece.path) + 1]
        heads = [p for p in below if pieces[p].level]
        if heads and all(_is_goal_section(pieces, p, number["label"], inside) for p in heads):
            yield from (Statement(p, term, *_numbered(pieces[p].text)) for p in heads)


def _is_goal_section(pieces: Sequence[Piece], head: int, chapter: str, inside: Sequence[int]) -> bool:
    number, text = _numbered(pieces[head].text)
    followed = any(head in pieces[p].path and p != head and _follows_up(pieces[p]) for p in inside)
    return (
        (number or "").startswith(f"{chapter.rstrip('.')}.")
        and len(text.split()) > 2
        and not _LABELLED.match(text)
        and followed
        and not _SPEAKS.search(text)
    )


def _follows_up(piece: Piece) -> bool:
    roles = [column_role(cell) for cell in piece.cells] if piece.kind == "header" else []
    lines = not piece.cells and (heads_list(piece.text) or match_indicator(piece.text))
    return "label" in roles or "uppdrag" in roles or bool(lines)
