"""People's decisions → triples of a graph of their own: each an activity with role, time, ground and what it concerns.

https://www.w3.org/TR/prov-o/#Activity
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rdflib import XSD, Graph, Literal, URIRef
from rdflib.namespace import PROV

from graph.corrections import Effect
from graph.iris import Iris
from graph.reviews import Judged
from graph.triples import Triple, new_graph, typed
from ontology.decisions import Correction, Decision, Review
from ontology.terms import RT, concept

VERDICTS = {"confirmed": "bekraftad", "rejected": "avvisad", "change": "rattad", "add": "tillagd", "reject": "avvisad"}


def decisions_to_graph(effects: Sequence[Effect], judged: Sequence[Judged], iris: Iris) -> Graph:
    """The decisions that hold in a release."""
    graph = new_graph()
    for effect in effects:
        for triple in _correction(effect.decision, iris.element(effect.element), iris):
            graph.add(triple)
    for one in judged:
        for triple in _review(one.decision, iris.link(one.source, one.target), iris):
            graph.add(triple)
    return graph


def _correction(decision: Correction, concerns: URIRef, iris: Iris) -> Iterator[Triple]:
    node = iris.decision(decision.id)
    yield from _decision(decision, node, concerns, decision.action)
    for name in sorted(decision.fields):
        yield node, RT.rattatFalt, Literal(name)


def _review(decision: Review, concerns: URIRef, iris: Iris) -> Iterator[Triple]:
    yield from _decision(decision, iris.decision(decision.id), concerns, decision.verdict)


def _decision(decision: Decision, node: URIRef, concerns: URIRef, verdict: str) -> Iterator[Triple]:
    yield from typed(node, RT.Beslut, PROV.Activity)
    yield node, RT.galler, concerns
    yield node, RT.utslag, concept("utslag", VERDICTS[verdict])
    yield node, RT.roll, Literal(decision.by)
    yield node, PROV.endedAtTime, Literal(decision.made, datatype=XSD.dateTime)
    if decision.note:
        yield node, RT.motivering, Literal(decision.note)
