"""Links over the years between the elements of one series of plans, for each type that has threads."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from graph.threads.bodies import Bodies
from graph.threads.deciding import Decided, Verdicts
from graph.threads.likeness import Likeness, Surroundings, Vector, compare
from graph.threads.matching import ASSERTED, RESTING, Pair, match
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
    decided: Iterable[Decided] = (),
) -> list[Link]:
    """The steps of every thread, older to newer, sorted by ids.

    Links of status `proposed` and `confirmed` are asserted; those of status `candidate` are for a person to decide.
    What is `decided` wins over every score. `vectors` (element id → unit vector) and `organisations` (id → record)
    sharpen the answer, neither is needed. Pure and deterministic: the order of the elements does not matter.
    """
    bodies, by_id = Bodies(organisations), {e.id: e for e in elements}
    known = Surroundings(bodies, vectors or {}, {e.id: e.text for e in elements if e.type == "malsattning"})
    verdicts = Verdicts.of(decided, by_id)
    wholes = {e.part_of for e in elements if e.part_of}
    links = [_decided_link(by_id[old], by_id[new], known) for old, new in verdicts.confirmed]
    for plans in _plans(elements).values():
        leading = {e.id for plan in plans.values() for e in plan if e.id in wholes and e.type == "uppdrag"}
        for kept in (leading, None):
            links += _series_links(_only(plans, leading, kept is not None), known, verdicts)
    return sorted(_with_changes(links, by_id, bodies), key=lambda link: (link.source, link.target))


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


def _series_links(plans: Mapping[int, list[Element]], known: Surroundings, verdicts: Verdicts) -> Iterator[Link]:
    """Nearest years first: an element that goes on at once, or may well do so, has no link past the year between."""
    years = sorted(plans)
    own = {e.id for plan in plans.values() for e in plan}
    going_on = {old for old, _ in verdicts.between(own, own)}
    coming = {new for _, new in verdicts.between(own, own)}
    steps = sorted(combinations(years, 2), key=lambda step: (years.index(step[1]) - years.index(step[0]), step))
    for first, second in steps:
        if second - first > _LONGEST_REST:
            continue
        older, newer = _free(plans[first], plans[second], going_on, coming, verdicts)
        likeness, confirmed = verdicts.applied(compare(older, newer, known))
        pairs = match(likeness, ASSERTED if years.index(second) == years.index(first) + 1 else RESTING, confirmed)
        found = [_link(likeness, pair, known, "proposed") for pair in sorted(pairs.asserted - confirmed)]
        found += [_link(likeness, pair, known, "candidate") for pair in sorted(pairs.doubtful)]
        yield from found
        standing = [link for link in found if link.status == "proposed" or link.score >= ASSERTED]
        going_on |= {link.source for link in standing}
        coming |= {link.target for link in standing}


def _free(
    older: Sequence[Element], newer: Sequence[Element], going_on: set[str], coming: set[str], verdicts: Verdicts
) -> tuple[list[Element], list[Element]]:
    """The elements of two plans that have no step elsewhere; those that a confirmed pair joins here are with them."""
    here = verdicts.between({e.id for e in older}, {e.id for e in newer})
    sources, targets = {old for old, _ in here}, {new for _, new in here}
    return (
        [e for e in older if e.id in sources or e.id not in going_on],
        [e for e in newer if e.id in targets or e.id not in coming],
    )


def _link(likeness: Likeness, pair: Pair, known: Surroundings, status: str) -> Link:
    old, new = likeness.older[pair[0]], likeness.newer[pair[1]]
    return Link(
        source=old.id,
        target=new.id,
        change=(),
        score=round(float(likeness.score[pair]), 3),
        method="text+vektor" if old.id in known.vectors and new.id in known.vectors else "text",
        status=status,
        reason=reason_for(old, new, likeness.shared(*pair), known.bodies),
    )


def _decided_link(old: Element, new: Element, known: Surroundings) -> Link:
    """A link that a person has confirmed: sure, whatever the words say."""
    reason = reason_for(old, new, compare([old], [new], known).shared(0, 0), known.bodies)
    return Link(source=old.id, target=new.id, change=(), score=1.0, method="beslut", status="confirmed", reason=reason)


def _with_changes(links: Iterable[Link], elements: Mapping[str, Element], bodies: Bodies) -> Iterator[Link]:
    """The links with their kinds of change: an asserted link that shares its older end with another into the same
    year is of a split, one that shares its newer end with another from the same year of a merger."""
    held = list(links)
    asserted = [link for link in held if link.status != "candidate"]
    heirs = Counter((link.source, elements[link.target].year) for link in asserted)
    parents = Counter((link.target, elements[link.source].year) for link in asserted)
    for link in held:
        old, new = elements[link.source], elements[link.target]
        stands = link.status != "candidate"
        split = stands and heirs[old.id, new.year] > 1
        merged = stands and parents[new.id, old.year] > 1
        yield replace(link, change=changes_of(old, new, bodies, split=split, merged=merged))
