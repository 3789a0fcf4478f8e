"""What came of every request, told to the figures and to the log when its answer has been sent."""

from __future__ import annotations

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import note_request
from api.metrics import Metrics
from api.readers import OPEN


class Watch:
    """A plain ASGI middleware that counts requests by route template and logs them by path; never a reader's words."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """Stand around `app`."""
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and tell of its answer; what machines ask for is logged only where it fails."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, started = 500, time.perf_counter()

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self.metrics.enter(1)
        try:
            await self.app(scope, receive, note)
        finally:
            seconds = time.perf_counter() - started
            self.metrics.enter(-1)
            self.metrics.answered(getattr(scope.get("route"), "path", ""), scope["method"], status, seconds)
            if status >= 400 or scope["path"] not in OPEN:
                note_request(scope["method"], scope["path"], status, seconds)
