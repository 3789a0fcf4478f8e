"""A question understood: years, kinds, columns, numbers, bodies, intent, and the words that are its subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from api.assistant.cues import matching, patterns, section, word_set
from api.assistant.knowledge import Knowledge
from api.assistant.vocabulary import Term
from api.models import AskFilter, Turn
from ontology.svenska import STOPWORDS, fold, stems, words

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_SINCE = re.compile(r"\b(?:sedan|since|from|från)\s+(20[0-4]\d)")
_SERIES_NUMBER = re.compile(r"\b(?P<series>hs|ber|rf)\s*(?:nr\.?\s*|nummer\s*)?(?P<number>\d{1,3})\b")
_NUMBER = re.compile(
    r"\b(?P<what>uppdrag(?:et)?|assignment|målsättning(?:en)?|effektmål(?:et)?|mål(?:et)?|goal|styrtal(?:et)?|indikator(?:n)?|indicator)"
    r"\s+(?:nr\.?\s*|nummer\s+|number\s+)?(?P<number>\d{1,3}(?:\s?[a-h])?)\b(?!\s*%)"
)
_BARE_NUMBER = re.compile(r"\b(?:nr\.?|nummer|number)\s*(?P<number>\d{1,3}(?:\s?[a-h])?)\b")
_RELATIVE = (
    (re.compile(r"\b(?:förra året|i fjol|last year|året innan)\b"), -1),
    (re.compile(r"\b(?:nästa år|next year)\b"), 1),
    (re.compile(r"\b(?:i år|this year|innevarande år)\b"), 0),
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `terms` are its subject's words; `every` also those that the cues took (used for passages). `years` are plan
    years in the order asked, `periods` other years that it names. `columns` of styrtal, `amounts` of budgets.
    """

    text: str
    language: str = "sv"
    intent: str = ""
    intents: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    periods: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    series: str | None = None
    number: str | None = None
    goal: str | None = None
    bodies: tuple[str, ...] = ()
    body_names: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    every: tuple[Term, ...] = ()
    person: bool = False
    follows: bool = False
    organisation: str | None = None
    only_documents: tuple[str, ...] = ()

    def asks(self, *intents: str) -> bool:
        """Whether any of the intents was heard."""
        return any(i in self.intents for i in intents)


def understand(text: str, history: Sequence[Turn], limits: AskFilter | None, known: Knowledge) -> Question:
    """Read a question; one that points back is joined to the question before it; `limits` override."""
    question = read(text, known)
    if history and _points_back(question):
        before = understand(history[-1].question, history[:-1], None, known)
        question = _joined(before, question)
    return _limited(question, limits, known)


def read(text: str, known: Knowledge) -> Question:
    """Read one question by itself."""
    folded = fold(text).strip(" ?!.")
    language = "en" if _is_english(folded) else "sv"
    folded = _translated(folded) if language == "en" else folded
    years, periods = _years(folded, known)
    series, number, goal, numbered_type = _numbers(folded)
    bodies, body_names, body_words = _bodies(folded, known)
    intents = tuple(matching("intents", folded))
    types = tuple(dict.fromkeys(([numbered_type] if numbered_type else []) + matching("types", folded)))
    every = _terms(folded, known, set())
    subject = _terms(_without_cues(folded), known, body_words)
    return Question(
        text=text.strip(), language=language, intent=intents[0] if intents else "", intents=intents,
        types=_settled(types, folded), years=years, periods=periods, columns=tuple(matching("columns", folded)),
        amounts=tuple(matching("amounts", folded)), documents=tuple(matching("documents", folded)), series=series,
        number=number, goal=goal, bodies=bodies, body_names=body_names, terms=subject, every=every,
        person="who" in matching("people", folded), follows=bool(matching("follow", folded)),
    )  # fmt: skip


def _is_english(folded: str) -> bool:
    tokens = words(folded)
    return sum(t in word_set("english") for t in tokens) >= 2 and not any(c in folded for c in "åäö")


def _years(folded: str, known: Knowledge) -> tuple[tuple[int, ...], tuple[int, ...]]:
    named = [int(y) for y in _YEAR.findall(folded)]
    for pattern, step in _RELATIVE:
        if pattern.search(folded):
            named.append(known.this_year + step)
    since = _SINCE.search(folded)
    if since and len(set(named)) == 1:
        named += [y for y in known.plan_years if y > int(since[1])]
    years = tuple(dict.fromkeys(y for y in named if y in known.years))
    return years, tuple(dict.fromkeys(y for y in named if y not in known.years))


def _numbers(folded: str) -> tuple[str | None, str | None, str | None, str | None]:
    """Series and number of an uppdrag, a goal's number, and the type that a number was said of."""
    in_series = _SERIES_NUMBER.search(folded)
    if in_series:
        return {"hs": "HS", "ber": "Ber", "rf": "RF"}[in_series["series"]], in_series["number"], None, "uppdrag"
    series = number = goal = kind = None
    for match in _NUMBER.finditer(folded):
        plain = match["number"].replace(" ", "")
        if match["what"].startswith(("mål", "effekt", "goal")):
            goal = plain
        elif match["what"].startswith(("styr", "indi")):
            number, kind = plain, "styrtal"
        else:
            number, kind = plain, "uppdrag"
    bare = _BARE_NUMBER.search(folded)
    if bare and number is None and goal is None:
        number, kind = bare["number"].replace(" ", ""), "uppdrag"
    return series, number, goal, kind


def _bodies(folded: str, known: Knowledge) -> tuple[tuple[str, ...], tuple[str, ...], set[str]]:
    """Ids and names of the beredningar and förvaltningar that the question names, and the words that did it."""
    said = set(stems(folded))
    asked = re.search(r"beredning", folded) is not None
    found: dict[str, str] = {}
    used: set[str] = set()
    if asked:
        scored = [(len(_heard(known, o, said)), o) for o in known.committees]
        best = max((n for n, _ in scored), default=0)
        for n, o in scored:
            if n and n == best:
                found |= dict.fromkeys(known.by_same_name[o.id], o.name)
                used |= _heard(known, o, said) | {s for name in (o.name, *o.names) for s in stems(name)}
    if re.search(r"\b[\w-]*förvaltning(?:en|ens)?\b", folded):
        found |= {o.id: o.name for o in known.catalogue.organisations.values() if o.kind == "forvaltning"}
        used |= set(stems("förvaltningen hälso- och sjukvårdsförvaltningen"))
    return tuple(found), tuple(dict.fromkeys(found.values())), used


def _heard(known: Knowledge, organisation: object, said: set[str]) -> set[str]:
    """The question's stems that tell a body: the same, or both beginning alike for seven letters."""
    telling = known.telling_words(organisation)  # type: ignore[arg-type]
    return {s for s in said if any(s == t or (len(s) > 6 and s[:7] == t[:7]) for t in telling)}


def _without_cues(folded: str) -> str:
    """The question without years, numbers and the words that named kinds, columns and documents."""
    text = _SERIES_NUMBER.sub(" ", _NUMBER.sub(" ", _BARE_NUMBER.sub(" ", _YEAR.sub(" ", folded))))
    for name in ("columns", "amounts", "types", "documents"):
        for pattern in patterns(name).values():
            text = re.sub(rf"[\w-]*(?:{pattern.pattern})[\w-]*", " ", text)
    return " ".join(w for w in text.split() if w.strip(",.;:") not in word_set("cue"))


def _terms(folded: str, known: Knowledge, used: set[str]) -> tuple[Term, ...]:
    kept: dict[str, Term] = {}
    for word in words(_YEAR.sub(" ", folded)):
        if word in STOPWORDS or word in word_set("question") or (len(word) < 2 and not word.isdigit()):
            continue
        term = known.vocabulary.term(word)
        if not set(term.options[0]) <= used and not (used and "beredning" in word):
            kept.setdefault(term.options[0][0] if term.options else word, term)
    return tuple(kept.values())


def _translated(folded: str) -> str:
    text = folded
    for english, swedish in sorted(section("english").items(), key=lambda kv: -len(kv[0])):
        text = re.sub(rf"\b{english}\b", f" {swedish[0]} ", text)
    return " ".join(text.split())


def _settled(types: tuple[str, ...], folded: str) -> tuple[str, ...]:
    """One word can sound like another kind: "målbild" is no mål, and "mål" before a named kind is none."""
    kept = list(types)
    if (
        len(kept) > 1
        and "malsattning" in kept
        and not re.search(r"målsättning|effektmål|nämndmål|vilka mål|goals?|objective", folded)
    ):
        kept.remove("malsattning")
    if "delindikator" in kept and "styrtal" in kept:
        kept.remove("styrtal")
    return tuple(kept)


def _points_back(question: Question) -> bool:
    """Whether a question cannot stand alone: it begins as one that goes on, or has a pronoun and no subject."""
    begins = patterns("follow")["begins"].search(fold(question.text)) is not None
    points = patterns("follow")["points"].search(fold(question.text)) is not None
    subject = [t for t in question.terms if t.known]
    few = len(words(question.text)) <= 7
    return (
        begins
        or (points and not subject and not question.number)
        or (few and not subject and not question.types and not question.number)
    )


def _joined(before: Question, now: Question) -> Question:
    """The question before, with what the new one says in its place."""
    fresh = [t for t in now.terms if t.known]
    keep_subject = not fresh or (len(words(now.text)) <= 6 and not now.types)
    new_subject = bool(fresh) and not now.years and not now.intents
    return replace(
        before,
        text=f"{before.text} {now.text}", language=now.language if len(now.terms) > 2 else before.language,
        intent=now.intent or before.intent, intents=now.intents or before.intents, types=now.types or before.types,
        years=now.years or (before.years if not now.periods else ()), periods=now.periods or before.periods,
        columns=now.columns or before.columns, amounts=now.amounts or before.amounts,
        documents=now.documents or before.documents, series=now.series or before.series,
        number=now.number or (before.number if keep_subject else None), goal=now.goal or before.goal,
        bodies=now.bodies or before.bodies, body_names=now.body_names or before.body_names,
        terms=tuple(fresh) if new_subject else (*before.terms, *fresh),
        every=now.every if new_subject else (*before.every, *(t for t in now.every if t.known)), person=now.person,
    )  # fmt: skip


def _limited(question: Question, limits: AskFilter | None, known: Knowledge) -> Question:
    if limits is None:
        return question
    changed: dict[str, object] = {}
    if limits.years is not None:
        changed |= {"years": tuple(limits.years), "periods": ()}
    if limits.types is not None:
        changed["types"] = tuple(limits.types)
    if limits.recipients is not None:
        folded = [fold(r) for r in limits.recipients]
        hits = [
            o
            for o in known.catalogue.organisations.values()
            if any(f in fold(n) or f == o.id for f in folded for n in (o.name, *o.names))
        ]
        changed |= {"bodies": tuple(o.id for o in hits), "body_names": tuple(dict.fromkeys(o.name for o in hits))}
    if limits.documents is not None:
        changed["only_documents"] = tuple(limits.documents)
    if limits.organisation is not None:
        changed["organisation"] = limits.organisation
    return replace(question, **changed)  # type: ignore[arg-type]
