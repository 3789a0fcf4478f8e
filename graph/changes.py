"""What the threads tell of two years: what came, went, changed and stayed; one thread; two texts word by word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from graph.links import ASSERTED
from ontology.model import Element, Link

UNCHANGED = "oforandrad"
_YEAR = re.compile(r"-((?:19|20)\d\d)(?=-|$)")
_LONGEST = 100
"""Steps that a thread is followed at most, whatever the links say."""
_TOKEN = re.compile(r" ?(?:\w+|[^\w\s])")

Op = Literal["equal", "delete", "insert"]


@dataclass(frozen=True, slots=True)
class Change:
    """A pair that goes on, with every kind of change on the way from the older to the newer."""

    source: str
    target: str
    change: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Two years of one type, by ids. `added` and `dropped` are new and ended; the others have a thread.

    `resumed` stand in the later year, rested in the earlier one and come from before it; `resting` stand in the
    earlier year and go on after the later one. A whole with lettered parts is neither added nor dropped while
    one of its parts goes on; a part is counted for itself.
    """

    added: tuple[str, ...]
    dropped: tuple[str, ...]
    changed: tuple[Change, ...]
    kept: tuple[Change, ...]
    resumed: tuple[str, ...] = ()
    resting: tuple[str, ...] = ()


def changes(elements_from: Sequence[Element], elements_to: Sequence[Element], links: Iterable[Link]) -> Changes:
    """Compare the elements of an earlier and a later year (one type, one series); a year between is walked through."""
    onward, back = _steps(links)
    sources, targets = {e.id for e in elements_from}, {e.id for e in elements_to}
    pairs = [change for e in elements_from for change in _ways(e.id, targets, onward)]
    gone = _without_living_wholes(elements_from, onward)
    new = _without_living_wholes(elements_to, back)
    return Changes(
        added=tuple(i for i in new if i not in back),
        dropped=tuple(i for i in gone if i not in onward),
        changed=tuple(pair for pair in pairs if UNCHANGED not in pair.change or len(pair.change) > 1),
        kept=tuple(pair for pair in pairs if pair.change == (UNCHANGED,)),
        resumed=tuple(i for i in new if i in back and not _reach(i, back) & sources),
        resting=tuple(i for i in gone if i in onward and not _reach(i, onward) & targets),
    )


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An element that came or went without a link, and the doubtful links that might place it, likeliest first."""

    element: str
    side: Literal["added", "dropped"]
    candidates: tuple[Link, ...]


def find_unplaced(found: Changes, links: Iterable[Link]) -> list[Unplaced]:
    """What has no place in a thread between the two years; those with something to decide on first.

    A candidate goes from an element of the earlier year to one of the later, so that a decision would place it.
    """
    before = {*found.dropped, *found.resting, *(pair.source for pair in (*found.changed, *found.kept))}
    after = {*found.added, *found.resumed, *(pair.target for pair in (*found.changed, *found.kept))}
    doubtful = [k for k in links if k.status == "candidate" and k.source in before and k.target in after]
    sides: tuple[tuple[Literal["added", "dropped"], tuple[str, ...]], ...] = (
        ("dropped", found.dropped), ("added", found.added),
    )  # fmt: skip
    listed = [
        Unplaced(one, side, tuple(sorted((k for k in doubtful if one in (k.source, k.target)), key=lambda k: -k.score)))
        for side, ids in sides
        for one in ids
    ]
    return sorted(listed, key=lambda one: not one.candidates)


def thread_of(element_id: str, links: Iterable[Link]) -> list[str]:
    """The element with all that it comes from and all that comes of it, by year and id (not its siblings' kin)."""
    onward, back = _steps(links)
    return sorted(_reach(element_id, onward) | _reach(element_id, back), key=lambda one: (year_in(one), one))


def year_in(identifier: str) -> int:
    """The year that a document's id ends in, or that of the document of an element's id; 0 where it names none."""
    found = _YEAR.search(identifier.rpartition("/")[0] or identifier)
    return int(found[1]) if found else 0


def marked_difference(old: str, new: str) -> list[tuple[Op, str]]:
    """Two texts as marked spans: `equal` and `insert` joined give the new text, `equal` and `delete` the old.

    Words and signs are compared whole and as written; white space is collapsed and counts for nothing.
    """
    before, after = _TOKEN.findall(" ".join(old.split())), _TOKEN.findall(" ".join(new.split()))
    matcher = SequenceMatcher(None, [t.strip() for t in before], [t.strip() for t in after], autojunk=False)
    spans: list[tuple[Op, str]] = []
    for op, i1, i2, j1, j2 in matcher.get_opcodes():
        if op == "equal":
            spans.append(("equal", "".join(after[j1:j2])))
            continue
        if i1 < i2:
            spans.append(("delete", "".join(before[i1:i2])))
        if j1 < j2:
            spans.append(("insert", "".join(after[j1:j2])))
    return spans


def _steps(links: Iterable[Link]) -> tuple[Mapping[str, list[Link]], Mapping[str, list[Link]]]:
    """The asserted links by their source, and by their target."""
    onward: dict[str, list[Link]] = defaultdict(list)
    back: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if link.status in ASSERTED:
            onward[link.source].append(link)
            back[link.target].append(link)
    return dict(onward), dict(back)


def _reach(start: str, steps: Mapping[str, Sequence[Link]]) -> set[str]:
    """The element and all that the steps lead to, in one direction."""
    reached, front = {start}, {start}
    for _ in range(_LONGEST):
        ends = {end for one in front for link in steps.get(one, ()) for end in (link.source, link.target)}
        front = ends - reached
        if not front:
            break
        reached |= front
    return reached


def _ways(start: str, targets: set[str], onward: Mapping[str, Sequence[Link]]) -> list[Change]:
    """From one element to those of the later year that it becomes, with the changes on the way."""
    found: dict[str, tuple[str, ...]] = {}
    front: dict[str, tuple[str, ...]] = {start: ()}
    for _ in range(_LONGEST):
        steps = [(link, kinds) for one, kinds in front.items() for link in onward.get(one, ())]
        front = {link.target: _merged(kinds, link.change) for link, kinds in steps if link.target not in found}
        found |= {one: kinds for one, kinds in front.items() if one in targets}
        if not front:
            break
    return [Change(start, target, kinds) for target, kinds in sorted(found.items())]


def _merged(kinds: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds of two steps together: unchanged only where every step is."""
    both = tuple(dict.fromkeys((*kinds, *more)))
    return both if both == (UNCHANGED,) else tuple(kind for kind in both if kind != UNCHANGED) or both


def _without_living_wholes(elements: Sequence[Element], steps: Mapping[str, Sequence[Link]]) -> list[str]:
    """The ids, save those of wholes that live in a part: the part has a step and they have none."""
    living = {e.part_of for e in elements if e.part_of and e.id in steps}
    return [e.id for e in elements if e.id in steps or e.id not in living]
