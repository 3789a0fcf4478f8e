"""`/id/…`, `/ontology`, `/begrepp/…`: what an IRI of the release or the ontology names, in the form asked for.

Rule: https://www.w3.org/TR/cooluris/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

import pyoxigraph as ox
from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.catalogue import UnknownIdError
from api.labels import ONTOLOGY, load_ontology
from api.linked import Describer
from api.pages import render_page
from api.rdf import ANSWERS, LEADS_ON, MEDIA, NAMES, Form, choose_form, rdf_answer
from api.routes.context import ServiceNow
from graph.iris import Iris
from graph.store import Row, Store, iri
from ontology.terms import CONCEPT_BASE

router = APIRouter(tags=["länkade data"], responses={**ANSWERS})
FormAsked = Annotated[Form | None, Query(description="Formen, där Accept inte kan ställas in", include_in_schema=True)]
SAFE = "/-._~!$&'()*+,;=:@%"
TERMS = """PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX qb: <http://purl.org/linked-data/cube#>
SELECT DISTINCT ?rubrik ?term ?label ?definition ?example WHERE {
  VALUES (?slag ?rubrik) {
    (owl:Class "Slag") (owl:ObjectProperty "Egenskaper som länkar") (owl:DatatypeProperty "Egenskaper med värden")
    (qb:DataSet "Tabeller") (qb:DataStructureDefinition "Tabeller")
  }
  ?term a ?slag ; rdfs:label ?label . FILTER(LANG(?label) = "sv")
  OPTIONAL { ?term skos:definition ?definition FILTER(LANG(?definition) = "sv") }
  OPTIONAL { ?term skos:example ?example FILTER(LANG(?example) = "sv") }
} ORDER BY ?label"""
WHOLE = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(STRSTARTS(STR(?s), $base)) }"
BLANK = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(isBlank(?s)) }"
SCHEMES = "CONSTRUCT { ?s ?p ?o } WHERE { ?s a <http://www.w3.org/2004/02/skos/core#ConceptScheme> ; ?p ?o }"


@router.get("/id/{path:path}", summary="Vad en IRI namnger, i den form som begärs", responses={**LEADS_ON})
def get_named(path: str, request: Request, service: ServiceNow, format: FormAsked = None) -> Response:
    """The description of an IRI below the release's base; the base itself leads to the catalogue."""
    if not path:
        return RedirectResponse("/dcat", 303)
    node = iri(service.iris.base + quote(path, safe=SAFE))
    return _described(request, service.store, service.iris, node, format, service.release.id)


@router.get("/begrepp", summary="Begreppslistorna")
def get_schemes(request: Request, service: ServiceNow, format: FormAsked = None) -> Response:
    """The concept schemes, each with its concepts."""
    form, store = choose_form(request, format), load_ontology()
    triples = store.construct(SCHEMES)
    if form != "html":
        return rdf_answer(request, triples, form, "begrepp")
    describer = Describer(store, service.iris)
    schemes = sorted({t.subject.value for t in triples if isinstance(t.subject, ox.NamedNode)})
    pages = [describer.page(iri(scheme), describer.triples(iri(scheme))) for scheme in schemes]
    shown = [(page, describer.href(page.iri)) for page in pages]
    return _page(request, "begrepp.html", CONCEPT_BASE, {"pages": shown})


@router.get("/begrepp/{path:path}", summary="En begreppslista eller ett begrepp")
def get_concept(path: str, request: Request, service: ServiceNow, format: FormAsked = None) -> Response:
    """The description of a concept scheme or a concept."""
    node = iri(CONCEPT_BASE + quote(path, safe=SAFE))
    return _described(request, load_ontology(), service.iris, node, format, "begrepp")


@router.get("/ontology", summary="Ontologin: varje ord i grafen")
@router.get("/ontology/alignments", include_in_schema=False)
def get_ontology(request: Request, format: FormAsked = None) -> Response:
    """The whole ontology with its alignments; its terms' IRIs are places in it."""
    form, store = choose_form(request, format), load_ontology()
    if form != "html":
        return rdf_answer(request, [*store.construct(WHOLE, base=ONTOLOGY), *store.construct(BLANK)], form, "ontologi")
    groups: dict[str, list[Row]] = {}
    for row in store.select(TERMS):
        term: Row = {"definition": "", "example": "", **row, "name": str(row["term"]).rpartition("#")[2]}
        groups.setdefault(str(row["rubrik"]), []).append(term)
    return _page(request, "ontologi.html", ONTOLOGY, {"groups": sorted(groups.items(), reverse=True)})


def _described(
    request: Request, store: Store, iris: Iris, node: ox.NamedNode, asked: Form | None, version: str
) -> Response:
    form, describer = choose_form(request, asked), Describer(store, iris)
    triples = describer.triples(node)
    if not triples:
        raise UnknownIdError(f"Releasen säger ingenting om {node.value}.")
    if form != "html":
        return rdf_answer(request, triples, form, version)
    return _page(request, "sak.html", node.value, {"page": describer.page(node, triples)})


def _page(request: Request, template: str, address: str, values: Mapping[str, Any]) -> Response:
    answer = render_page(request, template, iri=address, forms=NAMES, media=MEDIA, **values)
    answer.headers["Vary"] = "Accept"
    return answer
