"""`/docs`: the service's calls as a plain page, made of its own OpenAPI document; nothing is fetched from elsewhere."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.openapi import calls_by_subject
from api.pages import render_page

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def get_docs(request: Request) -> HTMLResponse:
    """Every call by subject, with what it takes and what it may answer."""
    return render_page(request, "anrop.html", subjects=list(calls_by_subject(request.app.openapi())))
