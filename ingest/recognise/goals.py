"""Goals: målsättningar, effektmål, nämndmål and their kin, and which goal a piece stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.lexicon import cues
from ingest.lines import NUMBERED, heads_list, introduced, list_heading, match_goal
from ingest.outline import Piece
from ingest.recognise.naming import Names, evidence, short
from ingest.recognise.tables import tables
from ontology.model import Malsattning
from ontology.svenska import fold

Key = tuple[str | None, str]
_Statement = tuple[int, str, str | None, str]
_PART = re.compile(r"\.\d+$|(?<=[A-ZÅÄÖ])\d+$")  # what "1.2" and "A2" add to the number of their whole
_WORDS = "|".join(sorted(cues()["goals"]["words"], key=len, reverse=True))
_PLURAL = re.compile(r"(?:ar|arna|er|erna|en):?$", re.IGNORECASE)
_REFERENCE = re.compile(rf"(?:{_WORDS})\s+(?:nr\.?\s*)?(?P<number>[\dA-ZÅÄÖ][\d.]*?)[.:]?", re.I)
_ALONE = 160  # characters of a goal that stands by itself below the word that names it
_PARTS = cues()["goals"]["parts"]


@dataclass(frozen=True, slots=True)
class Goals:
    """The goals of a document, and at which pieces each is said."""

    elements: tuple[Malsattning, ...]
    said_at: dict[int, str]

    def above(self, pieces: Sequence[Piece], at: int) -> Malsattning | None:
        """The goal under whose heading a piece stands, or beside which in a table's row, or None."""
        for position in (*((at,) if pieces[at].kind == "row" else ()), *reversed(pieces[at].path)):
            if position in self.said_at:
                return self.by_id(self.said_at[position])
        return None

    def by_id(self, id_: str) -> Malsattning:
        """The goal with that id."""
        return next(g for g in self.elements if g.id == id_)


def recognise_goals(pieces: Sequence[Piece], names: Names, year: int) -> Goals:
    """Every goal once, with evidence from each place that states it."""
    found: dict[Key, Malsattning] = {}
    said_at: dict[int, str] = {}
    for at, term, number, text in sorted([*_statements(pieces), *_tabled(pieces)], key=lambda found: found[0]):
        key = (number, fold(text).rstrip("."))
        known = found.get(key)
        if known and pieces[at].kind == "row":
            said_at[at] = known.id  # a merged cell: the goal is said in the row above
            continue
        if known:
            found[key] = replace(known, evidence=known.evidence + evidence(pieces[at]))
        else:
            id_ = names.give("malsattning", number or short(text))
            found[key] = Malsattning(
                id=id_,
                document=names.document,
                year=year,
                term=term,
                number=number,
                text=text,
                evidence=evidence(pieces[at]),
            )
        said_at[at] = found[key].id
    _add_repeats(pieces, found, said_at)
    _add_references(pieces, found, said_at)
    above = _wholes(pieces, found, said_at)
    above |= {said_at[at]: said_at[p] for at in said_at for p in pieces[at].path if p < at and p in said_at}
    return Goals(tuple(_below(g, above, found) for g in found.values()), said_at)


def _wholes(pieces: Sequence[Piece], found: Mapping[Key, Malsattning], said_at: Mapping[int, str]) -> dict[str, str]:
    """Of goals whose word says that they are parts ("resultatmål") the one other goal of their section."""
    by_id = {goal.id: goal for goal in found.values()}
    sections: dict[tuple[int, ...], list[Malsattning]] = {}
    for at, id_ in said_at.items():
        path = tuple(p for p in pieces[at].path if p != at and not list_heading(pieces[p].text, "goals"))
        sections.setdefault(path, []).append(by_id[id_])
    wholes: dict[str, str] = {}
    for goals in sections.values():
        above = {g.id for g in goals if g.term not in _PARTS}
        if len(above) == 1:
            wholes |= {g.id: next(iter(above)) for g in goals if g.term in _PARTS}
    return wholes


def _below(goal: Malsattning, above: Mapping[str, str], found: Mapping[Key, Malsattning]) -> Malsattning:
    """A goal with the one that it is part of: whose heading it stands under, or whose number begins its own."""
    whole = above.get(goal.id)
    if whole in (None, goal.id) and (number := _PART.sub("", goal.number or "")) != goal.number:
        whole = next((g.id for g in found.values() if g.number == number), None)
    return replace(goal, part_of=whole) if whole and whole != goal.id else goal


def _statements(pieces: Sequence[Piece]) -> Iterator[_Statement]:
    """Position, term, number and text of each labelled goal, of each item in a list of goals, and of lone ones."""
    term, told = None, False
    for at, piece in enumerate(pieces):
        label = match_goal(piece.text)
        named = _named(piece)
        listed = bool(named) and _is(pieces, at + 1, "item")
        if label and piece.kind in ("heading", "paragraph", "item") and len(piece.text) < 320:
            yield at, label.group("term").lower(), label.group("number"), piece.text[label.end() :].strip()
        elif named and _stands_alone(pieces, at + 1, piece):
            yield at + 1, named, *_numbered(pieces[at + 1].text)
        elif term and piece.kind == "item":
            number, text = _numbered(piece.text)
            if number or (told and not _is_about(text, term)):
                yield at, term, number, text
        if named or piece.kind == "heading":
            term, told = named, listed
        elif piece.kind == "paragraph":
            told = False


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
    if NUMBERED.match(pieces[at].text):
        return named.text.endswith(":")
    sets = named.text.endswith(":") or (named.level == 0 and not _PLURAL.search(named.text))
    about = re.search(_WORDS, pieces[at].text, re.IGNORECASE) or heads_list(pieces[at].text)
    prose = _is(pieces, at + 1, "paragraph") and not heads_list(pieces[at + 1].text)
    return sets and pieces[at].kind == "paragraph" and not about and not prose


def _is_about(text: str, term: str) -> bool:
    """Whether a sentence begins by speaking of the goals themselves ("De sex målen gäller …")."""
    return bool(re.match(rf"(?:(?:De|Alla|Dessa)\s+)?(?:\w+\s+)?{term}(?:en|ar|arna|erna)?\b", text, re.IGNORECASE))


def _is(pieces: Sequence[Piece], at: int, *kinds: str) -> bool:
    return at < len(pieces) and pieces[at].kind in kinds


def _tabled(pieces: Sequence[Piece]) -> Iterator[_Statement]:
    """Position, term, number and text of the goal of each row of a table that parts styrtal or uppdrag by goal."""
    at = {piece.passage.id: n for n, piece in enumerate(pieces)}
    for table in tables(pieces):
        if not table.has("goal") or not table.has("label", "uppdrag", "measure"):
            continue
        said = ""
        for row in table.rows:
            said = table.cell(row, "goal") or said
            label = match_goal(said) or NUMBERED.match(said)
            number = (label.groupdict().get("number") or label.groupdict().get("label")) if label else None
            if said:
                term = table.heading("goal").lower()
                yield at[row.passage.id], term, number, said[label.end() if label else 0 :].strip()


def _add_references(pieces: Sequence[Piece], found: dict[Key, Malsattning], said_at: dict[int, str]) -> None:
    """Headings that are nothing but a goal's word and number ("Mål 2") stand for the goal stated elsewhere."""
    for at, piece in enumerate(pieces):
        reference = _REFERENCE.fullmatch(piece.text) if piece.kind == "heading" and at not in said_at else None
        named = [g for g in found.values() if reference and g.number == reference["number"]]
        if len(named) == 1:
            said_at[at] = named[0].id


def _add_repeats(pieces: Sequence[Piece], found: dict[Key, Malsattning], said_at: dict[int, str]) -> None:
    """Headings that repeat a goal's number and words (a slide's second line) are places of that goal."""
    for at, piece in enumerate(pieces):
        number = NUMBERED.match(piece.text) if piece.kind == "heading" and at not in said_at else None
        if number:
            key = (number.group("label").rstrip("."), fold(piece.text[number.end() :]).rstrip("."))
            goal = found.get(key)
            if goal:
                said_at[at] = goal.id
                found[key] = replace(goal, evidence=goal.evidence + evidence(piece))
