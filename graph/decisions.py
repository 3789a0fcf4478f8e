"""The log of people's decisions, kept apart from all that is computed, and what it says now.

    <data>/decisions.jsonl   one decision a line, only added to; a line is whole or it does not count

Several may write at once (a lock on the file orders them); each line is on the disk before its writer goes on.
"""

from __future__ import annotations

import uuid
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from graph.files import append
from ontology.decisions import AnyDecision, Correction, Review, Withdrawal
from ontology.errors import DecisionError

FILE = "decisions.jsonl"
LIFTED = "upphavd"
T = TypeVar("T", Review, Correction, Withdrawal)
_ADAPTER: TypeAdapter[AnyDecision] = TypeAdapter(Annotated[AnyDecision, Field(discriminator="kind")])


class DecisionLog:
    """The decisions of one data folder."""

    def __init__(self, data_dir: Path) -> None:
        """Nothing is read or made yet."""
        self._path = data_dir / FILE

    def add(self, decision: T) -> T:
        """Write a decision durably; returns it with its identifier and time."""
        made = datetime.now(UTC).isoformat(timespec="microseconds")
        stamped = replace(decision, id=decision.id or uuid.uuid4().hex[:12], made=decision.made or made)
        self._append([stamped])
        return stamped

    def load(self) -> list[AnyDecision]:
        """Every decision in the order of writing; raises `DecisionError` for a whole line that cannot be read."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return []
        return parse(content.rpartition(b"\n")[0], str(self._path))  # what no newline ends was never finished

    def take_in(self, content: bytes) -> int:
        """Add the decisions of another log that this one lacks (by identifier); how many they were."""
        known = {decision.id for decision in self.load()}
        new = [decision for decision in parse(content, "filen") if decision.id not in known]
        if any(not decision.id or not decision.made for decision in new):
            raise DecisionError("Filen har beslut utan ”id” eller ”made”. Lämna in en fil som exporterats härifrån.")
        self._append(new)
        return len(new)

    def _append(self, decisions: Sequence[AnyDecision]) -> None:
        if decisions:
            append(self._path, dump(decisions))


def dump(decisions: Iterable[AnyDecision]) -> bytes:
    """Decisions as JSON lines."""
    return b"".join(_ADAPTER.dump_json(decision) + b"\n" for decision in decisions)


def parse(content: bytes, where: str) -> list[AnyDecision]:
    """JSON lines as decisions; raises `DecisionError` with the line's number."""
    found: list[AnyDecision] = []
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found.append(_ADAPTER.validate_json(line))
        except ValidationError as error:
            fault = error.errors()[0]
            place = ".".join(map(str, fault["loc"]))
            raise DecisionError(
                f"Rad {number} i {where} är inget giltigt beslut ({place}: {fault['msg']}). Rätta eller ta bort raden."
            ) from error
    return found


def standing(decisions: Iterable[AnyDecision]) -> list[AnyDecision]:
    """The decisions that hold now, oldest first: the last of each thing, save where it was lifted.

    Things are told apart by their whole anchors: after a renumbering, one identifier may name two contents.
    """
    last: dict[Hashable, AnyDecision] = {}
    for decision in decisions:
        key = _subject(decision)
        last.pop(key, None)
        last[key] = decision
    return [decision for decision in last.values() if _verdict(decision) != LIFTED]


def _subject(decision: AnyDecision) -> Hashable:
    if isinstance(decision, Review):
        return decision.source, decision.target
    if isinstance(decision, Correction):
        return decision.target
    return decision.sha256


def _verdict(decision: AnyDecision) -> str:
    return decision.action if isinstance(decision, Correction) else decision.verdict
