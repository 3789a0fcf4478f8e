"""Every IRI of a release of the example documents opens as a page, as Turtle and as JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

from api.app import assemble_app
from api.build import build
from api.parts import GRAPHS
from api.settings import load_settings
from graph.store import load_nquads

pytestmark = pytest.mark.slow
EXAMPLES = Path(__file__).resolve().parents[2] / "ingest" / "examples" / "documents"
FORMS = {"text/turtle": ox.RdfFormat.TURTLE, "application/ld+json": ox.RdfFormat.JSON_LD}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The service over the example documents."""
    settings = load_settings(data_dir=tmp_path_factory.mktemp("data"), model="stub")
    build([EXAMPLES], settings)
    with TestClient(assemble_app(settings, warm=False)) as running:
        yield running


def test_every_iri_opens_in_three_forms(client: TestClient) -> None:
    service = client.app.state.service  # type: ignore[attr-defined]
    base = service.iris.base
    store = load_nquads(*service.release.path(GRAPHS).glob("*.nq"))
    terms = {term for quad in store for term in (quad.subject, quad.object, quad.graph_name)}
    addresses = sorted(t.value for t in terms if isinstance(t, ox.NamedNode) and t.value.startswith(base))
    print(f"{len(addresses)} IRIs")
    assert len(addresses) > 2000
    for address in addresses:
        path = "/id/" + address.removeprefix(base)
        page = client.get(path, headers={"Accept": "text/html"})
        assert page.status_code == 200, address
        assert re.search(r"<h1>\S.*</h1>", page.text), address
        for media, form in FORMS.items():
            answer = client.get(path, headers={"Accept": media})
            assert answer.status_code == 200, (address, media)
            triples = list(ox.parse(answer.content, format=form))
            assert address.endswith("/graf") or {t.subject.value for t in triples} == {address}


def test_every_example_query_finds_something(client: TestClient) -> None:
    examples = [one for one in client.get("/api/queries").json() if one["name"].startswith("exempel-")]
    assert len(examples) >= 12
    for example in examples:
        answer = client.post("/sparql", data={"query": example["query"]}, headers={"Accept": "text/csv, text/turtle"})
        assert answer.status_code == 200, example["name"]
        assert len(answer.text.splitlines()) > 1, example["name"]
