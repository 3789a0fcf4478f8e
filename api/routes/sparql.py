"""`/sparql`: the SPARQL 1.1 Protocol, queries only. Issue 5 hardens it with a worker pool and time limits."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.problems import ProblemError
from api.routes.context import ServiceNow
from api.sparql import LONGEST, RefusedError, run_query

router = APIRouter(tags=["sparql"])


async def get_posted(request: Request) -> dict[str, list[str]]:
    """The parameters of a POST: a form, or the query itself as `application/sparql-query`."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST * 4:
            raise ProblemError(413, "För stort", f"Kroppen är större än {LONGEST * 4} byte. Korta frågan.")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return _read_body(kind, body)


def _read_body(kind: str, body: bytes) -> dict[str, list[str]]:
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise ProblemError(400, "Felaktig begäran", "Kroppen är inte UTF-8.") from error
    if kind == "application/sparql-query":
        return {"query": [text]}
    if kind == "application/x-www-form-urlencoded":
        return parse_qs(text, keep_blank_values=True)
    if kind == "application/sparql-update":
        raise RefusedError("Tjänsten tar inga uppdateringar.")
    raise ProblemError(415, "Okänt innehåll", "Skicka ett formulär eller application/sparql-query.")


@router.get("/sparql", summary="SPARQL-fråga, endast läsning")
def get_sparql(
    request: Request,
    service: ServiceNow,
    query: Annotated[list[str], Query()] = [],  # noqa: B006
    default_graph_uri: Annotated[list[str], Query(alias="default-graph-uri")] = [],  # noqa: B006
    named_graph_uri: Annotated[list[str], Query(alias="named-graph-uri")] = [],  # noqa: B006
    update: str | None = None,
) -> Response:
    """Run the query of the address."""
    if update is not None:
        raise RefusedError("Tjänsten tar inga uppdateringar.")
    return _answer(request, service, query, default_graph_uri, named_graph_uri)


@router.post("/sparql", summary="SPARQL-fråga, endast läsning")
def post_sparql(
    request: Request, service: ServiceNow, posted: Annotated[dict[str, list[str]], Depends(get_posted)]
) -> Response:
    """Run the query of the body; graphs may stand in the body or the address."""
    if "update" in posted:
        raise RefusedError("Tjänsten tar inga uppdateringar.")
    graphs, named = (
        posted.get(name, []) + request.query_params.getlist(name) for name in ("default-graph-uri", "named-graph-uri")
    )
    return _answer(request, service, posted.get("query", []), graphs, named)


def _answer(
    request: Request, service: ServiceNow, queries: list[str], graphs: list[str], named: list[str]
) -> Response:
    if len(queries) != 1:
        raise ProblemError(400, "Felaktig begäran", "Ange exakt en fråga i parametern ”query”.")
    accept = request.headers.get("accept")
    answer = run_query(service.store, queries[0], accept, service.settings.row_bytes, graphs, named)
    return Response(answer.content, media_type=answer.media_type, headers={"Vary": "Accept"})
