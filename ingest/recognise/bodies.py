"""The bodies that a document names: nämnder, förvaltningar, beredningar, posts, and what each is called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.lexicon import cues
from ingest.recognise.committees import COMPOUND, TOPIC, Committee, find_committees, named_committee
from ontology.model import Organisation, OrganisationKind
from ontology.svenska import ascii_slug

_ALL = re.compile(r"\b(?:alla\s+|samtliga\s+|nämndens\s+)?beredning(?:ar|arna)\b", re.IGNORECASE)
_HEAD = r"(?:[A-ZÅÄÖa-zåäö]+-,?\s+(?:[a-zåäö]+-\s+)?(?:och|samt)\s+)?[A-ZÅÄÖa-zåäö]{3,}"
_FIRST = rf"(?:(?i:{'|'.join(cues()['bodies']['first'])})\s+)"
_NAMND = re.compile(
    rf"\b(?P<name>(?:{_FIRST}?{_HEAD}|{_FIRST})nämnd)(?P<end>en|er|erna)?(?P<genitive>s)?(?P<both>/förvaltning(?:en)?)?\b"
)
BOARD_FOR = (
    r"(?P<name>(?:[Nn]ämnden|[Ss]tyrelsen|[Uu]tskottet)\s+för\s+[a-zåäö-]+(?:(?:,|\s+och|\s+samt)\s+[a-zåäö-]+)*)"
)
GENITIVE = re.compile(r"[^\W\d_][\w-]+s \w+nämnd$")
"""A board's name that a place's name begins."""
_BOARD = re.compile(r"(?:nämnden|styrelsen)$|^(?:Nämnden|Styrelsen)\b")
_BOARD_FOR = re.compile(rf"\b{BOARD_FOR}(?=\s+(?:ska|skall|får|ges|att|i)\b|\s*[.:,;]|\s*$)")
_FORVALTNING = re.compile(rf"\b(?P<name>(?:{_FIRST}?{_HEAD}|{_FIRST})förvaltning)(?:en|s|ens)?\b")
_STYRELSE = re.compile(rf"\b(?P<name>{'|'.join(cues()['bodies']['styrelser'])})n?\b")
_OWN = re.compile(
    r"(?<![\w-])(?:(?P<board>[Nn]ämnd(?:en)?)(?=/förvaltning|\s+(?:ska|får)\b|\s*[:.,]?\s*$|\s+och\s+förvaltning))?"
    r"(?:/|\s+och\s+)?(?P<administration>(?<![\w-])[Ff]örvaltning(?:en)?(?!s|\w))?(?!\w)"
)
_OWN_WORD = re.compile(rf"\b(?:{'|'.join(cues()['bodies']['own'])})\b", re.IGNORECASE)
_POST = re.compile(rf"(?<![\w-])(?P<name>{'|'.join(cues()['bodies']['posts'])})(?![\w-])", re.IGNORECASE)


@dataclass
class Bodies:
    """Every body of one document, by id; `huvudman` is the region's or municipality's name.

    `assembly` is the fullmäktige whose own document it is; `own` is the body that issues it where that is no
    nämnd (a bolag, a myndighet).
    """

    huvudman: str | None
    committees: list[Committee]
    board: str | None = None
    administration: str | None = None
    assembly: str | None = None
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
        own = [self.give(self.own, OrganisationKind.OVRIG)] if self.own else []
        yield from ((match.start(), own) for match in _OWN_WORD.finditer(text))
        topics = [(m.start(), m["topic"]) for m in (*TOPIC.finditer(text), *COMPOUND.finditer(text))]
        for start, topic in topics:
            committee = named_committee(self.committees, topic)
            if committee:
                yield start, [self.committee_id(committee)]
        if not topics:
            for match in _ALL.finditer(text):
                yield match.start(), [self.committee_id(c) for c in self.committees]

    def _boards(self, text: str) -> Iterator[tuple[int, list[str]]]:
        for match in _BOARD_FOR.finditer(text):
            yield match.start(), [self.give(_named(match["name"], ""), OrganisationKind.NAMND)]
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
    own = board if board and _BOARD.search(board) else None
    assembly = board if board and board.endswith("fullmäktige") else None
    other = board if not own and not assembly else None
    return Bodies(huvudman, find_committees(texts), own, _administration(texts, own), assembly, other)


def _administration(texts: Iterable[str], board: str | None) -> str | None:
    """The förvaltning that the document names most; where it names none, the one that bears the board's name."""
    counts = Counter(_named(m["name"], "en") for text in texts for m in _FORVALTNING.finditer(text))
    if counts:
        return counts.most_common(1)[0][0]
    return board.replace("nämnden", "förvaltningen") if board and board.endswith("nämnden") else None


def _named(name: str, ending: str) -> str:
    """A body's name with a capital and its ending; after a genitive it has none ("Rydaholms stadsdelsnämnd")."""
    return name[:1].upper() + name[1:] + ("" if GENITIVE.match(name) else ending)
