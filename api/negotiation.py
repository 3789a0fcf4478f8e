"""Content negotiation as a pure function.

Rule: https://www.rfc-editor.org/rfc/rfc9110#name-accept
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """One media range of an Accept header with its weight."""

    kind: str
    subtype: str
    weight: float

    def specificity(self, media_type: str) -> int:
        """How closely it names a media type: 3 exactly, 2 by kind, 1 as anything, 0 not at all."""
        kind, _, subtype = media_type.partition("/")
        if (self.kind, self.subtype) == (kind, subtype):
            return 3
        if (self.kind, self.subtype) == (kind, "*"):
            return 2
        return int((self.kind, self.subtype) == ("*", "*"))


def choose(accept: str | None, offered: Sequence[str]) -> str | None:
    """The offered media type that the header likes best, the first of equals; None where it takes none."""
    if not accept or not accept.strip():
        return offered[0]
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    weights = [(_weight(media_type, ranges), -n) for n, media_type in enumerate(offered)]
    best, place = max(weights)
    return offered[-place] if best > 0 else None


def takes_gzip(accept_encoding: str | None) -> bool:
    """Whether an Accept-Encoding header takes gzip, and likes it no less than a plain answer."""
    weights = {coding.kind: coding.weight for coding in map(_range, (accept_encoding or "").split(","))}
    gzip = weights.get("gzip", weights.get("*", 0.0))
    return gzip > 0 and gzip >= weights.get("identity", 0.0)


def _range(text: str) -> Range:
    media, *params = [part.strip().lower() for part in text.split(";")]
    kind, _, subtype = media.partition("/")
    quality = next((param[2:] for param in params if param.startswith("q=")), "1")
    return Range(kind, subtype, _number(quality))


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _weight(media_type: str, ranges: Sequence[Range]) -> float:
    fitting = [(r.specificity(media_type), r.weight) for r in ranges if r.specificity(media_type)]
    return max(fitting)[1] if fitting else 0.0
