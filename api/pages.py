"""The plain pages: the reader that a citation's `url` opens, a question and its answer, a start page.

Server-rendered HTML that needs no script and asks for nothing outside the service (WCAG 2.1 AA,
https://www.w3.org/TR/WCAG21/). What they show comes from `request.app.state.service`, a `PageService`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol, cast

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ontology.errors import RodaTradenError
from ontology.model import Document, Passage

HERE = Path(__file__).parent
STATIC = {"sidor.css": "text/css", "traden.svg": "image/svg+xml"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
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

    def ask(self, question: str) -> Mapping[str, Any]:
        """The answer to a question in the shape of `POST /api/ask`; raises `RodaTradenError` on misuse."""


@dataclass(frozen=True, slots=True)
class Block:
    """What one HTML element shows: a page mark, a heading, a paragraph, a list or a table."""

    kind: str
    passages: tuple[Passage, ...]
    page: int | None = None
    level: int = 0


GROUPS = {"item": "lista", "row": "tabell", "header": "tabell", "heading": "rubrik", "paragraph": "stycke"}


def to_blocks(passages: Sequence[Passage]) -> Iterator[Block]:
    """Group list items and table rows that follow each other on a page; tell each new page."""
    page, level = None, 1
    for (new_page, kind, _), group in groupby(_keyed(passages), key=lambda pair: pair[0]):
        members = tuple(passage for _, passage in group)
        if new_page != page and new_page is not None:
            page = new_page
            yield Block("sida", (), page)
        if kind == "rubrik":
            level = min(heading_depth(members[0]) + 1, level + 1, 6)
        yield Block(kind, members, new_page, level)


def _keyed(passages: Sequence[Passage]) -> Iterator[tuple[tuple[int | None, str, int], Passage]]:
    """Each passage under a key that members of one list or table share."""
    run = 0
    for before, passage in zip([None, *passages], passages, strict=False):
        kind = GROUPS[passage.kind]
        joins = before is not None and GROUPS[before.kind] == kind and kind in {"lista", "tabell"}
        new_header = passage.kind == "header" and before is not None and before.kind == "row"
        run += 0 if joins and not new_header else 1
        yield (passage.page, kind, run), passage


def heading_depth(heading: Passage) -> int:
    """How deep a heading stands, whether or not its own text ends its section path."""
    own = bool(heading.section) and heading.section[-1] == heading.text
    return len(heading.section) + (0 if own else 1)


def split_marked(text: str, quote: str | None) -> list[tuple[str, bool]]:
    """Cut a passage into pieces and say which the quote holds; the whole passage where the quote is not found."""
    spans = _spans(text, [piece.strip() for piece in (quote or "").split("[…]") if piece.strip()])
    if not spans:
        return [(text, True)]
    pieces, at = [], 0
    for start, end in spans:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(piece, hit) for piece, hit in [*pieces, (text[at:], False)] if piece]


def _spans(text: str, pieces: Sequence[str]) -> list[tuple[int, int]]:
    """Where the pieces stand in the text, in order; empty unless all do."""
    spans, at = [], 0
    for piece in pieces:
        start = text.find(piece, at)
        if start < 0:
            return []
        at = start + len(piece)
        spans.append((start, at))
    return spans


def split_marks(line: str, known: Sequence[int]) -> list[tuple[str, int | None]]:
    """An answer's line as pieces of text and numbers of citations (`[3]` that no citation bears stays text)."""
    pieces: list[tuple[str, int | None]] = []
    for index, part in enumerate(re.split(r"\[(\d+)\]", line)):
        number = int(part) if index % 2 else None
        if number is not None and number not in known:
            pieces.append((f"[{part}]", None))
        elif part:
            pieces.append(("" if number else part, number))
    return pieces


def to_lines(answer: str, known: Sequence[int]) -> list[tuple[str, list[list[tuple[str, int | None]]]]]:
    """An answer as groups: a heading ("" where there is none) and its lines."""
    groups: list[tuple[str, list[list[tuple[str, int | None]]]]] = [("", [])]
    for line in filter(None, map(str.strip, answer.splitlines())):
        if line.endswith(":"):
            groups.append((line, []))
        else:
            groups[-1][1].append(split_marks(line.removeprefix("- "), known))
    return [group for group in groups if group[0] or group[1]]


@cache
def _templates() -> Environment:
    """The templates, escaping everything that they are given."""
    env = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
                      trim_blocks=True, lstrip_blocks=True)
    env.filters |= {"split_marked": split_marked}
    env.globals |= {"KINDS": KIND_WORDS, "STATUSES": STATUS_WORDS}
    return env


def render_page(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """Render a template with what every page shows."""
    service = _service(request)
    html = _templates().get_template(template).render(region=service.region if service else "", **values)
    return HTMLResponse(html, status, HEADERS)


def _trouble(request: Request, status: int, title: str, message: str) -> HTMLResponse:
    """A page that says what is wrong and what to do."""
    return render_page(request, "fel.html", status, title=title, message=message)


def _not_ready(request: Request) -> HTMLResponse:
    return _trouble(request, 503, "Tjänsten startar", "Planerna läses in. Vänta en stund och ladda om sidan.")


def _service(request: Request) -> PageService | None:
    """The running service, or None while no release is loaded."""
    return cast("PageService | None", getattr(request.app.state, "service", None))


@router.get("/")
def start(request: Request) -> Response:
    """The way in: a question box and the documents."""
    service = _service(request)
    if service is None:
        return _not_ready(request)
    documents = sorted(service.documents(), key=lambda document: (-document.year, document.title))
    return render_page(request, "start.html", documents=documents)


@router.get("/fraga")
def fraga(request: Request, q: str = "") -> Response:
    """A question and its answer with the evidence beneath."""
    service = _service(request)
    if service is None:
        return _not_ready(request)
    if not (question := q.strip()):
        return render_page(request, "fraga.html", question="", reply=None, lines=[])
    try:
        reply = service.ask(question)
    except RodaTradenError as error:
        return _trouble(request, 400, "Frågan kunde inte ställas", str(error))
    known = [citation["n"] for citation in reply["citations"]]
    return render_page(request, "fraga.html", question=question, reply=reply, lines=to_lines(reply["answer"], known))


@router.get("/dokument/{id}")
def dokument(request: Request, id: str, passage: str = "", citat: str = "") -> Response:
    """The document as text by page and section, with the cited passage marked."""
    return _reader(request, "dokument.html", id, passage, citat)


@router.get("/dokument/{id}/text")
def dokument_text(request: Request, id: str, passage: str = "", citat: str = "") -> Response:
    """The reader's text alone, for a page that has a frame of its own."""
    return _reader(request, "dokument_text.html", id, passage, citat)


def _reader(request: Request, template: str, id: str, passage: str, citat: str) -> Response:
    """Render a document in its page or alone."""
    service = _service(request)
    if service is None:
        return _not_ready(request)
    document = service.document(id)
    if document is None:
        why = f"Det finns inget dokument med beteckningen ”{id}”. Det kan ha bytts ut eller dragits tillbaka."
        return _trouble(request, 404, "Dokumentet finns inte", why)
    passages = service.passages(id)
    cited = next((one for one in passages if one.id == passage), None)
    return render_page(request, template, document=document, blocks=list(to_blocks(passages)), cited=cited, quote=citat,
                 asked=passage, original=service.original(id))


@router.get("/static/{name}")
def static(request: Request, name: str) -> Response:
    """The style sheet and the mark."""
    if name not in STATIC:
        return _trouble(request, 404, "Filen finns inte", "Adressen leder inte till någon fil.")
    return FileResponse(HERE / "static" / name, media_type=STATIC[name], headers={"Cache-Control": "max-age=3600"})
