"""A release as values in memory: documents, elements in reading order, passages, bodies and links, by id.

Made once when a release is opened, of a large one once for each body (`api.parts`); the routes, the assistant and the
exports look things up here and ask the store for the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from graph.followup import Report
from graph.iris import Iris
from graph.prepared import Prepared
from graph.words import Words, count_words
from ontology.errors import RodaTradenError
from ontology.model import Beredning, Document, DocumentKind, Element, Link, Organisation, Passage

T = TypeVar("T")
ASSERTED = ("proposed", "confirmed")
REPORTS = (DocumentKind.VERKSAMHETSBERATTELSE, DocumentKind.DELARSRAPPORT, DocumentKind.ARSREDOVISNING)


class UnknownIdError(RodaTradenError):
    """No document, element, passage or body has that id in the release."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that a release names, by id; documents by year, elements and passages in reading order."""

    iris: Iris
    documents: Mapping[str, Document]
    elements: Mapping[str, Element]
    by_document: Mapping[str, Sequence[Element]]
    passages: Mapping[str, Mapping[str, Passage]]
    organisations: Mapping[str, Organisation]
    links: Sequence[Link] = ()
    reports: Sequence[Report] = ()
    words: Words = field(default_factory=lambda: count_words(()))
    """Of every passage; of a large release only its parts have them."""
    corrections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def get_document(self, document_id: str) -> Document:
        """A document; raises `UnknownIdError`."""
        return _get(self.documents, document_id, "Dokumentet", "/api/documents")

    def get_element(self, element_id: str) -> Element:
        """An element; raises `UnknownIdError`."""
        return _get(self.elements, element_id, "Elementet", "/api/elements")

    def get_passage(self, document_id: str, passage_id: str) -> Passage:
        """A passage; raises `UnknownIdError`."""
        self.get_document(document_id)
        return _get(self.passages[document_id], passage_id, "Stycket", f"/dokument/{document_id}")

    def organisation_name(self, organisation_id: str | None, document: str | None = None) -> str | None:
        """A body's name, for a beredning the one that a document gives it; its id where it is not described."""
        own = (e for e in self.by_document.get(document or "", ()) if isinstance(e, Beredning))
        if printed := next((e.text for e in own if e.organisation == organisation_id), None):
            return printed
        known = self.organisations.get(organisation_id or "")
        return known.name if known else organisation_id

    def counts(self, document_id: str) -> Mapping[str, int]:
        """How many passages a document has ("passages"), and elements of each type."""
        counts = Counter(element.type for element in self.by_document.get(document_id, ()))
        return {"passages": len(self.passages[document_id]), **counts}

    def home(self, document_id: str) -> Catalogue:
        """The catalogue that holds all that is linked to a document's elements; a large release has one a body."""
        return self

    def links_of(self, element_id: str) -> list[Link]:
        """Every link, asserted or not, that ends in an element."""
        links = self.home(element_id.partition("/")[0]).links
        return [link for link in links if element_id in (link.source, link.target)]

    def asserted(self) -> list[Link]:
        """The links that the system asserts."""
        return [link for link in self.links if link.status in ASSERTED]

    def reports_of(self, element_id: str) -> list[Report]:
        """What the reports on its year say of an uppdrag, best first in each report."""
        reports = self.home(element_id.partition("/")[0]).reports
        return [report for report in reports if report.element == element_id]

    def newest_year(self) -> int | None:
        """The newest verksamhetsplan's year, or the newest document's where there is no such plan."""
        plans = [d.year for d in self.documents.values() if d.kind is DocumentKind.VERKSAMHETSPLAN]
        return max(plans or [d.year for d in self.documents.values()], default=None)


def _get(items: Mapping[str, T], identifier: str, what: str, where: str) -> T:
    if identifier not in items:
        raise UnknownIdError(f"{what} ”{identifier[:200]}” finns inte i releasen. Se {where}.")
    return items[identifier]


def catalogue_of(iris: Iris, prepared: Prepared, corrections: Mapping[str, Mapping[str, Any]]) -> Catalogue:
    """What a graph names, by id."""
    return Catalogue(
        iris=iris,
        documents={r.document.id: r.document for r in prepared.readings},
        elements={element.id: element for r in prepared.readings for element in r.elements},
        by_document={r.document.id: r.elements for r in prepared.readings},
        passages={r.document.id: {p.id: p for p in r.passages} for r in prepared.readings},
        organisations={body.id: body for body in prepared.organisations},
        links=prepared.links,
        reports=prepared.reports,
        words=prepared.words,
        corrections=corrections,
    )
