"""Linked data: every IRI opens, the catalogue says what DCAT-AP-SE asks for, the feed tells what changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

from api.app import assemble_app
from api.build import Built, build
from api.engines import GRAPHS
from api.feed import find_changes
from api.rdf import MEDIA, SERIALISERS, Form, expand
from api.settings import Settings, load_settings
from graph.store import Store, iri, load_nquads
from ontology.errors import UsageError
from ontology.terms import CONCEPT_BASE, CONCEPTS, RT
from tests.conftest import BASE, write_sources
from tests.sample import document_id

Sources = Callable[[dict[str, str]], Path]
FORMS: tuple[Form, ...] = ("turtle", "jsonld", "ntriples", "rdfxml")
PLAN = document_id(2026)
CC = "http://creativecommons.org"
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def triples(client: TestClient, address: str, form: Form) -> set[ox.Triple]:
    """The triples that an address answers with, asked for by Accept."""
    answer = client.get(address, headers={"Accept": MEDIA[form]})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, MEDIA[form]), address
    return {quad.triple for quad in ox.parse(answer.content, SERIALISERS[form], base_iri="http://testserver/")}


def read(client: TestClient, address: str, form: Form) -> Store:
    """The same as a store."""
    return Store.from_quads([ox.Quad(*triple) for triple in triples(client, address, form)])


def named(client: TestClient) -> list[str]:
    """Every IRI below the base that the release's quads name, graphs too."""
    store = load_nquads(*client.app.state.service.release.path(GRAPHS).glob("*.nq"))  # type: ignore[attr-defined]
    terms = {term for quad in store for term in (quad.subject, quad.object, quad.graph_name)}
    return sorted(t.value for t in terms if isinstance(t, ox.NamedNode) and t.value.startswith(BASE))


def local(address: str) -> str:
    """Where an IRI below the base is served."""
    return "/id/" + address.removeprefix(BASE)


def hrefs(page: str) -> Iterator[str]:
    """The addresses on a page that lie in the service, without places in a page."""
    for address in re.findall(r'(?:href|src)="([^"]+)"', page):
        if not urlsplit(address).netloc and not address.startswith(("#", "?", "mailto:")):
            yield address.replace("&amp;", "&").partition("#")[0]


@pytest.mark.whole
def test_every_iri_of_a_release_answers_in_every_form(client: TestClient) -> None:
    addresses = named(client)
    assert len(addresses) > 60
    for address in addresses:
        page = client.get(local(address), headers={"Accept": "text/html"})
        assert page.status_code == 200, address
        assert re.search(r"<h1>\S.*</h1>", page.text), address
        for form in ("turtle", "jsonld"):
            assert triples(client, local(address), form), address


@pytest.mark.whole
def test_a_page_leads_onward_and_every_link_opens(client: TestClient) -> None:
    pages = [client.get(local(address), headers={"Accept": "text/html"}).text for address in named(client)]
    links = {link for page in pages for link in hrefs(page)}
    assert {f"/id/{PLAN}", "/begrepp/dokumentslag/verksamhetsplan", "/ontology"} <= links
    dead = [link for link in sorted(links) if client.get(link, headers={"Accept": "text/html"}).status_code != 200]
    assert not dead


@pytest.mark.parametrize("form", FORMS)
def test_all_forms_say_the_same(client: TestClient, form: Form) -> None:
    address = f"/id/{PLAN}/uppdrag-rf-10"
    assert triples(client, address, form) == triples(client, address, "turtle")
    asked = client.get(address, params={"format": form}, headers={"Accept": "text/html"})
    assert asked.headers["content-type"].startswith(MEDIA[form])


def test_a_page_tells_in_swedish_what_the_element_is_and_quotes_its_source(client: TestClient) -> None:
    page = client.get(f"/id/{PLAN}/uppdrag-rf-10", headers={"Accept": "text/html"}).text
    for words in ("uppdrag RF 10 (2026)", "Så står det", "Nr 10. Att ta fram en plan", "mottagare", "Vårdnämnden",
                  f'href="/dokument/{PLAN}?passage=p0003#p0003"'):  # fmt: skip
        assert words in page, words
    assert "rodatraden.example/ontology#" not in page


def test_an_answer_that_the_client_has_is_not_sent_again(client: TestClient) -> None:
    headers = {"Accept": "text/turtle"}
    tag = client.get(f"/id/{PLAN}", headers=headers).headers["etag"]
    assert client.get(f"/id/{PLAN}", headers={**headers, "If-None-Match": tag}).status_code == 304


@pytest.mark.whole
def test_every_term_and_concept_opens(client: TestClient) -> None:
    ontology, page = read(client, "/ontology", "turtle"), client.get("/ontology", headers={"Accept": "text/html"}).text
    for term in RT.__annotations__:
        if not term.startswith("_"):
            assert ontology.ask("ASK { $term ?p ?o }", term=iri(str(RT[term]))), term
            assert f'id="{term}"' in page, term
    for scheme, notations in CONCEPTS.items():
        for path in (scheme, *(f"{scheme}/{notation}" for notation in notations)):
            assert client.get(f"/begrepp/{path}", headers={"Accept": "text/html"}).status_code == 200
            for form in ("turtle", "jsonld"):
                node = iri(CONCEPT_BASE + path)
                assert read(client, f"/begrepp/{path}", form).ask("ASK { $node ?p ?o }", node=node), path


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


def test_the_void_description_counts_what_the_graph_holds(client: TestClient) -> None:
    void, store = read(client, "/void", "turtle"), client.app.state.service.store  # type: ignore[attr-defined]
    node = iri("http://testserver/void#graf")
    (said,) = void.select("SELECT ?n WHERE { $node $p ?n }", node=node, p=expand("void:triples"))
    (counted,) = store.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert said["n"] == counted["n"]
    assert client.get("/.well-known/void", headers={"Accept": "text/turtle"}).status_code == 200


def test_robots_find_the_map_and_every_address_on_it_opens(client: TestClient) -> None:
    robots = client.get("/robots.txt").text
    (address,) = re.findall(r"^Sitemap: (.+)$", robots, re.MULTILINE)
    places = [node.text or "" for node in ET.fromstring(client.get(address).content).iter(f"{SITE}loc")]
    assert len(places) == len(set(places)) > 10
    for place in places:
        assert client.get(place, headers={"Accept": "text/html"}).status_code == 200, place


def only(node: ET.Element, name: str) -> str:
    """The text of a child that must stand there once."""
    (child,) = node.findall(ATOM + name)
    assert child.text
    return child.text


def check_feed(feed: ET.Element) -> list[ET.Element]:
    """Hold a feed to what RFC 4287 demands (4.1.1, 4.1.2, 3.3); its entries."""
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    ids = [only(node, "id") for node in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    assert all(urlsplit(one).scheme and " " not in one for one in ids)
    for node in (feed, *entries):
        only(node, "title")
        assert datetime.fromisoformat(only(node, "updated")).tzinfo
        assert node is feed or node.find(f"{ATOM}author") or feed.find(f"{ATOM}author") is not None
        assert all(link.get("href") for link in node.findall(f"{ATOM}link"))
        alternates = [link for link in node.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
        pairs = [(link.get("type"), link.get("hreflang")) for link in alternates]
        assert len(pairs) == len(set(pairs)) >= (0 if node.find(f"{ATOM}content") is not None else 1)
    (itself,) = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert (itself.get("href") or "").endswith("/feed.atom")
    return entries


def test_the_feed_tells_what_each_release_changed(sample_reader: None, make_sources: Sources, tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path / "data", model="stub")
    sources = make_sources({"a.txt": "2025"})
    build([sources], settings)
    write_sources(sources, {"b.txt": "2026"})
    second = build([sources], settings).release.id
    write_sources(sources, {"b.txt": "2026 ny"})
    build([sources], settings)
    newest, added, first = find_changes(tmp_path / "data")
    assert (added.release, added.added, added.removed) == (second, (PLAN,), ())
    assert (newest.added, newest.changed) == ((), (PLAN,))
    assert first.added == (document_id(2025),)
    assert "uppdrag: 2 → 4" in added.notes
    with TestClient(assemble_app(settings, warm=False)) as client:
        answer = client.get("/feed.atom")
        assert answer.headers["content-type"].startswith("application/atom+xml")
        entries = check_feed(ET.fromstring(answer.content))
        assert [f"Release {one.release}: publicerad" for one in (newest, added, first)] == [
            only(entry, "title") for entry in entries
        ]
        assert "Nya dokument: Verksamhetsplan 2026." in only(entries[1], "content")
        for entry in entries:
            assert client.get(links_of(entry)[0]).status_code == 200


def links_of(entry: ET.Element) -> list[str]:
    """Where an entry leads."""
    return [urljoin("http://testserver", link.get("href", "")) for link in entry.findall(f"{ATOM}link")]


def test_a_feed_lives_without_releases_that_are_gone(tmp_path: Path) -> None:
    lines: Iterable[str] = ('{"time": "2026-01-01T00:00:00+00:00", "release": "borta", "how": "publicerad"}', "{halv")
    (tmp_path / "served.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (change,) = find_changes(tmp_path)
    assert (change.release, change.added) == ("borta", ())


def test_every_query_file_is_offered_and_runs_as_it_stands(client: TestClient) -> None:
    examples = client.get("/api/queries").json()
    assert len(examples) >= 25
    for example in examples:
        assert all(example[name] for name in ("title", "question", "expected")), example["name"]
        answer = client.post("/sparql", data={"query": example["query"]})
        assert answer.status_code == 200, (example["name"], answer.text)


def test_a_browser_gets_the_query_page_and_its_files(client: TestClient) -> None:
    page = client.get("/sparql", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    policy = page.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "http" not in policy
    for link in hrefs(page.text):
        assert client.get(link, headers={"Accept": "text/html"}).status_code == 200, link
    assert client.get("/static/fragesida/../pages.py").status_code in (404, 422)


def test_the_openapi_document_is_swedish_declared_and_has_examples_that_answer(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], path
            assert all(parameter["description"] for parameter in operation.get("parameters", ())), path
            assert "Successful Response" not in str(operation["responses"]), path
            assert method == "get" or "503" in operation["responses"], path
    element = document["paths"]["/api/elements/{id}/history"]["get"]["parameters"][0]["example"]
    assert client.get(f"/api/elements/{element}/history").json()["items"]
    asked = document["paths"]["/api/ask"]["post"]["requestBody"]["content"]["application/json"]["example"]
    assert client.post("/api/ask", json=asked).json()["status"] == "answered"
    assert "security" in document["paths"]["/api/reviews"]["post"]
    assert "security" not in document["paths"]["/api/reviews"]["get"]
