"""How much a request may bring: what is larger than its call needs is refused unread, and counted while it comes."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import TITLES, problem

LARGEST_BODY = 1_000_000
"""Bytes that may be sent to a call that needs no more: the longest question with its conversation takes a tenth."""
TOO_LARGE = "Det som skickades är större än {:g} MB, som är det mesta som anropet tar. Korta eller dela det."


class BodyLimit:
    """A plain ASGI middleware that reads no more of a request than its call may need; 413 past that."""

    def __init__(self, app: ASGIApp, larger: Mapping[str, int]) -> None:
        """Stand around `app`; `larger` are the bytes that some paths take."""
        self.app, self.larger = app, larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on where it says that it is small enough, and count what comes of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request, come = Request(scope), 0
        most = self.larger.get(scope["path"], LARGEST_BODY)
        told = request.headers.get("content-length", "")
        words = TOO_LARGE.format(most / 1_000_000)
        if told.isdigit() and int(told) > most:
            await problem(413, TITLES[413], words, request)(scope, receive, send)
            return

        async def counted() -> Message:
            nonlocal come
            message = await receive()
            come += len(message.get("body", b""))
            if come > most:
                raise HTTPException(413, words)  # the kind that whoever reads the body lets through
            return message

        await self.app(scope, counted, send)
