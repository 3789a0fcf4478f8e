"""An answer while it is written: lines, each with the marks of its evidence. What has no evidence cannot be said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from api.assistant.knowledge import Knowledge
from api.assistant.phrases import document_name
from api.models import CitationOut
from api.serialise import citation_out
from ontology.model import Document, Element, Evidence

SHORT, LONG = 800, 3000
"""Characters that an answer may have; a list, comparison or history the longer (the contract)."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence in a document."""

    document: str
    evidence: Evidence


@dataclass
class Draft:
    """Lines with their marks, and the citations that the marks name."""

    known: Knowledge
    lines: list[str] = field(default_factory=list)
    citations: list[CitationOut] = field(default_factory=list)
    elements: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)
    """What the question may mean, where it may mean several things."""
    long: bool = False
    """Whether this is a list, a comparison or a history, which may be longer."""

    def name(self, document: Document, language: str) -> str:
        """How the answer speaks of a document; with its body where the release holds several bodies' documents."""
        plain = document_name(document, language)
        body = self.known.catalogue.organisation_name(document.organisation or document.huvudman)
        return f"{plain} ({body})" if body and self.known.several_bodies else plain

    def cite(self, proof: Proof) -> int:
        """The number of a citation, the same for the same quote."""
        for c in self.citations:
            if (c.document.id, c.passage, c.quote) == (proof.document, proof.evidence.passage, proof.evidence.quote):
                return c.n
        n = len(self.citations) + 1
        self.citations.append(citation_out(self.known.catalogue, proof.document, proof.evidence, n))
        return n

    def say(self, text: str, proofs: Sequence[Proof]) -> None:
        """A statement with its evidence; raises ValueError where there is none."""
        if not proofs:
            raise ValueError(f"a statement without evidence: {text!r}")
        numbers = list(dict.fromkeys(self.cite(p) for p in proofs))
        self.lines.append(f"{text.rstrip()} " + "".join(f"[{n}]" for n in numbers))

    def say_of(self, text: str, element: Element, places: int = 1) -> None:
        """A statement about an element, cited to where it is printed."""
        self.note(element)
        self.say(text, proofs_of(element)[:places])

    def head(self, text: str) -> None:
        """A heading: a line that ends in a colon."""
        self.long = True
        self.lines.append(text.rstrip(":. ") + ":")

    def lack(self, text: str) -> None:
        """What is missing; such a line has nothing to cite."""
        self.missing.append(text)

    def note(self, *elements: Element) -> None:
        """Remember which elements the answer is about."""
        self.elements += [e.id for e in elements if e.id not in self.elements]

    def joined(self, other: Draft) -> Draft:
        """This answer and another below it, each line and citation once; what one of them lacks stands last."""
        both = Draft(self.known, long=self.long or other.long, queries=[*self.queries, *other.queries])
        for part in (self, other):
            place = {c.n: both.take(c) for c in part.citations}
            lines = [_renumbered(line, place) for line in part.lines]
            both.lines += [line for line in lines if line not in both.lines]
            both.missing += [text for text in part.missing if text not in both.missing]
            both.elements += [e for e in part.elements if e not in both.elements]
        return both

    def take(self, citation: CitationOut) -> int:
        """A citation of another answer as one of this; its number here."""
        for c in self.citations:
            if (c.document.id, c.passage, c.quote) == (citation.document.id, citation.passage, citation.quote):
                return c.n
        self.citations.append(citation.model_copy(update={"n": len(self.citations) + 1}))
        return len(self.citations)

    def fit(self, share: int = 1) -> None:
        """Hold the answer to its length (the contract): whole lines go from its end, with the citations of them.

        Of an answer in several parts each has its `share` of the room: a half, a third.
        """
        limit = (LONG if self.long or share > 1 else SHORT) // share
        while len(self.lines) > 1 and len(self.text()) > limit:
            self.lines.pop()
        while self.lines and self.lines[-1].endswith(":") and not self.missing:
            self.lines.pop()
        marked = set(map(int, re.findall(r"\[(\d+)\]", self.text())))
        self.citations = [c for c in self.citations if c.n in marked]

    @property
    def said(self) -> bool:
        """Whether anything with evidence was said."""
        return bool(self.citations)

    def text(self) -> str:
        """The answer's text."""
        return "\n".join([*self.lines, *self.missing])


def _renumbered(line: str, place: Mapping[int, int]) -> str:
    return re.sub(r"\[(\d+)\]", lambda m: f"[{place[int(m[1])]}]", line)


def proofs_of(element: Element) -> list[Proof]:
    """An element's evidence."""
    return [Proof(element.document, e) for e in element.evidence]


def room_for(count: int, limit: int = LONG, overhead: int = 46) -> int:
    """Characters that each of `count` listed items may take so that all of them fit."""
    return max(40, (limit - 220) // max(count, 1) - overhead)


def rooms_for(texts: Sequence[str], limit: int = LONG, overhead: int = 24) -> int:
    """Characters that each listed text may take so that all fit, the short ones leaving their room to the long."""
    left = limit - overhead * len(texts)
    lengths = sorted(len(" ".join(t.split())) for t in texts)
    for n, length in enumerate(lengths):
        share = left // (len(lengths) - n)
        if length > share:
            return max(40, share)
        left -= length
    return max(lengths, default=limit) + 1


def cut(text: str, room: int) -> str:
    """The text, cut at a word with `[…]` where it is longer than there is room for."""
    plain = " ".join(text.split())
    if len(plain) <= room:
        return plain
    return plain[: plain.rfind(" ", 0, max(room - 4, 10))].rstrip(" ,;:–-") + " […]"


def listed(names: Iterable[str], last: str = "och") -> str:
    """Names in a row: "a, b och c"."""
    every = list(names)
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} {last} {every[-1]}" if every else ""
