"""The one place that talks HTTP to the API. Trouble is a value with Swedish words, never an exception."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

import httpx

from ui import texts

DEFAULT_API = "http://127.0.0.1:8000"
TIMEOUT = httpx.Timeout(60.0, connect=3.0)


class DocumentJson(TypedDict, total=False):
    """A document as `/api/documents` lists it and a citation names it."""

    id: str
    kind: str
    title: str
    year: int
    organisation: str | None
    huvudman: str | None
    status: str | None
    pages: int | None
    passages: int | None
    elements: int | None
    by_type: dict[str, int] | None


class CitationJson(TypedDict):
    """Where something is said."""

    n: int
    document: DocumentJson
    page: int | None
    section: str | None
    quote: str
    passage: str
    url: str


class InterpretationJson(TypedDict, total=False):
    """How the question was understood."""

    years: list[int]
    types: list[str]
    entities: list[str]
    intent: str


class AnswerJson(TypedDict):
    """An answer, as `POST /api/ask` gives it."""

    id: str
    status: str
    answer: str
    citations: list[CitationJson]
    interpretation: InterpretationJson
    sparql: str | None
    suggestions: list[str]


class TurnJson(TypedDict):
    """An earlier question and its answer."""

    question: str
    answer: str
    status: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no answer, in words for the person who asked; `status` is the API's, 0 where there is none."""

    title: str
    detail: str
    status: int = 0


@dataclass(frozen=True, slots=True)
class Client:
    """The API at an address; `public` is the address that a reader's browser can reach it at."""

    address: str
    public: str

    def ask(self, question: str, history: Sequence[TurnJson] = ()) -> AnswerJson | Trouble:
        """The answer to a question in its conversation."""
        body = {"question": question, "history": list(history)}
        reply: AnswerJson | Trouble = self._json("POST", "/api/ask", json=body)
        return reply

    def documents(self) -> list[DocumentJson] | Trouble:
        """The documents that were read, newest first."""
        reply = self._json("GET", "/api/documents")
        if isinstance(reply, Trouble):
            return reply
        return sorted(reply["items"], key=lambda document: (-document["year"], document["title"]))

    def validation(self) -> dict[str, Any] | Trouble:
        """What the checks remarked on, and what was not read."""
        reply: dict[str, Any] | Trouble = self._json("GET", "/api/validation")
        return reply

    def reader_text(self, document: str, passage: str = "") -> str | Trouble:
        """A document's text as escaped HTML with the passage marked."""
        reply = self._send("GET", f"/dokument/{document}/text", params={"passage": passage})
        if isinstance(reply, Trouble):
            return reply
        return reply.text if reply.is_success else explain(reply)

    def open_address(self, path: str) -> str:
        """A path on the API as an address for the reader's browser."""
        return self.public.rstrip("/") + path

    def _send(self, method: str, path: str, **parts: Any) -> httpx.Response | Trouble:  # noqa: ANN401
        try:
            return httpx.request(method, self.address.rstrip("/") + path, timeout=TIMEOUT, trust_env=False, **parts)
        except httpx.ReadTimeout:
            return Trouble(*texts.SLOW)
        except httpx.HTTPError:
            return Trouble(texts.DOWN[0], texts.DOWN[1].format(address=self.address))

    def _json(self, method: str, path: str, **parts: Any) -> Any:  # noqa: ANN401
        reply = self._send(method, path, **parts)
        if isinstance(reply, Trouble):
            return reply
        try:
            return reply.json() if reply.is_success else explain(reply)
        except ValueError:
            return strange(reply.status_code)


def explain(reply: httpx.Response) -> Trouble:
    """What an error reply says: its problem document's own words where it has one (RFC 9457)."""
    if reply.headers.get("content-type", "").startswith("application/problem+json"):
        problem = reply.json()
        return Trouble(problem["title"], problem.get("detail", ""), reply.status_code)
    return Trouble(*texts.NOT_READY, 503) if reply.status_code == 503 else strange(reply.status_code)


def strange(status: int) -> Trouble:
    """An answer that is none of those that the API gives."""
    return Trouble(texts.STRANGE[0], texts.STRANGE[1].format(status=status), status)


def make_client() -> Client:
    """The client that the environment asks for: `RODATRADEN_API`, and `RODATRADEN_API_PUBLIK` where it differs."""
    address = os.environ.get("RODATRADEN_API") or DEFAULT_API
    return Client(address, os.environ.get("RODATRADEN_API_PUBLIK") or address)
