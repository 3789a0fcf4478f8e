"""Questions to ask next that have answers, made of what the release holds."""

from __future__ import annotations

from api.assistant.draft import Draft
from api.assistant.phrases import label_of, short_name
from api.assistant.question import Question
from ontology.model import Styrtal, Uppdrag

_MOST = 3


def suggest(q: Question, draft: Draft) -> list[str]:
    """The readings of an unclear question; else up to three: about what was spoken of, or about the newest plan."""
    known = draft.known
    if draft.readings:
        return draft.readings
    spoken = [known.catalogue.elements[i] for i in draft.elements[:3] if i in known.catalogue.elements]
    made = [*(_next_about(e, draft) for e in spoken), *_general(draft)]
    return [s for s in dict.fromkeys(filter(None, made)) if s != q.text][:_MOST]


def _next_about(element: object, draft: Draft) -> str | None:
    if isinstance(element, Styrtal) and element.long_term:
        return f"Vilket är det långsiktiga målvärdet för {short_name(element.text, 60)}?"
    if isinstance(element, Uppdrag) and element.number:
        return f"Vem fick uppdraget {label_of(element)} {element.year}?"
    return None


def _general(draft: Draft) -> list[str]:
    known = draft.known
    year = known.plan_years[-1] if known.plan_years else 0
    types = {e.type for e in known.elements(years=[year])}
    questions = []
    if "malsattning" in types:
        questions.append(f"Vilka målsättningar finns i planen {year}?")
    if "uppdrag" in types:
        questions.append(f"Hur många uppdrag finns i planen {year}?")
    if len(known.plan_years) > 1 and "uppdrag" in types:
        questions.append(f"Vilka uppdrag från {known.plan_years[-2]} finns inte kvar {year}?")
    return questions
