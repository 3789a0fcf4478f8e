"""Numbers as Swedish plans print them: "1 155,7", "−1 200", "1.200", "6,5"."""

from __future__ import annotations

import re

from ontology.svenska.text import DASHES

_AS_PLAIN = str.maketrans(dict.fromkeys(DASHES, "-") | dict.fromkeys("¹²³⁴⁵⁶⁷⁸⁹⁰\u00ad\u200b\ufeff"))
UNSIGNED = r"(?:[1-9]\d{0,2}(?:(?: \d{3})+|(?:\.\d{3})+)(?![\d])(?:,\d+)?|\d+(?:[.,]\d+)?)(?![\d.,]*\d)"
NUMBER = rf"(?:[-+] ?)?{UNSIGNED}"
"""A number in a plain text (see `plain_figures`), with its sign; no other digit follows."""
_ALONE = re.compile(NUMBER)


def plain_figures(text: str) -> str:
    """The text with plain hyphens and single plain spaces, footnote digits dropped, nothing else changed."""
    return " ".join(text.translate(_AS_PLAIN).split())


def to_float(printed: str) -> float:
    """The number that `NUMBER` matched; a point before exactly three digits parts thousands, unless 0 leads."""
    compact = printed.replace(" ", "")
    if re.fullmatch(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", compact):
        compact = compact.replace(".", "")
    return float(compact.replace(",", "."))


def parse_number(text: str) -> float | None:
    """The number that the text is, or None when it is not one number and nothing else ("1 155,7" → 1155.7)."""
    printed = plain_figures(text)
    return to_float(printed) if _ALONE.fullmatch(printed) else None
