"""What differs between two appearances of one thing, field by field: words, number, recipients, figures, measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.measuring import Direction, direction_of, is_reference, is_same_value
from graph.threads.bodies import Bodies
from graph.threads.telling import is_same_text
from graph.threads.words import PLANNING, content_words, without_measuring
from ontology.model import Element, Risk, Styrtal, Uppdrag, Value
from ontology.svenska import words

WORDED = frozenset({"text", "definition", "measures"})
"""The fields that hold sentences, which are worth comparing word by word."""
_ONE_MEASURE = 0.5
"""So much of the fewer content words of two åtgärder in the other makes them one."""
_RISK_FIELDS = ("likelihood", "consequence", "score", "method", "frequency", "responsible")

Kind = Literal["changed", "added", "dropped", "same", "repeated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field of two appearances, as printed.

    `same` tells that both plans print one measurement (same period, same figure), `repeated` that they print the
    same figure of different or unsaid periods; the other kinds are changes. `direction` and the periods stand for
    an outcome only.
    """

    field: str
    kind: Kind
    before: str | None = None
    after: str | None = None
    direction: Direction | None = None
    before_period: str | None = None
    after_period: str | None = None

    @property
    def matters(self) -> bool:
        """Whether this makes the thing another than it was: a new number alone does not."""
        return self.field != "number" and self.kind not in ("same", "repeated")


def differences(
    old: Element, new: Element, bodies: Bodies | None = None, periods: Mapping[str, str] | None = None
) -> tuple[Difference, ...]:
    """The fields that differ, in the order in which a reader asks for them; `periods`: outcome's by styrtal id."""
    return tuple(_found(old, new, bodies or Bodies(), periods or {}))


def _found(old: Element, new: Element, bodies: Bodies, periods: Mapping[str, str]) -> Iterator[Difference]:
    if not is_same_text(old.text, new.text):
        field = "definition" if isinstance(new, Styrtal) else "text"
        before, after = (" ".join(without_measuring(e.text).split()) for e in (old, new))
        yield Difference(field=field, kind="changed", before=before, after=after)
    yield from _plain("number", _label(old), _label(new))
    if isinstance(old, Uppdrag) and isinstance(new, Uppdrag):
        yield from _recipients(old, new, bodies)
    if isinstance(old, Styrtal) and isinstance(new, Styrtal):
        yield from _figures(old, new, periods)
    if isinstance(old, Risk) and isinstance(new, Risk):
        for name in _RISK_FIELDS:
            yield from _plain(name, getattr(old, name), getattr(new, name))
        yield from _measures([m.text for m in old.measures], [m.text for m in new.measures])


def _label(element: Element) -> str | None:
    return " ".join(filter(None, (element.series, element.number))) or None


def _plain(field: str, before: str | None, after: str | None) -> Iterator[Difference]:
    """A field whose words are not the same, whatever their case and signs."""
    if words(before or "") != words(after or ""):
        kind: Kind = "added" if not before else "changed" if after else "dropped"
        yield Difference(field=field, kind=kind, before=before, after=after)


def _recipients(old: Uppdrag, new: Uppdrag, bodies: Bodies) -> Iterator[Difference]:
    """Bodies that came or went; a body with a new name is the same."""
    gone = [one for one in old.recipients if not bodies.meet([one], new.recipients)]
    come = [one for one in new.recipients if not bodies.meet([one], old.recipients)]
    if gone or come:
        before, after = (", ".join(bodies.name(one) for one in ids) or None for ids in (old.recipients, new.recipients))
        yield Difference(field="recipients", kind="changed", before=before, after=after)


def _figures(old: Styrtal, new: Styrtal, periods: Mapping[str, str]) -> Iterator[Difference]:
    """Targets that changed, and the outcome with its periods, also where it is the same."""
    for name in ("target", "long_term"):
        yield from _value(name, getattr(old, name), getattr(new, name))
    if not old.outcome or not new.outcome:
        yield from _value("outcome", old.outcome, new.outcome)
        return
    before, after = periods.get(old.id), periods.get(new.id)
    kind: Kind = "changed"
    if is_same_value(old.outcome, new.outcome):
        kind = "same" if before and before == after else "repeated"
    yield Difference(
        field="outcome", kind=kind, before=old.outcome.text, after=new.outcome.text, before_period=before,
        after_period=after, direction=direction_of(old, new) if kind == "changed" else None,
    )  # fmt: skip


def _value(field: str, before: Value | None, after: Value | None) -> Iterator[Difference]:
    if before and after:
        if not is_same_value(before, after):
            yield Difference(field=field, kind="changed", before=before.text, after=after.text)
    elif after and not is_reference(after):
        yield Difference(field=field, kind="added", after=after.text)
    elif before and not is_reference(before):
        yield Difference(field=field, kind="dropped", before=before.text)


def _measures(before: Sequence[str], after: Sequence[str]) -> Iterator[Difference]:
    """Åtgärder that were reworded, dropped and added; each is paired with the one most like it."""
    pairs = dict(_pairs(before, after))
    for i, text in enumerate(before):
        if i not in pairs:
            yield Difference(field="measures", kind="dropped", before=text)
        elif words(text) != words(after[pairs[i]]):
            yield Difference(field="measures", kind="changed", before=text, after=after[pairs[i]])
    for j, text in enumerate(after):
        if j not in pairs.values():
            yield Difference(field="measures", kind="added", after=text)


def _pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places of åtgärder that are one, the most alike first; each is taken once."""
    old, new = ([{*content_words(text)} - PLANNING for text in texts] for texts in (before, after))
    likes = [(_overlap(one, other), i, j) for i, one in enumerate(old) for j, other in enumerate(new)]
    done: set[tuple[str, int]] = set()
    for like, i, j in sorted(likes, key=lambda found: (-found[0], abs(found[1] - found[2]), found)):
        if like >= _ONE_MEASURE and not {("old", i), ("new", j)} & done:
            done |= {("old", i), ("new", j)}
            yield i, j


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
