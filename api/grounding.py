"""What a text states that can be held against its sources: figures, dates and names.

The same check holds the answers of the tests' question sets and, sentence by sentence, what a language model phrases.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from api.models import CitationOut
from ontology.svenska import fold, parse_number
from ontology.svenska.numbers import plain_figures

_FIGURE = re.compile(
    r"(?:(?<![\w.,%)])[-+] ?)?(?:[1-9]\d{0,2}(?: \d{3})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)*)(?:[a-zåäö](?!\w))?|[^\W\d_]+"
)
_WORD = re.compile(r"\w+")
_CAPITALS = re.compile(r"[A-ZÅÄÖÉÜ][\w&-]*(?: [A-ZÅÄÖÉÜ][\w&-]*)*")
_BEGINS = re.compile(r"(?:^|[.!?:]\s+|[”\"(•–-]\s*)$")


@cache
def _in_letters() -> Mapping[str, str]:
    """A figure or a month in letters → the form that it is compared in."""
    told = tomllib.loads(Path(__file__).with_name("grounding.toml").read_text(encoding="utf-8"))
    simple = {word: float(row[0]) for row in [*told["numerals"], *told["tens"], *told["large"]] for word in row[1:]}
    units = {word: value for word, value in simple.items() if value < 10} | dict.fromkeys(told["ones"], 1.0)
    tens = {word: float(row[0]) for row in told["tens"] for word in row[1:]}
    joined = {ten + one: tens[ten] + units[one] for ten in tens for one in units}
    months = {word: row[0] for row in told["months"] for word in row}
    return {word: repr(value) for word, value in {**simple, **joined}.items()} | months


def figures(text: str) -> list[str]:
    """Every figure of a text in order, in one form however it is written: signs, decimals, letters ("7c"), months."""
    return [form for _, form in figures_at(to_plain(text))]


def to_plain(text: str) -> str:
    """The text that `figures_at` tells places in; figures of two cells are never one."""
    return plain_figures(text.replace("\t", " | "))


def figures_at(plain: str) -> Iterator[tuple[int, str]]:
    """Each figure of a text that is plain already: where it begins, and its form."""
    known = _in_letters()
    for match in _FIGURE.finditer(plain):
        form = _figure(match[0]) or known.get(match[0].casefold())
        if form:
            yield match.start(), form


def _figure(met: str) -> str:
    if not any(sign.isdigit() for sign in met):
        return ""
    letter = met[-1] if met[-1].isalpha() else ""
    number = parse_number(met.removesuffix(letter))
    return f"{met if number is None else repr(number)}{letter}"


def names(text: str) -> list[str]:
    """Every run of capitalised words: what may name a person, a body or a place.

    A word that begins a sentence is capitalised anyway, and counts only where it is so throughout ("HSN").
    """
    found = []
    for match in _CAPITALS.finditer(text):
        first, _, rest = match[0].partition(" ")
        plain_start = _BEGINS.search(text[: match.start()]) and not first[1:].isupper()
        found.append(rest if plain_start else match[0])
    return [name for name in found if len(name) > 1]


def held_by(citations: Iterable[CitationOut]) -> str:
    """What citations say of themselves: quote, section, the document's title and year."""
    return " ".join(f"{c.quote} {c.section or ''} {c.document.title} {c.document.year} ." for c in citations)


def ungrounded(text: str, held: str) -> list[str]:
    """The figures and names of a text that what it is held against does not hold; empty where it holds them all."""
    known, plain = set(figures(held)), _plain(held)
    lacking = [figure for figure in figures(text) if figure not in known]
    return lacking + [name for name in names(text) if _plain(name) not in plain]


def _plain(text: str) -> str:
    """The words in one row, each between spaces and without a genitive's s."""
    return f" {' '.join(_bare(word) for word in _WORD.findall(fold(text)))} "


def _bare(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
