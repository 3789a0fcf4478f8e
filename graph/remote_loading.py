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
"""How many statements one request inserts: some two megabytes."""
LINE = 150
"""Bytes of a statement in a file, about."""
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
        there, stored, updates = self._find_whole(), [], _Updates(self._changed)
        updates.add(f"DROP SILENT GRAPH {union}")
        for path in files:
            graph = ox.NamedNode(f"{URN}graf:{known[path.relative_to(release.folder).as_posix()]}")
            if graph.value not in there:
                there[graph.value] = _send_file(path, graph, updates)
            if there[graph.value]:  # an empty file gives no graph to add
                updates.add(f"ADD {graph} TO {union}", path.stat().st_size // LINE)
            stored.append(graph)
        updates.send()
        (size,) = solutions(self._asked.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", union))
        updates.enter([f"{union} {STATEMENTS} {size['n']}", *(f"{union} {HAS_GRAPH} {graph}" for graph in stored)])
        updates.send()

    def drop(self, releases: Iterable[str]) -> list[str]:
        """Take releases out, and the graphs that no other has; tells which were there."""
        gone, updates = [one for one in releases if self.holds(one)], _Updates(self._changed)
        for one in gone:
            updates.forget(release_graph(one))
        updates.send()
        for graph in self._find_orphans() if gone else ():
            updates.forget(graph)
        updates.send()
        return gone

    def _find_whole(self) -> dict[str, bool]:
        """The files' graphs that the engine has, and whether there is anything in them."""
        text = f"SELECT ?g (BOUND(?n) AS ?some) WHERE {{ ?g {FULL} true OPTIONAL {{ ?g {NAMED} ?n }} }}"
        return {row["g"].value: row["some"].value == "true" for row in solutions(self._asked.query(text, CATALOGUE))}

    def _find_orphans(self) -> list[ox.NamedNode]:
        text = f"SELECT ?g WHERE {{ ?g {FULL} true FILTER NOT EXISTS {{ ?r {HAS_GRAPH} ?g }} }}"
        return [row["g"] for row in solutions(self._asked.query(text, CATALOGUE))]


class _Updates:
    """Updates in their order, sent some at a time: an engine takes one request of many quicker than many requests."""

    def __init__(self, engine: SparqlClient) -> None:
        self._engine = engine
        self._texts: list[str] = []
        self._statements = 0

    def add(self, text: str, statements: int = 0) -> None:
        """One more update, of about so many statements."""
        self._texts.append(text)
        self._statements += statements
        if self._statements >= AT_A_TIME:
            self.send()

    def enter(self, facts: Iterable[str]) -> None:
        """Enter facts in the catalogue."""
        self.add(f"INSERT DATA {{ GRAPH {CATALOGUE} {{ {' . '.join(facts)} }} }}")

    def forget(self, graph: ox.NamedNode) -> None:
        """Take a graph out of the catalogue and then out of the engine."""
        self.add(f"DELETE WHERE {{ GRAPH {CATALOGUE} {{ {graph} ?p ?o }} }}")
        self.add(f"DROP SILENT GRAPH {graph}", 100)

    def send(self) -> None:
        """Send what there is."""
        if self._texts:
            self._engine.send({"update": ";\n".join(self._texts)})
        self._texts, self._statements = [], 0


def _send_file(path: Path, graph: ox.NamedNode, updates: _Updates) -> bool:
    """Send a file's graph; whether there was anything in it."""
    updates.add(f"DROP SILENT GRAPH {graph}")
    names: set[str] = set()
    lines = (_line(quad, names) for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))
    while some := list(islice(lines, AT_A_TIME)):
        updates.add(f"INSERT DATA {{ GRAPH {graph} {{\n{''.join(some)}}} }}", len(some))
    if len(names) > 1:
        raise ReleaseError(f"Filen {path.name} har {len(names)} grafer men ska ha en. Bygg om releasen.")
    updates.enter([*(f"{graph} {NAMED} {name}" for name in names), f"{graph} {FULL} true"])
    return bool(names)


def _line(quad: ox.Quad, names: set[str]) -> str:
    """The quad as a line without its graph, whose name is added to `names`."""
    names.add(str(quad.graph_name))
    return f"{quad.triple} .\n"
