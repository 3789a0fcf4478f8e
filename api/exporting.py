"""A whole release in one file: TriG, N-Quads, CSV or XLSX; equal releases give equal bytes for the graphs."""

from __future__ import annotations

import pyoxigraph as ox

from api.settings import Settings
from api.wiring import GRAPHS, open_service
from graph.release import Release, load_release
from ontology.errors import UsageError

FORMATS = ("trig", "nquads", "csv", "xlsx")
PREFIXES = {
    "rt": "https://rodatraden.example/ontology#",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "org": "http://www.w3.org/ns/org#",
    "qb": "http://purl.org/linked-data/cube#",
    "dct": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def export_release(settings: Settings, form: str) -> bytes:
    """The serving release in a format; raises `UsageError` for another format."""
    if form not in FORMATS:
        raise UsageError(f"Formatet ”{form}” finns inte. Välj bland {', '.join(FORMATS)}.")
    release = load_release(settings.data_dir)
    if form == "nquads":
        return to_nquads(release)
    return to_trig(release) if form == "trig" else _table(settings, release, form)


def to_nquads(release: Release) -> bytes:
    """All graphs as N-Quads, sorted."""
    lines = (line for path in release.path(GRAPHS).glob("*.nq") for line in path.read_bytes().splitlines(keepends=True))
    return b"".join(sorted(lines))


def to_trig(release: Release) -> bytes:
    """The graphs as TriG, one by one, each in the order of its sorted N-Quads."""
    quads = ox.parse(to_nquads(release), format=ox.RdfFormat.N_QUADS)
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad)))
    return ox.serialize(ordered, format=ox.RdfFormat.TRIG, prefixes=PREFIXES) or b""


def _table(settings: Settings, release: Release, form: str) -> bytes:
    from api.serialise import element_out
    from api.tables import to_csv, to_xlsx

    catalogue = open_service(settings, release).catalogue
    elements = [element_out(catalogue, element) for element in catalogue.elements.values()]
    return to_csv(elements) if form == "csv" else to_xlsx(elements)
