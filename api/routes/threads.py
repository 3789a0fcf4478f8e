"""`/api/changes` and `/api/elements/{id}/history`: two years compared, one thread; as data, table, page or paper."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.listing import read_type
from api.models import Changes, History
from api.negotiation import choose
from api.reports import Report, changes_csv, changes_report, changes_xlsx, thread_report, to_markdown
from api.reports.page import report_page
from api.routes.context import CatalogueNow
from api.tables import XLSX
from api.threads import compare, history

router = APIRouter(prefix="/api", tags=["trådar"])
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READABLE = {"application/json": "json", "text/markdown": "md", "text/html": "html"}
MEDIA = {"md": "text/markdown; charset=utf-8", "docx": DOCX, "csv": "text/csv; charset=utf-8", "xlsx": XLSX}
TABLES = {"csv": changes_csv, "xlsx": changes_xlsx}


@router.get(
    "/elements/{id:path}/history", response_model=History, summary="Elementets tråd över åren",
    responses={200: {"content": {media: {} for media in ("text/html", "text/markdown", DOCX)}}},
)  # fmt: skip
def get_history(
    request: Request, id: str, catalogue: CatalogueNow, format: Literal["json", "md", "html", "docx"] | None = None
) -> History | Response:
    """The thread of one element; as a readable report where a page, Markdown or a Word document is asked for."""
    thread = history(catalogue, catalogue.get_element(id))
    form = format or _form(request, {**READABLE, DOCX: "docx"})
    if form == "json":
        return thread
    return _written(request, thread_report(thread, _root(request, form)), form, "trad")


@router.get(
    "/changes", response_model=Changes, summary="Vad som skiljer två års planer",
    responses={200: {"content": {media: {} for media in ("text/html", "text/markdown", "text/csv", XLSX, DOCX)}}},
)  # fmt: skip
def get_changes(
    request: Request,
    catalogue: CatalogueNow,
    older: Annotated[int, Query(alias="from", ge=1900, le=2200)],
    newer: Annotated[int, Query(alias="to", ge=1900, le=2200)],
    type: str = "uppdrag",
    organisation: str = "",
    format: Literal["json", "csv", "xlsx", "md", "html", "docx"] | None = None,
) -> Changes | Response:
    """What came, went, changed and stayed between two years; as a table or a readable report where asked for."""
    compared = compare(catalogue, older, newer, read_type(type), organisation or None)
    form = format or _form(request, {**READABLE, "text/csv": "csv", XLSX: "xlsx", DOCX: "docx"})
    if form == "json":
        return compared
    if form in TABLES:
        return _file(TABLES[form](compared), form, "andringar")
    return _written(request, changes_report(compared, (older, newer), _root(request, form)), form, "andringar")


def _form(request: Request, forms: dict[str, str]) -> str:
    return forms[choose(request.headers.get("accept"), tuple(forms)) or "application/json"]


def _root(request: Request, form: str) -> str:
    """What addresses begin with: a page is read where it lies, a file anywhere."""
    return "" if form == "html" else str(request.base_url).rstrip("/")


def _written(request: Request, report: Report, form: str, name: str) -> Response:
    if form == "html":
        return report_page(request, report)
    if form == "md":
        return _file(to_markdown(report).encode(), form, name)
    from api.reports.paper import to_docx  # python-docx takes long to import, and few ask for it

    return _file(to_docx(report), form, name)


def _file(content: bytes, form: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Vary": "Accept"}
    return Response(content, media_type=MEDIA[form], headers=headers)
