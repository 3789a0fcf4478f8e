"""Goals: målsättningar, effektmål, nämndmål and their kin, and which goal a piece stands under."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.lexicon import cue, cues
from ingest.lines import NUMBERED, list_heading
from ingest.outline import Piece
from ingest.recognise.goal_statements import NUMBERED_GOAL, find_statements
from ingest.recognise.labelled import SECTION
from ingest.recognise.naming import Names, evidence, short
from ontology.model import Malsattning
from ontology.svenska import fold

Key = tuple[str | None, str]
_PART = re.compile(r"\.\d+$|(?<=[A-ZÅÄÖ])\d+$")  # what "1.2" and "A2" add to the number of their whole
_REFERENCE = re.compile(rf"(?:[^.:]{{3,40}}\s(?:för|till)\s+)?{NUMBERED_GOAL.pattern}", re.IGNORECASE)
_PLURAL = re.compile(r"(?<=\w)a mål$")  # "finansiella mål", of which each is a "finansiellt mål"
_PARTS = cues()["goals"]["parts"]


@dataclass(frozen=True, slots=True)
class Goals:
    """The goals of a document, and at which pieces each is said."""

    elements: tuple[Malsattning, ...]
    said_at: dict[int, str]

    def above(self, pieces: Sequence[Piece], at: int) -> Malsattning | None:
        """The goal under whose heading a piece stands, or beside which in a table's row, or None."""
        row = (at,) if pieces[at].kind == "row" else ()
        for position in (*row, *self._line_above(pieces, at), *reversed(pieces[at].path)):
            if position in self.said_at:
                return self.by_id(self.said_at[position])
        return None

    def _line_above(self, pieces: Sequence[Piece], at: int) -> tuple[int, ...]:
        """The line nearest above in the same section that states a goal alone; none where several stand together."""
        section = pieces[at].path
        first = section[-1] if section else -1
        lines = [p for p in self.said_at if first < p < at and pieces[p].kind == "paragraph"]
        nearest = max(lines, default=at)
        return (nearest,) if nearest in lines and pieces[nearest].path == section and nearest - 1 not in lines else ()

    def by_id(self, id_: str) -> Malsattning:
        """The goal with that id."""
        return next(g for g in self.elements if g.id == id_)


def recognise_goals(pieces: Sequence[Piece], names: Names, year: int) -> Goals:
    """Every goal once, with evidence from each place that states it."""
    found: dict[Key, Malsattning] = {}
    said_at: dict[int, str] = {}
    rows: dict[int, list[str]] = {}
    for at, term, number, text, heads in find_statements(pieces):
        key = (number, fold(text).rstrip("."))
        known = found.get(key)
        if known is None:
            id_ = names.give("malsattning", number or short(text))
            found[key] = Malsattning(
                id=id_,
                document=names.document,
                year=year,
                term=_PLURAL.sub("t mål", term),
                number=number,
                text=text,
                evidence=evidence(pieces[at]),
            )
        elif pieces[at].kind != "row":  # in a row it is a merged cell, said in the row above
            found[key] = replace(known, evidence=known.evidence + evidence(pieces[at]))
        said_at[at] = found[key].id
        if heads:
            said_at[at - 1] = found[key].id
        rows.setdefault(at, []).append(found[key].id)
    _add_repeats(pieces, found, said_at)
    _add_references(pieces, found, said_at)
    served = _served(pieces, said_at)
    for at in [at for at in said_at if served.get(said_at.get(at - 1, "")) == said_at[at]]:
        said_at[at] = said_at[at - 1]  # what follows stands under the goal that serves it
    above = _wholes(pieces, found, said_at)
    above |= {part: whole for ids in rows.values() for whole, part in pairwise(ids)}
    above |= {said_at[at]: said_at[p] for at in said_at for p in pieces[at].path if p < at and p in said_at}
    return Goals(tuple(_below(g, above | served, found) for g in found.values()), said_at)


def _served(pieces: Sequence[Piece], said_at: Mapping[int, str]) -> dict[str, str]:
    """Goals with the one that a line right below each says that it serves ("Inriktningsmål: …" below "Mål 1: …")."""
    whole = {at for at in said_at if cue("goals", "wholes").match(SECTION.sub("", pieces[at].text))}
    if min(said_at, default=0) in whole:
        return {}
    return {said_at[at - 1]: said_at[at] for at in whole if at - 1 in said_at and at - 1 not in whole}


def _wholes(pieces: Sequence[Piece], found: Mapping[Key, Malsattning], said_at: Mapping[int, str]) -> dict[str, str]:
    """Of goals whose word says that they are parts ("resultatmål") the other goal of their section.

    Of several it is the one nearest above, in a section that begins with such a whole.
    """
    by_id = {goal.id: goal for goal in found.values()}
    own = {id_ for at, id_ in said_at.items() if cue("goals", "own").match(SECTION.sub("", pieces[at].text))}
    sections: dict[tuple[int, ...], list[Malsattning]] = {}
    for at, id_ in sorted(said_at.items()):
        path = tuple(p for p in pieces[at].path if p != at and not list_heading(pieces[p].text, "goals"))
        sections.setdefault(path, []).append(by_id[id_])
    wholes: dict[str, str] = {}
    for goals in sections.values():
        above = [g.id for g in goals if g.term not in _PARTS and g.id not in own]
        whole = above[0] if len(set(above)) == 1 or above[:1] == [goals[0].id] else None
        for goal in goals:
            whole = goal.id if whole and goal.id in above else whole
            if whole and goal.id not in above:
                wholes.setdefault(goal.id, whole)
    return wholes


def _below(goal: Malsattning, above: Mapping[str, str], found: Mapping[Key, Malsattning]) -> Malsattning:
    """A goal with the one that it is part of: whose heading it stands under, or whose number begins its own."""
    whole = above.get(goal.id)
    if whole in (None, goal.id) and (number := _PART.sub("", goal.number or "")) != goal.number:
        whole = next((g.id for g in found.values() if g.number == number), None)
    return replace(goal, part_of=whole) if whole and whole != goal.id else goal


def _add_references(pieces: Sequence[Piece], found: dict[Key, Malsattning], said_at: dict[int, str]) -> None:
    """Headings that name a goal by its number ("Mål 2", "Mått för mål 2") stand for the goal stated elsewhere."""
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
