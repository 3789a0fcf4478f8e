"""What an IRI of a release names: the triples that say it, and the same told with labels, quotes and links onward."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from api.labels import ONTOLOGY, Labels, predicate_labels
from api.serialise import passage_url
from graph.iris import Iris
from graph.store import Store, iri
from ontology.terms import CONCEPT_BASE, RT

MOST = 25
"""How many things of a kind a page names before it only counts the others."""
WIDEST = "/ontology#Planelement"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
ORDERS = frozenset(
    str(term) for term in (RT.ordning, RT.namnordning, RT.mottagarordning, RT.foljsAvOrdning, RT.andringsordning)
)
"""Predicates that only keep an order for machines."""

OUT = "CONSTRUCT { $node ?p ?o } WHERE { $node ?p ?o }"
IN = "SELECT DISTINCT ?p ?s WHERE { ?s ?p $node } ORDER BY ?p ?s"
QUOTES = """PREFIX rt: <https://rodatraden.example/ontology#>
SELECT ?passage ?citat (MIN(?plats) AS ?ordning) WHERE {
  { $node rt:belagg?|rt:avser/rt:belagg|^rt:vardedel/rt:avser/rt:belagg|rt:fran/rt:belagg|rt:till/rt:belagg ?b }
  UNION { $node ^rt:iTrad/rt:belagg|rt:galler/rt:belagg ?b }
  ?b rt:citat ?citat ; rt:iPassage ?passage ; rt:ordning ?plats
} GROUP BY ?passage ?citat ORDER BY ?ordning ?passage"""


@dataclass(frozen=True, slots=True)
class Thing:
    """A value on a page: its words, and where they lead (None for a plain text)."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What is said under one label; `more` values are counted but not named."""

    label: str
    things: tuple[Thing, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """What an IRI names, for a reader: title, kinds, quotes with their places, facts, and what points here."""

    iri: str
    title: str
    kinds: tuple[Thing, ...]
    quotes: tuple[Thing, ...]
    facts: tuple[Fact, ...]
    incoming: tuple[Fact, ...]
    reader: str | None = None


class Describer:
    """Tells what IRIs name, from a release's store and the ontology's."""

    def __init__(self, store: Store, iris: Iris) -> None:
        """Nothing is asked yet."""
        self._store, self._iris, self._labels = store, iris, Labels(store, iris)

    def triples(self, node: ox.NamedNode) -> list[ox.Triple]:
        """What the release says of a node, or all that a named graph says; empty for an IRI that names nothing."""
        return self._store.construct(OUT, node=node) or self._store.source.graph(node.value)

    def href(self, address: str) -> str | None:
        """Where an IRI opens in this service; another's IRI opens where it says itself, one of no web nowhere."""
        for base, path in ((str(RT._NS), "/ontology#"), (CONCEPT_BASE, "/begrepp/"), (self._iris.base, "/id/")):
            if address.startswith(base):
                return path + address.removeprefix(base)
        if address == ONTOLOGY:
            return "/ontology"
        return address if address.startswith(("http://", "https://")) else None

    def page(self, node: ox.NamedNode, triples: Sequence[ox.Triple]) -> Page:
        """The page of a node that the release describes."""
        if not any(triple.subject == node for triple in triples):
            return self._graph_page(node, triples)
        shown = [t for t in triples if t.predicate.value not in ORDERS]
        pointing = [(str(row["p"]), str(row["s"])) for row in self._store.select(IN, node=node)]
        named = [node, *(t.object for t in shown), *(iri(subject) for _, subject in pointing if "://" in subject)]
        labels = self._labels.find([n.value for n in named if isinstance(n, ox.NamedNode)])
        facts = [(t.predicate.value, self._thing(t.object, labels)) for t in sorted(shown, key=str)]
        incoming = [(predicate, self._thing(iri(subject), labels)) for predicate, subject in pointing]
        ours = [t for p, t in facts if p == TYPE and (t.href or "").startswith("/") and t.href != WIDEST]
        return Page(
            iri=node.value, title=labels[node.value], kinds=tuple(ours), quotes=self._quotes(node),
            facts=_facts([fact for fact in facts if fact[0] != TYPE]), incoming=_facts(incoming),
            reader=self._reader(node),
        )  # fmt: skip

    def _thing(self, term: object, labels: dict[str, str]) -> Thing:
        if isinstance(term, ox.NamedNode):
            return Thing(labels.get(term.value, term.value), self.href(term.value))
        return Thing(_literal(term) if isinstance(term, ox.Literal) else str(term))

    def _quotes(self, node: ox.NamedNode) -> tuple[Thing, ...]:
        rows = self._store.select(QUOTES, node=node)
        return tuple(
            Thing(str(row["citat"]), passage_url(*self._iris.passage_id(str(row["passage"])))) for row in rows[:MOST]
        )

    def _reader(self, node: ox.NamedNode) -> str | None:
        """Where the plain reader shows a document or a passage."""
        local = node.value.removeprefix(self._iris.base)
        if self._store.ask("ASK { $node a <https://rodatraden.example/ontology#Dokument> }", node=node):
            return f"/dokument/{local}"
        if self._store.ask("ASK { $node a <https://rodatraden.example/ontology#Passage> }", node=node):
            return passage_url(*self._iris.passage_id(node.value))
        return None

    def _graph_page(self, node: ox.NamedNode, triples: Sequence[ox.Triple]) -> Page:
        typed = {(str(t.subject), str(t.object).strip("<>")) for t in triples if t.predicate.value == TYPE}
        kinds = Counter(kind for _, kind in typed)
        owner, ours = node.value.removesuffix("/graf"), sorted(kind for kind in kinds if kind.startswith(str(RT._NS)))
        labels = self._labels.find([owner, *ours])
        counts = tuple(Fact(labels[kind], (Thing(str(kinds[kind])),)) for kind in ours)
        about = Fact("gäller", (Thing(labels[owner], self.href(owner)),))
        described = bool(self._store.construct(OUT, node=iri(owner)))
        kind = Thing("namngiven graf", "https://www.w3.org/TR/rdf11-concepts/#section-dataset")
        facts = (about, *counts) if described else counts
        return Page(node.value, f"Graf: {labels[owner]}", (kind,), (), facts, ())


def _facts(pairs: Iterable[tuple[str, Thing]]) -> tuple[Fact, ...]:
    """The values under one label each, in the order of the labels."""
    by_predicate: dict[str, list[Thing]] = {}
    for predicate, thing in pairs:
        by_predicate.setdefault(predicate, []).append(thing)
    names = predicate_labels(by_predicate)
    facts = [Fact(names[p], tuple(things[:MOST]), max(0, len(things) - MOST)) for p, things in by_predicate.items()]
    return tuple(sorted(facts, key=lambda fact: fact.label))


def _literal(term: ox.Literal) -> str:
    if term.datatype.value.endswith("#boolean"):
        return "ja" if term.value == "true" else "nej"
    return f"{term.value} ({term.language})" if term.language not in (None, "sv") else term.value
