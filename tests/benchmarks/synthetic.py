"""Synthetic plans of any number, from a seed: many bodies, ten documents each, every kind of element, threads.

A body's plans say nearly the same from year to year, as real ones do: an element keeps its words, is reworded in
some years and left out in others. Any document can be made by itself, so that several processes can share the work.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from api.words import TYPE_WORDS
from ontology.model import (
    ELEMENT_CLASSES,
    Amount,
    Document,
    DocumentKind,
    Element,
    Evidence,
    Link,
    Measure,
    Organisation,
    OrganisationKind,
    Passage,
    Reading,
    Value,
)
from ontology.svenska import ascii_slug

PASSAGES = 67
"""Passages of a document."""
YEARS = tuple(range(2018, 2026))
NEWEST = YEARS[-1]
PLAN = DocumentKind.VERKSAMHETSPLAN
ISSUED: tuple[tuple[DocumentKind, int], ...] = (
    *((PLAN, year) for year in YEARS),
    (DocumentKind.INTERNKONTROLLPLAN, NEWEST),
    (DocumentKind.VERKSAMHETSBERATTELSE, NEWEST),
)
"""What each body issues."""
HELD: Mapping[DocumentKind, Mapping[str, int]] = {
    PLAN: {
        "vision": 1, "vardegrund": 1, "malbild": 1, "perspektiv": 1, "malsattning": 3, "uppdrag": 7, "styrtal": 4,
        "delindikator": 1, "risk": 2, "fardplan": 1, "beredning": 2, "strategi": 1, "budgetpost": 1,
    },
    DocumentKind.INTERNKONTROLLPLAN: {"risk": 14},
    DocumentKind.VERKSAMHETSBERATTELSE: {"malsattning": 3, "styrtal": 8},
}  # fmt: skip
"""How many elements of each type a document of each kind has."""
THREADED = ("uppdrag", "malsattning", "styrtal")
_ROWS = ("styrtal", "risk", "budgetpost")
_LEFT_OUT, _REWORDED = 0.08, 0.2


@cache
def lexicon() -> dict[str, list[str]]:
    """The words that the plans are made of."""
    with Path(__file__).with_name("synthetic.toml").open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True, slots=True)
class Plans:
    """All documents of a size and a seed: `passages` is how many passages there are, in about `passages / 67` files."""

    passages: int
    seed: int = 7

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return max(1, round(self.passages / PASSAGES))

    @property
    def bodies(self) -> int:
        """How many bodies issue them."""
        return -(-self.documents // len(ISSUED))

    def of_body(self, body: int) -> list[Reading]:
        """The documents of one body."""
        first = body * len(ISSUED)
        return [self.reading(n) for n in range(first, min(first + len(ISSUED), self.documents))]

    def reading(self, number: int) -> Reading:
        """One document, by its number from 0."""
        body, place = divmod(number, len(ISSUED))
        kind, year = ISSUED[place]
        return _Writer(self.seed, body, kind, year).write()


def issuer(body: int) -> tuple[Organisation, Organisation]:
    """The huvudman and the board of a body's number."""
    words = lexicon()
    boards, seconds = words["boards"], words["places_second"]
    place, rest = divmod(body // len(boards), len(seconds))
    beyond, first = divmod(place, len(words["places_first"]))
    name = f"Region {words['places_first'][first]}{seconds[rest]}" + (f" {beyond + 1}" if beyond else "")
    top = _body(name, OrganisationKind.HUVUDMAN, None)
    return top, _body(boards[body % len(boards)], OrganisationKind.NAMND, top.id)


def _body(name: str, kind: OrganisationKind, part_of: str | None) -> Organisation:
    slug = ascii_slug(name)
    return Organisation(
        id=f"{part_of}/{slug}" if part_of else slug, name=name, kind=kind, names=(name,), part_of=part_of
    )


def text_of(passages: Iterable[Passage]) -> str:
    """A document's passages as the text file that it was read from."""
    return "".join(f"{passage.text}\n" for passage in passages)


def noun(chance: random.Random) -> str:
    """A compound noun."""
    return chance.choice(lexicon()["first"]) + chance.choice(lexicon()["second"])


def sentence(chance: random.Random) -> str:
    """A sentence of some twelve words."""
    words = lexicon()
    subject, verb, tail = (chance.choice(words[name]) for name in ("subjects", "verbs", "tails"))
    return f"{subject.capitalize()} ska {verb} {noun(chance)} och {noun(chance)} {tail} så att {noun(chance)} ökar."


@dataclass
class _Writer:
    """One document while it is written."""

    seed: int
    body: int
    kind: DocumentKind
    year: int
    passages: list[Passage] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    end: int = 0

    def write(self) -> Reading:
        """The whole document."""
        top, board = issuer(self.body)
        committees = [_body(name.capitalize(), OrganisationKind.BEREDNING, top.id) for name in lexicon()["committees"]]
        self.id = f"{board.id.replace('/', '-')}-{self.kind}-{self.year}"
        self.committees = committees
        self._passage("heading", f"{self.kind.capitalize()} {self.year}", ())
        self._passage("paragraph", f"{board.name}, {top.name}", ())
        for type_, count in HELD[self.kind].items():
            self._passage("heading", TYPE_WORDS[type_].capitalize(), (type_,))
            for n in range(1, count + 1):
                self._element(type_, n)
        chance = self._chance("prose", self.year // 3)
        while len(self.passages) < PASSAGES:
            self._passage("paragraph", " ".join(sentence(chance) for _ in range(chance.randint(1, 3))), ("Inriktning",))
        document = Document(
            id=self.id, kind=self.kind, title=f"{self.kind.capitalize()} {self.year} för {board.name}", year=self.year,
            organisation=board.id, huvudman=top.id, status="antagen", pages=20,
            sha256=sha256(text_of(self.passages).encode()).hexdigest(), period=(self.year, self.year + 2),
        )  # fmt: skip
        return Reading(
            document=document, passages=tuple(self.passages), elements=tuple(self.elements),
            organisations=tuple(sorted((top, board, *committees), key=lambda body: body.id)),
        )  # fmt: skip

    def _chance(self, *what: object) -> random.Random:
        return random.Random(repr((self.seed, self.body, *what)))

    def _passage(self, kind: Any, text: str, section: tuple[str, ...]) -> Passage:
        number = len(self.passages) + 1
        start, self.end = self.end, self.end + len(text) + 1
        made = Passage(
            id=f"p{number:04}", kind=kind, text=text, page=1 + number // 4, section=section, start=start,
            end=start + len(text),
        )  # fmt: skip
        self.passages.append(made)
        return made

    def _element(self, type_: str, number: int) -> None:
        """An element with its passage; some are left out or reworded in some years."""
        steady, yearly = self._chance(type_, number), self._chance(type_, number, self.year)
        if type_ in THREADED and number > 1 and yearly.random() < _LEFT_OUT:
            return
        text = self._text(type_, number, steady)
        if yearly.random() < _REWORDED:
            text = f"{text.rstrip('.')} {yearly.choice(lexicon()['reworded'])}"
        values = self._values(type_, number, yearly)
        figures = [v.text for name in ("outcome", "target", "long_term") if (v := values.get(name))]
        printed = "\t".join([f"{number}. {text}", *figures]) if type_ in _ROWS else f"{number}. {text}"
        place = self._passage("row" if type_ in _ROWS else "item", printed, (type_,))
        proof = (Evidence(passage=place.id, quote=printed.replace("\t", " ")),)
        if type_ == "risk":
            values["measures"] = (Measure(text=sentence(yearly), evidence=proof),)
        goal = f"{self.id}/malsattning-1" if type_ in ("uppdrag", "styrtal") else None
        self.elements.append(
            ELEMENT_CLASSES[type_](
                id=f"{self.id}/{type_}-{number}", document=self.id, year=self.year, term=type_, text=text,
                number=str(number), objective=goal, evidence=proof, **values,
            )
        )  # fmt: skip

    def _text(self, type_: str, number: int, steady: random.Random) -> str:
        words = lexicon()
        if type_ == "beredning":
            return words["committees"][number - 1]
        about = f"{noun(steady)} och {noun(steady)}"
        if type_ in ("styrtal", "delindikator"):
            return f"Andel {about} {steady.choice(words['tails'])}"
        if type_ in ("risk", "budgetpost", "perspektiv", "fardplan"):
            return about.capitalize()
        return f"Att {steady.choice(words['verbs'])} {about} {steady.choice(words['tails'])}"

    def _values(self, type_: str, number: int, yearly: random.Random) -> dict[str, Any]:
        """The fields that only this type has."""
        if type_ == "styrtal":
            outcome = _percent(yearly, period=str(self.year - (self.kind is PLAN)))
            return {"outcome": outcome, "target": _percent(yearly), "long_term": _percent(yearly), "better": "higher"}
        if type_ == "budgetpost":
            columns = (f"Budget {self.year}", f"Plan {self.year + 1}")
            return {"amounts": tuple(Amount(column=c, value=_percent(yearly)) for c in columns), "unit": "mnkr"}
        if type_ == "risk":
            return {"area": noun(yearly), "likelihood": "3", "consequence": "4", "score": "12"}
        if type_ == "beredning":
            return {"organisation": self.committees[number - 1].id, "names": self.committees[number - 1].names}
        if type_ == "uppdrag":
            return {"recipients": (self.committees[yearly.random() < 0.5].id,)}
        return {"delindikator": {"part_of": f"{self.id}/styrtal-1"}, "malbild": {"group": "Medarbetare"}}.get(type_, {})


def _percent(chance: random.Random, period: str | None = None) -> Value:
    figure = chance.randint(10, 99)
    return Value(text=f"{figure} %", value=float(figure), unit="%", period=period)


def links_between(readings: list[Reading]) -> Iterator[Link]:
    """The steps of one body's threads: from each plan to the next that holds the element."""
    held: dict[str, list[Element]] = {}
    for reading in readings:
        if reading.document.kind is PLAN:
            for element in reading.elements:
                if element.type in THREADED:
                    held.setdefault(element.id.rpartition("/")[2], []).append(element)
    for elements in held.values():
        for old, new in pairwise(elements):
            change = "oforandrad" if old.text == new.text else "omformulerad"
            yield Link(source=old.id, target=new.id, change=(change,), score=0.9, method="text", reason="samma lydelse")
