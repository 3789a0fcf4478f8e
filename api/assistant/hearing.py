"""What single words of a question say: its language, years, numbers, bodies, and the words of its subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from api.assistant.cues import patterns, section, word_set
from api.assistant.kinship import KINDS_OF_BODY
from api.assistant.knowledge import Knowledge
from api.assistant.numbering import number_patterns
from api.assistant.vocabulary import Term
from api.assistant.years import YEAR
from ontology.model import Organisation, OrganisationKind
from ontology.svenska import STOPWORDS, fold, stem, stems, words

_NAME = re.compile(r"(?<=[^\W\d_] )([A-ZÅÄÖ][\wåäöÅÄÖ]+)|(?<=, )([A-ZÅÄÖ][\wåäöÅÄÖ]+)")
_TYPED_COMPOUND = re.compile(
    r"\b(?!del|bas|grund)(?P<what>[a-zåäö]{3,}?)s?(?P<type>risk(?:er|en|erna)|uppdrag(?:et|en)?|styrtal(?:et|en)?)\b"
)
_ALL_COMMITTEES = re.compile(r"\b(?:nämndens |alla |samtliga )?beredningar(?:na|nas)?\b|\bthe committees\b")
_EVERY_COMMITTEE = re.compile(r"\b(?:alla|samtliga|all(?: the)?) (?:nämndens )?(?:beredningar|committees)")
_BY_TOPIC = re.compile(r"\bberedning(?:en|ens)?\s+(?:för|om|i)\b|[a-zåäö]beredning|\bcommittee (?:for|on)\b")
_EXCEPT = re.compile(
    r"\b(?:inte|ej|utom|förutom|not|except)\s+"
    r"(?:(?:på|till|hos|för|to|av|någon|the)\s+)*[\w-]*(?:beredning|committee)\w*"
)
_CATEGORY = re.compile(r"\b(?:vilken|vilket|vilka|which|what)\s+([\w-]+)")
_AMONG = re.compile(
    r"\b(?:bland|among)\s+(?:(?:de|våra|länets|alla|the|our|all)\s+)*([\w-]+)|"
    r"\b(personalens|medarbetarnas|anställdas|patienternas|invånarnas|elevernas)\s"
)
_CATEGORY_WEIGHT = 0.5
_INITIALS_WEIGHT = 0.25


@dataclass(frozen=True, slots=True)
class Bodies:
    """Ids and names of the bodies that a question names, and the stems that did it."""

    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    used: frozenset[str] = frozenset()


def is_english(folded: str) -> bool:
    """Whether the question is put in English: more of its function words than of Swedish ones, and no å, ä or ö."""
    tokens = words(folded)
    english = sum(t in word_set("english") for t in tokens)
    swedish = sum(t in STOPWORDS and t not in word_set("english") for t in tokens)
    return english > swedish and not any(c in folded for c in "åäö")


def translated(folded: str) -> str:
    """An English question with the field's words in Swedish."""
    text = folded
    for english, swedish in sorted(section("english").items(), key=lambda kv: -len(kv[0])):
        text = re.sub(rf"\b{english}\b", f" {swedish[0]} ", text)
    return " ".join(text.split())


def rewritten(folded: str) -> str:
    """Verbs in two words as the noun that the plans use ("hur följs planen upp" is about uppföljning)."""
    text = folded
    for noun, pattern in patterns("rewritten").items():
        found = pattern.search(text)
        if found:  # what stands between its first word and its last is of the subject
            between = " ".join(found[0].split()[1:-1])
            text = " ".join((text[: found.start()] + f"{noun} {between}" + text[found.end() :]).split())
    return text


def opened(folded: str, known: Knowledge) -> str:
    """Compounds of a subject and a kind, apart ("ekonomirisker" → "ekonomi risker"), unless the plans use them."""

    def part(match: re.Match[str]) -> str:
        whole = match[0]
        return whole if whole in known.vocabulary.surfaces else f"{match['what']} {match['type']}"

    return _TYPED_COMPOUND.sub(part, folded)


def bodies_of(folded: str, known: Knowledge, *, forced: bool = False) -> Bodies:
    """The beredningar and förvaltningar that the question names; `forced` takes a topic alone for a beredning's."""
    folded = _EXCEPT.sub(" ", folded)
    said = frozenset(stems(folded))
    found: dict[str, str] = {}
    used: set[str] = set()
    if forced or "beredning" in folded:
        for o in [] if _EVERY_COMMITTEE.search(folded) else _named_committees(said, known):
            found |= dict.fromkeys(known.by_same_name[o.id], o.name)
            used |= set(stems("beredningens"))
            if forced or _BY_TOPIC.search(folded):  # in "beredningens uppdrag om vård" the topic is the uppdrag's
                used |= heard(known, o, said) | {s for name in (o.name, *o.names) for s in stems(name)}
        if not found and _ALL_COMMITTEES.search(folded):
            found |= {o.id: "beredningarna" for o in known.committees}
            used |= set(stems("beredningarna nämndens egna"))
    for o in known.receivers if "uppdrag" in folded else ():
        if not found and any(re.search(rf"\b{re.escape(fold(n))}s?\b", folded) for n in (o.name, *o.names)):
            found[o.id] = o.name
            used |= set(stems(o.name))
    for o in _named_administrations(folded, known):
        found[o.id] = o.name
        used |= set(stems(f"förvaltningen {o.name}"))
    return Bodies(tuple(found), tuple(dict.fromkeys(found.values())), frozenset(used))


def _named_administrations(folded: str, known: Knowledge) -> list[Organisation]:
    """The förvaltningar whose own word the question says; all of them for "förvaltningen" alone."""
    said = re.findall(r"\b([\w-]*förvaltning)(?:en|ens)?\b", folded)
    every = [o for o in known.catalogue.organisations.values() if o.kind is OrganisationKind.FORVALTNING]
    named = [o for o in every if any(w != "förvaltning" and w in fold(o.name) for w in said)]
    return (named or every) if said else []


def _named_committees(said: frozenset[str], known: Knowledge) -> list[Organisation]:
    scored = [(len(heard(known, o, said)), o) for o in known.committees]
    best = max((n for n, _ in scored), default=0)
    return [o for n, o in scored if n and n == best]


def heard(known: Knowledge, organisation: Organisation, said: frozenset[str]) -> set[str]:
    """The question's stems that tell a body: the same, or both beginning alike for seven letters."""
    telling = known.telling_words(organisation)
    return {s for s in said if any(s == t or (len(s) > 6 and s[:7] == t[:7]) for t in telling)}


def names_in(text: str, known: Knowledge) -> frozenset[str]:
    """Words with a capital inside the question that are names of something else than the release's own bodies."""
    own = {w for o in known.catalogue.organisations.values() for name in (o.name, *o.names) for w in words(name)}
    found = {fold(a or b) for a, b in _NAME.findall(text)}
    return frozenset(w for w in found if w not in own and w not in word_set("question") and w not in STOPWORDS)


def without_cues(folded: str, series: Sequence[str]) -> str:
    """The question without years, numbers and the words that named kinds, columns and documents."""
    text = YEAR.sub(" ", folded)
    for pattern in number_patterns(folded, series):
        text = pattern.sub(" ", text)
    for name in ("columns", "amounts", "types", "documents"):
        for pattern in patterns(name).values():
            text = re.sub(rf"\w*(?:{pattern.pattern})\w*", " ", text)
    return " ".join(w for w in text.split() if w.strip(",.;:") not in word_set("cue"))


def terms_of(folded: str, known: Knowledge, used: frozenset[str], names: frozenset[str]) -> tuple[Term, ...]:
    """The words left when question words are taken away, each once, with what would do in their place."""
    kept: dict[str, Term] = {}
    for word in words(YEAR.sub(" ", folded)):
        if word in STOPWORDS or word in word_set("question") or (len(word) < 2 and not word.isdigit()):
            continue
        term = known.vocabulary.term(word, name=word in names)
        if not term.known and _is_other_body(stem(word), known):  # of it nothing else can be an answer
            term = replace(term, name=True)
        if word in known.short_names:  # a body's initials name who speaks, not what of
            term = replace(term, light=True, weight=term.weight * _INITIALS_WEIGHT)
        if not set(term.options[0]) <= used and not (used and "beredning" in word):
            kept.setdefault(term.options[0][0] if term.options else word, term)
    return _less_where_told(folded, tuple(kept.values()))


def _is_other_body(key: str, known: Knowledge) -> bool:
    """Whether a word is the name of a body ("kulturnämnden") that the release has nothing of."""
    kinds = [kind for kind in KINDS_OF_BODY if key.endswith(kind) and key != kind]
    return bool(kinds) and key not in known.body_stems


def _less_where_told(folded: str, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Beside other words two nouns tell less: that of "vilken placering" names a kind of thing, that of "bland
    anställda" whom it is counted among."""
    matches = (match for pattern in (_CATEGORY, _AMONG) for match in pattern.finditer(folded))
    named = {w for match in matches for w in words(match[match.lastindex or 0])}
    others = sum(t.weight for t in terms if t.known and not t.light and t.surface not in named)
    return tuple(
        replace(t, weight=t.weight * _CATEGORY_WEIGHT) if t.surface in named and others >= t.weight else t
        for t in terms
    )
