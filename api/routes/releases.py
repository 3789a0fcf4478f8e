"""`/api/releases`, `/api/validation`, and how the service is doing."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from fastapi import Path as PathParam
from fastapi.responses import FileResponse, PlainTextResponse, Response

from api.catalogue import UnknownIdError
from api.deployment import Deployment
from api.exporting import FILES, MEDIA, graph_file
from api.findings import load_findings
from api.metrics import Metrics, open_files, resident_bytes
from api.models import Download, ReleaseDetail, ReleaseOut, ValidationOut
from api.routes.context import DeploymentNow, MetricsNow, ServiceNow
from api.settings import Settings
from graph.release import MANIFEST, Release, checksum, find_releases, load_release
from ontology.errors import ReleaseError

router = APIRouter(tags=["drift"])


def get_release(
    id: Annotated[str, PathParam(description="Releasens id", pattern="^[0-9a-f]{16}$")], deployment: DeploymentNow
) -> Release:
    """A release of the data folder by its id; 404 where it is not there."""
    try:
        return load_release(deployment.settings.data_dir, id, verify=False)
    except ReleaseError as error:
        raise UnknownIdError(f"Releasen ”{id}” finns inte. Se /api/releases.") from error


ReleaseAsked = Annotated[Release, Depends(get_release)]


@router.get("/api/releases", summary="Releaser, och vilken som svarar")
def get_releases(deployment: DeploymentNow) -> list[ReleaseOut]:
    """Every release in the data folder, newest first."""
    serving = deployment.service.release.id if deployment.service else None
    return [
        ReleaseOut(
            id=release.id, built=release.manifest["times"]["built"], serving=release.id == serving,
            model=release.manifest.get("model"), counts=release.manifest.get("counts", {}),
        )
        for release in find_releases(deployment.settings.data_dir)
    ]  # fmt: skip


@router.get("/api/releases/{id}", summary="En release: vad den är gjord av och vad som kan laddas ner")
def get_detail(release: ReleaseAsked, deployment: DeploymentNow) -> ReleaseDetail:
    """A release with its files and the whole graph as downloads, each with size and checksum.

    The checksum of `graf.nq` is the graph's own: of its canonical N-Quads (RDFC-1.0).
    """
    serving, manifest = deployment.service, release.manifest
    return ReleaseDetail(
        id=release.id, built=manifest["times"]["built"], serving=bool(serving and serving.release.id == release.id),
        model=manifest.get("model"), counts=manifest.get("counts", {}), base_iri=str(manifest["base_iri"]),
        sources=list(manifest.get("sources", [])), files=list(manifest["files"]),
        downloads=list_downloads(release, deployment.settings),
    )  # fmt: skip


@router.get(
    "/api/releases/{id}/manifest.json", summary="Releasens manifest som det ligger på disken",
    response_class=FileResponse, responses={200: {"content": {"application/json": {}}}},
)  # fmt: skip
def get_manifest(release: ReleaseAsked) -> FileResponse:
    """The manifest: what the release was made of, every file with its checksum."""
    return FileResponse(release.path(MANIFEST), media_type="application/json", headers={"ETag": f'"{release.id}"'})


@router.get(
    "/api/releases/{id}/{name}", summary="Hela grafen som en fil: graf.trig eller graf.nq",
    response_class=FileResponse,
    responses={200: {"content": {media: {} for media in MEDIA.values()}}, 304: {"description": "Oförändrad"}},
)  # fmt: skip
def get_graph_file(
    request: Request, release: ReleaseAsked, name: Literal["graf.trig", "graf.nq"], deployment: DeploymentNow
) -> Response:
    """The release's graphs, piece by piece; the ETag is the file's SHA-256."""
    form = next(form for form, file in FILES.items() if file == name)
    path = graph_file(release, form, deployment.settings)
    headers = {"ETag": f'"{_digest(path)}"'}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type=MEDIA[name], filename=f"{release.id}-{name}", headers=headers)


def list_downloads(release: Release, settings: Settings) -> list[Download]:
    """The files of the whole graph, with size and checksum."""
    return [
        Download(
            name=path.name, media_type=MEDIA[path.name], size=path.stat().st_size, sha256=_digest(path),
            url=f"/api/releases/{release.id}/{path.name}",
        )
        for path in (graph_file(release, form, settings) for form in FILES)
    ]  # fmt: skip


@lru_cache(maxsize=64)
def _digest(path: Path) -> str:
    """A release's file never changes under its path."""
    return checksum(path)


@router.get("/api/validation", summary="Vad kontrollen anmärkte på, och vad som inte lästes")
def get_validation(service: ServiceNow) -> ValidationOut:
    """The SHACL report's findings and what was not read."""
    return load_findings(service.release)


@router.get("/health", summary="Tjänsten lever")
def get_health() -> dict[str, str]:
    """Alive, whatever else."""
    return {"status": "ok"}


@router.get("/ready", summary="En release är inläst")
def get_ready(service: ServiceNow, deployment: DeploymentNow) -> dict[str, Any]:
    """Ready with a release, and the engines that it lies in answer; 503 otherwise.

    `trouble` tells why another release than the newest serves.
    """
    service.check()
    trouble = {"trouble": deployment.trouble} if deployment.trouble else {}
    return {"status": "ok", "release": service.release.id, **trouble}


@router.get("/metrics", response_class=PlainTextResponse, summary="Mätvärden för Prometheus")
def get_metrics(request: Request, deployment: DeploymentNow, metrics: MetricsNow) -> PlainTextResponse:
    """Counters, and how things are just now."""
    gauges = {**_loaded(deployment), **_load(request, metrics)}
    return PlainTextResponse(metrics.render(gauges), media_type="text/plain; version=0.0.4; charset=utf-8")


def _loaded(deployment: Deployment) -> dict[str, float]:
    """What is open, and what it takes."""
    service = deployment.service
    gauges = {
        "rodatraden_ready": float(service is not None),
        "rodatraden_release_broken": float(deployment.trouble is not None),
        "rodatraden_resident_bytes": resident_bytes(),
        "rodatraden_open_files": open_files(),
    }
    if service:
        gate, warden = service.pool.outside, service.pool.process
        gauges |= {
            "rodatraden_documents": len(service.catalogue.documents),
            "rodatraden_elements": len(service.catalogue.elements),
            "rodatraden_quads": service.store.source.size(),
            "rodatraden_sparql_running": len(gate.inside),
            "rodatraden_sparql_waiting": gate.waiting.total(),
            "rodatraden_sparql_workers": service.settings.sparql_workers + 1 if warden else 0,
            "rodatraden_sparql_resident_bytes": resident_bytes(warden) if warden else 0,
        }
    return gauges


def _load(request: Request, metrics: Metrics) -> dict[str, float]:
    """How much is asked for, and how the builds are doing."""
    gate, publisher = request.app.state.gate, request.app.state.publisher
    return {
        "rodatraden_requests_running": metrics.running,
        "rodatraden_questions_waiting": gate.waiting,
        "rodatraden_questions_turned_away_total": gate.turned_away,
        "rodatraden_building": float(publisher.state == "bygger"),
        "rodatraden_build_failed": float(publisher.state == "misslyckades"),
    }
