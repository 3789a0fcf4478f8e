"""How an answer speaks: the frame's sentences (`phrases.toml`), names of documents, labels, plurals."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from ontology.model import Document, DocumentKind, Element, Uppdrag

_NAMES: dict[DocumentKind, tuple[str, str]] = {
    DocumentKind.VERKSAMHETSPLAN: ("verksamhetsplanen", "operational plan"),
    DocumentKind.UTVECKLINGSPLAN: ("utvecklingsplanen", "development plan"),
    DocumentKind.VERKSAMHETSBERATTELSE: ("verksamhetsberättelsen", "annual report"),
    DocumentKind.DELARSRAPPORT: ("delårsrapporten", "interim report"),
    DocumentKind.ARSREDOVISNING: ("årsredovisningen", "annual accounts"),
    DocumentKind.INTERNKONTROLLPLAN: ("internkontrollplanen", "internal control plan"),
    DocumentKind.FARDPLAN: ("färdplanen", "roadmap"),
    DocumentKind.STRATEGI: ("strategin", "strategy"),
    DocumentKind.BUDGET: ("budgeten", "budget"),
    DocumentKind.PROTOKOLL: ("protokollet", "minutes"),
    DocumentKind.OVRIGT: ("dokumentet", "document"),
}

PLURALS = {
    "uppdrag": "uppdrag",
    "malsattning": "målsättningar",
    "styrtal": "styrtal",
    "delindikator": "delindikatorer",
    "risk": "risker",
    "fardplan": "färdplaner",
    "beredning": "beredningar",
    "vision": "visioner",
    "vardegrund": "värdeord",
    "malbild": "målbildens delar",
    "perspektiv": "perspektiv",
    "strategi": "strategier",
    "budgetpost": "budgetposter",
}
_TERM_PLURALS = {
    "målsättning": "målsättningar",
    "indikator": "indikatorer",
    "prioritering": "prioriteringar",
    "aktivitet": "aktiviteter",
}
_SAME_IN_PLURAL = ("mål", "mått", "nyckeltal")


@cache
def sentences_of_the_frame() -> Mapping[str, Mapping[str, str]]:
    """Each sentence by its key, in `sv` and `en`, with its fields in braces."""
    return tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))


def phrase(key: str, language: str, /, **fields: object) -> str:
    """A sentence of the frame in the question's language."""
    return sentences_of_the_frame()[key][language].format(**fields)


def document_name(document: Document, language: str = "sv") -> str:
    """How an answer speaks of a document: "verksamhetsplanen 2025"."""
    swedish, english = _NAMES[document.kind]
    return f"the {english} {document.year}" if language == "en" else f"{swedish} {document.year}"


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def label_of(element: Element) -> str:
    """An uppdrag as printed: `nr 9`, `HS nr 3`, `7c`; for others the plan's word and number."""
    if isinstance(element, Uppdrag):
        if not element.number:
            return "uppdraget"
        if element.part_of:
            return element.number
        series = element.series if element.series not in ("", "RF", None) else ""
        return f"{series} nr {element.number}".strip()
    return f"{element.term} {element.number}" if element.number else element.term


def plural(elements: Sequence[Element], type_: str) -> str:
    """The plan's own words for these elements, in the plural."""
    terms = dict.fromkeys(e.term for e in elements)
    return " och ".join(_plural_of(t, type_) for t in terms)


def _plural_of(term: str, type_: str) -> str:
    return term if term.endswith(_SAME_IN_PLURAL) else _TERM_PLURALS.get(term, PLURALS[type_])


def short_name(text: str, limit: int = 130) -> str:
    """A styrtal's or risk's name to speak of it by: its first clause, footnote marks and periods left out."""
    plain = re.sub(r"\s*\*+\)?", "", text)
    plain = re.sub(r"\s*\((?:utfall|mål)\b[^)]*\)", "", plain, flags=re.IGNORECASE)
    first = re.split(r"(?<=[\wåäö)])\.\s+(?=[A-ZÅÄÖ(])|:\s", plain, maxsplit=1)[0].strip(" .")
    if len(first) <= limit:
        return first
    return first[: first.rfind(" ", 0, limit)].rstrip(" ,;") + " […]"
