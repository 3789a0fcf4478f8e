"""Lines of a flowing text, and where one paragraph ends and the next begins.

Text exported from PDF keeps a page's line breaks but not its paragraphs. Two things tell them apart: labels
(bullets, letters, "Nr 8.") begin a block, and a line that ends although the next word would have fitted ends one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.lexicon import column_role, cue, cues

BULLET = re.compile(r"^(?:[•▪◦‣\uf0b7]|[–−-](?=\s?[^\W\d]))\s*(?=\S)")
LETTERED = re.compile(r"^(?P<label>[a-zåäö])\s?[.)]\s+(?=\S)")
NUMBERED = re.compile(r"^(?P<label>\d{1,2}(?:\.\d{1,2})*)(?:[.)]|\s)\s*(?=[^\W\d_])")
CODED = re.compile(r"^(?P<label>[A-ZÅÄÖ]{1,3}\s?\d{1,2}(?:\.\d{1,2})?)[.:)]?\s+(?=[A-ZÅÄÖ][a-zåäö])")
INDICATOR_PART = re.compile(r"^\d{1,2}\s?[a-zåäö]\s?[.)]\s+(?=\S)")
FOOTNOTE = re.compile(r"^(?:\*+|[¹²³⁴⁵])\s?\)?\s*(?=\S|$)")
COUNTS = {word: n for n, word in enumerate(("två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio"), 2)}
"""How many a sentence says that follow."""
HANGS = re.compile(r"\b(?:per|och|samt|eller|för|i|av|på|med|till|som|än|inom|från|vid|om|hos)$", re.IGNORECASE)
"""Found in a line that cannot end there."""
SENTENCES = re.compile(r"[^\W\d]{3,}[.!?] \S")
"""Found in what holds the end of one sentence and the beginning of another."""
_INTRODUCES = 90  # characters of a line that introduces a list


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; `gap` tells that blank space stood above it."""

    text: str
    page: int | None
    gap: bool


def begins_labelled(text: str) -> bool:
    """Whether the line opens with a label of its own: a bullet, a letter, a goal's, an uppdrag's, a strategy's."""
    patterns = (BULLET, LETTERED, INDICATOR_PART, STATEMENT_LABEL, CODED)
    own = match_uppdrag(text) or match_goal(text) or is_list_word(text) or match_value(text)
    if own or match_risk(text) or role_line(text) or match_indicator(text):
        return True
    return any(p.match(text) for p in patterns)


def is_list_word(text: str) -> bool:
    """Whether the line is nothing but the word that heads a list of indicators ("Indikatorer")."""
    return bool(_LIST_WORD.fullmatch(text))


def list_heading(text: str, family: str) -> str | None:
    """The word of a line that is nothing but the name of a list ("Nämndens uppdrag 2026", "Aktiviteter:"), or None.

    `family` is one of "goals", "indicators" and "uppdrag".
    """
    heading = _LIST_HEADINGS[family].fullmatch(text.strip())
    return heading["term"].lower() if heading else None


def heads_list(text: str) -> bool:
    """Whether the line is nothing but the name of a list of goals, indicators or uppdrag."""
    return any(list_heading(text, family) for family in _LIST_HEADINGS)


INFLECTED = "(?:en|ar|arna|er|erna|e?t|na?)?"
"""What may follow upon a word of the lexicon that stands in the singular there ("aktivitet", "åtagande")."""
STATEMENT_LABEL = re.compile(
    rf"^(?P<term>{'|'.join(w for k in ('perspektiv', 'strategi') for w in cues()['statements'][k])})"
    r"(?:\s+(?:nr\.?\s*)?(?P<number>\d{1,2})\s?[.:–-]|:)\s+(?=\S)",
    re.IGNORECASE,
)
_LIST_WORD = re.compile(rf"(?:{'|'.join(cues()['indicators']['words'])}):?", re.IGNORECASE)
_LIST_HEADINGS = {
    family: re.compile(
        rf"(?:[\d.]+\s+)?(?:(?:{whose})\s+)?(?P<term>{'|'.join(sorted(words, key=len, reverse=True))})"
        rf"{INFLECTED}(?:\s+(?:för\s+)?(?:\d{{4}}(?:[–-]\d{{4}})?|perioden|året))?:?",
        re.IGNORECASE,
    )
    for family, whose, words in (
        ("goals", r"[\w:]+s|våra", cues()["goals"]["words"]),
        ("indicators", r"[\w:]+s|våra", cues()["indicators"]["words"]),
        ("uppdrag", "|".join(cues()["uppdrag"]["whose"]), cues()["uppdrag"]["terms"]),
    )
}
_RISK_LABEL = re.compile(r"risk(?:\s+(?:nr\.?\s*)?(?P<number>\d{1,3}))?\s*:\s*(?P<text>\S.{8,250})", re.IGNORECASE)
_LINE_ROLES = (
    *("area", "measure", "likelihood", "consequence", "score", "method", "frequency", "responsible", "time"),
    *("source", "direction"),
)
_INDICATOR_LABEL = re.compile(
    rf"(?P<term>{'|'.join(cues()['indicators']['words'])})(?:\s+(?:nr\.?\s*)?(?P<number>\d{{1,2}}\s?[a-zåäö]?))?\s*(?::\s+|\t)(?=\S)",
    re.IGNORECASE,
)
_EVERY = r"(?:samtliga|alla)\s+(?:nämnder|styrelser|förvaltningar)(?:\s+och\s+\w+)?"
_BOARD = r"(?:[\w-]+-,? (?:och|samt) )?[\w-]*(?:nämnden|styrelsen|förvaltningen|utskottet|fullmäktige)"
_FIRST_WORD = rf"(?:(?:{'|'.join(cues()['bodies']['first'])})\s+)?"
_BODY = re.compile(rf"(?-i:(?=[A-ZÅÄÖ]))(?:{_FIRST_WORD}{_BOARD}|{_EVERY})", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"(?:[\d.]+\s+)?innehåll(?:sförteckning)?:?", re.IGNORECASE)
_ROLE_LINE = 260  # characters
_VALUE_LINE = re.compile(r"(?P<heading>[^:\t\d][^:\t]{2,39})[:\t]\s*(?P<value>[^:]*\d[^:]{0,40})")
_REFERENCE = re.compile(r"(?<![.:])(?<![.:]\s)\s(?!att\b)[a-zåäö]")  # "Uppdrag nr 14 ska redovisas i maj" is about it
_UPPDRAG_LABELS = tuple(re.compile(label, re.IGNORECASE) for label in cues()["uppdrag"]["label"])
_GOAL_WORDS = "|".join(sorted(cues()["goals"]["words"], key=len, reverse=True))
_CONTENTS = re.compile(r"(?:\.\s?){4,}\s*\d+$")  # a line of a table of contents
_GOAL_LABEL = re.compile(
    rf"^(?:\d{{1,2}}(?:\.\d{{1,2}})*\.?\s+)?(?:[\w:]+s\s+)?(?P<term>{_GOAL_WORDS})"
    r"(?:\s*(?:nr\.?\s*)?(?P<number>\d{1,2}(?:\.\d{1,2})*|(?-i:[A-ZÅÄÖ])\d{0,2})"
    r"(?:\s*[.:–-](?!\d)|(?:(?<=\d)|(?<=\s(?-i:[A-ZÅÄÖ])))(?=\s(?-i:[A-ZÅÄÖ])))|\s*[:\t])\s*(?=\S)",
    re.IGNORECASE,
)


def match_goal(text: str) -> re.Match[str] | None:
    """The label of a goal ("Målsättning nr 1:", "Effektmål A2.", "Mål 1.2 …", "Mål:"): groups `term` and `number`."""
    return None if _CONTENTS.search(text) else _GOAL_LABEL.match(text)


def introduced(text: str, words: Iterable[str]) -> str | None:
    """Which of the words a short line names that introduces a list of them ("Nämndens mål för året är:"), or None.

    A line on what the list is for ("För att nå målen behöver vi:") names them too, but lists something else.
    """
    if len(text) > _INTRODUCES or not text.endswith(":") or cue("goals", "aims").match(text):
        return None
    alternatives = rf"(?P<term>{'|'.join(sorted(words, key=len, reverse=True))}){INFLECTED}"
    named = re.match(rf"(?:[^\s,:]+(?::s)?\s+){{0,3}}?{alternatives}\b", text, re.IGNORECASE)
    named = named or re.search(rf"\s{alternatives}(?:\s+(?:för|under)\s+\S+|\s+\d{{4}})?:$", text, re.IGNORECASE)
    return named["term"].lower() if named else None


def match_uppdrag(text: str) -> re.Match[str] | None:
    """The label of a numbered uppdrag ("Uppdrag: Nr 41.", "HS nr 3."), with groups `series` and `number`."""
    found = None if match_goal(text) else next((m for label in _UPPDRAG_LABELS if (m := label.match(text))), None)
    return None if found and _REFERENCE.match(text, found.end() - 1) else found


def match_value(text: str) -> re.Match[str] | None:
    """The label of a styrtal's value on a line of its own ("Nuläge 2026: 12"), with groups `heading` and `value`."""
    label = _VALUE_LINE.fullmatch(text)
    return label if label and column_role(label["heading"]) in ("outcome", "target", "long_term") else None


def match_indicator(text: str) -> re.Match[str] | None:
    """The label of a styrtal set out by itself ("Nyckeltal 3: …"), with groups `term` and `number`."""
    return _INDICATOR_LABEL.match(text)


def match_risk(text: str) -> re.Match[str] | None:
    """The label of a risk set out by itself ("Risk 3: …"), with groups `number` and `text`."""
    return _RISK_LABEL.fullmatch(text)


def role_line(text: str) -> tuple[str, str] | None:
    """What a labelled line says of the risk or styrtal above it ("Riskvärde: 12" → "score", "12"), or None."""
    heading, _, value = text.replace("\t", ":", 1).partition(":")
    role = column_role(heading) if value.strip() and len(heading) > 4 and len(text) < _ROLE_LINE else None
    return (role, value.strip()) if role in _LINE_ROLES else None


def entry_label(text: str) -> re.Match[str] | None:
    """The number of a list's entry that is no heading: small letters follow it ("2. redovisa …")."""
    number = NUMBERED.match(text)
    return number if number and text[number.end()].islower() else None


def is_heading(text: str) -> bool:
    """A short line of its own that is no sentence: starts with a capital or a number, no final mark."""
    if match_goal(text):
        return len(text) < 260
    labels = (match_uppdrag, match_value, role_line, match_indicator)
    if len(text) > 110 or text.endswith((".", ",", ";", "-", "…")) or any(label(text) for label in labels):
        return False
    if SENTENCES.search(text):
        return False
    number = NUMBERED.match(text)
    return text[:1].isupper() or bool(number and text[number.end()].isupper())


def is_lead_in(text: str) -> bool:
    """A short text that introduces a list of uppdrag and may name their recipients."""
    return len(text) < 330 and bool(cue("uppdrag", "lead_in").search(text)) and not match_uppdrag(text)


def names_contents(text: str) -> bool:
    """Whether the line is nothing but what heads a list of contents."""
    return bool(_CONTENTS_NAME.fullmatch(text))


def names_body(text: str) -> bool:
    """Whether the line is nothing but a body's name ("Socialnämnden", "Samtliga nämnder")."""
    return bool(_BODY.fullmatch(text.strip(" :")))
