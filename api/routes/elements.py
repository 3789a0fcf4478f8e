"""`/api/elements`: the plan elements and their tables."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.listing import Wanted, list_elements, read_type
from api.models import ElementOut, ElementPage
from api.negotiation import choose
from api.routes.context import CatalogueNow
from api.serialise_elements import element_out, linked_element_out
from api.tables import XLSX, to_csv, to_xlsx

router = APIRouter(prefix="/api", tags=["element"])
FORMATS = {"application/json": "json", "text/csv": "csv", XLSX: "xlsx"}


def get_wanted(
    type: Annotated[list[str], Query(description="Slag, med eller utan å, ä, ö")] = [],  # noqa: B006
    year: Annotated[list[int], Query(description="Planår")] = [],  # noqa: B006
    document: str = "",
    organisation: str = "",
    recipient: str = "",
    objective: Annotated[str, Query(description="Målsättningens nummer eller id")] = "",
    series: Annotated[str | None, Query(description="RF, HS, Ber eller tom")] = None,
    area: str = "",
    q: Annotated[str, Query(max_length=500, description="Ord som ska stå i texten")] = "",
) -> Wanted:
    """The listing's filters."""
    types = tuple(read_type(word) for several in type for word in several.split(",") if word.strip())
    return Wanted(
        types=types, years=tuple(year), series=series, document=document or None, organisation=organisation or None,
        recipient=recipient or None, objective=objective or None, area=area or None, q=q.strip() or None,
    )  # fmt: skip


@router.get(
    "/elements", response_model=ElementPage, summary="Element, i läsordning; som JSON, CSV eller arbetsbok",
    responses={200: {"content": {media: {} for media in FORMATS if media != "application/json"}}},
)  # fmt: skip
def get_elements(
    request: Request,
    catalogue: CatalogueNow,
    wanted: Annotated[Wanted, Depends(get_wanted)],
    limit: Annotated[int | None, Query(ge=0, le=100_000)] = None,
    offset: Annotated[int, Query(ge=0)] = 0,
    format: Literal["json", "csv", "xlsx"] | None = None,
) -> ElementPage | Response:
    """A page of elements; as a table (CSV, XLSX) the whole listing unless `limit` is given."""
    found = list_elements(catalogue, wanted)
    form = format or FORMATS[choose(request.headers.get("accept"), tuple(FORMATS)) or "application/json"]
    size = (50 if form == "json" else len(found)) if limit is None else limit
    items = [element_out(catalogue, e) for e in found[offset : offset + size]]
    return ElementPage(items=items, total=len(found)) if form == "json" else _table(items, form)


def _table(items: list[ElementOut], form: str) -> Response:
    content, media = (to_csv(items), "text/csv; charset=utf-8") if form == "csv" else (to_xlsx(items), XLSX)
    headers = {"Content-Disposition": f'attachment; filename="element.{form}"', "Vary": "Accept"}
    return Response(content, media_type=media, headers=headers)


@router.get("/elements/{id:path}", summary="Ett element med allt det hänger ihop med")
def get_element(id: str, catalogue: CatalogueNow) -> ElementOut:
    """One element."""
    return linked_element_out(catalogue, catalogue.get_element(id))
