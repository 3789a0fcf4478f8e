"""What a year's reports say of the uppdrag of that year's plan.

Two ways lead from a passage to an uppdrag. A passage that begins with the number ("HS nr 3, …", "Uppdrag nr 6
och 7") speaks of those uppdrag and their lettered parts. A sentence that holds most of an uppdrag's weighty
words speaks of it too. What merely shares a subject is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.changes import year_in
from graph.threads.words import FIELD, PLANNING, Lexicon
from ontology.model import Passage, Uppdrag

CONTENT_SCORE = 0.5
"""The least share of an uppdrag's weight that a sentence must hold."""
_RARE_WORDS = 2
"""So many shared words that are neither planning words nor everyday words of the field."""
_RARE_WEIGHT = 1.2
_NUMBERED_SCORE = 0.95
_PART_OF_NUMBERED_SCORE = 0.85
_BEST = 3
"""Sentences for one uppdrag in one report at most."""
_REPORT = re.compile(r"^(?P<body>.+?)-(?:verksamhetsberattelse|delarsrapport|arsredovisning)(?:-|$)")
_PLAN = re.compile(r"^(?P<body>.+?)-verksamhetsplan(?:-|$)")
_NUMBERS = re.compile(
    r"^(?:uppdrag(?:et|en)?\s+)?(?:(?P<series>(?-i:[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{1,4}))\s+)?nr\s+"
    r"(?P<numbers>\d+ ?[a-z]?\b(?:\s*(?:,|och|samt)\s*\d+ ?[a-z]?\b)*)",
    re.IGNORECASE,
)
_EXAMPLES = re.compile(r",?\s\(?(?:såsom|exempelvis|till exempel|t\.? ?ex\.?|bland annat|bl\.? ?a\.?)\s", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")
_PROSE = ("paragraph", "item")


@dataclass(frozen=True, slots=True)
class Report:
    """One place of a report that speaks of an uppdrag: ids of both, the passage, the quote, and a score of 0 to 1."""

    element: str
    document: str
    passage: str
    quote: str
    score: float


def find_reports(uppdrag: Sequence[Uppdrag], passages_by_document: Mapping[str, Sequence[Passage]]) -> list[Report]:
    """What each report says of the uppdrag of its own year and body, best first for each uppdrag.

    `passages_by_document` maps document ids to passages; documents that are no reports, and reports on other
    years, give nothing. Pure and deterministic.
    """
    found: list[Report] = []
    for document in sorted(passages_by_document):
        given = [one for one in uppdrag if _concerns(document, one)]
        prose = [passage for passage in passages_by_document[document] if passage.kind in _PROSE]
        if given and prose:
            found += _in_report(document, given, prose)
    return sorted(found, key=lambda report: (report.element, report.document, -report.score, report.passage))


def _concerns(document: str, uppdrag: Uppdrag) -> bool:
    """Whether a report is on the year and by the body of the plan that gives the uppdrag."""
    report, plan = _REPORT.match(document), _PLAN.match(uppdrag.document)
    same_body = bool(report and plan and report["body"] == plan["body"])
    return same_body and year_in(document) == uppdrag.year


def _in_report(document: str, given: Sequence[Uppdrag], prose: Sequence[Passage]) -> Iterator[Report]:
    """Numbered passages first; a sentence within one of them is not told again for the same uppdrag."""
    told: set[tuple[str, str]] = set()
    for passage in prose:
        for element, score in _numbered(passage.text, given):
            told.add((element, passage.id))
            yield Report(element, document, passage.id, passage.text, score)
    by_content = [r for r in _by_content(document, given, prose) if (r.element, r.passage) not in told]
    for one in given:
        mine = sorted((r for r in by_content if r.element == one.id), key=lambda r: (-r.score, r.passage))
        yield from mine[:_BEST]


def _numbered(text: str, given: Sequence[Uppdrag]) -> Iterator[tuple[str, float]]:
    """The uppdrag that a passage names by number at its beginning, with their lettered parts."""
    match = _NUMBERS.match(text)
    if not match:
        return
    numbers = {number.replace(" ", "").lower() for number in re.findall(r"\d+ ?[a-z]?\b", match["numbers"])}
    named = {one.id for one in given if one.number in numbers and _is_series(one, match["series"])}
    for one in given:
        if one.id in named:
            yield one.id, _NUMBERED_SCORE
        elif one.part_of in named:
            yield one.id, _PART_OF_NUMBERED_SCORE


def _is_series(uppdrag: Uppdrag, printed: str | None) -> bool:
    """A number without a series is one of regionfullmäktige's, or of a plan with one series."""
    series = (uppdrag.series or "").lower()
    return series == printed.lower() if printed else series in ("", "rf")


def _by_content(document: str, given: Sequence[Uppdrag], prose: Sequence[Passage]) -> Iterator[Report]:
    """Sentences that hold most of what an uppdrag says, or of what it says before it gives examples.

    Lead-ins of lettered parts say too little to be found.
    """
    sentences = [(passage, sentence) for passage in prose for sentence in _SENTENCE.split(passage.text)]
    lexicon = Lexicon.of([[one.text for one in given], [sentence for _, sentence in sentences]])
    wholes = {one.part_of for one in given if one.part_of}
    wanted = [(one, [lexicon.features(text) for text in _tellings(one)]) for one in given if one.id not in wholes]
    for passage, sentence in sentences:
        said = lexicon.features(sentence)
        for one, tellings in wanted:
            score = max(coverage(features, said) for features in tellings)
            if score >= CONTENT_SCORE:
                yield Report(one.id, document, passage.id, sentence, round(score, 3))


def _tellings(uppdrag: Uppdrag) -> set[str]:
    """An uppdrag's words, and those before its examples ("…, såsom …"), which a report need not repeat."""
    return {uppdrag.text, _EXAMPLES.split(uppdrag.text, maxsplit=1)[0]}


def coverage(wanted: Mapping[str, float], said: Mapping[str, float]) -> float:
    """The share of the wanted weight that is said; 0 where too few rare words are shared."""
    shared = {key: min(weight, said[key]) for key, weight in wanted.items() if key in said}
    rare = [weight for key, weight in shared.items() if key not in PLANNING and key not in FIELD and key[0] != "~"]
    if len(rare) < _RARE_WORDS or sum(rare) < _RARE_WEIGHT:
        return 0.0
    return sum(shared.values()) / sum(wanted.values())
