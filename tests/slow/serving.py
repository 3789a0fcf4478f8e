"""A service in a process of its own over a release of the example documents, as its users meet it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from api.build import build
from api.settings import load_settings
from tests.engines import free_port

EXAMPLES = Path(__file__).resolve().parents[2] / "ingest" / "examples" / "documents"
PATIENCE = 90.0


@dataclass(frozen=True, slots=True)
class Running:
    """The service's address and the process id of its API, which the supervisor has forked."""

    address: str
    process: int


@contextmanager
def serving(folder: Path, **settings: object) -> Iterator[Running]:
    """Build and serve the examples from `folder`; `settings` by their names."""
    data = folder / "data"
    build([EXAMPLES], load_settings(data_dir=data, model="stub"))
    port = free_port()
    told = {f"RODATRADEN_{name.upper()}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-m", "api.cli", "serve", "--data-dir", str(data), "--port", str(port)]
    running = subprocess.Popen(command, env={**os.environ, **told})
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address)
        (api,) = children_of(running.pid)
        yield Running(address, api)
    finally:
        running.terminate()
        running.wait(20)


def children_of(process: int) -> list[int]:
    """The ids of the processes that a process has forked, by any of its threads; none where it is gone."""
    found: list[int] = []
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            with suppress(OSError):
                found += map(int, (thread / "children").read_text().split())
    return found


def wait_for(address: str) -> None:
    """Wait until the service at an address is ready and answers a query."""
    deadline = time.monotonic() + PATIENCE
    while True:
        assert time.monotonic() < deadline, "the service did not come up"
        try:
            if httpx.get(f"{address}/sparql", params={"query": "ASK {}"}).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
