"""What is held in memory of a graph that is asked: read from it once, when it is built, and kept as JSON beside it.

The graph stays the truth. What other code prepared is not used: the graph is read again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter

from graph.files import code_version
from graph.followup import Report, find_reports
from graph.words import Words, count_words
from ontology.model import Document, Element, Link, Organisation, Passage, Reading, Uppdrag
from ontology.transfer import dump_json, hear_reading, tell_reading

MAKERS = (
    *(f"graph/{name}.py" for name in (
        "changes", "elements", "fields", "followup", "iris", "links", "prepared", "sources", "threads/words", "triples",
        "words",
    )),
    *("ontology/model", "ontology/svenska", "ontology/terms.py", "ontology/transfer.py"),
)  # fmt: skip
"""The code that says what is read from a graph: all that this module and `graph.elements` rest on."""


class Reader(Protocol):
    """What is asked of `graph.elements.ElementReader`."""

    def get_documents(self) -> list[Document]:
        """Every document."""

    def find_elements(self, document_id: str) -> list[Element]:
        """A document's elements in reading order."""

    def find_passages(self, document_id: str) -> list[Passage]:
        """A document's passages in reading order."""

    def get_organisations(self) -> list[Organisation]:
        """Every body."""

    def get_links(self) -> list[Link]:
        """Every link over the years."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that some documents' graphs say, as values."""

    readings: Sequence[Reading]
    """By year and id, without bodies and findings."""
    organisations: Sequence[Organisation]
    links: Sequence[Link]
    reports: Sequence[Report]
    """What reports say of uppdrag (`graph.followup`)."""
    words: Words
    """Of every passage."""


def prepare(reader: Reader) -> Prepared:
    """Read everything that the graph names."""
    documents = sorted(reader.get_documents(), key=lambda d: (d.year, d.id))
    readings = [_reading(document, reader) for document in documents]
    uppdrag = [element for reading in readings for element in reading.elements if isinstance(element, Uppdrag)]
    passages = {reading.document.id: reading.passages for reading in readings}
    return Prepared(
        readings=readings,
        organisations=reader.get_organisations(),
        links=reader.get_links(),
        reports=find_reports(uppdrag, passages),
        words=count_words(p.text for reading in readings for p in reading.passages),
    )


def _reading(document: Document, reader: Reader) -> Reading:
    passages, elements = reader.find_passages(document.id), reader.find_elements(document.id)
    return Reading(document=document, passages=tuple(passages), elements=tuple(elements), organisations=())


def dump_prepared(prepared: Prepared) -> bytes:
    """As UTF-8 JSON, the same bytes for the same graph and code."""
    told = _rest().dump_python(replace(prepared, readings=()), mode="json")
    told["words"] = {name: _ordered(value) for name, value in told["words"].items()}
    told["readings"] = [tell_reading(reading) for reading in prepared.readings]
    return dump_json({"made_by": _makers(), **told})


def load_prepared(path: Path) -> Prepared | None:
    """What was prepared in a file; None where there is none, or one of other code."""
    if not path.is_file():
        return None
    told = json.loads(path.read_bytes())
    if told.pop("made_by") != _makers():
        return None
    readings = [hear_reading(reading) for reading in told.pop("readings")]
    return replace(_rest().validate_python({**told, "readings": ()}), readings=readings)


def _ordered(value: object) -> object:
    """Sets have no order of their own."""
    if isinstance(value, dict):
        return dict(sorted(value.items()))
    return sorted(value) if isinstance(value, list) else value


def _makers() -> str:
    return code_version(*MAKERS)


@cache
def _rest() -> TypeAdapter[Prepared]:
    return TypeAdapter(Prepared)
