"""The one place that talks HTTP to the API. Trouble is a value with Swedish words, never an exception."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import httpx
from pydantic import BaseModel

from api.models import (
    Changes,
    CorrectionPage,
    ElementOut,
    ElementPage,
    History,
    PublishingOut,
    ReleaseOut,
    ReviewPage,
    SearchResult,
    UploadOut,
    ValidationOut,
)
from ui import texts
from ui.shapes import AnswerJson, DocumentJson, Limits, TurnJson

DEFAULT_API = "http://127.0.0.1:8000"
TIMEOUT = httpx.Timeout(60.0, connect=3.0)
ALL = 100_000
Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no answer, in words for the person who asked; `status` is the API's, 0 where there is none."""

    title: str
    detail: str
    status: int = 0


@dataclass(frozen=True, slots=True)
class Client:
    """The API at an address; `public` is the address that a reader's browser can reach it at; `key` lets one write.

    `reader` is the header in which a proxy named the reader, and the name: the page's calls are that reader's.
    """

    address: str
    public: str
    key: str = ""
    reader: tuple[str, str] | None = None

    def ask(
        self, question: str, history: Sequence[TurnJson] = (), limits: Limits | None = None
    ) -> AnswerJson | Trouble:
        """The answer to a question in its conversation, within limits."""
        body = {"question": question, "history": list(history), "filter": limits or None}
        reply: AnswerJson | Trouble = self._json("POST", "/api/ask", json=body)
        return reply

    def documents(self) -> list[DocumentJson] | Trouble:
        """The documents that were read, newest first."""
        reply = self._json("GET", "/api/documents")
        if isinstance(reply, Trouble):
            return reply
        return sorted(reply["items"], key=lambda document: (-document["year"], document["title"]))

    def elements(self, **wanted: str | int | Sequence[str | int]) -> list[ElementOut] | Trouble:
        """Every element of a listing, by the filters of `/api/elements`."""
        page = self._get(ElementPage, "/api/elements", **{"limit": ALL, **wanted})
        return page if isinstance(page, Trouble) else page.items

    def history(self, element: str) -> History | Trouble:
        """The thread of an element."""
        return self._get(History, f"/api/elements/{quote(element)}/history")

    def changes(self, older: int, newer: int, kind: str, organisation: str = "") -> Changes | Trouble:
        """What differs between two years."""
        wanted = {"from": older, "to": newer, "type": kind, "organisation": organisation}
        return self._get(Changes, "/api/changes", **wanted)

    def search(self, q: str, limit: int) -> SearchResult | Trouble:
        """Passages, best first, with the parts of their score."""
        return self._get(SearchResult, "/api/search", q=q, limit=limit)

    def validation(self) -> ValidationOut | Trouble:
        """What the checks remarked on, and what was not read."""
        return self._get(ValidationOut, "/api/validation")

    def releases(self) -> list[ReleaseOut] | Trouble:
        """The releases, newest first."""
        reply = self._json("GET", "/api/releases")
        return reply if isinstance(reply, Trouble) else [ReleaseOut.model_validate(one) for one in reply]

    def sources(self, release: str) -> dict[str, str] | Trouble:
        """What a release was made of: document id → checksum."""
        reply = self._json("GET", f"/api/releases/{quote(release)}")
        return reply if isinstance(reply, Trouble) else {one["document"]: one["sha256"] for one in reply["sources"]}

    def publishing(self) -> PublishingOut | Trouble:
        """How a build in the background is doing."""
        return self._get(PublishingOut, "/api/publishing")

    def reviews(self) -> ReviewPage | Trouble:
        """The doubtful links and what people have decided."""
        return self._get(ReviewPage, "/api/reviews", limit=10_000)

    def corrections(self) -> CorrectionPage | Trouble:
        """The corrections that hold."""
        return self._get(CorrectionPage, "/api/corrections")

    def uploads(self) -> list[UploadOut] | Trouble:
        """What is uploaded and not published."""
        reply = self._json("GET", "/api/uploads")
        return reply if isinstance(reply, Trouble) else [UploadOut.model_validate(one) for one in reply]

    def upload(self, name: str, content: bytes) -> UploadOut | Trouble:
        """Have a file kept and read."""
        reply = self._json("POST", "/api/documents", files={"file": (name, content)})
        return reply if isinstance(reply, Trouble) else UploadOut.model_validate(reply)

    def publish(self, document: str) -> Trouble | None:
        """Ask for a release with an uploaded document."""
        return self._done("POST", f"/api/documents/{quote(document)}/publish")

    def withdraw(self, document: str, note: str = "") -> Trouble | None:
        """Take a document out of the next release, or discard an upload."""
        return self._done("DELETE", f"/api/documents/{quote(document)}", params={"note": note})

    def decide(self, older: str, newer: str, verdict: str, note: str) -> Trouble | None:
        """Confirm, reject or lift a link between two elements."""
        body = {"from": older, "to": newer, "verdict": verdict, "note": note}
        return self._done("POST", "/api/reviews", json=body)

    def correct(self, body: dict[str, Any]) -> Trouble | None:
        """Correct an element: `CorrectionIn` of the API."""
        return self._done("POST", "/api/corrections", json=body)

    def tell(self, feedback: dict[str, Any]) -> Trouble | None:
        """Whether an answer helped: `FeedbackIn` of the API."""
        return self._done("POST", "/api/feedback", json=feedback)

    def feedback(self) -> str | Trouble:
        """What readers have said, as a table (CSV)."""
        reply = self._send("GET", "/api/feedback", params={"format": "csv"})
        return reply if isinstance(reply, Trouble) else reply.text if reply.is_success else explain(reply)

    def reader_text(self, document: str, passage: str = "", sought: str = "") -> str | Trouble:
        """A document's text as escaped HTML with the passage and the words that are sought marked."""
        reply = self._send("GET", f"/dokument/{quote(document)}/text", params={"passage": passage, "sok": sought})
        return reply if isinstance(reply, Trouble) else reply.text if reply.is_success else explain(reply)

    def open_address(self, path: str, **query: str | int | Sequence[str | int]) -> str:
        """A path on the API as an address for the reader's browser."""
        asked = urlencode({name: value for name, value in query.items() if value}, doseq=True)
        return self.public.rstrip("/") + path + (f"?{asked}" if asked else "")

    def _send(self, method: str, path: str, **parts: Any) -> httpx.Response | Trouble:  # noqa: ANN401
        headers = dict([self.reader] if self.reader else [])
        headers |= {"Authorization": f"Bearer {self.key}"} if self.key else {}
        address = self.address.rstrip("/") + path
        try:
            return open_connections().request(method, address, headers=headers, **parts)
        except httpx.ReadTimeout:
            return Trouble(*texts.SLOW)
        except (httpx.HTTPError, UnicodeError):
            return Trouble(texts.DOWN[0], texts.DOWN[1].format(address=self.address))

    def _json(self, method: str, path: str, **parts: Any) -> Any:  # noqa: ANN401
        reply = self._send(method, path, **parts)
        if isinstance(reply, Trouble):
            return reply
        try:
            return reply.json() if reply.is_success else explain(reply)
        except ValueError:
            return strange(reply.status_code)

    def _get(self, shape: type[Shape], path: str, **params: Any) -> Shape | Trouble:  # noqa: ANN401
        reply = self._json("GET", path, params=params)
        return reply if isinstance(reply, Trouble) else shape.model_validate(reply)

    def _done(self, method: str, path: str, **parts: Any) -> Trouble | None:  # noqa: ANN401
        reply = self._json(method, path, **parts)
        return reply if isinstance(reply, Trouble) else None


@cache
def open_connections() -> httpx.Client:
    """The connections of this process, made once: making them costs more than a call. Let go before the API does."""
    limits = httpx.Limits(max_connections=100, keepalive_expiry=2.0)
    return httpx.Client(timeout=TIMEOUT, trust_env=False, limits=limits)


def explain(reply: httpx.Response) -> Trouble:
    """What an error reply says: its problem document's own words where it has one (RFC 9457)."""
    if reply.headers.get("content-type", "").startswith("application/problem+json"):
        problem = reply.json()
        return Trouble(problem["title"], problem.get("detail", ""), reply.status_code)
    return Trouble(*texts.NOT_READY, 503) if reply.status_code == 503 else strange(reply.status_code)


def strange(status: int) -> Trouble:
    """An answer that is none of those that the API gives."""
    return Trouble(texts.STRANGE[0], texts.STRANGE[1].format(status=status), status)


def make_client(key: str = "") -> Client:
    """The client that the environment asks for: `RODATRADEN_API`, and `RODATRADEN_API_PUBLIK` where it differs."""
    address = os.environ.get("RODATRADEN_API") or DEFAULT_API
    return Client(address, os.environ.get("RODATRADEN_API_PUBLIK") or address, key, _reader())


def _reader() -> tuple[str, str] | None:
    """What a proxy told the page of its reader, where the setting names a header for it."""
    from streamlit import context

    name = os.environ.get("RODATRADEN_READER_HEADER")
    return (name, context.headers.get(name) or "") if name else None
