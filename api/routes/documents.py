"""`/api/documents`: what was read, its passages and its source files."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import FileResponse

from api.catalogue import UnknownIdError
from api.models import DocumentOut, DocumentPage, PassageOut
from api.routes.context import CatalogueNow, ServiceNow
from api.serialise import counted_document, neighbours_out
from api.sources import find_original

router = APIRouter(prefix="/api/documents", tags=["dokument"])


@router.get("", summary="Alla dokument, med hur många stycken och element de gav")
def list_documents(catalogue: CatalogueNow) -> DocumentPage:
    """Every document by year."""
    items = [counted_document(catalogue, document) for document in catalogue.documents.values()]
    return DocumentPage(items=items, total=len(items))


@router.get("/{id}", summary="Ett dokument")
def get_document(id: str, catalogue: CatalogueNow) -> DocumentOut:
    """One document."""
    return counted_document(catalogue, catalogue.get_document(id))


@router.get("/{id}/original", summary="Källfilen som den lästes", response_class=FileResponse)
def get_original(id: str, service: ServiceNow) -> FileResponse:
    """The source file's bytes, always as a download."""
    document = service.catalogue.get_document(id)
    path = find_original(service.release, id)
    if path is None:
        raise UnknownIdError(f"Releasen har ingen källfil för ”{id}”. Läs texten på /dokument/{id}.")
    headers = {"X-Content-Type-Options": "nosniff"}
    return FileResponse(path, media_type=document.media_type, filename=path.name, headers=headers)


@router.get("/{id}/passages/{pid}", summary="Ett stycke, dess plats och dess grannar")
def get_passage(id: str, pid: str, catalogue: CatalogueNow) -> PassageOut:
    """One passage with its neighbours."""
    return neighbours_out(catalogue, id, pid)
