"""What holds a release's quads, as Protocols, and those Protocols over pyoxigraph in this process.

`graph.remote_source` has the same over any SPARQL 1.1 engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import pyoxigraph as ox

from ontology.errors import RodaTradenError

Description = Mapping[str, Sequence[str]]
"""What is said of one node: predicate IRI → its objects, an IRI or a literal's lexical form each."""
Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class NotInGraphError(RodaTradenError, LookupError):
    """The graph says nothing of what was asked for, or not enough to make it whole again."""


class TripleSource(Protocol):
    """What the reader needs of a store; the union of all named graphs answers, each statement once."""

    def describe(self, iris: Sequence[str]) -> Mapping[str, Description]:
        """The description of each IRI; one of which nothing is said may be absent."""

    def subjects(self, predicate: str, obj: str) -> list[str]:
        """The IRIs that have the property `predicate` with the IRI `obj`, sorted."""


class QuadSource(TripleSource, Protocol):
    """What a store is made over: one release's quads, whoever holds them."""

    def query(self, text: str) -> Result:
        """The answer of a query over the union of all named graphs; raises `SyntaxError`, `EngineError`."""

    def size(self) -> int:
        """How many statements there are."""

    def graphs(self) -> list[str]:
        """The IRIs of the named graphs, sorted."""

    def graph(self, name: str) -> list[ox.Triple]:
        """What the named graph says; nothing where there is none by that name."""


class OxigraphSource:
    """A `QuadSource` over a `pyoxigraph.Store`."""

    def __init__(self, store: ox.Store) -> None:
        """Read from `store`, which stays the caller's."""
        self._store = store

    def query(self, text: str) -> Result:
        """Run in this process."""
        return self._store.query(text, use_default_graph_as_union=True)

    def size(self) -> int:
        """A statement counts once in each graph that holds it."""
        return len(self._store)

    def graphs(self) -> list[str]:
        """Sorted, as the Protocol says."""
        return sorted(graph.value for graph in self._store.named_graphs())

    def graph(self, name: str) -> list[ox.Triple]:
        """In the store's order."""
        return [quad.triple for quad in self._store.quads_for_pattern(None, None, None, ox.NamedNode(name))]

    def describe(self, iris: Sequence[str]) -> dict[str, Description]:
        """One pattern lookup an IRI: some ten microseconds each."""
        return {iri: description for iri in iris if (description := self._describe_one(iri))}

    def subjects(self, predicate: str, obj: str) -> list[str]:
        """Sorted, since a store's own order is nobody's."""
        quads = self._store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(obj), None)
        return sorted({str(quad.subject.value) for quad in quads if isinstance(quad.subject, ox.NamedNode)})

    def _describe_one(self, iri: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for quad in self._store.quads_for_pattern(ox.NamedNode(iri), None, None, None):
            if isinstance(quad.object, ox.Triple):
                continue
            values = found.setdefault(quad.predicate.value, [])
            if quad.object.value not in values:  # an organisation stands in several documents' graphs
                values.append(quad.object.value)
        return found
