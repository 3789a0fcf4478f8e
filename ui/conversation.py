"""The conversation: turns, what of them the API is told, and the link that holds them. Values in, values out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlencode

from ui.client import Trouble
from ui.elements import find_years
from ui.markup import to_place
from ui.shapes import AnswerJson, DocumentJson, Limits, TurnJson
from ui.texts import fraga as words

REMEMBERED = 3
"""Earlier turns that a question is asked with, and that its link holds."""
LIMITS = (("ar", "years"), ("slag", "types"), ("mottagare", "recipients"))
"""A limit's name in the address, and in the API."""

Asker = Callable[[str, Sequence[TurnJson], Limits | None], AnswerJson | Trouble]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, what limited it, and what came of it; `release` is what it was answered from."""

    question: str
    reply: AnswerJson | Trouble
    limits: Limits = field(default_factory=Limits)
    release: str = ""


def to_history(turns: Sequence[Turn]) -> list[TurnJson]:
    """The answered turns that a new question is understood in the light of."""
    return [
        {"question": turn.question, "answer": turn.reply["answer"], "status": turn.reply["status"]}
        for turn in turns[-REMEMBERED:]
        if not isinstance(turn.reply, Trouble)
    ]


def add_turn(
    turns: Sequence[Turn], question: str, ask: Asker, limits: Limits | None = None, release: str = ""
) -> list[Turn]:
    """The conversation with one more question; a question that met trouble gives way to the next."""
    kept = [turn for turn in turns if not isinstance(turn.reply, Trouble)]
    return [*kept, Turn(question, ask(question, to_history(kept), limits), limits or Limits(), release)]


def to_link(turns: Sequence[Turn]) -> list[str]:
    """The questions that a permanent link holds: the newest and those that it may lean on."""
    return [turn.question for turn in turns[-REMEMBERED - 1:]]


def from_link(questions: Sequence[str], ask: Asker, limits: Limits | None = None, release: str = "") -> list[Turn]:
    """The conversation that a link holds, asked anew; the limits are the last question's."""
    asked, turns = questions[-REMEMBERED - 1:], list[Turn]()
    for question in asked:
        turns = add_turn(turns, question, ask, limits if question is asked[-1] else None, release)
    return turns


def read_limits(query: Mapping[str, Sequence[str]]) -> Limits:
    """The limits of an address: `ar`, `slag`, `mottagare`, each perhaps several; what is no year is left out."""
    limits = Limits()
    if years := [int(year) for year in query.get("ar", []) if year.isdigit()]:
        limits["years"] = years
    if kinds := list(query.get("slag", [])):
        limits["types"] = kinds
    if bodies := list(query.get("mottagare", [])):
        limits["recipients"] = bodies
    return limits


def write_limits(limits: Limits) -> dict[str, list[str]]:
    """Limits as they stand in an address."""
    found = {name: limits.get(key) for name, key in LIMITS}
    return {name: [str(one) for one in values] for name, values in found.items() if isinstance(values, list) and values}


def to_permalink(turns: Sequence[Turn]) -> str:
    """The query that asks the same again and knows which release and answer it was."""
    latest = turns[-1]
    pairs = [("fraga", question) for question in to_link(turns)]
    pairs += [(name, value) for name, values in write_limits(latest.limits).items() for value in values]
    if not isinstance(latest.reply, Trouble):
        pairs += [("release", latest.release), ("svar", to_fingerprint(latest.reply))]
    return "?" + urlencode(pairs)


def to_fingerprint(reply: AnswerJson) -> str:
    """A short sign of what an answer says and cites, however a language model has phrased it."""
    phrasing = reply.get("phrasing")
    answer = (phrasing and phrasing["composed"]) or reply["answer"]
    said = [reply["status"], answer, *(one["quote"] for one in reply["citations"])]
    return sha256("\n".join(said).encode()).hexdigest()[:12]


def compare_releases(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, list[str]]:
    """Which documents came, went and changed between two releases (document id → checksum)."""
    both = before.keys() & now.keys()
    return {
        "new": sorted(now.keys() - before.keys()), "gone": sorted(before.keys() - now.keys()),
        "changed": sorted(one for one in both if before[one] != now[one]),
    }  # fmt: skip


def to_copy(question: str, reply: AnswerJson) -> str:
    """The question, the answer and its sources as plain text, to paste elsewhere."""
    sources = [
        f"[{one['n']}] {one['document']['title']}, {to_place(one)}: ”{one['quote']}”" for one in reply["citations"]
    ]
    phrasing = reply.get("phrasing")
    told = [words.PHRASED.format(model=phrasing["model"])] if phrasing and phrasing["composed"] else []
    return "\n".join([question, "", reply["answer"], *told, "", *sources]).strip() + "\n"


def find_starters(documents: Sequence[DocumentJson]) -> list[str]:
    """Questions that the plans that were read have answers to."""
    made = []
    for kind, question in words.STARTERS:
        if years := find_years(documents, [kind]):
            made.append(question.format(year=years[0]))
    years = find_years(documents, ["uppdrag"])
    return [*made, words.STARTER_GONE.format(older=years[1], newer=years[0])] if len(years) > 1 else made
