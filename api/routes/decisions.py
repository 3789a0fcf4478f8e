"""`/api/reviews`, `/api/corrections`, `/api/decisions`: what people decide; reading is open, writing wants a key."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.correcting import correct, list_corrections, load_corrections
from api.keys import Corrector, Importer, KeyFirst, Reviewer, Role
from api.models import (
    CorrectionIn,
    CorrectionOut,
    CorrectionPage,
    PublishingOut,
    ReviewIn,
    ReviewOut,
    ReviewPage,
)
from api.publisher import Publisher
from api.reviewing import decide, list_reviews, load_reviews
from api.routes.context import CatalogueNow, DeploymentNow
from graph.decisions import DecisionLog, dump

router = APIRouter(prefix="/api", tags=["beslut"], route_class=KeyFirst)
JSON_LINES = "application/x-ndjson"
LARGEST = 20_000_000
"""Bytes of decisions that may be taken in at once."""


def get_log(deployment: DeploymentNow) -> DecisionLog:
    """The data folder's decisions."""
    return DecisionLog(deployment.settings.data_dir)


def get_publisher(request: Request) -> Publisher:
    """Who builds new releases."""
    publisher: Publisher = request.app.state.publisher
    return publisher


LogNow = Annotated[DecisionLog, Depends(get_log)]
PublisherNow = Annotated[Publisher, Depends(get_publisher)]


@router.get("/reviews", summary="Tveksamma led att granska, och vad människor har beslutat")
def get_reviews(
    catalogue: CatalogueNow,
    log: LogNow,
    status: Annotated[list[Literal["candidate", "confirmed", "rejected"]], Query()] = [],  # noqa: B006
    type: str = "",
    older: Annotated[int | None, Query(alias="from")] = None,
    newer: Annotated[int | None, Query(alias="to")] = None,
    limit: Annotated[int, Query(ge=0, le=10_000)] = 200,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> ReviewPage:
    """The queue and the decisions, filtered by status, type and years."""
    found = [
        one for one in list_reviews(catalogue, load_reviews(log))
        if (not status or one.status in status) and (not type or one.type == type)
        and older in (None, one.from_year) and newer in (None, one.to_year)
    ]  # fmt: skip
    waiting = sum(one.status == "candidate" for one in found)
    return ReviewPage(items=found[offset : offset + limit], total=len(found), candidates=waiting)


@router.post("/reviews", status_code=201, summary="Bekräfta, avvisa eller lägg till ett led (kräver nyckel)")
def post_review(
    given: ReviewIn, role: Reviewer, catalogue: CatalogueNow, log: LogNow, publisher: PublisherNow
) -> ReviewOut | None:
    """Keep a person's word durably and ask for a new release; the pair as it stands now, None where it is lifted."""
    decision = decide(catalogue, log, given, role)
    publisher.request()
    return next(
        (one for one in list_reviews(catalogue, load_reviews(log)) if one.decision and one.decision.id == decision.id),
        None,
    )


@router.get("/corrections", summary="Rättelser som gäller")
def get_corrections(catalogue: CatalogueNow, log: LogNow) -> CorrectionPage:
    """Every correction that holds."""
    items = list_corrections(catalogue, load_corrections(log))
    return CorrectionPage(items=items, total=len(items))


@router.post("/corrections", status_code=201, summary="Rätta, lägg till eller avvisa ett element (kräver nyckel)")
def post_correction(
    given: CorrectionIn, role: Corrector, catalogue: CatalogueNow, log: LogNow, publisher: PublisherNow
) -> CorrectionOut | None:
    """Try the correction, keep it durably and ask for a new release; None where an earlier one is lifted."""
    decision = correct(catalogue, log, given, role)
    publisher.request()
    held = list_corrections(catalogue, load_corrections(log))
    return next((one for one in held if one.decision.id == decision.id), None)


@router.get("/decisions", summary="Alla beslut som JSON-rader (kräver nyckel)", response_class=Response)
def export_decisions(role: Role, log: LogNow) -> Response:
    """Every decision ever made, in order, to be kept or taken in elsewhere."""
    headers = {"Content-Disposition": 'attachment; filename="beslut.jsonl"'}
    return Response(dump(log.load()), media_type=JSON_LINES, headers=headers)


@router.post(
    "/decisions",
    summary="Läs in beslut som exporterats (kräver nyckel)",
    openapi_extra={"requestBody": {"required": True, "content": {JSON_LINES: {"schema": {"type": "string"}}}}},
)
async def import_decisions(request: Request, role: Importer, log: LogNow, publisher: PublisherNow) -> dict[str, int]:
    """Take in the decisions that are not here yet; how many they were."""
    taken = log.take_in(await request.body())
    if taken:
        publisher.request()
    return {"taken": taken}


@router.get("/publishing", summary="Om en ny release byggs just nu")
def get_publishing(deployment: DeploymentNow, publisher: PublisherNow) -> PublishingOut:
    """How the builds in the background are doing, and which release serves."""
    serving = deployment.service.release.id if deployment.service else None
    return PublishingOut(state=publisher.state, message=publisher.message, release=serving)
