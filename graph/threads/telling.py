"""What to say of a link: its kinds of change, and in Swedish what spoke for it and what differed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from graph.threads.bodies import Bodies
from graph.threads.likeness import is_moved
from graph.threads.words import without_measuring
from ontology.model import Element, Uppdrag
from ontology.svenska import STOPWORDS, fold, stem, words

_WORD = re.compile(r"\w+")
_SHARED_SHOWN = 5
_DIFFERENT_SHOWN = 4


def changes_of(old: Element, new: Element, bodies: Bodies, *, split: bool, merged: bool) -> tuple[str, ...]:
    """The contract's kinds of change, in a fixed order; `oforandrad` stands alone or beside `flyttad`."""
    kinds = [name for name, holds in (("delad", split), ("sammanslagen", merged)) if holds]
    if not kinds:
        kinds.append("oforandrad" if is_same_text(old.text, new.text) else "omformulerad")
    if is_moved(old, new, bodies):
        kinds.append("flyttad")
    return tuple(kinds)


def is_same_text(old: str, new: str) -> bool:
    """Whether the texts have the same words in the same order.

    Case, white space, punctuation and a bracket that only tells a measuring ("(Utfall: 2024)") are left aside.
    """
    return words(without_measuring(old)) == words(without_measuring(new))


def reason_for(old: Element, new: Element, shared: Mapping[str, float], bodies: Bodies) -> str:
    """One or two sentences for a person: the weightiest shared words, then what differs."""
    if is_same_text(old.text, new.text):
        said = ["Texten är densamma."]
    else:
        said = [_shared_words(old, new, shared), _different_words(old, new)]
    if is_moved(old, new, bodies):
        said.append(f"Mottagare var {_recipients(old, bodies)}, är nu {_recipients(new, bodies)}.")
    return " ".join(filter(None, said))


def _shared_words(old: Element, new: Element, shared: Mapping[str, float]) -> str:
    ranked = sorted((key for key in shared if not key.startswith("~")), key=lambda key: (-shared[key], key))
    shown = _as_printed((new.text, old.text), ranked[:_SHARED_SHOWN])
    return f"Gemensamt: {', '.join(shown)}." if shown else "Gemensamt: delar av sammansatta ord."


def _as_printed(texts: Sequence[str], keys: Sequence[str]) -> list[str]:
    """The words behind the keys, weightiest first, as the first text that has them prints them."""
    by_stem = {stem(word): word for text in reversed(texts) for word in reversed(_WORD.findall(text))}
    return [by_stem[key] for key in keys if key in by_stem]


def _different_words(old: Element, new: Element) -> str:
    gone, come = _only_in(old.text, new.text), _only_in(new.text, old.text)
    told = [f"borta: {', '.join(gone)}"] if gone else []
    told += [f"nytt: {', '.join(come)}"] if come else []
    sentence = "; ".join(told)
    return f"{sentence[:1].upper()}{sentence[1:]}." if told else ""


def _only_in(text: str, other: str) -> list[str]:
    """The first content words of the text that the other lacks, as printed."""
    lacking = {stem(word) for word in words(other)}
    printed = dict.fromkeys(word for word in _WORD.findall(text) if fold(word) not in STOPWORDS and len(word) > 2)
    return [word for word in printed if stem(word) not in lacking][:_DIFFERENT_SHOWN]


def _recipients(element: Element, bodies: Bodies) -> str:
    held = [bodies.name(one) for one in element.recipients] if isinstance(element, Uppdrag) else []
    return " och ".join(filter(None, (", ".join(held[:-1]), held[-1] if held else "")))
