"""Lists: all elements of a kind, of a body, under a goal, about a subject; an uppdrag with its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.assistant.answers.gathering import WHOLE, about_whole, gathered, restricted, sought, subject_of
from api.assistant.answers.scope import scope_name
from api.assistant.draft import LONG, Draft, Proof, cut, listed, rooms_for
from api.assistant.phrases import PLURALS, capital, label_of, phrase, plural, short_name
from api.assistant.question import Question
from api.assistant.selection import around, newest, to_bodies
from ontology.model import Beredning, DocumentKind, Element, Malbild, Strategi, Styrtal, Uppdrag

_WHAT_IS = re.compile(r"^(?:vad är (?:en|ett)|what is an?)\b", re.IGNORECASE)
_DOES = re.compile(r"\b(?:ska|skall|gör|göra|gjorde|jobbar|arbetar|shall|do)\b", re.IGNORECASE)


def say_uppdrag(q: Question, element: Element, draft: Draft, room: int = 520) -> None:
    """An uppdrag with its label and words; the whole that it is a part of, or its own lettered parts, follow."""
    document = draft.name(draft.known.document_of(element), q.language)
    line = phrase(
        "uppdrag", q.language, label=capital(label_of(element)), document=document, text=cut(element.text, room)
    )
    draft.say_of(line, element)
    whole = draft.known.catalogue.elements.get(element.part_of or "") if isinstance(element, Uppdrag) else None
    if whole:
        text = phrase("part_of", q.language, label=label_of(whole), text=cut(whole.text, 240))
        draft.say_of(capital(text), whole)
    for part in parts_of(element, draft):
        draft.say_of(f"{part.number}: {cut(part.text, 200)}", part)


def parts_of(element: Element, draft: Draft) -> list[Element]:
    """The lettered parts of an element, in order."""
    return around(draft, "uppdrag-parts", element, "helhet") if element.number else []


def answer_list(q: Question, draft: Draft) -> str | None:
    """Every element of the kind asked for, in the plan of the year asked, else in the newest that has any."""
    type_ = _listed_type(q)
    if q.attributes or (_WHAT_IS.search(q.text) and not q.years):  # "vad är en färdplan?" asks for no list
        return None
    if type_ is None or q.asks("reason") or (q.asks("date", "place", "definition") and subject_of(q, draft)):
        return None
    if type_ == "beredning" and not q.asks("list", "count"):
        return None
    if type_ in WHOLE and _of_no_statement(q, type_, draft):
        return None
    found = gathered(q, type_, draft)
    if not found:
        return say_empty(q, type_, draft)
    if type_ == "fardplan" and len(found) <= 2 and subject_of(q, draft):
        return _roadmap(q, found, draft)
    shown = found if q.years else newest(found)
    for document in dict.fromkeys(e.document for e in shown):
        say_list(q, type_, [e for e in shown if e.document == document], draft)
    lacking = [y for y in q.years if y not in {e.year for e in shown}] if len(q.years) > 1 else []
    for year in lacking:
        draft.lack(phrase("no_part", q.language, year=year))
    return "partial" if lacking else "answered"


def _of_no_statement(q: Question, type_: str, draft: Draft) -> bool:
    """Whether something else of a vision, a målbild … is asked for than its statements: who decided it, and when."""
    if q.asks("giver", "date"):
        return True
    if type_ == "fardplan":
        return _of_its_content(q, draft)
    return not q.asks("list") and not about_whole(q, type_, draft)


def _of_its_content(q: Question, draft: Draft) -> bool:
    """Whether something in a färdplan is asked for (who follows it, what it costs), not which there are."""
    if q.asks_figure or (q.asks("recipient") and not q.asks("list")):
        return True
    held = any(d.kind is DocumentKind.FARDPLAN for d in draft.known.catalogue.documents.values())
    return held and "fardplan" in q.documents and bool(subject_of(q, draft))


def _listed_type(q: Question) -> str | None:
    if q.goal and "malsattning" in q.types and len(q.types) == 1:
        return "malsattning"
    if q.goal and not q.types:
        return "malsattning"
    for type_ in sought(q):
        if type_ in WHOLE or (q.asks("list", "recipient") or q.bodies or q.goal) or type_ in ("uppdrag", "malsattning"):
            return type_
    return "uppdrag" if q.bodies and not q.types and _DOES.search(q.text) else None


def _roadmap(q: Question, found: Sequence[Element], draft: Draft) -> str:
    """A färdplan that is asked for by name: the uppdrag that it is named in, with their parts."""
    for roadmap in found if q.years else newest(found):
        places = {e.passage for e in roadmap.evidence}
        given = [e for e in draft.known.catalogue.by_document[roadmap.document] if isinstance(e, Uppdrag)]
        given = [e for e in given if any(v.passage in places for v in e.evidence)]
        for uppdrag in given:
            say_uppdrag(q, uppdrag, draft)
        if not given:
            draft.say_of(item_of(roadmap, 200), roadmap)
    return "answered"


def say_empty(q: Question, type_: str, draft: Draft) -> str | None:
    """Nothing of the kind: the answer tells which plan was searched; with a subject, prose may still answer."""
    what = ""
    if q.body_names:
        if subject_of(q, draft) and to_bodies(draft, q.bodies, q.years):
            return None
        what = f" {'for' if q.language == 'en' else 'för'} {listed(q.body_names)}"
    elif subject_of(q, draft):
        return None
    if q.goal:
        what += f" under målsättning {q.goal}"
    if q.series:
        what += f" i serien {q.series}"
    draft.lack(capital(phrase("no_list", q.language, document=scope_name(q, draft), kind=PLURALS[type_], what=what)))
    return "not_found"


def say_list(q: Question, type_: str, shown: list[Element], draft: Draft) -> None:
    """The elements of one document, below a line that says what they are; a vision by itself."""
    document = draft.name(draft.known.document_of(shown[0]), q.language)
    if type_ == "vision":
        for e in shown:
            draft.say_of(phrase("vision", q.language, text=e.text, document=document), e)
        return
    kind = capital(plural(shown, shown[0].type))
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
        draft.head(phrase("list_of", q.language, kind=kind, document=document) + restricted(q, type_, draft))
    else:
        say_uppdrag(q, shown[0], draft)
        return
    room = rooms_for([e.text for e in shown], LONG - 200)
    for e in shown:
        draft.say_of(item_of(e, room), e)
        if isinstance(e, Strategi) and len(shown) == 1:
            for evidence in e.evidence[1:]:
                draft.say(cut(evidence.quote, 300), [Proof(e.document, evidence)])


def _bodies_as_printed(q: Question, element: Element, draft: Draft) -> list[str]:
    """The asked bodies by the names that this element's plan gives them."""
    plan = draft.known.catalogue.by_document[element.document]
    named = [e.text for e in plan if isinstance(e, Beredning) and e.organisation in q.bodies]
    return list(q.body_names) if len(q.body_names) != len(named) or not named else named


def item_of(element: Element, room: int) -> str:
    """One element of a list, with its label, in the room that there is."""
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
