"""The conversation: turns, what of them the API is told, and the link that holds them. Values in, values out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ui.client import AnswerJson, Trouble, TurnJson

REMEMBERED = 3
"""Earlier turns that a question is asked with, and that its link holds."""

Asker = Callable[[str, Sequence[TurnJson]], AnswerJson | Trouble]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it."""

    question: str
    reply: AnswerJson | Trouble


def to_history(turns: Sequence[Turn]) -> list[TurnJson]:
    """The answered turns that a new question is understood in the light of."""
    return [
        {"question": turn.question, "answer": turn.reply["answer"], "status": turn.reply["status"]}
        for turn in turns[-REMEMBERED:]
        if not isinstance(turn.reply, Trouble)
    ]


def add_turn(turns: Sequence[Turn], question: str, ask: Asker) -> list[Turn]:
    """The conversation with one more question; a question that met trouble gives way to the next."""
    kept = [turn for turn in turns if not isinstance(turn.reply, Trouble)]
    return [*kept, Turn(question, ask(question, to_history(kept)))]


def to_link(turns: Sequence[Turn]) -> list[str]:
    """The questions that a permanent link holds: the newest and those that it may lean on."""
    return [turn.question for turn in turns[-REMEMBERED - 1:]]


def from_link(questions: Sequence[str], ask: Asker) -> list[Turn]:
    """The conversation that a link holds, asked anew."""
    turns: list[Turn] = []
    for question in questions[-REMEMBERED - 1:]:
        turns = add_turn(turns, question, ask)
    return turns
