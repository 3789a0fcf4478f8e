"""The media types that answers are written in, with the engine's format for each."""

from __future__ import annotations

import pyoxigraph as ox

from graph.store import Result

SOLUTIONS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
ALIASES = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}
TRIPLES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}


def offered_for(result: Result) -> tuple[str, ...]:
    """The media types that a result can be written in; the first is preferred."""
    if isinstance(result, ox.QueryTriples):
        return tuple(TRIPLES)
    tables = (*SOLUTIONS, *ALIASES)
    if isinstance(result, ox.QueryBoolean):  # the CSV and TSV formats have no form for a truth value
        return tuple(name for name in tables if name not in ("text/csv", "text/tab-separated-values"))
    return tables
