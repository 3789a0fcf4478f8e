"""A question understood: what its words say, what an earlier question adds, what the user corrected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from api.assistant.cues import in_order, matching, patterns
from api.assistant.hearing import (
    bodies_of,
    is_english,
    names_in,
    opened,
    rewritten,
    terms_of,
    translated,
    without_cues,
)
from api.assistant.knowledge import Knowledge
from api.assistant.numbering import asks_own, numbers_of
from api.assistant.question import Question
from api.assistant.sentences import sentences
from api.assistant.spelling import mended
from api.assistant.vocabulary import Term
from api.assistant.years import years_of
from api.listing import read_type
from api.models import AskFilter, Turn
from ontology.errors import UsageError
from ontology.svenska import fold, words

_LONGEST = 60  # letters of a word that are read: no Swedish word is longer, and patterns stay quick
_LONG_WORD = re.compile(rf"\S{{{_LONGEST},}}")
_YEAR_BEFORE = re.compile(r"\b(?:året innan|året före|föregående år|the year before)\b")
_DOING = re.compile(r"följ|\bgör(?:a|s)?\b|\bjobba|\barbeta")
_BESIDE = 0.25  # of its weight, for a word that stands beside the question
_NAMED = 12  # bodies that a message names
_SAME_NUMBER = re.compile(r"\bsamma (?:nummer|nr)\b|\bsame number\b")
_LED = re.compile(r"^(?:och|men|samt|and|but)\s+(?:(?:då|hur är det)\s+)?(i|på|för|hos|inom|vid|till|av|in|at|for)\s")
_STEP = re.compile(r"året (?:innan|före|efter|därpå)|föregående år|the year (?:before|after)")
_YEAR_AFTER = re.compile(r"\b(?:året efter|året därpå|the year after)\b")
_PLAN_YEAR = re.compile(r"plan\w*\s+(?:för\s+)?(?:år\s+)?20\d\d|20\d\d års|planerna|plan for 20|20\d\d plan")
_GOAL_WORD = re.compile(
    r"målsättning|effektmål|nämndmål|inriktningsmål|resultatmål|vilka mål\b|mål(?:en)? \d|mål nr|goals|objective"
)


def understand(text: str, history: Sequence[Turn], limits: AskFilter | None, known: Knowledge) -> Question:
    """Read a question; one that points back is joined to the question before it; `limits` override."""
    question = read(text, known)
    if history and _points_back(question):
        before = understand(history[-1].question, history[:-1], None, known)
        question = _joined(before, question, known)
    if question.columns == ("target",) and not (question.types or question.terms or question.goal):
        question = replace(question, types=("malsattning",), columns=())  # "vad är målet?": the plan's own
    return _limited(question, limits, known)


def read(text: str, known: Knowledge) -> Question:
    """Read one question by itself."""
    plain = _LONG_WORD.sub(lambda m: m[0][:_LONGEST], fold(text)).strip(" ?!.")
    language = "en" if is_english(plain) else "sv"
    names = names_in(text, known)
    if language == "sv":
        plain = rewritten(mended(plain, known.vocabulary, names))
    folded = opened(translated(plain) if language == "en" else plain, known)
    years, periods = years_of(folded, known)
    numbers, bodies = numbers_of(folded, known.series), bodies_of(folded, known)
    intents = tuple(matching("intents", folded))
    columns = tuple(matching("columns", folded))
    types = [*([numbers.type] if numbers.type else []), *in_order("types", folded)]
    if not types and {"list", "count"} & set(intents):
        types = list(dict.fromkeys(known.own_terms_in(folded).values()))  # "säkerhetsmål"
    told = _told_beside(text)
    return Question(
        text=text.strip(),
        language=language,
        intent=next((i for i in intents if i != "intended"), ""),
        intents=intents,
        types=_settled(tuple(dict.fromkeys(types)), folded, has_bodies=bool(bodies.ids), columns=columns),
        years=years,
        periods=periods,
        columns=columns,
        amounts=tuple(matching("amounts", folded)),
        documents=tuple(matching("documents", folded)),
        series=numbers.series,
        number=numbers.number,
        number_years=(numbers.year,) if numbers.year in known.years else None,
        goal=numbers.goal,
        bodies=bodies.ids,
        body_names=bodies.names,
        terms=_less_of(told, terms_of(without_cues(folded, known.series), known, bodies.used, names)),
        every=_less_of(told, terms_of(folded, known, frozenset(), names)),
        of_plan=_PLAN_YEAR.search(folded) is not None,
        own=asks_own(folded),
        person="who" in matching("people", folded),
    )


def _told_beside(text: str) -> frozenset[str]:
    """The words that only the sentences beside the question say: who asks and why; none where it points back."""
    asked = " ".join(s for s in sentences(text.strip()) if s.endswith("?"))
    if not asked or patterns("follow")["points"].search(fold(asked)):
        return frozenset()
    return frozenset(words(text)) - frozenset(words(asked))


def _less_of(told: frozenset[str], terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms, those that were told beside the question as fillers, where others are asked about."""
    if not any(t.known and not t.light and t.surface not in told for t in terms):
        return terms
    return tuple(replace(t, light=True, weight=t.weight * _BESIDE) if t.surface in told else t for t in terms)


def _settled(types: tuple[str, ...], folded: str, *, has_bodies: bool, columns: tuple[str, ...]) -> tuple[str, ...]:
    """One word can sound like another kind: "målbild" is no mål, and bodies that receive uppdrag are not asked for."""
    kept = list(types)
    if (len(kept) > 1 or columns) and "malsattning" in kept and not _GOAL_WORD.search(folded):
        kept.remove("malsattning")
    if "delindikator" in kept and "styrtal" in kept:
        kept.remove("styrtal")
    if "beredning" in kept and has_bodies and ("uppdrag" in kept or _DOING.search(folded)):
        kept.remove("beredning")
    return tuple(kept)


def _points_back(question: Question) -> bool:
    """Whether a question cannot stand alone: it begins as one that goes on, or has a pronoun and no subject."""
    folded = fold(question.text)
    begins = patterns("follow")["begins"].search(folded) is not None
    points = patterns("follow")["points"].search(folded) is not None
    alone = [t for t in question.solid if t.known] or question.number
    few = len(words(question.text)) <= 8
    return begins or (few and points) or (few and not alone and not question.types) or (points and not alone)


def _joined(before: Question, now: Question, known: Knowledge) -> Question:
    """The question before, with what the new one says in its place."""
    fresh = tuple(t for t in now.solid if t.known)
    bodies = bodies_of(fold(now.text), known, forced=True) if before.bodies and not now.bodies else None
    if bodies and bodies.ids:
        now = replace(now, bodies=bodies.ids, body_names=bodies.names)
        fresh = tuple(t for t in fresh if not set(t.options[0]) <= bodies.used)
    if "beredning" in now.types and now.bodies and before.types:
        now = replace(now, types=tuple(t for t in now.types if t != "beredning"))
    years = _years_after(before, now, known)
    stays = _besides(before, now) if fresh else ()
    new_subject = bool(fresh) and not now.years and not stays
    moved = bool(before.number) and not now.number and not _SAME_NUMBER.search(fold(now.text))
    return replace(
        before,
        text=f"{before.text} {now.text}",
        language=now.language if len(now.every) > 1 else before.language,
        intent=now.intent or before.intent,
        intents=before.intents if _goes_on(before, now) else now.intents or before.intents,
        types=now.types or before.types,
        years=years,
        periods=now.periods or before.periods,
        columns=now.columns or before.columns,
        amounts=now.amounts or before.amounts,
        documents=now.documents or before.documents,
        series=now.series or before.series,
        number=now.number or (None if new_subject else before.number),
        number_years=(before.number_years or before.years) if moved and not new_subject else now.number_years,
        goal=now.goal or before.goal,
        bodies=now.bodies or before.bodies,
        body_names=now.body_names or before.body_names,
        terms=fresh if new_subject else (*(stays or before.terms), *fresh),
        every=now.every if new_subject else (*(stays or before.every), *fresh),
        of_plan=bool(years)
        and (now.of_plan or bool(_STEP.search(fold(now.text))) or (not now.years and before.of_plan)),
        own=now.own or before.own,
        person=now.person,
    )


def _besides(before: Question, now: Question) -> tuple[Term, ...]:
    """Where "och på lasarettet?" puts another in the place of "… på sjukhuset", what else the question was about."""
    led = _LED.match(fold(now.text))
    place = fold(before.text).rfind(f" {led[1]} ") if led else -1
    if place < 0:
        return ()
    given_up = set(words(before.text[place:]))
    stays = tuple(t for t in before.terms if t.surface not in given_up)
    return stays if any(t.known and not t.light for t in stays) else ()


def _goes_on(before: Question, now: Question) -> bool:
    """Whether the same is asked again: a count ("och hur många 2025?"), an amount ("och vilken fick det 2025?")."""
    if before.asks("count"):
        return now.intents == ("value",) and not now.columns and not now.types
    valued = bool(before.columns or before.amounts) and not (now.columns or now.amounts or now.types)
    return valued and bool(now.years) and not any(t.known and not t.light for t in now.terms)


def _years_after(before: Question, now: Question, known: Knowledge) -> tuple[int, ...]:
    """The years of a question that goes on: its own, or a step from those before."""
    folded = fold(now.text)
    base = before.years[-1] if before.years else known.this_year
    if _YEAR_BEFORE.search(folded):
        return (base - 1,)
    if _YEAR_AFTER.search(folded):
        return (base + 1,)
    return now.years or (() if now.periods else before.years)


def _limited(question: Question, limits: AskFilter | None, known: Knowledge) -> Question:
    if limits is None:
        return question
    changed: dict[str, object] = {}
    if limits.years is not None:
        changed |= {"years": tuple(limits.years), "periods": ()}
    if limits.types is not None:
        changed["types"] = tuple(read_type(t) for t in limits.types)
    if limits.recipients is not None:
        changed |= _recipients(limits.recipients, known)
    if limits.documents is not None:
        changed["only_documents"] = _documents(limits.documents, known)
    if limits.organisation is not None:
        changed["organisation"] = limits.organisation
    return replace(question, **changed)  # type: ignore[arg-type]


def _documents(wanted: Sequence[str], known: Knowledge) -> tuple[str, ...]:
    """Ids of documents that the release has; raises UsageError for any other."""
    unknown = [d for d in wanted if d not in known.catalogue.documents]
    if unknown:
        raise UsageError(f"Dokumentet ”{unknown[0]}” finns inte i releasen. Se /api/documents för dem som finns.")
    return tuple(wanted)


def _recipients(wanted: Sequence[str], known: Knowledge) -> dict[str, object]:
    folded = [fold(r) for r in wanted]
    hits = [
        o
        for o in known.catalogue.organisations.values()
        if any(f in fold(n) or f == o.id for f in folded for n in (o.name, *o.names))
    ]
    if wanted and not hits:
        names = ", ".join(sorted({o.name for o in known.catalogue.organisations.values()})[:_NAMED])
        raise UsageError(f"Ingen mottagare heter ”{wanted[0]}” i releasen. Välj bland {names}.")
    return {"bodies": tuple(o.id for o in hits), "body_names": tuple(dict.fromkeys(o.name for o in hits))}
