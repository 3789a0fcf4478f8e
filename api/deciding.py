"""People's decisions in a build: what is left out, corrected and judged, and what the release keeps of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic_core import to_jsonable_python

from api.decided import DECISIONS
from api.readings import Source, SourceFile
from graph.corrections import Effect, apply_corrections
from graph.decisions import DecisionLog, standing
from graph.reviews import Judged, resolve_reviews
from ontology.decisions import AnyDecision, Correction, Review, Withdrawal
from ontology.model import Finding


@dataclass(frozen=True, slots=True)
class Corrected:
    """The sources as they are to be released, the decisions that took hold, and what a person should see to."""

    sources: Sequence[Source]
    effects: Sequence[Effect]
    judged: Sequence[Judged]
    findings: Sequence[Finding]


def load_standing(data_dir: Path) -> list[AnyDecision]:
    """The decisions that hold now."""
    return standing(DecisionLog(data_dir).load())


def without_withdrawn(
    files: Sequence[SourceFile], decided: Sequence[AnyDecision]
) -> tuple[list[SourceFile], list[Finding]]:
    """The files less those that a person has withdrawn, with a note for each of these."""
    withdrawn = {one.sha256: one for one in decided if isinstance(one, Withdrawal)}
    notes = [
        Finding(severity="info", document=one.document, message=(
            f"{file.name} är undantagen ({one.by}); ta tillbaka den med ”rodatraden restore {one.document}”."
        ))
        for file in files if (one := withdrawn.get(file.sha256))
    ]  # fmt: skip
    return [file for file in files if file.sha256 not in withdrawn], notes


def correct(sources: Sequence[Source], decided: Sequence[AnyDecision]) -> Corrected:
    """Apply corrections to the readings, then bring reviews to the elements that result."""
    corrected = apply_corrections([s.reading for s in sources], [d for d in decided if isinstance(d, Correction)])
    elements = [element for reading in corrected.readings for element in reading.elements]
    judged, waiting = resolve_reviews([d for d in decided if isinstance(d, Review)], elements)
    new = [replace(source, reading=r) for source, r in zip(sources, corrected.readings, strict=True)]
    return Corrected(new, corrected.effects, judged, [*corrected.findings, *waiting])


def write(staged: Path, corrected: Corrected) -> None:
    """Keep in the release what was decided of its elements and links."""
    content = to_jsonable_python({"corrections": corrected.effects, "reviews": corrected.judged})
    (staged / DECISIONS).write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")
