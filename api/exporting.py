"""A whole release in one file: TriG, N-Quads, CSV or XLSX; equal releases give equal bytes for the graphs.

The files of a graph are made once and kept in the cache, so that they can be sent piece by piece with size and
checksum. No graph has blank nodes, so the sorted N-Quads are the canonical ones and their checksum is the graph's
(https://www.w3.org/TR/rdf-canon/).
"""

from __future__ import annotations

import heapq
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from api.parts import GRAPHS
from api.settings import Settings
from api.wiring import open_service
from graph.release import Release, load_release
from ontology.errors import UsageError
from ontology.prefixes import PREFIXES

FORMATS = ("trig", "nquads", "csv", "xlsx")
FILES = {"trig": "graf.trig", "nquads": "graf.nq"}
MEDIA = {"graf.trig": "application/trig", "graf.nq": "application/n-quads"}


def export_release(settings: Settings, form: str) -> bytes:
    """The serving release in a format; raises `UsageError` for another format."""
    if form not in FORMATS:
        raise UsageError(f"Formatet ”{form}” finns inte. Välj bland {', '.join(FORMATS)}.")
    release = load_release(settings.data_dir)
    return _table(settings, release, form) if form not in FILES else graph_file(release, form, settings).read_bytes()


def graph_file(release: Release, form: str, settings: Settings) -> Path:
    """The release's graphs as a file, `trig` or `nquads`, made where the cache lacks it."""
    path = settings.cache / "export" / release.id / FILES[form]
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        with beside.open("wb") as file:
            (_write_trig if form == "trig" else _write_nquads)(release, file)
        os.replace(beside, path)
    return path


def _write_nquads(release: Release, out: IO[bytes]) -> None:
    """All graphs' lines in one order; each file is sorted already."""
    with ExitStack() as stack:
        files = [stack.enter_context(path.open("rb")) for path in _graphs(release)]
        out.writelines(heapq.merge(*files))


def _write_trig(release: Release, out: IO[bytes]) -> None:
    """The graphs one by one, each in the order of its sorted N-Quads."""
    ox.serialize(_quads(release), out, format=ox.RdfFormat.TRIG, prefixes=PREFIXES)


def _quads(release: Release) -> Iterator[ox.Quad]:
    for path in _graphs(release):
        yield from ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS)


def _graphs(release: Release) -> list[Path]:
    return sorted(release.path(GRAPHS).glob("*.nq"))


def _table(settings: Settings, release: Release, form: str) -> bytes:
    from api.serialise_elements import element_out
    from api.tables import to_csv, to_xlsx

    catalogue = open_service(settings, release).catalogue
    elements = [element_out(catalogue, element) for element in catalogue.elements.values()]
    return to_csv(elements) if form == "csv" else to_xlsx(elements)
