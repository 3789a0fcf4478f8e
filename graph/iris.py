"""Identifiers ↔ IRIs. Readable, ASCII, and nothing in an IRI that its identifier does not say.

| what | IRI below the base |
|---|---|
| document | `region-x-namnden-verksamhetsplan-2025` |
| element | `region-x-namnden-verksamhetsplan-2025/uppdrag-rf-9` |
| passage | `region-x-namnden-verksamhetsplan-2025/p0042` |
| evidence, value | `…/uppdrag-rf-9/belagg/1`, `…/styrtal-3a/varde/utfall` |
| organisation | `organisation/region-x/namnden` |
| a document's named graph | `region-x-namnden-verksamhetsplan-2025/graf` |
| the threads' named graph, a link | `tradar/graf`, `tradar/lank/<older>--<newer>` |
| the decisions' named graph, one of them | `beslut/graf`, `beslut/<id>` |
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rdflib import URIRef

DEFAULT_BASE = "https://rodatraden.example/id/"

# The characters that RFC 3986 lets stand in a path as they are: such an identifier needs no escaping, either way.
_PATH = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@/-]+")


@dataclass(frozen=True, slots=True)
class Iris:
    """Makes and reads the IRIs below one base; the base ends in a slash or a hash."""

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        """Guard against a base that would run together with the identifier."""
        if not self.base.endswith(("/", "#")):
            raise ValueError(f"Bas-IRI:n ska sluta med / eller #, men är {self.base!r}.")

    def iri(self, identifier: str) -> URIRef:
        """The IRI of any identifier below the base; raises `ValueError` for one that a path cannot hold."""
        if not _PATH.fullmatch(identifier):
            raise ValueError(f"Identifieraren {identifier!r} ska vara ASCII utan blanksteg; byt ut övriga tecken.")
        return URIRef(self.base + identifier)

    def document(self, document_id: str) -> URIRef:
        """The IRI of a document."""
        return self.iri(document_id)

    def element(self, element_id: str) -> URIRef:
        """The IRI of an element, whose identifier already begins with its document's."""
        return self.iri(element_id)

    def passage(self, document_id: str, passage_id: str) -> URIRef:
        """The IRI of a passage from its document's identifier and its local name."""
        return self.iri(f"{document_id}/{passage_id}")

    def organisation(self, organisation_id: str) -> URIRef:
        """The IRI of an organisation."""
        return self.iri(f"organisation/{organisation_id}")

    def document_graph(self, document_id: str) -> URIRef:
        """The IRI of the named graph that holds all triples of one document."""
        return self.iri(f"{document_id}/graf")

    def thread_graph(self) -> URIRef:
        """The IRI of the named graph that holds the links over the years."""
        return self.iri("tradar/graf")

    def thread(self, first_element_id: str) -> URIRef:
        """The IRI of the thread that begins with an element."""
        return self.iri(f"tradar/{first_element_id}")

    def link(self, older_id: str, newer_id: str) -> URIRef:
        """The IRI of one step of a thread."""
        return self.iri(f"tradar/lank/{older_id}--{newer_id}")

    def decision_graph(self) -> URIRef:
        """The IRI of the named graph that holds people's decisions."""
        return self.iri("beslut/graf")

    def decision(self, decision_id: str) -> URIRef:
        """The IRI of one decision."""
        return self.iri(f"beslut/{decision_id}")

    def id_of(self, iri: str) -> str:
        """The identifier of a document, element or graph; raises `ValueError` for an IRI outside the base."""
        if not str(iri).startswith(self.base):
            raise ValueError(f"IRI:n {iri} ligger inte under basen {self.base}.")
        return str(iri)[len(self.base) :]

    def organisation_id(self, iri: str) -> str:
        """The identifier of an organisation from its IRI."""
        identifier = self.id_of(iri)
        if not identifier.startswith("organisation/"):
            raise ValueError(f"IRI:n {iri} är ingen organisations; den skulle börja med {self.base}organisation/.")
        return identifier.removeprefix("organisation/")

    def passage_id(self, iri: str) -> tuple[str, str]:
        """The document's identifier and the passage's local name from a passage's IRI."""
        document_id, _, local = self.id_of(iri).rpartition("/")
        return document_id, local
