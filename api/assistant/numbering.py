"""The numbers of a question: an uppdrag's, its series, a goal's, a styrtal's, and the plan that one is said of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from api.assistant.years import YEAR

_ITS_PLAN = re.compile(
    r"\s*,?\s*(?:(?:i|ur|från|in|of|from)\s+)?(?:the\s+)?(?:[\w-]*plan\w*\s+)?(?:(?:för|for|år)\s+)?(20[0-4]\d)\b"
)
_BEYOND_FULLMAKTIGE = re.compile(
    r"\b(?:utöver|förutom|utom|inte|än|besides|except)\s+(?:[\w-]+\s+){0,2}?(?:region|kommun)?fullmäktiges?\b|"
    r"\b(?:nämndens|styrelsens|bolagets) egna uppdrag\b"
)
_OF_FULLMAKTIGE = re.compile(
    r"\b(?:från|av|by|from)\s+(?:region|kommun)?fullmäktige\b|\b(?:region|kommun)fullmäktiges uppdrag\b|"
    r"\b(?:har|gav) (?:region|kommun)fullmäktige\b|\b(?:region|kommun)fullmäktige (?:har )?(?:gett|gav|ger)\b"
)
_NUMBER = re.compile(
    r"\b(?P<what>uppdrag(?:et)?|assignment|målsättning(?:en)?|effektmål(?:et)?|mål(?:et)?|goal|styrtal(?:et)?|"
    r"indikator(?:n)?|indicator)\s+(?:nr\.?\s*|nummer\s+|number\s+)?(?P<number>\d{1,3}(?:\s?[a-h])?)\b(?!\s*(?:%|och|år))"
)
_BARE_NUMBER = re.compile(r"\b(?:nr\.?|nummer|number)\s*(?P<number>\d{1,3}(?:\s?[a-h])?)\b")
_PART = re.compile(r"\b(?P<number>\d{1,2}\s?[a-h])\b(?!\s+(?:plats|gång))")
_OF_RELEASES = 64  # releases whose series are remembered


@dataclass(frozen=True, slots=True)
class Numbers:
    """Series and number of an uppdrag or styrtal, a goal's number, and the kind that a number was said of.

    `year` is the plan's that the number is said to stand in, where other years are named too.
    """

    series: str | None = None
    number: str | None = None
    goal: str | None = None
    type: str | None = None
    year: int | None = None


def numbers_of(folded: str, known_series: Sequence[str]) -> Numbers:
    """Numbers and series that the question names, of the series that the plans have ("HS", "Ber")."""
    numbered, by_itself = _of_series(tuple(known_series))
    printed = {s.lower(): s for s in known_series}
    in_series = numbered.search(folded)
    if in_series:
        year = _year_of(in_series, folded)
        return Numbers(printed[in_series["series"]], in_series["number"], None, "uppdrag", year)
    alone = by_itself.search(folded)
    given = _is_given(folded) and not asks_own(folded)
    series = printed[alone["series"]] if alone else "RF" if given else None
    number = goal = kind = None
    for match in _NUMBER.finditer(folded):
        plain = match["number"].replace(" ", "")
        if match["what"].startswith(("mål", "effekt", "goal")):
            goal = plain
        else:
            number, kind = plain, "styrtal" if match["what"].startswith(("styr", "indi")) else "uppdrag"
    bare = _BARE_NUMBER.search(folded) or _PART.search(folded)
    if bare and number is None and goal is None:
        number, kind = bare["number"].replace(" ", ""), "uppdrag"
    last = next((m for m in (bare, *_NUMBER.finditer(folded)) if m), None) if kind == "uppdrag" else None
    return Numbers(
        series, number, goal, kind or ("uppdrag" if alone else None), _year_of(last, folded) if last else None
    )


def _year_of(number: re.Match[str], folded: str) -> int | None:
    """The year of the plan that a number is said to stand in ("nr 2 i planen 2026"), where others are named too."""
    own = _ITS_PLAN.match(folded, number.end())
    return int(own[1]) if own and len(set(YEAR.findall(folded))) > 1 else None


def asks_own(folded: str) -> bool:
    """Whether only uppdrag that the body itself gives are meant, not those that it was given."""
    return _BEYOND_FULLMAKTIGE.search(folded) is not None


def _is_given(folded: str) -> bool:
    """Whether fullmäktige is named as the giver of uppdrag; beside other things ("ramen från …") it is a word."""
    return _OF_FULLMAKTIGE.search(folded) is not None and "uppdrag" in folded


def number_patterns(folded: str, known_series: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    """What in a question names numbers, series and who gave an uppdrag: none of it is the question's subject."""
    numbered, by_itself = _of_series(tuple(known_series))
    given = (_BEYOND_FULLMAKTIGE, *((_OF_FULLMAKTIGE,) if _is_given(folded) else ()))
    return numbered, _NUMBER, _BARE_NUMBER, _PART, by_itself, *given


@lru_cache(maxsize=_OF_RELEASES)
def _of_series(known_series: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A series with a number ("HS nr 3"), and one by itself ("HS-uppdragen")."""
    either = "|".join(re.escape(s.lower()) for s in known_series) or r"(?!)"
    named = rf"\b(?P<series>{either})"
    return (
        re.compile(rf"{named}\s*(?:nr\.?\s*|nummer\s*)?(?P<number>\d{{1,3}})\b"),
        re.compile(rf"{named}\b(?=[- ]?uppdrag|\)|\s*-?serien)"),
    )
