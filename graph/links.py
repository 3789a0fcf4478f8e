"""Links over the years → triples: a qualified derivation each, shortcuts and threads for those that are asserted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import RDF, Graph
from rdflib.namespace import PROV

from graph.fields import LINK
from graph.iris import Iris
from graph.triples import Triple, field_triples, new_graph, typed
from ontology.model import Link
from ontology.terms import RT

ASSERTED = frozenset({"proposed", "confirmed"})
"""The link statuses that the system stands for; others are for people to decide on (contract.md, history)."""


def links_to_graph(links: Iterable[Link], iris: Iris) -> Graph:
    """All links, and the threads that the asserted ones tie together; a thread is named after its first element."""
    graph, known = new_graph(), list(links)
    for link in known:
        for triple in _link_triples(link, iris):
            graph.add(triple)
    for first, members in threads_of(known).items():
        graph.add((iris.thread(first), RDF.type, RT.Trad))
        for member in members:
            graph.add((iris.element(member), RT.iTrad, iris.thread(first)))
    return graph


def threads_of(links: Iterable[Link]) -> dict[str, tuple[str, ...]]:
    """First element → all elements of its thread, sorted: what asserted links join, splits and mergers included.

    The first is the least identifier among those that nothing precedes, so that a later year renames no thread.
    """
    asserted = [link for link in links if link.status in ASSERTED]
    preceded = {link.target for link in asserted}
    groups = _joined(asserted)
    return {min((m for m in group if m not in preceded), default=min(group)): tuple(sorted(group)) for group in groups}


def _joined(links: Iterable[Link]) -> list[set[str]]:
    """The sets of elements that links connect, directly or through others."""
    group_of: dict[str, set[str]] = {}
    for link in links:
        merged = group_of.get(link.source, {link.source}) | group_of.get(link.target, {link.target})
        group_of.update(dict.fromkeys(merged, merged))
    return list({id(group): group for group in group_of.values()}.values())


def _link_triples(link: Link, iris: Iris) -> Iterator[Triple]:
    """The newer element's qualified derivation from the older; https://www.w3.org/TR/prov-o/#Derivation."""
    older, newer = iris.element(link.source), iris.element(link.target)
    node = iris.link(link.source, link.target)
    yield from typed(node, RT.Tradlank, PROV.Derivation)
    yield newer, PROV.qualifiedDerivation, node
    yield node, PROV.entity, older
    yield from field_triples(node, link, LINK, iris)
    if link.status in ASSERTED:
        yield newer, RT.foregasAv, older
        yield newer, PROV.wasRevisionOf, older
