"""`/api/feedback`: whether an answer helped; anyone may say, those with a key may read."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.feedback import FeedbackIn, FeedbackOut, FullError, keep_feedback, load_feedback, to_csv
from api.gate import peer
from api.keys import Role
from api.problems import ProblemError
from api.routes.context import DeploymentNow

router = APIRouter(prefix="/api/feedback", tags=["omdömen"])
PROBLEM = {"description": "Fler omdömen ryms inte.", "content": {"application/problem+json": {}}}


@router.post("", status_code=201, summary="Säg om ett svar var till hjälp", responses={507: PROBLEM})
def post_feedback(given: FeedbackIn, request: Request, deployment: DeploymentNow) -> FeedbackOut:
    """Keep an entry: no name, no address, the question only where it was sent. So many a minute from each address."""
    request.app.state.writes.check(f"omdöme {peer(request)}")
    try:
        return keep_feedback(deployment.settings.data_dir, given)
    except FullError as error:
        raise ProblemError(507, "Fullt", str(error)) from error


@router.get(
    "", response_model=list[FeedbackOut], summary="Alla omdömen (kräver nyckel)",
    responses={200: {"content": {"text/csv": {}}}},
)  # fmt: skip
def get_feedback(role: Role, deployment: DeploymentNow, format: Literal["json", "csv"] = "json") -> object:
    """Every entry, oldest first; as a table where `format=csv`."""
    found = load_feedback(deployment.settings.data_dir)
    if format == "json":
        return found
    headers = {"Content-Disposition": 'attachment; filename="omdomen.csv"'}
    return Response(to_csv(found), media_type="text/csv; charset=utf-8", headers=headers)
