"""Which elements a list or count is of: a kind in some years, narrowed by body, goal, series, heading and subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.assistant.answers.risks import choose_risks
from api.assistant.coverage import coverage
from api.assistant.draft import Draft
from api.assistant.knowledge import CALLED
from api.assistant.linking import best, link
from api.assistant.question import Question
from api.assistant.selection import delindikatorer_of, followed_by, in_scope, of_series, of_type, to_bodies, under_goal
from api.assistant.vocabulary import Term
from ontology.model import DocumentKind, Element, Risk, Uppdrag
from ontology.svenska import stems

WHOLE = ("vision", "vardegrund", "malbild", "perspektiv", "beredning", "fardplan", "strategi", "delindikator")
"""Kinds that are told whole: their few statements make one."""
_MANY = 3  # words of a subject from which an element of a list may lack the most telling one
_HEADED = ("strategi", "perspektiv", "malbild", "vardegrund", "uppdrag", "malsattning", "styrtal")
"""Kinds that a heading sorts."""
_PART_OF_WHOLE = 0.6  # of the subject that one statement of a målbild … must say to be listed by itself
_ABOUT = re.compile(r"\bhandlar om\b|\brör\b|\bgäller\b|\bom\b|\babout\b", re.IGNORECASE)
_MADE_OF = re.compile(r"\bingår\b|\bbestår\b|\bdelar\b|\bmade (?:up )?of\b|\bpart of\b|\bconsists?\b", re.IGNORECASE)
_BELONGS = re.compile(
    r"\bhör(?:ande|de)? till\b|\b(?:står|ligger|finns|sorterar) under\b|\btillhör|\bbelongs? to\b", re.IGNORECASE
)
_DIRECTLY = re.compile(r"\bdirekt\b|\bdirectly\b", re.IGNORECASE)
_FOLLOWS = re.compile(r"\bfölj|\bbevak|\bfollow", re.IGNORECASE)
_ONE = re.compile(
    r"\b(?:vilken|which) (?:färdplan|strategi|roadmap|strategy)\b|\b(?:strategin|färdplanen)\b", re.IGNORECASE
)
_GENERIC = {"mål", "målsättning", "styrtal", "uppdrag"}  # words that a question uses of any plan's


def sought(q: Question) -> list[str]:
    """The kinds asked for; a goal's number says where to look, not what for, when another kind is named."""
    others = [t for t in q.types if t != "malsattning"]
    if q.number and q.types[:1] == ("styrtal",) and _MADE_OF.search(q.text):
        return ["delindikator"]
    return others if q.goal and others else list(q.types)


def _pool(q: Question, type_: str, draft: Draft) -> list[Element]:
    """Elements of a type in the years asked: of a styrtal, a series, a body or a goal where one is named."""
    if type_ == "delindikator" and q.number:
        lettered = re.compile(f"{q.number}[a-zåäö]")  # "3a" of styrtal 3, where it has no delindikatorer
        variants = [e for e in of_type(draft, ["styrtal"], q.years) if lettered.fullmatch(e.number or "")]
        return delindikatorer_of(draft, q.number, q.years) or variants
    if type_ == "uppdrag" and q.bodies:
        return _of_bodies(q, draft)
    if type_ == "uppdrag" and q.series and not q.number:
        return of_series(draft, q.series, q.years) or _given(q, draft)
    if q.goal and type_ != "malsattning":
        return under_goal(draft, [type_], q.goal, q.years)
    return of_type(draft, [type_], q.years)


def _given(q: Question, draft: Draft) -> list[Element]:
    """Where a plan has no series: what fullmäktige gave, by the plan's own words."""
    every = of_type(draft, ["uppdrag"], q.years) if q.series == "RF" else []
    return [e for e in every if _of_fullmaktige(e, draft)]


def _of_bodies(q: Question, draft: Draft) -> list[Element]:
    """Uppdrag that the bodies received; those that they only are to follow where that is asked, or where none is."""
    given = to_bodies(draft, q.bodies, q.years)
    asks_following = _FOLLOWS.search(q.text) is not None
    if _DIRECTLY.search(q.text):  # those of the bodies' own series, where the plan has one
        own = [e for e in given if e.series not in ("RF", "", None)]
        return own or given
    return given if given and not asks_following else [*given, *followed_by(draft, q.bodies, q.years)]


def gathered(q: Question, type_: str, draft: Draft) -> list[Element]:
    """Elements of a type in the years asked, narrowed by body, goal and subject."""
    found = _pool(q, type_, draft)
    found = in_scope(q, found, draft)
    if q.documents:
        found = [e for e in found if draft.known.document_of(e).kind.value in q.documents] or found
    found = _of_term(q, found)
    if q.goal and type_ == "malsattning":
        return [e for e in found if e.number == q.goal]
    if type_ == "uppdrag" and q.series and q.bodies:
        found = [e for e in found if e.series == q.series or (q.series == "RF" and _of_fullmaktige(e, draft))]
    if q.own:
        found = [e for e in found if not _of_fullmaktige(e, draft)]
    subject = subject_of(q, draft)
    if type_ == "uppdrag" and "perspektiv" in q.types:
        return _below_heading(subject, found, draft)
    if type_ == "risk" and subject:
        return list(choose_risks(q, [e for e in found if isinstance(e, Risk)], draft)[0])
    if type_ in WHOLE:
        stated = [x.element for x in link(subject, found, draft.known, _PART_OF_WHOLE)] if subject else []
        every = [] if _of_one(q, subject) else _plain(q, found, draft)
        return _below_heading(subject, found, draft) or stated or every
    if not subject:
        return found
    by_goal = _by_goal(q, type_, draft)
    if by_goal and (_BELONGS.search(q.text) or ("malsattning" in q.types and type_ != "malsattning")):
        return [e for e in found if e.id in by_goal]
    about = _ABOUT.search(q.text) is not None and q.asks("list", "count")
    linked = link(subject, found, draft.known, 0.45 if about else 0.6, strict=not about or len(subject) < _MANY)
    direct = [x.element for x in (linked if q.asks("count", "list") else best(linked))]
    ids = {e.id for e in direct} or by_goal
    headed = [] if ids else _below_heading(subject, found, draft)
    return headed or [e for e in found if e.id in ids]


def _of_fullmaktige(element: Element, draft: Draft) -> bool:
    """Whether an uppdrag comes from fullmäktige: by its series, or by who the plan says gave it."""
    if not isinstance(element, Uppdrag):
        return False
    giver = draft.known.catalogue.organisation_name(element.given_by) if element.given_by else ""
    return element.series == "RF" or "fullmäktige" in (giver or "").lower()


def _of_one(q: Question, subject: Sequence[Term]) -> bool:
    """Whether one of several is asked for by what it holds ("i vilken färdplan …"): all of them are no answer."""
    return _ONE.search(q.text) is not None and any(t.known for t in subject)


def _below_heading(subject: Sequence[Term], found: list[Element], draft: Draft) -> list[Element]:
    """The elements that stand below a heading that says the subject ("under perspektivet Process")."""
    known = draft.known
    said = {e.id: coverage(subject, known.heading_stems(e), known.vocabulary) for e in found}
    return [e for e in found if e.type in _HEADED and said[e.id] >= _PART_OF_WHOLE]


def _of_term(q: Question, found: list[Element]) -> list[Element]:
    """Where the question uses one of the plans' own words ("effektmål"), the elements that bear it."""
    asked = frozenset(stems(q.text))
    terms = {e.term for e in found}
    named = {t for t in terms - _GENERIC if frozenset(stems(t)) <= asked}
    longest = {t for t in named if not any(t != other and t in other for other in named)}
    return [e for e in found if e.term in longest] if longest and longest != terms else found


def _plain(q: Question, found: list[Element], draft: Draft) -> list[Element]:
    """A newer element that the verksamhetsplan prints comes before other documents'."""
    if q.years or q.documents:
        return found
    plans = [e for e in found if draft.known.document_of(e).kind is DocumentKind.VERKSAMHETSPLAN]
    return plans or found


def subject_of(q: Question, draft: Draft) -> list[Term]:
    """The subject's words, those that only name the organisation or nothing in the plans left out."""
    names = {s for o in draft.known.catalogue.organisations.values() for s in draft.known.telling_words(o)}
    owners = frozenset().union(*draft.known.issuers_words.values(), _of_owners(draft))
    idle = owners.union(*draft.known.own_terms_in(q.text))
    solid = [t for t in q.terms if not t.light and not all(s in idle for option in t.options[:1] for s in option)]
    region_only = [t for t in solid if all(s in names for option in t.options for s in option) and t.weight < 3.2]
    return [t for t in solid if t not in region_only]


def _of_owners(draft: Draft) -> frozenset[str]:
    """The stems of the names of those whose documents these are: they tell whose, not what of."""
    bodies = draft.known.catalogue.organisations
    documents = draft.known.catalogue.documents.values()
    owners = {body for d in documents for body in (d.huvudman, d.organisation) if body}
    return CALLED.union(s for o in owners & bodies.keys() for s in stems(bodies[o].name))


def _by_goal(q: Question, type_: str, draft: Draft) -> set[str]:
    """Elements under a goal whose own words are the subject ("styrtal för kompetensförsörjningen")."""
    goals = best(link(q.terms, of_type(draft, ["malsattning"], q.years), draft.known, 0.7))
    ids = {x.element.id for x in goals}
    return {e.id for e in draft.known.elements([type_], q.years) if ids & {e.objective, e.part_of}}


def about_whole(q: Question, type_: str, draft: Draft) -> bool:
    """Whether a vision, a målbild … is asked for itself: without a known subject, or one that its statements say."""
    subject = [t for t in subject_of(q, draft) if t.known]
    return not subject or bool(link(subject, of_type(draft, [type_], q.years), draft.known, _PART_OF_WHOLE))


def restricted(q: Question, type_: str, draft: Draft) -> str:
    """What a count or list was narrowed by, in brackets: a body, a goal, a series, a subject."""
    narrowed = [*q.body_names]
    if q.goal:
        narrowed.append(f"målsättning {q.goal}")
    if q.series and not q.number:
        narrowed.append(f"serien {q.series}")
    if type_ not in WHOLE:
        narrowed += [f"”{t.surface}”" for t in subject_of(q, draft)]
    return f" ({', '.join(narrowed)})" if narrowed else ""
