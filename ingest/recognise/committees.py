"""The beredningar that a document names, and which names are one beredning's, with the ground for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ontology.svenska import ascii_slug, fold, stems

_NEXT = r",?\s+(?:och|samt)\s+[Bb]eredning|,\s+[Bb]eredning|\s*[.:;]|\s*$"
_VERB = (
    r"\s+(?:får|ges|ska|har|är|som|att|följer|ansvarar|arbetar|tar?|tog|fick|hade|var|blev|ger|gav|gör|gjorde|kan|kommer"
    r"|bör|vill|behöver|(?<!och )(?<!samt )(?<!, )[a-zåäö]{3,}(?:ade|kte|dde|llde|rde))\b"  # "… besökte"
)
_NAMED = r"\b[Bb]eredning(?:en)?\s+för\s+(?P<topic>[^.:;]{3,90}?)"
TOPIC = re.compile(rf"{_NAMED}(?={_NEXT}|{_VERB}|,\s)")
_LIST_TOPIC = re.compile(rf"{_NAMED}(?={_NEXT})")
COMPOUND = re.compile(r"\b(?P<topic>[a-zåäöA-ZÅÄÖ]{4,}?)s?beredning(?:en)?\b")
_COUNT = re.compile(r"\b(två|tre|fyra|fem|sex|sju|åtta)\s+beredningar\b", re.IGNORECASE)
_NUMBERS = {"två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8}
_NOT_TOPICS = {"följande", "samma", "denna", "nämnd"}


@dataclass
class Committee:
    """One beredning and the topics ("psykiatri") by which the document names it, most telling first."""

    topics: list[str]
    ground: str | None = None

    @property
    def name(self) -> str:
        """Its fullest name."""
        return f"Beredningen för {self.topics[0]}"


def find_committees(texts: Sequence[str]) -> list[Committee]:
    """The document's beredningar, from every place that names one, likes gathered."""
    return _gather(list(_topics(texts)), _declared(texts))


def named_committee(committees: Sequence[Committee], topic: str) -> Committee | None:
    """The beredning that a topic names, by its own or a like topic."""
    plain = _plain(topic)
    exact = [c for c in committees if plain in map(_plain, c.topics)]
    if exact:
        return exact[0]
    best = max(committees, key=lambda c: _likeness(topic, c.topics), default=None)
    return best if best and _likeness(topic, best.topics) >= 0.5 else None


def _topics(texts: Iterable[str]) -> Iterator[str]:
    """Topics as written; those of a sentence that lists the beredningar come first: they are the full names."""
    listed: list[list[str]] = []
    others: list[str] = []
    for text in texts:
        for sentence in re.split(r"(?<=[.:;])\s+", text):
            full = [m["topic"] for m in _LIST_TOPIC.finditer(sentence)]
            if len(full) >= 3:
                listed.append(full)
            else:
                others += [m["topic"] for m in TOPIC.finditer(sentence)]
        others += [m["topic"] for m in COMPOUND.finditer(text) if m["topic"].lower() not in _NOT_TOPICS]
    longest_first = sorted(listed, key=len, reverse=True)
    yield from (t.strip() for t in (*(t for full in longest_first for t in full), *others))


def _declared(texts: Iterable[str]) -> int | None:
    return next((_NUMBERS[m[1].lower()] for t in texts if (m := _COUNT.search(t))), None)


def _gather(topics: Sequence[str], declared: int | None) -> list[Committee]:
    committees: list[Committee] = []
    for topic in topics:
        best = max(committees, key=lambda c: _likeness(topic, c.topics), default=None)
        if best and _likeness(topic, best.topics) >= 0.5:
            if _plain(topic) not in map(_plain, best.topics):
                best.topics.append(topic)
                best.ground = best.ground or "namnens ord är de samma"
        elif len(topic.split()) <= 9:
            committees.append(Committee([topic]))
    while declared and len(committees) > declared and _merge_left_over(committees, declared):
        pass
    return committees


def _merge_left_over(committees: list[Committee], declared: int) -> bool:
    """Where the document counts its beredningar and one name is too many, the likest beginning tells whose it is."""
    extra = committees[-1]
    rest = committees[:-1]
    best = max(rest, key=lambda c: _beginning(extra.topics[0], c.topics[0]))
    if _beginning(extra.topics[0], best.topics[0]) < 3:
        return False
    best.topics += extra.topics
    best.ground = f"dokumentet räknar {declared} beredningar, och namnen börjar lika"
    committees.remove(extra)
    return True


def _beginning(one: str, other: str) -> int:
    a, b = ascii_slug(one), ascii_slug(other)
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _plain(topic: str) -> str:
    return fold(topic).strip(" .:,")


def _likeness(topic: str, topics: Sequence[str]) -> float:
    """The share of the shorter name's telling words that the longer one has a like of."""
    return max((_overlap(topic, other) for other in topics), default=0.0)


def _overlap(one: str, other: str) -> float:
    a, b = sorted((_telling(one), _telling(other)), key=len)
    return sum(any(_like(x, y) for y in b) for x in a) / len(a) if a else 0.0


def _telling(topic: str) -> list[str]:
    return [s for s in stems(topic) if s not in ("och", "samt", "vård", "för") and len(s) > 2]


def _like(one: str, other: str) -> bool:
    return one == other or (
        len(one) >= 7 and len(other) >= 7 and (one[:7] == other[:7] or one in other or other in one)
    )
