"""The agents' tools, called by a client of the official SDK: all six answer, and each citation opens."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp import Client, StdioServerParameters

from api.build import Built
from api.mcp_server import make_server
from api.settings import Settings
from tests import fake_model
from tests.sample import document_id
from tests.serving import serving

pytestmark = pytest.mark.whole
PLAN = document_id(2026)
SELECT = "SELECT ?s WHERE { ?s a <https://rodatraden.example/ontology#Uppdrag> } ORDER BY ?s"
CALLS: dict[str, dict[str, Any]] = {
    "fraga": {"fraga": "Vilka uppdrag finns i planen 2026?"},
    "sok": {"ord": "vård i hemmet", "antal": 3},
    "hamta_passage": {"dokument": PLAN, "passage": "p0003"},
    "uppdrag_historik": {"nummer": "10", "ar": 2026},
    "jamfor_ar": {"fran": 2025, "till": 2026},
    "sparql": {"fraga": SELECT},
}


@pytest.fixture(scope="module")
def root(sample_built: Built, sample_settings: Settings) -> Iterator[str]:
    """A running service over the sample's release."""
    with serving(sample_settings) as address:
        yield address


def use(server: Any, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """Connect, call the tools one by one, and give their results."""

    async def run() -> list[Any]:
        async with Client(server) as client:
            return [await client.call_tool(name, arguments) for name, arguments in calls]

    return anyio.run(run)


def addresses(value: Any) -> Iterator[str]:
    """Every address that a result holds, however deep."""
    if isinstance(value, dict):
        for name, one in value.items():
            if name == "url":
                yield one
            elif name == "urls":
                yield from one.values()
            else:
                yield from addresses(one)
    elif isinstance(value, list):
        for one in value:
            yield from addresses(one)


def test_the_tools_are_the_six_that_are_promised(root: str) -> None:
    async def names() -> dict[str, Any]:
        async with Client(make_server(root)) as client:
            return {tool.name: tool for tool in (await client.list_tools()).tools}

    tools = anyio.run(names)
    assert set(tools) == set(CALLS)
    for tool in tools.values():
        assert tool.description
        assert tool.output_schema
        assert all(part.get("description") for part in tool.input_schema["properties"].values())


def test_all_six_answer_with_structure_and_each_citation_opens(root: str) -> None:
    results = dict(zip(CALLS, use(make_server(root), *CALLS.items()), strict=True))
    for name, result in results.items():
        assert not result.is_error, (name, result.content)
        found = list(addresses(result.structured_content))
        assert found, name
        for address in found:
            answer = httpx.get(address, headers={"Accept": "text/html"}, follow_redirects=True)
            assert answer.status_code == 200, address
            assert answer.headers["content-type"].startswith("text/html")
    told = {name: result.structured_content for name, result in results.items()}
    assert told["fraga"]["status"] == "answered"
    assert "Att ta fram en plan för vård i hemmet" in told["hamta_passage"]["citation"]["quote"]
    assert [item["year"] for item in told["uppdrag_historik"]["items"]] == [2025, 2026]
    assert told["jamfor_ar"]["changed"][0]["change"] == ["omformulerad"]
    assert len(told["sparql"]["rows"]) == len(told["sparql"]["urls"]) == 4


def test_a_citations_address_opens_its_quote(root: str) -> None:
    (result,) = use(make_server(root), ("hamta_passage", CALLS["hamta_passage"]))
    citation = result.structured_content["citation"]
    assert citation["quote"].split(".")[0] in httpx.get(citation["url"]).text


@pytest.mark.parametrize(("name", "arguments", "words"), [
    ("sparql", {"fraga": "DROP ALL"}, "läsande"),
    ("sparql", {"fraga": "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }"}, "SERVICE"),
    ("hamta_passage", {"dokument": PLAN, "passage": "p9999"}, "finns inte"),
    ("uppdrag_historik", {}, "nummer"),
    ("uppdrag_historik", {"nummer": "999"}, "Inget uppdrag"),
    ("jamfor_ar", {"fran": 2026, "till": 2025}, "tidigare"),
    ("fraga", {"fraga": " "}, "fråga"),
])  # fmt: skip
def test_a_call_that_cannot_be_met_says_why(root: str, name: str, arguments: dict[str, Any], words: str) -> None:
    (result,) = use(make_server(root), (name, arguments))
    assert result.is_error
    assert words in result.content[0].text


def test_other_forms_of_sparql_answer_too(root: str) -> None:
    construct = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3"
    truth, graph = use(make_server(root), ("sparql", {"fraga": "ASK {}"}), ("sparql", {"fraga": construct}))
    assert truth.structured_content["boolean"] is True
    assert "<https://granmark.example/id/" in graph.structured_content["turtle"]


def test_a_service_that_is_gone_is_told() -> None:
    (result,) = use(make_server("http://127.0.0.1:9"), ("sok", {"ord": "vård"}))
    assert result.is_error
    assert "svarar inte" in result.content[0].text


@pytest.mark.parametrize("where", ["--data-dir", "--api"])
def test_the_command_speaks_over_standard_in_and_out(where: str, root: str, sample_settings: Settings) -> None:
    place = root if where == "--api" else str(sample_settings.data_dir)
    command = StdioServerParameters(command=sys.executable, args=["-m", "api.cli", "mcp", where, place])
    history, rows = use(command, ("uppdrag_historik", CALLS["uppdrag_historik"]), ("sparql", CALLS["sparql"]))
    assert not history.is_error
    assert [item["year"] for item in history.structured_content["items"]] == [2025, 2026]
    assert len(rows.structured_content["rows"]) == 4


def test_the_command_speaks_over_http_too(root: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "api.cli", "mcp", "--api", root, "--http-port", str(port)]
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not listens(port):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        (result,) = use(f"http://127.0.0.1:{port}/mcp", ("uppdrag_historik", CALLS["uppdrag_historik"]))
    finally:
        running.terminate()
        running.wait(10)
    assert [item["year"] for item in result.structured_content["items"]] == [2025, 2026]


def listens(port: int) -> bool:
    """Whether someone answers on a port of loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_client_of_the_docs_works_as_written(root: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len([line for line in code.splitlines() if line.strip()]) <= 10
    made: dict[str, Any] = {}
    exec(compile(code.replace("http://127.0.0.1:8000", root), "docs/api.md", "exec", dont_inherit=True), made)
    assert made["ask"]("Vilka uppdrag finns i planen 2026?").status == "answered"
    assert made["elements"](type="uppdrag", year=2026).total == 2


def test_an_agent_is_told_which_model_phrased_an_answer(sample_built: Built, sample_settings: Settings) -> None:
    question = {"fraga": "Vad är årets målvärde för besök inom 90 dagar?"}
    said = "Enligt verksamhetsplanen 2026 är målvärdet för styrtal 1 a 65–70 %. [1]"
    with fake_model.serving(fake_model.saying(said)) as model:
        told = {"phrasing": model.address, "phrasing_model": "en modell"}
        with serving(sample_settings.model_copy(update=told)) as address:
            (answer,) = use(make_server(address), ("fraga", question))
    assert (answer.structured_content["answer"], answer.structured_content["phrased_by"]) == (said, "en modell")
    assert answer.structured_content["composed"].startswith("Årets målvärde för styrtal 1 a")
