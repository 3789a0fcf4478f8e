"""What readers say of answers: kept in the data folder, apart from logs and from decisions.

An entry holds no name, address or time of day, and the question only where its reader wished to send it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.tables import write_csv
from graph.files import append, make_folder
from ontology.errors import RodaTradenError

FILE = "omdomen.jsonl"
LARGEST = 20_000_000
"""Bytes that the file may grow to: writing wants no key, so it must have an end."""
Reason = Literal["", "fel", "ofullstandigt", "feltolkat", "fel_kalla", "svart", "annat"]


class FullError(RodaTradenError):
    """The file of feedback is as large as it may be."""


class FeedbackIn(BaseModel):
    """Whether an answer helped; `answer` and `release` are the ids that came with it, `question` is optional."""

    model_config = ConfigDict(extra="forbid")

    answer: str = Field(max_length=64)
    helpful: bool
    reason: Reason = ""
    status: str = Field("", max_length=40)
    release: str = Field("", max_length=64)
    question: str = Field("", max_length=2000)


class FeedbackOut(FeedbackIn):
    """An entry as it is kept: with its day."""

    day: str


def keep_feedback(folder: Path, given: FeedbackIn) -> FeedbackOut:
    """Append an entry durably; raises `FullError` where the file is full, `OSError` where the disk is."""
    path = folder / FILE
    if path.exists() and path.stat().st_size > LARGEST:
        raise FullError(f"Omdömena fyller {LARGEST // 1_000_000} MB. Hämta dem och flytta undan filen {FILE}.")
    kept = FeedbackOut(**given.model_dump(), day=datetime.now(UTC).date().isoformat())
    make_folder(folder)
    path.touch(0o600)
    append(path, kept.model_dump_json().encode() + b"\n")
    return kept


def load_feedback(folder: Path) -> list[FeedbackOut]:
    """Every entry, oldest first; a line that a crash cut short is left out."""
    path = folder / FILE
    return list(_entries(path.read_text(encoding="utf-8").splitlines())) if path.exists() else []


def _entries(lines: list[str]) -> Iterator[FeedbackOut]:
    for line in lines:
        try:
            yield FeedbackOut.model_validate_json(line)
        except ValidationError:
            continue


def to_csv(entries: list[FeedbackOut]) -> bytes:
    """A table for a spreadsheet."""
    return write_csv(tuple(FeedbackOut.model_fields), (entry.model_dump().values() for entry in entries))
