"""Plan elements as the views speak of them: names, typed fields, what a person corrected. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from api.models import CitationOut, ElementOut, MeasureOut, Ref, ValueOut
from api.reports.words import FIELDS, label
from ui import texts
from ui.shapes import DocumentJson

PLANS = ("verksamhetsplan", "utvecklingsplan", "internkontrollplan", "fardplan", "strategi", "budget", "ovrigt")
"""Kinds of document that set out what is to be done; the others report."""


def get_refs(element: ElementOut, field: str) -> list[Ref]:
    """The bodies that a field names."""
    found = (element.model_extra or {}).get(field) or []
    return [Ref.model_validate(one) for one in (found if isinstance(found, list) else [found])]


def get_values(element: ElementOut) -> dict[str, ValueOut | None]:
    """The printed figures of a styrtal by name: `outcome`, `target`, `long_term`."""
    found = (element.model_extra or {}).get("values") or {}
    return {name: ValueOut.model_validate(one) if one else None for name, one in found.items()}


def get_measures(element: ElementOut) -> list[MeasureOut]:
    """The åtgärder and kontrollmoment of a risk."""
    return [MeasureOut.model_validate(one) for one in (element.model_extra or {}).get("measures") or []]


def get_text(element: ElementOut, field: str) -> str:
    """A field of the element's own type as text; "" where it is not said."""
    return str((element.model_extra or {}).get(field) or "")


def to_name(element: ElementOut) -> str:
    """What the plan calls it and its words: "HS nr 3: Att se över …"."""
    if element.number or element.type in ("uppdrag", "malsattning"):
        return f"{label(element)}: {element.text}"
    return element.text


def to_place(citation: CitationOut) -> str:
    """Kind, year and page of a source."""
    document = citation.document
    kind = texts.KINDS.get(document.kind, document.kind)
    page = ", " + texts.PAGE.format(page=citation.page) if citation.page is not None else ""
    return f"{kind} {document.year}{page}"


def to_bodies(element: ElementOut, field: str) -> str:
    """The names of bodies, parted by commas."""
    return ", ".join(ref.name for ref in get_refs(element, field))


def to_correction(element: ElementOut) -> list[str]:
    """That a person corrected an element, when and why, and what was read before; empty where nobody did."""
    told = element.correction
    if told is None:
        return []
    words = texts.CORRECTED_ADDED if told.action == "add" else texts.CORRECTED
    lines = [words.format(by=told.by, made=told.made[:10]) + (f": {told.note}" if told.note else ".")]
    if told.read:
        read = "; ".join(f"{FIELDS.get(name, name).lower()} {_plain(value)}" for name, value in told.read.items())
        lines.append(texts.CORRECTED_READ.format(read=read))
    return [*lines, texts.CORRECTED_CHANGED] if told.source_changed else lines


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_plain, value)) or "–"
    if isinstance(value, dict):
        return str(value.get("text") or value.get("name") or "–")
    return f"”{value}”" if value not in (None, "") else "–"


def find_plans(documents: Sequence[DocumentJson], kinds: Iterable[str] = ()) -> list[DocumentJson]:
    """The plans that gave elements (of the kinds, where some are named), newest first."""
    wanted = set(kinds)
    plans = [one for one in documents if one["kind"] in PLANS and one.get("elements")]
    return [one for one in plans if not wanted or wanted & (one.get("by_type") or {}).keys()]


def find_years(documents: Sequence[DocumentJson], kinds: Iterable[str] = ()) -> list[int]:
    """The plan years, newest first."""
    return sorted({one["year"] for one in find_plans(documents, kinds)}, reverse=True)


def fold(text: str) -> str:
    """A text as it is searched."""
    return " ".join(text.casefold().split())


def find_words(elements: Iterable[ElementOut], sought: str) -> list[ElementOut]:
    """The elements whose name, words and recipients hold every word that was sought."""
    words = fold(sought).split()
    return [one for one in elements if all(word in fold(_searched(one)) for word in words)]


def _searched(element: ElementOut) -> str:
    bodies = f"{to_bodies(element, 'recipients')} {to_bodies(element, 'followed_by')}"
    return f"{to_name(element)} {bodies} {' '.join(one.text for one in get_measures(element))}"
