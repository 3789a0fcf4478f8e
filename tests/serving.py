"""The service over real sockets, for clients that nobody here wrote: browsers, agents, other programs."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from api.app import assemble_app
from api.settings import Settings

PATIENCE = 30.0


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """The service on a free port of loopback; its root."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(assemble_app(settings, warm=False), log_level="warning", timeout_graceful_shutdown=2)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + PATIENCE
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.05)
        assert server.started, "the service did not start"
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
