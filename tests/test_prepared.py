"""What is prepared of a graph is what the graph says, and the same bytes each time; other code's is passed over."""

from __future__ import annotations

import json
from pathlib import Path

import grimp
import pytest

from api.build import Built
from api.parts import open_prepared, prepared_of
from graph.elements import ElementReader
from graph.files import ROOT
from graph.iris import Iris
from graph.prepared import MAKERS, Prepared, dump_prepared, load_prepared, prepare
from graph.store import LaterStore


@pytest.fixture
def file(sample_built: Built) -> Path:
    """What a build left."""
    return sample_built.release.path(prepared_of(None))


@pytest.fixture
def iris(sample_built: Built) -> Iris:
    """Under the release's base."""
    return Iris(sample_built.release.manifest["base_iri"])


@pytest.fixture
def store(sample_built: Built) -> LaterStore:
    """The release's graphs."""
    return LaterStore(sorted(sample_built.release.path("graph").glob("*.nq")))


@pytest.fixture
def said(store: LaterStore, iris: Iris) -> Prepared:
    """What the release's graphs say."""
    return prepare(ElementReader(store.source, iris))


def test_it_is_what_the_graph_says(file: Path, said: Prepared) -> None:
    assert load_prepared(file) == said
    assert said.readings
    assert said.links
    assert said.words.size == sum(len(reading.passages) for reading in said.readings)
    assert said.words.frequency


def test_the_same_graph_gives_the_same_bytes(file: Path, said: Prepared) -> None:
    assert dump_prepared(said) == file.read_bytes()


def test_what_other_code_prepared_is_read_from_the_graph(
    file: Path, said: Prepared, store: LaterStore, iris: Iris, tmp_path: Path
) -> None:
    told = json.loads(file.read_bytes())
    other = tmp_path / "other.json"
    other.write_text(json.dumps({**told, "made_by": "en annan", "links": []}))
    assert load_prepared(other) is None
    assert open_prepared(other, store, iris) == said
    assert open_prepared(tmp_path / "lacks.json", store, iris) == said


def test_all_code_that_it_rests_on_is_held_to() -> None:
    imports, readers = grimp.build_graph("graph", "ontology", "shapes"), ("graph.prepared", "graph.elements")
    rest_on = {*readers}.union(*map(imports.find_upstream_modules, readers))
    rest_on -= {"graph.files", "ontology.errors"}  # which say nothing of what is read
    held = {file for place in map(ROOT.joinpath, MAKERS) for file in [*place.rglob("*.py")] or [place]}
    assert held == {*map(file_of, rest_on)}


def file_of(module: str) -> Path:
    """The file of a module's name."""
    place = ROOT / module.replace(".", "/")
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
