"""What a question may be before it is read at all: its length."""

from __future__ import annotations

from ontology.errors import UsageError

LONGEST = 2000


class EmptyQuestionError(UsageError):
    """A question without words."""


class LongQuestionError(UsageError):
    """A question above `LONGEST` characters."""


def check_question(question: str) -> str:
    """The question without space around it; raises where it is empty or too long."""
    text = question.strip()
    if not text:
        raise EmptyQuestionError("Frågan är tom. Skriv en fråga, till exempel ”Vilka målsättningar har nämnden?”.")
    if len(text) > LONGEST:
        length = f"{len(text):,}".replace(",", " ")
        raise LongQuestionError(f"Frågan är {length} tecken lång. Korta den till högst 2 000 tecken.")
    return text
