"""A release's files into a SPARQL 1.1 engine, and releases that serve no more out of it.

Update: https://www.w3.org/TR/sparql11-update/. A file's graph is sent only where no release brought it before; the
release's union is then put together by the engine. What is half loaded is in nobody's way: a release is there from the
one update that enters it in the catalogue, and an interrupted loading is done again from the start.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from graph.release import Release
from graph.remote_source import CATALOGUE, HAS_GRAPH, NAMED, STATEMENTS, URN, SparqlClient, release_graph, solutions
from ontology.errors import ReleaseError

AT_A_TIME = 10_000
"""How many statements one update inserts: some two megabytes."""
FULL = ox.NamedNode(URN + "hel")
"""What a file's graph has in the catalogue once all of it is there: true."""


class Loader:
    """Brings releases to an engine's two addresses: where it is asked, and where it is changed."""

    def __init__(self, asked: SparqlClient, changed: SparqlClient) -> None:
        """Nothing is sent yet."""
        self._asked, self._changed = asked, changed

    def holds(self, release_id: str) -> bool:
        """Whether the engine has the release whole."""
        text = f"SELECT ?n WHERE {{ {release_graph(release_id)} {STATEMENTS} ?n }}"
        return any(solutions(self._asked.query(text, CATALOGUE)))

    def load(self, release: Release, files: Iterable[Path]) -> None:
        """Bring a release's N-Quads files, a graph each; raises `EngineError`, `ReleaseError`."""
        union, known = release_graph(release.id), {e["path"]: e["sha256"] for e in release.manifest["files"]}
        there, stored = self._find_whole(), []
        self._update(f"DROP SILENT GRAPH {union}")
        for path in files:
            graph = ox.NamedNode(f"{URN}graf:{known[path.relative_to(release.folder).as_posix()]}")
            if graph.value not in there:
                there[graph.value] = self._load_file(path, graph)
            if there[graph.value]:  # an empty file gives no graph to add
                self._update(f"ADD {graph} TO {union}")
            stored.append(graph)
        (size,) = solutions(self._asked.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", union))
        whole = [f"{union} {STATEMENTS} {size['n']}", *(f"{union} {HAS_GRAPH} {graph}" for graph in stored)]
        self._enter(whole)

    def drop(self, releases: Iterable[str]) -> list[str]:
        """Take releases out, and the graphs that no other has; tells which were there."""
        gone = [one for one in releases if self.holds(one)]
        for one in gone:
            union = release_graph(one)
            self._update(f"DELETE WHERE {{ GRAPH {CATALOGUE} {{ {union} ?p ?o }} }}")
            self._update(f"DROP SILENT GRAPH {union}")
        for graph in self._orphans() if gone else ():
            self._update(f"DELETE WHERE {{ GRAPH {CATALOGUE} {{ {graph} ?p ?o }} }}")
            self._update(f"DROP SILENT GRAPH {graph}")
        return gone

    def _load_file(self, path: Path, graph: ox.NamedNode) -> bool:
        """Send a file's graph; whether there was anything in it."""
        self._update(f"DROP SILENT GRAPH {graph}")
        names: set[str] = set()
        triples = (_note(quad, names) for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))
        while some := list(islice(triples, AT_A_TIME)):
            self._update(f"INSERT DATA {{ GRAPH {graph} {{\n{''.join(some)}}} }}")
        if len(names) > 1:
            raise ReleaseError(f"Filen {path.name} har {len(names)} grafer men ska ha en. Bygg om releasen.")
        self._enter([*(f"{graph} {NAMED} {name}" for name in names), f"{graph} {FULL} true"])
        return bool(names)

    def _enter(self, facts: Iterable[str]) -> None:
        self._update(f"INSERT DATA {{ GRAPH {CATALOGUE} {{ {' . '.join(facts)} }} }}")

    def _update(self, text: str) -> None:
        self._changed.send({"update": text})

    def _find_whole(self) -> dict[str, bool]:
        """The files' graphs that the engine has, and whether there is anything in them."""
        text = f"SELECT ?g (BOUND(?n) AS ?some) WHERE {{ ?g {FULL} true OPTIONAL {{ ?g {NAMED} ?n }} }}"
        return {row["g"].value: row["some"].value == "true" for row in solutions(self._asked.query(text, CATALOGUE))}

    def _orphans(self) -> list[ox.NamedNode]:
        text = f"SELECT ?g WHERE {{ ?g {FULL} true FILTER NOT EXISTS {{ ?r {HAS_GRAPH} ?g }} }}"
        return [row["g"] for row in solutions(self._asked.query(text, CATALOGUE))]


def _note(quad: ox.Quad, names: set[str]) -> str:
    """The quad as a line without its graph, whose name is added to `names`."""
    names.add(str(quad.graph_name))
    return f"{quad.triple} .\n"
