"""Where a release's quads and passages are asked: in this process, or in the engines that the settings name.

The release's files stay the truth; an engine holds a copy under the release's id, which may go and be brought anew.
Connections are kept by address, so that a swap to a new release need not make them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from api.settings import Settings
from graph.release import Release, read_journal
from graph.remote_loading import Loader
from graph.remote_source import SparqlClient, SparqlSource
from graph.store import Store
from ontology.errors import UsageError

if TYPE_CHECKING:
    from graph.passages import PassageSearch
    from graph.postgres import Database

GRAPHS = "graph"
INDEX = "index"
KEPT = 2
"""How many releases that have served an engine keeps beside the newest: processes swap one after another."""


def graph_files(release: Release) -> Sequence[Path]:
    """The release's N-Quads, a graph each."""
    return sorted(release.path(GRAPHS).glob("*.nq"))


def open_store(settings: Settings, release: Release) -> Store:
    """The release's quads; raises `ReleaseError`, or `EngineError` where the engine lacks it or does not answer."""
    if settings.store is None:
        return Store.from_nquads(*graph_files(release))
    return Store(SparqlSource(_engine(settings.store), release.id))


def open_index(settings: Settings, release: Release) -> PassageSearch:
    """The release's passages; raises as `open_store`."""
    if settings.index is None:
        from graph.index import PassageIndex

        return PassageIndex.load(release.path(INDEX))
    from graph.postgres_index import PostgresIndex

    return PostgresIndex(_database(settings.index), release.id)


def bring(release: Release, settings: Settings) -> list[str]:
    """Bring a release to the engines that lack it, and let go those that no process serves; tells what was done.

    Raises `EngineError` where one does not answer, `UsageError` where the settings do not say how to write to it.
    """
    served = list(dict.fromkeys(entry["release"] for entry in reversed(read_journal(release.folder.parent.parent))))
    kept = {release.id, *served[:KEPT]}
    return [*_bring_quads(release, settings, kept, served), *_bring_passages(release, settings, kept, served)]


def _bring_quads(release: Release, settings: Settings, kept: set[str], served: Sequence[str]) -> list[str]:
    if settings.store is None:
        return []
    if settings.store_update is None:
        raise UsageError("Ange RODATRADEN_STORE_UPDATE, adressen som SPARQL-motorn tar emot ändringar på.")
    loader = Loader(settings.store, settings.store_update)
    try:
        done = []
        if not loader.holds(release.id):
            loader.load(release, graph_files(release))
            done.append(f"Release {release.id} ligger nu i SPARQL-motorn.")
        return done + [f"Release {one} är borttagen ur SPARQL-motorn." for one in loader.keep_only(kept, served)]
    finally:
        loader.close()


def _bring_passages(release: Release, settings: Settings, kept: set[str], served: Sequence[str]) -> list[str]:
    if settings.index is None:
        return []
    from graph import postgres_loading
    from graph.index import PassageIndex

    database, done = _database(settings.index), []
    if not postgres_loading.holds(database, release.id):
        postgres_loading.load(database, release.id, PassageIndex.load(release.path(INDEX)))
        done.append(f"Release {release.id} ligger nu i PostgreSQL.")
    gone = postgres_loading.keep_only(database, kept, served)
    return done + [f"Release {one} är borttagen ur PostgreSQL." for one in gone]


@cache
def _engine(address: str) -> SparqlClient:
    return SparqlClient(address)


@cache
def _database(address: str) -> Database:
    from graph.postgres import Database

    return Database(address)
