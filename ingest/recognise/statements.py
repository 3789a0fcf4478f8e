"""Vision, värdegrund, målbild and perspektiv: statements set out as such."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ingest.outline import Piece
from ingest.recognise.labelled import SECTION, statement, word_of
from ingest.recognise.naming import Names, evidence, short
from ingest.recognise.tables import tables
from ontology.model import Malbild, Perspektiv, Vardegrund, Vision
from ontology.svenska import fold

_QUOTED_VISION = re.compile(r"\b[Vv]ision(?:en)?(?:\s+är)?:?\s+[”\"“»](?P<text>[^”\"“«]{8,120})[”\"“«]")
_VISION_HEADING = re.compile(
    r"\b(?i:vision(?:en)?(?:\s+är)?)$|^Vision(?:en)?(?:\s+[A-ZÅÄÖ][\w-]+){0,2}\s+20\d\d$|^Vision(?:en)?\s+för\s+[^.:]{3,50}$"
)
_PERSPECTIVE = re.compile(r"Perspektivet\s+(?P<name>[^.:]{3,60})")
_LIST_OF = re.compile(r"(?P<word>perspektiv)en(?:\s+är)?:?$", re.IGNORECASE)
_EXPLAINED = re.compile(r"[A-ZÅÄÖ][\w-]*(?: [\wåäö-]+){0,2}\s?(?:\s[–-]|:)\s+\w")
_PLAIN = ' .:”"“»«'


def recognise_visions(pieces: Sequence[Piece], names: Names, year: int) -> list[Vision]:
    """The vision once, with every place that states it: after a heading, after "Vision:", or quoted in prose."""
    found: dict[str, Vision] = {}
    for piece, text in _vision_texts(pieces):
        key = fold(text).strip(_PLAIN)
        if key in found:
            found[key] = replace(found[key], evidence=found[key].evidence + evidence(piece))
        else:
            found[key] = Vision(
                id=names.give("vision", short(text)),
                document=names.document,
                year=year,
                term="vision",
                text=text.strip(_PLAIN),
                evidence=evidence(piece),
            )
    return list(found.values())


def _vision_texts(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, str]]:
    for at, piece in enumerate(pieces):
        quoted = _QUOTED_VISION.search(piece.text)
        head, _, tail = piece.text.partition(":")
        if quoted:
            yield piece, quoted["text"]
        elif tail.strip() and re.fullmatch(r"(?:\w+s\s+|vår\s+)?vision", head.strip(), re.I) and len(tail) < 140:
            yield piece, tail.strip()
        elif _heads_vision(piece) and at + 1 < len(pieces) and _is_slogan(pieces[at + 1]):
            yield pieces[at + 1], pieces[at + 1].text


def _heads_vision(piece: Piece) -> bool:
    text = SECTION.sub("", piece.text).strip()
    if len(text) < 110 and text.endswith(":") and re.search(r"\bvision(?:en)?\b[^.]*:$", text, re.IGNORECASE):
        return True
    return len(text) < 70 and bool(_VISION_HEADING.search(text))


def _is_slogan(piece: Piece) -> bool:
    words = piece.text.split()
    lone = not piece.text.endswith(":") and not any(word_of(k).search(piece.text) for k in ("vardegrund", "malbild"))
    return 2 <= len(words) <= 16 and lone and not SECTION.match(piece.text)


def recognise_values(pieces: Sequence[Piece], names: Names, year: int) -> list[Vardegrund]:
    """Each value word of a värdegrund that is set out as a list."""
    return [
        Vardegrund(
            id=names.give("vardegrund", short(re.split(r"\s[–-]\s|:", p.text)[0])),
            document=names.document,
            year=year,
            term="värdegrund",
            text=p.text,
            evidence=evidence(p),
        )
        for p in _value_words(pieces)
    ]


def _value_words(pieces: Sequence[Piece]) -> list[Piece]:
    """Items below "Värdegrund", and a list of words with explanations where a värdegrund is spoken of."""
    word = word_of("vardegrund")
    listed = {p.passage.id for p in _items_under(pieces, word)}
    for explained, group in groupby(range(len(pieces)), key=lambda n: _is_explained(pieces[n])):
        found = list(group)
        before = pieces[max(found[0] - 1, 0)]
        near = (before.text, *(pieces[h].text for h in before.path))
        if explained and len(found) > 1 and any(word.search(text) for text in near):
            listed |= {pieces[n].passage.id for n in found}
    return [p for p in pieces if p.passage.id in listed]


def _is_explained(piece: Piece) -> bool:
    """An item that is a word or two and what they mean ("Mod – vi prövar nytt")."""
    return piece.kind == "item" and bool(_EXPLAINED.match(piece.text))


def _items_under(pieces: Sequence[Piece], heading: re.Pattern[str]) -> Iterator[Piece]:
    """Items that follow a heading that matches and ends in its word, until something else comes."""
    under = False
    for piece in pieces:
        if piece.kind == "item" and under:
            yield piece
        elif piece.kind in ("heading", "paragraph"):
            plain = piece.text.rstrip(": ")
            last = plain.rsplit(" ", 1)[-1] if plain else ""
            under = len(plain) < 110 and bool(heading.match(last)) and not SECTION.match(piece.text)
            under = under or (piece.kind == "heading" and bool(heading.fullmatch(SECTION.sub("", plain))))


def recognise_targets(pieces: Sequence[Piece], names: Names, year: int) -> list[Malbild]:
    """Statements of the målbild: items below its heading, each with the group heading that it stands under."""
    found = []
    inside: int | None = None
    group = None
    taken = {p.passage.id for p in _value_words(pieces)}
    for at, piece in enumerate(pieces):
        if piece.kind == "heading":
            inside, group = _target_section(pieces, at, inside, group)
        elif inside is not None and piece.kind == "item" and piece.passage.id not in taken:
            found.append(
                Malbild(
                    id=names.give("malbild", short(piece.text)),
                    document=names.document,
                    year=year,
                    term="målbild",
                    text=piece.text,
                    group=group,
                    evidence=evidence(piece),
                )
            )
    return found


def _target_section(
    pieces: Sequence[Piece], at: int, inside: int | None, group: str | None
) -> tuple[int | None, str | None]:
    text = pieces[at].text
    if word_of("malbild").search(text) and len(text) < 110:
        return (inside if inside is not None and text.endswith(":") else at), None
    if inside is None or SECTION.match(text) or _leaves(pieces[at], pieces[inside]):
        return None, None
    return inside, text.rstrip(":")


def _leaves(heading: Piece, section: Piece) -> bool:
    """Whether a heading ends a section: it stands above it, or beside it where both levels are told."""
    beside = 0 < heading.level <= section.level
    return beside or len(heading.path) < len(section.path)


def recognise_perspectives(pieces: Sequence[Piece], names: Names, year: int) -> list[Perspektiv]:
    """Perspectives by their headings ("Perspektiv: …") and by the list that names them, likes gathered."""
    found: dict[str, tuple[str, list[Piece]]] = {}
    for piece, text in _perspective_texts(pieces):
        key = next((k for k in found if k.startswith(fold(text)) or fold(text).startswith(k)), fold(text))
        longest, places = found.get(key, ("", []))
        found[key] = (max(longest, text, key=len), [*places, piece])
    return [
        Perspektiv(
            id=names.give("perspektiv", text),
            document=names.document,
            year=year,
            term="perspektiv",
            text=text[:1].upper() + text[1:],
            evidence=evidence(*places),
        )
        for text, places in found.values()
    ]


def _heads_perspective(piece: Piece) -> str | None:
    """What a heading calls a perspective ("5.1 Perspektivet medborgare")."""
    named = _PERSPECTIVE.fullmatch(SECTION.sub("", piece.text)) if piece.kind == "heading" else None
    return named["name"] if named else None


def _perspective_texts(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, str]]:
    yield from ((row, cell) for t in tables(pieces) for row in t.rows if (cell := t.cell(row, "perspective")))
    listing = False
    for piece in pieces:
        label = statement(piece, "perspektiv") or _heads_perspective(piece)
        if label:
            yield piece, label
        elif listing and piece.kind == "item":
            yield piece, piece.text.strip(_PLAIN)
            continue
        listing = bool(_LIST_OF.search(piece.text.strip())) and len(piece.text) < 80
