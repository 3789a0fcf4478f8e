"""A server of the chat completions interface on loopback: it behaves as a test says and keeps what it was sent."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[[BaseHTTPRequestHandler, "Model"], None]


@dataclass
class Model:
    """What a server does, and what it has met."""

    behaviour: Behaviour
    address: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[Model]:
    """The server, until the block ends; whatever hangs in it is let go then."""
    model = Model(behaviour)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            model.asked.append({"path": self.path, **json.loads(content)})
            model.headers.append({name.lower(): value for name, value in self.headers.items()})
            model.arrived.set()
            with suppress(ConnectionError):
                model.behaviour(self, model)

        def do_GET(self) -> None:
            model.asked.append({"path": self.path})
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Nothing on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    model.address = f"http://127.0.0.1:{server.server_port}/v1"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield model
    finally:
        model.released.set()
        server.shutdown()
        server.server_close()


def sending(content: bytes, status: int = 200, **headers: str) -> Behaviour:
    """A server that answers everything with this."""

    def behave(handler: BaseHTTPRequestHandler, _: Model) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return behave


def to_reply(text: str | None, finish_reason: str = "stop") -> bytes:
    """A chat completion that says this."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish_reason}
    return json.dumps({"id": "x", "object": "chat.completion", "choices": [choice]}).encode()


def saying(text: str | None, finish_reason: str = "stop") -> Behaviour:
    """A server whose model says this, whatever it is asked."""
    return sending(to_reply(text, finish_reason))


def hang(_: BaseHTTPRequestHandler, model: Model) -> None:
    """Answer nothing."""
    model.released.wait(30)


def drip(handler: BaseHTTPRequestHandler, model: Model) -> None:
    """Send a sign now and then, so that no pause is long."""
    handler.send_response(200)
    handler.end_headers()
    while not model.released.wait(0.02):
        handler.wfile.write(b" ")


def flood(handler: BaseHTTPRequestHandler, model: Model) -> None:
    """Send without end."""
    handler.send_response(200)
    handler.end_headers()
    while not model.released.is_set():
        handler.wfile.write(b" " * 65_536)


def stream(handler: BaseHTTPRequestHandler, _: Model) -> None:
    """Stream events, which nobody has asked for."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.end_headers()
    for piece in ("rap", "arom", "bala"):
        handler.wfile.write(f'data: {{"choices": [{{"delta": {{"content": "{piece}"}}}}]}}\n\n'.encode())
    handler.wfile.write(b"data: [DONE]\n\n")
