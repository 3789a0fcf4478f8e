"""A question that may mean several things: its readings are offered, each a question that has an answer."""

from __future__ import annotations

from collections.abc import Sequence

from api.assistant.draft import Draft
from api.assistant.phrases import label_of, phrase
from api.assistant.question import Question
from ontology.model import Element, Styrtal

_MOST = 6  # readings that are offered


def offer(q: Question, elements: Sequence[Element], draft: Draft) -> str:
    """Each element as a question of its own; the answer's suggestions hold them."""
    draft.lack(phrase("clarify", q.language))
    draft.readings = list(dict.fromkeys(_reading(e, draft) for e in elements))[:_MOST]
    return "clarify"


def _reading(element: Element, draft: Draft) -> str:
    if isinstance(element, Styrtal):
        goal = draft.known.catalogue.elements.get(element.objective or "")
        under = f" under målsättning {goal.number}" if goal and goal.number else ""
        return f"Vad är utfallet för {element.term} {element.number}{under} i planen {element.year}?"
    return f"Vad säger {label_of(element)} i planen {element.year}?"
