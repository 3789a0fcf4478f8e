"""Uppdrag: numbered ones with their series, lettered parts, recipients, and who is to follow them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.lines import LETTERED, NUMBERED, is_lead_in, match_uppdrag
from ingest.outline import Piece
from ingest.recognise.bodies import Bodies
from ingest.recognise.goals import Goals
from ingest.recognise.leads import Lead, given, labelled_lead, list_lead, must, next_lead, own_lead, sentences, term_of
from ingest.recognise.naming import Names, evidence, short
from ingest.recognise.tables import tables
from ontology.model import Uppdrag
from ontology.svenska import fold

_FULLMAKTIGE = "RF"
_TELLING = ("number", "goal", "receiver", "responsible", "time", "remark")  # columns that a table of uppdrag has
_OTHER_TABLES = ("label", "risk", "score", "method", "frequency")  # columns that tell styrtal, risks and controls


@dataclass(frozen=True, slots=True)
class _Found:
    """An uppdrag before the document's series are known."""

    at: int
    printed_series: str
    number: str | None
    text: str
    lead: Lead | None
    part_of: int | None = None


def recognise_uppdrag(pieces: Sequence[Piece], names: Names, year: int, goals: Goals, bodies: Bodies) -> list[Uppdrag]:
    """Every uppdrag in reading order, parts after their whole."""
    listed = list(_numbered(pieces, bodies)) or list(_unnumbered(pieces, bodies, goals))
    found = sorted([*listed, *_tabled(pieces, bodies)], key=lambda f: f.at)
    many = len({f.printed_series for f in found if f.number}) > 1
    objectives = _objectives(pieces, found, goals)
    made: list[Uppdrag] = []
    ids: dict[int, str] = {}
    for f in found:
        from_region = bodies.below_region and (many or _from_fullmaktige(f.lead))
        series = f.printed_series or (_FULLMAKTIGE if from_region else "")
        id_ = names.give("uppdrag", series, f.number or short(f.text))
        ids[f.at] = id_
        lead = f.lead or Lead()
        made.append(
            Uppdrag(
                id=id_,
                document=names.document,
                year=year,
                term=lead.term,
                number=f.number,
                series=series,
                text=f.text,
                recipients=lead.recipients,
                followed_by=lead.followed_by,
                given_by=lead.given_by,
                objective=objectives.get(f.at),
                part_of=ids.get(f.part_of) if f.part_of is not None else None,
                evidence=evidence(pieces[f.at], *lead.said),
            )
        )
    return _with_usual_lead(made, [f.lead for f in found])


def _from_fullmaktige(lead: Lead | None) -> bool:
    return bool(lead and lead.given_by and lead.given_by.endswith("fullmaktige"))


def _numbered(pieces: Sequence[Piece], bodies: Bodies) -> Iterator[_Found]:
    lead: Lead | None = None
    whole: _Found | None = None
    for at, piece in enumerate(pieces):
        label = match_uppdrag(piece.text) if piece.kind != "row" else None
        letter = LETTERED.match(piece.text) if piece.kind == "item" and whole else None
        if label:
            whole = _Found(
                at,
                (label["series"] or "").strip(),
                label["number"],
                piece.text[label.end() :].strip(),
                own_lead(piece.text[label.end() :], bodies, lead),
            )
            yield whole
        elif letter and whole:
            number = f"{whole.number}{letter['label']}"
            yield replace(whole, at=at, number=number, text=piece.text[letter.end() :].strip(), part_of=whole.at)
        else:
            whole = None
            lead = next_lead(piece, lead, bodies)


def _unnumbered(pieces: Sequence[Piece], bodies: Bodies, goals: Goals) -> Iterator[_Found]:
    """In a plan that labels no uppdrag: the items of a list that a heading or sentence introduces as uppdrag.

    A sentence that says who gets an uppdrag is one by itself, under whatever heading; so is one under a goal that
    says what a body is to do. Text after the list ends it, so that a later list is not taken for more of it.
    """
    lead: Lead | None = None
    whole: _Found | None = None
    listed = False
    for at, piece in enumerate(pieces):
        introduces = at + 1 < len(pieces) and pieces[at + 1].kind == "item"
        if heads := _head(piece, lead, bodies, introduces=introduces):
            lead, listed = heads, False
        elif piece.kind == "heading":
            lead = _goes_on(pieces, at, lead, bodies)
        elif lead and piece.kind == "item":
            entry = _item(piece, at, own_lead(_unlabelled(piece), bodies, lead))
            if LETTERED.match(piece.text) and whole:
                entry = replace(entry, number=f"{whole.number}{entry.number}", part_of=whole.at, lead=whole.lead)
            else:
                whole = entry if NUMBERED.match(piece.text) else None
            yield entry
            listed = True
        elif (inline := labelled_lead(piece)) and goals.above(pieces, at):
            yield _Found(at, "", None, piece.text[inline.end() :].strip(), Lead(term=term_of(inline["term"])))
        elif piece.kind == "paragraph":
            told = lead or given(piece.text) or (must(piece.text) and goals.above(pieces, at))
            own = own_lead(piece.text, bodies, None) if told else None
            if own and not introduces:
                yield from (_Found(at, "", None, s, own_lead(s, bodies, lead)) for s in sentences(piece.text))
            lead = own if own and introduces else (None if listed and not own else lead)


def _goes_on(pieces: Sequence[Piece], at: int, lead: Lead | None, bodies: Bodies) -> Lead | None:
    """The lead below a heading in its list: a receiver's name ("Socialnämnden"), or a section with a list right below.

    Any other heading ends the list.
    """
    piece = pieces[at]
    if lead is None or not lead.said:
        return None
    named = tuple(bodies.named_in(f"{piece.text}:"))
    if len(named) == 1 and fold(bodies.known[named[0]].name) == fold(piece.text.strip(" :")):
        return replace(lead, recipients=named, said=(*lead.said[:1], piece))
    within = any(pieces[p].passage.id == lead.said[0].passage.id for p in piece.path)
    return lead if within and at + 1 < len(pieces) and pieces[at + 1].kind == "item" else None


def _head(piece: Piece, lead: Lead | None, bodies: Bodies, *, introduces: bool) -> Lead | None:
    """The lead of the list that a heading or a line above its first entry introduces, or None."""
    above = piece.kind == "heading" or piece.text.endswith(":")
    if above and is_lead_in(piece.text):
        return next_lead(piece, lead, bodies)
    return list_lead(piece) if above or introduces else None


def _tabled(pieces: Sequence[Piece], bodies: Bodies) -> Iterator[_Found]:
    """The rows of tables with a column of uppdrag and one that says of each its number, goal, receiver or time."""
    at = {piece.passage.id: n for n, piece in enumerate(pieces)}
    for table in tables(pieces):
        role = "uppdrag" if table.has("uppdrag") else "measure"
        named = table.has(role) and term_of(table.heading(role), "")
        if not named or not table.has(*_TELLING) or table.has(*_OTHER_TABLES):
            continue
        above = pieces[table.at].path
        over = (next_lead(pieces[above[-1]], None, bodies) if above else None) or Lead()
        for row in table.rows:
            label = NUMBERED.match(table.cell(row, role))
            number = table.cell(row, "number").strip(" .") or (label["label"].rstrip(".") if label else None)
            text = table.cell(row, role)[label.end() if label else 0 :].strip()
            receivers = table.cell(row, "receiver") or table.cell(row, "responsible")
            recipients = tuple(bodies.named_in(f"{receivers}:")) or over.recipients
            if text:
                lead = replace(over, recipients=recipients, term=named)
                yield _Found(at[row.passage.id], "", number, text, lead)


def _item(piece: Piece, at: int, lead: Lead | None) -> _Found:
    label = _label(piece)
    return _Found(at, "", label["label"].rstrip(".") if label else None, _unlabelled(piece), lead)


def _unlabelled(piece: Piece) -> str:
    label = _label(piece)
    return (piece.text[label.end() :] if label else piece.text).strip()


def _label(piece: Piece) -> re.Match[str] | None:
    return NUMBERED.match(piece.text) or LETTERED.match(piece.text)


def _objectives(pieces: Sequence[Piece], found: Sequence[_Found], goals: Goals) -> dict[int, str]:
    """The goal of each uppdrag: the one whose heading it stands under, unless the list is its siblings' too.

    Where several goals stand side by side and only the last is followed by uppdrag, the list belongs to the
    section that they share, and the plan names no goal for it. A plan whose lists all close their sections, one of
    them so shared, does so everywhere: then the list after a section's single goal is the section's too.
    """
    above = {f.at: goal.id for f in found if (goal := goals.above(pieces, f.at))}
    with_list = set(above.values())
    stands = {id_: max(p for p, g in goals.said_at.items() if g == id_) for id_ in with_list}
    shared = {id_ for id_, at in stands.items() if _closes_several(pieces, at, goals, with_list)}
    if shared and not any(_is_followed(pieces, at) for at in stands.values()):
        shared = with_list
    return {at: id_ for at, id_ in above.items() if id_ not in shared}


def _closes_several(pieces: Sequence[Piece], at: int, goals: Goals, with_list: set[str]) -> bool:
    """Whether goals without uppdrag of their own stand before this one under the same heading."""
    before = [g for p, g in goals.said_at.items() if p < at and _beside(pieces, p, at)]
    return bool(before) and not with_list & set(before)


def _is_followed(pieces: Sequence[Piece], at: int) -> bool:
    """Whether another heading stands after this one in the same section."""
    return any(_beside(pieces, p, at) for p in range(at + 1, len(pieces)))


def _beside(pieces: Sequence[Piece], one: int, other: int) -> bool:
    return pieces[one].kind == "heading" and pieces[one].path[:-1] == pieces[other].path[:-1]


def _with_usual_lead(made: list[Uppdrag], leads: Sequence[Lead | None]) -> list[Uppdrag]:
    """An uppdrag that no lead introduces has the recipients that its series has elsewhere in the plan."""
    usual: dict[str, Counter[tuple[tuple[str, ...], tuple[str, ...], str | None]]] = {}
    for u, lead in zip(made, leads, strict=True):
        if lead and lead.recipients:
            usual.setdefault(u.series or "", Counter())[(u.recipients, u.followed_by, u.given_by)] += 1
    out = []
    for u, lead in zip(made, leads, strict=True):
        if lead is None and u.series in usual:
            recipients, followed_by, given_by = usual[u.series].most_common(1)[0][0]
            u = replace(u, recipients=recipients, followed_by=followed_by, given_by=given_by)
        out.append(u)
    return out
