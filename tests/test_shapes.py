"""Every example is tried, every rule has an example that breaks it, and every message says how to mend."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Literal
from rdflib.namespace import SH, SKOS

from graph.validation import shapes_graph, validate_graph, validate_rules
from ontology.model import ELEMENT_CLASSES
from ontology.terms import RT
from shapes.files import HERE, PROMISES, read_rules, shape_files

VALID = sorted((HERE / "examples" / "valid").glob("*.ttl"))
INVALID = sorted((HERE / "examples" / "invalid").glob("*.ttl"))
RULES = read_rules()
SHAPES = sorted(shapes_graph().subjects(RDF.type, SH.PropertyShape))


def local(iri: object) -> str:
    return str(iri).rpartition("#")[2]


@cache
def broken(path: Path) -> frozenset[str]:
    """The names of all shapes and rules that an example breaks."""
    store = ox.Store()
    store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    findings = (*validate_graph(Graph().parse(path)).findings, *validate_rules(store))
    return frozenset(str(finding.shape) for finding in findings)


def test_as_many_examples_were_collected_as_are_meant_to_be() -> None:
    assert len(VALID) == 6
    assert len(SHAPES) == 108
    assert len(RULES) == 15
    assert len(INVALID) == len(SHAPES) + len(RULES)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_examples_break_nothing(path: Path) -> None:
    assert broken(path) == frozenset()


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_examples_break_what_their_name_says(path: Path) -> None:
    assert path.stem.partition("--")[0] in broken(path)


def test_every_shape_and_rule_has_an_example_that_breaks_it() -> None:
    tried = {path.stem.partition("--")[0] for path in INVALID}
    assert tried == {*(local(shape) for shape in SHAPES), *(rule.name for rule in RULES)}


def test_valid_examples_hold_every_kind_of_element() -> None:
    held = {kind for path in VALID for kind in Graph().parse(path).objects(None, RDF.type)}
    assert {RT[cls.__name__] for cls in ELEMENT_CLASSES.values()} <= held
    assert {RT.Atgard, RT.Vardedel, RT.Tradlank, RT.Trad, RT.Organisation, RT.Lasning, RT.Beslut} <= held


def test_every_class_has_a_node_shape() -> None:
    targets = set(shapes_graph().objects(None, SH.targetClass))
    assert {RT[name] for name in RT.__annotations__ if name[0].isupper()} <= targets


@pytest.mark.parametrize("shape", SHAPES, ids=local)
def test_every_shape_says_in_swedish_what_it_wants(shape) -> None:
    message = shapes_graph().value(shape, SH.message)
    assert isinstance(message, Literal)
    assert message.language == "sv"
    assert len(message) > 30
    assert shapes_graph().value(shape, SH.severity) in (SH.Violation, SH.Warning)


def test_every_node_shape_has_a_name_for_people() -> None:
    shapes = set(shapes_graph().subjects(RDF.type, SH.NodeShape))
    assert len(shapes) == 42
    assert all(shapes_graph().value(shape, SKOS.prefLabel) for shape in shapes)


def test_one_file_a_promise() -> None:
    assert tuple(path.stem for path in shape_files()) == PROMISES
    assert sorted(path.stem for path in HERE.glob("*.ttl")) == sorted(PROMISES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_says_where_it_comes_from(rule) -> None:
    assert rule.title
    assert rule.source
    assert rule.severity in ("violation", "warning")
