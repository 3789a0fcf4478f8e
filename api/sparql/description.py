"""What the endpoint is, for machines: https://www.w3.org/TR/sparql11-service-description/"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from api.sparql.formats import SOLUTIONS, TRIPLES

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
FORMATS = "http://www.w3.org/ns/formats/"
NAMES = {  # https://www.w3.org/ns/formats/
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
}


def describe_endpoint(address: str, size: int, graphs: Iterable[str], *, union: bool) -> list[ox.Triple]:
    """The description of the endpoint at `address`, whose default graph has `size` triples."""
    service, dataset, default = ox.NamedNode(address), ox.BlankNode("data"), ox.BlankNode("default")
    told: list[tuple[ox.NamedNode | ox.BlankNode, ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal]] = [
        (service, RDF_TYPE, _sd("Service")),
        (service, _sd("endpoint"), service),
        (service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        (service, _sd("defaultDataset"), dataset),
        (dataset, RDF_TYPE, _sd("Dataset")),
        (dataset, _sd("defaultGraph"), default),
        (default, RDF_TYPE, _sd("Graph")),
        (default, ox.NamedNode(VOID + "triples"), ox.Literal(size)),
        *((service, _sd("resultFormat"), ox.NamedNode(FORMATS + NAMES[one])) for one in (*SOLUTIONS, *TRIPLES)),
    ]
    if union:
        told.append((service, _sd("feature"), _sd("UnionDefaultGraph")))
    return [ox.Triple(*one) for one in told] + list(_named(dataset, graphs))


def _named(dataset: ox.BlankNode, graphs: Iterable[str]) -> Iterator[ox.Triple]:
    for number, name in enumerate(sorted(graphs)):
        graph = ox.BlankNode(f"g{number}")
        yield ox.Triple(dataset, _sd("namedGraph"), graph)
        yield ox.Triple(graph, RDF_TYPE, _sd("NamedGraph"))
        yield ox.Triple(graph, _sd("name"), ox.NamedNode(name))


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)
