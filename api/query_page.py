"""The query page that a browser gets at `/sparql`, and the example queries that it, the docs and the tests share."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.models import Shape
from api.pages import HEADERS, render_page
from graph.iris import Iris
from graph.store import PLACEHOLDER, fill, find_queries
from ontology.prefixes import PREFIXES
from ontology.terms import CONCEPT_BASE

# The editor writes styles into the page and draws its icons as data; nothing is fetched from elsewhere.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' "
    "data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
BEGINNING = "\nSELECT ?sak ?text\nWHERE {\n  ?sak a rt:Uppdrag ; rt:text ?text .\n}\nLIMIT 10\n"


class Example(Shape):
    """An example query: what it is called, the question that it answers, what to expect, and its SPARQL."""

    name: str
    title: str
    question: str
    expected: str
    query: str


def find_examples() -> list[Example]:
    """Every query of `graph/queries`; a value that our own code fills in stands as UNDEF, which is any value."""
    made = []
    for query in find_queries():
        places = dict.fromkeys(PLACEHOLDER.findall(query.text))
        text = fill(query.text, places)
        made.append(Example(**{**{name: getattr(query, name) for name in Example.model_fields if name != "query"},
                               "query": text}))  # fmt: skip
    return sorted(made, key=lambda example: (not example.name.startswith("exempel-"), example.title))


def render_query_page(request: Request, iris: Iris) -> HTMLResponse:
    """The page with the editor; `iris` tells which IRIs open here."""
    prefixes = "\n".join(f"PREFIX {name}: <{address}>" for name, address in PREFIXES.items())
    page = render_page(
        request, "fragesida.html", examples=find_examples(), prefixes=PREFIXES, value=prefixes + BEGINNING,
        base=iris.base, ontology=PREFIXES["rt"], concepts=CONCEPT_BASE,
    )  # fmt: skip
    page.headers.update({**HEADERS, "Content-Security-Policy": POLICY, "Vary": "Accept, Accept-Encoding"})
    return page
