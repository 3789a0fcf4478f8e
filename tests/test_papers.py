"""The papers say what is so: what is made of data is current, and what is written names every command and setting."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
import typer.main
from rdflib import RDF, Graph

from api.cli import app
from api.settings import PREFIX, Settings
from graph.iris import DEFAULT_BASE
from ontology.prefixes import PREFIXES
from ontology.terms import RT

ROOT = Path(__file__).resolve().parents[1]
CODE = ("api", "graph", "ingest", "ui")
CLASSES = ROOT / "docs" / "ontology" / "klasser.md"
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAPERS = {path: path.read_text(encoding="utf-8") for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])}
ALL = "\n".join(PAPERS.values())


def test_what_is_made_of_data_is_current() -> None:
    made: dict[Path, str] = runpy.run_path(str(ROOT / "docs" / "make.py"))["render_papers"]()
    assert len(made) == 5
    stale = [path.name for path, text in made.items() if path.read_text(encoding="utf-8") != text]
    assert not stale, "make docs"


def test_every_class_has_an_example_that_is_one() -> None:
    head = f"@base <{DEFAULT_BASE}> ." + "".join(f"@prefix {name}: <{iri}> ." for name, iri in PREFIXES.items())
    sections = re.findall(r"^## rt:(\w+)\n(.*?)(?=^## )", CLASSES.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert {name for name, _ in sections} == {name for name in RT.__annotations__ if name[0].isupper()}
    for name, text in sections:
        (turtle,) = re.findall(r"```turtle\n(.*?)```", text, re.DOTALL)
        assert (None, RDF.type, RT[name]) in Graph().parse(data=head + turtle, format="turtle"), name


def commands() -> list[str]:
    """The command line's verbs."""
    return sorted(typer.main.get_group(app).commands)


@pytest.mark.parametrize("command", commands())
def test_every_command_stands_in_the_papers(command: str) -> None:
    assert re.search(rf"rodatraden {command}\b", ALL)


def variables() -> set[str]:
    """The environment variables that mean something: the settings', and what the code reads itself."""
    read = {
        name for room in CODE for path in (ROOT / room).rglob("*.py")
        for name in re.findall(rf'"({PREFIX}[A-Z_]+)"', path.read_text(encoding="utf-8"))
    }  # fmt: skip
    return read | {PREFIX + name.upper() for name in Settings.model_fields}


def test_every_setting_stands_in_the_readme_or_a_paper_that_it_names() -> None:
    told = {name for row in re.findall(r"^\| (`RODATRADEN_.*?) \|", ALL, re.MULTILINE) for name in whole_names(row)}
    assert variables() <= told
    assert {PREFIX + name.upper() for name in Settings.model_fields} <= told


def whole_names(row: str) -> list[str]:
    """The names of a table's cell, where `_WAIT` after `RODATRADEN_SPARQL_SECONDS` is `RODATRADEN_SPARQL_WAIT`."""
    names: list[str] = []
    for name in re.findall(r"`(\w+)`", row):
        names.append(names[0].rpartition("_")[0] + name if name.startswith("_") else name)
    return names


def test_every_verb_of_make_is_explained_and_in_a_paper() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    verbs = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)
    assert len(verbs) == len(set(verbs))
    assert {"install", "demo", "test", "fast", "slow", "bench", "docs", "lock"} <= set(verbs)
    for verb in verbs:
        assert re.search(rf"^{verb}:.*## \w", makefile, re.MULTILINE), verb
        assert f"make {verb}" in ALL, verb


def test_every_benchmark_is_run_by_make() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    runnable = [p.stem for p in ROOT.glob("tests/benchmarks/*.py") if "__main__" in p.read_text(encoding="utf-8")]
    assert runnable
    assert not [name for name in runnable if f"tests.benchmarks.{name}" not in makefile]


def test_every_link_and_path_in_the_papers_leads_somewhere() -> None:
    dead = [
        f"{path.name}: {link}" for path, text in PAPERS.items()
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text) if not (path.parent / link).exists()
    ]  # fmt: skip
    assert not dead


def test_every_module_that_the_architecture_names_is_there() -> None:
    """As a module, or as something in one."""
    text = PAPERS[ROOT / "docs" / "architecture.md"]
    named = set(re.findall(r"\b((?:api|graph|ingest|ontology|ui)(?:\.[a-z_]\w*)+)(?!\w*/)", text))
    assert len(named) > 30
    assert not [name for name in named if not is_module(name)]


def is_module(name: str) -> bool:
    """Whether there is a module or package of a dotted name."""
    place = ROOT / name.replace(".", "/")
    return place.with_suffix(".py").is_file() or (place / "__init__.py").is_file()


def test_every_file_that_a_newcomer_is_sent_to_is_there() -> None:
    """In the table of where to change what, and in the README's map."""
    table = PAPERS[ROOT / "CONTRIBUTING.md"].partition("## Where to change")[2].partition("\n\n**A format")[0]
    named = re.findall(r"`((?:api|graph|ingest|ontology|shapes|tests|ui|docs)/[\w./*-]+)`", table + README)
    assert len(named) > 15
    assert not [path for path in named if not list(ROOT.glob(path.rstrip("/")))]


def test_the_rooms_that_the_readme_maps_are_those_that_there_are() -> None:
    rooms = re.findall(r"^\| `(\w+)/` \|", README, re.MULTILINE)
    assert sorted(rooms) == sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))
