"""Caveats and footnotes of styrtal: which belong to which, each with the passage that says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.lines import FOOTNOTE
from ingest.outline import Piece
from ingest.recognise.naming import evidence
from ingest.recognise.styrtal_cells import SAID_PERIOD
from ontology.model import Styrtal

_CAVEAT = re.compile(
    r"\([^()]*(?:osäk|preliminär|inte jämförbar|ej jämförbar|ändrad (?:mät)?metod|bortfall|innebär)[^()]*\)", re.I
)
_PERIOD_ONLY = re.compile(r"(?:utfall|mål|mätning):?\s*[\w\s–-]*\d{4}\.?", re.I)
_MARK = re.compile(r"\*+|(?<!\bm)(?<!\b[kcd]m)[¹²³⁴⁵]")  # "kWh/m²" bears none
_LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"
_REACH = 40  # pieces below a styrtal that its footnote may stand among


def caveat(text: str) -> str | None:
    """What a bracket of the styrtal's own text warns of."""
    match = _CAVEAT.search(text)
    if not match:
        return None
    sentences = re.split(r"(?<=\.)\s+", match.group().strip("()"))
    return " ".join(x for x in sentences if not _PERIOD_ONLY.fullmatch(x)) or None


def with_inherited_notes(found: Sequence[Styrtal]) -> list[Styrtal]:
    """A caveat on a styrtal holds for its lettered parts ("3" for "3a") under the same goal, and is evidence there."""
    wholes = {(s.objective, s.number): s for s in found if s.note and s.number}
    out = []
    for s in found:
        whole = wholes.get((s.objective, (s.number or "").rstrip(_LETTERS))) if s.number and not s.note else None
        out.append(replace(s, note=whole.note, evidence=(*s.evidence, *whole.evidence)) if whole else s)
    return out


def with_inherited_periods(found: Sequence[Styrtal]) -> list[Styrtal]:
    """When a styrtal says what its outcome is of ("(Utfall: 2023)"), so are the outcomes of its lettered parts that do
    not say; the whole is evidence there."""
    said = {(s.objective, s.number): (s, m["period"]) for s in found if s.number and (m := SAID_PERIOD.search(s.text))}
    out = []
    for s in found:
        whole, period = said.get((s.objective, (s.number or "").rstrip(_LETTERS)), (None, None))
        lacks = s.outcome is not None and s.outcome.period is None and (s.number or "")[-1:].isalpha()
        if whole and lacks and s.outcome:
            cited = dict.fromkeys((*s.evidence, *whole.evidence))
            s = replace(s, outcome=replace(s.outcome, period=period), evidence=tuple(cited))
        out.append(s)
    return out


def with_footnotes(found: Sequence[Styrtal], pieces: Sequence[Piece]) -> list[Styrtal]:
    """Footnotes go to the styrtal above them whose row bears the same mark; the footnote is evidence too."""
    at = {p.passage.id: n for n, p in enumerate(pieces)}
    out = []
    for s in found:
        notes = list(_footnotes(s, pieces[at[s.evidence[0].passage] + 1 :]))
        said = [text for _, text in notes] + ([s.note] if s.note else [])
        cited = (*s.evidence, *evidence(*(piece for piece, _ in notes)))
        out.append(replace(s, note=" ".join(said), evidence=cited) if notes else s)
    return out


def _footnotes(styrtal: Styrtal, below: Sequence[Piece]) -> Iterator[tuple[Piece, str]]:
    for mark in dict.fromkeys(_MARK.findall(styrtal.evidence[0].quote)):
        for piece in below[:_REACH]:
            note = FOOTNOTE.match(piece.text) if piece.kind != "row" else None
            if note and note.group().rstrip(") ").strip() == mark and piece.text[note.end() :].strip():
                yield piece, piece.text[note.end() :].strip()
                break
            if piece.kind == "heading" and (not piece.passage.page or piece.passage.page != below[0].passage.page):
                break  # a page's footnotes stand at its foot, below whatever headings
