"""What both mappings are made of: an empty graph with prefixes, a record's flat fields, sorted N-Quads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, ORG, PROV, QB, SKOS
from rdflib.term import Identifier

from graph.fields import Field, join_path
from graph.iris import Iris
from ontology.terms import RT

Triple = tuple[Identifier, Identifier, Identifier]
CONTROLS = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)} | {0x08: "\\b", 0x09: "\\t", 0x0C: "\\f"}
"""The characters that canonical N-Quads escape and rdflib does not (https://www.w3.org/TR/rdf-canon/)."""


def new_graph() -> Graph:
    """An empty graph with the prefixes that a reader of its Turtle wants to see."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in (
        ("rt", RT), ("prov", PROV), ("skos", SKOS), ("org", ORG), ("qb", QB), ("dct", DCTERMS),
    ):  # fmt: skip
        graph.bind(prefix, str(namespace))
    return graph


def graph_to_nquads(graph: Graph, name: URIRef) -> str:
    """The graph's triples in the named graph `name`, as canonical N-Quads: equal graphs give equal bytes."""
    lines = sorted(line.translate(CONTROLS) for line in graph.serialize(format="ntriples").split("\n") if line)
    return "".join(f"{line.removesuffix(' .')} <{name}> .\n" for line in lines)


def field_triples(subject: URIRef, record: object, fields: Sequence[Field], iris: Iris) -> Iterator[Triple]:
    """The flat fields of a record; None gives no triple, a tuple's order is kept where it says something."""
    for field in fields:
        value = getattr(record, field.name)
        if value is None:
            continue
        items = value if field.many else (value,)
        for item in items:
            yield subject, field.prop, field.kind.write(item, iris)
        if field.order is not None and len(items) > 1:
            yield subject, field.order, Literal(join_path([str(item) for item in items]))


def typed(subject: URIRef, *classes: URIRef) -> Iterator[Triple]:
    """A thing's classes, superclasses too: nothing downstream has to infer."""
    for cls in classes:
        yield subject, RDF.type, cls
