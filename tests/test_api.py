"""The service over the sample's release: the contract's calls, and what it says when a call is wrong."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient

from api.app import assemble_app, refresh
from api.build import Built, build
from api.models import AskAnswer
from api.negotiation import choose
from api.serialise import short_heading
from api.settings import load_settings
from tests import sample
from tests.conftest import BASE, write_sources
from tests.problems import assert_problem

D25, D26 = sample.document_id(2025), sample.document_id(2026)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def get(client: TestClient, path: str, **params: Any) -> Any:
    """The JSON of a call that must succeed."""
    answer = client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_documents_with_their_counts(client: TestClient) -> None:
    page = get(client, "/api/documents")
    assert [d["id"] for d in page["items"]] == [D25, D26]
    one = get(client, f"/api/documents/{D25}")
    assert one == page["items"][0]
    expected = {
        "iri": BASE + D25, "kind": "verksamhetsplan", "year": 2025, "period": {"from": 2025, "to": 2027},
        "organisation": "Vårdnämnden", "huvudman": "Region Granmark", "url": f"/dokument/{D25}", "passages": 9,
        "elements": 7, "status": "antagen",
    }  # fmt: skip
    assert {key: one[key] for key in expected} == expected


def test_a_passage_with_its_place_and_neighbours(client: TestClient) -> None:
    one = get(client, f"/api/documents/{D25}/passages/p0003")
    assert (one["page"], one["kind"], one["text"][:5]) == (1, "item", "Nr 9.")
    assert [p["id"] for p in one["before"]] == ["p0001", "p0002"]
    assert [p["id"] for p in one["after"]] == ["p0004", "p0005"]
    assert one["elements"][0]["type"] == "uppdrag"
    assert one["url"] == f"/dokument/{D25}?passage=p0003#p0003"


def test_the_source_file_can_be_fetched(client: TestClient) -> None:
    answer = client.get(f"/api/documents/{D25}/original")
    assert answer.text == "2025"
    assert "attachment" in answer.headers["content-disposition"]


def test_an_uppdrag_in_the_contracts_shape(client: TestClient) -> None:
    one = get(client, f"/api/elements/{D25}/uppdrag-rf-9")
    assert (one["number"], one["series"], one["term"], one["text"][:7]) == ("9", "RF", "uppdrag", "Att ta ")
    assert [r["name"] for r in one["recipients"]] == ["Vårdnämnden"]
    assert [r["name"] for r in one["followed_by"]] == ["Beredningen för nära vård"]
    assert one["recipients"][0]["iri"] == BASE + "organisation/" + sample.BOARD
    assert one["given_by"] is None
    assert (one["objective"]["number"], one["objective"]["type"]) == ("1", "malsattning")
    assert [part["number"] for part in one["parts"]] == ["9a"]
    citation = one["citations"][0]
    assert (citation["n"], citation["page"], citation["passage"]) == (1, 1, "p0003")
    assert citation["section"] == "3.1 Målsättningar › Målsättning nr 1"
    assert citation["document"]["kind"] == "verksamhetsplan"
    assert citation["url"] == f"/dokument/{D25}?passage=p0003#p0003"


def test_a_styrtals_values_are_numbers_and_null_where_nothing_is_said(client: TestClient) -> None:
    values = get(client, f"/api/elements/{D25}/styrtal-1a")["values"]
    assert values["outcome"] == {
        "text": "59 %", "value": 59, "low": None, "high": None, "of": None, "relative": False, "parts": None,
        "unit": "%", "period": None,
    }  # fmt: skip
    assert (values["target"]["low"], values["target"]["high"], values["target"]["value"]) == (65, 70, None)
    assert values["long_term"] is None


def test_the_other_types_own_fields(client: TestClient) -> None:
    risk = get(client, f"/api/elements/{D25}/risk-1")
    assert [(m["text"], m["citations"][0]["passage"]) for m in risk["measures"]] == [("Utbildning", "p0007")]
    assert risk["responsible"] is None
    beredning = get(client, f"/api/elements/{D25}/beredning-nara-vard")
    assert beredning["names"] == ["Beredningen för nära vård"]
    assert get(client, f"/api/elements/{D25}/malbild-1")["group"] == "Medarbetare"


@pytest.mark.parametrize(("params", "count"), [
    ({}, 14), ({"year": 2025}, 7), ({"type": "uppdrag"}, 4), ({"type": "målsättning"}, 2), ({"type": "Malsattning"}, 2),
    ({"type": "uppdrag,risk", "year": 2026}, 3), ({"type": ["uppdrag", "risk"]}, 6), ({"year": [2025, 2026]}, 14),
    ({"document": D26}, 7), ({"organisation": "vårdnämnden"}, 14), ({"organisation": "region-granmark"}, 14),
    ({"organisation": "Kulturnämnden"}, 0), ({"recipient": "Vårdnämnden"}, 4), ({"recipient": sample.BOARD}, 4),
    ({"objective": "1", "type": "styrtal"}, 2), ({"objective": f"{D25}/malsattning-1"}, 2), ({"series": "RF"}, 4),
    ({"series": "HS"}, 0), ({"series": "", "type": "uppdrag"}, 0), ({"area": "hyperlink"}, 2),
    ({"q": "HEMMET plan"}, 2), ({"q": "finns inte"}, 0), ({"limit": 0}, 14), ({"offset": 100}, 14),
])  # fmt: skip
def test_every_filter_of_the_listing(client: TestClient, params: dict[str, Any], count: int) -> None:
    assert get(client, "/api/elements", **params)["total"] == count


def test_pages_of_a_listing_join_to_the_whole_in_reading_order(client: TestClient) -> None:
    whole = [e["id"] for e in get(client, "/api/elements")["items"]]
    pages = [e["id"] for n in range(0, 14, 5) for e in get(client, "/api/elements", limit=5, offset=n)["items"]]
    assert pages == whole
    assert whole[:3] == [f"{D25}/malsattning-1", f"{D25}/uppdrag-rf-9", f"{D25}/uppdrag-rf-9a"]


def test_a_table_never_holds_a_formula(client: TestClient) -> None:
    for ask in ({"headers": {"Accept": "text/csv"}}, {"params": {"format": "csv"}}):
        answer = client.get("/api/elements", **ask)
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert ",\"'=HYPERLINK(" in answer.text
        assert len(answer.text.splitlines()) == 15
    answer = client.get("/api/elements", headers={"Accept": XLSX})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows())
    assert len(rows) == 15
    assert {cell.data_type for row in rows for cell in row} <= {"s", "inlineStr", "n"}
    assert any(cell.value == '=HYPERLINK("http://ond.example")' for row in rows for cell in row)


def test_a_thread_over_the_years(client: TestClient) -> None:
    thread = get(client, f"/api/elements/{D26}/uppdrag-rf-10/history")
    assert [e["id"] for e in thread["items"]] == [f"{D25}/uppdrag-rf-9", f"{D26}/uppdrag-rf-10"]
    assert (thread["began"], thread["ended"], thread["reported"]) == (2025, None, [])
    step = thread["links"][0]
    assert (step["from"], step["to"]) == (f"{D25}/uppdrag-rf-9", f"{D26}/uppdrag-rf-10")
    assert (step["change"], step["status"], step["method"]) == (["omformulerad"], "proposed", "test")
    assert [c["document"]["year"] for c in step["evidence"]] == [2025, 2026]
    alone = get(client, f"/api/elements/{D25}/risk-1/history")
    assert (alone["began"], alone["ended"], alone["links"]) == (2025, 2025, [])


def test_what_differs_between_two_years(client: TestClient) -> None:
    found = get(client, "/api/changes", **{"from": 2025, "to": 2026, "type": "uppdrag"})
    assert [(c["from"], c["change"]) for c in found["changed"]] == [(f"{D25}/uppdrag-rf-9", ["omformulerad"])]
    assert [k["to"] for k in found["kept"]] == [f"{D26}/uppdrag-rf-10a"]
    assert found["kept"][0]["from_element"]["number"] == "9a"
    assert found["added"] == found["dropped"] == []
    risks = get(client, "/api/changes", **{"from": 2025, "to": 2026, "type": "risk"})
    assert [e["year"] for key in ("added", "dropped") for e in risks[key]] == [2026, 2025]


def test_search_gives_passages_with_the_parts_of_their_score(client: TestClient) -> None:
    found = get(client, "/api/search", q="besök inom 90 dagar", year=2026, limit=3)
    assert found["items"][0]["passage"]["id"] == "p0006"
    assert {hit["passage"]["document"]["year"] for hit in found["items"]} == {2026}
    assert set(found["items"][0]["parts"]) >= {"lexical", "semantic"}
    assert get(client, "/api/search", q="besök", organisation="Kulturnämnden")["items"] == []


def test_an_answer_passes_through_with_its_time(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(question: str, history: list[Any], limits: Any, context: Any) -> AskAnswer:
        assert (question, history[0].question, limits.years) == ("Hur många?", "Vad?", [2025])
        assert context.year == 2026
        return AskAnswer(id="1", status="not_found", answer="Planerna säger inget om det.")

    monkeypatch.setattr("api.wiring.load_assistant", lambda: answer)
    asked = {"question": " Hur många? ", "history": [{"question": "Vad?"}], "filter": {"years": [2025]}}
    body = client.post("/api/ask", json=asked).json()
    assert (body["status"], body["citations"], body["sparql"]) == ("not_found", [], None)
    assert body["took_ms"] >= 0
    assert 'rodatraden_answers_total{status="not_found"} 1' in client.get("/metrics").text


@pytest.mark.parametrize(("method", "path", "sent", "status", "words"), [
    ("GET", "/api/nope", {}, 404, "/docs"),
    ("GET", "/api/documents/nope", {}, 404, "”nope” finns inte"),
    ("GET", f"/api/documents/{D25}/passages/p9999", {}, 404, "p9999"),
    ("GET", "/api/elements/nope/uppdrag-1", {}, 404, "nope/uppdrag-1"),
    ("GET", "/api/elements/nope/uppdrag-1/history", {}, 404, "nope/uppdrag-1"),
    ("GET", "/api/elements?type=dröm", {}, 400, "Välj bland"),
    ("GET", "/api/elements?year=abc", {}, 422, "heltal"),
    ("GET", "/api/elements?limit=-1", {}, 422, "minst 0"),
    ("GET", "/api/elements?format=pdf", {}, 422, "ett av"),
    ("GET", "/api/changes?from=2025", {}, 422, "”to” saknas"),
    ("GET", "/api/search", {}, 422, "”q” saknas"),
    ("GET", "/api/search?q=", {}, 422, "tom"),
    ("PUT", "/api/documents", {}, 405, "metoden"),
    ("POST", "/api/documents", {}, 403, "RODATRADEN_KEYS"),
    ("POST", "/api/ask", {"json": {"question": ""}}, 422, "tom"),
    ("POST", "/api/ask", {"json": {"question": "   "}}, 422, "tom"),
    ("POST", "/api/ask", {"json": {"question": "a" * 10_000}}, 413, "10 000 tecken"),
    ("POST", "/api/ask", {"json": {}}, 422, "”question” saknas"),
    ("POST", "/api/ask", {"json": {"question": 7}}, 422, "text"),
    ("POST", "/api/ask", {"content": "{", "headers": {"Content-Type": "application/json"}}, 400, "JSON"),
    ("GET", "/id/nope", {"headers": {"Accept": "text/turtle"}}, 404, "nope"),
    ("GET", f"/id/{D25}", {"headers": {"Accept": "image/png"}}, 406, "Accept"),
])  # fmt: skip
def test_wrong_calls_get_a_problem_in_swedish(
    client: TestClient, method: str, path: str, sent: dict[str, Any], status: int, words: str
) -> None:
    assert_problem(client.request(method, path, **sent), status, words)


def test_a_crash_tells_nothing_of_the_inside(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash() -> None:
        raise RuntimeError("/hemlig/plats")

    monkeypatch.setattr("api.wiring.load_assistant", crash)
    answer = client.post("/api/ask", json={"question": "Vad?"})
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "hemlig" not in answer.text


def test_releases_and_validation(client: TestClient, sample_built: Built) -> None:
    releases = get(client, "/api/releases")
    assert [(r["id"], r["serving"]) for r in releases] == [(sample_built.release.id, True)]
    report = get(client, "/api/validation")
    assert report["conforms"] is True
    assert [one["path"] for one in report["rejected"]] == ["last.txt"]
    assert {one["document"] for one in report["unread"]} == {D25, D26}
    assert any(one["message"] == "En rubrik gav inget element." for one in report["findings"])


def test_alive_ready_and_counted(client: TestClient, sample_built: Built) -> None:
    assert get(client, "/health") == {"status": "ok"}
    assert get(client, "/ready")["release"] == sample_built.release.id
    text = client.get("/metrics").text
    assert 'rodatraden_requests_total{method="GET",route="/health",status="200"}' in text
    assert "rodatraden_elements 14" in text


@pytest.mark.parametrize(("accept", "start"), [
    ("text/turtle", "@prefix"), ("application/n-triples", "<https://"), ("application/ld+json", "["),
])  # fmt: skip
def test_an_iri_is_described_in_the_format_asked_for(client: TestClient, accept: str, start: str) -> None:
    answer = client.get(f"/id/{D25}/styrtal-1a", headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(accept)
    assert answer.text.lstrip().startswith((start, "{"))
    assert "Andel besök inom 90 dagar" in answer.text


@pytest.mark.parametrize(("path", "target"), [
    (D25, f"/dokument/{D25}"), (f"{D25}/p0002", f"/dokument/{D25}?passage=p0002#p0002"),
    (f"{D25}/styrtal-1a", f"/dokument/{D25}?passage=p0006#p0006"),
])  # fmt: skip
def test_an_iris_page_leads_to_the_reader(client: TestClient, path: str, target: str) -> None:
    answer = client.get(f"/id/{path}", headers={"Accept": "text/html"})
    assert f'href="{target}"' in answer.text
    assert client.get(target).status_code == 200


def test_a_body_is_described_in_html(client: TestClient) -> None:
    answer = client.get(f"/id/organisation/{sample.BOARD}", headers={"Accept": "text/html"})
    assert "Vårdnämnden" in answer.text


def test_without_a_release_the_service_lives_but_is_not_ready(tmp_path: Path) -> None:
    with TestClient(assemble_app(load_settings(data_dir=tmp_path), warm=False)) as client:
        assert client.get("/health").status_code == 200
        for path in ("/ready", "/api/elements", "/sparql?query=ASK {}"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert "rodatraden build" in answer.json()["detail"]
        assert client.get("/api/releases").json() == []


def test_a_new_release_is_served_without_a_restart(sample_reader: None, tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path / "data", model="stub")
    sources = write_sources(tmp_path / "sources", {"a.txt": "2025"})
    build([sources], settings)
    with TestClient(assemble_app(settings, warm=False)) as client:
        assert client.get("/api/documents").json()["total"] == 1
        write_sources(sources, {"b.txt": "2026"})
        second = build([sources], settings).release.id
        refresh(client.app, client.app.state.deployment, warm=False)
        assert client.get("/ready").json()["release"] == second
        assert client.get("/api/documents").json()["total"] == 2
        (tmp_path / "data" / "current").write_text("0" * 16)
        refresh(client.app, client.app.state.deployment, warm=False)
        assert client.get("/ready").json()["release"] == second


def test_other_sites_may_read(client: TestClient) -> None:
    answer = client.get("/api/documents", headers={"Origin": "https://annan.example"})
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(("accept", "chosen"), [
    (None, "a/x"), ("", "a/x"), ("*/*", "a/x"), ("b/y", "b/y"), ("a/x;q=0.1, b/y", "b/y"), ("b/*", "b/y"),
    ("a/*;q=0.5, */*;q=0.8", "b/y"), ("a/x;q=0, */*", "b/y"), ("c/z", None), ("a/x;q=skräp", None), ("A/X", "a/x"),
])  # fmt: skip
def test_negotiation(accept: str | None, chosen: str | None) -> None:
    assert choose(accept, ("a/x", "b/y")) == chosen


@pytest.mark.parametrize(("heading", "short"), [
    ("3.1 Mål", "3.1 Mål"), ("Målsättning nr 1 – " + "ord " * 20, "Målsättning nr 1"),
    ("3.1 Patientens rätt till en god och jämlik vård i hela länet", "3.1 Patientens rätt till en god och …"),
    ("Ettmycketlångtordsomaldrigtarslutochintekanbrytasnågonstans", "Ettmycketlångtordsomaldrigtarslutochinte …"),
])  # fmt: skip
def test_a_heading_is_shortened_and_never_empty(heading: str, short: str) -> None:
    assert short_heading(heading) == short
