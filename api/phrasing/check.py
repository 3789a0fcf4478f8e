"""Whether a language model's text says what the composed answer says, sentence by sentence and as a whole.

A sentence is held to what its own marks name: its figures, dates and names stand there, what it quotes stands there
word for word, its other words are from there too, and those that turn a statement come in the order of one statement of
the composed answer, among its figures. As a whole the text keeps every citation, figure and turning word. One fault is
enough: then the composed answer stands.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from api.assistant.draft import LONG, SHORT
from api.assistant.sentences import sentences
from api.grounding import figures, figures_at, held_by, to_plain, ungrounded
from api.models import AskAnswer, CitationOut
from ontology.svenska import STOPWORDS, stem, stems, words

FEW = 4
"""Words: a quote with fewer says little by itself."""
BEFORE = 40
"""Signs before a figure that tell what it numbers."""
_MARKS = re.compile(r"\s*((?:\[\d+\]\s*)+)([.!?]?)")
_LAST_MARKS = re.compile(r"(?:\[\d+\])+$")
_QUOTED = re.compile(r"[”“\"]([^”“\"]*)[”“\"]")
_CUT = re.compile(r"\[(?:…|\.\.\.)\]")
_BULLET = re.compile(r"^[-•–*]\s+")
_FOREIGN = re.compile(r"(?im)<[\w/!]*[a-z/!]|[{}`|\\]|\*\*|\]\(|^#|https?:|www\.|\S@\S|\w{3,}\.[a-zåäö]{2,}")
"""Markup and addresses: nothing that leads a reader elsewhere."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence and the numbers of its marks."""

    text: str
    marks: frozenset[int]


@dataclass(frozen=True, slots=True)
class Checked:
    """The text in the answer's form, or the word for its first fault."""

    text: str = ""
    fault: str = ""


@cache
def phrasing_words() -> Mapping[str, object]:
    """What stands in `words.toml`."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@cache
def _turns() -> re.Pattern[str]:
    """Every word that turns a statement, each group under its name."""
    told: Mapping[str, Sequence[str]] = phrasing_words()["turns"]  # type: ignore[assignment]
    groups = (rf"(?P<{name}>{'|'.join(found)})" for name, found in told.items())
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)})(?!(?<=\w)\w)", re.IGNORECASE)


@cache
def _before(name: str) -> re.Pattern[str]:
    """One of these words, at the end of what comes before a figure."""
    return re.compile(rf"\b(?:{str(phrasing_words()[name]).replace(' ', '|')}) (?:nr )?$", re.IGNORECASE)


@cache
def _frame() -> frozenset[str]:
    return frozenset(stems(str(phrasing_words()["frame"])))


def check_text(text: str, composed: AskAnswer) -> Checked:
    """Hold a text to the answer that it is to say in other words."""
    lines = [_BULLET.sub("", line.strip()) for line in text.splitlines() if line.strip()]
    if not lines:
        return Checked(fault="empty")
    if len(text) > min(2 * len(composed.answer) + 200, LONG if len(composed.answer) > SHORT else SHORT):
        return Checked(fault="length")
    if _FOREIGN.search(text) or any(unicodedata.category(sign)[0] == "C" for line in lines for sign in line):
        return Checked(fault="sign")
    stated, verbatim = composed_statements(composed.answer), set(composed.answer.splitlines())
    kept, said = [], list[Statement]()
    for line in lines:
        if line in verbatim:
            kept.append(line)
            said += composed_statements(line)
            continue
        found = list(_statements_of(line))
        fault = next(filter(None, (_fault_of(one, stated, composed.citations) for one in found)), "")
        if fault:
            return Checked(fault=fault)
        kept += [f"{one.text} {''.join(f'[{n}]' for n in sorted(one.marks))}" for one in found]
        said += found
    lost = _lost(said, kept, composed.answer, stated)
    return Checked(fault=lost) if lost else Checked("\n".join([*kept, *_missing(verbatim, kept, composed.answer)]))


def composed_statements(answer: str) -> list[Statement]:
    """The lines of a composed answer that bear marks."""
    parted = ((line, _LAST_MARKS.search(line)) for line in answer.splitlines())
    return [Statement(line[: marks.start()].strip(), _numbers(marks[0])) for line, marks in parted if marks]


def _missing(verbatim: set[str], kept: Sequence[str], answer: str) -> list[str]:
    """The composed answer's lines of what is missing, which nobody phrases: they stand last, as they did."""
    return [
        line for line in answer.splitlines()
        if line in verbatim - set(kept) and not line.endswith((":", "]"))
    ]  # fmt: skip


def _statements_of(line: str) -> Iterator[Statement]:
    """A line's statements, each up to its marks; words that no mark follows are one without."""
    start = 0
    for match in _MARKS.finditer(line):
        yield Statement(line[start : match.start()].strip() + match[2], _numbers(match[1]))
        start = match.end()
    if line[start:].strip():
        yield Statement(line[start:].strip(), frozenset())


def _numbers(marks: str) -> frozenset[int]:
    return frozenset(map(int, re.findall(r"\d+", marks)))


def _fault_of(one: Statement, stated: Sequence[Statement], citations: Sequence[CitationOut]) -> str:
    """The first fault of one sentence; empty where it has none."""
    cited = [c for c in citations if c.n in one.marks]
    if not one.marks or len(cited) < len(one.marks):
        return "mark"
    held = held_by(cited) + "".join(f" {s.text} ." for s in stated if s.marks <= one.marks)
    if not all(_stands(quote, held) for quote in _QUOTED.findall(one.text)):
        return "quote"
    own = _QUOTED.sub("”–”", one.text)
    if len(sentences(own)) != 1 or not re.search(r"\w", one.text):
        return "mark"
    lacking = ungrounded(own, held)
    if lacking:
        return "name" if lacking[0][0].isupper() else "figure"
    near = _near(one, stated)
    turns = _turns_of(own, _free(cited))
    if not any(_in_order(turns, _turns_of(text)) for text in near):
        return "turn"
    return "" if _is_known(own, f"{held} {' '.join(near)}") else "word"


def _near(one: Statement, stated: Sequence[Statement]) -> list[str]:
    """The composed statements that a sentence may be one of, without what it quotes of them."""
    within = [s.text for s in stated if s.marks <= one.marks]
    near = within or [s.text for s in stated if s.marks & one.marks]
    for quote in filter(str.strip, _QUOTED.findall(one.text)):
        near = [text.replace(quote, "–") for text in near]
    return near


def _stands(quote: str, held: str) -> bool:
    """Whether a quote stands word for word in what is held, each piece between its cuts.

    A few words, which could be of anything there, must be quoted by the composed answer too.
    """
    plain = " ".join(held.split())
    if len(quote.split()) < FEW and f"”{' '.join(quote.split())}”" not in plain:
        return False
    return all(" ".join(piece.split()) in plain for piece in _CUT.split(quote))


def _free(cited: Iterable[CitationOut]) -> frozenset[str]:
    """The year of the documents, where they have one in common: it may stand anywhere in a sentence about them."""
    years = {c.document.year for c in cited}
    return frozenset(repr(float(year)) for year in years) if len(years) == 1 else frozenset()


def _turns_of(text: str, free: frozenset[str] = frozenset()) -> list[str]:
    """A text's figures and the groups of its turning words, in their order; what only numbers a thing is none.

    Nor is a year that is `free`, where it stands just after a document's name.
    """
    plain = to_plain(text)
    numbers, years = _before("labels"), _before("documents")
    found = []
    for at, form in figures_at(plain):
        before = plain[max(0, at - BEFORE) : at]
        if not numbers.search(before) and not (form in free and years.search(before)):
            found.append((at, form))
    found += [(match.start(), str(match.lastgroup)) for match in _turns().finditer(plain)]
    return [form for _, form in sorted(found)]


def _in_order(some: Iterable[str], all_: Iterable[str]) -> bool:
    """Whether the one can be had of the other by leaving out."""
    left = iter(all_)
    return all(one in left for one in some)


def _is_known(own: str, held: str) -> bool:
    """Whether a sentence's words are of what it cites; figures and turning words have been looked at already."""
    known = _frame().union(stems(held))
    content = (w for w in words(own) if w not in STOPWORDS and not w[0].isdigit() and not _turns().fullmatch(w))
    return all(stem(word) in known for word in content)


def _lost(said: Sequence[Statement], kept: Sequence[str], answer: str, stated: Sequence[Statement]) -> str:
    """What of the composed answer the whole text leaves out; empty where it leaves out nothing."""
    if _outline(kept) != _outline(answer.splitlines()):
        return "citation lost"
    needed = (figure for s in stated for figure in figures(_QUOTED.sub("", s.text)))
    if not set(needed) <= {figure for s in said for figure in figures(s.text)}:
        return "figure lost"
    for one in stated:
        told = {turn for s in said if s.marks & one.marks for turn in _turns_of(s.text)}
        if not {turn for turn in _turns_of(one.text) if turn in _turns().groupindex} <= told:
            return "turn lost"
    return ""


def _outline(lines: Iterable[str]) -> list[tuple[str, frozenset[int]]]:
    """Each heading with the marks of what stands below it; first what stands before them all."""
    found = [("", frozenset[int]())]
    for line in lines:
        if line.endswith(":"):
            found.append((line, frozenset()))
        elif marks := _LAST_MARKS.search(line):
            head, before = found[-1]
            found[-1] = (head, before | _numbers(marks[0]))
    return found
