"""What the graph holds, in numbers and by vocabulary, for programs that look for data.

Rule: https://www.w3.org/TR/void/
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from api.dcat import Portal
from api.labels import ONTOLOGY
from api.rdf import MEDIA, describe, expand, sv, typed
from ontology.prefixes import PREFIXES

FEATURES = {
    "turtle": "http://www.w3.org/ns/formats/Turtle",
    "jsonld": "http://www.w3.org/ns/formats/JSON-LD",
    "ntriples": "http://www.w3.org/ns/formats/N-Triples",
    "rdfxml": "http://www.w3.org/ns/formats/RDF_XML",
}
COUNTS = "SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) WHERE { ?s ?p ?o }"
CLASSES = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c ORDER BY ?c"
PROPERTIES = "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"


def void_triples(portal: Portal) -> Iterator[ox.Triple]:
    """The description of the data set and of its parts by class, property and document."""
    store, iris = portal.service.store, portal.service.iris
    node, (counts,) = portal.at("/void#graf"), store.select(COUNTS)
    classes, properties = store.select(CLASSES), store.select(PROPERTIES)
    yield from describe(portal.at("/void"), {
        "rdf:type": expand("void:DatasetDescription"), "dct:title": sv("Beskrivning av grafen"),
        "foaf:primaryTopic": node,
    })  # fmt: skip
    parts = [f"{node}-slag-{n}" for n, _ in enumerate(classes)]
    uses = [f"{node}-egenskap-{n}" for n, _ in enumerate(properties)]
    documents = list(portal.service.catalogue.documents.values())
    yield from describe(node, {
        "rdf:type": expand("void:Dataset"), "dct:title": sv(f"Planer: {portal.service.region or 'inlästa dokument'}"),
        "dct:license": None, "foaf:homepage": portal.at("/"), "void:sparqlEndpoint": portal.at("/sparql"),
        "void:dataDump": [portal.at(one.url) for one in portal.downloads], "void:uriSpace": ox.Literal(iris.base),
        "void:vocabulary": [ONTOLOGY, *(address for name, address in PREFIXES.items() if name not in ("rt", "xsd"))],
        "void:triples": _number(counts["triples"]), "void:distinctSubjects": _number(counts["subjects"]),
        "void:classes": _number(len(classes)), "void:properties": _number(len(properties)),
        "void:feature": [FEATURES[form] for form in MEDIA if form in FEATURES],
        "void:exampleResource": [str(iris.document(d.id)) for d in documents[-1:]],
        "void:rootResource": portal.node("katalog"), "void:classPartition": [*parts], "void:propertyPartition": [*uses],
        "void:subset": [str(iris.document_graph(d.id)) for d in documents],
    })  # fmt: skip
    for part, row in zip(parts, classes, strict=True):
        yield from describe(part, {"void:class": str(row["c"]), "void:entities": _number(row["n"])})
    for use, row in zip(uses, properties, strict=True):
        yield from describe(use, {"void:property": str(row["p"]), "void:triples": _number(row["n"])})
    for document in documents:
        graph = str(iris.document_graph(document.id))
        dump = portal.at(f"/id/{document.id}/graf?format=ntriples")
        title = sv(document.title)
        yield from describe(graph, {"rdf:type": expand("void:Dataset"), "dct:title": title, "void:dataDump": dump})


def _number(value: object) -> ox.Literal:
    return typed(str(value), "integer")
