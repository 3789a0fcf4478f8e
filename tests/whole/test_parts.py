"""A large release is opened in parts and answers as a small one does; its store on the disk holds the same."""

import asyncio
from dataclasses import replace

import pyoxigraph as ox
import pytest

from api.engines import bring
from api.growing import can_grow, ground, grow_to
from api.listing import Wanted, list_elements
from api.models import AskFilter
from api.parts import threads_of_body
from api.readings import Source
from api.settings import Settings
from api.sparql.jobs import Job
from api.threads import history
from api.wiring import ENCODERS, open_service
from graph.disk_store import change_disk_store, make_disk_store, open_disk_store, store_of
from graph.embedder import StubEncoder
from graph.release import check_files, find_releases, load_release
from graph.store import load_nquads
from tests.benchmarks import releasing
from tests.benchmarks.synthetic import Plans, issuer
from tests.benchmarks.vectors import DIMENSIONS

pytestmark = pytest.mark.whole


class Encoder(StubEncoder):
    """The stub, with vectors as long as the synthetic ones and under their name."""

    name = "synthetic"

    def __init__(self):
        super().__init__(DIMENSIONS)


@pytest.fixture(scope="module", autouse=True)
def encoder():
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ENCODERS, Encoder.name, Encoder())
        yield


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    """The same release opened whole and in parts: twenty documents of two bodies."""
    folder, plans, found = tmp_path_factory.mktemp("parts"), Plans(1340), []
    with pytest.MonkeyPatch.context() as patch:
        for name, least in (("whole", 100), ("parted", 2)):
            patch.setattr(releasing, "PARTED_FROM", least)
            patch.setattr(releasing, "PROCESSES", 1)
            found.append(write(plans, folder / name))
    return found


def write(plans, folder):
    """A release of the plans, opened; in the engines too, where the tests are run over those."""
    settings = Settings(data_dir=folder, model=Encoder.name)
    bring(releasing.write_release(plans, folder, Encoder.name, Encoder.name), settings)
    return open_service(settings)


def test_it_is_opened_in_parts(services):
    assert [service.parts is not None for service in services] == [False, True]
    in_engine = services[1].settings.store is not None
    assert store_of(services[1].release.folder).is_dir() != in_engine


def test_the_catalogue_has_the_same(services):
    whole, parted = (service.catalogue for service in services)
    assert dict(parted.documents) == dict(whole.documents)
    assert dict(parted.organisations) == dict(whole.organisations)
    assert dict(parted.elements) == dict(whole.elements)
    assert list(parted.elements) == list(whole.elements)
    assert len(parted.elements) == len(whole.elements)
    assert {d: dict(p) for d, p in parted.passages.items()} == {d: dict(p) for d, p in whole.passages.items()}
    assert sorted(map(repr, parted.links)) == sorted(map(repr, whole.links))
    assert parted.links
    assert parted.links[-1] in whole.links
    assert "okänt/uppdrag-1" not in parted.elements


def test_threads_and_lists_are_the_same(services):
    whole, parted = (service.catalogue for service in services)
    element = next(e for e in whole.elements.values() if e.type == "uppdrag" and e.year == 2021)
    assert history(parted, element) == history(whole, element)
    body = issuer(1)[1]
    wanted = Wanted(types=("uppdrag",), organisation=body.id, years=(2022,))
    assert list_elements(parted, wanted) == list_elements(whole, wanted) != []


def test_a_named_query_finds_the_same(services):
    rows = [service.store.run_named("element-counts") for service in services]
    assert sorted(map(repr, rows[0])) == sorted(map(repr, rows[1])) != []


@pytest.mark.parametrize("body", [0, 1])
@pytest.mark.parametrize(
    "question", ["Vilka uppdrag gav {} 2023?", "Hur många uppdrag gav {} 2022?", "Vilka risker finns hos {}?"]
)
def test_a_question_is_answered_alike(services, body, question):
    text = question.format(issuer(body)[1].name)
    answers = [service.answer(text) for service in services]
    assert answers[0].status == answers[1].status == "answered"
    assert answers[0].answer == answers[1].answer
    assert {c.document.id.split("-namnden")[0] for c in answers[1].citations} == {
        c.document.id.split("-namnden")[0] for c in answers[0].citations
    }


def test_a_question_touches_one_part(services):
    service = replace(services[1])
    opened = []
    original = service.parts.of_bodies
    service.parts.of_bodies = lambda bodies: opened.append(bodies) or original(bodies)
    name = issuer(1)[1].name
    service.answer(f"Vilka uppdrag gav {name} 2023?")
    service.answer("Och 2022?", history=[])
    service.parts.of_bodies = original
    assert opened[0] == (issuer(1)[1].id,)
    assert all(len(bodies) == 1 for bodies in opened)


def test_a_filter_chooses_the_part(services):
    body = issuer(0)[1]
    answer = services[1].answer("Vilka uppdrag finns 2023?", limits=AskFilter(organisation=body.name))
    assert {c.document.organisation for c in answer.citations} == {body.name}
    document = services[1].parts.held.documents[-1].id
    answer = services[1].answer("Hur många styrtal finns?", limits=AskFilter(documents=[document]))
    assert {c.document.id for c in answer.citations} <= {document}


def test_the_next_store_is_the_formers_with_what_is_new(tmp_path):
    def quads(number):
        path = tmp_path / f"{number}.nq"
        path.write_text(f"<urn:s:{number}> <urn:p> <urn:o> <urn:g:{number}> .\n")
        return path

    make_disk_store(tmp_path / "one", [quads(1), quads(2)])
    change_disk_store(tmp_path / "one", tmp_path / "two", [(quads(1), tmp_path / "lacks"), (tmp_path / "no", quads(3))])
    former, next_ = (open_disk_store(tmp_path / name, []) for name in ("one", "two"))
    assert {graph.value for graph in former.named_graphs()} == {"urn:g:1", "urn:g:2"}
    assert {graph.value for graph in next_.named_graphs()} == {"urn:g:2", "urn:g:3"}
    with pytest.raises(RuntimeError, match="read-write"):
        next_.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.NamedNode("urn:o")))


def test_queries_from_outside_are_put_to_the_store_on_the_disk(services):
    text = "SELECT (COUNT(*) AS ?n) { ?s a <https://rodatraden.example/ontology#Uppdrag> }"
    found = []
    for service in services:
        try:
            found.append(asyncio.run(service.pool.ask(Job(text=text, accept="text/csv"), "test")).body)
        finally:
            service.pool.close()
    assert found[0] == found[1]
    assert found[0].split()[0] == b"n"


@pytest.fixture
def grown(tmp_path, monkeypatch):
    """A release of nineteen documents with the twentieth added, and the same documents built at once."""
    monkeypatch.setattr(releasing, "PARTED_FROM", 2)
    monkeypatch.setattr(releasing, "PROCESSES", 1)
    once, settings = write(Plans(1340), tmp_path / "once"), write(Plans(1273), tmp_path / "grown").settings
    if settings.store or settings.index:
        pytest.skip("a release that an engine holds is built whole")
    file = tmp_path / "ny.txt"
    file.write_text("ny")
    new = [Source(file, f"{r.document.id}.txt", r.document.sha256, r) for r in Plans(1340).of_body(1)]
    assert can_grow(settings)
    with ground(settings) as base:
        built = grow_to(base, new, {issuer(1)[1].id}, settings)
    return built, open_service(settings), once


def test_a_document_more_gives_what_a_build_of_all_gives(grown):
    built, service, once = grown
    check_files(load_release(service.settings.data_dir))
    assert built.findings == []
    assert dict(service.catalogue.documents) == dict(once.catalogue.documents)
    assert dict(service.catalogue.elements) == dict(once.catalogue.elements)
    assert service.parts.held.counts == once.parts.held.counts
    assert service.release.manifest["counts"] == once.release.manifest["counts"]
    new = Plans(1340).documents - 1
    body, added = issuer(1)[1], Plans(1340).reading(new).document
    hits = service.index.search("Andel", encoder=service.encoder, documents=[added.id])
    assert {hit.id.partition("/")[0] for hit in hits} == {added.id}
    texts = [
        {hit.id for hit in one.index.search("operation", encoder=None, mode="lexical", limit=50)}
        for one in (service, once)
    ]  # an addition is weighed by the mean length of what it is added to
    assert len(texts[0] & texts[1]) >= 45
    question = f"Vilka styrtal finns i verksamhetsberättelsen 2025 för {body.name}?"
    answers = [one.answer(question) for one in (service, once)]
    assert answers[0].answer == answers[1].answer
    assert {c.document.id for c in answers[0].citations} == {added.id}


def test_each_body_that_was_built_anew_has_a_report_of_its_own(grown):
    _, service, _ = grown
    every = [reading for body in (0, 1) for reading in Plans(1340).of_body(body)]
    file = service.settings.data_dir / "x.txt"
    file.write_text("x")
    sources = [Source(file, r.document.id, r.document.sha256, r) for r in every]
    with ground(service.settings) as base:
        built = grow_to(base, sources, {issuer(body)[1].id for body in (0, 1)}, service.settings)
    reports = {path.name for path in built.release.path("kontroll").iterdir()}
    assert reports == {f"{threads_of_body(issuer(body)[1].id)}.ttl" for body in (0, 1)}


def test_the_former_release_is_as_it_was(grown):
    _, service, _ = grown
    for release in find_releases(service.settings.data_dir):
        check_files(release)
    assert len(find_releases(service.settings.data_dir)) == 2


def test_the_store_on_the_disk_grows_with_it(grown):
    _, service, once = grown
    stored = [{str(quad) for quad in open_disk_store(store_of(one.release.folder), [])} for one in (service, once)]
    written = {str(quad) for quad in load_nquads(*service.release.path("graph").glob("*.nq"))}
    assert stored[0] == written
    assert {q for q in stored[0] if "tradar" not in q} == {q for q in stored[1] if "tradar" not in q}


def test_a_document_can_go_again(grown):
    _, service, _ = grown
    less = Plans(1273).of_body(1)
    file = service.settings.data_dir / "x.txt"
    file.write_text("x")
    sources = [Source(file, r.document.id, r.document.sha256, r) for r in less]
    with ground(service.settings) as base:
        grow_to(base, sources, {issuer(1)[1].id}, service.settings)
    opened = open_service(service.settings)
    gone = service.catalogue.documents.keys() - opened.catalogue.documents.keys()
    assert len(gone) == 1
    assert opened.index.search("Andel", encoder=opened.encoder, documents=gone) == []
    assert {e.document for e in opened.index.entries} == set(opened.catalogue.documents)
