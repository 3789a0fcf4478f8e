"""Tables and whole releases: the figures are the API's, formulas are text, the graph comes back as it was."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable

import openpyxl
import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

from api.build import Built
from api.exporting import graph_file
from api.parts import GRAPHS
from api.series import COLUMNS
from api.settings import Settings
from graph.store import load_nquads
from tests.sample import document_id

HOSTILE = '=HYPERLINK("http://ond.example")'


def table(content: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(content)))


def sheet(content: bytes) -> list[dict[str, object]]:
    """The rows of a workbook's only sheet."""
    (only,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    head, *rows = only.iter_rows(values_only=True)
    return [{str(name): "" if cell is None else cell for name, cell in zip(head, row, strict=True)} for row in rows]


def digest(quads: Iterable[ox.Quad]) -> str:
    """The checksum of a data set's canonical N-Quads (RDFC-1.0)."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return hashlib.sha256("".join(sorted(f"{quad} .\n" for quad in dataset)).encode()).hexdigest()


def test_the_export_read_in_again_is_the_same_graph(
    client: TestClient, sample_built: Built, sample_settings: Settings
) -> None:
    release = client.get(f"/api/releases/{sample_built.release.id}").json()
    files = sorted(sample_built.release.path("graph").glob("*.nq"))
    held = digest(quad for path in files for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))
    formats = {"graf.trig": ox.RdfFormat.TRIG, "graf.nq": ox.RdfFormat.N_QUADS}
    assert [one["name"] for one in release["downloads"]] == list(formats)
    for one in release["downloads"]:
        answer = client.get(one["url"])
        assert answer.headers["content-type"] == one["media_type"]
        assert (len(answer.content), hashlib.sha256(answer.content).hexdigest()) == (one["size"], one["sha256"])
        assert digest(ox.parse(answer.content, format=formats[one["name"]])) == held
    assert release["downloads"][1]["sha256"] == held
    again = ox.Store()
    again.load(path=str(graph_file(sample_built.release, "trig", sample_settings)), format=ox.RdfFormat.TRIG)
    assert digest(again) == digest(load_nquads(*sample_built.release.path(GRAPHS).glob("*.nq")))


def test_a_release_tells_its_files_and_its_manifest_proves_it(client: TestClient, sample_built: Built) -> None:
    release = sample_built.release
    told = client.get(f"/api/releases/{release.id}").json()
    assert (told["id"], told["serving"], told["base_iri"]) == (release.id, True, release.manifest["base_iri"])
    assert told["files"] == release.manifest["files"]
    manifest = client.get(f"/api/releases/{release.id}/manifest.json")
    assert json.loads(manifest.content) == release.manifest


def test_a_file_is_not_sent_twice_and_may_be_sent_in_part(client: TestClient, sample_built: Built) -> None:
    address = f"/api/releases/{sample_built.release.id}/graf.nq"
    whole = client.get(address)
    again = client.get(address, headers={"If-None-Match": whole.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    part = client.get(address, headers={"Range": "bytes=0-99"})
    assert (part.status_code, part.content) == (206, whole.content[:100])


@pytest.mark.parametrize(("path", "status"), [
    ("/api/releases/0000000000000000", 404), ("/api/releases/..%2F..", 422), ("/api/releases/ABC", 422),
    ("/api/releases/0000000000000000/graf.trig", 404), ("/api/releases/0000000000000000/manifest.json", 404),
])  # fmt: skip
def test_another_release_is_told_to_be_missing(client: TestClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_the_styrtal_stand_year_by_year_with_their_figures(client: TestClient) -> None:
    page = client.get("/api/styrtal").json()
    assert [(point["year"], point["outcome"]["value"]) for point in page["items"]] == [(2025, 59.0), (2026, 60.0)]
    rows = table(client.get("/api/styrtal", headers={"Accept": "text/csv"}).text)
    assert tuple(rows[0]) == COLUMNS
    book = sheet(client.get("/api/styrtal?format=xlsx").content)
    for point, row, cells in zip(page["items"], rows, book, strict=True):
        assert row["outcome"] == cells["outcome"] == point["outcome"]["text"]
        assert float(row["outcome_value"]) == cells["outcome_value"] == point["outcome"]["value"]
        assert (cells["target_low"], cells["target_high"]) == (point["target"]["low"], point["target"]["high"])
        assert (row["outcome_unit"], row["long_term"], row["year"]) == ("%", "", str(point["year"]))
        assert client.get(row["url"]).status_code == 200


@pytest.mark.parametrize(("query", "years"), [
    ({"q": "besök 90"}, [2025, 2026]), ({"q": "finns inte"}, []), ({"organisation": "vårdnämnden"}, [2025, 2026]),
    ({"element": f"{document_id(2026)}/styrtal-1a"}, [2026]),
])  # fmt: skip
def test_the_series_can_be_narrowed(client: TestClient, query: dict[str, str], years: list[int]) -> None:
    assert [point["year"] for point in client.get("/api/styrtal", params=query).json()["items"]] == years


def test_a_thread_of_styrtal_has_one_name() -> None:
    from api.catalogue import catalogue_of
    from api.series import find_series
    from graph.iris import Iris
    from graph.prepared import prepare
    from ontology.model import Link
    from tests import sample

    class Reader:
        def __init__(self):
            self.readings = {year: sample.make_reading(year) for year in (2025, 2026)}

        def get_documents(self):
            return [reading.document for reading in self.readings.values()]

        def find_elements(self, document):
            return next(r.elements for r in self.readings.values() if r.document.id == document)

        def find_passages(self, document):
            return next(r.passages for r in self.readings.values() if r.document.id == document)

        def get_organisations(self):
            return list(sample.ORGANISATIONS)

        def get_links(self):
            ends = [f"{document_id(year)}/styrtal-1a" for year in (2025, 2026)]
            return [Link(source=ends[0], target=ends[1], change=("oforandrad",), score=1.0, method="test", reason="")]

    points = find_series(catalogue_of(Iris(), prepare(Reader()), {}), f"{document_id(2026)}/styrtal-1a")
    assert [(point.year, point.thread) for point in points] == [
        (2025, f"{document_id(2025)}/styrtal-1a"), (2026, f"{document_id(2025)}/styrtal-1a"),
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["/api/elements?type=risk", "/api/changes?from=2025&to=2026&type=risk"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(client: TestClient, path: str) -> None:
    rows = table(client.get(f"{path}&format=csv").text)
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "@", "+")]
    (only,) = openpyxl.load_workbook(io.BytesIO(client.get(f"{path}&format=xlsx").content)).worksheets
    cells = [cell for row in only.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    if "elements" in path:
        assert {"'" + HOSTILE} <= {cell for row in rows for cell in row.values()}
        assert HOSTILE in [cell.value for cell in cells]


def test_changes_are_the_same_in_csv_and_workbook(client: TestClient) -> None:
    address = "/api/changes?from=2025&to=2026"
    rows, book = table(client.get(f"{address}&format=csv").text), sheet(client.get(f"{address}&format=xlsx").content)
    assert [[str(cell) for cell in row.values()] for row in book] == [list(row.values()) for row in rows]
    assert {row["state"] for row in rows} == {"Ändrat", "Oförändrat"}
