"""Question sets put to an open release: what share is answered rightly, refused rightly and quoted truly.

A set is JSON lines: `id`, `kind`, `q` (a question, or the turns of a conversation, whose last answer is judged),
`all` and `none` (regular expressions that the answer must and must not hold), `cite` (pairs of a document's code and
a regular expression that a quote of it must hold; all of the documents with `cite_all`), `answerable`, `either` (both
an answer and "the plans do not say" are right). A document's code is its kind in two letters and its year: VP2025.

Baselines answer with the three best passages, verbatim: by words alone, by meaning alone, by both; they never refuse.
"""

from __future__ import annotations

import json
import re
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from api.models import AskAnswer, CitationOut, Turn
from api.wiring import Service
from ontology.errors import UsageError

KINDS = {
    "verksamhetsplan": "VP", "utvecklingsplan": "UP", "verksamhetsberattelse": "VB", "delarsrapport": "DR",
    "arsredovisning": "AR", "internkontrollplan": "IK", "fardplan": "FP", "strategi": "ST", "budget": "BU",
    "protokoll": "PR", "ovrigt": "OV",
}  # fmt: skip
"""A document's kind → the two letters of its code."""
BASELINES: dict[str, Literal["lexical", "semantic", "fused"]] = {
    "BM25 ensam": "lexical", "vektorer ensamma": "semantic", "båda, utan graf": "fused",
}  # fmt: skip
BEST = 3
LONGEST = 3000
REFUSED = ("not_found", "out_of_scope")
MARK = re.compile(r"\[(\d+)\]")
CUT = re.compile(r"\[(?:…|\.\.\.)\]")


class Asked(BaseModel):
    """One line of a question set."""

    model_config = ConfigDict(extra="ignore")

    id: str
    kind: str
    q: str | list[str]
    all: list[str] = []
    none: list[str] = []
    cite: list[tuple[str, str]] = []
    answerable: bool = True
    cite_all: bool = False
    either: bool = False

    @property
    def turns(self) -> list[str]:
        """The questions of the conversation, the judged one last."""
        return [self.q] if isinstance(self.q, str) else self.q


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one question: `lacks` says what is missing or wrong, nothing where the answer is right."""

    asked: Asked
    answer: str
    lacks: tuple[str, ...]
    untrue: int
    quotes: int
    seconds: float


@dataclass(slots=True)
class Figures:
    """What a set came to; shares are of 1."""

    answered: list[bool] = field(default_factory=list)
    refused: list[bool] = field(default_factory=list)
    kinds: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    quotes: int = 0
    untrue: int = 0
    seconds: list[float] = field(default_factory=list)
    missed: list[Judged] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share that is right, refusals included."""
        both = [*self.answered, *self.refused]
        return sum(both) / len(both) if both else 0.0

    def add(self, judged: Judged) -> None:
        """Count one question."""
        right = not judged.lacks
        (self.answered if judged.asked.answerable else self.refused).append(right)
        self.kinds[judged.asked.kind].append(right)
        self.quotes += judged.quotes
        self.untrue += judged.untrue
        self.seconds.append(judged.seconds)
        if not right:
            self.missed.append(judged)


def load_questions(paths: Iterable[Path]) -> list[Asked]:
    """The questions of several files; raises `UsageError` with file and line for one that cannot be read."""
    adapter = TypeAdapter(Asked)
    found: list[Asked] = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"Frågefilen {path} går inte att läsa ({error}).") from error
        for number, line in enumerate(lines, start=1):
            try:
                found += [adapter.validate_json(line)] if line.strip() else []
            except ValidationError as error:
                fault = error.errors()[0]
                place = ".".join(map(str, fault["loc"]))
                raise UsageError(f"{path}, rad {number}: {place} {fault['msg']}. Rätta raden.") from error
    return found


def evaluate(service: Service, questions: Sequence[Asked]) -> Figures:
    """Put every question to the assistant."""
    figures, texts = Figures(), source_texts(service)
    for asked in questions:
        history: list[Turn] = []
        for turn in asked.turns:
            started = time.perf_counter()
            answer = service.answer(turn, history)
            took = time.perf_counter() - started
            history.append(Turn(question=turn, answer=answer.answer, status=answer.status))
        figures.add(judge(asked, answer, texts, took))
    return figures


def judge(asked: Asked, answer: AskAnswer, texts: Mapping[str, str], seconds: float = 0.0) -> Judged:
    """Hold an answer to what the set wants of it, and to what holds for every answer."""
    untrue = sum(not is_true(citation, texts) for citation in answer.citations)
    lacks = [f"{untrue} citat står inte i källan"] * bool(untrue)
    lacks += form_faults(answer)
    if asked.answerable:
        if answer.status not in ("answered", "partial") and not (asked.either and answer.status in REFUSED):
            lacks.append(f"status {answer.status}")
        lacks += wanting(asked, answer.answer, answer.citations, refused=answer.status in REFUSED)
    elif answer.status not in REFUSED and not (asked.either and answer.status == "answered"):
        lacks.append(f"status {answer.status}")
    return Judged(asked, answer.answer, tuple(lacks), untrue, len(answer.citations), seconds)


def wanting(asked: Asked, text: str, citations: Sequence[CitationOut], *, refused: bool = False) -> list[str]:
    """The facts and sources that a set wants and an answer lacks."""
    said = unicodedata.normalize("NFKC", " ".join(text.split()))
    lacks = [f"saknar {wanted}" for wanted in asked.all if not re.search(wanted, said, re.IGNORECASE)]
    lacks += [f"har {unwanted}" for unwanted in asked.none if re.search(unwanted, said, re.IGNORECASE)]
    needed = {code for code, _ in asked.cite}
    met = {
        code for code, wanted in asked.cite for citation in citations
        if code == document_code(citation) and re.search(wanted, " ".join(citation.quote.split()), re.IGNORECASE)
    }  # fmt: skip
    if needed and not (met == needed if asked.cite_all else met) and not (asked.either and refused):
        lacks.append("saknar källa")
    return lacks


def form_faults(answer: AskAnswer) -> list[str]:
    """What holds for every answer: a length, a mark on every line that states, marks that name citations."""
    lacks = [f"{len(answer.answer)} tecken"] * (len(answer.answer) > LONGEST)
    numbered = {citation.n: citation for citation in answer.citations}
    for line in filter(None, map(str.strip, answer.answer.splitlines())):
        marks = [int(mark) for mark in MARK.findall(line)]
        if not set(marks) <= numbered.keys():
            lacks.append(f"märke utan källa: {line[:60]}")
        elif not marks and answer.status == "answered" and not line.endswith(":"):
            lacks.append(f"rad utan märke: {line[:60]}")
    return lacks


def document_code(citation: CitationOut) -> str:
    """VP2025 for the verksamhetsplan of 2025."""
    return f"{KINDS.get(citation.document.kind, 'OV')}{citation.document.year}"


def source_texts(service: Service) -> dict[str, str]:
    """Document id → its text without white space."""
    passages = service.catalogue.passages.items()
    return {document: _squeezed(" ".join(p.text for p in texts.values())) for document, texts in passages}


def is_true(citation: CitationOut, texts: Mapping[str, str]) -> bool:
    """Whether every piece of a quote, between its cuts, stands in its document."""
    pieces = [piece for piece in map(_squeezed, CUT.split(citation.quote)) if piece]
    return bool(pieces) and all(piece in texts.get(citation.document.id, "") for piece in pieces)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def evaluate_baseline(
    service: Service, questions: Sequence[Asked], mode: Literal["lexical", "semantic", "fused"]
) -> Figures:
    """Answer every question with its best passages alone; a question without an answer is never refused."""
    from api.serialise import citation_out
    from ontology.model import Evidence

    figures = Figures()
    for asked in questions:
        started = time.perf_counter()
        hits = service.index.search(asked.turns[-1], encoder=service.encoder, limit=BEST, kinds=("passage",), mode=mode)
        took = time.perf_counter() - started
        places = [hit.id.rpartition("/")[::2] for hit in hits]
        citations = [
            citation_out(service.catalogue, document, Evidence(
                passage=local, quote=service.catalogue.get_passage(document, local).text
            ))
            for document, local in places
        ]  # fmt: skip
        text = "\n".join(citation.quote for citation in citations)
        lacks = wanting(asked, text, citations) if asked.answerable else ["svarar alltid"]
        figures.add(Judged(asked, text, tuple(lacks), 0, len(citations), took))
    return figures


def table(figures: Mapping[str, Figures]) -> Iterator[Mapping[str, Any]]:
    """One row of figures for each that was evaluated."""
    for name, one in figures.items():
        took = sorted(one.seconds)
        yield {
            "name": name,
            "answered": f"{sum(one.answered)}/{len(one.answered)}",
            "refused": f"{sum(one.refused)}/{len(one.refused)}",
            "quotes": f"{one.quotes - one.untrue}/{one.quotes}",
            "share": round(one.share, 3),
            "median_ms": round(1000 * took[len(took) // 2], 1) if took else 0.0,
            "p95_ms": round(1000 * took[int(len(took) * 0.95)], 1) if took else 0.0,
        }


def as_json(figures: Mapping[str, Figures]) -> str:
    """The table and what the assistant missed, as JSON."""
    ours = next(iter(figures.values()))
    missed = [{"id": j.asked.id, "q": j.asked.turns[-1], "lacks": j.lacks, "answer": j.answer} for j in ours.missed]
    kinds = {kind: f"{sum(right)}/{len(right)}" for kind, right in sorted(ours.kinds.items())}
    return json.dumps({"table": list(table(figures)), "kinds": kinds, "missed": missed}, ensure_ascii=False, indent=1)
