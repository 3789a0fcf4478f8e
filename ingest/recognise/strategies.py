"""Strategier and prioriteringar: named ones with their effects, and lists that a sentence introduces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.lexicon import cues
from ingest.lines import COUNTS, STATEMENT_LABEL
from ingest.outline import Piece
from ingest.recognise.labelled import SECTION, lists, statement
from ingest.recognise.naming import Names, evidence, short
from ingest.recognise.tables import tables
from ontology.model import Evidence, Strategi

_SENTENCE = re.compile(
    rf"(?:\b(?P<count>\w+)\s+)?\b(?P<word>{'|'.join(cues()['statements']['strategi_list'])})\b[^.:]*(?P<end>[.:])$",
    re.I,
)
_HEADING = re.compile(
    rf"(?:[\d.]+\s+)?(?P<word>{'|'.join(cues()['statements']['strategi_heading'])})(?:\s+\d{{4}}(?:[–-]\d{{4}})?)?",
    re.I,
)
_EFFECT = re.compile(rf"(?:{'|'.join(cues()['statements']['effekt'])}):\s*(?=\S)", re.IGNORECASE)


def recognise_strategies(pieces: Sequence[Piece], names: Names, year: int) -> list[Strategi]:
    """Named strategies and prioriteringar; the items set out below are their evidence."""
    found = [*_listed_strategies(pieces, names, year), *_tabled_strategies(pieces, names, year)]
    for at, piece in enumerate(pieces):
        text = statement(piece, "strategi")
        label = STATEMENT_LABEL.match(SECTION.sub("", piece.text))
        if text and label:
            effect = _effect(pieces, at)
            found.append(
                Strategi(
                    id=names.give("strategi", text),
                    document=names.document,
                    year=year,
                    term=label["term"].lower(),
                    number=label["number"],
                    text=text,
                    effect=_EFFECT.sub("", effect.text) if effect else None,
                    evidence=(*evidence(piece, *([effect] if effect else [])), *_below(pieces, at)),
                )
            )
    return found


def _effect(pieces: Sequence[Piece], at: int) -> Piece | None:
    """The effect that a prioritering is expected to have, said below it before the next heading of its kind."""
    for piece in pieces[at + 1 :]:
        below = pieces[at].kind != "heading" or at in piece.path
        if not below or statement(piece, "strategi"):
            return None
        if _EFFECT.match(piece.text):
            return piece
    return None


def _listed_strategies(pieces: Sequence[Piece], names: Names, year: int) -> Iterator[Strategi]:
    """Items of a list that a sentence introduces as strategier: by a colon, or by telling how many follow.

    So are the items right below a heading that is nothing but the word.
    """
    for start, end in lists(pieces):
        if word := _introduced(pieces[start - 1].text if start else "", end - start):
            for piece in pieces[start:end]:
                yield Strategi(
                    id=names.give("strategi", short(piece.text)),
                    document=names.document,
                    year=year,
                    term=_singular(word),
                    text=piece.text,
                    evidence=evidence(piece),
                )


def _tabled_strategies(pieces: Sequence[Piece], names: Names, year: int) -> Iterator[Strategi]:
    """Each strategi of a table's own column of them, once, with the effect that its row expects of it."""
    for table in tables(pieces):
        said: set[str] = set()
        for row in table.rows:
            text = table.cell(row, "strategy")
            if text and text not in said:
                said.add(text)
                yield Strategi(
                    id=names.give("strategi", short(text)),
                    document=names.document,
                    year=year,
                    term=_singular(table.heading("strategy").lower()),
                    text=text,
                    effect=table.cell(row, "effect") or None,
                    evidence=evidence(row),
                )


def _introduced(text: str, count: int) -> str | None:
    """The plural that a text introduces a list of `count` strategier by, or None."""
    if alone := _HEADING.fullmatch(text):
        return alone["word"].lower()
    said = _SENTENCE.search(text)
    counted = said and COUNTS.get((said["count"] or "").lower()) == count
    return said["word"].lower() if said and (said["end"] == ":" or counted) else None


def _singular(word: str) -> str:
    """ "prioriteringarna" → "prioritering", "prioriterade områden" → "prioriterat område"."""
    if word.startswith("prioriterar"):
        return "prioritering"
    first, _, noun = word.rpartition(" ")
    if first.endswith("de"):
        return f"{first.removesuffix('de')}t {re.sub('(?<=e)na?$|en$', '', noun)}"
    return word if first else re.sub("(?:er|ar)(?:na)?$", "", word)


def _below(pieces: Sequence[Piece], at: int) -> tuple[Evidence, ...]:
    """Items directly below a statement's heading, one more heading between allowed."""
    start = at + 1
    if start < len(pieces) and pieces[start].kind == "heading" and not STATEMENT_LABEL.match(pieces[start].text):
        start += 1
    end = next((i for i in range(start, len(pieces)) if pieces[i].kind != "item"), len(pieces))
    return evidence(*pieces[start:end])
