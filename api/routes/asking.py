"""`/api/search` and `/api/ask`: passages found, questions answered."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from api.gate import admit
from api.metrics import ANSWERS, PHRASINGS
from api.models import AskAnswer, AskRequest, SearchResult
from api.questions import check_question
from api.routes.context import MetricsNow, ServiceNow
from api.searching import search

router = APIRouter(prefix="/api", tags=["frågor"])


@router.get("/search", summary="Stycken som handlar om det, bäst först")
def get_search(
    service: ServiceNow,
    q: str,
    year: Annotated[list[int], Query()] = [],  # noqa: B006
    document: str = "",
    organisation: str = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> SearchResult:
    """Passages, best first, with the parts of their score."""
    return search(service, check_question(q), tuple(year), document or None, organisation or None, limit)


@router.post("/ask", summary="Ställ en fråga på svenska; svaret visar sina källor")
def post_ask(request: Request, asked: AskRequest, service: ServiceNow, metrics: MetricsNow) -> AskAnswer:
    """An answer with citations; only its length and outcome are counted, never its words."""
    answer = service.answer(asked.question, asked.history, asked.filter, admit(request))
    metrics.add(ANSWERS, status=answer.status)
    if answer.phrasing:
        metrics.add(PHRASINGS, outcome=answer.phrasing.outcome)
    return answer
