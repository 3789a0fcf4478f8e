"""Risks set out one by one, each with its assessment and control on labelled lines ("Riskvärde: 12") below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from ingest.lines import match_risk, role_line
from ingest.outline import Piece
from ingest.recognise.naming import Names, evidence, short
from ontology.model import Measure, Risk

_SAID = ("likelihood", "consequence", "score", "method", "frequency", "responsible")

_ASSESSED = ("likelihood", "consequence", "score")  # tell a risk from a glossary's "Risk: …"


def recognise_risk_cards(pieces: Sequence[Piece], names: Names, year: int) -> Iterator[Risk]:
    """Every risk that bears the word as its label and that a labelled line assesses."""
    for at, piece in enumerate(pieces):
        label = match_risk(piece.text) if piece.kind in ("heading", "paragraph", "item") else None
        lines = (
            list(takewhile(lambda line: line[1], ((p, role_line(p.text)) for p in pieces[at + 1 :]))) if label else []
        )
        told = [(role, value, p) for p, line in lines if line for role, value in (line,)]
        if not label or not any(role in _ASSESSED for role, _, _ in told):
            continue
        said = {role: value for role, value, _ in reversed(told)}
        yield Risk(
            id=names.give("risk", short(label["text"])),
            document=names.document,
            year=year,
            term="risk",
            number=label["number"],
            text=label["text"].strip(),
            area=said.get("area"),
            measures=tuple(Measure(text=value, evidence=evidence(p)) for role, value, p in told if role == "measure"),
            evidence=evidence(piece, *(p for _, _, p in told)),
            **{name: said.get(name) for name in _SAID},
        )
