"""Where uppdrag stand: labelled ones, entries of lists, numbered entries by a plan's own word, rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ingest.lexicon import cue
from ingest.lines import CODED, LETTERED, NUMBERED, is_lead_in, match_risk, match_uppdrag, role_line
from ingest.outline import Piece
from ingest.recognise.bodies import Bodies
from ingest.recognise.goals import Goals
from ingest.recognise.leads import (
    Lead,
    announces,
    entry_lead,
    given_now,
    labelled_lead,
    list_lead,
    must,
    next_lead,
    own_lead,
    part_lead,
    sentences,
    term_of,
)
from ingest.recognise.tables import tables
from ontology.svenska import fold

_TELLING = ("number", "goal", "receiver", "responsible", "time", "remark")  # columns that a table of uppdrag has
_OTHER_TABLES = ("label", "risk", "score", "method", "frequency")  # columns that tell styrtal, risks and controls


@dataclass(frozen=True, slots=True)
class Found:
    """An uppdrag before the document's series are known."""

    at: int
    printed_series: str
    number: str | None
    text: str
    lead: Lead | None
    part_of: int | None = None


def find_uppdrag(pieces: Sequence[Piece], goals: Goals, bodies: Bodies) -> list[Found]:
    """Every uppdrag in reading order, parts after their whole."""
    numbered, others = list(_numbered(pieces, bodies)), _unnumbered(pieces, bodies, goals)
    if numbered:  # then no list of uppdrag goes without numbers, but one of aktiviteter or insatser may
        listed = [*numbered, *(f for f in others if _is_of_another_word(f))]
    else:
        listed = [*others, *_entries(pieces, bodies)]
    return sorted([*listed, *_tabled(pieces, bodies)], key=lambda f: f.at)


def _is_of_another_word(found: Found) -> bool:
    """Whether a heading calls what it stands under something else than uppdrag ("Prioriterade insatser")."""
    lead = found.lead
    return lead is not None and lead.term != "uppdrag" and any(p.kind == "heading" for p in lead.said[:1])


def _numbered(pieces: Sequence[Piece], bodies: Bodies) -> Iterator[Found]:
    lead: Lead | None = None
    whole: Found | None = None
    for at, piece in enumerate(pieces):
        label = match_uppdrag(piece.text) if piece.kind != "row" else None
        letter = LETTERED.match(piece.text) if piece.kind == "item" and whole else None
        if label:
            whole = Found(
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


def _unnumbered(pieces: Sequence[Piece], bodies: Bodies, goals: Goals) -> Iterator[Found]:
    """In a plan that labels no uppdrag: the items of a list that a heading or sentence introduces as uppdrag.

    A sentence that says who gets an uppdrag is one by itself, under whatever heading; so is one under a goal that
    says what a body is to do. Text after the list ends it, so that a later list is not taken for more of it.
    """
    lead: Lead | None = None
    whole: Found | None = None
    listed = False
    for at, piece in enumerate(pieces):
        introduces = at + 1 < len(pieces) and pieces[at + 1].kind == "item"
        heads = None if _is_remit(pieces, at) else _head(piece, lead, bodies, introduces=introduces)
        if heads:
            lead, listed = heads, False
        elif piece.kind == "heading":
            lead = _goes_on(pieces, at, lead, bodies)
        elif lead and (piece.kind == "item" or (piece.kind == "paragraph" and CODED.match(piece.text))):
            entry = _item(piece, at, own_lead(_unlabelled(piece), bodies, lead))
            if LETTERED.match(piece.text) and whole:
                entry = replace(entry, number=f"{whole.number}{entry.number}", part_of=whole.at, lead=whole.lead)
            else:
                whole = entry if NUMBERED.match(piece.text) else None
            yield entry
            listed = True
        elif (inline := labelled_lead(piece)) and goals.above(pieces, at):
            yield Found(at, "", None, piece.text[inline.end() :].strip(), Lead(term=term_of(inline["term"])))
        elif piece.kind == "paragraph" and not (listed and role_line(piece.text)):
            told = lead or given_now(piece.text) or (must(piece.text) and goals.above(pieces, at))
            own = own_lead(piece.text, bodies, None) if told else None
            if own and lead:
                own = replace(own, given_by=own.given_by or lead.given_by)
            opens = introduces or announces(piece.text)
            if own and not opens:
                yield from (Found(at, "", None, s, own_lead(s, bodies, lead)) for s in sentences(piece.text))
            lead = own if own and opens else (None if listed and not own else lead)


def _entries(pieces: Sequence[Piece], bodies: Bodies) -> Iterator[Found]:
    """Entries that bear the plan's word and a number ("Åtgärd 3. …"), with who answers for each on a line below.

    Where risks are set out so too, an åtgärd is a risk's.
    """
    if any(match_risk(piece.text) for piece in pieces):
        return
    for at, piece in enumerate(pieces):
        if label := entry_lead(piece):
            below = takewhile(bool, (role_line(p.text) for p in pieces[at + 1 :]))
            doers = next((told[1] for told in below if told and told[0] == "responsible"), "")
            lead = Lead(recipients=tuple(bodies.named_in(f"{doers}:")), term=term_of(label["term"]))
            yield Found(at, "", label["number"], piece.text[label.end() :].strip(), lead)


def _goes_on(pieces: Sequence[Piece], at: int, lead: Lead | None, bodies: Bodies) -> Lead | None:
    """The lead below a heading in its list: a receiver's name ("Socialnämnden"), or a part with entries right below.

    A part is a section of the list's, or tells who gives or receives ("Från kommunfullmäktige", "Till förvaltningen").
    Any other heading ends the list.
    """
    piece = pieces[at]
    if lead is None or not lead.said:
        return None
    named = tuple(bodies.named_in(f"{piece.text}:"))
    if len(named) == 1 and fold(bodies.known[named[0]].name) == fold(piece.text.strip(" :")):
        return replace(lead, recipients=named, said=(*lead.said[:1], piece))
    below = pieces[at + 1].kind if at + 1 < len(pieces) else ""
    if below in ("item", "paragraph") and (part := part_lead(piece, lead, bodies)):
        return part
    within = any(pieces[p].passage.id == lead.said[0].passage.id for p in piece.path)
    return lead if within and below == "item" else None


def _head(piece: Piece, lead: Lead | None, bodies: Bodies, *, introduces: bool) -> Lead | None:
    """The lead of the list that a heading or a line above its first entry introduces, or None."""
    above = piece.kind == "heading" or piece.text.endswith(":")
    if above and is_lead_in(piece.text):
        return next_lead(piece, lead, bodies)
    return list_lead(piece) if above or introduces else None


def _is_remit(pieces: Sequence[Piece], at: int) -> bool:
    """Whether "Nämndens uppdrag" heads what the body answers for at all times: no entry below says what to do."""
    if not cue("uppdrag", "remit").fullmatch(pieces[at].text):
        return False
    entries = [p.text for p in takewhile(lambda p: p.kind == "item", pieces[at + 1 :])]
    return not any(cue("uppdrag", "acts").match(text) for text in entries)


def _tabled(pieces: Sequence[Piece], bodies: Bodies) -> Iterator[Found]:
    """The rows of tables with a column of uppdrag and one that says of each its number, goal, receiver or time."""
    at = {piece.passage.id: n for n, piece in enumerate(pieces)}
    for table in tables(pieces):
        role = "uppdrag" if table.has("uppdrag") else "measure"
        named = table.has(role) and term_of(table.heading(role), "")
        beside = role == "uppdrag" and table.has("goal") and not table.has("risk")  # styrtal and aktiviteter of a goal
        if not named or not table.has(*_TELLING) or (table.has(*_OTHER_TABLES) and not beside):
            continue
        over = _over(pieces, table.at, bodies)
        for row in table.rows:
            label = NUMBERED.match(table.cell(row, role))
            number = table.cell(row, "number").strip(" .") or (label["label"].rstrip(".") if label else None)
            text = table.cell(row, role)[label.end() if label else 0 :].strip()
            receivers = table.cell(row, "receiver") or table.cell(row, "responsible")
            own = own_lead(text, bodies, over) or over
            recipients = tuple(bodies.named_in(f"{receivers}:")) or own.recipients
            if text:
                lead = replace(own, recipients=recipients, term=named)
                yield Found(at[row.passage.id], "", number, text, lead)


def _over(pieces: Sequence[Piece], header: int, bodies: Bodies) -> Lead:
    """The lead of a table: the line right above it, or the heading that it stands under."""
    above = pieces[header].path
    near = [header - 1] if header and pieces[header - 1].kind == "paragraph" else []
    leads = (next_lead(pieces[p], None, bodies) for p in (*near, *above[-1:]))
    return next((lead for lead in leads if lead), Lead())


def _item(piece: Piece, at: int, lead: Lead | None) -> Found:
    label = _label(piece)
    return Found(at, "", label["label"].rstrip(".") if label else None, _unlabelled(piece), lead)


def _unlabelled(piece: Piece) -> str:
    label = _label(piece)
    return (piece.text[label.end() :] if label else piece.text).strip()


def _label(piece: Piece) -> re.Match[str] | None:
    return NUMBERED.match(piece.text) or LETTERED.match(piece.text) or CODED.match(piece.text)
