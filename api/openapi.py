"""The service's OpenAPI document: what every call may answer besides its result, and examples of the serving release.

Trouble is told in one way (`api.problems`), so it is declared here once for all calls, by what each of them takes.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from api.catalogue import ASSERTED, REPORTS, Catalogue
from api.keys import wants_key
from api.models import Problem
from api.problems import MEDIA_TYPE, TITLES
from api.wiring import Service
from ontology.model import Uppdrag

Operation = dict[str, Any]
METHODS = ("get", "post", "put", "delete")
KEY = "nyckel"
KEY_SCHEME = {"type": "http", "scheme": "bearer", "description": "En nyckel ur RODATRADEN_KEYS."}
ALWAYS = ("503",)
WITH_INPUT = ("400", "422")
WITH_NAME = ("404",)
NAMING = ("document", "element")
"""Parameters of a query that name a thing which may not be there."""
WITH_BODY = ("404", "413", "415", "429")
WITH_KEY = ("401", "403", "429")
PARAMETERS = {
    "id": "Det som avses: ett dokuments, ett elements eller en releases id",
    "pid": "Styckets id i sitt dokument, till exempel p0042",
    "path": "Det som följer basen i IRI:n",
    "name": "Filens namn",
    "note": "Varför, i egna ord",
    "status": "Läget att hålla sig till",
    "type": "Slag av element, med eller utan å, ä, ö",
    "from": "Det tidigare planåret",
    "to": "Det senare planåret",
    "year": "Planår att hålla sig till; flera får anges",
    "limit": "Hur många som mest ges",
    "offset": "Hur många som hoppas över",
    "format": "Formen, där Accept inte kan ställas in",
    "document": "Dokumentets id",
    "organisation": "Utgivarens namn eller id, eller en del av namnet",
    "recipient": "Mottagarens namn eller id, eller en del av namnet",
    "area": "Område i internkontrollplanen, eller en del av dess namn",
    "q": "Ord eller en mening om det som söks",
    "default-graph-uri": "Graf som frågan ställs mot; utan den alla dokuments grafer",
    "named-graph-uri": "Graf som frågan får namnge med GRAPH",
}
"""What parameters mean, where a call says nothing of its own."""
TAGS = {
    "dokument": "Det som är läst: dokument, stycken och källfiler",
    "element": "Uppdrag, mål, styrtal, risker med mera, var och en med källa",
    "trådar": "Vad som blev av ett element året därpå, och två år jämförda",
    "frågor": "Fråga och sök med egna ord",
    "länkade data": "Vad IRI:er namnger, datakatalogen och flödet över ändringar",
    "sparql": "Frågor mot grafen",
    "beslut": "Vad människor har granskat och rättat",
    "omdömen": "Vad läsare tycker om svar",
    "drift": "Releaser, filer och hur tjänsten mår",
}


def describe_app(app: FastAPI, routers: Iterable[APIRouter]) -> None:
    """Let the app's OpenAPI document tell of all that its calls answer; examples follow the release that serves."""
    keyed = {call for router in routers for call in _keyed(router)}
    plain = app.openapi
    making = threading.Lock()

    def openapi() -> dict[str, Any]:
        service: Service | None = app.state.service
        release = service.release.id if service else None
        with making:  # several may ask at once after a swap, and none is to see it half made
            if app.openapi_schema is None or app.openapi_schema.get("x-release") != release:
                app.openapi_schema = None
                app.openapi_schema = {**_completed(plain(), keyed, service), "x-release": release}
            return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def calls_by_subject(document: Mapping[str, Any]) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Each subject's name and description, and its calls: path, method and all that the document says of them."""
    calls = [
        {"path": path, "method": method.upper(), "parameters": [], "requestBody": {}, **operations[method]}
        for path, operations in document["paths"].items() for method in METHODS if method in operations
    ]  # fmt: skip
    for tag in document["tags"]:
        found = [call for call in calls if tag["name"] in call["tags"]]
        if found:
            yield tag["name"], tag["description"], found


def _keyed(router: APIRouter) -> Iterable[tuple[str, str]]:
    """Method and path of the calls that want a key."""
    for route in router.routes:
        if isinstance(route, APIRoute) and wants_key(route):
            yield from ((method.lower(), route.path_format) for method in route.methods or ())


def _completed(schema: dict[str, Any], keyed: set[tuple[str, str]], service: Service | None) -> dict[str, Any]:
    components = schema.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
    components.setdefault("securitySchemes", {})[KEY] = KEY_SCHEME
    examples = find_examples(service) if service else {}
    schema["tags"] = [{"name": name, "description": words} for name, words in TAGS.items()]
    for shape in components["schemas"].values():
        shape.pop("description", None)  # a docstring, for those who read the code
    for path, operations in schema["paths"].items():
        for method in METHODS:
            if method in operations:
                _translate(operations[method])
                _declare(operations[method], (method, path) in keyed)
                _exemplify(operations[method], path, examples)
    return schema


def _translate(operation: Operation) -> None:
    """Swedish words: the summary stands for the handler's docstring, and parameters say what they mean."""
    operation["description"] = operation.get("summary", "")
    for parameter in operation.get("parameters", ()):
        parameter.setdefault("description", PARAMETERS.get(parameter["name"], ""))
    for response in operation.get("responses", {}).values():
        if response.get("description") == "Successful Response":
            response["description"] = "Svaret"


def _declare(operation: Operation, with_key: bool) -> None:
    """Add the answers that tell of trouble, by what the call takes; what it declares itself stands."""
    responses, body = operation.setdefault("responses", {}), "requestBody" in operation
    responses.pop("422", None)
    wanted, parameters = {*ALWAYS}, operation.get("parameters", [])
    if body or parameters:
        wanted |= {*WITH_INPUT}
    if any(one["in"] == "path" or one["name"] in NAMING for one in parameters):
        wanted |= {*WITH_NAME}
    if body:
        wanted |= {*WITH_BODY}
    if with_key:
        wanted |= {*WITH_KEY}
        operation["security"] = [{KEY: []}]
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status in sorted(wanted):
        responses.setdefault(status, {"description": TITLES[int(status)], "content": content})


def _exemplify(operation: Operation, path: str, examples: Mapping[str, Mapping[str, Any]]) -> None:
    """Give parameters and body the examples that fit this path, else those that fit everywhere."""
    known = {**examples.get("", {}), **examples.get(path, {})}
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in known:
            parameter["example"] = known[parameter["name"]]
    for media in operation.get("requestBody", {}).get("content", {}).values():
        if "body" in known:
            media["example"] = known["body"]


def find_examples(service: Service) -> dict[str, dict[str, Any]]:
    """Example values by path, then by parameter ("body" for the body), of what the release holds; "" is any path."""
    catalogue = service.catalogue
    plans = [d for d in catalogue.documents.values() if d.kind not in REPORTS]
    if not plans:
        return {}
    plan, element = plans[-1], _telling_element(catalogue)
    passage = next(iter(catalogue.passages[plan.id]), "p0001")
    years = sorted({d.year for d in plans})[-2:]
    body = {"question": f"Vilka uppdrag finns i planen {plan.year}?", "filter": {"years": [plan.year]}}
    document = {"id": plan.id, "pid": passage}
    found: dict[str, dict[str, Any]] = {
        "": {"q": "vård", "from": years[0], "to": years[-1]},
        "/api/ask": {"body": body},
        "/api/releases/{id}": {"id": service.release.id},
        "/api/releases/{id}/manifest.json": {"id": service.release.id},
        "/api/releases/{id}/{name}": {"id": service.release.id, "name": "graf.trig"},
        "/id/{path}": {"path": plan.id},
        "/begrepp/{path}": {"path": "dokumentslag/verksamhetsplan"},
        "/sparql": {"query": "ASK { ?s a <https://rodatraden.example/ontology#Uppdrag> }"},
        **{f"/api/documents/{{id}}{end}": document for end in ("", "/original", "/passages/{pid}")},
    }
    if element:
        found |= {f"/api/elements/{{id}}{end}": {"id": element} for end in ("", "/history")}
        change = {"action": "change", "element": element, "fields": {"text": catalogue.elements[element].text}}
        found["/api/corrections"] = {"body": {**change, "note": "Läst om"}}
    if catalogue.links:
        link, note = catalogue.links[-1], "Samma uppdrag, omformulerat"
        found["/api/reviews"] = {"body": {"from": link.source, "to": link.target, "verdict": "confirmed", "note": note}}
    return found


def _telling_element(catalogue: Catalogue) -> str | None:
    """An uppdrag with a thread where there is one, else any element."""
    linked = [link.target for link in catalogue.links if link.status in ASSERTED]
    elements: Sequence[str] = [key for key in linked if isinstance(catalogue.elements.get(key), Uppdrag)]
    return next(iter([*elements, *catalogue.elements]), None)
