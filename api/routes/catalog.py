"""`/dcat`, `/void`, `/feed.atom`, `/sitemap.xml`, `/robots.txt`: what there is here, for portals, programs, robots."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from api.dcat import Portal, catalogue_triples
from api.feed import find_changes, to_atom, to_sitemap
from api.pages import render_page
from api.rdf import ANSWERS, LEADS_ON, MEDIA, NAMES, Form, choose_form, rdf_answer
from api.routes.context import DeploymentNow, ServiceNow
from api.routes.identifiers import FormAsked
from api.routes.releases import list_downloads
from api.void import void_triples
from api.wiring import Service

router = APIRouter(tags=["länkade data"])
ROBOTS = """User-agent: *
Disallow: /sparql
Disallow: /fraga
Disallow: /api/ask
Disallow: /api/search

Sitemap: {root}/sitemap.xml
"""


def root_of(request: Request) -> str:
    """The service's root as the client addressed it, without a slash at the end."""
    return str(request.base_url).rstrip("/")


@router.get("/dcat", summary="Datakatalogen enligt DCAT-AP-SE 3", responses={**ANSWERS})
def get_catalogue(request: Request, service: ServiceNow, format: FormAsked = None) -> Response:
    """The catalogue: a readable page, or Turtle, JSON-LD, RDF/XML or N-Triples."""
    form, portal = choose_form(request, format), _portal(request, service)
    if form == "html":
        return _page(request, portal)
    return rdf_answer(request, catalogue_triples(portal), form, service.release.id)


@router.get("/void", summary="Grafens storlek och vokabulärer (VoID)", responses={**ANSWERS, **LEADS_ON})
def get_void(request: Request, service: ServiceNow, format: FormAsked = None) -> Response:
    """The VoID description; for a browser the catalogue's page."""
    form: Form = choose_form(request, format)
    if form == "html":
        return RedirectResponse("/dcat", 303, {"Vary": "Accept"})
    return rdf_answer(request, void_triples(_portal(request, service)), form, service.release.id)


@router.get("/.well-known/void", include_in_schema=False)
def get_well_known() -> RedirectResponse:
    """Where programs look for the description first."""
    return RedirectResponse("/void", 302)


@router.get(
    "/feed.atom", summary="Vad varje ny release ändrade, som Atom", response_class=Response,
    responses={200: {"content": {"application/atom+xml": {"schema": {"type": "string"}}}}},
)  # fmt: skip
def get_feed(request: Request, service: ServiceNow, deployment: DeploymentNow) -> Response:
    """The feed of releases that came to serve."""
    titles = {document.id: document.title for document in service.catalogue.documents.values()}
    changes = find_changes(deployment.settings.data_dir)
    return Response(to_atom(changes, root_of(request), service.region, titles), media_type="application/atom+xml")


@router.get(
    "/sitemap.xml", summary="Sidornas adresser", response_class=Response,
    responses={200: {"content": {"application/xml": {"schema": {"type": "string"}}}}},
)  # fmt: skip
def get_sitemap(request: Request, service: ServiceNow) -> Response:
    """Every document and element, and the pages about the whole."""
    modified = str(service.release.manifest["times"]["built"])
    return Response(to_sitemap(_addresses(service, root_of(request)), modified), media_type="application/xml")


@router.get("/robots.txt", summary="Vad sökrobotar får läsa", response_class=PlainTextResponse)
def get_robots(request: Request) -> PlainTextResponse:
    """Robots may read the documents and what is said of them, not ask questions."""
    return PlainTextResponse(ROBOTS.format(root=root_of(request)))


def _addresses(service: Service, root: str) -> Iterator[str]:
    yield from (f"{root}{path}" for path in ("/", "/dcat", "/ontology", "/begrepp"))
    for document in service.catalogue.documents:
        yield f"{root}/dokument/{quote(document)}"
        yield f"{root}/id/{quote(document)}"
    yield from (f"{root}/id/{quote(element)}" for element in service.catalogue.elements)


def _portal(request: Request, service: Service) -> Portal:
    return Portal(service, root_of(request), list_downloads(service.release, service.settings))


def _page(request: Request, portal: Portal) -> Response:
    documents = sorted(portal.service.documents(), key=lambda d: (-d.year, d.title))
    answer = render_page(
        request, "katalog.html", iri=portal.node("katalog"), forms=NAMES, media=MEDIA, documents=documents,
        downloads=portal.downloads, release=portal.service.release,
    )  # fmt: skip
    answer.headers["Vary"] = "Accept"
    return answer
