"""Which of several files of one plan is read: a rule that a person can see, and a question where the rule is silent.

Files that give the same document identifier (kind, body, year) and share half of their text are versions of one
document. The one that was added by name goes before those that lay there, then the adopted before the proposed, then
the later decided. Where all that is equal, the same text in two formats is read once, and two texts are both kept,
with a warning that asks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from api.readings import Source
from ontology.model import Finding, Passage
from ontology.svenska import words

VERSIONS = 0.5
"""The least share of the shorter file's passages that the other has too, where both are one plan."""
SAME = 0.9
"""The share from which two files are one text in two formats."""
LONG = 5
"""Words that a passage must have to tell anything."""
_NUMBER = re.compile(r"\d|^nr$")
STATUS = {None: 1, "forslag": 0, "antagen": 2}


def choose_versions(read: Sequence[Source]) -> tuple[list[Source], list[Finding]]:
    """The sources without those that another version replaces, in the order given, and what was decided and why."""
    groups: dict[str, list[Source]] = defaultdict(list)
    for source in read:
        groups[source.reading.document.id].append(source)
    notes: list[Finding] = []
    replaced: set[str] = set()
    for several in groups.values():
        for loser, finding in _compare(sorted(several, key=_rank, reverse=True)):
            notes.append(finding)
            replaced |= {loser.sha256} if loser else set()
    return [source for source in read if source.sha256 not in replaced], notes


def _rank(source: Source) -> tuple[bool, int, str, int, str]:
    return *_precedence(source), len(source.reading.elements), source.sha256


def _precedence(source: Source) -> tuple[bool, int, str]:
    document = source.reading.document
    return source.added, STATUS[document.status], document.decided or ""


def _compare(ranked: Sequence[Source]) -> Iterator[tuple[Source | None, Finding]]:
    """The best first: each of the others is replaced by one that is kept, or kept beside it."""
    kept: list[Source] = []
    for source in ranked:
        alike = [(share(one.reading.passages, source.reading.passages), one) for one in kept]
        likeness, nearest = max(alike, key=lambda pair: pair[0], default=(0.0, source))
        if likeness < VERSIONS:
            kept.append(source)
        elif _precedence(nearest) != _precedence(source) or _same_text(nearest, source):
            yield source, _finding("info", nearest, f"{nearest.name} ersätter {source.name}: {_why(nearest, source)}.")
        else:
            kept.append(source)
            words = f"{nearest.name} och {source.name} liknar varandra till {likeness:.0%} och kan vara två versioner"
            yield None, _finding("warning", nearest, f"{words} av samma plan. Undanta den ena: ”rodatraden remove”.")


def share(first: Iterable[Passage], second: Iterable[Passage], *, figures: bool = False) -> float:
    """The share of the shorter text's telling passages that the other has too, 0 to 1.

    Numbers count with `figures` only: a new version renumbers its uppdrag and prints other values.
    """
    said, other = _said(first, figures), _said(second, figures)
    return len(said & other) / (min(len(said), len(other)) or 1)


def _said(passages: Iterable[Passage], figures: bool) -> frozenset[str]:
    split = ([w for w in words(p.text) if figures or not _NUMBER.search(w)] for p in passages)
    return frozenset(" ".join(several) for several in split if len(several) >= LONG)


def _same_text(first: Source, second: Source) -> bool:
    return share(first.reading.passages, second.reading.passages, figures=True) >= SAME


def _why(winner: Source, loser: Source) -> str:
    if winner.added and not loser.added:
        return "den lades till som en ny version av samma plan"
    first, second = winner.reading.document, loser.reading.document
    if STATUS[first.status] != STATUS[second.status]:
        return "samma plan, och den antagna går före förslaget"
    if (first.decided or "") != (second.decided or ""):
        return f"samma plan, beslutad senare ({first.decided})"
    return "samma text i ett annat format"


def _finding(severity: str, source: Source, message: str) -> Finding:
    return Finding(severity="warning" if severity == "warning" else "info", message=message,
                   document=source.reading.document.id)  # fmt: skip
