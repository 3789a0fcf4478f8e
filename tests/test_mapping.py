"""Reading → graph → N-Quads → Oxigraph → dataclasses gives back every field, whatever the reading says."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, is_dataclass, replace

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.namespace import PROV

from graph.elements import ElementReader, NotInGraphError, OxigraphSource
from graph.fields import (
    DOCUMENT,
    ORGANISATION,
    PART,
    PASSAGE,
    STYRTAL_VALUES,
    VALUE,
    element_fields,
    join_path,
    split_path,
)
from graph.iris import Iris
from graph.links import threads_of
from graph.mapping import graph_to_nquads, links_to_graph, reading_to_graph
from ontology.model import (
    ELEMENT_CLASSES,
    Amount,
    Beredning,
    Budgetpost,
    Delindikator,
    Document,
    DocumentKind,
    Element,
    Evidence,
    Fardplan,
    Link,
    Malbild,
    Malsattning,
    Measure,
    Organisation,
    OrganisationKind,
    Part,
    Passage,
    Perspektiv,
    Reading,
    Risk,
    Strategi,
    Styrtal,
    Uppdrag,
    Value,
    Vardegrund,
    Vision,
)
from ontology.terms import RT

IRIS = Iris()
DOC = "region-granskog-vardnamnden-verksamhetsplan-2025"
ELEMENT_TYPES = (
    Beredning, Budgetpost, Delindikator, Fardplan, Malbild, Malsattning, Perspektiv, Risk, Strategi, Styrtal,
    Uppdrag, Vardegrund, Vision,
)  # fmt: skip

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20) | st.sampled_from(
    ["Andel \"nöjda\"\tav 100", "a › b", "\\›", "rad\nrad", "  x  ", "1 000,50 %", "007"]
)
LOCAL = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
FIGURE = st.decimals(-(10**9), 10**9, places=4).map(float)
EVIDENCE = st.builds(Evidence, passage=st.from_regex(r"p[0-9]{4}", fullmatch=True), quote=TEXT)
BODIES = st.lists(LOCAL.map("region-granskog/{}".format), unique=True, max_size=3).map(tuple)


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


def tuples(strategy: st.SearchStrategy, unique: bool = False) -> st.SearchStrategy:
    return st.lists(strategy, max_size=3, unique=unique).map(tuple)


VALUE_STRATEGY = st.builds(
    Value, text=TEXT, value=maybe(FIGURE), low=maybe(FIGURE), high=maybe(FIGURE), of=maybe(FIGURE),
    relative=st.booleans(), parts=tuples(st.builds(Part, label=TEXT, value=maybe(FIGURE))), unit=maybe(TEXT),
    period=maybe(TEXT),
)  # fmt: skip
OWN = {
    "recipients": BODIES,
    "followed_by": BODIES,
    "given_by": maybe(st.just("region-granskog/fullmaktige")),
    "outcome": maybe(VALUE_STRATEGY),
    "target": maybe(VALUE_STRATEGY),
    "long_term": maybe(VALUE_STRATEGY),
    "better": st.sampled_from([None, "higher", "lower", "range"]),
    "measures": tuples(st.builds(Measure, text=TEXT, evidence=tuples(EVIDENCE))),
    "names": tuples(TEXT, unique=True),
    "organisation": maybe(st.just("region-granskog/beredning-nord")),
    "amounts": tuples(st.builds(Amount, column=TEXT, value=VALUE_STRATEGY)),
}
SHARED = {
    "year": st.integers(1900, 2100),
    "term": TEXT,
    "text": TEXT,
    "number": maybe(TEXT),
    "series": maybe(TEXT),
    "objective": maybe(LOCAL.map((DOC + "/{}").format)),
    "part_of": maybe(LOCAL.map((DOC + "/{}").format)),
    "evidence": tuples(EVIDENCE),
}


def element_strategy(cls: type[Element], place: int) -> st.SearchStrategy:
    own = {f.name: OWN.get(f.name, maybe(TEXT)) for f in fields(cls) if f.name not in {*SHARED, "id", "document"}}
    return st.builds(cls, id=st.just(f"{DOC}/{cls.type}-{place}"), document=st.just(DOC), **SHARED, **own)


def numbered(passage: Passage, place: int) -> Passage:
    return replace(passage, id=f"p{place:04}", start=place * 10, end=place * 10 + passage.end)


PASSAGES = st.lists(
    st.builds(
        Passage, id=st.just(""), kind=st.sampled_from(["heading", "paragraph", "item", "row", "header"]), text=TEXT,
        page=maybe(st.integers(1, 900)), section=tuples(TEXT), start=st.just(0), end=st.integers(0, 9),
    ),
    max_size=3,
).map(lambda drawn: tuple(numbered(p, n) for n, p in enumerate(drawn)))  # fmt: skip
DOCUMENTS = st.builds(
    Document, id=st.just(DOC), kind=st.sampled_from(DocumentKind), title=TEXT, year=st.integers(1900, 2100),
    period=maybe(st.tuples(st.integers(1900, 2100), st.integers(1900, 2100))),
    organisation=maybe(st.just("region-granskog/vardnamnden")), huvudman=maybe(st.just("region-granskog")),
    status=st.sampled_from([None, "forslag", "antagen"]), decided=maybe(st.dates().map(str)), dnr=maybe(TEXT),
    pages=maybe(st.integers(1, 900)), sha256=TEXT, media_type=TEXT, memo=st.booleans(),
)  # fmt: skip
ORGANISATIONS = st.lists(
    st.builds(
        Organisation, id=LOCAL.map("region-granskog/{}".format), name=TEXT, kind=st.sampled_from(OrganisationKind),
        names=tuples(TEXT, unique=True), part_of=maybe(st.just("region-granskog")), ground=maybe(TEXT),
    ),
    max_size=3, unique_by=lambda o: o.id,
).map(tuple)  # fmt: skip


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    classes = draw(st.lists(st.sampled_from(ELEMENT_TYPES), max_size=4))
    elements = tuple(draw(element_strategy(cls, n)) for n, cls in enumerate(classes))
    return Reading(
        document=draw(DOCUMENTS), passages=draw(PASSAGES), elements=elements, organisations=draw(ORGANISATIONS)
    )


def stored(graph: Graph, name: URIRef, store: ox.Store | None = None) -> ox.Store:
    store = ox.Store() if store is None else store
    store.load(graph_to_nquads(graph, name).encode(), ox.RdfFormat.N_QUADS)
    return store


def reader(reading: Reading) -> ElementReader:
    graph = reading_to_graph(reading, IRIS)
    return ElementReader(OxigraphSource(stored(graph, IRIS.document_graph(reading.document.id))), IRIS)


def example() -> Reading:
    quote = Evidence(passage="p0002", quote="HS nr 3. Att ta fram en plan för skogsnära rehabilitering")
    shared = {"document": DOC, "year": 2025, "evidence": (quote,)}
    uppdrag = Uppdrag(
        id=f"{DOC}/uppdrag-hs-3", term="uppdrag", text="Att ta fram en plan för skogsnära rehabilitering", number="3",
        series="HS", objective=f"{DOC}/malsattning-1", given_by="region-granskog/fullmaktige",
        recipients=("region-granskog/vardnamnden", "region-granskog/forvaltningen"), **shared,
    )  # fmt: skip
    styrtal = Styrtal(
        id=f"{DOC}/styrtal-3a", term="indikator", text="Andel som svarar inom en dag", number="3a",
        outcome=Value(text="5 av 8", value=5, of=8, period="2024"), target=Value(text="≥ 90 %", low=90, unit="%"),
        better="higher", **shared,
    )  # fmt: skip
    passage = Passage(
        id="p0002", kind="item", text=quote.quote, page=7, section=("3.1", "Målsättning nr 1"), start=10, end=65
    )
    body = Organisation(
        id="region-granskog/vardnamnden", name="Vårdnämnden", kind=OrganisationKind.NAMND, names=("VN", "Nämnden")
    )
    document = Document(id=DOC, kind=DocumentKind.VERKSAMHETSPLAN, title="Plan", year=2025, period=(2025, 2027))
    return Reading(document=document, passages=(passage,), elements=(uppdrag, styrtal), organisations=(body,))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(readings())
def test_round_trip(reading: Reading) -> None:
    back = reader(reading)
    assert back.find_elements(DOC) == list(reading.elements)
    assert back.get_elements([e.id for e in reading.elements]) == list(reading.elements)
    assert back.get_documents() == [reading.document]
    assert back.find_passages(DOC) == list(reading.passages)
    assert back.get_organisations() == sorted(reading.organisations, key=lambda o: o.id)


@pytest.mark.parametrize("cls", ELEMENT_TYPES)
def test_every_field_of_every_class_stands_in_the_table(cls: type[Element]) -> None:
    nested = {"id", "evidence", "measures", "amounts", *STYRTAL_VALUES}
    assert {f.name for f in fields(cls)} - nested == {f.name for f in element_fields(cls.type)}


def test_all_element_classes_are_tried() -> None:
    assert set(ELEMENT_TYPES) == set(ELEMENT_CLASSES.values())


@pytest.mark.parametrize(
    ("cls", "table", "elsewhere"),
    [
        (Document, DOCUMENT, {"id", "period"}),
        (Passage, PASSAGE, {"id"}),
        (Organisation, ORGANISATION, {"id"}),
        (Value, VALUE, {"parts"}),
        (Part, PART, set()),
    ],
)
def test_every_field_of_the_other_records_stands_in_the_table(cls: type, table: tuple, elsewhere: set[str]) -> None:
    assert is_dataclass(cls)
    assert {f.name for f in fields(cls)} - elsewhere == {f.name for f in table}


def test_one_uppdrag_as_triples() -> None:
    graph = reading_to_graph(example(), IRIS)
    uppdrag = IRIS.element(f"{DOC}/uppdrag-hs-3")
    assert (uppdrag, RT.nummer, Literal("3")) in graph
    assert (uppdrag, RT.ar, Literal(2025)) in graph
    assert (uppdrag, RT.mottagare, IRIS.organisation("region-granskog/forvaltningen")) in graph
    assert (uppdrag, PROV.wasQuotedFrom, IRIS.passage(DOC, "p0002")) in graph
    outcome = URIRef(f"{IRIS.base}{DOC}/styrtal-3a/varde/utfall")
    assert (outcome, RT.tryckt, Literal("5 av 8")) in graph
    assert (outcome, RT.avser, IRIS.element(f"{DOC}/styrtal-3a")) in graph


def test_the_graph_is_deterministic_and_without_blank_nodes() -> None:
    name = IRIS.document_graph(DOC)
    graph = reading_to_graph(example(), IRIS)
    assert graph_to_nquads(graph, name) == graph_to_nquads(reading_to_graph(example(), IRIS), name)
    assert not [node for triple in graph for node in triple if isinstance(node, BNode)]


def test_strings_are_found_by_a_query_with_a_plain_literal() -> None:
    store = stored(reading_to_graph(example(), IRIS), IRIS.document_graph(DOC))
    query = f'SELECT ?e {{ ?e <{RT.serie}> "HS" ; <{RT.ar}> 2025 }}'
    assert len(list(store.query(query, use_default_graph_as_union=True))) == 1


def test_a_hundred_elements_are_asked_for_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = example().elements[0]
    reading = replace(example(), elements=tuple(replace(first, id=f"{DOC}/uppdrag-{n}") for n in range(100)))
    ids, asked = [e.id for e in reading.elements], Counter[int]()
    back, describe = reader(reading), OxigraphSource.describe
    for many in (1, 100):
        monkeypatch.setattr(
            OxigraphSource, "describe", lambda *given, many=many: asked.update([many]) or describe(*given)
        )
        assert len(back.get_elements(ids[:many])) == many
    assert asked[1] == asked[100] > 0


def test_what_is_not_there_raises_in_swedish() -> None:
    back = reader(example())
    for call in (lambda: back.get_element(f"{DOC}/nej"), lambda: back.get_document("nej"),
                 lambda: back.get_passage(DOC, "p9"), lambda: back.get_organisation("nej")):  # fmt: skip
        with pytest.raises(NotInGraphError, match="Grafen"):
            call()


def test_a_body_that_two_documents_describe_has_all_its_names() -> None:
    first = example()
    body = replace(first.organisations[0], names=("Nämnden", "VÅN"))
    other = replace(first.document, id="annan")
    second = Reading(document=other, passages=(), elements=(), organisations=(body,))
    store = stored(reading_to_graph(first, IRIS), IRIS.document_graph(DOC))
    stored(reading_to_graph(second, IRIS), IRIS.document_graph("annan"), store)
    found = ElementReader(OxigraphSource(store), IRIS).get_organisation("region-granskog/vardnamnden")
    assert found.name == "Vårdnämnden"
    assert sorted(found.names) == ["Nämnden", "VN", "VÅN"]


def test_links_keep_all_that_is_said_and_only_asserted_ones_have_a_shortcut() -> None:
    old, new = f"{DOC[:-4]}2024/uppdrag-rf-7", f"{DOC}/uppdrag-rf-9"
    change = ("omformulerad", "delad")
    link = Link(source=old, target=new, change=change, score=0.87312345, method="text", reason="Samma ord.")
    doubtful = replace(link, target=f"{DOC}/uppdrag-rf-2", status="candidate", change=())
    graph = links_to_graph([link, doubtful], IRIS)
    assert list(graph.subject_objects(RT.foregasAv)) == [(IRIS.element(new), IRIS.element(old))]
    assert list(graph.subject_objects(PROV.wasRevisionOf)) == [(IRIS.element(new), IRIS.element(old))]
    back = ElementReader(OxigraphSource(stored(graph, IRIS.thread_graph())), IRIS).get_links()
    assert sorted(back, key=lambda item: item.target) == [doubtful, link]


@given(st.lists(TEXT, min_size=1).map(tuple))
def test_split_path_inverts_join_path(parts: tuple[str, ...]) -> None:
    assert split_path(join_path(parts)) == parts


def test_iris_are_read_back() -> None:
    iris = Iris(base="http://exempel.test/")
    assert iris.id_of(iris.element("d/uppdrag-1")) == "d/uppdrag-1"
    assert iris.organisation_id(iris.organisation("region-x/namnd")) == "region-x/namnd"
    assert iris.passage_id(iris.passage("d", "p0001")) == ("d", "p0001")
    assert str(iris.document_graph("d")) == "http://exempel.test/d/graf"


@pytest.mark.parametrize("identifier", ["", "två ord", "målsättning", "a<b", 'a"b'])
def test_an_identifier_that_no_path_holds_is_refused(identifier: str) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        IRIS.iri(identifier)


def test_iris_of_other_bases_are_refused() -> None:
    with pytest.raises(ValueError, match="basen"):
        IRIS.id_of("https://annan.example/x")
    with pytest.raises(ValueError, match="organisation"):
        IRIS.organisation_id(IRIS.base + "d")
    with pytest.raises(ValueError, match="sluta"):
        Iris(base="https://utan-slut.example")


def test_threads_are_what_asserted_links_join() -> None:
    def link(older: str, newer: str, status: str = "proposed") -> Link:
        return Link(source=older, target=newer, change=("delad",), score=0.5, method="text", status=status)

    links = [link("a/1", "b/1"), link("a/2", "b/1"), link("b/1", "c/1"), link("b/9", "c/9")]
    links += [link("c/1", "d/1", "rejected")]
    assert threads_of(links) == {"a/1": ("a/1", "a/2", "b/1", "c/1"), "b/9": ("b/9", "c/9")}
    graph = links_to_graph(links, IRIS)
    assert set(graph.subjects(RT.iTrad, IRIS.thread("b/9"))) == {IRIS.element("b/9"), IRIS.element("c/9")}
    assert (IRIS.thread("a/1"), RDF.type, RT.Trad) in graph
