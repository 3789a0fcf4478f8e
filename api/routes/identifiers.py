"""`/id/…`: what an IRI of the release names, in the form asked for.

Rule: https://www.w3.org/TR/cooluris/
"""

from __future__ import annotations

from html import escape
from urllib.parse import quote

import pyoxigraph as ox
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.catalogue import UnknownIdError
from api.exporting import PREFIXES
from api.negotiation import choose
from api.problems import ProblemError
from api.routes.context import ServiceNow
from api.serialise import passage_url
from api.sparql import TRIPLES
from api.wiring import Service
from graph.store import iri

router = APIRouter(tags=["sparql"])
OFFERED = ("text/html", "text/turtle", "application/ld+json", "application/n-triples")


@router.get("/id/{path:path}", summary="Vad en IRI namnger: HTML, Turtle, JSON-LD eller N-Triples")
def get_named(path: str, request: Request, service: ServiceNow) -> Response:
    """The description of an IRI below the release's base."""
    chosen = choose(request.headers.get("accept"), OFFERED)
    if chosen is None:
        raise ProblemError(406, "Formatet stöds inte", f"Beskrivningen finns som {', '.join(OFFERED)}. Ändra Accept.")
    node = iri(service.iris.base + quote(path, safe="/-._~!$&'()*+,;=:@%"))
    triples = service.store.construct("CONSTRUCT { $node ?p ?o } WHERE { $node ?p ?o }", node=node)
    if not triples:
        raise UnknownIdError(f"Releasen säger ingenting om {node.value}.")
    if chosen == "text/html":
        return _html(path, service, triples)
    content = ox.serialize(sorted(triples, key=str), format=TRIPLES[chosen], prefixes=PREFIXES)
    return Response(content, media_type=chosen, headers={"Vary": "Accept"})


def _html(path: str, service: Service, triples: list[ox.Triple]) -> Response:
    """A document or element opens in the reader, marked; anything else as a table of what is said of it."""
    address = _reader_url(path, service)
    if address:
        return RedirectResponse(address, 303, {"Vary": "Accept"})
    rows = "".join(f"<tr><th scope='row'>{_cell(t.predicate)}<td>{_cell(t.object)}" for t in sorted(triples, key=str))
    page = f"<!doctype html><html lang='sv'><title>{escape(path)}</title><h1>{escape(path)}</h1><table>{rows}</table>"
    return HTMLResponse(page, headers={"Vary": "Accept", "Content-Security-Policy": "default-src 'none'"})


def _reader_url(path: str, service: Service) -> str | None:
    catalogue = service.catalogue
    if path in catalogue.documents:
        return f"/dokument/{path}"
    document, _, local = path.rpartition("/")
    if local in catalogue.passages.get(document, {}):
        return passage_url(document, local)
    element = catalogue.elements.get(path)
    return passage_url(element.document, element.evidence[0].passage) if element and element.evidence else None


def _cell(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<a href='{escape(term.value)}'>{escape(term.value)}</a>"
    return escape(term.value if isinstance(term, ox.Literal) else str(term))
