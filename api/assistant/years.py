"""The years of a question: named, counted from this year, a stretch of them."""

from __future__ import annotations

import re

from api.assistant.knowledge import Knowledge

YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
"""A year that plans may be for."""
_NAMED = re.compile(
    r"\b(?:(?:målbild(?:en)?|vision(?:en)?)(?:\s+(?:för|till|mot))?|agenda|fram till|till år|senast)\s+(?:år\s+)?20\d\d"
)
_SINCE = re.compile(
    r"\b(?:sedan|since)\s+(20[0-4]\d)|"
    r"\b(?:från|from)\s+(20[0-4]\d)(?=\s+(?:och (?:framåt|fram)|and on|till (?:nu|i dag|idag|today)))"
)
_RANGE = re.compile(r"(?<!\d)(?:från (?=20\d\d till))?(20[0-4]\d)(?:\s*[–-]\s*| till )(20[0-4]\d)(?!\d)")
_SINCE_LAST = re.compile(r"\b(?:sedan|mot|från|since) (?:förra (?:året|planen|årets plan)|i fjol|last (?:year|plan))\b")
_LAST_TWO = re.compile(r"\b(?:båda|två) (?:senaste|sista) planer(?:na)?\b|\blast two plans\b")
_RELATIVE = (
    (re.compile(r"\b(?:förra året|i fjol|last year)\b"), -1),
    (re.compile(r"\b(?:nästa år|next year)\b"), 1),
    (re.compile(r"\b(?:i år|this year|innevarande år)\b"), 0),
)


def years_of(folded: str, known: Knowledge) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Years that the release has documents for, and other years, in the order asked."""
    spelled = _RANGE.sub(lambda m: " ".join(map(str, range(int(m[1]), int(m[2]) + 1))), folded)  # "2024–2026"
    named = [int(y) for y in YEAR.findall(_NAMED.sub(" ", spelled))]
    for pattern, step in _RELATIVE:
        if pattern.search(folded):
            named.append(known.this_year + step)
    if _LAST_TWO.search(folded):
        named += known.plan_years[-2:]
    if _SINCE_LAST.search(folded):
        named += [known.this_year - 1, known.this_year]
    since = _SINCE.search(folded)
    if since and len(set(named)) == 1:
        first = int(since[1] or since[2])
        named = sorted({first, *(y for y in known.plan_years if y > first)}) if first in known.years else []
    years = tuple(dict.fromkeys(y for y in named if y in known.years))
    return years, tuple(dict.fromkeys(y for y in named if y not in known.years))
