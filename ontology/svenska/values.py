"""Printed figures of a plan's tables: number, range, bound, x of y, change, labelled parts, with unit and period.

The grammar takes a cell whole or not at all: where two readings are possible, or words stand that it does not
know, the value keeps its text and says no figure. A year is a period only where it is printed as one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ontology.model import Part, Value
from ontology.svenska.numbers import NUMBER, UNSIGNED, plain_figures, to_float
from ontology.svenska.text import DASHES, STOPWORDS

_MONTH = "(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_MONTH += "|jan|feb|mar|apr|jun|jul|aug|sept|sep|okt|nov|dec)"
_YEAR = r"(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?"
_PERIOD = rf"(?:(?:{_MONTH}(?: ?- ?{_MONTH})?|helår(?:et)?|kvartal \d|tertial \d|[QTqt] ?[1-4]),? )?{_YEAR}(?!\d)"
_UNIT_WORDS = (
    "procentenheter", "procentenhet", "procent", "%", "‰", "miljoner kronor", "miljarder kronor", "mnkr", "mkr", "mdkr",
    "tkr", "kronor", "kr", "dagar", "dygn", "minuter", "timmar", "poäng", "ton", "st",
)  # fmt: skip
_UNIT = rf"(?:{'|'.join(map(re.escape, _UNIT_WORDS))})(?!\w)"
_REFERENCE_WORDS = """
se nr nummer mål målsättning styrtal kapitel kap avsnitt bilaga tabell sida sid punkt indikator uppdrag nivå fas
steg version minst högst max cirka ca under över senast beslutas januari februari mars april maj juni juli
augusti september oktober november december kvartal minskning ökning topp plats
"""
_NOT_IN_LABELS = STOPWORDS | set(_REFERENCE_WORDS.split())
_HEADS = r"betyg|index|nki|hme|andel|antal|totalt|utfall|resultat|värde"
_LOWER = r"<=|<|≤|högst|max(?:imalt)?\.?|under|mindre än|färre än|upp till|som mest"
_UPPER = r">=|>|≥|minst|lägst|över|mer än|fler än|som minst"
_CHANGE = r"(?:minskning|ökning|sänkning|höjning|minska[drts]?|öka[drts]?|minskat|ökat)(?: med)?"
_TO_UNITS_END = STOPWORDS | {"inom", "jämfört", "varav", "dvs", "exkl", "inkl"}

_TAIL = r"(?P<tail>(?!-)\W.*)?"

_CONTEXT = re.compile(rf"\butfall:? ({_PERIOD})", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:(?:utfall|resultat|år|helår|mål) )?({_PERIOD}) ?: ?(?=.)", re.IGNORECASE)
_AFTER = re.compile(rf"[ ,]+\(?(?:utfall:? |år |under |i )?({_PERIOD})\)?", re.IGNORECASE)
_FOOTNOTE = re.compile(r"(?:\s*(?:\*+\)?|[.;,]))+$")
_BRACKET = re.compile(r"(.*?) ?\(([^()]*)\)")
_RANGE = re.compile(rf"(?:mellan )?({NUMBER}) ?({_UNIT})? ?(?:-|till|och) ?({NUMBER}){_TAIL}", re.IGNORECASE)
_OF = re.compile(rf"(?:(?:topp|plats|placering|nr) )?({UNSIGNED}) av (?:de )?({UNSIGNED}){_TAIL}", re.IGNORECASE)
_BOUND = re.compile(rf"(?:(?P<high>{_LOWER})|(?P<low>{_UPPER})) ?(?P<number>{NUMBER}){_TAIL}", re.IGNORECASE)
_PLAIN = re.compile(rf"(?:(?:ca\.?|cirka|topp|plats|(?:{_HEADS}):?) )?(?P<number>{NUMBER}){_TAIL}", re.IGNORECASE)
_RELATIVE = re.compile(rf"(?:{_CHANGE}) (.+)", re.IGNORECASE)
_CHANGED = re.compile(r"(.+%) (?:minskning|ökning|lägre|högre)(?: .*)?", re.IGNORECASE)
_LABEL = r"[^\W\d_][^\d:,;|<>]*?"
_PART = re.compile(
    rf"(?P<label>{_LABEL}|{_YEAR}(?=:))(?: ?: ?| )(?P<number>{NUMBER})(?!\w)(?: ?(?P<unit>{_UNIT}))?(?:[ ,;/|]+|$)",
    re.IGNORECASE,
)
_FIRST_HEAD = re.compile(rf"^(?:(?:{_HEADS}) ?: ?)", re.IGNORECASE)
_LABEL_HEAD = re.compile(rf"(?:och |samt )?(?:(?:{_HEADS})(?: ?: ?| )(?=\S))?", re.IGNORECASE)


def parse_value(text: str, *, context: str = "") -> Value | None:
    """The figure that a table cell prints, or None for an empty cell or a dash alone.

    `text` is kept with its white space collapsed and nothing else changed; "procent" is given as the unit
    "%". `context` is the row's label: "(Utfall: mars-juni 2025)" there gives the period of a figure that says
    none of its own. A cell without a figure that is certain ("Se 3a, b, och c") gives its text alone.
    """
    printed = " ".join(text.split())
    if not printed.strip(DASHES + " "):
        return None
    figures = _figures(_FOOTNOTE.sub("", plain_figures(printed)))
    if figures is None:
        return Value(text=printed)
    return replace(figures, text=printed, period=figures.period or _context_period(context))


def _figures(plain: str) -> Value | None:
    """What the whole cell says, its period included; `text` is left empty."""
    return _parts(plain) or _dated(plain) or _undated(plain)


def _dated(plain: str) -> Value | None:
    """A figure with its period before it ("2023: 703 ton") or after it ("86 % (2023)")."""
    if before := _BEFORE.match(plain):
        found = _parts(plain[before.end() :]) or _undated(plain[before.end() :])
        return replace(found, period=before.group(1)) if found else None
    after = next((match for match in _AFTER.finditer(plain) if match.end() == len(plain)), None)
    if not after or not _ends_a_figure(plain[: after.start()], bracketed="(" in after.group()):
        return None
    found = _undated(plain[: after.start()])
    return replace(found, period=after.group(1)) if found else None


def _ends_a_figure(before: str, *, bracketed: bool) -> bool:
    """Whether a year after these words is their period ("31" and "lägre än" leave it part of something else)."""
    return before.split(" ")[-1].casefold() not in _NOT_IN_LABELS and (bracketed or not before[-1:].isdigit())


def _undated(plain: str) -> Value | None:
    """A figure without a period; one bracket after it may hold its labelled parts or a remark."""
    if bracket := _BRACKET.fullmatch(plain):
        found = _undated(bracket.group(1))
        parts = _parts(bracket.group(2))
        return replace(found, parts=parts.parts) if found and parts else found
    readers: tuple[Callable[[str], Value | None], ...] = (_relative, _whole, _range, _bound, _number)
    return next((value for reader in readers if (value := reader(plain))), None)


def _relative(plain: str) -> Value | None:
    """ "Minskning med 15 %", "15 % lägre": the sign is as printed."""
    match = _RELATIVE.fullmatch(plain) or _CHANGED.fullmatch(plain)
    found = match and (_range(match.group(1)) or _bound(match.group(1)) or _number(match.group(1)))
    return replace(found, relative=True) if found else None


def _whole(plain: str) -> Value | None:
    """ "5 av 8", "Topp 3 av 7"."""
    match = _OF.fullmatch(plain)
    if not match or (unit := _unit(match["tail"])) is None:
        return None
    return Value(text="", value=to_float(match.group(1)), of=to_float(match.group(2)), unit=unit or None)


def _range(plain: str) -> Value | None:
    """ "77–80", "6,3–6,1 %", "mellan 90 och 100 %"; years alone are no range of figures."""
    match = _RANGE.fullmatch(plain)
    if not match or re.fullmatch(_YEAR, plain) or (unit := _unit(match["tail"])) is None:
        return None
    if " och " in plain and not plain.lower().startswith("mellan "):
        return None
    low, high = sorted((to_float(match.group(1)), to_float(match.group(3))))
    return Value(text="", low=low, high=high, unit=unit or _unit(match.group(2)) or None)


def _bound(plain: str) -> Value | None:
    """ "< 90 dagar", "≥ 75 %", "minst 80 %"."""
    match = _BOUND.fullmatch(plain)
    if not match or (unit := _unit(match["tail"])) is None:
        return None
    number = to_float(match["number"])
    low, high = (None, number) if match["high"] else (number, None)
    return Value(text="", low=low, high=high, unit=unit or None)


def _number(plain: str) -> Value | None:
    """ "- 400 miljoner kronor", "45 600 KVÅ-kodade insatser", "Betyg: 3,8"."""
    match = _PLAIN.fullmatch(plain)
    if not match or (unit := _unit(match["tail"])) is None:
        return None
    return Value(text="", value=to_float(match["number"]), unit=unit or None)


def _unit(tail: str | None) -> str | None:
    """The unit in what follows a number: "" for none; None where what follows makes the figure uncertain."""
    rest = (tail or "").strip()
    if re.match(rf"[-+/*:.,;)=<>]|(?:{_MONTH}|och|eller|till|respektive)\b", rest, re.IGNORECASE):
        return None
    name = " ".join(_unit_words(rest))
    if re.search(r"\d", re.sub(rf"\bper {UNSIGNED}", "", rest if name == rest else name)) or _more_figures(rest):
        return None
    return "%" if re.match(r"(?:%|procent(?!\w))", name, re.IGNORECASE) else name


def _unit_words(rest: str) -> list[str]:
    """The words of a unit, up to the first function word; more than six words are a sentence and no unit."""
    found: list[str] = []
    for word in rest.split(" "):
        if word.casefold().strip(",") in _TO_UNITS_END:
            break
        found.append(word.strip(","))
    return found if len(found) <= 6 else found[: found[0] == "%"]


def _more_figures(rest: str) -> bool:
    """Whether a second figure with a unit of its own follows ("80 % och 90 % sedan")."""
    return bool(re.search(rf"(?<!\w){UNSIGNED} ?{_UNIT}", rest, re.IGNORECASE))


def _parts(plain: str) -> Value | None:
    """Two or more labelled figures that fill the cell: "Betyg Personal: 3,8 Invånare: 3,9"."""
    found, position = [], len(plain) - len(_FIRST_HEAD.sub("", plain, count=1))
    while position < len(plain):
        match = _PART.match(plain, position)
        label = match and _LABEL_HEAD.sub("", match["label"].strip(), count=1)
        if not match or not label or not _NOT_IN_LABELS.isdisjoint(label.casefold().split()):
            return None
        found.append((Part(label=label, value=to_float(match["number"])), _unit(match["unit"])))
        position = match.end()
    units = {unit or None for _, unit in found}
    if len(found) < 2:
        return None
    return Value(text="", parts=tuple(part for part, _ in found), unit=units.pop() if len(units) == 1 else None)


def _context_period(context: str) -> str | None:
    """The period that a row's label names: "(Utfall: mars-juni 2025)" → "mars-juni 2025"."""
    match = _CONTEXT.search(plain_figures(context))
    return match.group(1) if match else None
