"""What a plan names without setting it out: its beredningar and its färdplaner."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.lexicon import cues
from ingest.outline import Piece
from ingest.recognise.bodies import Bodies
from ingest.recognise.naming import Names, evidence
from ontology.model import Beredning, Fardplan
from ontology.svenska import stems

_ENDS = "|".join(cues()["roadmaps"]["ends"])
_FARDPLAN = re.compile(
    r"\b[Ff]ärdplan(?:en)?\s+(?:för|avseende|om)\s+(?P<name>[^.,;:()]{3,80}?)"
    rf"(?=\s+(?:{_ENDS})\b|\s+\(?\d{{4}}|\s*[.,;:()]|\s*$)"
)
_PLACES = 4


def recognise_committees(pieces: Sequence[Piece], names: Names, year: int, bodies: Bodies) -> list[Beredning]:
    """One element for each beredning, whatever names the plan gives it."""
    out = []
    for committee in bodies.committees:
        every = tuple(f"Beredningen för {t}" for t in committee.topics)
        places = list(_mentions(pieces, committee.topics))[:_PLACES]
        if places:
            out.append(
                Beredning(
                    id=names.give("beredning", committee.topics[0]),
                    document=names.document,
                    year=year,
                    term="beredning",
                    text=committee.name,
                    names=every,
                    organisation=bodies.committee_id(committee),
                    evidence=evidence(*places),
                )
            )
    return out


def _mentions(pieces: Sequence[Piece], topics: Sequence[str]) -> Iterator[Piece]:
    """The places that name it; the one that tells all of them apart (the longest list) first."""
    named = [p for p in pieces if "eredning" in p.text and any(t.lower() in p.text.lower() for t in topics)]
    yield from sorted(named, key=lambda p: -len(re.findall(r"[Bb]eredning(?:en)?\s+för", p.text)))


def recognise_roadmaps(pieces: Sequence[Piece], names: Names, year: int) -> list[Fardplan]:
    """Every färdplan that is named, once; a longer name that holds a shorter one's words is the same.

    It is called what it is called most often, of names that are as common what is shortest.
    """
    groups: list[list[tuple[str, Piece]]] = []
    for piece in pieces:
        for match in _FARDPLAN.finditer(piece.text):
            named = (match["name"].strip(), piece)
            known = next((g for g in groups if _same(g[0][0], named[0])), None)
            if known:
                known.append(named)
            else:
                groups.append([named])
    return [
        Fardplan(
            id=names.give("fardplan", name),
            document=names.document,
            year=year,
            term="färdplan",
            text=f"Färdplan för {name}",
            evidence=evidence(*places[:_PLACES]),
        )
        for name, places in ((_usual(g), [piece for _, piece in g]) for g in groups)
    ]


def _usual(named: Sequence[tuple[str, Piece]]) -> str:
    counts = Counter(name for name, _ in named)
    return max(counts, key=lambda name: (counts[name], -len(name)))


def _same(one: str, other: str) -> bool:
    a, b = set(stems(one)), set(stems(other))
    return a <= b or b <= a
