"""What introduces uppdrag: who receives them, who follows them, who gives them, and what the plan calls them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.lexicon import cue, cues
from ingest.lines import COUNTS, INFLECTED, introduced, is_lead_in, list_heading, match_goal
from ingest.outline import Piece
from ingest.recognise.bodies import Bodies
from ontology.model import OrganisationKind

_TERMS = cues()["uppdrag"]["terms"]
_LABEL = re.compile(rf"(?P<term>(?:{'|'.join(_TERMS)}){INFLECTED})\s*(?::\s+|\t)(?=\w)", re.IGNORECASE)
_ENTRY = re.compile(
    rf"(?P<term>(?:{'|'.join(_TERMS)}))\s+(?:nr\.?\s*)?(?P<number>\d{{1,3}}(?:\.\d{{1,2}})*)\s*[.:–-]\s+(?=\w)",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(
    rf"(?:[\d.]+\s+)?(?:\w+\s+)?(?P<term>{'|'.join(t for t in _TERMS if t != 'uppdrag')})(?:er(?:na)?|na?)"
    r"\s+(?:på|inom|för|under|kring|i|som)\s+[^.:]{3,60}:?",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(
    rf"[^:]{{0,90}}\b(?:följande|dessa|nedanstående)\s+(?:\w+\s+)?(?P<term>{'|'.join(_TERMS)}){INFLECTED}\b[^.:]*:",
    re.IGNORECASE,
)
_NAMED_TERM = re.compile(rf"\b(?P<term>{'|'.join(_TERMS)}){INFLECTED}\b", re.IGNORECASE)
_WORDS = cues()["bodies"]
_BODY = (
    r"(?:(?:nämnden|styrelsen|utskottet)\s+för\s+[\w-]+(?:(?:,|\s+och|\s+samt)\s+[\w-]+)*?(?=\s+(?:ska|skall)\b)"
    rf"|(?:(?:{'|'.join(_WORDS['first'])})\s+)?(?:[\w-]+-,?\s+(?:och|samt)\s+)?[\w-]*"
    rf"(?:nämnden|nämnderna|förvaltningen|styrelsen)|{'|'.join((*_WORDS['own'], *_WORDS['posts']))})"
)
_BODIES = rf"(?-i:(?=[A-ZÅÄÖ])){_BODY}(?:(?:,|,?\s+och|,?\s+samt)\s+{_BODY})*"
_MUST = re.compile(rf"(?P<who>{_BODIES})\s+(?:ska|skall)\b", re.IGNORECASE)
_NEXT_MUST = re.compile(rf"(?<=[.!?])\s+(?={_BODIES}\s+(?:ska\b|skall\b|får\s+i\s+uppdrag\b))", re.IGNORECASE)
_DOERS = "|".join((*cues()["columns"]["responsible"], *cues()["columns"]["receiver"]))
_RESPONSIBLE = re.compile(rf"[.;,(]\s*(?:{_DOERS}):\s*(?P<who>[^.;()]+)", re.IGNORECASE)
_ALSO = r"(?:\w+\s+){0,3}?"
_GETS = re.compile(
    rf"(?P<who>[A-ZÅÄÖ][^.:;]{{3,160}}?)\s+(?:(?:får|ges|fick|gavs|har\s+fått|har\s+getts)\s+{_ALSO}"
    r"(?:i|följande)\s+uppdrag\b|uppdras\s+att\b)"
)
_GIVES = re.compile(
    r"(?P<giver>[A-ZÅÄÖ][\wåäö -]{3,60}?)\s+"
    r"(?:(?:ger|gav)|har\s+(?:[\w,-]+\s+){0,6}?(?:gett|givit)|uppdrar\s+åt|har\s+uppdragit\s+åt)\s+"
    r"(?P<who>[^.:;]{3,160}?)\s+(?:(?:även|också|därför|dessutom|särskilt|under|år|20\d\d)\s+){0,3}(?:(?:i|följande)\s+uppdrag\b|att\b)"
)
_SOME = rf"(?:följande|dessa|nedanstående|{'|'.join(COUNTS)})\s+(?:\w+\s+)?uppdrag\b"
_ANNOUNCES = re.compile(rf"\b{_SOME}", re.IGNORECASE)
_GAVE = re.compile(
    r"\b(?:har|ger|gav)\s+(?P<giver>(?:region|kommun)fullmäktige|regeringen|[\w-]*(?:nämnden|styrelsen))\s+"
    rf"(?:(?:gett|givit|även|också)\s+){{0,2}}(?P<who>[^.:;]{{3,160}}?)\s+(?:i\s+uppdrag\b|{_SOME})",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"att (?:uppdra åt|ge) (?P<who>[^.:;]{3,160}?) (?:i uppdrag )?att\b"
)  # one of the sentences of a decision
_PAST = re.compile(r"\b(?:gav|gavs|fick)\b")
_GIVEN_BY = tuple(re.compile(pattern, re.IGNORECASE) for pattern in cues()["uppdrag"]["given_by"])
_PART = re.compile(r"(?:[\d.]+\s+)?(?P<way>från|av|till)\s+(?P<who>[^.:;]{4,60}):?", re.IGNORECASE)
_ASSEMBLY = re.compile(r"(?P<name>(?:region|kommun)fullmäktige|regeringen)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lead:
    """What introduces a list of uppdrag: who receives, who follows, who gives, and the plan's word for them.

    `said` holds the pieces that say so: they are evidence of each uppdrag's recipients.
    """

    recipients: tuple[str, ...] = ()
    followed_by: tuple[str, ...] = ()
    given_by: str | None = None
    term: str = "uppdrag"
    said: tuple[Piece, ...] = ()


def list_lead(piece: Piece) -> Lead | None:
    """The lead of a list that only its name heads ("Uppdrag", "Nämndens uppdrag 2026", "Aktiviteter:")."""
    if piece.kind not in ("heading", "paragraph"):
        return None
    term = list_heading(piece.text, "uppdrag") or introduced(piece.text, _TERMS)
    if not term and piece.kind == "heading" and (qualified := _QUALIFIED.fullmatch(piece.text)):
        term = qualified["term"].lower()
    if not term and (following := _FOLLOWING.fullmatch(piece.text)):
        term = following["term"].lower()
    return Lead(term=term, said=(piece,)) if term else None


def labelled_lead(piece: Piece) -> re.Match[str] | None:
    """The label of a line that is an uppdrag by itself ("Aktivitet: …"), with group `term`."""
    return _LABEL.match(piece.text) if piece.kind in ("paragraph", "item") else None


def entry_lead(piece: Piece) -> re.Match[str] | None:
    """The label of an entry that bears its word and number ("Åtgärd 3. …"), with groups `term` and `number`."""
    return _ENTRY.match(piece.text) if piece.kind in ("heading", "paragraph", "item") else None


def next_lead(piece: Piece, lead: Lead | None, bodies: Bodies) -> Lead | None:
    """The lead that holds after a piece: a new one, the same with followers added, or none after a heading."""
    if is_lead_in(piece.text) and not match_goal(piece.text):
        return replace(_lead(piece.text, bodies), said=(piece,))
    if lead and len(piece.text) < 200 and cue("uppdrag", "follow").search(piece.text):
        return replace(lead, followed_by=tuple(bodies.named_in(piece.text)), said=(*lead.said, piece))
    if piece.kind == "heading" or match_goal(piece.text):
        return None
    return lead


def part_lead(piece: Piece, lead: Lead, bodies: Bodies) -> Lead | None:
    """The lead of a part of a list whose heading tells who gives ("Från …") or receives ("Till …"), or None."""
    part = _PART.fullmatch(piece.text)
    if not part:
        return None
    said = (*lead.said[:1], piece)
    if part["way"].lower() == "till":
        return replace(lead, recipients=tuple(bodies.named_in(f"{part['who']}:")), said=said)
    above = _ASSEMBLY.match(part["who"])
    given_by = bodies.give(above["name"].capitalize(), OrganisationKind.OVRIG) if above else None
    return replace(lead, recipients=(), given_by=given_by, said=said)


def own_lead(text: str, bodies: Bodies, lead: Lead | None) -> Lead | None:
    """The lead of an uppdrag that names its receivers ("Nämnden ska …", "… Ansvarig: nämnden."); else the one given."""
    subject = must(text) or given(text) or _RESPONSIBLE.search(text)
    named = tuple(bodies.named_in(f"{subject['who']}:")) if subject else ()
    if not named:
        return lead
    lead = lead or Lead()
    return replace(lead, recipients=named, given_by=_giver(text, bodies) or lead.given_by)


def sentences(text: str) -> list[str]:
    """The text cut before each sentence that begins with who is to do something ("… Nämnden ska …")."""
    return _NEXT_MUST.split(text) if _MUST.match(text) or _GETS.match(text) else [text]


def must(text: str) -> re.Match[str] | None:
    """The words by which a text begins with a body that is to do something ("Nämnden ska …"): `who`."""
    return None if cue("uppdrag", "standing").search(text) else _MUST.match(text)


def given(text: str) -> re.Match[str] | None:
    """A sentence that gives someone an uppdrag ("X ger Y i uppdrag att …", "Y får i uppdrag"), with group `who`.

    So does one of a decision's sentences ("att uppdra åt X att …").
    """
    return _GIVES.match(text) or _GETS.match(text) or _ORDERS.match(text)


def announces(text: str) -> bool:
    """Whether a text says that uppdrag follow ("… har gett nämnden två uppdrag."), so that it is none itself."""
    return bool(_ANNOUNCES.search(text))


def given_now(text: str) -> re.Match[str] | None:
    """As `given`, but none that was given some time ("gav", "fick"): that is what the plan goes back to."""
    told = given(text)
    return None if told and _PAST.search(told.group()) else told


def _giver(text: str, bodies: Bodies) -> str | None:
    """The id of who gives: a fullmäktige after "uppdrag från", or the subject of "… ger … i uppdrag"."""
    told = next((m for pattern in _GIVEN_BY if (m := pattern.search(text))), None)
    subject = _GAVE.search(text) or _GIVES.match(text)
    assembly = f"{told['giver']}fullmäktige" if told else (subject["giver"].strip() if subject else "")
    if above := _ASSEMBLY.match(assembly):
        return bodies.give(above["name"].capitalize(), OrganisationKind.OVRIG)
    return next(iter(bodies.named_in(f"{assembly}:")), None) if subject else None


def _lead(text: str, bodies: Bodies) -> Lead:
    recipients: list[str] = []
    followers: list[str] = []
    for sentence in re.split(r"(?<=[.:])\s+", text):
        if cue("uppdrag", "follow").search(sentence):
            followers += bodies.named_in(sentence)
        else:
            recipients += _receivers(sentence, bodies)
    given_by = _giver(text, bodies)
    return Lead(tuple(dict.fromkeys(recipients)), tuple(dict.fromkeys(followers)), given_by, term_of(text))


def _receivers(sentence: str, bodies: Bodies) -> list[str]:
    """Who gets it in "… får i uppdrag", else the bodies after the last "till", where the sentence has one."""
    subject = _GAVE.search(sentence) or given(sentence)
    named = bodies.named_in(f"{subject['who']}:") if subject else []
    return named or bodies.named_in(re.split(r"\b[Uu]ppdrag(?:en)?\b[^.]*?\btill\b", sentence, maxsplit=1)[-1])


def term_of(text: str, default: str = "uppdrag") -> str:
    """The word that a lead or a column's heading ends in naming what follows ("… genomföra följande aktiviteter:")."""
    named = [m["term"].lower() for m in _NAMED_TERM.finditer(text)]
    return named[-1] if named else default
