"""What the assistant knows of one release: its catalogue, store and index, and the words of its texts.

Made once for a release and kept with the service; nothing here changes after that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log
from typing import TYPE_CHECKING

from api.assistant.phrases import short_name
from api.assistant.vocabulary import Vocabulary
from api.parts import issuer_of
from ontology.model import (
    Beredning,
    Budgetpost,
    Delindikator,
    Document,
    DocumentKind,
    Element,
    Malbild,
    Organisation,
    OrganisationKind,
    Risk,
    Strategi,
    Styrtal,
    Uppdrag,
)
from ontology.svenska import STOPWORDS, fold, stems, words

if TYPE_CHECKING:
    from api.catalogue import Catalogue
    from api.wiring import Service
    from graph.followup import Report

_KINDS = ("nämnden", "nämnd", "förvaltningen", "förvaltning", "styrelsen", "fullmäktige")
_GENERIC = frozenset(stems("beredningen för och samt vård nämnden förvaltningen region län hälso sjukvård"))
CALLED = STOPWORDS | frozenset(
    stems("nämnden förvaltningen styrelsen direktionen fullmäktige kommunen regionen förbundet bolaget")
)
"""What any body may be called, and words between those that name it."""


@dataclass
class Knowledge:
    """A release as the assistant sees it."""

    service: Service
    whole: Knowledge | None = None
    """Of the release that this is a part of."""
    said_by: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def catalogue(self) -> Catalogue:
        """Documents, elements, passages and bodies by id."""
        return self.service.catalogue

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of every passage."""
        return Vocabulary.of(self.catalogue.words)

    @cached_property
    def plan_years(self) -> tuple[int, ...]:
        """Years that have a verksamhetsplan, oldest first; where none has, years of any document."""
        documents = self.catalogue.documents.values()
        plans = {d.year for d in documents if d.kind is DocumentKind.VERKSAMHETSPLAN}
        return tuple(sorted(plans or {d.year for d in documents}))

    @cached_property
    def years(self) -> frozenset[int]:
        """Years of any document."""
        return frozenset(d.year for d in self.catalogue.documents.values())

    @property
    def this_year(self) -> int:
        """What "i år" means: the setting, else the newest plan's year."""
        return self.service.year or 0

    @cached_property
    def series(self) -> tuple[str, ...]:
        """The series that the plans number their uppdrag in, as printed."""
        uppdrag = (e for e in self.catalogue.elements.values() if isinstance(e, Uppdrag))
        return tuple(sorted({e.series for e in uppdrag if e.series}))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {id_: n for n, id_ in enumerate(self.catalogue.elements)}

    def place(self, element: Element) -> int:
        """Where an element stands among all: by document, in reading order."""
        return self._places[element.id]

    def document_of(self, element: Element) -> Document:
        """The document that an element stands in."""
        return self.catalogue.documents[element.document]

    def elements(self, types: Iterable[str] = (), years: Iterable[int] = ()) -> list[Element]:
        """Elements of the given types and years (all where none is given), newest year first, in reading order."""
        wanted_types, wanted_years = frozenset(types), frozenset(years)
        found = [
            e
            for e in self.catalogue.elements.values()
            if (not wanted_types or e.type in wanted_types) and (not wanted_years or e.year in wanted_years)
        ]
        return sorted(found, key=lambda e: -e.year)

    def element_stems(self, element: Element) -> frozenset[str]:
        """The stems of an element's words and of what it stands with (its whole, its area, its group)."""
        if element.id not in self.said_by:
            self.said_by[element.id] = self.vocabulary.said(" ".join(self._words_of(element)))
        return self.said_by[element.id]

    def heading_stems(self, element: Element) -> frozenset[str]:
        """The stems of the headings that an element stands below."""
        places = (self.catalogue.passages[element.document].get(e.passage) for e in element.evidence[:1])
        return frozenset(s for p in places if p for heading in p.section for s in stems(heading))

    @cached_property
    def _at(self) -> dict[tuple[str, str], list[Element]]:
        found: defaultdict[tuple[str, str], list[Element]] = defaultdict(list)
        for element in self.catalogue.elements.values():
            for piece in element.evidence:
                found[element.document, piece.passage].append(element)
        return dict(found)

    def elements_at(self, document: str, passage: str) -> list[Element]:
        """The elements that a passage is evidence of, in reading order."""
        return self._at.get((document, passage), [])

    def _words_of(self, element: Element) -> list[str]:
        whole = self.catalogue.elements.get(element.part_of or "")
        own = [element.text, whole.text if whole and isinstance(element, Uppdrag | Delindikator) else ""]
        if isinstance(element, Risk):
            own += [element.area or "", *(m.text for m in element.measures)]
        elif isinstance(element, Styrtal):
            own += [v.text for v in (element.outcome, element.target, element.long_term) if v]
            own += [short_name(e.text) for e in self._numbered_above(element)]
        elif isinstance(element, Budgetpost):
            own += [element.table or "", *(a.column for a in element.amounts)]
        elif isinstance(element, Malbild):
            own.append(element.group or "")
        elif isinstance(element, Strategi):
            own += [element.effect or "", *(e.quote for e in element.evidence)]
        elif isinstance(element, Beredning):
            own += list(element.names)
        return own

    def _numbered_above(self, styrtal: Styrtal) -> list[Element]:
        """The styrtal "3" that "3a" is a part of, in the same plan and under the same goal."""
        number = (styrtal.number or "").rstrip("abcdefghijklmnopqrstuvwxyzåäö")
        if not number or number == styrtal.number:
            return []
        near = self.catalogue.by_document[styrtal.document]
        return [e for e in near if e.type == "styrtal" and e.number == number and e.objective == styrtal.objective]

    @cached_property
    def own_terms(self) -> dict[frozenset[str], str]:
        """The plans' own words for their elements ("finansiellt mål"), as stems, with the type most often so called."""
        counted = Counter((e.term, e.type) for e in self.catalogue.elements.values() if e.term)
        return {frozenset(stems(term)): type_ for (term, type_), _ in reversed(counted.most_common())}

    def own_terms_in(self, text: str) -> dict[frozenset[str], str]:
        """Those of the plans' own words that a text says."""
        said = frozenset(stems(text))
        return {term: type_ for term, type_ in self.own_terms.items() if term <= said}

    @cached_property
    def receivers(self) -> list[Organisation]:
        """The bodies that get uppdrag and issue no document of their own."""
        uppdrag = (e for e in self.catalogue.elements.values() if isinstance(e, Uppdrag))
        bodies = self.catalogue.organisations
        issuing = {bodies[i].name for i in self.issuers if i in bodies}
        found = (bodies[i] for i in sorted({body for e in uppdrag for body in e.recipients} & bodies.keys()))
        return [o for o in found if o.name not in issuing]

    @cached_property
    def body_stems(self) -> frozenset[str]:
        """The stems of the bodies' names."""
        bodies = self.catalogue.organisations.values()
        return frozenset(s for o in bodies for name in (o.name, *o.names) for s in stems(name))

    @cached_property
    def short_names(self) -> frozenset[str]:
        """The initials of the bodies' names ("hsn" of Hälso- och sjukvårdsnämnden)."""
        found = set()
        for o in self.catalogue.organisations.values():
            for name in (o.name, *o.names):
                parts = [w for w in words(name) if w not in STOPWORDS]
                last = parts[-1] if parts else ""
                kind = next((e[0] for e in _KINDS if last.endswith(e) and last != e), "")
                found.add("".join(w[0] for w in parts) + kind)
        return frozenset(s for s in found if len(s) > 1)

    @cached_property
    def issuers(self) -> dict[str, list[Document]]:
        """The documents of each body that issues any, by the body's id (the huvudman's where no body is known)."""
        found: defaultdict[str, list[Document]] = defaultdict(list)
        for d in self.catalogue.documents.values():
            found[issuer_of(d)].append(d)
        return dict(found)

    @cached_property
    def issuers_words(self) -> dict[str, dict[str, float]]:
        """For each body that issues documents, the stems of its names and its huvudman's that not all bear.

        Each with how much it tells: the logarithm of how few bodies bear it.
        """
        if self.whole:
            return {body: self.whole.issuers_words[body] for body in self.issuers}
        own = {}
        for body, documents in self.issuers.items():
            bodies = {body, *(d.huvudman for d in documents if d.huvudman)} & self.catalogue.organisations.keys()
            names = [n for b in bodies for o in [self.catalogue.organisations[b]] for n in (o.name, *o.names)]
            own[body] = {s for name in names for s in stems(name)} - CALLED
        borne = Counter(s for stems_ in own.values() for s in stems_)
        return {b: {s: log(len(own) / borne[s]) for s in w if borne[s] < len(own)} for b, w in own.items()}

    def said_of_issuers(self, text: str) -> dict[str, float]:
        """How much a text says of the name of each body that issues documents; those that it says nothing of aside."""
        said = frozenset(stems(text))
        told = {body: sum(words[s] for s in said & words.keys()) for body, words in self.issuers_words.items()}
        return {body: weight for body, weight in told.items() if weight}

    @property
    def several_bodies(self) -> bool:
        """Whether the release holds documents of several bodies."""
        return len((self.whole or self).issuers) > 1

    @cached_property
    def committees(self) -> list[Organisation]:
        """Every body that is a beredning."""
        return [o for o in self.catalogue.organisations.values() if o.kind is OrganisationKind.BEREDNING]

    def telling_words(self, organisation: Organisation) -> set[str]:
        """The stems that tell a body from others of its kind."""
        return {s for name in (organisation.name, *organisation.names) for s in stems(name)} - _GENERIC

    @cached_property
    def by_same_name(self) -> dict[str, set[str]]:
        """Ids of bodies that share a name, by id: one beredning has another id in another year's plan."""
        named: defaultdict[str, set[str]] = defaultdict(set)
        for o in self.catalogue.organisations.values():
            for name in (o.name, *o.names):
                named[fold(name)].add(o.id)
        return {
            o.id: set().union(*(named[fold(n)] for n in (o.name, *o.names)))
            for o in self.catalogue.organisations.values()
        }

    def reports_of(self, ids: Sequence[str]) -> list[Report]:
        """What reports say of these elements; none where the release ties none to them."""
        return [r for r in self.catalogue.reports if r.element in ids]
