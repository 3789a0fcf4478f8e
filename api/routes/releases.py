"""`/api/releases`, `/api/validation`, and how the service is doing."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from api.findings import load_findings
from api.models import ReleaseOut, ValidationOut
from api.routes.context import DeploymentNow, MetricsNow, ServiceNow
from graph.release import find_releases

router = APIRouter(tags=["drift"])


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


@router.get("/api/validation", summary="Vad kontrollen anmärkte på, och vad som inte lästes")
def get_validation(service: ServiceNow) -> ValidationOut:
    """The SHACL report's findings and what was not read."""
    return load_findings(service.release)


@router.get("/health", summary="Tjänsten lever")
def get_health() -> dict[str, str]:
    """Alive, whatever else."""
    return {"status": "ok"}


@router.get("/ready", summary="En release är inläst")
def get_ready(service: ServiceNow) -> dict[str, Any]:
    """Ready with a release; 503 otherwise."""
    return {"status": "ok", "release": service.release.id}


@router.get("/metrics", response_class=PlainTextResponse, summary="Mätvärden för Prometheus")
def get_metrics(deployment: DeploymentNow, metrics: MetricsNow) -> PlainTextResponse:
    """Counters and what is loaded."""
    service = deployment.service
    gauges: dict[str, float] = {"rodatraden_ready": float(service is not None)}
    if service:
        gauges["rodatraden_documents"] = len(service.catalogue.documents)
        gauges["rodatraden_elements"] = len(service.catalogue.elements)
        gauges["rodatraden_quads"] = len(service.store.inner)
    return PlainTextResponse(metrics.render(gauges), media_type="text/plain; version=0.0.4; charset=utf-8")
