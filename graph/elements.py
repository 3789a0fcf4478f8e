"""Triples → dataclasses: the way back from a store, many elements at a time.

`ElementReader` asks a `TripleSource` for whole descriptions, a level at a time (elements; their evidence, values
and measures; those nodes' own nodes), so that a hundred elements cost three questions and not a thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rdflib import RDF, URIRef

from graph.fields import (
    DOCUMENT,
    LINK,
    ORGANISATION,
    PART,
    PASSAGE,
    STYRTAL_VALUES,
    VALUE,
    Field,
    element_fields,
    split_path,
)
from graph.iris import Iris
from graph.sources import Description, NotInGraphError, OxigraphSource, TripleSource
from ontology.model import (
    ELEMENT_CLASSES,
    Amount,
    Document,
    Element,
    Evidence,
    Link,
    Measure,
    Organisation,
    Part,
    Passage,
    Value,
)
from ontology.terms import RT

__all__ = ["Description", "ElementReader", "NotInGraphError", "OxigraphSource", "TripleSource"]

_NESTED = tuple(
    str(prop)
    for prop in (RT.belagg, RT.atgard, RT.belopp, RT.vardedel, *(prop for prop, _ in STYRTAL_VALUES.values()))
)
_CLASSES = {str(RT[cls.__name__]): cls for cls in ELEMENT_CLASSES.values()}


class ElementReader:
    """Gives back what `graph.mapping` wrote; every `get_` raises `NotInGraphError` for what is not there."""

    def __init__(self, source: TripleSource, iris: Iris) -> None:
        """Read from `source`, where identifiers are below `iris.base`."""
        self._source = source
        self._iris = iris

    def get_element(self, element_id: str) -> Element:
        """One plan element with its evidence, values and measures."""
        return self.get_elements([element_id])[0]

    def get_elements(self, element_ids: Sequence[str]) -> list[Element]:
        """Many plan elements, in the order of their identifiers."""
        nodes = [str(self._iris.element(element_id)) for element_id in element_ids]
        known = self._expand(nodes)
        return [self._element(node, known) for node in nodes]

    def find_elements(self, document_id: str) -> list[Element]:
        """All plan elements of a document, in reading order."""
        found = self._source.subjects(str(RT.iDokument), str(self._iris.document(document_id)))
        known = self._expand(found)
        wanted = [node for node in found if str(RT.Planelement) in known[node].get(str(RDF.type), ())]
        wanted.sort(key=lambda node: _place(known[node]))
        return [self._element(node, known) for node in wanted]

    def get_document(self, document_id: str) -> Document:
        """One document."""
        node = str(self._iris.document(document_id))
        return self._document(node, self._described(node))

    def get_documents(self) -> list[Document]:
        """Every document, by identifier."""
        nodes = self._source.subjects(str(RDF.type), str(RT.Dokument))
        known = self._source.describe(nodes)
        return [self._document(node, known[node]) for node in nodes]

    def get_passage(self, document_id: str, passage_id: str) -> Passage:
        """One passage by its document and local name."""
        node = str(self._iris.passage(document_id, passage_id))
        return self._passage(node, self._described(node))

    def find_passages(self, document_id: str) -> list[Passage]:
        """All passages of a document, in reading order."""
        found = self._source.subjects(str(RT.iDokument), str(self._iris.document(document_id)))
        known = self._source.describe(found)
        passages = [node for node in found if str(RT.Passage) in known[node].get(str(RDF.type), ())]
        return sorted((self._passage(node, known[node]) for node in passages), key=lambda p: (p.start, p.end, p.id))

    def get_organisation(self, organisation_id: str) -> Organisation:
        """One body; where several documents describe it, their names together."""
        node = str(self._iris.organisation(organisation_id))
        return self._organisation(node, self._described(node))

    def get_organisations(self) -> list[Organisation]:
        """Every body that some document names, by identifier."""
        nodes = self._source.subjects(str(RDF.type), str(RT.Organisation))
        known = self._source.describe(nodes)
        return [self._organisation(node, known[node]) for node in nodes]

    def get_links(self) -> list[Link]:
        """Every link over the years, whatever its status, by IRI."""
        nodes = self._source.subjects(str(RDF.type), str(RT.Tradlank))
        known = self._source.describe(nodes)
        return [Link(**_flat(node, known[node], LINK, self._iris)) for node in nodes]

    def _described(self, node: str) -> Description:
        description = self._source.describe([node]).get(node)
        if description is None:
            raise NotInGraphError(f"Grafen säger ingenting om {node}; kontrollera identifieraren.")
        return description

    def _expand(self, nodes: Iterable[str]) -> dict[str, Description]:
        """Descriptions of the nodes and of all nodes that hang below them."""
        known: dict[str, Description] = {}
        wanted = list(dict.fromkeys(nodes))
        while wanted:
            found = self._source.describe(wanted)
            known.update(found)
            below = (child for described in found.values() for prop in _NESTED for child in described.get(prop, ()))
            wanted = [child for child in dict.fromkeys(below) if child not in known]
        return known

    def _document(self, node: str, described: Description) -> Document:
        fields = _flat(node, described, DOCUMENT, self._iris)
        first, last = described.get(str(RT.periodFran)), described.get(str(RT.periodTill))
        period = (int(first[0]), int(last[0])) if first and last else None
        return Document(id=self._iris.id_of(node), period=period, **fields)

    def _passage(self, node: str, described: Description) -> Passage:
        fields = {"section": (), "page": None} | _flat(node, described, PASSAGE, self._iris)
        return Passage(id=self._iris.passage_id(node)[1], **fields)

    def _organisation(self, node: str, described: Description) -> Organisation:
        return Organisation(id=self._iris.organisation_id(node), **_flat(node, described, ORGANISATION, self._iris))

    def _element(self, node: str, known: Mapping[str, Description]) -> Element:
        described = known.get(node, {})
        cls = next((_CLASSES[name] for name in described.get(str(RDF.type), ()) if name in _CLASSES), None)
        if cls is None:
            raise NotInGraphError(f"Grafen har inget planelement {node}; kontrollera identifieraren.")
        fields = _flat(node, described, element_fields(cls.type), self._iris)
        nested = self._nested(cls.type, described, known)
        evidence = self._evidence(described, known)
        return cls(id=self._iris.id_of(node), evidence=evidence, **fields, **nested)

    def _nested(self, kind: str, described: Description, known: Mapping[str, Description]) -> dict[str, Any]:
        """The fields that are nodes of their own, by element type."""
        if kind == "styrtal":
            return {
                name: self._value(found[0], known)
                for name, (prop, _) in STYRTAL_VALUES.items()
                if (found := described.get(str(prop)))
            }
        if kind == "risk":
            return {"measures": tuple(self._measure(n, known) for n in _ordered(described, RT.atgard, known))}
        if kind == "budgetpost":
            return {"amounts": tuple(self._amount(n, known) for n in _ordered(described, RT.belopp, known))}
        return {}

    def _evidence(self, described: Description, known: Mapping[str, Description]) -> tuple[Evidence, ...]:
        nodes = [known[node] for node in _ordered(described, RT.belagg, known)]
        return tuple(
            Evidence(passage=self._iris.passage_id(n[str(RT.iPassage)][0])[1], quote=n[str(RT.citat)][0]) for n in nodes
        )

    def _value(self, node: str, known: Mapping[str, Description]) -> Value:
        parts = tuple(
            Part(**({"value": None} | _flat(below, known[below], PART, self._iris)))
            for below in _ordered(known[node], RT.vardedel, known)
        )
        return Value(parts=parts, **_flat(node, known[node], VALUE, self._iris))

    def _measure(self, node: str, known: Mapping[str, Description]) -> Measure:
        return Measure(text=known[node][str(RT.text)][0], evidence=self._evidence(known[node], known))

    def _amount(self, node: str, known: Mapping[str, Description]) -> Amount:
        return Amount(column=known[node][str(RT.kolumn)][0], value=self._value(node, known))


def _place(described: Description) -> int:
    return int(described.get(str(RT.ordning), ("0",))[0])


def _ordered(described: Description, prop: URIRef, known: Mapping[str, Description]) -> list[str]:
    """The nodes below a property, in the order that they were written in."""
    return sorted(described.get(str(prop), ()), key=lambda node: (_place(known[node]), node))


def _flat(node: str, described: Description, fields: Sequence[Field], iris: Iris) -> dict[str, Any]:
    """The flat fields that the description has; what is absent is left to the dataclass's default."""
    found: dict[str, Any] = {}
    for field in fields:
        objects = described.get(str(field.prop), ())
        if field.many:
            found[field.name] = _many(objects, described, field, iris)
        elif objects:
            found[field.name] = field.kind.read(min(objects), iris)
    return found


def _many(objects: Sequence[str], described: Description, field: Field, iris: Iris) -> tuple[Any, ...]:
    """A tuple in its written order; what no order names (another document's graph says it) comes after, sorted."""
    orders = sorted(described.get(str(field.order), ())) if field.order is not None else []
    ordered = [item for order in orders for item in split_path(order)]
    rest = sorted(field.kind.read(text, iris) for text in objects)
    return tuple(dict.fromkeys([*ordered, *rest]))
