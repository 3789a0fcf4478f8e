"""A release as values in memory: documents, elements in reading order, passages, bodies and links, by id.

Made once when a release is opened, of a large one once for each body (`api.parts`); the routes, the assistant and the
exports look things up here and ask the store for the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol, TypeVar, overload

from graph.followup import Report, find_reports
from graph.iris import Iris
from ontology.errors import RodaTradenError
from ontology.model import Beredning, Document, DocumentKind, Element, Link, Organisation, Passage, Uppdrag

T = TypeVar("T")
ASSERTED = ("proposed", "confirmed")
REPORTS = (DocumentKind.VERKSAMHETSBERATTELSE, DocumentKind.DELARSRAPPORT, DocumentKind.ARSREDOVISNING)


class UnknownIdError(RodaTradenError):
    """No document, element, passage or body has that id in the release."""


class Reader(Protocol):
    """What the catalogue asks of `graph.elements.ElementReader`."""

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


class Later(Sequence[T]):
    """A sequence that is made when first looked at."""

    def __init__(self, make: Callable[[], Sequence[T]]) -> None:
        """`make` is called once."""
        self._made = cache(make)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        return self._made()[place]

    def __len__(self) -> int:
        return len(self._made())


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
    corrections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def get_document(self, document_id: str) -> Document:
        """A document; raises `UnknownIdError`."""
        return _get(self.documents, document_id, "Dokumentet", "/api/documents")

    def get_element(self, element_id: str) -> Element:
        """An element; raises `UnknownIdError`."""
        return _get(self.elements, element_id, "Elementet", "/api/elements")

    def get_organisation(self, organisation_id: str) -> Organisation:
        """A body; raises `UnknownIdError`."""
        return _get(self.organisations, organisation_id, "Organisationen", "/api/documents")

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


def load_catalogue(iris: Iris, reader: Reader) -> Catalogue:
    """Read everything that the graph names."""
    documents = sorted(reader.get_documents(), key=lambda d: (d.year, d.id))
    by_document = {d.id: tuple(reader.find_elements(d.id)) for d in documents}
    elements = {element.id: element for several in by_document.values() for element in several}
    passages = {d.id: {p.id: p for p in reader.find_passages(d.id)} for d in documents}
    uppdrag = [element for element in elements.values() if isinstance(element, Uppdrag)]
    return Catalogue(
        iris=iris,
        documents={d.id: d for d in documents},
        elements=elements,
        by_document=by_document,
        passages=passages,
        organisations={body.id: body for body in reader.get_organisations()},
        links=tuple(reader.get_links()),
        reports=Later(lambda: find_reports(uppdrag, {key: tuple(texts.values()) for key, texts in passages.items()})),
    )
