"""What a sentence tells by its letters alone: a figure, a price, a date, how often."""

from __future__ import annotations

import re
from collections.abc import Collection

_NUMERAL = (
    r"två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton|tjugo"
    r"|trettio|fyrtio|femtio|hundra|tusen"
)
_POST = 110  # characters: a line this short with an amount is a post of a list
DATE = re.compile(
    r"\b(?:\d{1,2}\s+)?(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|hösten"
    r"|våren|sommaren|vintern|kvartal|dygnet runt|dagtid|kvällstid|nattetid)\b|\b(?:19|20)\d\d\b|\bkl\.? ?\d",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"\bdygnet runt\b|\b(?:dag|kvälls?|natte)tid\b|\bkl(?:ockan)?\.? ?\d|\b\d{1,2}[.:]\d\d\b", re.IGNORECASE
)
_FIGURE = re.compile(rf"\d|\b(?:{_NUMERAL})\b", re.IGNORECASE)
_COUNT = re.compile(
    rf"(?:\b(?!(?:19|20)\d\d\b)\d[\d ]*|\b(?:{_NUMERAL}))[ \u00a0]+([a-zåäö]{{3,}})(?:[ \u00a0]+([a-zåäö]{{3,}}))?",
    re.IGNORECASE,
)
OFTEN = re.compile(
    r"\b(?:dag|vecko|månat|månad|kvartal|kvartals|år|tertial|halvår)(?:lig|vis)\w*|\bvarje\b|\bgång(?:er)?\b|"
    r"\bper (?:dag|vecka|månad|år|tertial)\b|\blöpande\b|\bkontinuerlig",
    re.IGNORECASE,
)
MONEY = re.compile(r"\d[\d ,.]*\s*(?:kr\b|kron|mnkr|tkr|mkr|mdkr|milj|öre\b)", re.IGNORECASE)
_PRICE = re.compile(r"\bkosta|\bkostnad|\bpris|\butgift|\binvester", re.IGNORECASE)
_LABEL = re.compile(r"^(?:[A-Za-zÅÄÖåäö]{1,3} )?(?:nr\.? ?)?\d{1,2} ?[a-h]?[.)]\s", re.IGNORECASE)
_LETTERED = re.compile(r"[a-zåäö]\s?[.)]\s")
_BOUND = re.compile(
    r"(?:[≥≤<>]|\b(?:över|under|minst|högst|från))\s*\d+\s*(?:år|dag|dygn|veck|månad|timm|min)\w*", re.IGNORECASE
)
"""A bound of age or time says whom or what a figure is of, and is none itself ("patienter ≥ 75 år")."""
_OWN_FIGURE = re.compile(r"(?<![\w,.-])\d+(?:[.,]\d+)?(?![\w,-])")


def says_price(sentence: str) -> bool:
    """Whether a sentence tells what something costs: an amount, with a word for cost or as a post of a list."""
    return bool(MONEY.search(sentence)) and (bool(_PRICE.search(sentence)) or len(sentence) < _POST)


def stands_alone(text: str, told: Collection[str]) -> bool:
    """Whether a line holds a figure of its own: in no word, no label, and not one that the question told."""
    if _LETTERED.match(text) or _LABEL.match(text):
        return False
    return any(f not in told for f in _OWN_FIGURE.findall(text))


def says_figure(sentence: str, told: Collection[str]) -> bool:
    """Whether a sentence holds a figure that the question did not: no year, no label."""
    plain = re.sub(r"\b(?:19|20)\d\d\b", "", _BOUND.sub("", _LABEL.sub("", sentence)))
    return _FIGURE.search(re.sub(r"\d+", lambda m: "" if m[0] in told else m[0], plain)) is not None


def things_counted(text: str) -> list[str]:
    """The words just after a figure ("31 vårdcentraler", "tre öppna möten"): what the text gives a number of."""
    return [word for match in _COUNT.finditer(text) for word in match.groups() if word]
