"""Graphs held to the shapes, document by document and then as a whole; violations stop a build."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph, URIRef

from api.readings import Progress
from graph.files import FileCache, code_version, make_key
from graph.iris import Iris
from ontology.errors import ValidationError
from ontology.model import Finding, Reading

REPORT = "validation.ttl"
LISTED = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One named graph of a release: its name on the disk, its sorted N-Quads, and what SHACL says of it."""

    name: str
    nquads: str
    findings: tuple[Finding, ...]
    report: str


def check_documents(readings: Sequence[Reading], iris: Iris, cache: FileCache, progress: Progress) -> list[Part]:
    """Each document's part; one whose reading, shapes and code are as before comes from the cache."""
    parts: list[Part] = []
    for number, reading in enumerate(readings):
        progress("Bygger och kontrollerar grafer", number, len(readings))
        parts.append(_known_part(reading, iris, cache))
    progress("Bygger och kontrollerar grafer", len(readings), len(readings))
    return parts


def _known_part(reading: Reading, iris: Iris, cache: FileCache) -> Part:
    from graph.mapping import reading_to_graph
    from ontology.transfer import dump_reading

    document = reading.document.id
    key = make_key("part", iris.base, dump_reading(reading), code_version("graph", "shapes", "ontology"))
    content = cache.get(key)
    if content is None:
        part = check_graph(document, reading_to_graph(reading, iris), iris.document_graph(document), document)
        content = json.dumps(asdict(part), ensure_ascii=False).encode()
        cache.put(key, content)
    told = json.loads(content)
    return Part(**{**told, "findings": tuple(Finding(**finding) for finding in told["findings"])})


def check_graph(name: str, graph: Graph, iri: URIRef, document: str | None = None) -> Part:
    """A graph as the part that is written under a name, in the named graph `iri`."""
    from graph.mapping import graph_to_nquads
    from graph.validation import validate_graph

    report = validate_graph(graph, document)
    return Part(name, sorted_lines(graph_to_nquads(graph, iri)), report.findings, report.turtle)


def sorted_lines(text: str) -> str:
    """N-Quads in the order of their lines, each once."""
    return "".join(f"{line}\n" for line in sorted({line for line in text.splitlines() if line}))


def write_report(path: Path, parts: Sequence[Part]) -> None:
    """The SHACL reports of some parts as one.

    Blank nodes are named by RDFC-1.0, so that equal reports give equal bytes: https://www.w3.org/TR/rdf-canon/
    """
    dataset = ox.Dataset(quad for part in parts for quad in ox.parse(part.report, format=ox.RdfFormat.TURTLE))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    triples = sorted({quad.triple for quad in dataset}, key=str)
    turtle = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes={"sh": "http://www.w3.org/ns/shacl#"})
    path.write_bytes(turtle or b"")


def check_store(store: ox.Store) -> list[Finding]:
    """What the rules over several documents say of all graphs together."""
    from graph.validation import validate_rules

    return list(validate_rules(store))


def stop_on_violations(findings: Sequence[Finding]) -> None:
    """Raise `ValidationError` that lists the violations, where there are any."""
    broken = [finding for finding in findings if finding.severity == "violation"]
    if not broken:
        return
    lines = [f"  {one.focus or one.document or ''}: {one.message}" for one in broken[:LISTED]]
    more = [f"  … och {len(broken) - LISTED} till"] if len(broken) > LISTED else []
    head = f"Grafen bryter mot {len(broken)} regler, så ingen release byggdes:"
    raise ValidationError("\n".join([head, *lines, *more]))
