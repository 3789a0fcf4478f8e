"""Links over the years between the elements of one series of plans, for each type that has threads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from graph.threads.bodies import Bodies
from graph.threads.likeness import Likeness, Surroundings, Vector, compare
from graph.threads.matching import ASSERTED, RESTING, Pair, Pairs, match
from graph.threads.telling import changes_of, reason_for
from ontology.model import Element, Link, Organisation

TYPES = ("uppdrag", "malsattning", "styrtal", "risk")
"""The types whose elements go on from year to year."""
_REPORTS = re.compile(r"-(?:verksamhetsberattelse|delarsrapport|arsredovisning|protokoll)(?:-|$)")
_YEAR = re.compile(r"-(?:19|20)\d\d(?=-|$)")
_LONGEST_REST = 3
"""Years between two appearances at most."""


def series_of(document: str) -> str | None:
    """The series that a plan belongs to: its id without the year; None for reports, which carry no thread on."""
    return None if _REPORTS.search(document) else _YEAR.sub("", document)


def find_links(
    elements: Sequence[Element],
    vectors: Mapping[str, Vector] | None = None,
    organisations: Mapping[str, Organisation] | None = None,
) -> list[Link]:
    """The steps of every thread, older to newer, sorted by ids.

    Links of status `proposed` are asserted; those of status `candidate` are for a person to decide. `vectors`
    (element id → unit vector) and `organisations` (id → record) sharpen the answer, neither is needed. Pure and
    deterministic: the order of the elements does not matter.
    """
    known = Surroundings(
        Bodies(organisations), vectors or {}, {e.id: e.text for e in elements if e.type == "malsattning"}
    )
    wholes = {e.part_of for e in elements if e.part_of}
    links: list[Link] = []
    for plans in _plans(elements).values():
        leading = {e.id for plan in plans.values() for e in plan if e.id in wholes and e.type == "uppdrag"}
        for kept in (leading, None):
            links += _series_links(_only(plans, leading, kept is not None), known)
    return sorted(links, key=lambda link: (link.source, link.target))


def _plans(elements: Sequence[Element]) -> dict[tuple[str, str], dict[int, list[Element]]]:
    """(series, type) → year → elements, in the order of their ids."""
    found: dict[tuple[str, str], dict[int, list[Element]]] = defaultdict(lambda: defaultdict(list))
    for element in sorted(elements, key=lambda e: e.id):
        series = series_of(element.document)
        if series is not None and element.type in TYPES:
            found[series, element.type][element.year].append(element)
    return found


def _only(plans: Mapping[int, list[Element]], leading: set[str], wanted: bool) -> dict[int, list[Element]]:
    """The wholes that only lead in to lettered parts, or all the others: the two kinds never match each other."""
    return {year: [e for e in plan if (e.id in leading) == wanted] for year, plan in plans.items()}


def _series_links(plans: Mapping[int, list[Element]], known: Surroundings) -> Iterator[Link]:
    """Nearest years first: an element that goes on at once has no link past the year between."""
    years = sorted(plans)
    going_on: set[str] = set()
    coming: set[str] = set()
    steps = sorted(combinations(range(len(years)), 2), key=lambda step: (step[1] - step[0], step[0]))
    for first, second in steps:
        if years[second] - years[first] > _LONGEST_REST:
            continue
        older = [e for e in plans[years[first]] if e.id not in going_on]
        newer = [e for e in plans[years[second]] if e.id not in coming]
        found = list(_links(compare(older, newer, known), known, resting=second - first > 1))
        yield from found
        going_on |= {link.source for link in found if link.status == "proposed"}
        coming |= {link.target for link in found if link.status == "proposed"}


def _links(likeness: Likeness, known: Surroundings, *, resting: bool) -> Iterator[Link]:
    pairs = match(likeness, RESTING if resting else ASSERTED)
    for pair in sorted(pairs.asserted):
        yield _link(likeness, pair, pairs, known, "proposed")
    for pair in sorted(pairs.doubtful):
        yield _link(likeness, pair, pairs, known, "candidate")


def _link(likeness: Likeness, pair: Pair, pairs: Pairs, known: Surroundings, status: str) -> Link:
    old, new = likeness.older[pair[0]], likeness.newer[pair[1]]
    return Link(
        source=old.id,
        target=new.id,
        change=changes_of(old, new, known.bodies, split=pair in pairs.split, merged=pair in pairs.merged),
        score=round(float(likeness.score[pair]), 3),
        method="text+vektor" if old.id in known.vectors and new.id in known.vectors else "text",
        status=status,
        reason=reason_for(old, new, likeness.shared(*pair), known.bodies),
    )
