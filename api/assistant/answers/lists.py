"""Lists and counts: all elements of a kind, of a body, under a goal, about a subject; one uppdrag by its number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from api.assistant.answers.risks import choose_risks
from api.assistant.answers.scope import scope_name
from api.assistant.draft import LONG, Draft, Proof, cut, listed, proofs_of, room_for
from api.assistant.knowledge import short_name
from api.assistant.linking import best, link
from api.assistant.phrases import PLURALS, capital, label_of, phrase, plural
from api.assistant.question import Question
from api.assistant.selection import in_scope, newest, of_type, to_bodies, under_goal, with_number
from api.assistant.vocabulary import Term, coverage
from ontology.model import Beredning, DocumentKind, Element, Malbild, Risk, Strategi, Styrtal, Uppdrag
from ontology.svenska import fold

_WHOLE = ("vision", "vardegrund", "malbild", "perspektiv", "beredning", "fardplan", "strategi", "delindikator")
_MANY = 3  # words of a subject from which an element of a list may lack the most telling one
_HEADED = ("strategi", "perspektiv", "malbild", "vardegrund")  # kinds that a heading sorts
_WHAT_IS = re.compile(r"^(?:vad är (?:en|ett)|what is an?)\b", re.IGNORECASE)
_PART_OF_WHOLE = 0.6  # of the subject that one statement of a målbild … must say to be listed by itself
_ABOUT = re.compile(r"\bhandlar om\b|\brör\b|\bgäller\b|\bom\b|\babout\b", re.IGNORECASE)
_GENERIC = {"mål", "målsättning", "styrtal", "uppdrag"}  # words that a question uses of any plan's
_DOES = re.compile(r"\b(?:ska|skall|gör|göra|gjorde|jobbar|arbetar|shall|do)\b", re.IGNORECASE)
_SERIES = {"RF": "från regionfullmäktige", "HS": "till förvaltningen", "Ber": "till beredningarna"}
_SERIES_EN = {"RF": "from regionfullmäktige", "HS": "to the förvaltning", "Ber": "to the beredningar"}


def answer_numbered(q: Question, draft: Draft) -> str | None:
    """One uppdrag by its number: of the year asked, else of the newest plan that has it."""
    if not q.number or "styrtal" in q.types or (q.number_years is not None and q.years):
        return None
    found = in_scope(q, with_number(draft, q), draft)
    if not found:
        label = f"{q.series} nr {q.number}" if q.series else f"nr {q.number}"
        draft.lack(capital(phrase("no_number", q.language, document=scope_name(q, draft), label=label)))
        return "not_found"
    shown = found if len(q.years) > 1 else newest(found)
    for element in shown:
        say_uppdrag(q, element, draft)
    return "answered"


def say_uppdrag(q: Question, element: Element, draft: Draft, room: int = 520) -> None:
    """An uppdrag with its label and words; the lettered parts of a whole follow."""
    document = draft.name(draft.known.document_of(element), q.language)
    line = phrase(
        "uppdrag", q.language, label=capital(label_of(element)), document=document, text=cut(element.text, room)
    )
    draft.say_of(line, element)
    for part in parts_of(element, draft):
        draft.say_of(f"{part.number}: {cut(part.text, 200)}", part)


def parts_of(element: Element, draft: Draft) -> list[Element]:
    """The lettered parts of an element, in order."""
    return [
        e
        for e in draft.known.catalogue.by_document[element.document]
        if e.part_of == element.id and isinstance(e, Uppdrag)
    ]


def answer_count(q: Question, draft: Draft) -> str | None:
    """How many of a kind a plan has; numbered uppdrag by series, their parts told beside them."""
    if not q.asks("count") or not q.types or q.columns or q.asks("added", "dropped"):
        return None
    type_ = _sought(q)[0]
    found = _gathered(q, type_, draft)
    if not found:
        return _empty(q, type_, draft)
    documents = list(dict.fromkeys(e.document for e in found)) if q.years else [newest(found)[0].document]
    for document in documents:
        _say_count(q, type_, [e for e in found if e.document == document], draft)
    return "answered"


def _say_count(q: Question, type_: str, found: Sequence[Element], draft: Draft) -> None:
    document = capital(draft.name(draft.known.document_of(found[0]), q.language)) + _restricted(q, type_, draft)
    whole = [e for e in found if not (isinstance(e, Uppdrag) and e.part_of)]
    parts = len(found) - len(whole)
    draft.note(*found)
    if type_ != "uppdrag":
        text = phrase("count_other", q.language, document=document, total=len(whole), kind=plural(list(whole), type_))
    else:
        split = _split(q, whole)
        text = phrase("count", q.language, document=document, total=len(whole), split=f": {split}" if split else "")
        if parts:
            text += " " + phrase("count_parts", q.language, count=parts)
    draft.say(text, [proofs_of(e)[0] for e in whole])


def _restricted(q: Question, type_: str, draft: Draft) -> str:
    """What a count or list was narrowed by, in brackets: a body, a goal, a series, a subject."""
    narrowed = [*q.body_names]
    if q.goal:
        narrowed.append(f"målsättning {q.goal}")
    if q.series and not q.number:
        narrowed.append(f"serien {q.series}")
    if type_ not in _WHOLE:
        narrowed += [f"”{t.surface}”" for t in _subject(q, draft)]
    return f" ({', '.join(narrowed)})" if narrowed else ""


def _split(q: Question, uppdrag: Sequence[Element]) -> str:
    counts = Counter(e.series or "" for e in uppdrag)
    names = _SERIES_EN if q.language == "en" else _SERIES
    if len(counts) < 2:
        return ""
    return listed((f"{n} {names.get(s, s)}" for s, n in counts.items()), "and" if q.language == "en" else "och")


def answer_list(q: Question, draft: Draft) -> str | None:
    """Every element of the kind asked for, in the plan of the year asked, else in the newest that has any."""
    type_ = _listed_type(q)
    if _WHAT_IS.search(q.text) and not q.years:  # "vad är en färdplan?" asks for no list
        return None
    if type_ is None or (q.asks("reason", "date", "place", "definition") and _subject(q, draft)):
        return None
    if type_ == "beredning" and not q.asks("list", "count"):
        return None
    if type_ in _WHOLE and type_ != "fardplan" and not q.asks("list") and not _about_whole(q, type_, draft):
        return None
    found = _gathered(q, type_, draft)
    if not found:
        return _empty(q, type_, draft)
    if type_ == "fardplan" and len(found) <= 2 and _subject(q, draft):
        return _roadmap(q, found, draft)
    shown = found if q.years else newest(found)
    for document in dict.fromkeys(e.document for e in shown):
        _say_list(q, type_, [e for e in shown if e.document == document], draft)
    lacking = [y for y in q.years if y not in {e.year for e in shown}] if len(q.years) > 1 else []
    for year in lacking:
        draft.lack(phrase("no_part", q.language, year=year))
    return "partial" if lacking else "answered"


def _about_whole(q: Question, type_: str, draft: Draft) -> bool:
    """Whether a vision, a målbild … is asked for itself: without a known subject, or one that its statements say."""
    subject = [t for t in _subject(q, draft) if t.known]
    return not subject or bool(link(subject, of_type(draft, [type_], q.years), draft.known, _PART_OF_WHOLE))


def _listed_type(q: Question) -> str | None:
    if q.goal and "malsattning" in q.types and len(q.types) == 1:
        return "malsattning"
    if q.goal and not q.types:
        return "malsattning"
    for type_ in _sought(q):
        if (
            type_ in _WHOLE
            or (q.asks("list", "recipient") or q.bodies or q.goal)
            or type_ in ("uppdrag", "malsattning")
        ):
            return type_
    return "uppdrag" if q.bodies and not q.types and _DOES.search(q.text) else None


def _sought(q: Question) -> list[str]:
    """The kinds asked for; a goal's number says where to look, not what for, when another kind is named."""
    others = [t for t in q.types if t != "malsattning"]
    return others if q.goal and others else list(q.types)


def _gathered(q: Question, type_: str, draft: Draft) -> list[Element]:
    """Elements of a type in the years asked, narrowed by body, goal and subject."""
    if type_ == "uppdrag" and q.bodies:
        found = to_bodies(draft, q.bodies, q.years)
    elif q.goal and type_ != "malsattning":
        found = under_goal(draft, [type_], q.goal, q.years)
    else:
        found = of_type(draft, [type_], q.years)
    found = in_scope(q, found, draft)
    if q.documents:
        found = [e for e in found if draft.known.document_of(e).kind.value in q.documents] or found
    found = _of_term(q, found)
    if q.goal and type_ == "malsattning":
        return [e for e in found if e.number == q.goal]
    if type_ == "uppdrag" and q.series and not q.number:
        found = [e for e in found if e.series == q.series]
    subject = _subject(q, draft)
    if type_ == "risk" and subject:
        return list(choose_risks(q, [e for e in found if isinstance(e, Risk)], draft)[0])
    if type_ in _WHOLE:
        stated = [x.element for x in link(subject, found, draft.known, _PART_OF_WHOLE)] if subject else []
        return _below_heading(subject, found, draft) or stated or _plain(q, found, draft)
    if not subject:
        return found
    by_goal = _by_goal(q, type_, draft)
    about = _ABOUT.search(q.text) is not None and q.asks("list", "count")
    linked = link(subject, found, draft.known, 0.45 if about else 0.6, strict=not about or len(subject) < _MANY)
    direct = [x.element for x in (linked if q.asks("count", "list") else best(linked))]
    ids = {e.id for e in direct}
    return [e for e in found if e.id in ids] or [e for e in found if e.id in by_goal]


def _below_heading(subject: Sequence[Term], found: list[Element], draft: Draft) -> list[Element]:
    """The elements that stand below a heading that says the subject ("under perspektivet Process")."""
    known = draft.known
    said = {e.id: coverage(subject, known.heading_stems(e), known.vocabulary) for e in found}
    return [e for e in found if e.type in _HEADED and said[e.id] >= _PART_OF_WHOLE]


def _of_term(q: Question, found: list[Element]) -> list[Element]:
    """Where the question uses one of the plans' own words ("effektmål"), the elements that bear it."""
    asked = fold(q.text)
    terms = {e.term for e in found}
    named = {t for t in terms - _GENERIC if re.search(rf"\b{re.escape(t)}", asked)}
    longest = {t for t in named if not any(t != other and t in other for other in named)}
    return [e for e in found if e.term in longest] if longest and longest != terms else found


def _plain(q: Question, found: list[Element], draft: Draft) -> list[Element]:
    """A newer element that the verksamhetsplan prints comes before other documents'."""
    if q.years or q.documents:
        return found
    plans = [e for e in found if draft.known.document_of(e).kind is DocumentKind.VERKSAMHETSPLAN]
    return plans or found


def _subject(q: Question, draft: Draft) -> list[Term]:
    """The subject's words, those that only name the organisation or nothing in the plans left out."""
    names = {s for o in draft.known.catalogue.organisations.values() for s in draft.known.telling_words(o)}
    solid = [t for t in q.terms if not t.light]
    region_only = [t for t in solid if all(s in names for option in t.options for s in option) and t.weight < 3.2]
    return [t for t in solid if t not in region_only]


def _by_goal(q: Question, type_: str, draft: Draft) -> set[str]:
    """Elements under a goal whose own words are the subject ("styrtal för kompetensförsörjningen")."""
    goals = best(link(q.terms, of_type(draft, ["malsattning"], q.years), draft.known, 0.7))
    ids = {x.element.id for x in goals}
    return {e.id for e in draft.known.elements([type_], q.years) if e.objective in ids}


def _roadmap(q: Question, found: Sequence[Element], draft: Draft) -> str:
    """A färdplan that is asked for by name: the uppdrag that it is named in, with their parts."""
    for roadmap in found if q.years else newest(found):
        places = {e.passage for e in roadmap.evidence}
        given = [e for e in draft.known.catalogue.by_document[roadmap.document] if isinstance(e, Uppdrag)]
        given = [e for e in given if any(v.passage in places for v in e.evidence)]
        for uppdrag in given:
            say_uppdrag(q, uppdrag, draft)
        if not given:
            draft.say_of(_item(roadmap, 200), roadmap)
    return "answered"


def _empty(q: Question, type_: str, draft: Draft) -> str | None:
    """Nothing of the kind: the answer tells which plan was searched; with a subject, prose may still answer."""
    what = ""
    if q.body_names:
        what = f" {'for' if q.language == 'en' else 'för'} {listed(q.body_names)}"
    elif _subject(q, draft):
        return None
    if q.goal:
        what += f" under målsättning {q.goal}"
    if q.series:
        what += f" i serien {q.series}"
    draft.lack(capital(phrase("no_list", q.language, document=scope_name(q, draft), kind=PLURALS[type_], what=what)))
    return "not_found"


def _say_list(q: Question, type_: str, shown: list[Element], draft: Draft) -> None:
    document = draft.name(draft.known.document_of(shown[0]), q.language)
    if type_ == "vision":
        for e in shown:
            draft.say_of(phrase("vision", q.language, text=e.text, document=document), e)
        return
    kind = capital(plural(shown, type_))
    if q.body_names and type_ == "uppdrag":
        draft.head(
            phrase(
                "list_of_for",
                q.language,
                kind=kind,
                who=listed(_bodies_as_printed(q, shown[0], draft)),
                document=document,
            )
        )
    elif len(shown) > 1 or type_ != "uppdrag":
        draft.head(phrase("list_of", q.language, kind=kind, document=document) + _restricted(q, type_, draft))
    else:
        say_uppdrag(q, shown[0], draft)
        return
    room = room_for(len(shown), LONG - 200)
    for e in shown:
        draft.say_of(_item(e, room), e)
        if isinstance(e, Strategi) and len(shown) == 1:
            for evidence in e.evidence[1:]:
                draft.say(cut(evidence.quote, 300), [Proof(e.document, evidence)])


def _bodies_as_printed(q: Question, element: Element, draft: Draft) -> list[str]:
    """The asked bodies by the names that this element's plan gives them."""
    plan = draft.known.catalogue.by_document[element.document]
    named = [e.text for e in plan if isinstance(e, Beredning) and e.organisation in q.bodies]
    return list(q.body_names) if len(q.body_names) != len(named) or not named else named


def _item(element: Element, room: int) -> str:
    if isinstance(element, Uppdrag):
        return f"{capital(label_of(element))}: {cut(element.text, room)}"
    if isinstance(element, Malbild):
        return f"{element.group + ': ' if element.group else ''}”{cut(element.text, room)}”"
    if isinstance(element, Beredning):
        others = [n for n in element.names if n != element.text]
        return element.text + (f" (även kallad {listed(others)})" if others else "")
    if isinstance(element, Styrtal):
        return f"{element.number + '. ' if element.number else ''}{short_name(element.text, room)}"
    number = f"{capital(element.term)} {element.number}: " if element.number and element.type == "malsattning" else ""
    return number + cut(re.sub(r"\s*\*+\)?", "", element.text), room)
