"""What is new, gone, kept or reworded between two years' plans."""

from __future__ import annotations

import re

from api.assistant.answers.gathering import subject_of
from api.assistant.answers.risks import choose_risks
from api.assistant.answers.told_values import say_new_values
from api.assistant.draft import LONG, Draft, cut, proofs_of, room_for, rooms_for
from api.assistant.linking import link
from api.assistant.phrases import PLURALS, capital, label_of, phrase, plural, short_name
from api.assistant.question import Question
from api.assistant.selection import common, in_scope
from api.listing import issued_by
from api.threads import between, planned
from graph.changes import Changes as Between
from ontology.model import DocumentKind, Element, Risk, Styrtal, Uppdrag

_IN_FULL = 10  # changed elements that a comparison tells with both years' words; more are told in brief
_ABOUT = 0.5  # of the subject that a new or dropped element must say to be listed alone
_NOT_IN = re.compile(r"\b(?:inte|saknar|utan)\b(?: [\w-]+){0,4}? (20\d\d)")
_COMPARED = ("malsattning", "styrtal", "risk", "uppdrag")


def answer_changes(q: Question, draft: Draft) -> str | None:
    """Uppdrag without a counterpart in another year's plan: what a year lost, or what it brought."""
    if not q.asks("added", "dropped") or (not q.types and q.solid) or about_one(q):
        return None
    type_ = q.types[0] if q.types else "uppdrag"
    pair = pair_of(q, draft)
    if pair is None:
        return None
    first, second = pair
    catalogue = draft.known.catalogue
    before, after = (planned(catalogue, y, type_, q.organisation) for y in pair)
    split = between(catalogue, before, after)
    key = _direction(q, pair)
    ids = set(getattr(split, key))
    found = [e for e in in_scope(q, common(draft, f"elements-{key}", type_, pair), draft) if e.id in ids]
    found = _narrowed(q, found, draft)
    names = {"first": plan_name(q, first, draft), "second": plan_name(q, second, draft)}
    if not found:
        scope = phrase(key, q.language, kind=capital(PLURALS[type_]), count=0, **names)
        draft.lack(phrase("no_counterpart", q.language, scope=scope))
        return "not_found"
    kind = capital(plural(found, type_))
    draft.head(phrase(key, q.language, kind=kind, count=len(found), **names))
    room = rooms_for([e.text for e in found], LONG - 150)
    for e in found:
        draft.say_of(f"{capital(label_of(e))}: {cut(e.text, room)}", e)
    return "answered"


def _direction(q: Question, pair: tuple[int, int]) -> str:
    """Whether what is gone or what is new is asked for; "fanns inte 2024" of 2025 asks for what is new."""
    lacking = _NOT_IN.search(q.text)
    if lacking:
        return "added" if int(lacking[1]) == pair[0] else "dropped"
    return "dropped" if q.asks("dropped") else "added"


def _narrowed(q: Question, found: list[Element], draft: Draft) -> list[Element]:
    """Those of the bodies and about the subject that the question names; all where none is said to be about it."""
    if q.bodies:
        found = [e for e in found if isinstance(e, Uppdrag) and set(q.bodies) & set(e.recipients)]
    subject = subject_of(q, draft)
    risks = [e for e in found if isinstance(e, Risk)]
    if subject and risks:
        return list(choose_risks(q, risks, draft)[0])
    about = [x.element for x in link(subject, found, draft.known, _ABOUT, strict=False)]
    return [e for e in found if e in about] or found


def answer_comparison(q: Question, draft: Draft) -> str | None:
    """All goals, styrtal, risks or uppdrag of two years: how many stayed, which were reworded, new or gone."""
    kinds = [t for t in q.types if t in _COMPARED]
    if not (q.types or q.columns or q.amounts):  # "vad har ändrats?": in what is to be done
        kinds = ["uppdrag"]
    pair = pair_of(q, draft) if q.asks("history", "kept") and kinds and not q.solid and not q.number else None
    if pair is None:
        return None
    catalogue = draft.known.catalogue
    before, after = (planned(catalogue, y, kinds[0], q.organisation) for y in pair)
    split = between(catalogue, before, after)
    if not (split.kept or split.changed):
        return None
    names = {"first": plan_name(q, pair[0], draft), "second": plan_name(q, pair[1], draft)}
    kept = [catalogue.elements[c.target] for c in split.kept]
    proofs = [p for c in split.kept for i in (c.source, c.target) for p in proofs_of(catalogue.elements[i])[:1]]
    if len(kept) == len(before) == len(after):
        draft.say(phrase("all_unchanged", q.language, kind=plural(kept, kinds[0]), **names), proofs)
        return "answered"
    if q.asks("kept") and not q.asks("dropped", "added"):
        return _say_kept(q, split, names, draft)
    if kept:
        text = phrase("unchanged", q.language, count=len(kept), total=len(after), kind=plural(after, kinds[0]), **names)
        draft.say(text, proofs)
    _say_differences(q, split, names, draft)
    return "answered"


def _say_kept(q: Question, split: Between, names: dict[str, str], draft: Draft) -> str:
    """Every element that the later plan still has, as it words it."""
    elements = draft.known.catalogue.elements
    found = sorted({c.target for c in (*split.kept, *split.changed)}, key=lambda i: draft.known.place(elements[i]))
    still = [elements[i] for i in found]
    kind = capital(plural(still, still[0].type))
    draft.head(phrase("still", q.language, kind=kind, count=len(still), **names))
    rooms = rooms_for([e.text for e in still], LONG - 200)
    for e in still:
        label = "" if isinstance(e, Risk) else f"{capital(label_of(e))}: "
        draft.say_of(label + cut(e.text, rooms), e)
    return "answered"


def _say_differences(q: Question, split: Between, names: dict[str, str], draft: Draft) -> None:
    elements = draft.known.catalogue.elements
    lines = len(split.changed) * 2 + len(split.added) + len(split.dropped)
    room = room_for(lines, LONG - 500, overhead=75)
    for change in split.changed:
        old, new = elements[change.source], elements[change.target]
        if isinstance(old, Styrtal) and isinstance(new, Styrtal) and short_name(old.text) == short_name(new.text):
            say_new_values(q, old, new, draft)
            continue
        before, after = _from_difference(old.text, new.text)
        texts = {"old": cut(before, room), "new": cut(after, room), "earlier": label_of(old)}
        draft.note(old, new)
        both = [*proofs_of(old)[:1], *proofs_of(new)[:1]]
        key = "reworded" if len(split.changed) <= _IN_FULL else "reworded_briefly"
        texts["new"] = cut(after, 48) if key == "reworded_briefly" else texts["new"]
        draft.say(capital(phrase(key, q.language, label=label_of(new), year=old.year, **texts, **names)), both)
    for key in ("added", "dropped"):
        found = [elements[i] for i in getattr(split, key)]
        if found:
            draft.head(phrase(key, q.language, kind=capital(plural(found, found[0].type)), count=len(found), **names))
        for e in found:
            draft.say_of(f"{capital(label_of(e))}: {cut(e.text, room)}", e)


def _from_difference(old: str, new: str) -> tuple[str, str]:
    """Two texts from a little before the word where they part, so that a cut shows what changed."""
    a, b = old.split(), new.split()
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    start = same - 3
    return (old, new) if start < 4 else (f"[…] {' '.join(a[start:])}", f"[…] {' '.join(b[start:])}")


def about_one(q: Question) -> bool:
    """A question on one uppdrag ("finns uppdraget om filialer inte kvar?") is its thread's."""
    return bool(q.terms) and re.search(r"\buppdraget\b", q.text.lower()) is not None


def pair_of(q: Question, draft: Draft) -> tuple[int, int] | None:
    years = sorted(q.years)
    plans = draft.known.plan_years
    if len(years) >= 2:
        return years[0], years[-1]
    if len(plans) < 2:
        return None
    year = years[0] if years else plans[-1]
    from_it = (
        q.asks("dropped", "kept")
        and re.search(rf"(?:från|i planen|from|planen)\s+{year}", q.text.lower())
        and year != plans[-1]
    )
    at = plans.index(year) if year in plans else -1
    if at < 0:
        return None
    if from_it:
        return plans[at], plans[at + 1]
    return (plans[at - 1], plans[at]) if at > 0 else (plans[at], plans[at + 1])


def plan_name(q: Question, year: int, draft: Draft) -> str:
    """The name of a year's plan; the year alone where there is none."""
    catalogue = draft.known.catalogue
    plans = [
        d
        for d in catalogue.documents.values()
        if d.year == year
        and d.kind is DocumentKind.VERKSAMHETSPLAN
        and (not q.organisation or issued_by(catalogue, d, q.organisation))
    ]
    return draft.name(plans[0], q.language) if plans else str(year)
