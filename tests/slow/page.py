"""The service and its page in processes of their own, over documents read for them, and a browser that is watched."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.engines import free_port

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = Path("/usr/bin/chromium")
DOCUMENTS = ROOT / "ingest" / "examples" / "documents"
PATIENCE = 120.0
KEY = "en-lang-hemlighet"
OURS = re.compile(r"^(https?|wss?)://127\.0\.0\.1:|^(data|blob|about):")


def wait_for(address: str, child: subprocess.Popen[bytes]) -> None:
    """Wait until an address answers, while its process lives."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert child.poll() is None, "rodatraden serve slutade i förtid"
        with suppress(httpx.HTTPError):
            if httpx.get(address, timeout=2, trust_env=False).status_code == 200:
                return
        time.sleep(0.3)
    pytest.fail(f"{address} svarade inte inom {PATIENCE:.0f} sekunder")


@dataclass
class Served:
    """Where the service and its page answer."""

    api: str
    ui: str


@contextmanager
def serve(data: str, *sources: Path, **variables: str) -> Iterator[Served]:
    """Documents, built and served with the page, under these environment variables."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium saknas: /usr/bin/chromium finns inte (apt install chromium)")
    environment = {**os.environ, "RODATRADEN_KEYS": f"granskare:{KEY}", **variables}
    command = [str(Path(sys.executable).with_name("rodatraden"))]
    build = [*command, "build", *map(str, sources), "--data-dir", data]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL, env=environment)
    api, ui = free_port(), free_port()
    run = [*command, "serve", "--data-dir", data, "--port", str(api), "--ui-port", str(ui)]
    child = subprocess.Popen(run, cwd=data, env=environment)
    try:
        wait_for(f"http://127.0.0.1:{api}/ready", child)
        wait_for(f"http://127.0.0.1:{ui}/_stcore/health", child)
        yield Served(f"http://127.0.0.1:{api}", f"http://127.0.0.1:{ui}")
    finally:
        child.terminate()
        child.wait(15)


@dataclass
class Watched:
    """A browser's context and what went wrong in it."""

    context: object
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def open(self, address: str):
        """A new tab at an address."""
        tab = self.context.new_page()
        tab.goto(address)
        return tab


def watch(browser, **options) -> Watched:
    """A fresh context of a browser that is watched."""
    context = browser.new_context(locale="sv-SE", **options)
    context.set_default_timeout(30_000)
    watched = Watched(context)
    context.on("console", lambda line: watched.errors.append(line.text) if line.type == "error" else None)
    context.on("weberror", lambda error: watched.errors.append(str(error.error)))
    context.on("request", lambda request: None if OURS.match(request.url) else watched.outside.append(request.url))
    return watched
