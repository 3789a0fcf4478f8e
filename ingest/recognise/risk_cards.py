"""Risks set out one by one, each with its assessment and control on labelled lines ("Riskvärde: 12") below it.

A card may be a table of two columns too, its labels in the first: its rows are such lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.lines import match_risk, role_line
from ingest.outline import Piece
from ingest.recognise.naming import Names, evidence, short
from ontology.model import Measure, Risk

_SAID = ("likelihood", "consequence", "score", "method", "frequency", "responsible")
_ASSESSED = ("likelihood", "consequence", "score")  # tell a risk from other lines that begin with "Risk: …"
_CONTROLLED = ("method", "frequency", "responsible")  # so do a measure and one of these
_LABELLED = re.compile(r"[A-ZÅÄÖ][^:.]{2,39}:\s*\S")
_FIELDS = re.compile(r"(?<=\S)[\s,;]+(?=[A-ZÅÄÖ][a-zåäö]{3,20}:\s)")  # "Sannolikhet: 3 Konsekvens: 4" on one line
_HEADED = re.compile(r"(?:(?P<number>\d{1,3}(?:\.\d{1,2})*)[.)]?\s+)?(?P<text>[^\W\d].{8,250})")
_CHAPTER = re.compile(r"risk|kontroll", re.IGNORECASE)  # in headings that name the list, and no area


@dataclass(frozen=True, slots=True)
class _Line:
    """What a labelled line says: its column's role and its value, and where."""

    role: str
    value: str
    piece: Piece


def recognise_risk_cards(pieces: Sequence[Piece], names: Names, year: int) -> Iterator[Risk]:
    """Every risk that bears the word as its label and that labelled lines assess or control."""
    leads: bool | None = None  # whether a card begins with its area, above the risk; as the first card does, so do all
    for at, piece in enumerate(pieces):
        labelled = match_risk(_text(piece))
        label = labelled or _headed(piece)
        told = list(_card(pieces, at)) if label else []
        if not label or not _tells_risk({line.role for line in told}, labelled=bool(labelled)):
            continue
        above = _line_above(pieces, at)
        leads = bool(above) if leads is None else leads
        if leads and told[-1].role == "area":
            told.pop()  # it begins the next card
        said = {line.role: line.value for line in reversed(told)}
        yield Risk(
            id=names.give("risk", short(label["text"])),
            document=names.document,
            year=year,
            term="risk",
            number=label["number"],
            text=label["text"].strip(),
            area=(above if leads else None) or said.get("area") or _section(pieces, at),
            measures=tuple(Measure(text=m.value, evidence=evidence(m.piece)) for m in told if m.role == "measure"),
            evidence=evidence(piece, *(line.piece for line in told)),
            **{name: said.get(name) for name in _SAID},
        )


def _tells_risk(roles: set[str], *, labelled: bool) -> bool:
    """Whether labelled lines of these roles stand below a risk; a heading that does not bear the word needs two."""
    assessed = len(roles & {*_ASSESSED})
    return assessed > 1 or (labelled and (assessed > 0 or ("measure" in roles and bool(roles & {*_CONTROLLED}))))


def with_cards(risks: Sequence[Risk], cards: Iterable[Risk]) -> list[Risk]:
    """The risks of tables and cards; a card that only controls what a table assesses by its number is added to it."""
    out = {risk.id: risk for risk in risks}
    by_number = {risk.number: risk.id for risk in risks if risk.number}
    for card in cards:
        assessed = any(getattr(card, name) for name in _ASSESSED)
        known = None if assessed else by_number.get(card.number or "")
        out[known or card.id] = _controlled(out[known], card) if known else card
    return list(out.values())


def _controlled(risk: Risk, card: Risk) -> Risk:
    said = {name: getattr(risk, name) or getattr(card, name) for name in _SAID}
    return replace(risk, measures=(*risk.measures, *card.measures), evidence=(*risk.evidence, *card.evidence), **said)


def _headed(piece: Piece) -> re.Match[str] | None:
    """A heading that may name a risk without the word: what is assessed below it tells."""
    return _HEADED.fullmatch(piece.text) if piece.kind == "heading" else None


def _card(pieces: Sequence[Piece], at: int) -> Iterator[_Line]:
    """The labelled lines below a risk; one whose label is not known is passed over."""
    for piece in pieces[at + 1 :]:
        text = _text(piece)
        fields = _FIELDS.split(text)
        told = [line for field in fields if (line := role_line(field))]
        if piece.kind == "heading" or match_risk(text) or (not told and not _LABELLED.match(text)):
            return
        whole = role_line(text) if len(told) < len(fields) else None  # a colon within what one label says
        yield from (_Line(*line, piece) for line in ([whole] if whole else told))


def _text(piece: Piece) -> str:
    """A line, or a row of two cells as one."""
    return ": ".join(piece.cells) if len(piece.cells) == 2 else piece.text


def _line_above(pieces: Sequence[Piece], at: int) -> str | None:
    """What the labelled line above a risk calls its area."""
    above = role_line(_text(pieces[at - 1])) if at else None
    return above[1] if above and above[0] == "area" else None


def _section(pieces: Sequence[Piece], at: int) -> str | None:
    """The section that a risk's own heading stands in."""
    path = pieces[at].path if pieces[at].kind == "heading" else ()
    section = re.sub(r"^[\d.]+\s*", "", pieces[path[-2]].text) if len(path) > 2 else ""
    return section if section and not _CHAPTER.search(section) else None
