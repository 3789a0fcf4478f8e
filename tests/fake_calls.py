"""The fake API's elements, threads, decisions and uploads: a small plan of an invented region in two years."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, UploadFile
from fastapi.responses import JSONResponse, Response

KEY = "en-lang-hemlighet"
PLAN, OLDER = (f"region-granmark-regionstyrelsen-verksamhetsplan-{year}" for year in (2026, 2025))
BODY = {"id": "b", "iri": "urn:b", "type": "beredning", "name": "Beredningen för skog"}
HOSTILE = "<img src=x onerror=alert(1)> **fet**"


def _home(id: str) -> dict[str, Any]:
    year = int(id[-4:])
    return {"id": id, "iri": f"urn:{id}", "kind": "verksamhetsplan", "title": f"Verksamhetsplan {year}", "year": year,
            "url": f"/dokument/{id}"}


def element(home: str, key: str, type: str, text: str, **own: Any) -> dict[str, Any]:
    """An element of the contract."""
    id, cited = f"{home}/{key}", {"n": 1, "document": _home(home), "page": 3, "section": None, "quote": text,
                                  "passage": "p0016", "url": f"/dokument/{home}?passage=p0016#p0016"}
    return {"id": id, "iri": f"urn:{id}", "type": type, "term": own.pop("term", type), "year": int(home[-4:]),
            "text": text, "document": _home(home), "citations": [cited], **own}


def value(text: str, figure: float | None = None, **own: Any) -> dict[str, Any]:
    """A printed figure."""
    return {"text": text, "value": figure, **own}


def _plan(home: str, outcome: float) -> list[dict[str, Any]]:
    goal = element(home, "mal-1", "malsattning", "Skogen är frisk", term="målsättning", number="1")
    ref = {"id": goal["id"], "iri": goal["iri"], "type": "malsattning", "number": "1", "name": goal["text"]}
    return [
        element(home, "vision", "vision", "Livet i skogen"), goal,
        element(home, "styrtal-1", "styrtal", "Andel planterad mark", number="1", objective=ref, better="higher",
                note="Osäker mätning", values={"outcome": value(f"{outcome:.0f} %", outcome, unit="%", period="2024"),
                                               "target": value("70 %", 70.0, unit="%"), "long_term": None}),
        element(home, "styrtal-2", "styrtal", "Nöjda besökare", number="2", values={
            "outcome": value("god"), "target": None, "long_term": None}),
        element(home, "uppdrag-4", "uppdrag", "Att plantera mera", number="4", series="HS", objective=ref,
                recipients=[BODY], followed_by=[]),
        element(home, "uppdrag-5", "uppdrag", HOSTILE, number="5", series="", recipients=[], followed_by=[]),
        element(home, "risk-1", "risk", "Risk för brand", area="Skog", score="12",
                measures=[{"text": "Brandvakt", "citations": []}]),
        element(home, "beredning", "beredning", BODY["name"], names=[BODY["name"]], organisation=BODY),
    ]


PLANS = {OLDER: _plan(OLDER, 50.0), PLAN: _plan(PLAN, 58.0)}
PLANS[PLAN][4]["correction"] = {"by": "granskare", "made": "2026-02-03T10:00:00Z", "note": "enligt protokollet",
                                "action": "change", "read": {"text": "Att plantera mer"}}
SPANS = [{"op": "equal", "text": "Att plantera "}, {"op": "delete", "text": "mer"}, {"op": "insert", "text": "mera"}]
STEP = {"from": f"{OLDER}/uppdrag-4", "to": f"{PLAN}/uppdrag-4", "change": ["omformulerad"], "score": 0.91,
        "status": "proposed", "method": "text", "reason": "Gemensamt: plantera.", "spans": SPANS,
        "details": [{"field": "number", "kind": "changed", "from": "3", "to": "4"}]}


def _all(request: Request) -> list[dict[str, Any]]:
    """The elements that a listing's filters let through."""
    query = request.query_params
    types = set(query.get("type", "").split(",")) - {""}
    found = [one for home in PLANS.values() for one in home]
    year, home = query.get("year", ""), query.get("document", "")
    return [one for one in found if (not types or one["type"] in types)
            and year in ("", str(one["year"])) and home in ("", one["document"]["id"])]


def _changes(request: Request) -> dict[str, Any]:
    kind = request.query_params["type"]
    pairs = [(a, b) for a, b in zip(PLANS[OLDER], PLANS[PLAN], strict=True) if a["type"] == kind]
    same = [{"from": a["id"], "to": b["id"], "from_element": a, "to_element": b, "details": []} for a, b in pairs]
    if kind != "uppdrag":
        return {"added": [], "dropped": [], "changed": [], "kept": same}
    told = {**same[0], "change": ["omformulerad"], "details": [{"field": "text", "kind": "changed", "spans": SPANS}]}
    gone = pairs[1][0]
    return {"added": [pairs[1][1]], "dropped": [gone], "changed": [told], "kept": [],
            "unplaced": [{"element": gone["id"], "side": "dropped", "candidates": [{**STEP, "status": "candidate"}]}]}


REVIEW = {"from": f"{OLDER}/uppdrag-5", "to": f"{PLAN}/uppdrag-5", "type": "uppdrag", "status": "candidate",
          "from_element": {"id": "a", "iri": "urn:a", "type": "uppdrag", "number": "5", "name": "Förut"},
          "to_element": {"id": "c", "iri": "urn:c", "type": "uppdrag", "number": "5", "name": "Numera"},
          "from_year": 2025, "to_year": 2026, "link": {**STEP, "status": "candidate"}}
UPLOAD = {"id": "uppladdad-1", "document": {**_home(PLAN), "id": "uppladdad-1", "title": "Ny plan"}, "file": "ny.txt",
          "status": "uppladdad", "passages": 9, "elements": 2, "by_type": {"uppdrag": 2},
          "findings": ["Årtalet är osäkert."], "unread": [], "replaces": PLAN}


def add_calls(app: FastAPI) -> None:
    """Add the calls; what is written is kept in `app.state.asked` and needs the key."""
    _add_elements(app)
    _add_states(app)
    _add_writing(app)


def _add_elements(app: FastAPI) -> None:
    @app.get("/api/elements")
    def elements(request: Request) -> dict[str, Any]:
        found = _all(request)
        return {"items": found, "total": len(found)}

    @app.get("/api/elements/{id:path}/history", response_model=None)
    def history(id: str) -> dict[str, Any] | JSONResponse:
        if not id.endswith("uppdrag-4"):
            told = {"title": "Finns inte", "detail": "Elementet finns inte.", "status": 404}
            return JSONResponse(told, 404, media_type="application/problem+json")
        items = [PLANS[OLDER][4], PLANS[PLAN][4]]
        told = {"element": items[0]["id"], "year": 2025, "citation": items[0]["citations"][0]}
        return {"items": items, "links": [STEP], "began": 2025, "ended": None, "reported": [told]}

    @app.get("/api/changes")
    def changes(request: Request) -> dict[str, Any]:
        return _changes(request)

    @app.get("/api/search")
    def search() -> dict[str, Any]:
        cited = PLANS[PLAN][0]["citations"][0]
        passage = {"id": "p0016", "kind": "item", "text": "Ett stycke", "start": 0, "end": 9, "document": _home(PLAN),
                   "url": cited["url"]}
        hit = {"passage": passage, "citation": cited, "score": 0.5, "parts": {"lexical": 0.25}}
        return {"items": [hit], "total": 1}


def _add_states(app: FastAPI) -> None:
    @app.get("/api/reviews")
    def reviews() -> dict[str, Any]:
        return {"items": [REVIEW], "total": 1, "candidates": 1}

    @app.get("/api/corrections")
    def corrections() -> dict[str, Any]:
        decision = {"id": "1", "verdict": "change", "by": "granskare", "made": "2026-02-03T10:00:00Z", "note": "skälet"}
        one = {"element": "x", "action": "change", "type": "uppdrag", "year": 2026, "text": "Att så"}
        return {"items": [{**one, "decision": decision}], "total": 1}

    @app.get("/api/releases")
    def releases() -> list[dict[str, Any]]:
        counts = {"documents": 2, "passages": 17}
        return [{"id": "r2", "built": "2026-02-01T00:00:00Z", "serving": True, "counts": counts}]

    @app.get("/api/releases/{id}")
    def release(id: str) -> dict[str, Any]:
        return {"sources": [{"document": PLAN, "sha256": id}, *([{"document": "ny", "sha256": "1"}] * (id == "r2"))]}

    @app.get("/api/publishing")
    def publishing() -> dict[str, Any]:
        return {"state": app.state.publishing, "message": "", "release": "r2"}

    @app.get("/api/uploads")
    def uploads() -> list[dict[str, Any]]:
        return [UPLOAD]


def _add_writing(app: FastAPI) -> None:
    written = app.state.asked

    def write(request: Request, body: object) -> JSONResponse:
        if request.headers.get("authorization") != f"Bearer {KEY}":
            told = {"title": "Okänd nyckel", "detail": "Nyckeln är inte en av tjänstens.", "status": 403}
            return JSONResponse(told, 403, media_type="application/problem+json")
        written.append({"call": f"{request.method} {request.url.path}", "body": body})
        return JSONResponse(UPLOAD if request.url.path == "/api/documents" else {}, 201)

    @app.get("/api/feedback")
    def get_feedback() -> Response:
        return Response("answer,helpful\n", media_type="text/csv")

    @app.post("/api/feedback")
    def post_feedback(body: dict[str, Any]) -> dict[str, Any]:
        written.append({"call": "feedback", "body": body})
        return body

    @app.post("/api/reviews")
    @app.post("/api/corrections")
    def decide(request: Request, body: dict[str, Any]) -> JSONResponse:
        return write(request, body)

    @app.post("/api/documents")
    def upload(request: Request, file: UploadFile) -> JSONResponse:
        return write(request, file.filename)

    @app.post("/api/documents/{id}/publish")
    @app.delete("/api/documents/{id}")
    def publish(request: Request, id: str) -> JSONResponse:
        return write(request, id)
