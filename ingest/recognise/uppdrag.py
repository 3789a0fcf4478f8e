"""Uppdrag: numbered ones with their series, lettered parts, recipients, and who is to follow them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.lexicon import cue
from ingest.lines import LETTERED, NUMBERED, is_lead_in, match_goal, match_uppdrag
from ingest.outline import Piece
from ingest.recognise.bodies import Bodies
from ingest.recognise.goals import Goals
from ingest.recognise.naming import Names, evidence, short
from ontology.model import OrganisationKind, Uppdrag

_LIST_HEADING = re.compile(
    r"(?:[\d.]+\s+)?(?:nämndens\s+|särskilda\s+|övriga\s+)?uppdrag(?:en)?(?:\s+\d{4})?:?", re.IGNORECASE
)
_BOARD_SUBJECT = re.compile(
    r"(?P<who>(?:[A-ZÅÄÖ][\wåäö-]*(?:\s+och\s+[\wåäö-]+)?nämnden|Nämnden|[Rr]egionstyrelsen|Kommunstyrelsen))\s+ska\b"
)
_SUBJECT = re.compile(r"(?P<who>[A-ZÅÄÖ][^.:;]{3,160}?)\s+(?:får|ges)\s+(?:\w+\s+)?i\s+uppdrag\b")
_FULLMAKTIGE = "RF"


@dataclass(frozen=True, slots=True)
class Lead:
    """What introduces a list of uppdrag: who receives, who follows, who gives."""

    recipients: tuple[str, ...] = ()
    followed_by: tuple[str, ...] = ()
    given_by: str | None = None


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
    found = list(_numbered(pieces, bodies)) or list(_unnumbered(pieces, bodies))
    many = len({f.printed_series for f in found if f.number}) > 1
    objectives = _objectives(pieces, found, goals)
    made: list[Uppdrag] = []
    ids: dict[int, str] = {}
    for f in found:
        series = f.printed_series or (_FULLMAKTIGE if many or _from_fullmaktige(f.lead) else "")
        id_ = names.give("uppdrag", series, f.number or short(f.text))
        ids[f.at] = id_
        lead = f.lead or Lead()
        made.append(
            Uppdrag(
                id=id_,
                document=names.document,
                year=year,
                term="uppdrag",
                number=f.number,
                series=series,
                text=f.text,
                recipients=lead.recipients,
                followed_by=lead.followed_by,
                given_by=lead.given_by,
                objective=objectives.get(f.at),
                part_of=ids.get(f.part_of) if f.part_of is not None else None,
                evidence=evidence(pieces[f.at]),
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
                _own_lead(piece.text[label.end() :], bodies) or lead,
            )
            yield whole
        elif letter and whole:
            number = f"{whole.number}{letter['label']}"
            yield replace(whole, at=at, number=number, text=piece.text[letter.end() :].strip(), part_of=whole.at)
        else:
            whole = None
            lead = next_lead(piece, lead, bodies)


def next_lead(piece: Piece, lead: Lead | None, bodies: Bodies) -> Lead | None:
    """The lead that holds after a piece: a new one, the same with followers added, or none after a heading."""
    if is_lead_in(piece.text) and not match_goal(piece.text):
        return _lead(piece.text, bodies)
    if lead and len(piece.text) < 200 and cue("uppdrag", "follow").search(piece.text):
        return replace(lead, followed_by=tuple(bodies.named_in(piece.text)))
    if piece.kind == "heading" or match_goal(piece.text):
        return None
    return lead


def _lead(text: str, bodies: Bodies) -> Lead:
    recipients: list[str] = []
    followers: list[str] = []
    for sentence in re.split(r"(?<=[.:])\s+", text):
        if cue("uppdrag", "follow").search(sentence):
            followers += bodies.named_in(sentence)
        else:
            recipients += bodies.named_in(_after_giver(sentence))
    giver = cue("uppdrag", "given_by").search(text)
    given_by = bodies.give(f"{giver['giver'].capitalize()}fullmäktige", OrganisationKind.OVRIG) if giver else None
    return Lead(tuple(dict.fromkeys(recipients)), tuple(dict.fromkeys(followers)), given_by)


def _own_lead(text: str, bodies: Bodies) -> Lead | None:
    """The receivers that an uppdrag itself names as its subject ("Kommunstyrelsen får i uppdrag att …")."""
    subject = _SUBJECT.match(text)
    named = tuple(bodies.named_in(f"{subject['who']}:")) if subject else ()
    return Lead(named) if named else None


def _after_giver(sentence: str) -> str:
    """The part of a sentence that names receivers: after its last "till", where it has one."""
    parts = re.split(r"\b[Uu]ppdrag(?:en)?\b[^.]*?\btill\b", sentence, maxsplit=1)
    return parts[-1]


def _unnumbered(pieces: Sequence[Piece], bodies: Bodies) -> Iterator[_Found]:
    """In a plan that labels no uppdrag: the items of a list that a heading or sentence introduces as uppdrag."""
    lead: Lead | None = None
    for at, piece in enumerate(pieces):
        if piece.kind == "heading" and _LIST_HEADING.fullmatch(piece.text.strip()):
            lead = Lead()
        elif lead is not None and piece.kind == "item":
            number = NUMBERED.match(piece.text)
            text = (piece.text[number.end() :] if number else piece.text).strip()
            own = _board_lead(text, bodies) or _own_lead(text, bodies)
            yield _Found(at, "", number["label"].rstrip(".") if number else None, text, own or lead)
        elif piece.kind == "heading" or (is_lead_in(piece.text) and piece.text.endswith(":")):
            lead = next_lead(piece, lead, bodies)
        elif lead is not None and piece.kind == "paragraph" and (own := _board_lead(piece.text, bodies)):
            if at + 1 < len(pieces) and pieces[at + 1].kind == "item":
                lead = own
            else:
                yield _Found(at, "", None, piece.text, own)


def _board_lead(text: str, bodies: Bodies) -> Lead | None:
    """The board that is the subject of "Nämnden ska …"."""
    subject = _BOARD_SUBJECT.match(text)
    return Lead(tuple(bodies.named_in(f"{subject['who']}:"))) if subject else None


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
