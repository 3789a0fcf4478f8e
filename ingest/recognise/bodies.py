"""The bodies that a document names: nämnder, förvaltningar, beredningar, and which names are one body's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.lexicon import cues
from ontology.model import Organisation, OrganisationKind
from ontology.svenska import ascii_slug, fold, stems

_NEXT = r",?\s+(?:och|samt)\s+[Bb]eredning|,\s+[Bb]eredning|\s*[.:;]|\s*$"
_VERB = r"\s+(?:får|ges|ska|har|är|som|att|följer|ansvarar|arbetar)\b"
_NAMED = r"\b[Bb]eredning(?:en)?\s+för\s+(?P<topic>[^.:;]{3,90}?)"
_TOPIC = re.compile(rf"{_NAMED}(?={_NEXT}|{_VERB}|,\s)")
_LIST_TOPIC = re.compile(rf"{_NAMED}(?={_NEXT})")
_COMPOUND = re.compile(r"\b(?P<topic>[a-zåäöA-ZÅÄÖ]{4,}?)s?beredning(?:en)?\b")
_ALL = re.compile(r"\b(?:alla\s+|samtliga\s+|nämndens\s+)?beredning(?:ar|arna)\b", re.IGNORECASE)
_HEAD = r"(?:[A-ZÅÄÖa-zåäö]+-,?\s+(?:[a-zåäö]+-\s+)?(?:och|samt)\s+)?[A-ZÅÄÖa-zåäö]{3,}"
_FIRST = rf"(?:(?i:{'|'.join(cues()['bodies']['first'])})\s+)"
_NAMND = re.compile(
    rf"\b(?P<name>(?:{_FIRST}?{_HEAD}|{_FIRST})nämnd)(?P<end>en|er|erna)?(?P<genitive>s)?(?P<both>/förvaltning(?:en)?)?\b"
)
_FORVALTNING = re.compile(rf"\b(?P<name>(?:{_FIRST}?{_HEAD}|{_FIRST})förvaltning)(?:en|s|ens)?\b")
_STYRELSE = re.compile(r"\b(?P<name>(?:[Rr]egion|[Kk]ommun)styrelse)n?\b")
_OWN = re.compile(
    r"(?<![\w-])(?:(?P<board>[Nn]ämnd(?:en)?)(?=/förvaltning|\s+(?:ska|får)\b|\s*[:.,]?\s*$|\s+och\s+förvaltning))?"
    r"(?:/|\s+och\s+)?(?P<administration>(?<![\w-])[Ff]örvaltning(?:en)?(?!s|\w))?(?!\w)"
)
_OWN_WORD = re.compile(rf"\b(?:{'|'.join(cues()['bodies']['own'])})\b", re.IGNORECASE)
_POST = re.compile(rf"(?<![\w-])(?P<name>{'|'.join(cues()['bodies']['posts'])})(?![\w-])", re.IGNORECASE)
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


@dataclass
class Bodies:
    """Every body of one document, by id; `huvudman` is the region's or municipality's name.

    `assembly` tells that the document is a fullmäktige's own; `own` is the body that issues it where that is no
    nämnd (a bolag, a myndighet).
    """

    huvudman: str | None
    committees: list[Committee]
    board: str | None = None
    administration: str | None = None
    assembly: bool = False
    own: str | None = None
    known: dict[str, Organisation] = field(default_factory=dict)

    @property
    def below_region(self) -> bool:
        """Whether a regionfullmäktige stands above the document's body: it is neither one itself nor a kommun's."""
        return not self.assembly and not (self.huvudman or "").endswith(("kommun", "stad"))

    def named_in(self, text: str) -> list[str]:
        """Ids of the bodies that a text names as receivers, in order, each once; genitives are none."""
        found = sorted(self._mentions(text), key=lambda m: m[0])
        return list(dict.fromkeys(id_ for _, ids in found for id_ in ids))

    def _mentions(self, text: str) -> Iterator[tuple[int, list[str]]]:
        yield from self._boards(text)
        yield from self._own(text)
        for match in _FORVALTNING.finditer(text):
            yield match.start(), [self.give(_named(match["name"], "en"), OrganisationKind.FORVALTNING)]
        for match in _STYRELSE.finditer(text):
            yield match.start(), [self.give(_named(match["name"], "n"), OrganisationKind.NAMND)]
        for match in _POST.finditer(text):
            yield match.start(), [self.give(_named(match["name"], ""), OrganisationKind.OVRIG)]
        for match in _OWN_WORD.finditer(text) if self.own else ():
            yield match.start(), [self.give(self.own, OrganisationKind.OVRIG)]
        topics = [(m.start(), m["topic"]) for m in (*_TOPIC.finditer(text), *_COMPOUND.finditer(text))]
        for start, topic in topics:
            committee = self.committee(topic)
            if committee:
                yield start, [self.committee_id(committee)]
        if not topics:
            for match in _ALL.finditer(text):
                yield match.start(), [self.committee_id(c) for c in self.committees]

    def _boards(self, text: str) -> Iterator[tuple[int, list[str]]]:
        for match in _NAMND.finditer(text):
            if match["genitive"] or match["name"].lower() == "nämnd":
                continue
            ids = [self.give(_named(match["name"], "en"), OrganisationKind.NAMND)]
            if match["both"]:
                ids.append(self.give(_named(match["name"][:-5] + "förvaltning", "en"), OrganisationKind.FORVALTNING))
            yield match.start(), ids

    def _own(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """The document's own board and administration, where only "nämnd/förvaltning" or "förvaltningen" is said."""
        others = [m.span() for m in _NAMND.finditer(text) if m["name"].lower() != "nämnd"]
        for match in _OWN.finditer(text):
            if any(start < match.start() < end for start, end in others):
                continue
            ids = []
            if match["board"] and self.board:
                ids.append(self.give(self.board, OrganisationKind.NAMND))
            if match["administration"]:
                ids.append(self.give(self.administration or "Förvaltningen", OrganisationKind.FORVALTNING))
            yield match.start(), ids

    def committee(self, topic: str) -> Committee | None:
        """The beredning that a topic names, by its own or a like topic."""
        plain = _plain(topic)
        exact = [c for c in self.committees if plain in map(_plain, c.topics)]
        if exact:
            return exact[0]
        best = max(self.committees, key=lambda c: _likeness(topic, c.topics), default=None)
        return best if best and _likeness(topic, best.topics) >= 0.5 else None

    def committee_id(self, committee: Committee) -> str:
        """The organisation id of a beredning; every one of its names is kept."""
        id_ = self.give(committee.name, OrganisationKind.BEREDNING)
        names = tuple(f"Beredningen för {t}" for t in committee.topics)
        self.known[id_] = Organisation(
            id=id_,
            name=committee.name,
            kind=OrganisationKind.BEREDNING,
            names=names,
            part_of=self.huvudman_id(),
            ground=committee.ground,
        )
        return id_

    def give(self, name: str, kind: OrganisationKind) -> str:
        """The id of a body by its name, made at its first mention."""
        top = self.huvudman_id()
        id_ = f"{top}/{ascii_slug(name)}" if top else ascii_slug(name)
        self.known.setdefault(id_, Organisation(id=id_, name=name, kind=kind, names=(name,), part_of=top))
        return id_

    def huvudman_id(self) -> str | None:
        """The id of the region or municipality itself."""
        if not self.huvudman:
            return None
        id_ = ascii_slug(self.huvudman)
        self.known.setdefault(
            id_, Organisation(id=id_, name=self.huvudman, kind=OrganisationKind.HUVUDMAN, names=(self.huvudman,))
        )
        return id_


def find_bodies(texts: Sequence[str], huvudman: str | None, board: str | None = None) -> Bodies:
    """The document's beredningar, from every place that names one, likes gathered; its board and administration."""
    own = board if board and board.endswith(("nämnden", "styrelsen")) else None
    assembly = bool(board and board.endswith("fullmäktige"))
    committees = _gather(list(_topics(texts)), _declared(texts))
    other = board if board and not own and not assembly else None
    return Bodies(huvudman, committees, own, _administration(texts, own), assembly, other)


def _administration(texts: Iterable[str], board: str | None) -> str | None:
    """The förvaltning that the document names most; where it names none, the one that bears the board's name."""
    counts = Counter(_named(m["name"], "en") for text in texts for m in _FORVALTNING.finditer(text))
    if counts:
        return counts.most_common(1)[0][0]
    return board.replace("nämnden", "förvaltningen") if board and board.endswith("nämnden") else None


def _named(name: str, ending: str) -> str:
    return name[:1].upper() + name[1:] + ending


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
                others += [m["topic"] for m in _TOPIC.finditer(sentence)]
        others += [m["topic"] for m in _COMPOUND.finditer(text) if m["topic"].lower() not in _NOT_TOPICS]
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
