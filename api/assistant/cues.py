"""The cue words of `cues.toml`, compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("cues.toml")


@cache
def _sections() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def section(name: str) -> Mapping[str, tuple[str, ...]]:
    """The entries of a section as written, for instance the synonyms."""
    return {key: tuple(values) for key, values in _sections()[name].items()}


@cache
def patterns(name: str) -> Mapping[str, re.Pattern[str]]:
    """The entries of a section, each one pattern; `{types}` stands for any word for a kind of element."""
    types = "|".join(rf"\b(?:{w})s?\b" for words in section("types").values() for w in words)
    compiled = {}
    for key, words in section(name).items():
        bounded = [rf"\b(?:{w})s?\b" for w in words] if name == "types" else list(words)
        compiled[key] = re.compile("|".join(w.replace("{types}", types) for w in bounded))
    return compiled


def matching(name: str, text: str) -> list[str]:
    """The entries of a section whose pattern the text holds, in the file's order."""
    return [key for key, pattern in patterns(name).items() if pattern.search(text)]


def in_order(name: str, text: str) -> list[str]:
    """The entries of a section whose pattern the text holds, in the order that the text says them."""
    found = {key: match.start() for key, pattern in patterns(name).items() if (match := pattern.search(text))}
    return sorted(found, key=lambda key: found[key])


@cache
def word_set(name: str) -> frozenset[str]:
    """The words of an entry of `[words]`."""
    return frozenset(word for line in section("words")[name] for word in line.split())
