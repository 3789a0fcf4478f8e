"""Who may read: everybody, or, behind a proxy with single sign-on, those whom the proxy names in a header.

The header counts only from the proxy's own address: anybody else could write it too. Nobody's name is kept or logged.
"""

from __future__ import annotations

import ipaddress

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import TITLES, problem

OPEN = frozenset({"/health", "/ready", "/metrics"})
"""Paths that machines which watch the service ask for every few seconds; let the proxy keep them from readers."""
NAMELESS = "Tjänsten är bara för inloggade. Gå in genom er vanliga inloggning, eller fråga den som driver tjänsten."


class ReadersOnly:
    """A plain ASGI middleware that lets only named readers in, where a header is set."""

    def __init__(self, app: ASGIApp, header: str | None, proxies: str) -> None:
        """Stand around `app`; `proxies` are addresses or networks, parted by commas."""
        self.app, self.header = app, header
        given = [part.strip() for part in proxies.split(",") if part.strip()]
        self.networks = [ipaddress.ip_network(part, strict=False) for part in given]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 401."""
        if scope["type"] != "http" or self.header is None or scope["path"] in OPEN or self._named(Request(scope)):
            await self.app(scope, receive, send)
            return
        await problem(401, TITLES[401], NAMELESS, Request(scope))(scope, receive, send)

    def _named(self, request: Request) -> bool:
        return bool(self.header and request.headers.get(self.header)) and self._is_proxy(request)

    def _is_proxy(self, request: Request) -> bool:
        """Whether the other end of the connection itself is a proxy of ours."""
        try:
            peer = ipaddress.ip_address(request.client.host if request.client else "")
        except ValueError:
            return False
        return any(peer in network for network in self.networks)
