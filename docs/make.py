"""Writes the papers that are made of what the house holds, so that they cannot drift from it: `make docs`.

    docs/ontology/   from ontology/*.ttl, with examples from shapes/examples/valid
    docs/sparql.md   from graph/queries, the limits and the formats of the endpoint
    docs/anrop.md    every call of the API, from its OpenAPI document

The templates are in docs/mallar. A test holds the committed papers to what this makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, SKOS
from rdflib.term import Node

from api.app import SUBJECTS, assemble_app
from api.labels import ONTOLOGY
from api.openapi import calls_by_subject
from api.query_page import find_examples
from api.routes.sparql import ANSWERS
from api.settings import PREFIX, Settings, load_settings
from api.sparql.formats import SOLUTIONS, TRIPLES
from api.sparql.limits import Limits
from graph.iris import DEFAULT_BASE
from ontology.prefixes import PREFIXES
from ontology.terms import CONCEPT_BASE, RT, ontology_files

DOCS = Path(__file__).resolve().parent
VALID = DOCS.parent / "shapes" / "examples" / "valid"
SHARED = "Egenskaper som flera slag har"


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or concept: its name, labels, definitions and sources, and the range of a property.

    What it is a kind of are `parents` of our own and `kin` in other vocabularies.
    """

    name: str
    sv: str
    en: str
    definition: str
    english: str
    sources: tuple[str, ...]
    example: str = ""
    parents: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()
    range: str = ""


def render_papers() -> dict[Path, str]:
    """Every paper's text by its place."""
    ontology, data = _load(ontology_files()), _load(sorted(VALID.glob("*.ttl")))
    classes = [_term(ontology, node) for node in _of_type(ontology, OWL.Class)]
    told = {
        "about": _about(ontology), "classes": classes, "properties": _properties(ontology),
        "turtle": {one.name: _example(data, RT[one.name]) for one in classes},
        "lines": list(_diagram(ontology, data, classes)), "shared": SHARED, "schemes": _schemes(ontology),
        "base": DEFAULT_BASE, "prefixes": PREFIXES,
    }  # fmt: skip
    asked = {
        "limits": list(_limits()), "tables": list(SOLUTIONS), "graphs": list(TRIPLES), "prefixes": PREFIXES,
        "examples": find_examples(), "statuses": ANSWERS,
    }  # fmt: skip
    document = assemble_app(load_settings(data_dir=DOCS), warm=False).openapi()
    calls = {"subjects": list(calls_by_subject(document)), "pages": _pages(document)}
    return {
        DOCS / "ontology" / "README.md": _fill("ontologi.md.jinja", told),
        DOCS / "ontology" / "klasser.md": _fill("klasser.md.jinja", told),
        DOCS / "ontology" / "begrepp.md": _fill("begrepp.md.jinja", told),
        DOCS / "sparql.md": _fill("sparql.md.jinja", asked),
        DOCS / "anrop.md": _fill("anrop.md.jinja", calls),
    }


def _fill(template: str, told: Mapping[str, object]) -> str:
    places = Environment(
        loader=FileSystemLoader(DOCS / "mallar"), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, autoescape=False,
    )  # fmt: skip
    places.filters["bare"] = lambda query: re.sub(r"\A(#.*\n)*", "", query).strip()
    return places.get_template(template).render(told).rstrip() + "\n"


def _load(paths: Iterable[Path]) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


def _of_type(graph: Graph, kind: URIRef) -> list[URIRef]:
    """Our own terms of a type, by name."""
    return [node for node in _named(graph.subjects(RDF.type, kind)) if _is_ours(node)]


def _named(nodes: Iterable[Node]) -> list[URIRef]:
    """Those that have an IRI, in its order."""
    return sorted(node for node in nodes if isinstance(node, URIRef))


def _is_ours(node: URIRef) -> bool:
    return node.startswith(str(RT._NS))


def _about(graph: Graph) -> dict[str, str]:
    node = URIRef(ONTOLOGY)
    said = {"title": DCTERMS.title, "description": DCTERMS.description, "version": OWL.versionInfo}
    return {"iri": str(node), **{name: _words(graph, node, said[name], "en") for name in said}}


def _term(graph: Graph, node: URIRef) -> Term:
    label = SKOS.prefLabel if (node, RDF.type, OWL.Class) not in graph and not _is_ours(node) else RDFS.label
    above = _named({*graph.objects(node, RDFS.subClassOf), *graph.objects(node, RDFS.subPropertyOf)})
    return Term(
        name=_short(node), sv=_words(graph, node, label, "sv"), en=_words(graph, node, label, "en"),
        definition=_words(graph, node, SKOS.definition, "sv"), english=_words(graph, node, SKOS.definition, "en"),
        sources=tuple(sorted(str(source) for source in graph.objects(node, DCTERMS.source))),
        example=_words(graph, node, SKOS.example, "sv"), parents=tuple(_short(one) for one in above if _is_ours(one)),
        kin=tuple(_prefixed(one) for one in above if not _is_ours(one)),
        range=_short(graph.value(node, RDFS.range)),
    )  # fmt: skip


def _words(graph: Graph, node: URIRef, predicate: URIRef, language: str) -> str:
    """What is said of a node in a language, or in none; nothing where nothing is."""
    said = [one for one in graph.objects(node, predicate) if isinstance(one, Literal)]
    return next((str(one) for one in said if one.language in (language, None)), "")


def _short(node: object) -> str:
    return re.split("[#/]", str(node))[-1] if node else ""


def _prefixed(node: object) -> str:
    """An IRI with the prefix of its vocabulary, whole where it has none."""
    for name, address in PREFIXES.items():
        if str(node).startswith(address):
            return f"{name}:{str(node).removeprefix(address)}"
    return str(node)


def _properties(graph: Graph) -> dict[str, list[Term]]:
    """The properties by the class that bears them."""
    found: dict[str, list[Term]] = {}
    for node in sorted(_of_type(graph, OWL.ObjectProperty) + _of_type(graph, OWL.DatatypeProperty)):
        found.setdefault(_short(graph.value(node, RDFS.domain)) or SHARED, []).append(_term(graph, node))
    return found


def _diagram(graph: Graph, data: Graph, terms: Iterable[Term]) -> Iterator[str]:
    """The lines of a Mermaid class diagram: what is a kind of what, and which property leads from one to another."""
    classes = {one.name: one for one in terms}
    for one in classes.values():
        yield from (f"{parent} <|-- {one.name}" for parent in one.parents)
    for node in _of_type(graph, OWL.ObjectProperty):
        domain, end = (_short(graph.value(node, side)) for side in (RDFS.domain, RDFS.range))
        bearers = {domain} if domain else {_short(kind) for bearer in set(data.subjects(node))
                                           for kind in data.objects(bearer, RDF.type)}  # fmt: skip
        starts = [name for name in sorted(bearers & classes.keys()) if domain or not classes[name].parents]
        yield from (f"{start} --> {end} : {_short(node)}" for start in starts if end in classes)


def _schemes(graph: Graph) -> list[tuple[Term, list[Term]]]:
    """The closed lists, each with its concepts."""
    schemes = _named(graph.subjects(RDF.type, SKOS.ConceptScheme))
    return [
        (_term(graph, scheme), [_term(graph, one) for one in _named(graph.subjects(SKOS.inScheme, scheme))])
        for scheme in schemes
    ]


def _example(data: Graph, kind: URIRef) -> str:
    """The first thing of a class in the valid examples, in Turtle whose IRIs are relative to the base."""
    node = _named(data.subjects(RDF.type, kind))[0]
    said = Graph(bind_namespaces="none")
    for name, address in PREFIXES.items():
        said.bind(name, address)
    for triple in data.triples((node, None, None)):
        said.add(triple)
    lines = said.serialize(format="turtle").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("@prefix")).strip()
    return text.replace(f"<{CONCEPT_BASE}", "<../begrepp/").replace(f"<{DEFAULT_BASE}", "<")


def _limits() -> Iterator[dict[str, object]]:
    for bound in fields(Limits):
        setting = Settings.model_fields[f"sparql_{bound.name}"]
        name = f"{PREFIX}SPARQL_{bound.name.upper()}"
        yield {"name": name, "default": str(setting.default).removesuffix(".0"), "meaning": setting.description}


def _pages(document: dict[str, Any]) -> list[tuple[str, str]]:
    """The addresses that the document leaves out, since they are for people; with what their handlers say."""
    routes = [route for subject in SUBJECTS for route in subject.router.routes if isinstance(route, APIRoute)]
    told = {route.path: route.endpoint.__doc__ or "" for route in routes if route.path_format not in document["paths"]}
    return [(path, words.splitlines()[0]) for path, words in sorted(told.items())]


def main() -> None:
    """Write them."""
    for path, text in render_papers().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
