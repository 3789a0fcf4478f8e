"""A graph held to the shapes, and a whole release to the rules over several nodes.

Shapes run where a document is read, on its graph alone, with pySHACL over an rdflib memory graph; rules run on the
whole release as queries in Oxigraph (.1 s for 100,000 triples, where two such rules as `sh:sparql` took 39 s).
Nothing is inferred: `graph.mapping` writes superclasses out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pyoxigraph as ox
from rdflib import RDF, Graph
from rdflib.namespace import SH
from rdflib.term import Node

from ontology.errors import ValidationError
from ontology.model import Finding
from shapes.files import Rule, read_rules, shape_files

_SEVERITIES: dict[Node | None, Literal["violation", "warning", "info"]] = {SH.Warning: "warning", SH.Info: "info"}
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """What the shapes say of a graph: the findings, worst first, and the SHACL report as Turtle."""

    findings: tuple[Finding, ...]
    turtle: str

    @property
    def conforms(self) -> bool:
        """Whether the graph may be released: warnings do not stand in the way."""
        return not any(finding.severity == "violation" for finding in self.findings)


def validate_graph(graph: Graph, document: str | None = None) -> ValidationReport:
    """Hold a graph to every shape; `document` is the identifier that its findings are to bear.

    The graph is left as it was. One document's graph is enough: what it refers to stands in it.
    """
    import pyshacl  # half a second that a service has only when a person corrects something

    _, report, _ = pyshacl.validate(
        graph, shacl_graph=shapes_graph(), inference="none", advanced=False, inplace=True, do_owl_imports=False
    )
    if not isinstance(report, Graph):
        raise ValidationError(f"Formerna kunde inte köras: {report}. Kontrollera shapes/*.ttl.")
    return ValidationReport(_findings(report, document), report.serialize(format="turtle"))


def validate_rules(store: ox.Store) -> tuple[Finding, ...]:
    """Hold all named graphs of a store together to every rule of `shapes/rules`, worst first."""
    findings = [finding for rule in _rules() for finding in _break_rule(rule, store)]
    return tuple(sorted(findings, key=_worst_first))


@lru_cache(maxsize=1)
def shapes_graph() -> Graph:
    """All shapes as one graph, read once; not to be changed."""
    graph = Graph()
    for path in shape_files():
        graph.parse(path)
    return graph


@lru_cache(maxsize=1)
def _rules() -> tuple[Rule, ...]:
    return read_rules()


def _break_rule(rule: Rule, store: ox.Store) -> list[Finding]:
    rows = store.query(rule.query, use_default_graph_as_union=True)
    if not isinstance(rows, ox.QuerySolutions):
        raise ValidationError(f"Regeln {rule.name} ska vara en SELECT-fråga med ?focus och ?message.")
    found = {(row["focus"].value, row["message"].value) for row in rows}
    return [
        Finding(severity=rule.severity, message=message, focus=focus, shape=rule.name)
        for focus, message in sorted(found)
    ]


def _findings(report: Graph, document: str | None) -> tuple[Finding, ...]:
    found = {_finding(report, result, document) for result in report.subjects(RDF.type, SH.ValidationResult)}
    return tuple(sorted(found, key=_worst_first))


def _finding(report: Graph, result: Node, document: str | None) -> Finding:
    """One result of the report; https://www.w3.org/TR/shacl/#results-validation-result."""
    message, value = report.value(result, SH.resultMessage), report.value(result, SH.value)
    met = "" if value is None else f" Fann: {str(value)[:_SHOWN]}"
    return Finding(
        severity=_SEVERITIES.get(report.value(result, SH.resultSeverity), "violation"),
        message=f"{message}{met}",
        document=document,
        focus=str(report.value(result, SH.focusNode)),
        shape=str(report.value(result, SH.sourceShape)).rpartition("#")[2],
    )


def _worst_first(finding: Finding) -> tuple[int, str, str, str]:
    rank = ("violation", "warning", "info").index(finding.severity)
    return rank, finding.focus or "", finding.shape or "", finding.message
