"""Triples as an answer: which form the client asked for, and the bytes of it. Shared by every page that has RDF too.

Rules: https://www.rfc-editor.org/rfc/rfc9110#name-proactive-negotiation, https://www.w3.org/TR/cooluris/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import pyoxigraph as ox
from fastapi import Request
from fastapi.responses import Response

from api.negotiation import choose
from api.problems import ProblemError
from ontology.prefixes import PREFIXES

Value = ox.NamedNode | ox.Literal | str | None
Facts = Mapping[str, "Value | list[Value]"]
"""What `describe` takes: prefixed names and what they say."""
Form = Literal["html", "turtle", "jsonld", "ntriples", "rdfxml"]
MEDIA: dict[Form, str] = {
    "html": "text/html",
    "turtle": "text/turtle",
    "jsonld": "application/ld+json",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
}
NAMES: dict[Form, str] = {"turtle": "Turtle", "jsonld": "JSON-LD", "ntriples": "N-Triples", "rdfxml": "RDF/XML"}
"""The forms for machines, by the words that a page has for them."""
SERIALISERS: Mapping[Form, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
VOCABULARIES = {
    **PREFIXES,
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
}
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "Beskrivningen i den form som begärdes.", "content": {media: {} for media in MEDIA.values()}},
    304: {"description": "Beskrivningen är den som klienten redan har (If-None-Match)."},
    406: {"description": "Ingen av formerna passar Accept.", "content": {"application/problem+json": {}}},
}
"""What OpenAPI is told of such a page."""
LEADS_ON: dict[int | str, dict[str, Any]] = {303: {"description": "Beskrivningen finns på adressen i Location."}}


def choose_form(request: Request, asked: Form | None) -> Form:
    """The form that the address or else the Accept header asks for; raises a 406 `ProblemError` where none fits."""
    if asked:
        return asked
    chosen = choose(request.headers.get("accept"), tuple(MEDIA.values()))
    if chosen is None:
        offered = ", ".join(MEDIA.values())
        raise ProblemError(406, "Formatet stöds inte", f"Beskrivningen finns som {offered}. Ändra Accept.")
    return next(form for form, media in MEDIA.items() if media == chosen)


def to_rdf(triples: Iterable[ox.Triple], form: Form) -> bytes:
    """The triples in a form for machines, in an order that is the same each time."""
    ordered = sorted(set(triples), key=str)
    return ox.serialize(ordered, format=SERIALISERS[form], prefixes=VOCABULARIES) or b""


def rdf_answer(request: Request, triples: Iterable[ox.Triple], form: Form, version: str) -> Response:
    """The triples as an answer that a client may keep for as long as `version` is the same."""
    headers = {"Vary": "Accept", "ETag": f'"{version}-{form}"'}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(to_rdf(triples, form), media_type=MEDIA[form], headers=headers)


def expand(curie: str) -> ox.NamedNode:
    """The IRI of a prefixed name ("dcat:Catalog"); raises `KeyError` for a prefix that nobody has declared."""
    prefix, _, local = curie.partition(":")
    return ox.NamedNode(VOCABULARIES[prefix] + local)


def sv(text: str) -> ox.Literal:
    """A text in Swedish."""
    return ox.Literal(text, language="sv")


def typed(text: str, datatype: str) -> ox.Literal:
    """A literal of an XML Schema datatype."""
    return ox.Literal(text, datatype=expand(f"xsd:{datatype}"))


def describe(subject: str, facts: Facts) -> Iterator[ox.Triple]:
    """Triples of one subject from prefixed names; a list says several things, None nothing, a string is an IRI."""
    for curie, value in facts.items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                term = ox.NamedNode(one) if isinstance(one, str) else one
                yield ox.Triple(ox.NamedNode(subject), expand(curie), term)
