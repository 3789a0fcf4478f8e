"""Where a plan explains its own words ("Nämndmål: Det som nämnden vill uppnå."): there it states nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ingest.lexicon import cue
from ingest.outline import Piece

_EXPLAINED = re.compile(r"(?P<word>[A-ZÅÄÖ][\wåäö/ -]{2,40}?)(?:\s?:|\s[–-])\s+(?P<what>\S.*)", re.DOTALL)
_LEAST = 2  # words that a glossary explains


def without_glossaries(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces, at their places, with nothing in those that explain words."""
    explained = set(_explained(pieces))
    return tuple(_emptied(piece) if at in explained else piece for at, piece in enumerate(pieces))


def _explained(pieces: Sequence[Piece]) -> Iterator[int]:
    """Runs of a word and what it means, where a line above says so, or where at least two begin as definitions do."""
    for explains, group in groupby(range(len(pieces)), key=lambda at: _words(pieces[at]) is not None):
        run = list(group)
        if not explains or len(run) < _LEAST:
            continue
        told = [words for at in run if (words := _words(pieces[at]))]
        above = pieces[run[0] - 1].text if run[0] else ""
        defined = sum(bool(cue("glossary", "opens").match(words["what"])) for words in told)
        if defined >= _LEAST or cue("glossary", "heads").search(above):
            yield from run


def _words(piece: Piece) -> re.Match[str] | None:
    """The word that a line explains and what it means, where it is a word of plans."""
    if piece.kind not in ("heading", "paragraph", "item"):
        return None
    found = _EXPLAINED.fullmatch(piece.text)
    if not found or not cue("glossary", "words").fullmatch(found["word"]):
        return None
    states = piece.kind == "heading" and not piece.text.endswith(".")  # "Mål: Alla hinner fram"
    return None if states and not cue("glossary", "opens").match(found["what"]) else found


def _emptied(piece: Piece) -> Piece:
    return replace(piece, passage=replace(piece.passage, text=""))
