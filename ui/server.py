"""Serve the page as an ASGI app that says which language it speaks, where its server is, and what may run in it.

`streamlit run ui/server.py` finds `app` here; the views begin in `app.py`. Streamlit's own index says `lang="en"`
(WCAG 2.1, 3.1.1), its parts speak English (3.1.2; `svenska.js`), and it guesses at its server's address from the view's
path: each guess is an error in the console.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import set_up_logs
from api.security import SecurityHeaders
from api.settings import load_settings
from ui import markup, texts
from ui.client import make_client
from ui.texts import verktyg as words

HERE = Path(__file__).parent
LOG = logging.getLogger("rodatraden.ui")
CONDITIONS = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
SCRIPTS = """<script>
const base = location.origin + "/" + {path}
window.__streamlit = { BACKEND_BASE_URL: base, MAIN_PAGE_BASE_URL: base }
const WORDS = {words}, PATTERNS = {patterns};
{swedish}
</script></head>"""
POLICY = (
    "default-src 'none'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Scripts are files of ours or those that stand here by their checksums; Streamlit writes its styles as it goes."""
INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
NO_SCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)


class Swedish:
    """Middleware that mends Streamlit's index; everything else passes untouched."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask for the whole index, never a part or "not modified", and mend it on its way out."""
        if scope["type"] != "http" or scope["path"].startswith(("/static/", "/_stcore/", "/media/")):
            await self.app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name not in CONDITIONS]
        await self.app({**scope, "headers": headers}, receive, Mender(send))


class Mender:
    """A `send` that holds an HTML reply back until it is whole, so that its length can be told."""

    def __init__(self, send: Send) -> None:
        """Send mended messages on to `send`."""
        self.send, self.body = send, b""
        self.start: Message | None = None

    async def __call__(self, message: Message) -> None:
        """Hold an HTML reply's start and parts; send it at its end."""
        if message["type"] == "http.response.start" and _is_html(message):
            self.start = message
        elif self.start is None or message["type"] != "http.response.body":
            await self.send(message)
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self.start)

    async def _finish(self, start: Message) -> None:
        body = mend(self.body)
        headers = [pair for pair in start["headers"] if pair[0] not in {b"content-length", b"etag", b"last-modified"}]
        headers.append((b"content-length", str(len(body)).encode()))
        headers.append((b"content-security-policy", to_policy(body).encode()))
        await self.send({**start, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})


def _is_html(start: Message) -> bool:
    headers: dict[bytes, bytes] = dict(start["headers"])
    return headers.get(b"content-type", b"").startswith(b"text/html")


def mend(html: bytes) -> bytes:
    """The index in Swedish, with the address of its server, and a way on for one without scripts."""
    said = {
        "path": json.dumps(st.get_option("server.baseUrlPath").strip("/")), "words": json.dumps(words.WORDS),
        "patterns": json.dumps(words.PATTERNS), "swedish": (HERE / "svenska.js").read_text(encoding="utf-8"),
    }  # fmt: skip
    scripts = re.sub(r"\{(\w+)\}", lambda found: said.get(found[1], found[0]), SCRIPTS)
    plain = f"<noscript>{words.NO_SCRIPT.format(plain=make_client().open_address('/'))}</noscript>"
    html = NO_SCRIPT.sub(lambda found: plain.encode(), html, count=1)
    return html.replace(b'<html lang="en">', b'<html lang="sv">', 1).replace(b"</head>", scripts.encode(), 1)


def to_policy(html: bytes) -> str:
    """What the browser is to let the index do (https://www.w3.org/TR/CSP3/): no script but its own and the views'."""
    scripts = (*INLINE.findall(html), *(script.encode() for script in markup.SCRIPTS))
    sums = (base64.b64encode(hashlib.sha256(script).digest()).decode() for script in scripts)
    return POLICY.format(scripts=" ".join(f"'sha256-{one}'" for one in sums))


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Log as the service does, once the server has set up its own logs."""
    set_up_logs(load_settings().log_format)
    yield


def report(error: Exception) -> bool:
    """Log a view's crash, and say in Swedish that something went wrong."""
    LOG.error("Sidan kunde inte visas", exc_info=error)
    st.error(f"**{texts.CRASH[0]}** {texts.CRASH[1]}")
    return True


app = st.App(
    HERE / "app.py", lifespan=lifespan, middleware=[Middleware(SecurityHeaders), Middleware(Swedish)],
    on_script_error=report,
)  # fmt: skip
