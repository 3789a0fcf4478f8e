"""`/api/styrtal`: the styrtal over the years, as data or as a table."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.negotiation import choose
from api.routes.context import CatalogueNow
from api.series import COLUMNS, SeriesPage, find_series, to_cells
from api.tables import XLSX, write_csv, write_xlsx

router = APIRouter(prefix="/api", tags=["element"])
FORMS = {"application/json": "json", "text/csv": "csv", XLSX: "xlsx"}


@router.get(
    "/styrtal", response_model=SeriesPage, summary="Styrtalen över åren: utfall och mål, en rad för varje tråd och år",
    responses={200: {"content": {media: {} for media in FORMS if media != "application/json"}}},
)  # fmt: skip
def get_series(
    request: Request,
    catalogue: CatalogueNow,
    element: Annotated[str, Query(description="Ett styrtals id: bara dess tråd")] = "",
    organisation: Annotated[str, Query(description="Utgivarens namn eller en del av det")] = "",
    q: Annotated[str, Query(max_length=500, description="Ord som ska stå i styrtalets text")] = "",
    format: Literal["json", "csv", "xlsx"] | None = None,
) -> SeriesPage | Response:
    """The points of every thread, or of those whose styrtal holds the words."""
    points = find_series(catalogue, element, organisation, q)
    form = format or FORMS[choose(request.headers.get("accept"), tuple(FORMS)) or "application/json"]
    if form == "json":
        return SeriesPage(items=points, total=len(points))
    rows = (to_cells(point) for point in points)
    content = write_csv(COLUMNS, rows) if form == "csv" else write_xlsx("Styrtal", COLUMNS, rows)
    media = next(media for media, name in FORMS.items() if name == form)
    headers = {"Content-Disposition": f'attachment; filename="styrtal.{form}"', "Vary": "Accept"}
    return Response(content, media_type=media, headers=headers)
