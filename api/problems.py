"""Errors as RFC 9457 problem documents, in Swedish: one table from exception to answer.

https://www.rfc-editor.org/rfc/rfc9457
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.catalogue import UnknownIdError
from api.questions import EmptyQuestionError, LongQuestionError
from api.sparql.errors import (
    BusyError,
    MemoryLimitError,
    NotAcceptableError,
    RefusedError,
    SlowError,
    TooMuchError,
    UnavailableError,
)
from graph.files import FULL, is_full
from ontology.errors import DecisionError, EngineError, QueryError, ReleaseError, RodaTradenError, UsageError

LOG = logging.getLogger("rodatraden.api")
MEDIA_TYPE = "application/problem+json"


class ProblemError(RodaTradenError):
    """A request that gets a problem document with a status and a title of its own."""

    def __init__(self, status: int, title: str, detail: str, retry: int | None = None) -> None:
        """Keep the parts; `detail` says what was wrong and how to mend it, `retry` after how many seconds to try."""
        super().__init__(detail)
        self.status, self.title, self.retry = status, title, retry


def problem(
    status: int, title: str, detail: str, request: Request, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """A problem document."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": request.url.path}
    return JSONResponse(body, status, headers, MEDIA_TYPE)


TITLES = {
    400: "Felaktig begäran",
    401: "Nyckel saknas",
    403: "Inte tillåtet",
    404: "Finns inte",
    405: "Metoden stöds inte",
    406: "Formatet stöds inte",
    413: "För stort",
    415: "Okänt innehåll",
    422: "Felaktiga uppgifter",
    429: "För många anrop",
    500: "Fel i tjänsten",
    503: "Inte redo",
    504: "Tog för lång tid",
    507: "Krävde för mycket minne",
}
DETAILS = {
    404: "Adressen finns inte. Se /docs för tjänstens anrop.",
    405: "Adressen finns men tar inte den metoden. Se /docs för tjänstens anrop.",
}

# pydantic's kinds of fault, in Swedish; the fault's context fills the braces
FAULTS = {
    "missing": "saknas",
    "int_parsing": "ska vara ett heltal",
    "int_type": "ska vara ett heltal",
    "string_type": "ska vara text",
    "list_type": "ska vara en lista",
    "dict_type": "ska vara ett objekt",
    "model_attributes_type": "ska vara ett JSON-objekt",
    "greater_than_equal": "ska vara minst {ge}",
    "less_than_equal": "ska vara högst {le}",
    "too_long": "får ha högst {max_length} delar",
    "literal_error": "ska vara ett av {expected}",
    "enum": "ska vara ett av {expected}",
}


def _fault(error: Mapping[str, Any]) -> str:
    place = ".".join(str(part) for part in error["loc"][1:]) or "begärans kropp"
    words = FAULTS.get(error["type"], "är fel").format_map({"expected": "de tillåtna", **error.get("ctx", {})})
    return f"”{place}” {words}."


def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        return problem(400, TITLES[400], "Kroppen är inte giltig JSON.", request)
    return problem(422, TITLES[422], " ".join(_fault(fault) for fault in faults), request)


def _problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ProblemError)
    headers = {401: {"WWW-Authenticate": "Bearer"}}.get(error.status, {})
    later = {"Retry-After": str(error.retry)} if error.retry else {}
    return problem(error.status, error.title, str(error), request, headers | later)


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    title = TITLES.get(error.status_code, "Fel")
    return problem(error.status_code, title, DETAILS.get(error.status_code, str(error.detail)), request, error.headers)


def _crash(request: Request, error: Exception) -> JSONResponse:
    LOG.error("%s %s", request.method, request.url.path, exc_info=error)
    return problem(500, TITLES[500], "Något gick fel i tjänsten. Felet är loggat; försök igen.", request)


def _disk(request: Request, error: Exception) -> JSONResponse:
    """A disk without room is told as such: nothing was acknowledged, and reading goes on."""
    if not is_full(error):
        return _crash(request, error)
    LOG.error("Disken är full.", exc_info=error)
    return problem(507, "Disken är full", FULL, request)


def _as(status: int) -> Callable[[Request, Exception], JSONResponse]:
    def handle(request: Request, error: Exception) -> JSONResponse:
        headers = {"Retry-After": "5"} if status == 503 else None
        return problem(status, TITLES[status], str(error), request, headers)

    return handle


HANDLERS: dict[type[Exception], Callable[[Request, Exception], JSONResponse]] = {
    ProblemError: _problem,
    RequestValidationError: _invalid,
    HTTPException: _http,
    UnknownIdError: _as(404),
    EmptyQuestionError: _as(422),
    LongQuestionError: _as(413),
    RefusedError: _as(403),
    NotAcceptableError: _as(406),
    TooMuchError: _as(413),
    BusyError: _as(503),
    UnavailableError: _as(503),
    SlowError: _as(504),
    MemoryLimitError: _as(507),
    QueryError: _as(400),
    DecisionError: _as(422),
    UsageError: _as(400),
    ReleaseError: _as(503),
    EngineError: _as(503),
    RodaTradenError: _as(500),
    OSError: _disk,
    Exception: _crash,
}


def add_handlers(app: FastAPI) -> None:
    """Register the table with the app."""
    for kind, handler in HANDLERS.items():
        app.add_exception_handler(kind, handler)
