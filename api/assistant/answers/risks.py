"""Risks by area and year, and what is done about one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.assistant.answers.scope import say_nothing, scope_name
from api.assistant.coverage import coverage
from api.assistant.cues import matching
from api.assistant.draft import LONG, Draft, Proof, cut, proofs_of, rooms_for
from api.assistant.linking import best, link
from api.assistant.phrases import PLURALS, capital, phrase
from api.assistant.question import Question
from api.assistant.selection import in_scope, newest, of_type
from api.assistant.vocabulary import Term
from ontology.model import Element, Risk
from ontology.svenska import fold, stems

_AREAS = re.compile(r"\b(?:vilka|vilket|which|what) (?:risk)?(?:områden?|areas?)\b|\briskområden", re.IGNORECASE)
_HIGHEST = re.compile(r"\bhögst|\bstörst|\ballvarligast|\bhighest\b", re.IGNORECASE)
_CONTROL = re.compile(r"(?:kontroll|åtgärd|gransk|risk)")
_ALSO = {
    "responsible": re.compile(r"\bansvar|\bresponsib", re.IGNORECASE),
    "frequency": re.compile(r"\bhur ofta\b|\bhow often\b", re.IGNORECASE),
}
_MEASURED = {"score", "likelihood", "consequence"}
_FEW = 2  # risks about a subject that are told with their åtgärder


def answer_risks(q: Question, draft: Draft) -> str | None:
    """A risk's åtgärder where they are asked for, else the risks of the area or subject."""
    asked = matching("risk_fields", fold(q.text))
    if ("risk" not in q.types and not asked) or q.asks("added", "dropped") or (q.attributes and not asked):
        return None
    found = [e for e in in_scope(q, of_type(draft, ["risk"], q.years), draft) if isinstance(e, Risk)]
    if asked or (q.asks_figure and not q.asks("count")):
        return _fields(q, asked, found, draft)
    return _of_kind(q, found, draft)


def _of_kind(q: Question, found: Sequence[Risk], draft: Draft) -> str | None:
    """Areas, åtgärder or risks, whichever the question is after."""
    if not found:
        draft.lack(capital(phrase("no_list", q.language, document=scope_name(q, draft), kind=PLURALS["risk"], what="")))
        return "not_found"
    if _AREAS.search(q.text):
        return _areas(q, found if q.years else newest(found), draft)  # type: ignore[arg-type]
    if q.asks("measure") and q.terms:
        status = _measures(q, found, draft)
        if status:
            return status
    chosen, area = choose_risks(q, found, draft)
    if not chosen:
        return _none_about(q, draft)
    shown = chosen if q.years else newest(chosen)
    if not area and q.terms and len(shown) <= _FEW:
        for risk in shown:
            say_measures(q, risk, draft)  # type: ignore[arg-type]
        return "answered"
    for document in dict.fromkeys(e.document for e in shown):
        _say_risks(q, [e for e in shown if e.document == document], area, draft)  # type: ignore[misc]
    return "answered"


def _fields(q: Question, asked: Sequence[str], risks: Sequence[Risk], draft: Draft) -> str | None:
    """What the plan's columns say of a risk (its value, who answers for it), or which risks have the highest value."""
    holding = [r for r in risks if asked and all(getattr(r, name) for name in asked)]
    if not holding and _MEASURED & set(asked):  # a figure that the plan does not print is told nowhere else
        return say_nothing(q, draft)
    if _HIGHEST.search(q.text) and asked == ["score"]:
        top = max((_figure(r.score) for r in holding), default=None)
        chosen = [r for r in holding if _figure(r.score) == top]
    else:
        linked = best(link(_of_subject(q), holding, draft.known, 0.55))
        chosen = [x.element for x in linked if isinstance(x.element, Risk)]
    for risk in chosen:
        told = ", ".join(f"{phrase(name, q.language)} {getattr(risk, name)}" for name in asked)
        document = draft.name(draft.known.document_of(risk), q.language)
        draft.say_of(phrase("risk_told", q.language, risk=cut(risk.text, 160), document=document, told=told), risk)
    return "answered" if chosen else None


def _of_subject(q: Question) -> list[Term]:
    """The question's words but those that name a column or what it is a column of."""
    return [t for t in q.terms if not matching("risk_fields", t.surface) and not _CONTROL.match(t.surface)]


def _figure(printed: str | None) -> float:
    found = re.search(r"\d+", printed or "")
    return float(found[0]) if found else 0.0


def _none_about(q: Question, draft: Draft) -> str | None:
    """Where a year's risks are asked for and none is about the subject: so it is; else prose may tell."""
    if not (q.years and q.asks("list", "count")):
        return None
    what = phrase("about", q.language, what=" ".join(t.surface for t in q.solid))
    kind, scope = PLURALS["risk"], scope_name(q, draft)
    draft.lack(capital(phrase("no_list", q.language, document=scope, kind=kind, what=f" {what}")))
    return "not_found"


def _areas(q: Question, risks: Sequence[Risk], draft: Draft) -> str | None:
    """The areas that a plan sorts its risks by, each cited by the risks in it."""
    sorted_risks = [r for r in risks if r.area]
    for document in dict.fromkeys(r.document for r in sorted_risks):
        by_area: dict[str, list[Risk]] = {}
        for r in (r for r in sorted_risks if r.document == document):
            by_area.setdefault(r.area or "", []).append(r)
        if len(by_area) < _FEW:  # one area is no list of them: prose may name them all
            continue
        name = draft.name(draft.known.catalogue.documents[document], q.language)
        draft.head(phrase("areas", q.language, document=name, count=len(by_area)))
        for area, inside in by_area.items():
            draft.note(*inside)
            draft.say(area, [proofs_of(r)[0] for r in inside])
    return "answered" if draft.said else None


def choose_risks(q: Question, risks: Sequence[Risk], draft: Draft) -> tuple[Sequence[Element], str | None]:
    """The risks of the area that the subject names, else those that are about the subject; all without one."""
    if not q.solid:
        return risks, None
    area = _area(q, risks, draft)
    if area:
        return [r for r in risks if r.area == area or (r.area or "").replace(" ", "") == area.replace(" ", "")], area
    return [x.element for x in best(link(q.terms, risks, draft.known, 0.5))], None


def _area(q: Question, risks: Sequence[Risk], draft: Draft) -> str | None:
    areas = {r.area for r in risks if r.area}
    scored = [(coverage(q.solid, frozenset(stems(a)), draft.known.vocabulary), a) for a in sorted(areas)]
    score, name = max(scored, default=(0.0, ""))
    return name if score >= 0.6 else None


def _say_risks(q: Question, risks: Sequence[Risk], area: str | None, draft: Draft) -> None:
    document = draft.name(draft.known.document_of(risks[0]), q.language)
    key = "risks_in_area" if area else "risks_in"
    draft.head(phrase(key, q.language, area=area, document=document))
    room = rooms_for([f"{r.area or ''}: {r.text}" for r in risks], LONG - 200)
    for r in risks:
        text = cut(r.text, room) if area or not r.area else f"{r.area}: {cut(r.text, room - len(r.area))}"
        draft.say_of(text, r)


def _measures(q: Question, risks: Sequence[Risk], draft: Draft) -> str | None:
    linked = link(q.terms, risks, draft.known, 0.55)
    if not linked:
        return None
    years = q.years or (max(x.element.year for x in linked),)
    lacking = []
    for year in years:
        of_year = [x.element for x in linked if x.element.year == year]
        if of_year and isinstance(of_year[0], Risk):
            say_measures(q, of_year[0], draft)
        else:
            lacking.append(year)
    for year in lacking:
        draft.lack(phrase("no_part", q.language, year=year))
    if not draft.said:
        return "not_found"
    return "partial" if lacking else "answered"


def say_measures(q: Question, risk: Risk, draft: Draft) -> None:
    """A risk and each of its åtgärder, cited one by one."""
    document = draft.name(draft.known.document_of(risk), q.language)
    draft.note(risk)
    draft.head(phrase("measures", q.language, risk=cut(risk.text, 160), document=document))
    room = rooms_for([m.text for m in risk.measures], LONG - 300)
    for measure in risk.measures:
        draft.say(cut(measure.text, room), [Proof(risk.document, e) for e in measure.evidence])
    if not risk.measures:
        draft.lack(phrase("no_list", q.language, document=capital(document), kind="åtgärder", what=""))
    for name in _beside(q, risk):
        draft.say(f"{capital(phrase(name, q.language))} {getattr(risk, name)}", proofs_of(risk)[:1])


def _beside(q: Question, risk: Risk) -> list[str]:
    """What else of a risk is asked for with its åtgärder: who answers for it, how often it is looked at."""
    return [name for name, pattern in _ALSO.items() if pattern.search(q.text) and getattr(risk, name)]
