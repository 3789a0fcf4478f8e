"""`/docs`: the service's calls as a plain page, made of its own OpenAPI document; nothing is fetched from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.openapi import METHODS
from api.pages import render_page

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def get_docs(request: Request) -> HTMLResponse:
    """Every call by subject, with what it takes and what it may answer."""
    document = request.app.openapi()
    subjects = [
        (tag["name"], tag["description"], list(_calls(document["paths"], tag["name"]))) for tag in document["tags"]
    ]
    return render_page(request, "anrop.html", subjects=[one for one in subjects if one[2]])


def _calls(paths: Mapping[str, Mapping[str, Any]], tag: str) -> Iterator[dict[str, Any]]:
    for path, methods in paths.items():
        for method in METHODS:
            call = methods.get(method)
            if call and tag in call.get("tags", ()):
                yield {"path": path, "method": method.upper(), "parameters": [], "requestBody": {}, **call}
