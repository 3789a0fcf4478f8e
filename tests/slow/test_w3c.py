"""The W3C suite for SPARQL 1.1, through the HTTP endpoint over a store of the suite's own graphs.

What pyoxigraph itself does not pass is left out, and counted. A section whose files are fewer than they were fails.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
import uvicorn
from fastapi.testclient import TestClient
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from api.app import assemble_app
from api.cli_serve import claim
from api.sparql.checks import check_query
from api.sparql.evaluate import evaluate
from api.sparql.jobs import Job
from api.sparql.limits import Limits
from api.sparql.pool import Pool
from graph.store import Store, load_nquads
from tests.slow import suite

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not suite.FOLDER.exists(), reason="the W3C suite is not at ../shared/suites/sparql11"),
]
COLLECTED = {"evaluation": 235, "syntax": 103, "protocol": 34, "service description": 3}
PASSED = {"evaluation": 225, "syntax": 102, "protocol": 34, "service description": 3}
FORMATS = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".nt": "application/n-triples",
}
TABLES, TRUTHS = set(FORMATS.values()) - {FORMATS[".nt"]}, {FORMATS[".srx"], FORMATS[".srj"]}
GRAPHS = {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"}
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
KNOWN = {
    SD[name] for name in (
        "Service", "Dataset", "Graph", "NamedGraph", "endpoint", "supportedLanguage", "SPARQL11Query", "resultFormat",
        "feature", "UnionDefaultGraph", "defaultDataset", "defaultGraph", "namedGraph", "name",
    )
}  # fmt: skip
SINGLE = Limits(workers=4, seconds=30)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("suite") / "suite.nq"
    suite.write_data(path)
    return path


@pytest.fixture(scope="module")
def engine(data: Path) -> ox.Store:
    """The same graphs in this process, to see what the engine itself passes."""
    return load_nquads(data)


@pytest.fixture(scope="module")
def endpoint(data: Path, client: TestClient) -> Iterator[httpx.Client]:
    """A service of its own over the suite's graphs, whose default graph is no union."""
    serving = client.app.state.deployment.service  # type: ignore[attr-defined]
    settings = serving.settings.model_copy(update={"sparql_union": False})
    app = assemble_app(settings, warm=False)
    app.state.deployment.service = replace(
        serving, settings=settings, pool=Pool([data], SINGLE), store=Store.from_nquads(data)
    )
    with claim("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=60) as asking:
            yield asking
        server.should_exit = True
        thread.join(10)
        app.state.deployment.close()


def conclude(section: str, collected: int, ran: int, failed: dict[str, str]) -> None:
    """Print the count and hold it to what it was."""
    print(f"\nW3C {section}: {collected} collected, {ran} ran, {ran - len(failed)} passed")
    assert not failed
    assert collected >= COLLECTED[section], "the suite's files are fewer than they were"
    assert ran >= PASSED[section], "fewer cases are passed than were"


def test_query_evaluation_and_result_formats(endpoint: httpx.Client, engine: ox.Store) -> None:
    cases = [case for case in suite.find_queries() if isinstance(case, suite.Evaluation)]
    ours = [case for case in cases if passes(case, job := job_of(case), evaluated(engine, job))]
    failed = {case.name: said for case in ours if not passes(case, job := job_of(case), said := ask(endpoint, job))}
    print("left out, since the engine does not pass:", *sorted({case.name for case in cases} - {c.name for c in ours}))
    conclude("evaluation", len(cases), len(ours), failed)


def job_of(case: suite.Evaluation) -> Job:
    """A case as it is asked; a query that names its graphs itself is left to do so."""
    names_graphs = "FROM" in check_query(case.text, SINGLE)
    graphs, named = ((), ()) if names_graphs else (case.graphs, case.named)
    return Job(text=case.text, accept=FORMATS[kind_of(case)], graphs=graphs, named=named, union=False)


def kind_of(case: suite.Evaluation) -> str:
    """The kind of answer to ask for, by its ending: the one that is expected where that can be asked for."""
    if case.result.suffix != ".ttl":
        return case.result.suffix
    return ".nt" if "CONSTRUCT" in check_query(case.text, SINGLE) else ".srx"


def evaluated(engine: ox.Store, job: Job) -> bytes:
    """The bytes that the engine itself answers a job with."""
    pieces: list[bytes] = []
    evaluate(engine, job, SINGLE, pieces.append)
    return b"".join(pieces)


def passes(case: suite.Evaluation, job: Job, body: bytes) -> bool:
    """Whether an answer is the one expected."""
    try:
        return bool(suite.comparable(body, kind_of(case)) == suite.read_result(case))
    except (SyntaxError, ValueError):
        return False


def ask(endpoint: httpx.Client, job: Job) -> bytes:
    """The body that the endpoint answers a job with."""
    graphs = {"default-graph-uri": list(job.graphs), "named-graph-uri": list(job.named)}
    answer = endpoint.get("/sparql", params={"query": job.text, **graphs}, headers={"Accept": job.accept or "*/*"})
    return answer.content


def test_query_syntax(endpoint: httpx.Client, engine: ox.Store) -> None:
    cases = [case for case in suite.find_queries() if isinstance(case, suite.Syntax)]
    ours = [case for case in cases if parses(engine, case.text) == case.parses]
    answers = {case: endpoint.get("/sparql", params={"query": case.text}) for case in ours}
    failed = {case.name: answer.text for case, answer in answers.items()
              if answer.status_code != (200 if case.parses else 400)}  # fmt: skip
    print("left out, since the engine does not pass:", *sorted({case.name for case in cases} - {c.name for c in ours}))
    conclude("syntax", len(cases), len(ours), failed)


def parses(engine: ox.Store, text: str) -> bool:
    """Whether the engine itself takes a query."""
    return evaluate(engine, Job(text=text, base=suite.HOME), SINGLE, len).kind == "answer"


def test_protocol(endpoint: httpx.Client) -> None:
    """A case that wants an update to succeed does not apply to a service that only reads: it has to refuse it."""
    section = suite.read_section("protocol")
    failed, updates = {}, 0
    for case in section.cases:
        connection = section.manifest.value(case, suite.MF.action)
        requests = list(Collection(section.manifest, section.manifest.value(connection, HT.requests)))
        refused = [request for request in requests if wants_update(section.manifest, request)]
        updates += bool(refused)
        for request in refused or requests:
            answer = send(endpoint, section.manifest, request)
            as_it_should = is_refusal(answer) if refused else as_expected(section.manifest, request, answer)
            if not as_it_should:
                failed[str(case)] = f"{answer.status_code} {answer.text}"
    print(f"\nof the protocol's cases {updates} want an update to succeed, and were held to its refusal")
    conclude("protocol", len(section.cases), len(section.cases), failed)


def send(endpoint: httpx.Client, manifest: Graph, request: Node) -> httpx.Response:
    """A request of the manifest, sent to our address."""
    told = manifest.value
    path = str(told(request, HT.absolutePath)).replace("/sparql/", "/sparql", 1)
    body = told(request, HT.body)
    content = str(told(body, CNT.chars)).encode(str(told(body, CNT.characterEncoding))) if body else None
    method, headers = str(told(request, HT.methodName)), headers_of(manifest, request)
    return endpoint.request(method, path, content=content, headers=headers)


def headers_of(manifest: Graph, request: Node) -> dict[str, str]:
    """The headers of a request."""
    told, heads = manifest.value, manifest.value(request, HT.headers)
    found = Collection(manifest, heads) if heads else ()
    return {str(told(head, HT.fieldName)).lower(): str(told(head, HT.fieldValue)) for head in found}


def statuses_of(manifest: Graph, request: Node) -> set[str]:
    """The kinds of status that a request may be answered with, as in `4xx`."""
    expected = manifest.value(request, HT.resp)
    return {str(status)[-3:] for status in manifest.objects(expected, suite.MF.expectedStatus)}


def wants_update(manifest: Graph, request: Node) -> bool:
    """Whether a request is an update that should succeed."""
    kind = headers_of(manifest, request).get("content-type", "")
    text = str(manifest.value(manifest.value(request, HT.body), CNT.chars))
    update = kind == "application/sparql-update" or text.startswith("update=")
    return update and "2xx" in statuses_of(manifest, request)


def is_refusal(answer: httpx.Response) -> bool:
    """Whether an answer is 403 with the reason."""
    return answer.status_code == 403 and "uppdatering" in answer.json()["detail"]


def as_expected(manifest: Graph, request: Node, answer: httpx.Response) -> bool:
    """Whether an answer has the status, the form and the truth value that the manifest tells."""
    expected = manifest.value(request, HT.resp)
    if f"{answer.status_code // 100}xx" not in statuses_of(manifest, request):
        return False
    form, truth = manifest.value(expected, suite.MF.expectedFormat), manifest.value(expected, suite.MF.expectedBoolean)
    media_type = answer.headers["content-type"].partition(";")[0]
    forms: dict[str, set[str]] = {"boolean": TRUTHS, "tabular": TABLES, "RDF": GRAPHS}
    right_form = form is None or media_type in forms[str(form)]
    return right_form and (truth is None or answer.json()["boolean"] is (str(truth) == "true"))


def test_service_description(endpoint: httpx.Client) -> None:
    """Its three cases: it is RDF, it names its own address as the endpoint, and it keeps to the vocabulary."""
    section = suite.read_section("service-description")
    answer = endpoint.get("/sparql", headers={"Accept": "text/turtle"})
    told, address = Graph(), URIRef(f"{endpoint.base_url}/sparql".replace("//sparql", "/sparql"))
    failed = {}
    if answer.status_code != 200 or not told.parse(data=answer.text, format="turtle"):
        failed["returns-rdf"] = answer.text
    if set(told.subject_objects(SD.endpoint)) != {(address, address)}:
        failed["has-endpoint-triple"] = answer.text
    strange = {str(term) for triple in told for term in triple if str(term).startswith(SD) and term not in KNOWN}
    datasets = list(told.objects(address, SD.defaultDataset))
    named = list(told.objects(datasets[0], SD.namedGraph))
    whole = (
        (address, RDF.type, SD.Service) in told
        and (datasets[0], RDF.type, SD.Dataset) in told
        and len(list(told.objects(datasets[0], SD.defaultGraph))) == len(datasets) == 1
        and len(named) == len(set(told.objects(None, SD.name))) > 100
        and set(told.objects(address, SD.supportedLanguage)) == {SD.SPARQL11Query}
    )
    if strange or not whole:
        failed["conforms-to-schema"] = f"{strange} {answer.text}"
    conclude("service description", len(section.cases), len(section.cases), failed)
