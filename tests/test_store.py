"""The store: values go in as terms and never as syntax, and come out as plain Python."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from graph.store import Store, fill, find_queries, get_query, iri
from ontology.errors import QueryError

A, P = ox.NamedNode("https://x.example/a"), ox.NamedNode("https://x.example/p")


@pytest.fixture
def store() -> Store:
    graph = ox.NamedNode("https://x.example/g")
    values = [ox.Literal("text"), ox.Literal(7), ox.Literal(6.5), ox.Literal(True), A]
    return Store.from_quads([ox.Quad(A, P, value, graph) for value in values])


def test_rows_are_plain_values_and_see_every_named_graph(store: Store) -> None:
    rows = store.select("SELECT ?v WHERE { $node ?p ?v }", node=A)
    assert {repr(row["v"]) for row in rows} == {"'text'", "7", "6.5", "True", "'https://x.example/a'"}


def test_an_unbound_variable_is_absent(store: Store) -> None:
    assert store.select("SELECT ?s ?x WHERE { ?s ?p 7 OPTIONAL { ?s <https://x.example/q> ?x } }") == [{"s": A.value}]


@pytest.mark.parametrize("value", ['" } DELETE { ?s ?p ?o } #', "a\nb", "\\", "'", "å › ä"])
def test_a_string_stays_a_string(value: str) -> None:
    store = Store.from_quads([ox.Quad(A, P, ox.Literal(value), A)])
    assert store.select("SELECT ?s WHERE { ?s ?p $value }", value=value) == [{"s": A.value}]


def test_sequences_and_none_fill_a_values_clause() -> None:
    assert fill("VALUES ?x { $x }", {"x": (1, "b")}) == (
        'VALUES ?x { "1"^^<http://www.w3.org/2001/XMLSchema#integer> "b" }'
    )
    assert fill("VALUES ?x { $x }", {"x": None}) == "VALUES ?x { UNDEF }"


def test_a_parameter_without_a_place_is_an_error() -> None:
    with pytest.raises(QueryError, match="platshållare"):
        fill("SELECT * WHERE { ?s ?p ?o }", {"x": 1})


def test_the_wrong_form_of_query_is_an_error(store: Store) -> None:
    assert store.ask("ASK { ?s ?p 7 }")
    assert len(store.construct("CONSTRUCT WHERE { ?s ?p ?o }")) == 5
    for run in (store.select, store.construct):
        with pytest.raises(QueryError):
            run("ASK { ?s ?p 7 }")
    with pytest.raises(QueryError):
        store.ask("SELECT * WHERE { ?s ?p 7 }")
    with pytest.raises(QueryError, match="tolka"):
        store.select("SELECT")


def test_what_is_no_iri_is_an_error() -> None:
    with pytest.raises(QueryError, match="IRI"):
        iri("https://x.example/a b> }")


@pytest.mark.parametrize("name", ["nope", "../release", "element-counts.rq"])
def test_an_unknown_query_name_is_an_error(name: str) -> None:
    with pytest.raises(QueryError, match="namngiven"):
        get_query(name)


def test_every_query_file_has_its_head() -> None:
    queries = find_queries()
    assert len(queries) >= 2
    for query in queries:
        assert query.title != query.name, query.name
        assert query.question, query.name
        assert query.expected, query.name
