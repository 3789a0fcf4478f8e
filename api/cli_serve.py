"""What `rodatraden serve` does: the API in a child that is kept running, the page in another, all stopped together."""

from __future__ import annotations

import gc
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from rich.console import Console

from api.app import assemble_app
from api.examples import suggest_questions
from api.logs import set_up_logs
from api.patience import PatientServer
from api.settings import Settings
from api.supervisor import Page, keep_running
from graph.release import load_release, load_serving
from ontology.errors import ReleaseError, UsageError

PAGE = Path(__file__).resolve().parent.parent / "ui" / "server.py"
PATIENCE = 60.0
GRACE = 15
"""Seconds that requests have to come to their end when the service is stopped."""


def run(settings: Settings, console: Console, *, examples: bool) -> None:
    """Serve until interrupted; raises before anything starts where no release or port is to be had."""
    set_up_logs(settings.log_format)
    require_release(settings.data_dir)
    gc.freeze()  # all that was imported is here to stay, for each API that is forked too
    gc.enable()
    with claim(settings.host, settings.port) as listener:
        port = listener.getsockname()[1]
        everywhere = settings.host in ("0.0.0.0", "::")  # nosec B104 # told apart here, and the default is loopback
        api = f"http://{'127.0.0.1' if everywhere else settings.host}:{port}"
        with page(settings, api) as running:
            greeting = partial(greet, settings, console, api, examples)
            ended = keep_running(lambda: serve(settings, listener, greeting), running)
    if not ended:
        raise UsageError("API:et gick inte att köra; se loggen ovan.")


def require_release(data_dir: Path) -> None:
    """Raises `ReleaseError` where nothing can serve. That every file holds is the API's to prove: once is enough."""
    try:
        load_release(data_dir, verify=False)
    except ReleaseError:
        load_serving(data_dir)


def serve(settings: Settings, listener: socket.socket, greeting: Callable[[], None]) -> None:
    """The API on a listening socket until SIGTERM or SIGINT, which let it finish what it has begun."""
    threading.Thread(target=greeting, daemon=True).start()
    config = uvicorn.Config(
        assemble_app(settings), log_config=None, access_log=False, timeout_graceful_shutdown=GRACE,
        server_header=False, proxy_headers=False,  # the app minds those, after it has seen who calls
    )  # fmt: skip
    PatientServer(config).run(sockets=[listener])


@contextmanager
def claim(host: str, port: int) -> Iterator[socket.socket]:
    """A listening socket; raises `UsageError` where the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(128)
        except OSError as error:
            raise UsageError(
                f"Port {port} på {host} går inte att använda ({error.strerror}). "
                "Stoppa det som använder den eller välj en annan med --port (sidan: --ui-port)."
            ) from error
        yield listener


@contextmanager
def page(settings: Settings, api: str) -> Iterator[Page | None]:
    """The Streamlit page, stopped with the block; None where no port is set."""
    if settings.ui_port is None:
        yield None
        return
    if not PAGE.is_file():
        raise UsageError(f"Sidan finns inte: {PAGE} saknas. Starta utan --ui-port.")
    with claim(settings.host, settings.ui_port):
        pass
    told = {"RODATRADEN_API": api, "RODATRADEN_READER_HEADER": settings.reader_header or ""}
    running = Page(_streamlit(settings), {**os.environ, **told})
    try:
        yield running
    finally:
        running.stop()


def _streamlit(settings: Settings) -> list[str]:
    return [
        sys.executable, "-m", "streamlit", "run", str(PAGE), "--server.port", str(settings.ui_port),
        "--server.address", settings.host, "--server.headless", "true", "--browser.gatherUsageStats", "false",
        "--logger.level", "error",
    ]  # fmt: skip


def greet(settings: Settings, console: Console, api: str, examples: bool) -> None:
    """Say where everything is, once it answers."""
    if not wait_until(f"{api}/ready"):
        return
    if settings.ui_port is not None:
        page_address = f"http://{settings.host}:{settings.ui_port}"
        answers = wait_until(f"{page_address}/_stcore/health")
        console.print(f"Sidan:  {page_address}" if answers else "Sidan svarar inte; se utskriften ovan.", markup=False)
    console.print(f"API:et: {api}   (beskrivning: {api}/docs)", markup=False)
    if examples:
        console.print("Prova att fråga:", markup=False)
        for question in suggest_questions(settings):
            console.print(f"  {question}", markup=False, soft_wrap=True)
    console.print("Avsluta med Ctrl-C.", markup=False)


def wait_until(address: str) -> bool:
    """Whether an address answers 200 within the time there is."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if get_status(address) == 200:
            return True
        time.sleep(0.2)
    return False


def get_status(address: str) -> int | None:
    """The status that an HTTP address of this machine answers with, None where it does not."""
    place = urlsplit(address)
    asking = HTTPConnection(place.netloc, timeout=2)
    try:
        asking.request("GET", place.path)
        return asking.getresponse().status
    except (OSError, HTTPException):
        return None
    finally:
        asking.close()
