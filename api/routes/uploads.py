"""`POST /api/documents`, `…/publish`, `DELETE …`: upload, publish and withdraw, each with a key."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, UploadFile

from api import holdings, uploads
from api.keys import KeyFirst, PublisherRole, Role, Uploader, require_right
from api.models import PublishingOut, UploadOut
from api.problems import ProblemError
from api.readings import Source
from api.routes.context import CatalogueNow, DeploymentNow
from api.routes.decisions import PublisherNow

router = APIRouter(prefix="/api", tags=["dokument"], route_class=KeyFirst)


@router.post("/documents", status_code=201, summary="Ladda upp och läs ett dokument (kräver nyckel)")
def post_document(file: UploadFile, role: Uploader, deployment: DeploymentNow, catalogue: CatalogueNow) -> UploadOut:
    """Keep and read a file; it stands in no release until it is published. 422 says why one cannot be read."""
    kept = uploads.keep_upload(deployment.settings, file.filename or "dokument", file.file)
    source = uploads.read_upload(deployment.settings, kept)
    if not isinstance(source, Source):
        uploads.discard(kept)
        raise ProblemError(422, "Filen kan inte läsas", source)
    return uploads.upload_out(source, catalogue, "uppladdad")


@router.get("/uploads", summary="Uppladdade dokument som inte är publicerade (kräver nyckel)")
def get_uploads(role: Role, deployment: DeploymentNow, catalogue: CatalogueNow) -> list[UploadOut]:
    """What is uploaded and in no release; what has been published since is taken away."""
    published = {document.sha256 for document in catalogue.documents.values()}
    found: list[UploadOut] = []
    for file in uploads.find_uploads(deployment.settings):
        source = uploads.read_upload(deployment.settings, file)
        if file.sha256 in published or not isinstance(source, Source):
            uploads.discard(file)
        else:
            found.append(uploads.upload_out(source, catalogue, "uppladdad"))
    return found


@router.post("/documents/{id}/publish", status_code=202, summary="Publicera ett uppladdat dokument (kräver nyckel)")
def publish_document(
    id: str, role: PublisherRole, deployment: DeploymentNow, publisher: PublisherNow, catalogue: CatalogueNow
) -> UploadOut:
    """Ask for a new release with the uploaded document; `/api/publishing` tells when it serves."""
    source = uploads.get_upload(deployment.settings, id)
    holdings.lift(deployment.settings.data_dir, source.sha256, role)
    publisher.request(str(source.path))
    return uploads.upload_out(source, catalogue, "publiceras")


@router.delete("/documents/{id}", status_code=202, summary="Undanta ett dokument ur nästa release (kräver nyckel)")
def delete_document(
    request: Request, id: str, role: Role, deployment: DeploymentNow, publisher: PublisherNow, catalogue: CatalogueNow,
    note: str = "",
) -> PublishingOut:  # fmt: skip
    """Withdraw a document of the release, or discard an upload that is in none: that is the right to upload."""
    state: Literal["vilar", "bygger"] = "vilar"
    held = id in catalogue.documents
    require_right(request, role, "publicera" if held else "ladda-upp")
    if held:
        holdings.withdraw(id, deployment.settings.data_dir, role, note)
        publisher.request()
        state = "bygger"
    else:
        uploads.discard(uploads.get_upload(deployment.settings, id))
    return PublishingOut(state=state, release=deployment.get_service().release.id)
