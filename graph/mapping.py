"""Dataclasses → triples: a reading becomes the triples of one named graph (`graph.links` makes those of the other).

Deterministic and without blank nodes: the same reading gives the same triples, with IRIs that a person can read.
The activity that read a document carries no time (that stands in the release's manifest), or the same source
would give another graph each day. `graph.elements` is the way back; `graph.fields` is the table both follow.

Example: the uppdrag `d/uppdrag-rf-9` has evidence `d/uppdrag-rf-9/belagg/1`, the styrtal `d/styrtal-3a` an outcome
`d/styrtal-3a/varde/utfall`, the risk `d/risk-1` a measure `d/risk-1/atgard/1`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, ORG, PROV, QB

from graph.fields import DOCUMENT, ORGANISATION, PART, PASSAGE, STYRTAL_VALUES, VALUE, element_fields
from graph.iris import Iris
from graph.links import links_to_graph
from graph.triples import Triple, field_triples, graph_to_nquads, new_graph, typed
from ontology.model import (
    Budgetpost,
    Document,
    Element,
    Evidence,
    Measure,
    Organisation,
    Passage,
    Reading,
    Risk,
    Styrtal,
    Value,
)
from ontology.terms import RT, concept

__all__ = ["graph_to_nquads", "links_to_graph", "new_graph", "reading_to_graph"]


def reading_to_graph(reading: Reading, iris: Iris) -> Graph:
    """All triples of one document: itself, its passages, the bodies that it names, its elements."""
    graph = new_graph()
    for triple in _reading_triples(reading, iris):
        graph.add(triple)
    return graph


def _reading_triples(reading: Reading, iris: Iris) -> Iterator[Triple]:
    yield from _document_triples(reading.document, iris)
    for passage in reading.passages:
        yield from _passage_triples(passage, reading.document.id, iris)
    for organisation in reading.organisations:
        yield from _organisation_triples(organisation, iris)
    for place, element in enumerate(reading.elements, start=1):
        yield from _element_triples(element, place, iris)


def _document_triples(document: Document, iris: Iris) -> Iterator[Triple]:
    subject = iris.document(document.id)
    yield from typed(subject, RT.Dokument, PROV.Entity)
    yield subject, DCTERMS.identifier, Literal(document.id)
    yield subject, DCTERMS.language, Literal("sv")
    yield from field_triples(subject, document, DOCUMENT, iris)
    if document.period is not None:
        yield subject, RT.periodFran, Literal(document.period[0])
        yield subject, RT.periodTill, Literal(document.period[1])
    yield from _origin_triples(document, subject, iris)


def _origin_triples(document: Document, subject: URIRef, iris: Iris) -> Iterator[Triple]:
    """Where the document's triples come from: a source file, known by its checksum, and the reading of it."""
    source, activity = iris.iri(f"{document.id}/kalla"), iris.iri(f"{document.id}/lasning")
    yield from typed(source, RT.Kallfil, PROV.Entity)
    yield source, RT.sha256, Literal(document.sha256)
    yield source, RT.mediatyp, Literal(document.media_type)
    yield from typed(activity, RT.Lasning, PROV.Activity)
    yield activity, PROV.used, source
    yield subject, PROV.wasGeneratedBy, activity
    yield subject, DCTERMS.source, source


def _passage_triples(passage: Passage, document_id: str, iris: Iris) -> Iterator[Triple]:
    subject = iris.passage(document_id, passage.id)
    yield subject, RDF.type, RT.Passage
    yield subject, RT.iDokument, iris.document(document_id)
    section = PASSAGE if passage.section else tuple(field for field in PASSAGE if field.name != "section")
    yield from field_triples(subject, passage, section, iris)


def _organisation_triples(organisation: Organisation, iris: Iris) -> Iterator[Triple]:
    subject = iris.organisation(organisation.id)
    yield from typed(subject, RT.Organisation, ORG.Organization)
    yield from field_triples(subject, organisation, ORGANISATION, iris)


def _element_triples(element: Element, place: int, iris: Iris) -> Iterator[Triple]:
    """One plan element and the nodes below it; `place` is its place in reading order, from 1."""
    subject = iris.element(element.id)
    yield from typed(subject, RT[type(element).__name__], RT.Planelement, PROV.Entity)
    yield subject, RT.ordning, Literal(place)
    yield from field_triples(subject, element, element_fields(element.type), iris)
    yield from _evidence_triples(subject, element.document, element.evidence, iris)
    if isinstance(element, Styrtal):
        yield from _styrtal_values(subject, element, iris)
    elif isinstance(element, Risk):
        yield from _measure_triples(subject, element.document, element.measures, iris)
    elif isinstance(element, Budgetpost):
        yield from _amount_triples(subject, element, iris)


def _evidence_triples(
    owner: URIRef, document_id: str, evidence: Sequence[Evidence], iris: Iris
) -> Iterator[Triple]:
    """Each piece of evidence as a node, and the plain PROV statement that the owner was quoted from the passage."""
    for place, piece in enumerate(evidence, start=1):
        node, passage = URIRef(f"{owner}/belagg/{place}"), iris.passage(document_id, piece.passage)
        yield owner, RT.belagg, node
        yield owner, PROV.wasQuotedFrom, passage
        yield node, RDF.type, RT.Belagg
        yield node, RT.ordning, Literal(place)
        yield node, RT.iPassage, passage
        yield node, RT.citat, Literal(piece.quote)


def _styrtal_values(subject: URIRef, styrtal: Styrtal, iris: Iris) -> Iterator[Triple]:
    for name, (prop, kind) in STYRTAL_VALUES.items():
        value: Value | None = getattr(styrtal, name)
        if value is None:
            continue
        node = URIRef(f"{subject}/varde/{kind}")
        yield subject, prop, node
        yield from _value_triples(node, value, kind, styrtal, iris)


def _value_triples(node: URIRef, value: Value, kind: str, owner: Element, iris: Iris) -> Iterator[Triple]:
    """A printed value as an observation: which element, which plan year, which kind; the figure as printed.

    Rule: https://www.w3.org/TR/vocab-data-cube/#observations
    """
    yield from typed(node, RT.Varde, QB.Observation)
    yield node, QB.dataSet, RT.varden
    yield node, RT.avser, iris.element(owner.id)
    yield node, RT.planar, Literal(owner.year)
    yield node, RT.vardeslag, concept("vardeslag", kind)
    yield from field_triples(node, value, VALUE, iris)
    for place, part in enumerate(value.parts, start=1):
        below = URIRef(f"{node}/del/{place}")
        yield node, RT.vardedel, below
        yield below, RDF.type, RT.Vardedel
        yield below, RT.ordning, Literal(place)
        yield from field_triples(below, part, PART, iris)


def _measure_triples(subject: URIRef, document_id: str, measures: Sequence[Measure], iris: Iris) -> Iterator[Triple]:
    for place, measure in enumerate(measures, start=1):
        node = URIRef(f"{subject}/atgard/{place}")
        yield subject, RT.atgard, node
        yield node, RDF.type, RT.Atgard
        yield node, RT.ordning, Literal(place)
        yield node, RT.text, Literal(measure.text)
        yield from _evidence_triples(node, document_id, measure.evidence, iris)


def _amount_triples(subject: URIRef, post: Budgetpost, iris: Iris) -> Iterator[Triple]:
    for place, amount in enumerate(post.amounts, start=1):
        node = URIRef(f"{subject}/varde/{place}")
        yield subject, RT.belopp, node
        yield node, RT.ordning, Literal(place)
        yield node, RT.kolumn, Literal(amount.column)
        yield from _value_triples(node, amount.value, "belopp", post, iris)
