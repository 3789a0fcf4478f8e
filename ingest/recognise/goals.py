"""Goals: målsättningar, effektmål, nämndmål and their kin, and which goal a piece stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.lexicon import cues
from ingest.lines import NUMBERED, introduced, match_goal
from ingest.outline import Piece
from ingest.recognise.naming import Names, evidence, short
from ingest.recognise.tables import tables
from ontology.model import Malsattning
from ontology.svenska import fold

Key = tuple[str | None, str]
_Statement = tuple[int, str, str | None, str]
_PART = re.compile(r"\.\d+$|(?<=[A-ZÅÄÖ])\d+$")  # what "1.2" and "A2" add to the number of their whole
_WORDS = "|".join(sorted(cues()["goals"]["words"], key=len, reverse=True))
_REFERENCE = re.compile(rf"(?:{_WORDS})\s+(?:nr\.?\s*)?(?P<number>[\dA-ZÅÄÖ][\d.]*?)[.:]?", re.I)
_LIST_HEADING = re.compile(
    rf"(?:[\d.]+\s+)?(?:\w+s\s+|våra\s+)?(?P<term>{_WORDS})(?:en|ar|arna)?(?:\s+\d{{4}}(?:[–-]\d{{4}})?)?:?", re.I
)


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
    above = {said_at[at]: said_at[p] for at in said_at for p in pieces[at].path if p < at and p in said_at}
    return Goals(tuple(_below(g, above, found) for g in found.values()), said_at)


def _below(goal: Malsattning, above: Mapping[str, str], found: Mapping[Key, Malsattning]) -> Malsattning:
    """A goal with the one that it is part of: whose heading it stands under, or whose number begins its own."""
    whole = above.get(goal.id)
    if whole in (None, goal.id) and (number := _PART.sub("", goal.number or "")) != goal.number:
        whole = next((g.id for g in found.values() if g.number == number), None)
    return replace(goal, part_of=whole) if whole and whole != goal.id else goal


def _statements(pieces: Sequence[Piece]) -> Iterator[_Statement]:
    """Position, term, number and text of each labelled goal and of each item in a list of goals."""
    term, told = None, False
    for at, piece in enumerate(pieces):
        label = match_goal(piece.text)
        named = introduced(piece.text, cues()["goals"]["words"]) if piece.kind in ("heading", "paragraph") else None
        if named or piece.kind == "heading":
            heading = _LIST_HEADING.fullmatch(piece.text.strip())
            term, told = named or (heading.group("term").lower() if heading else None), bool(named)
        if label and piece.kind in ("heading", "paragraph", "item") and len(piece.text) < 320:
            yield at, label.group("term").lower(), label.group("number"), piece.text[label.end() :].strip()
        elif term and piece.kind == "item":
            number = NUMBERED.match(piece.text)
            if number:
                yield at, term, number.group("label").rstrip("."), piece.text[number.end() :].strip()
            elif told:
                yield at, term, None, piece.text
        elif piece.kind == "paragraph" and not named:
            told = False


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
