"""What introduces uppdrag: who receives them, who follows them, who gives them, and what the plan calls them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.lexicon import cue, cues
from ingest.lines import is_lead_in, match_goal
from ingest.outline import Piece
from ingest.recognise.bodies import Bodies
from ontology.model import OrganisationKind

_TERMS = cues()["uppdrag"]["terms"]
_INFLECTED = "(?:er|erna|en)?"
_LIST_HEADING = re.compile(
    rf"(?:[\d.]+\s+)?(?:(?:nämndens|särskilda|övriga|våra)\s+)?(?P<term>{'|'.join(_TERMS)}){_INFLECTED}(?:\s+\d{{4}})?:?",
    re.IGNORECASE,
)
_NAMED_TERM = re.compile(rf"\b(?P<term>{'|'.join(_TERMS)}){_INFLECTED}\b", re.IGNORECASE)
_BODY = r"[A-ZÅÄÖ][\wåäö-]*(?:\s+och\s+[\wåäö-]+)?(?:nämnden|förvaltningen)|Nämnden|Förvaltningen"
_MUST = re.compile(rf"(?P<who>{_BODY}|[Rr]egionstyrelsen|Kommunstyrelsen)\s+ska\b")
_GETS = re.compile(r"(?P<who>[A-ZÅÄÖ][^.:;]{3,160}?)\s+(?:får|ges)\s+(?:\w+\s+)?i\s+uppdrag\b")


@dataclass(frozen=True, slots=True)
class Lead:
    """What introduces a list of uppdrag: who receives, who follows, who gives, and the plan's word for them."""

    recipients: tuple[str, ...] = ()
    followed_by: tuple[str, ...] = ()
    given_by: str | None = None
    term: str = "uppdrag"


def list_heading(piece: Piece) -> Lead | None:
    """The lead of a list that only its name heads ("Uppdrag", "Nämndens uppdrag 2026", "Aktiviteter:")."""
    found = _LIST_HEADING.fullmatch(piece.text.strip())
    if not found or (piece.kind != "heading" and not piece.text.endswith(":")):
        return None
    return Lead(term=found["term"].lower())


def next_lead(piece: Piece, lead: Lead | None, bodies: Bodies) -> Lead | None:
    """The lead that holds after a piece: a new one, the same with followers added, or none after a heading."""
    if is_lead_in(piece.text) and not match_goal(piece.text):
        return _lead(piece.text, bodies)
    if lead and len(piece.text) < 200 and cue("uppdrag", "follow").search(piece.text):
        return replace(lead, followed_by=tuple(bodies.named_in(piece.text)))
    if piece.kind == "heading" or match_goal(piece.text):
        return None
    return lead


def own_lead(text: str, bodies: Bodies, lead: Lead | None) -> Lead | None:
    """The lead of an uppdrag that names its receivers as its subject ("Nämnden ska …"); else the one given."""
    subject = _MUST.match(text) or _GETS.match(text)
    named = tuple(bodies.named_in(f"{subject['who']}:")) if subject else ()
    return Lead(named, term=lead.term if lead else "uppdrag") if named else lead


def _lead(text: str, bodies: Bodies) -> Lead:
    recipients: list[str] = []
    followers: list[str] = []
    for sentence in re.split(r"(?<=[.:])\s+", text):
        if cue("uppdrag", "follow").search(sentence):
            followers += bodies.named_in(sentence)
        else:
            recipients += _receivers(sentence, bodies)
    giver = cue("uppdrag", "given_by").search(text)
    given_by = bodies.give(f"{giver['giver'].capitalize()}fullmäktige", OrganisationKind.OVRIG) if giver else None
    return Lead(tuple(dict.fromkeys(recipients)), tuple(dict.fromkeys(followers)), given_by, _term(text))


def _receivers(sentence: str, bodies: Bodies) -> list[str]:
    """The subject of "… får i uppdrag", else the bodies after the last "till", where the sentence has one."""
    subject = _GETS.match(sentence)
    named = bodies.named_in(f"{subject['who']}:") if subject else []
    return named or bodies.named_in(re.split(r"\b[Uu]ppdrag(?:en)?\b[^.]*?\btill\b", sentence, maxsplit=1)[-1])


def _term(text: str) -> str:
    """The word that a lead ends in naming what follows ("… i uppdrag att genomföra följande aktiviteter:")."""
    named = [m["term"].lower() for m in _NAMED_TERM.finditer(text)]
    return named[-1] if named else "uppdrag"
