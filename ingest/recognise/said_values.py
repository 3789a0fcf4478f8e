"""Values that a styrtal's own line says: "… (utfall 2024: 71 %, mål 2026: 75 %)", "… Nuläge: 64 %. Målvärde: 80 %."."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.lexicon import column_role, cue
from ingest.recognise.tables import by_year

_FIELD = re.compile(
    r"(?P<heading>[^\W\d][^\d:()]{1,40}?(?:\s20\d\d)?)(?:\s?:\s*|\s+)"
    r"(?P<value>(?:[<>≤≥=±−–-]\s?|(?:minst|högst|max|lägst|under|över|mer än|mindre än|topp|cirka|ca)\s+)?\d.*"
    r"|[^\W\d]+\s+\d.*\d.*)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\((?P<inside>(?:[^()]|\([^()]*\))*\d[^()]*)\)\s*\.?$")
_DATED = re.compile(
    r"(?P<text>[^:\d][^:]{3,160}):\s*(?P<value>[<>≤≥−–-]?\s?\d[^():]{0,24}?)"
    r"\s*\((?:utfall\s+|år\s+)?(?P<year>20\d\d)\)",
    re.I,
)
_PAST = re.compile(r"(?P<year>20\d\d):?\s+(?P<value>[<>≤≥−–-]?\s?\d[^():;]{0,24})")
_COMMA = re.compile(r"[;,]\s+(?=(?:[^\W\d]|\s)+(?:20\d\d)?:?\s?\S*\d)")
_PERIOD = re.compile(r"(?:\w+(?:[–-]\w+)?\s)?20\d\d\.?")
_FIGURES = ("outcome", "target", "long_term")


@dataclass(frozen=True, slots=True)
class Said:
    """A line's text without its labelled sentences, and of each value its column's name and the printed figure."""

    text: str
    values: dict[str, tuple[str, str]]


def said_values(text: str, year: int) -> Said:
    """What a line says of its own values; brackets and what a comma parts stay in the text, sentences are cut off."""
    brackets = _BRACKETS.search(text)
    past = _PAST.fullmatch(brackets["inside"]) if brackets else None
    if brackets and past and int(past["year"]) < year:  # "…, målvärde 2028: 75 % (2024: 71 %)"
        before = _COMMA.split(text[: brackets.start()].strip())
        return Said(text, {**_values(before[1:], year), "outcome": (f"utfall {past['year']}", past["value"].strip())})
    values = _values(_COMMA.split(brackets["inside"]), year) if brackets else {}
    if values:
        return Said(text, values)
    head, *told = _COMMA.split(text)
    dated = _DATED.fullmatch(head)
    if dated and all(map(_field, told)):
        role = "outcome" if int(dated["year"]) < year else "target"
        return Said(dated["text"].strip(), {role: (f"utfall {dated['year']}", dated["value"]), **_values(told, year)})
    name, colon, said = head.partition(": ")
    if colon and _field(said) and all(map(_field, told)):
        return Said(name, _values([said, *told], year))
    if told and all(map(_field, told)):
        return Said(text, _values(told, year))
    first, *rest = re.split(r"(?<=[.;])\s+(?=[^\W\d])", text)
    while rest and not _labelled(rest[0]):
        first = f"{first} {rest.pop(0)}"
    return Said(first, _values(rest, year)) if all(map(_labelled, rest)) else Said(text, {})


def _labelled(sentence: str) -> bool:
    """Whether a sentence is a label and what it says ("Källa: Kolada", "Nuläge: 12")."""
    heading, colon, _ = sentence.partition(":")
    return bool(colon and column_role(heading)) or bool(_field(sentence))


def _field(part: str) -> tuple[str, str, str] | None:
    """Role, heading and figure of "utfall 2024: 71 %"; a year alone is no figure."""
    match = _FIELD.fullmatch(part.strip().rstrip(".;"))
    role = _role(match["heading"].strip()) if match else None
    if not match or role not in _FIGURES or _PERIOD.fullmatch(match["value"]):
        return None
    return role, match["heading"].strip(), match["value"].strip()


def _role(heading: str) -> str | None:
    role = column_role(heading)
    if role in _FIGURES:
        return role
    return next((r for r in ("outcome", "target") if cue("indicators", f"said_{r}").fullmatch(heading)), None)


def _values(parts: list[str], year: int) -> dict[str, tuple[str, str]]:
    fields = [field for part in parts if (field := _field(part))]
    roles = by_year([heading for _, heading, _ in fields], [role for role, _, _ in fields], year)
    return {role: (f[1], f[2]) for role, f in reversed(list(zip(roles, fields, strict=True))) if role}
