"""Figures for Prometheus in its text format, counted by a plain ASGI middleware.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Counters by name and labels; thread-safe."""

    def __init__(self) -> None:
        """Start at nothing."""
        self._lock = threading.Lock()
        self._figures: Counter[tuple[str, Labels]] = Counter()

    def add(self, name: str, amount: float = 1, /, **labels: str) -> None:
        """Add to a counter."""
        with self._lock:
            self._figures[name, tuple(sorted(labels.items()))] += amount  # type: ignore[assignment]

    def render(self, gauges: Mapping[str, float]) -> str:
        """The exposition text: the counters, then the gauges given."""
        with self._lock:
            figures = sorted(self._figures.items())
        lines = [f"{name}{_labels(labels)} {amount:g}" for (name, labels), amount in figures]
        return "\n".join([*lines, *(f"{name} {amount:g}" for name, amount in gauges.items())]) + "\n"


def _labels(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{key}="{_escaped(value)}"' for key, value in labels) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


class CountingMiddleware:
    """Counts requests and their seconds by route template and status; never by the words of a question."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """Stand around `app`."""
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and count its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, started = 500, time.perf_counter()

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, note)
        finally:
            route = getattr(scope.get("route"), "path", "")
            self.metrics.add("rodatraden_requests_total", route=route, method=scope["method"], status=str(status))
            self.metrics.add("rodatraden_request_seconds_sum", time.perf_counter() - started, route=route)
            self.metrics.add("rodatraden_request_seconds_count", route=route)
