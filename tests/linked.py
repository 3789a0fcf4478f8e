"""What an address of linked data answers with, as triples and as a store."""

from __future__ import annotations

import pyoxigraph as ox
from fastapi.testclient import TestClient

from api.rdf import MEDIA, SERIALISERS, Form
from graph.store import Store


def triples(client: TestClient, address: str, form: Form) -> set[ox.Triple]:
    """The triples that an address answers with, asked for by Accept."""
    answer = client.get(address, headers={"Accept": MEDIA[form]})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, MEDIA[form]), address
    return {quad.triple for quad in ox.parse(answer.content, SERIALISERS[form], base_iri="http://testserver/")}


def read(client: TestClient, address: str, form: Form) -> Store:
    """The same as a store."""
    return Store.from_quads([ox.Quad(*triple) for triple in triples(client, address, form)])
