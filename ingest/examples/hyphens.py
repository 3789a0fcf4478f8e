"""Breaks a text into lines, with a hyphen at the end of some, as a word processor would set Swedish."""

from __future__ import annotations

import re
from collections.abc import Callable

VOWELS = "aeiouyåäöé"
LEAST = 8
"""Words shorter than this are never broken."""
BREAK = re.compile(rf"(?<=[{VOWELS}])(?=(?:sk|sj|tj|kj|st|br|dr|gr|kr|pr|tr|[bcdfghjklmnpqrstvx])[{VOWELS}])"
                   rf"|(?<=[{VOWELS}][bdfghjklmnpqrstvx])(?=[bdfghjklmnpqrstv][{VOWELS}])")


def break_points(word: str) -> list[int]:
    """Where a hyphen may stand in `word`: before a consonant and a vowel, three letters from either end."""
    if len(word) < LEAST or not re.fullmatch(r"[a-zåäöé]+[.,:;]?", word, re.IGNORECASE):
        return []
    return [m.start() for m in BREAK.finditer(word.lower()) if 3 <= m.start() <= len(word) - 3]


def break_lines(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """The text in lines no wider than `width` by `measure`; a word wider than a line stays whole."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if measure(joined) <= width:
            line = joined
            continue
        head = _fitting_head(line, word, width, measure)
        lines.append(f"{line} {word[:head]}-".lstrip() if head else line)
        line = word[head:]
    return [part for part in [*lines, line] if part]


def _fitting_head(line: str, word: str, width: float, measure: Callable[[str], float]) -> int:
    """How many letters of `word` go on `line` before a hyphen; 0 where none do."""
    lead = f"{line} " if line else ""
    fitting = [at for at in break_points(word) if measure(f"{lead}{word[:at]}-") <= width]
    return max(fitting, default=0)
