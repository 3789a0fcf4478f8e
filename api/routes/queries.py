"""`/api/queries` and the query page's own files."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from fastapi.responses import FileResponse

from api.pages import HERE
from api.query_page import Example, find_examples

router = APIRouter(tags=["sparql"])
FILES = {
    "yasgui.min.js": "text/javascript", "yasgui.min.css": "text/css", "fragesida.js": "text/javascript",
    "fragesida.css": "text/css", "LICENSES.txt": "text/plain",
}  # fmt: skip


@router.get("/api/queries", summary="Exempelfrågor i SPARQL")
def get_queries() -> list[Example]:
    """The queries that the query page offers; also what the service itself asks."""
    return find_examples()


@router.get("/static/fragesida/{name}", include_in_schema=False)
def get_file(
    name: Literal["yasgui.min.js", "yasgui.min.css", "fragesida.js", "fragesida.css", "LICENSES.txt"],
) -> FileResponse:
    """A script or style sheet of the query page."""
    headers = {"Cache-Control": "max-age=3600", "X-Content-Type-Options": "nosniff"}
    return FileResponse(HERE / "static" / "fragesida" / name, media_type=FILES[name], headers=headers)
