"""The assistant: a question becomes an answer of cited facts and verbatim quotes, or an honest "the plans do not say".

No web in it and no language model: `understanding` reads the question, the modules of `answers` each try the kind
of question that is theirs, and `draft` lets nothing be said without evidence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from api.assistant.addressing import comparing, put_to_one, putting
from api.assistant.answers.changes import answer_changes, answer_comparison
from api.assistant.answers.corrected import tell_corrections
from api.assistant.answers.counts import answer_count
from api.assistant.answers.documents import answer_document
from api.assistant.answers.elements import answer_element, answer_element_loosely, answer_numbered
from api.assistant.answers.lacking import answer_lacking
from api.assistant.answers.lists import answer_list
from api.assistant.answers.names import answer_names
from api.assistant.answers.overview import answer_overview
from api.assistant.answers.passages import answer_passages, answer_passages_in_other_words, offer_nearest
from api.assistant.answers.risks import answer_risks
from api.assistant.answers.scope import say_nothing, scope_name
from api.assistant.answers.sections import answer_section
from api.assistant.answers.threads import answer_thread
from api.assistant.answers.values import answer_nearest_value, answer_value
from api.assistant.answers.verdicts import answer_verdict
from api.assistant.draft import Draft
from api.assistant.knowledge import Knowledge
from api.assistant.phrases import phrase
from api.assistant.question import Question
from api.assistant.suggestions import suggest
from api.assistant.understanding import understand
from api.models import AskAnswer, AskFilter, Interpretation, Turn

if TYPE_CHECKING:
    from api.wiring import Service

Answer = Callable[[Question, Draft], "str | None"]

ORDER: tuple[Answer, ...] = (
    answer_overview,
    answer_document,
    answer_names,
    answer_lacking,
    answer_verdict,
    answer_count,
    answer_changes,
    answer_comparison,
    answer_risks,
    answer_thread,
    answer_numbered,
    answer_value,
    answer_list,
    answer_element,
    answer_section,
    answer_passages,
    answer_element_loosely,
    answer_nearest_value,
    answer_passages_in_other_words,
)
"""The kinds of answer, the narrow ones first; the first that takes the question answers it."""


def answer(question: str, history: Sequence[Turn], limits: AskFilter | None, service: Service) -> AskAnswer:
    """Answer one question over the release that the service has open."""
    known = service.knowledge
    understood = understand(question, history, limits, known)
    q, *others = putting(understood, known)
    draft, status = _side_by_side(comparing(understood, known), known) or _try_all(q, known)
    for other in others if status == "not_found" else ():
        told, answered = _try_all(other, known)
        if answered == "answered":
            q, draft, status = other, told, answered
            break
    parts = q.parts() if not history else None
    if parts:
        draft, status = _both(parts, limits, known, (draft, status))
    return AskAnswer(
        id=_id(question, history, service.release.id), status=status,  # type: ignore[arg-type]
        answer=draft.text(), citations=draft.citations, elements=draft.elements,
        interpretation=Interpretation(
            years=[*q.years, *q.periods], types=list(q.types), entities=[*q.body_names, *(t.surface for t in q.terms)],
            intent=q.intent or "fraga",
        ),
        sparql="\n\n".join(dict.fromkeys(draft.queries)) or None, suggestions=suggest(q, draft),
    )  # fmt: skip


def _side_by_side(each: Sequence[Question], known: Knowledge) -> tuple[Draft, str] | None:
    """A question put to several bodies: what each one's documents say, in an equal share of the room; None where none
    of them answers."""
    told = [_try_all(q, known) for q in each]
    if not any(status == "answered" for _, status in told):
        return None
    joined = Draft(known)
    for draft, _ in told:
        draft.fit(len(told))
        joined = joined.joined(draft)
    return joined, "answered" if all(status == "answered" for _, status in told) else "partial"


def _both(
    parts: tuple[str, str], limits: AskFilter | None, known: Knowledge, whole: tuple[Draft, str]
) -> tuple[Draft, str]:
    """Two questions in one, each answered; as a whole where that says more, `partial` where only one is answered."""
    first = _try_all(put_to_one(understand(parts[0], (), limits, known), known), known)
    before = [Turn(question=parts[0], answer="", status="answered")]
    second = _try_all(put_to_one(understand(parts[1], before, limits, known), known), known)
    alone, said = understand(parts[1], (), limits, known), Draft(known)
    refused = (alone.person or alone.asks("opinion")) and _refusal(alone, said)  # which the whole may pass over
    answered = [status == "answered" for _, status in (first, second)]
    one_says_all = whole[1] == "answered" and not all(answered)
    if refused and (answered[0] or one_says_all):
        return (first if answered[0] else whole)[0].joined(said), "partial"
    if one_says_all or not any(answered):
        return whole
    joined = first[0].joined(second[0])
    joined.fit()
    return joined, "answered" if all(answered) else "partial"


def _try_all(q: Question, known: Knowledge) -> tuple[Draft, str]:
    draft = Draft(known)
    refused = _refusal(q, draft)
    if refused:
        return draft, refused
    queries: list[str] = []
    for attempt in ORDER:
        draft = Draft(known)
        status = attempt(q, draft)
        if status:
            tell_corrections(q, draft)
            if status == "answered" and _of_no_plan(q):
                _lack_years(q, draft)
                status = "partial"
            draft.long |= q.asks("history", "added", "dropped", "number") or len(q.years) > 1
            draft.fit()
            return draft, status
        queries += draft.queries
    draft = Draft(known, queries=queries)
    status = say_nothing(q, draft)
    offer_nearest(q, draft)
    draft.fit()
    return draft, status


def _refusal(q: Question, draft: Draft) -> str | None:
    """Questions that are refused before the plans are searched: opinions, persons, other matters."""
    known = [t for t in q.every if t.known]
    for intent in ("order", "opinion"):
        if q.asks(intent):
            draft.lack(phrase(intent, q.language))
            return "out_of_scope"
    asks_who = q.person and q.text.lower().startswith(("vem", "vilka", "who"))
    if q.every and not known and not (q.types or q.number or q.columns or asks_who or q.asks("overview")):
        draft.lack(phrase("out_of_scope", q.language, documents=scope_name(Question(q.text, q.language), draft)))
        return "out_of_scope"
    if q.person and not q.types and answer_document(q, Draft(draft.known)) is None:
        draft.lack(phrase("no_person", q.language, scope=scope_name(q, draft)))
        return "not_found"
    if _of_no_plan(q) and not _counted_in_some(q):
        _lack_years(q, draft)
        return "not_found"
    if any(t.name and not t.known for t in q.every):
        return say_nothing(q, draft)
    return None


def _counted_in_some(q: Question) -> bool:
    """Whether some of the years that a count or list is asked of have a plan: the others are told to lack."""
    return bool(q.years) and q.asks("count", "list") and not q.asks("added", "dropped", "history")


def _lack_years(q: Question, draft: Draft) -> None:
    years, asked = (", ".join(map(str, given)) for given in (known_years(draft), q.periods))
    draft.lack(phrase("no_year", q.language, kind="verksamhetsplan", year=asked, years=years))


def _of_no_plan(q: Question) -> bool:
    """Whether a list, count, number or change is asked of a year that no document is for.

    A value's year may be what the value is about, and a passage may name any year: they look for themselves.
    """
    if not q.periods or q.columns or q.amounts or (q.asks("value") and not q.asks("count")):
        return False
    if q.years:
        return q.asks("added", "dropped", "history", "count") or (bool(q.types) and q.asks("list"))
    return bool(q.types or q.number or q.of_plan or q.asks("added", "dropped"))


def known_years(draft: Draft) -> tuple[int, ...]:
    """The years that plans are for."""
    return draft.known.plan_years


def _id(question: str, history: Sequence[Turn], release: str) -> str:
    """The same question over the same release has the same id."""
    said = "\n".join([release, *(t.question for t in history), question])
    return hashlib.sha256(said.encode()).hexdigest()[:16]
