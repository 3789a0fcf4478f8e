"""How a report says what the data holds: names of elements, fields and kinds of change, in Swedish."""

from __future__ import annotations

import re

from api.models import Detail, ElementOut, Ref

FIELDS = {
    "text": "Ordalydelse", "definition": "Definition", "number": "Nummer", "recipients": "Mottagare",
    "outcome": "Utfall", "target": "Målvärde", "long_term": "Långsiktigt målvärde", "measures": "Åtgärd",
    "likelihood": "Sannolikhet", "consequence": "Konsekvens", "score": "Riskvärde", "method": "Metod",
    "frequency": "Frekvens", "responsible": "Ansvarig",
}  # fmt: skip
CHANGES = {
    "oforandrad": "samma ordalydelse", "omformulerad": "omformulerat", "delad": "delat", "sammanslagen": "sammanslaget",
    "flyttad": "ny mottagare",
}  # fmt: skip
DIRECTIONS = {"towards": "närmare målet", "away": "längre från målet", "level": "lika långt från målet"}
_LETTERED = re.compile(r"\d+ ?[a-z]")


def label(element: ElementOut) -> str:
    """What the plan calls an element: "Nr 9", "HS nr 3", "7c", "Effektmål 2", or its term alone."""
    number = element.number
    if element.type != "uppdrag" or not number:
        return _capital(" ".join(filter(None, (element.term, number))))
    if _LETTERED.fullmatch(number):
        return number
    series = element.series if element.series not in (None, "", "RF") else ""
    return _capital(f"{series} nr {number}".strip())


def labelled(element: ElementOut) -> str:
    """The name with its year: "HS nr 3 (2025)"."""
    return f"{label(element)} ({element.year})"


def named(element: ElementOut) -> str:
    """The name with its year, and the first words where that does not tell it from others."""
    return labelled(element) if element.type == "uppdrag" else f"{labelled(element)} ”{short(element.text, 60)}”"


def short(words: str, most: int) -> str:
    """The words, cut at a blank where they are longer than `most` characters."""
    return words if len(words) <= most else words[: words.rfind(" ", 0, most)].rstrip(" ,;:") + " […]"


def recipients(element: ElementOut) -> str:
    """Who gets an uppdrag, by name; "" for others."""
    refs = (element.model_extra or {}).get("recipients") or []
    return ", ".join(ref.name for ref in refs if isinstance(ref, Ref))


def told(detail: Detail) -> str:
    """One field's difference in words, without the field's name."""
    if detail.kind == "same":
        return f"samma mätning i båda planerna: {_measured(detail.to, detail.to_period)}"
    if detail.kind == "repeated":
        return f"samma värde, {_measured(detail.to, None)}, men {_periods(detail)}"
    if detail.kind == "added":
        return f"nytt: {detail.to}"
    if detail.kind == "dropped":
        return f"utgår: {detail.from_}"
    change = f"{_measured(detail.from_, detail.from_period)} → {_measured(detail.to, detail.to_period)}"
    return f"{change}, {DIRECTIONS[detail.direction]}" if detail.direction else change


def changes(kinds: list[str]) -> str:
    """The kinds of change of a step."""
    return ", ".join(CHANGES.get(kind, kind) for kind in kinds)


def _measured(value: str | None, period: str | None) -> str:
    """A figure with its period, unless it is printed in it."""
    if not value:
        return "–"
    return f"{value} ({period})" if period and period not in value else value


def _periods(detail: Detail) -> str:
    before, after = detail.from_period, detail.to_period
    if before and after:
        return f"mätt {before} och {after}"
    return "planerna säger inte båda när det är mätt"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
