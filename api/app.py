"""The web application, assembled from its settings; importing makes nothing."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api import pages
from api.deployment import Deployment
from api.gate import QuestionGate, Rate
from api.intake import BodyLimit
from api.metrics import Metrics
from api.openapi import describe_app
from api.problems import add_handlers
from api.publisher import Publisher
from api.readers import ReadersOnly
from api.routes import (
    asking,
    calls,
    catalog,
    decisions,
    documents,
    elements,
    feedback,
    identifiers,
    queries,
    releases,
    sparql,
    tables,
    threads,
    uploads,
)
from api.security import SecurityHeaders
from api.settings import Settings
from api.uploads import LARGEST
from api.watch import Watch

LOG = logging.getLogger("rodatraden.service")
WATCH_SECONDS = 2.0
SUBJECTS = (
    documents, uploads, decisions, threads, elements, tables, asking, feedback, releases, queries, sparql,
    identifiers, catalog, calls, pages,
)  # fmt: skip

LARGER = {"/api/documents": LARGEST + 100_000, "/api/decisions": decisions.LARGEST}
"""Bytes that some calls take in: a file within its form, and a whole log of decisions."""


def assemble_app(settings: Settings, *, warm: bool = True) -> FastAPI:
    """The service over `settings.data_dir`; with `warm`, index and model are loaded in the background."""
    deployment = Deployment(settings)
    app = FastAPI(
        title="Röda tråden", version=_version(), lifespan=_lifespan(deployment, warm),
        description="Planernas uppdrag, mål och styrtal med källa; svar på frågor, med belägg.",
        docs_url=None, redoc_url=None,  # theirs fetch scripts from elsewhere; `api.routes.calls` has a page of our own
    )  # fmt: skip
    app.state.deployment = deployment
    app.state.metrics = Metrics()
    app.state.publisher = Publisher(settings)
    app.state.gate = QuestionGate(settings.ask_running, settings.ask_waiting, settings.ask_wait)
    app.state.writes = Rate(settings.writes_per_minute, 60)
    app.state.service = None
    add_handlers(app)
    app.add_middleware(BodyLimit, larger=LARGER)
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD", "POST"], allow_headers=["If-None-Match"],
        expose_headers=["ETag", "Retry-After"],
    )  # fmt: skip
    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings.proxies)
    app.add_middleware(ReadersOnly, header=settings.reader_header, proxies=settings.proxies)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Watch, metrics=app.state.metrics)
    for subject in SUBJECTS:
        app.include_router(subject.router)
    describe_app(app, [subject.router for subject in SUBJECTS])
    return app


def _version() -> str:
    try:
        return version("roda-traden")
    except PackageNotFoundError:
        return "0"


def _lifespan(deployment: Deployment, warm: bool) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        stop = threading.Event()
        refresh(app, deployment, warm)
        watcher = threading.Thread(target=_watch, args=(app, deployment, warm, stop), name="release", daemon=True)
        watcher.start()
        app.state.publisher.resume()
        yield
        stop.set()
        deployment.close()

    return lifespan


def _watch(app: FastAPI, deployment: Deployment, warm: bool, stop: threading.Event) -> None:
    """Swap to a new release soon after it becomes current; whatever goes wrong, go on watching."""
    while not stop.wait(WATCH_SECONDS):
        try:
            refresh(app, deployment, warm)
        except Exception as error:
            LOG.error("Den nya releasen kunde inte öppnas.", exc_info=error)


def refresh(app: FastAPI, deployment: Deployment, warm: bool) -> None:
    """Open the current release where it is new, and hand it to the pages."""
    first = deployment.service is None
    if deployment.refresh(warm=warm):
        app.state.service = deployment.service
        if first and warm and deployment.service:
            threading.Thread(target=deployment.service.warm, name="warm", daemon=True).start()
