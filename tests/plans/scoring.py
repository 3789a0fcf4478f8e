"""Compares a reading with what a person wrote down before the reader was run: found, missed, extra, wrong fields.

Expected elements are JSON objects with Swedish type names ("målsättning"), as in `ingest/examples/truth`. A field
that is absent from an expected element is not judged; one that is null says that the plan does not say it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ontology.model import Element, Reading, Risk, Styrtal, Uppdrag, Value

Expected = Mapping[str, Any]
_TYPES = {"malsattning": "målsättning", "vardegrund": "värdegrund", "malbild": "målbild", "fardplan": "färdplan"}
_VALUES = {"utfall": "outcome", "malvarde": "target", "langsiktigt": "long_term"}
_RISK = ("likelihood", "consequence", "score", "method", "frequency", "responsible")


@dataclass
class Score:
    """What was found of one type in one document."""

    found: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Found, of all that was read."""
        return self.found / max(self.found + len(self.extra), 1)

    @property
    def recall(self) -> float:
        """Found, of all that stands in the plan."""
        return self.found / max(self.found + len(self.missed), 1)

    @property
    def f1(self) -> float:
        """The harmonic mean; 1 where there is nothing to find and nothing was found."""
        if not self.found:
            return float(not self.missed and not self.extra)
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def score(reading: Reading, expected: Iterable[Expected]) -> dict[str, Score]:
    """Scores by type, over the types that either side has."""
    scores: dict[str, Score] = {}
    pool = list(reading.elements)
    text = plain(" ".join(p.text for p in reading.passages))
    for want in expected:
        this = scores.setdefault(want["type"], Score())
        match = next((e for e in pool if type_of(e) == want["type"] and _key(reading, e, want) == _wanted(want)), None)
        if match is None:
            this.missed.append(f"{want.get('number') or ''} {want['text'][:70]}".strip())
            continue
        pool.remove(match)
        this.found += 1
        facts = said(reading, match)
        this.wrong += [
            f"{name} of {want['type']} {want.get('number') or ''} {want['text'][:40]!r}: {facts.get(name)!r}"
            for name, value in want.items()
            if name not in ("type", "year", "document")
            and not (name == "table" and plain(value) not in text)
            and not (name == "note" and value is None and facts["note"] == facts["whole_note"])
            and not (name == "period" and not any(facts[f"{v}_says"] for v in _VALUES))
            and not (name in _VALUES and value is None and not facts[f"{name}_says"])
            and not _agrees(name, value, facts.get(name))
        ]
    for element in pool:
        scores.setdefault(type_of(element), Score()).extra.append(f"{element.number or ''} {element.text[:70]}".strip())
    return scores


def total(scores: Iterable[Score]) -> Score:
    """One score of many."""
    whole = Score()
    for one in scores:
        whole.found += one.found
        whole.missed += one.missed
        whole.extra += one.extra
        whole.wrong += one.wrong
    return whole


def type_of(element: Element) -> str:
    """The Swedish name of an element's type."""
    return _TYPES.get(element.type, element.type)


def _wanted(want: Expected) -> tuple[str, ...]:
    if want["type"] == "uppdrag" and want.get("number"):
        return (want.get("series") or "", want["number"])
    if want["type"] in ("styrtal", "delindikator") and want.get("number"):
        return (str(want.get("goal")), want["number"])
    if want["type"] == "budgetpost":
        return (plain(want["text"]), want.get("values", {}).get(next(iter(want.get("values", {})), ""), ""))
    return (plain(want["text"]),)  # of a värdegrund's word, what stands before its explanation


def _key(reading: Reading, element: Element, want: Expected) -> tuple[str, ...]:
    if want["type"] == "uppdrag" and want.get("number"):
        return (element.series or "", element.number or "")
    if want["type"] in ("styrtal", "delindikator") and want.get("number"):
        goal = _number(reading, element.objective)
        return (str(goal if want.get("goal") else want.get("goal")), element.number or "")
    if want["type"] == "budgetpost":
        cells = {a.column: a.value.text for a in getattr(element, "amounts", ())}
        return (plain(element.text), cells.get(next(iter(want.get("values", {})), ""), ""))
    if element.type == "vardegrund":
        return (plain(re.split(r"\s[–-]\s|:", element.text)[0]),)
    return (plain(element.text),)


def said(reading: Reading, element: Element) -> dict[str, Any]:
    """What an element says, under the names that the expected ones use."""
    bodies = {o.id: o for o in reading.organisations}
    facts: dict[str, Any] = {
        "text": element.text,
        "number": element.number,
        "series": element.series,
        "term": element.term,
        "goal": _number(reading, element.objective) or "",
        "part_of": _number(reading, element.part_of),
        "part_of_text": next((e.text for e in reading.elements if e.id == element.part_of), None),
        "explanation": " ".join(e.quote for e in element.evidence),
    }
    for name in ("names", "group", "table", "unit", "note", "better", "area", "effect"):
        facts[name] = getattr(element, name, None)
    if isinstance(element, Uppdrag):
        facts["recipients"] = [bodies[b].name for b in element.recipients]
        facts["followed_by"] = [bodies[b].name for b in element.followed_by]
        facts["given_by"] = bodies[element.given_by].name if element.given_by else None
    if isinstance(element, Styrtal):
        facts |= _figures(element)
        facts["whole_note"] = next((n for e in reading.elements if (n := _note_of_whole(element, e))), None)
    if isinstance(element, Risk):
        facts["measures"] = [m.text for m in element.measures]
        facts |= {name: getattr(element, name) for name in _RISK}
    if amounts := getattr(element, "amounts", ()):
        facts["values"] = {a.column: a.value.text for a in amounts}
        facts["figures"] = {a.column: a.value.value for a in amounts}
    return facts


def _note_of_whole(part: Styrtal, other: Element) -> str | None:
    """The caveat of "3" where the part is its "3a": it holds for the part too."""
    if not isinstance(other, Styrtal) or other.objective != part.objective or not (other.number and part.number):
        return None
    return other.note if re.fullmatch(rf"{other.number}[a-zåäö]", part.number) else None


def _figures(styrtal: Styrtal) -> dict[str, Any]:
    cells = {name: getattr(styrtal, attribute) for name, attribute in _VALUES.items()}
    facts: dict[str, Any] = {name: v.text if v else None for name, v in cells.items()}
    facts |= {f"{name}_says": bool(v and _says(v)) for name, v in cells.items()}
    facts["period"] = next((v.period for v in cells.values() if v and v.period), None)
    facts["parts"] = {name: {p.label: p.value for p in v.parts} for name, v in cells.items() if v and v.parts}
    return facts


def _says(value: Value) -> bool:
    """Whether a value claims a figure, and is not a reference ("Se 3 a–c") or a promise."""
    return bool(value.parts) or any(x is not None for x in (value.value, value.low, value.high))


def _number(reading: Reading, id_: str | None) -> str | None:
    return next((e.number or e.text for e in reading.elements if e.id == id_), None)


def _agrees(name: str, want: Any, got: Any) -> bool:
    if name in ("text", "part_of_text", "area", "table", "group", "effect"):
        return plain(want or "") in plain(re.sub(r"^[\d.]+ ", "", got or "")) and bool(want) == bool(got)
    if name == "explanation":
        return plain(want) in plain(got or "")
    if name in ("recipients", "followed_by"):
        return sorted(want) == sorted(got or [])
    if name == "names":
        return all(n in (got or ()) for n in want)
    if name == "measures":
        return [plain(m) for m in want] == [plain(m) for m in got or []]
    if name in _VALUES:
        return _same_cell(want, got)
    if name in ("period", "note"):
        return plain(want or "") in plain(got or "") and (bool(want) or not got)
    return (want or None) == (got or None)


def _same_cell(want: str | None, got: str | None) -> bool:
    """The cell as printed; where the truth gives the figure alone, whole within the cell."""
    if not want or not got:
        return not want and not got
    return re.search(rf"(?<![\w,-]){re.escape(_cell(want))}(?![\w,])", _cell(got)) is not None


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).replace("−", "-").lower()


def plain(text: str) -> str:
    """Letters and figures alone, in lower case."""
    return re.sub(r"[^0-9a-zåäöéü%<>]", "", unicodedata.normalize("NFKC", text).lower())
