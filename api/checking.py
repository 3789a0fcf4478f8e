"""Graphs held to the shapes, document by document and then as a whole; violations stop a build."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from api.readings import Progress
from graph.iris import Iris
from graph.store import Store
from ontology.errors import ValidationError
from ontology.model import Finding, Reading

REPORT = "validation.ttl"
LISTED = 20


def check_documents(
    readings: Sequence[Reading], iris: Iris, staged: Path, progress: Progress
) -> tuple[list[str], list[Finding]]:
    """Each document's graph as N-Quads, and what SHACL says of it; the reports go to `validation.ttl`."""
    from graph.mapping import graph_to_nquads, reading_to_graph
    from graph.validation import validate_graph

    texts: list[str] = []
    findings: list[Finding] = []
    reports: list[str] = []
    for number, reading in enumerate(readings):
        progress("Bygger och kontrollerar grafer", number, len(readings))
        graph = reading_to_graph(reading, iris)
        document = reading.document.id
        report = validate_graph(graph, document)
        findings += report.findings
        reports.append(report.turtle)
        texts.append(graph_to_nquads(graph, iris.document_graph(document)))
    progress("Bygger och kontrollerar grafer", len(readings), len(readings))
    (staged / REPORT).write_bytes(joined(reports))
    return texts, findings


def joined(reports: Sequence[str]) -> bytes:
    """Several SHACL reports as one, with blank nodes named by RDFC-1.0, so that equal reports give equal bytes.

    Rule: https://www.w3.org/TR/rdf-canon/
    """
    dataset = ox.Dataset(quad for text in reports for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    triples = sorted({quad.triple for quad in dataset}, key=str)
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes={"sh": "http://www.w3.org/ns/shacl#"}) or b""


def check_store(store: Store) -> list[Finding]:
    """What the rules over several documents say."""
    from graph.validation import validate_rules

    return list(validate_rules(store.inner))


def stop_on_violations(findings: Sequence[Finding]) -> None:
    """Raise `ValidationError` that lists the violations, where there are any."""
    broken = [finding for finding in findings if finding.severity == "violation"]
    if not broken:
        return
    lines = [f"  {one.focus or one.document or ''}: {one.message}" for one in broken[:LISTED]]
    more = [f"  … och {len(broken) - LISTED} till"] if len(broken) > LISTED else []
    head = f"Grafen bryter mot {len(broken)} regler, så ingen release byggdes:"
    raise ValidationError("\n".join([head, *lines, *more]))
