"""Where a release's quads and passages are asked: in this process, or in the engines that the settings name.

The release's files stay the truth; an engine holds a copy under the release's id, which may go and be brought anew.
Connections are kept by address, so that a swap to a new release need not make them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from api.parts import GRAPHS, PARTS
from api.settings import Settings
from graph.disk_store import open_disk_store, store_of
from graph.release import Release, read_journal
from graph.remote_loading import Loader
from graph.remote_source import SparqlClient, SparqlSource
from graph.sources import OxigraphSource
from graph.store import Store
from ontology.errors import UsageError

if TYPE_CHECKING:
    from graph.index import PassageIndex
    from graph.passages import PassageSearch
    from graph.postgres import Database
    from graph.segments import SegmentedIndex

INDEX = "index"
LOADING = 600.0
"""Seconds that an engine may take over one request while a release is brought to it."""
KEPT = 2
"""How many releases `prune` leaves: processes swap to a new one after another, and a roll-back is at hand."""


def graph_files(release: Release) -> Sequence[Path]:
    """The release's N-Quads, a graph each."""
    return sorted(release.path(GRAPHS).glob("*.nq"))


def open_store(settings: Settings, release: Release) -> Store:
    """The release's quads; raises `ReleaseError`, or `EngineError` where the engine lacks it or does not answer."""
    if settings.store is None and release.path(PARTS).is_file():
        return Store(OxigraphSource(open_disk_store(store_of(release.folder), graph_files(release))))
    if settings.store is None:
        return Store.from_nquads(*graph_files(release))
    return Store(SparqlSource(_engine(settings.store), release.id))


def open_index(settings: Settings, release: Release) -> PassageSearch:
    """The release's passages; raises as `open_store`."""
    if settings.index is None:
        return _own_index(release)
    database = _database(settings.index)  # says what to install where the client is missing
    from graph.postgres_index import PostgresIndex

    return PostgresIndex(database, release.id)


def bring(release: Release, settings: Settings) -> list[str]:
    """Bring a release to the engines that lack it; tells where it is new.

    Raises `EngineError` where one does not answer, `UsageError` where the settings do not say how to write to it.
    """
    done = []
    if settings.store is not None:
        loader = _loader(settings)
        if not loader.holds(release.id):
            loader.load(release, graph_files(release))
            done.append(f"Release {release.id} ligger nu i SPARQL-motorn.")
    if settings.index is not None:
        database = _database(settings.index)
        from graph import postgres_loading

        if not postgres_loading.holds(database, release.id):
            postgres_loading.load(database, release.id, _own_index(release))
            done.append(f"Release {release.id} ligger nu i PostgreSQL.")
    return done


def prune(settings: Settings) -> list[str]:
    """Take out of the engines what served from the data folder and is none of the newest that did; tells what went.

    Only by request: another data folder may have the same release in the same engine.
    """
    served = list(dict.fromkeys(entry["release"] for entry in reversed(read_journal(settings.data_dir))))
    done = []
    if settings.store is not None:
        gone = _loader(settings).drop(served[KEPT:])
        done += [f"Release {one} är borttagen ur SPARQL-motorn." for one in gone]
    if settings.index is not None:
        database = _database(settings.index)
        from graph import postgres_loading

        gone = postgres_loading.drop(database, served[KEPT:])
        done += [f"Release {one} är borttagen ur PostgreSQL." for one in gone]
    return done


def _own_index(release: Release) -> PassageIndex | SegmentedIndex:
    """The index in the release's files, which were verified when the release was opened or have just been written."""
    from graph.segments import load_index

    return load_index(release.path(INDEX), verify=False)


def _loader(settings: Settings) -> Loader:
    if settings.store is None or settings.store_update is None:
        raise UsageError("Ange RODATRADEN_STORE_UPDATE, adressen som SPARQL-motorn tar emot ändringar på.")
    return Loader(*(SparqlClient(address, patience=LOADING) for address in (settings.store, settings.store_update)))


@cache
def _engine(address: str) -> SparqlClient:
    return SparqlClient(address)


@cache
def _database(address: str) -> Database:
    from graph.postgres import Database

    return Database(address)
