"""A small service over an invented region, for the tests of the pages and of the Streamlit views.

`python -m tests.fakes 8123` serves it, for looking at the views by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from api.models import AskFilter
from api.pages import router
from ontology.errors import UsageError
from ontology.model import Document, DocumentKind, Element, Passage, PassageKind, Uppdrag

PLAN = "region-granmark-regionstyrelsen-verksamhetsplan-2026"
REPORT = "region-granmark-regionstyrelsen-verksamhetsberattelse-2025"
OLDER = "region-granmark-regionstyrelsen-verksamhetsplan-2025"
HOSTILE = '<script>alert("x")</script> **fet** [länk](http://ond.example) <img src=x onerror=alert(1)>'
LONG = "Styrelsen följer arbetet under året och redovisar hur väntetiderna utvecklas i varje kommun. " * 6


def _document(id: str, kind: DocumentKind, title: str, year: int) -> Document:
    return Document(id=id, kind=kind, title=title, year=year, organisation="Regionstyrelsen", status="antagen",
                    decided=f"{year - 1}-11-20", dnr="RS 2025/0117", pages=3)


DOCUMENTS = (
    _document(PLAN, DocumentKind.VERKSAMHETSPLAN, "Verksamhetsplan 2026 för regionstyrelsen", 2026),
    _document(REPORT, DocumentKind.VERKSAMHETSBERATTELSE, "Verksamhetsberättelse 2025", 2025),
    _document(OLDER, DocumentKind.VERKSAMHETSPLAN, "Verksamhetsplan 2025 för regionstyrelsen", 2025),
)
_ROWS: tuple[tuple[PassageKind, int, tuple[str, ...], str], ...] = (
    ("heading", 1, (), "1 Inledning"),
    ("paragraph", 1, ("1 Inledning",), LONG),
    ("paragraph", 1, ("1 Inledning",), HOSTILE),
    ("heading", 1, ("1 Inledning",), "1.1 Vision"),
    ("paragraph", 1, ("1 Inledning", "1.1 Vision"), LONG),
    ("heading", 2, (), "2 Mål och styrtal"),
    ("heading", 2, ("2 Mål och styrtal",), "Målsättning nr 1"),
    ("paragraph", 2, ("2 Mål och styrtal", "Målsättning nr 1"), "Granmarks invånare ska få vård i rätt tid. " + LONG),
    ("item", 2, ("2 Mål och styrtal", "Målsättning nr 1"), "Väntetiderna ska minska i hela länet."),
    ("item", 2, ("2 Mål och styrtal", "Målsättning nr 1"), "Fler besök ska kunna ske digitalt."),
    ("paragraph", 2, ("2 Mål och styrtal", "Målsättning nr 1"), LONG),
    ("header", 3, ("2 Mål och styrtal", "Målsättning nr 1"), "Nr\tStyrtal\tUtfall 2024\tMål 2026\tLångsiktigt mål"),
    ("row", 3, ("2 Mål och styrtal", "Målsättning nr 1"), "1\tAndel besök inom 90 dagar\t58 %\t70 %\t90 %"),
    ("row", 3, ("2 Mål och styrtal", "Målsättning nr 1"), "2\tAndel invånare med fast läkarkontakt\t41 %\t55 %\t"),
    ("heading", 3, (), "3 Uppdrag"),
    ("item", 3, ("3 Uppdrag",), "Nr 4. Ta fram en plan för digitala vårdbesök i glesbygd."),
    ("item", 3, ("3 Uppdrag",), "Nr 5. Se över hur patienter får tid för återbesök."),
)


def _passages() -> tuple[Passage, ...]:
    made, at = [], 0
    for number, (kind, page, section, text) in enumerate(_ROWS, 1):
        made.append(Passage(id=f"p{number:04}", kind=kind, text=text, page=page, section=section, start=at,
                            end=at + len(text)))
        at += len(text) + 1
    return tuple(made)


PASSAGES = _passages()


def cite(n: int, passage: Passage) -> dict[str, Any]:
    """A citation of the plan, as the contract has it."""
    document = {"id": PLAN, "kind": "verksamhetsplan", "title": DOCUMENTS[0].title, "year": 2026}
    return {"n": n, "document": document, "page": passage.page, "section": " › ".join(passage.section) or None,
            "quote": passage.text.replace("\t", " ").strip(), "passage": passage.id,
            "url": f"/dokument/{PLAN}?passage={passage.id}#{passage.id}"}


INTERPRETATION = {"years": [2026], "types": ["styrtal"], "entities": ["besök inom 90 dagar"], "intent": "value"}
SUGGESTIONS = ["Vilka uppdrag har regionstyrelsen 2026?", "Vilka styrtal finns 2026?"]
ANSWERS: dict[str, tuple[str, str, tuple[int, ...]]] = {
    "mål": ("answered", "Målvärdet 2026 för besök inom 90 dagar är 70 %. [1]", (12,)),
    "uppdrag": ("answered", "Två uppdrag i verksamhetsplanen 2026:\nnr 4: ”Ta fram en plan för digitala vårdbesök i "
                "glesbygd.” [1]\nnr 5: ”Se över hur patienter får tid för återbesök.” [2]", (15, 16)),
    "delvis": ("partial", "Målvärdet 2026 är 70 %. [1]\nPlanen säger inget om målvärdet för 2030.", (12,)),
    "vård": ("clarify", "Frågan kan gälla målsättningen om vård i rätt tid eller uppdraget om digitala vårdbesök.", ()),
    "väder": ("out_of_scope", "Frågan gäller inte regionens planer. Fråga om mål, styrtal, uppdrag eller risker.", ()),
    "ond": ("answered", f"{HOSTILE} [1] [7]", (2,)),
}
PHRASING = {"model": HOSTILE, "outcome": "phrased", "composed": "Målvärdet 2026 är 70 % enligt planen. [1]"}
NOT_FOUND = ("not_found", "Jag sökte i verksamhetsplanen 2026 och hittade inget om det.", ())


def answer(question: str) -> dict[str, Any]:
    """A canned answer, found by a word of the question."""
    if len(question) > 2000:
        raise UsageError("Frågan är för lång. Skriv högst 2 000 tecken.")
    status, text, cited = next((value for word, value in ANSWERS.items() if word in question.lower()), NOT_FOUND)
    return {"id": "svar-1", "status": status, "answer": text, "elements": [], "interpretation": INTERPRETATION,
            "citations": [cite(n, PASSAGES[index]) for n, index in enumerate(cited, 1)],
            "sparql": "SELECT ?s WHERE { ?s a <https://example.org/Styrtal> }", "suggestions": SUGGESTIONS,
            "took_ms": 12, "phrasing": PHRASING if "modell" in question.lower() else None}


class FakeService:
    """A `PageService` over the invented plan."""

    region = "Region Granmark"

    def documents(self) -> Sequence[Document]:
        return DOCUMENTS

    def document(self, id: str) -> Document | None:
        return next((one for one in DOCUMENTS if one.id == id), None)

    def passages(self, id: str) -> Sequence[Passage]:
        return PASSAGES if id == PLAN else ()

    def original(self, id: str) -> str | None:
        return f"/api/documents/{id}/original" if id == PLAN else None

    def marks(self, id: str) -> Mapping[str, Sequence[Element]]:
        own = {"id": f"{PLAN}/uppdrag-4", "document": PLAN, "year": 2026, "term": "uppdrag", "number": "4"}
        return {"p0016": [Uppdrag(text=PASSAGES[15].text, **own)]}

    def ask(self, question: str, limits: AskFilter | None = None, gate: object = None) -> Mapping[str, Any]:
        return answer(question)


FINDINGS = [
    {"severity": "warning", "message": "Styrtal 2 saknar långsiktigt mål.", "document": PLAN},
    {"severity": "warning", "message": "Styrtal 2 saknar långsiktigt mål.", "document": PLAN},
]
REJECTED = [{"path": "tom.pdf", "reason": "Filen är tom."}]
UNREAD = [{"document": PLAN, "passage": "p0004", "page": 1, "text": "1.1 Vision"}]


def make_api(service: FakeService | None = None) -> FastAPI:
    """The fake API: the real pages, and the calls that the Streamlit views make; `state.asked` holds what was asked."""
    from tests.fake_calls import add_calls

    app = FastAPI()
    app.state.service = service or FakeService()
    app.state.asked, app.state.publishing = [], "vilar"
    app.include_router(router)

    @app.post("/api/ask", response_model=None)
    def ask(body: dict[str, Any]) -> dict[str, Any] | JSONResponse:
        app.state.asked.append(body)
        if not body["question"].strip():
            problem = {"title": "Frågan är tom", "detail": "Skriv en fråga.", "status": 422}
            return JSONResponse(problem, 422, media_type="application/problem+json")
        return answer(body["question"])

    @app.get("/api/documents")
    def documents() -> dict[str, Any]:
        counts = {"elements": 4, "passages": len(PASSAGES)}
        kinds = {"uppdrag": 2, "styrtal": 2, "malsattning": 1, "risk": 1, "vision": 1, "beredning": 1}
        return {"items": [{"id": one.id, "kind": one.kind, "title": one.title, "year": one.year, "pages": one.pages,
                           "organisation": one.organisation, "url": f"/dokument/{one.id}", "by_type": kinds, **counts}
                          for one in DOCUMENTS], "total": len(DOCUMENTS)}

    @app.get("/api/validation")
    def validation() -> dict[str, Any]:
        return {"conforms": True, "findings": FINDINGS, "rejected": REJECTED, "unread": UNREAD}

    @app.get("/ready")
    def ready() -> dict[str, str]:
        return {"status": "ready"}

    add_calls(app)
    return app


if __name__ == "__main__":
    import sys

    import uvicorn

    uvicorn.run(make_api(), host="127.0.0.1", port=int(sys.argv[1]))
