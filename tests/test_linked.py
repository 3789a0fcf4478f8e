"""Linked data: every IRI opens, in every form, and all forms and pages say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

from api.parts import GRAPHS
from api.rdf import MEDIA, Form, expand
from graph.store import iri, load_nquads
from ontology.terms import CONCEPT_BASE, CONCEPTS, RT
from tests.conftest import BASE
from tests.linked import read, triples
from tests.sample import document_id

FORMS: tuple[Form, ...] = ("turtle", "jsonld", "ntriples", "rdfxml")
PLAN = document_id(2026)


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


def test_the_void_description_counts_what_the_graph_holds(client: TestClient) -> None:
    void, store = read(client, "/void", "turtle"), client.app.state.service.store  # type: ignore[attr-defined]
    node = iri("http://testserver/void#graf")
    (said,) = void.select("SELECT ?n WHERE { $node $p ?n }", node=node, p=expand("void:triples"))
    (counted,) = store.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert said["n"] == counted["n"]
    assert client.get("/.well-known/void", headers={"Accept": "text/turtle"}).status_code == 200


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
