"""What every answer bears and no request goes past.

Headers, unless the route said stricter ones: nothing is sniffed, framed or told onwards
(https://owasp.org/www-project-secure-headers/). And how much may be sent.
"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import TITLES, problem

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


LARGEST_BODY = 1_000_000
"""Bytes that may be sent to a call that needs no more: the longest question with its conversation takes a tenth."""
TOO_LARGE = "Det som skickades är större än {:g} MB, som är det mesta som anropet tar. Korta eller dela det."


class SecurityHeaders:
    """A plain ASGI middleware that adds what is missing of `HEADERS`."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand around `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add the headers to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, guarded)


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
