"""The cue words of `lexicon.toml`, compiled. A user's own file extends them, section by section."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from ontology.errors import UsageError

VARIABLE = "RODATRADEN_LEXICON"
"""The environment variable that names the user's own file."""
_OWN = Path(__file__).with_name("lexicon.toml")

Words = Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=8)
def cues(extra: Path | None = None) -> Mapping[str, Words]:
    """Every section's patterns: `cues()["columns"]["outcome"]` is a tuple of regular expressions.

    `extra` (else what `RODATRADEN_LEXICON` names) is a TOML file of the same form whose patterns are tried first.
    Raises UsageError when it is not TOML or a pattern does not compile.
    """
    merged: dict[str, dict[str, tuple[str, ...]]] = {}
    told = os.environ.get(VARIABLE)
    for path in filter(None, (extra or (Path(told) if told else None), _OWN)):
        for section, entries in _load(path).items():
            target = merged.setdefault(section, {})
            for name, patterns in entries.items():
                target[name] = target.get(name, ()) + tuple(patterns)
    return merged


def _load(path: Path) -> dict[str, dict[str, list[str]]]:
    try:
        data: dict[str, dict[str, list[str]]] = tomllib.loads(path.read_text(encoding="utf-8"))
        for entries in data.values():
            for patterns in entries.values():
                for pattern in patterns:
                    re.compile(pattern)
    except (OSError, tomllib.TOMLDecodeError, re.error, AttributeError, TypeError) as error:
        raise UsageError(f"Ordlistan {path} kan inte läsas: {error}. Se ingest/lexicon.toml för formen.") from error
    return data


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern that matches where any of `patterns` does, without regard to case."""
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)


@lru_cache(maxsize=256)
def cue(section: str, name: str) -> re.Pattern[str]:
    """The compiled alternatives of one entry, for instance `cue("risks", "start")`."""
    return any_of(cues()[section][name])


@lru_cache(maxsize=1)
def column_roles() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Column roles and the pattern that a whole column heading must match, in the file's order."""
    return tuple((role, any_of(patterns)) for role, patterns in cues()["columns"].items())


@lru_cache(maxsize=4096)
def column_role(heading: str) -> str | None:
    """The role of a column by its heading ("Årets målvärde" → "target"), a remark in brackets left out, or None."""
    plain = re.sub(r"\([^()]*\)|[\s*:]+", " ", heading)
    plain = re.sub(r"\s+", " ", plain).strip()
    return next((role for role, pattern in column_roles() if pattern.fullmatch(plain)), None)
