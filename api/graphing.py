"""The graphs of a build: one a document, the threads, people's decisions; each held to the shapes, then together.

What a rule over several documents looks at is held together: all documents of a release, of a large one each body's.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from api import deciding
from api.bodies import merged_bodies
from api.checking import REPORT, Part, check_documents, check_graph, check_store, stop_on_violations, write_report
from api.parts import DECISIONS, GRAPHS, PARTED_FROM, issuer_of, prepared_of, threads_of_body
from api.readings import Progress
from api.settings import Settings
from graph.elements import ElementReader
from graph.files import FileCache
from graph.iris import Iris
from graph.prepared import dump_prepared, prepare
from graph.reviews import Judged
from graph.sources import OxigraphSource
from graph.store import load_nquads
from ontology.model import Finding, Link, Reading


def write_graphs(
    staged: Path, readings: Sequence[Reading], corrected: deciding.Corrected, settings: Settings, progress: Progress
) -> list[Finding]:
    """Write a graph for each document, one for the threads and one for people's decisions, and check them.

    Returns the warnings and raises on violations.
    """
    from graph.deciding import decisions_to_graph

    iris = Iris(settings.base_iri)
    parts = write_parts(staged, readings, corrected.judged, settings, progress)
    decisions = decisions_to_graph(corrected.effects, corrected.judged, iris)
    parts.append(check_graph(DECISIONS, decisions, iris.decision_graph()))
    write_part(staged, parts[-1])
    write_report(staged / REPORT, parts)
    findings = [*(f for part in parts for f in part.findings), *check_together(staged, readings, iris)]
    stop_on_violations(findings)
    return findings


def write_parts(
    staged: Path, readings: Sequence[Reading], judged: Sequence[Judged], settings: Settings, progress: Progress,
    *, parted: bool = False,
) -> list[Part]:  # fmt: skip
    """Write a graph for each document and one for the threads, of a large release one for each body's."""
    from graph.links import links_to_graph

    iris = Iris(settings.base_iri)
    parts = check_documents(readings, iris, FileCache(settings.cache / "graphs"), progress)
    for body, group in groups(readings, parted=parted).items():
        links = find_links(group, _among(judged, group), progress)
        parts.append(check_graph(threads_of_body(body), links_to_graph(links, iris), iris.thread_graph()))
    (staged / GRAPHS).mkdir(exist_ok=True)
    for part in parts:
        write_part(staged, part)
    return parts


def write_part(staged: Path, part: Part) -> None:
    """Write a part's graph."""
    (staged / GRAPHS / f"{part.name}.nq").write_text(part.nquads, encoding="utf-8")


def groups(readings: Sequence[Reading], *, parted: bool = False) -> dict[str | None, list[Reading]]:
    """The readings that are held together: all, or of a large release each body's (`parted`: whatever its size)."""
    if not parted and len(readings) < PARTED_FROM:
        return {None: list(readings)}
    found: dict[str | None, list[Reading]] = {}
    for reading in readings:
        found.setdefault(issuer_of(reading.document), []).append(reading)
    return found


def _among(judged: Sequence[Judged], readings: Sequence[Reading]) -> list[Judged]:
    """The reviews of pairs that both stand in these readings."""
    documents = {reading.document.id for reading in readings}
    return [one for one in judged if {e.partition("/")[0] for e in (one.source, one.target)} <= documents]


def check_together(
    staged: Path, readings: Sequence[Reading], iris: Iris, *, parted: bool = False
) -> list[Finding]:
    """What the rules over several documents say, of those that are held together; and prepare what is read of them."""
    found: list[Finding] = []
    for body, group in groups(readings, parted=parted).items():
        names = (*(reading.document.id for reading in group), threads_of_body(body), DECISIONS)
        files = [path for name in names if (path := staged / GRAPHS / f"{name}.nq").is_file()]
        store = load_nquads(*files)
        found += check_store(store)
        write_prepared(staged, body, store, iris)
    return found


def write_prepared(staged: Path, body: str | None, store: ox.Store, iris: Iris) -> None:
    """Write what is read of a body's graphs, all in a store, when they are asked."""
    path = staged / prepared_of(body)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(dump_prepared(prepare(ElementReader(OxigraphSource(store), iris))))


def find_links(readings: Sequence[Reading], judged: Sequence[Judged], progress: Progress) -> list[Link]:
    """The links over the years; a body's names in every year's plan tell that a recipient is the same."""
    from graph import threads

    progress("Knyter trådar mellan åren", 0, 1)
    elements = [e for reading in readings for e in reading.elements]
    decided = [
        threads.Decided(one.source, one.target, one.decision.verdict)
        for one in judged if one.decision.verdict != "upphavd"
    ]  # fmt: skip
    found = threads.find_links(elements, organisations=merged_bodies(readings), decided=decided)
    progress("Knyter trådar mellan åren", 1, 1)
    return found
