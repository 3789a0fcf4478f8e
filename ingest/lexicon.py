"""The cue words of `lexicon.toml`, compiled. A user's own file extends them, section by section."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
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
    Raises UsageError, in Swedish, when it cannot be read, has a section or an entry that is not known, or a pattern
    that does not compile or lacks a group that its kin have.
    """
    own = _load(_OWN)
    told = os.environ.get(VARIABLE)
    path = extra or (Path(told) if told else None)
    if path is None:
        return own
    theirs = _load(path)
    for section, entries in theirs.items():
        _known(path, section, own, "avdelningen")
        for name, patterns in entries.items():
            _known(path, name, own[section], f"raden i [{section}]")
            _with_groups(path, f"[{section}] {name}", patterns, own[section][name])
    return {
        section: {name: (*theirs.get(section, {}).get(name, ()), *patterns) for name, patterns in entries.items()}
        for section, entries in own.items()
    }


def _load(path: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _bad(path, f"filen kan inte läsas som TOML i UTF-8 ({error})") from error
    return {
        section: {name: _patterns(path, f"[{section}] {name}", value) for name, value in entries.items()}
        for section, entries in ((s, _entries(path, s, e)) for s, e in data.items())
    }


def _entries(path: Path, section: str, entries: object) -> dict[str, object]:
    if not isinstance(entries, dict):
        raise _bad(path, f"{section} står utanför en avdelning; skriv den under en rubrik som [goals]")
    return entries


def _patterns(path: Path, place: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(x, str) for x in value):
        raise _bad(path, f'{place} ska vara en lista av texter, till exempel words = ["fokusmål"]')
    for pattern in value:
        try:
            re.compile(pattern)
        except re.error as error:
            raise _bad(path, f"{place} har mönstret {pattern!r}, som inte går att tolka ({error})") from error
    return tuple(value)


def _known(path: Path, name: str, among: Mapping[str, object], what: str) -> None:
    if name not in among:
        near = get_close_matches(name, among, 1) or [", ".join(among)]
        raise _bad(path, f"{what} {name!r} finns inte; menas {near[0]}?")


def _with_groups(path: Path, place: str, patterns: Iterable[str], kin: Iterable[str]) -> None:
    groups = [set(re.compile(p).groupindex) for p in kin]
    needed = set.intersection(*groups) if groups else set()
    for pattern in patterns:
        if missing := needed - set(re.compile(pattern).groupindex):
            raise _bad(path, f"{place} har mönstret {pattern!r}, som saknar (?P<{min(missing)}>…)")


def _bad(path: Path, why: str) -> UsageError:
    return UsageError(f"Ordlistan {path}: {why}. Formen visas i ingest/lexicon.toml; {VARIABLE} anger filen.")


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern that matches where any of `patterns` does, without regard to case."""
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)


@lru_cache(maxsize=256)
def cue(section: str, name: str) -> re.Pattern[str]:
    """The compiled alternatives of one entry, for instance `cue("risks", "start")`."""
    return any_of(cues()[section][name])


@lru_cache(maxsize=1)
def column_roles() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Column roles and the pattern that a whole column heading must match, in the file's order.

    The words for goals and indicators head a column of them too.
    """
    words = {"label": cues()["indicators"]["words"], "goal": cues()["goals"]["words"]}
    return tuple((role, any_of((*words.get(role, ()), *patterns))) for role, patterns in cues()["columns"].items())


_MONTH = r"(?:jan|feb|mars?|apr|maj|jun|jul|aug|sept?|okt|nov|dec)[a-z]*\.?"
PART_OF_YEAR = rf"(?:{_MONTH}(?:\s?[–-]\s?{_MONTH})?|(?:t|kv|q|tertial|kvartal)\s?[1-4]|[hv]t)"
_TIME = re.compile(rf"(?<=\w) {PART_OF_YEAR}(?=\s20\d\d|$)", re.I)
_SPAN = re.compile(r"(20\d\d)(?:/(?:20)?\d\d|(?<=\w 20\d\d)-\d\d-\d\d)$")


@lru_cache(maxsize=4096)
def column_role(heading: str) -> str | None:
    """The role of a column by its heading ("Årets målvärde" → "target"), or None.

    A remark in brackets is left out, and so is the part of a year that a heading tells ("Utfall aug 2025").
    """
    plain = re.sub(r"(?:\([^()]*\)|[\s*:])+", " ", heading).strip()
    plain = _SPAN.sub(r"\1", _TIME.sub("", plain))
    plain = re.sub(r",? (?:totalt?|samtliga|alla)$", "", plain, flags=re.IGNORECASE)
    return next((role for role, pattern in column_roles() if pattern.fullmatch(plain)), None)
