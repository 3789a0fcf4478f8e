"""`/sparql`: the SPARQL 1.1 Protocol, queries only. https://www.w3.org/TR/sparql11-protocol/

The handlers are coroutines, since no query runs in this process: they wait for a worker's answer, and notice when the
client hangs up.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.gate import peer
from api.negotiation import choose, takes_gzip
from api.problems import ProblemError
from api.query_page import render_query_page
from api.rdf import MEDIA, rdf_answer
from api.routes.context import get_deployment
from api.sparql.checks import NO_UPDATES, check_query
from api.sparql.description import describe_endpoint
from api.sparql.errors import RefusedError, UnavailableError
from api.sparql.formats import SOLUTIONS, TRIPLES
from api.sparql.jobs import Job, Reply
from api.sparql.own import is_own
from api.wiring import Service
from graph.store import iri

router = APIRouter(tags=["sparql"])
PARAMETERS = ("query", "default-graph-uri", "named-graph-uri")
VARY = "Accept, Accept-Encoding"
VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})  # what gives another answer each time
FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
FIELDS = 200
PROBLEM: dict[str, object] = {"content": {"application/problem+json": {}}}
ANSWERS: dict[int | str, dict[str, object]] = {
    200: {
        "description": "Svaret i den form som Accept begär; utan fråga en beskrivning av tjänsten.",
        "content": {name: {} for name in (*SOLUTIONS, *TRIPLES, "text/html")},
    },
    304: {"description": "Svaret är det som klienten redan har (If-None-Match)."},
    400: {"description": "Frågan går inte att tolka eller köra.", **PROBLEM},
    403: {"description": "En uppdatering eller SERVICE: körs aldrig.", **PROBLEM},
    406: {"description": "Inget format som klienten tar passar svaret.", **PROBLEM},
    413: {"description": "Frågan eller svaret är större än gränserna.", **PROBLEM},
    415: {"description": "Kroppen är av okänt slag.", **PROBLEM},
    503: {"description": "Fullt eller inte redo: se Retry-After.", **PROBLEM},
    504: {"description": "Frågan tog för lång tid och avbröts.", **PROBLEM},
    507: {"description": "Frågan krävde för mycket minne och avbröts.", **PROBLEM},
}


@router.head("/sparql", include_in_schema=False)
@router.get("/sparql", summary="SPARQL-fråga, endast läsning; utan fråga tjänstens beskrivning", responses=ANSWERS)
async def get_sparql(
    request: Request,
    query: Annotated[list[str], Query(description="Exakt en fråga.")] = [],  # noqa: B006
    default_graph_uri: Annotated[list[str], Query(alias="default-graph-uri")] = [],  # noqa: B006
    named_graph_uri: Annotated[list[str], Query(alias="named-graph-uri")] = [],  # noqa: B006
) -> Response:
    """Run the query of the address."""
    if "update" in request.query_params:
        raise RefusedError(NO_UPDATES)
    if not any(name in request.query_params for name in PARAMETERS):
        return await asyncio.to_thread(_describe, request, get_deployment(request).get_service())
    return await _answer(request, dict(zip(PARAMETERS, (query, default_graph_uri, named_graph_uri), strict=True)))


@router.post(
    "/sparql",
    summary="SPARQL-fråga, endast läsning",
    responses=ANSWERS,
    openapi_extra={"requestBody": {"required": True, "content": {
        FORM: {"schema": {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}},
        DIRECT: {"schema": {"type": "string"}},
    }}},
)  # fmt: skip
async def post_sparql(request: Request) -> Response:
    """Run the query of the body; graphs may stand in the body or the address."""
    posted = await _read_body(request)
    if "update" in posted:
        raise RefusedError(NO_UPDATES)
    asked = {name: posted.get(name, []) + request.query_params.getlist(name) for name in PARAMETERS}
    return await _answer(request, asked)


@router.options("/sparql", include_in_schema=False)
async def get_options() -> Response:
    """What may be asked of the address."""
    return Response(status_code=204, headers={"Allow": "GET, HEAD, OPTIONS, POST", "Accept-Post": f"{FORM}, {DIRECT}"})


async def _read_body(request: Request) -> dict[str, list[str]]:
    """The parameters of a POST: a form, or the query itself as `application/sparql-query`."""
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    if (kind := kind.strip().lower()) == UPDATE:
        raise RefusedError(NO_UPDATES)
    if kind not in (FORM, DIRECT) or "charset" in parameters.lower().replace("charset=utf-8", ""):
        raise ProblemError(415, "Okänt innehåll", f"Skicka ett formulär ({FORM}) eller {DIRECT}, i UTF-8.")
    most = get_deployment(request).settings.sparql_length * 4  # percent-encoding makes three of one; graphs come too
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise ProblemError(413, "För stort", f"Kroppen är större än {most} byte. Korta frågan.")
    try:
        text = body.decode()
        return {"query": [text]} if kind == DIRECT else parse_qs(text, keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError as error:
        raise ProblemError(400, "Felaktig begäran", "Kroppen är inte UTF-8 eller har för många fält.") from error


def _describe(request: Request, service: Service) -> Response:
    """The endpoint for machines, or the query page for people."""
    forms = sorted(MEDIA, key=lambda form: form == "html")  # a client that takes anything is no browser
    chosen = choose(request.headers.get("accept"), [MEDIA[form] for form in forms])
    if chosen is None:
        offered = ", ".join(MEDIA.values())
        raise ProblemError(406, "Formatet stöds inte", f"Beskrivningen finns som {offered}. Ändra Accept.")
    form = next(form for form in forms if MEDIA[form] == chosen)
    if form == "html":
        return render_query_page(request, service.iris)
    source, union = service.store.source, service.settings.sparql_union
    told = describe_endpoint(_address(request), source.size(), source.graphs(), union=union)
    return rdf_answer(request, told, form, service.release.id)


def _address(request: Request) -> str:
    return str(request.url.replace(query="", path="/sparql"))


async def _answer(request: Request, asked: dict[str, list[str]]) -> Response:
    """Check the query, answer 304 where the client has its answer, else have it run."""
    service = get_deployment(request).get_service()
    queries, graphs, named = asked.values()
    if len(queries) != 1:
        raise ProblemError(400, "Felaktig begäran", "Ange exakt en fråga i parametern ”query”.")
    words = check_query(queries[0], service.settings.sparql)
    for name in graphs + named:
        iri(name)
    union = service.settings.sparql_union and not (graphs or named or "FROM" in words)
    job = Job(
        text=queries[0], accept=request.headers.get("accept"), graphs=tuple(graphs), named=tuple(named), union=union,
        base=_address(request), gzip=takes_gzip(request.headers.get("accept-encoding")),
    )  # fmt: skip
    headers = {"Vary": VARY, "Cache-Control": "no-cache"}
    if request.method != "POST" and not words & VOLATILE:
        headers["ETag"] = _tag(job, service.release.id)
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
    try:
        reply = await _run(request, service, job, lasting=not words & VOLATILE)
    except UnavailableError:
        if get_deployment(request).get_service() is service:
            raise
        return await _answer(request, asked)  # the release was swapped while the query waited: the new one is asked
    if reply.gzip:
        headers["Content-Encoding"] = "gzip"
    return Response(reply.body, media_type=reply.note, headers=headers)


def _tag(job: Job, release: str) -> str:
    """Weak, since rows without ORDER BY may come in any order."""
    told = json.dumps([release, job.text, job.accept, job.graphs, job.named, job.union, job.base])
    return f'W/"{hashlib.sha256(told.encode()).hexdigest()[:24]}"'


async def _run(request: Request, service: Service, job: Job, *, lasting: bool) -> Reply:
    """Have the job run for as long as the client waits for it."""
    running = asyncio.ensure_future(service.pool.ask(job, peer(request), own=is_own(job.text), lasting=lasting))
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait((running, leaving), return_when=asyncio.FIRST_COMPLETED)
        return await running if running.done() else Reply("answer")  # nobody reads the empty one
    finally:
        running.cancel()
        leaving.cancel()


async def _left(request: Request) -> None:
    """Come to an end when the client has hung up."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
