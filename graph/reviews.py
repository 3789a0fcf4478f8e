"""People's reviews of links, brought to the elements as they are identified now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.anchors import Finder
from ontology.decisions import Review
from ontology.model import Element, Finding


@dataclass(frozen=True, slots=True)
class Judged:
    """A review that holds, and the identifiers of the pair that it means now."""

    decision: Review
    source: str
    target: str


def resolve_reviews(decisions: Iterable[Review], elements: Iterable[Element]) -> tuple[list[Judged], list[Finding]]:
    """The reviews whose two elements are found by content, and a finding for each of the others, which wait."""
    finder = Finder(elements)
    judged: list[Judged] = []
    waiting: list[Finding] = []
    for decision in decisions:
        source, target = finder.find(decision.source), finder.find(decision.target)
        if source and target:
            judged.append(Judged(decision, source.element.id, target.element.id))
        else:
            lost = decision.target if source else decision.source
            words = f"Granskning {decision.id} ({decision.by}) väntar: {lost.id} finns inte i det som nu är läst."
            waiting.append(Finding(severity="info", message=words, document=lost.document, focus=lost.id))
    return judged, waiting
