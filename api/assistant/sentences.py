"""Sentences of a Swedish text, and the few of them that answer."""

from __future__ import annotations

import re
from functools import lru_cache

_ABBREVIATIONS = (
    "t.ex. bl.a. m.fl. m.m. d.v.s. dvs. kap. kl. ca. nr. s.k. o.s.v. osv. f.d. t.o.m. fr.o.m. inkl. exkl. resp. jfr. "
    "mnkr. st. dr. prof."
)
_NO_END = re.compile(
    rf"(?:^|\s)(?:{'|'.join(re.escape(a) for a in _ABBREVIATIONS.split())}|\d{{1,3}}\.|[A-Za-zÅÄÖåäö]\.)$",
    re.IGNORECASE,
)
_BREAK = re.compile(r"(?<=[.!?])[”\")]?\s+(?=[A-ZÅÄÖ0-9”\"(])")
_POINTS_BACK = re.compile(
    r"^(?:Det|Detta|Den|Denna|Dessa|De|Därför|Därefter|Där|Dessutom|Här|Målet|Syftet|Arbetet|Metoden)\b"
)


@lru_cache(maxsize=20_000)  # some megabytes: the passages that questions come back to
def sentences(text: str) -> tuple[str, ...]:
    """The text's sentences, verbatim; an abbreviation or a number does not end one."""
    out: list[str] = []
    start = 0
    for match in _BREAK.finditer(text):
        if not _NO_END.search(text[start : match.start()]):
            out.append(text[start : match.start()].strip())
            start = match.end()
    out.append(text[start:].strip())
    return tuple(s for s in out if s)


def points_back(sentence: str) -> bool:
    """Whether a sentence needs the one before it to be understood."""
    return _POINTS_BACK.match(sentence) is not None
