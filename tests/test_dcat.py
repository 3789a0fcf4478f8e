"""The data catalogue: what DCAT-AP-SE makes mandatory, whom it names, and that all it points at answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import assemble_app
from api.build import Built
from api.rdf import expand
from api.settings import Settings, load_settings
from graph.store import Store, iri
from ontology.errors import UsageError
from tests.linked import read
from tests.sample import document_id

PLAN = document_id(2026)
CC = "http://creativecommons.org"
# What DCAT-AP-SE 3.0.1 makes mandatory (docs.dataportal.se/dcat/3.0.1), and how many times at most
MANDATORY = [
    ("dcat:Catalog", "dct:title", 9), ("dcat:Catalog", "dct:description", 9), ("dcat:Catalog", "dct:publisher", 1),
    ("dcat:Catalog", "dct:license", 1), ("dcat:Catalog", "dcat:dataset", 999),
    ("foaf:Agent", "foaf:name", 9), ("foaf:Agent", "dct:type", 1),
    ("dcat:Dataset", "dct:title", 9), ("dcat:Dataset", "dct:description", 9), ("dcat:Dataset", "dct:publisher", 1),
    ("dcat:DatasetSeries", "dct:title", 9), ("dcat:DatasetSeries", "dct:description", 9),
    ("dcat:DatasetSeries", "dct:publisher", 1),
    ("dcat:Distribution", "dcat:accessURL", 1), ("dcat:Distribution", "dct:format", 1),
    ("dcat:DataService", "dct:title", 9), ("dcat:DataService", "dcat:endpointURL", 9),
    ("dcat:DataService", "dct:format", 1),
    ("spdx:Checksum", "spdx:checksumValue", 1), ("spdx:Checksum", "spdx:algorithm", 1),
    ("vcard:Organization", "vcard:fn", 9), ("vcard:Organization", "vcard:hasEmail", 9),
]  # fmt: skip


@pytest.fixture(scope="module")
def published(sample_built: Built, sample_settings: Settings) -> Iterator[Store]:
    """The catalogue of a service whose publisher has said whom to ask, and on what terms."""
    told = {"contact": "Öppna data, Granmark <data@granmark.example>", "licence": f"{CC}/licenses/by/4.0/"}
    with TestClient(assemble_app(sample_settings.model_copy(update=told), warm=False)) as client:
        yield read(client, "/dcat", "turtle")


@pytest.mark.parametrize(("kind", "prop", "most"), MANDATORY)
def test_the_catalogue_has_what_is_mandatory(published: Store, kind: str, prop: str, most: int) -> None:
    store = published
    rows = store.select(
        "SELECT ?s (COUNT(?o) AS ?n) WHERE { ?s a $kind OPTIONAL { ?s $prop ?o } } GROUP BY ?s",
        kind=expand(kind), prop=expand(prop),
    )  # fmt: skip
    assert rows
    assert [row for row in rows if not 1 <= int(row["n"]) <= most] == []


def test_the_publishers_contact_and_licence_stand_wherever_they_are_recommended(
    client: TestClient, published: Store
) -> None:
    without, every = read(client, "/dcat", "turtle"), "ASK { ?s a $k FILTER NOT EXISTS { ?s $p $o } }"
    contact, licence = iri("http://testserver/dcat#kontakt"), iri(f"{CC}/licenses/by/4.0/")
    for kind, prop, value in (
        ("dcat:Dataset", "dcat:contactPoint", contact), ("dcat:DatasetSeries", "dcat:contactPoint", contact),
        ("dcat:DataService", "dcat:contactPoint", contact), ("dcat:DataService", "dct:license", licence),
        ("dcat:Distribution", "dct:license", licence),
    ):  # fmt: skip
        assert not published.ask(every, k=expand(kind), p=expand(prop), o=value), (kind, prop)
        assert not without.ask("ASK { ?s a $k ; $p ?o }", k=expand(kind), p=expand(prop))
    said = "ASK { $s $name 'Öppna data, Granmark' ; $email <mailto:data@granmark.example> }"
    assert published.ask(said, s=contact, name=expand("vcard:fn"), email=expand("vcard:hasEmail"))


@pytest.mark.parametrize("setting", [{"contact": "data@granmark.example"}, {"licence": "CC0"}, {"contact": "<a@b.c>"}])
def test_a_contact_or_licence_that_no_portal_could_read_is_refused(setting: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=next(iter(setting)).upper()):
        load_settings(**setting)


def test_the_catalogue_keeps_to_the_profiles_values(client: TestClient) -> None:
    store = read(client, "/dcat", "turtle")
    licences = store.select("SELECT ?o WHERE { ?s a $k ; $p ?o }", k=expand("dcat:Catalog"), p=expand("dct:license"))
    assert [row["o"] for row in licences] == [f"{CC}/publicdomain/zero/1.0/"]
    kinds = store.select("SELECT ?o WHERE { ?s a $k ; $p ?o }", k=expand("foaf:Agent"), p=expand("dct:type"))
    assert all(str(row["o"]).startswith("http://purl.org/adms/publishertype/") for row in kinds)
    unknown = "ASK { ?s $p ?a FILTER NOT EXISTS { ?a a $k } }"
    for prop, kind in (("dct:publisher", "foaf:Agent"), ("dcat:distribution", "dcat:Distribution"),
                       ("dcat:inSeries", "dcat:DatasetSeries"), ("dcat:accessService", "dcat:DataService"),
                       ("dct:temporal", "dct:PeriodOfTime"), ("spdx:checksum", "spdx:Checksum")):  # fmt: skip
        assert store.ask("ASK { ?s $p ?o }", p=expand(prop)), prop
        assert not store.ask(unknown, p=expand(prop), k=expand(kind)), prop


def test_the_plans_are_a_series_in_order(client: TestClient) -> None:
    store, root = read(client, "/dcat", "turtle"), "http://testserver/dcat#"
    query = "SELECT ?o WHERE { $s $p ?o }"
    before = store.select(query, s=iri(root + PLAN), p=expand("dcat:prev"))
    assert [row["o"] for row in before] == [root + document_id(2025)]
    series = {r["o"] for y in (2025, 2026) for r in
              store.select(query, s=iri(root + document_id(y)), p=expand("dcat:inSeries"))}  # fmt: skip
    assert len(series) == 1


def test_everything_that_the_catalogue_points_at_answers(client: TestClient) -> None:
    store = read(client, "/dcat", "turtle")
    wanted = ("dcat:downloadURL", "dcat:landingPage", "foaf:page", "foaf:homepage", "dcat:endpointDescription")
    for prop in wanted:
        rows = store.select("SELECT DISTINCT ?o WHERE { ?s $p ?o }", p=expand(prop))
        assert rows, prop
        for row in rows:
            if not str(row["o"]).endswith("/sparql"):  # its description is the endpoint's own matter
                assert client.get(str(row["o"])).status_code == 200, row
