"""What handlers get handed: the deployment, the service that serves now, its catalogue."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.catalogue import Catalogue
from api.deployment import Deployment
from api.metrics import Metrics
from api.wiring import Service


def get_deployment(request: Request) -> Deployment:
    """The app's deployment."""
    deployment: Deployment = request.app.state.deployment
    return deployment


def get_metrics(request: Request) -> Metrics:
    """The app's counters."""
    metrics: Metrics = request.app.state.metrics
    return metrics


def get_service(deployment: Annotated[Deployment, Depends(get_deployment)]) -> Service:
    """The service that serves now; 503 where there is none."""
    return deployment.get_service()


def get_catalogue(service: Annotated[Service, Depends(get_service)]) -> Catalogue:
    """Its catalogue."""
    return service.catalogue


DeploymentNow = Annotated[Deployment, Depends(get_deployment)]
MetricsNow = Annotated[Metrics, Depends(get_metrics)]
ServiceNow = Annotated[Service, Depends(get_service)]
CatalogueNow = Annotated[Catalogue, Depends(get_catalogue)]
