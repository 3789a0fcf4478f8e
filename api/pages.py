"""The plain pages: the reader that a citation's `url` opens, a question and its answer, a start page.

Server-rendered HTML that needs no script and asks for nothing outside the service (WCAG 2.1 AA,
https://www.w3.org/TR/WCAG21/). What they show comes from `request.app.state.service`, a `PageService`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Protocol, cast

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.gate import admit
from api.models import AskFilter
from api.page_text import find_hits, find_words, split_marked, to_blocks, to_lines, to_mark
from api.problems import ProblemError
from ontology.errors import RodaTradenError
from ontology.model import Document, Element, Passage

HERE = Path(__file__).parent
LONGEST = 200
"""Characters of a search in a document."""
STATIC = {"sidor.css": "text/css", "traden.svg": "image/svg+xml"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
KIND_WORDS = {
    "verksamhetsplan": "Verksamhetsplan", "utvecklingsplan": "Utvecklingsplan",
    "verksamhetsberattelse": "Verksamhetsberättelse", "delarsrapport": "Delårsrapport",
    "arsredovisning": "Årsredovisning", "internkontrollplan": "Internkontrollplan", "fardplan": "Färdplan",
    "strategi": "Strategi", "budget": "Budget", "protokoll": "Protokoll", "ovrigt": "Övrigt dokument",
}
STATUS_WORDS = {
    "answered": ("✓", "Svar"),
    "partial": ("◐", "Svar på en del av frågan"),
    "clarify": ("?", "Frågan kan läsas på flera sätt"),
    "not_found": ("–", "Det här står inte i planerna"),
    "out_of_scope": ("○", "Frågan ligger utanför planerna"),
}
router = APIRouter(include_in_schema=False)


class PageService(Protocol):
    """What the pages need of the running service. Document ids are the model's; answers are the contract's JSON."""

    @property
    def region(self) -> str:
        """The name of the region or municipality, from the settings ("" when it is not set)."""

    def documents(self) -> Sequence[Document]:
        """Every document of the release that serves."""

    def document(self, id: str) -> Document | None:
        """The document with this id."""

    def passages(self, id: str) -> Sequence[Passage]:
        """The document's passages in reading order."""

    def original(self, id: str) -> str | None:
        """The address of the source file, where the service may hand it out."""

    def marks(self, id: str) -> Mapping[str, Sequence[Element]]:
        """The document's plan elements by the passage that says them."""

    def ask(
        self, question: str, limits: AskFilter | None = None, gate: AbstractContextManager[None] | None = None
    ) -> Mapping[str, Any]:
        """The answer to a question in the shape of `POST /api/ask`; raises `RodaTradenError` on misuse."""


@cache
def _templates() -> Environment:
    """The templates, escaping everything that they are given."""
    env = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
                      trim_blocks=True, lstrip_blocks=True)
    env.filters |= {"split_marked": split_marked, "find_words": find_words, "to_mark": to_mark}
    env.globals |= {"KINDS": KIND_WORDS, "STATUSES": STATUS_WORDS}
    return env


def render_page(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """Render a template with what every page shows."""
    service = _service(request)
    html = _templates().get_template(template).render(region=service.region if service else "", **values)
    return HTMLResponse(html, status, HEADERS)


def _trouble(request: Request, status: int, title: str, message: str, retry: int | None = None) -> HTMLResponse:
    """A page that says what is wrong and what to do; `retry` after how many seconds to try again."""
    page = render_page(request, "fel.html", status, title=title, message=message)
    if retry:
        page.headers["Retry-After"] = str(retry)
    return page


def _not_ready(request: Request) -> HTMLResponse:
    return _trouble(request, 503, "Tjänsten startar", "Planerna läses in. Vänta en stund och ladda om sidan.")


def _service(request: Request) -> PageService | None:
    """The running service, or None while no release is loaded."""
    if not hasattr(request.state, "service"):  # one release for the whole page, though another may come meanwhile
        request.state.service = getattr(request.app.state, "service", None)
    return cast("PageService | None", request.state.service)


@router.get("/")
def start(request: Request) -> Response:
    """The way in: a question box, plans of neighbouring years to compare, and the documents."""
    service = _service(request)
    if service is None:
        return _not_ready(request)
    documents = sorted(service.documents(), key=lambda document: (-document.year, document.title))
    years = sorted({document.year for document in documents if document.kind == "verksamhetsplan"}, reverse=True)
    return render_page(request, "start.html", documents=documents, pairs=list(pairwise(years)))


@router.get("/fraga")
def fraga(
    request: Request,
    q: str = "",
    ar: Annotated[list[int], Query()] = [],  # noqa: B006
    slag: Annotated[list[str], Query()] = [],  # noqa: B006
    mottagare: Annotated[list[str], Query()] = [],  # noqa: B006
) -> Response:
    """A question and its answer with the evidence beneath; year, kind and recipient correct what was understood."""
    service = _service(request)
    if service is None:
        return _not_ready(request)
    if not (question := q.strip()):
        return render_page(request, "fraga.html", question="", reply=None, lines=[], limits=[])
    limits = AskFilter.model_validate({"years": ar or None, "types": slag or None, "recipients": mottagare or None})
    try:
        reply = service.ask(question, limits if ar or slag or mottagare else None, admit(request))
    except ProblemError as error:
        return _trouble(request, error.status, error.title, str(error), error.retry)
    except RodaTradenError as error:
        return _trouble(request, 400, "Frågan kunde inte ställas", str(error))
    known = [citation["n"] for citation in reply["citations"]]
    lines = to_lines(reply["answer"], known)
    return render_page(request, "fraga.html", question=question, reply=reply, lines=lines,
                       limits=[*map(str, ar), *slag, *mottagare])


@router.get("/dokument/{id}")
def dokument(request: Request, id: str, passage: str = "", citat: str = "", sok: str = "") -> Response:
    """The document as text by page and section, with the cited passage and the words that are sought marked."""
    return _reader(request, "dokument.html", id, passage, citat, sok)


@router.get("/dokument/{id}/text")
def dokument_text(request: Request, id: str, passage: str = "", citat: str = "", sok: str = "") -> Response:
    """The reader's text alone, for a page that has a frame of its own."""
    return _reader(request, "dokument_text.html", id, passage, citat, sok)


def _reader(request: Request, template: str, id: str, passage: str, citat: str, sok: str) -> Response:
    """Render a document in its page or alone."""
    service = _service(request)
    if service is None:
        return _not_ready(request)
    document = service.document(id)
    if document is None:
        why = f"Det finns inget dokument med beteckningen ”{id}”. Det kan ha bytts ut eller dragits tillbaka."
        return _trouble(request, 404, "Dokumentet finns inte", why)
    passages, sought = service.passages(id), " ".join(sok.split())[:LONGEST]
    cited = next((one for one in passages if one.id == passage), None)
    return render_page(request, template, document=document, blocks=list(to_blocks(passages)), cited=cited, quote=citat,
                       asked=passage, original=service.original(id), marks=service.marks(id), sought=sought,
                       hits=find_hits(passages, sought))


@router.get("/static/{name}")
def static(request: Request, name: str) -> Response:
    """The style sheet and the mark."""
    if name not in STATIC:
        return _trouble(request, 404, "Filen finns inte", "Adressen leder inte till någon fil.")
    return FileResponse(HERE / "static" / name, media_type=STATIC[name], headers={"Cache-Control": "max-age=3600"})
