"""`/api/changes` and `/api/elements/{id}/history`: two years compared, one thread; as data, table or paper."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.listing import read_type
from api.models_threads import Changes, History
from api.routes.context import CatalogueNow
from api.threads import compare, history

router = APIRouter(prefix="/api", tags=["trådar"])


@router.get("/elements/{id:path}/history", summary="Elementets tråd över åren")
def get_history(id: str, catalogue: CatalogueNow) -> History:
    """The thread of one element."""
    return history(catalogue, catalogue.get_element(id))


@router.get("/changes", summary="Vad som skiljer två års planer")
def get_changes(
    catalogue: CatalogueNow,
    older: Annotated[int, Query(alias="from", ge=1900, le=2200)],
    newer: Annotated[int, Query(alias="to", ge=1900, le=2200)],
    type: str = "uppdrag",
    organisation: str = "",
) -> Changes:
    """What came, went, changed and stayed between two years."""
    return compare(catalogue, older, newer, read_type(type), organisation or None)
