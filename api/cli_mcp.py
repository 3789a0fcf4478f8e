"""`rodatraden mcp`: the agents' server, over a service that runs already or one of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli_holdings import DataDir
from ontology.errors import UsageError

if TYPE_CHECKING:
    from api.settings import Settings

PATIENCE = 60.0


def serve_agents(
    data_dir: DataDir = None,
    api: Annotated[str | None, typer.Option(help="Adressen till en tjänst som redan körs.")] = None,
    http_port: Annotated[
        int | None, typer.Option(help="Svara över HTTP på den porten (/mcp) i stället för på standard in och ut.")
    ] = None,
) -> None:
    """Låt agenter använda tjänsten (Model Context Protocol)."""
    from api.settings import load_settings

    if api:
        _run(api, http_port)
    else:
        with own_service(load_settings(data_dir=data_dir)) as root:
            _run(root, http_port)


def _run(root: str, http_port: int | None) -> None:
    from api.mcp_server import make_server

    server = make_server(root)
    if http_port is None:
        server.run("stdio")
    else:
        server.run("streamable-http", host="127.0.0.1", port=http_port)


@contextmanager
def own_service(settings: Settings) -> Iterator[str]:
    """The service on a free port of loopback, for as long as the block lasts: citations open there."""
    import uvicorn

    from api.app import assemble_app
    from api.cli_serve import claim
    from graph.release import load_release

    load_release(settings.data_dir)
    with claim("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(assemble_app(settings), log_level="error", timeout_graceful_shutdown=2))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="service", daemon=True)
        thread.start()
        deadline = time.monotonic() + PATIENCE
        while not server.started:
            if time.monotonic() > deadline or not thread.is_alive():
                raise UsageError(f"Tjänsten kom inte i gång inom {PATIENCE:.0f} sekunder.")
            time.sleep(0.05)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)
