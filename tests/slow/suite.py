"""The W3C test suite for SPARQL 1.1, read from its folder: cases, their data as named graphs, and equal results."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import RDF, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "suites" / "sparql11"
HOME = "https://suite.example/"  # the name that the suite's files have here
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
EVALUATIONS = {MF.QueryEvaluationTest, MF.CSVResultFormatTest}
SYNTAX = {MF.PositiveSyntaxTest11: True, MF.NegativeSyntaxTest11: False}
RESULT_SET = f"""SELECT ?row ?name ?value {{
  ?set <{RS}solution> ?row . OPTIONAL {{ ?row <{RS}binding> [ <{RS}variable> ?name ; <{RS}value> ?value ] }}
}}"""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A query over graphs, and the file of its result."""

    name: str
    query: Path
    graphs: tuple[str, ...]
    named: tuple[str, ...]
    result: Path

    @property
    def text(self) -> str:
        """The query, its relative names resolved against its file's."""
        return f"BASE <{name_of(self.query)}>\n" + self.query.read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Syntax:
    """A query that does, or does not, parse."""

    name: str
    text: str
    parses: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A manifest and its cases in order."""

    manifest: Graph
    cases: tuple[Node, ...]


def name_of(path: Path) -> str:
    """The name that a file of the suite has as a graph."""
    return HOME + path.relative_to(FOLDER).as_posix()


def path_of(name: Node | str) -> Path:
    """The file of a name."""
    return FOLDER / str(name).removeprefix(HOME)


def read_section(name: str) -> Section:
    """A section of the suite, by its folder."""
    path = FOLDER / name / "manifest.ttl"
    manifest = Graph().parse(path, format="turtle", publicID=name_of(path))
    entries = manifest.value(URIRef(name_of(path)), MF.entries)
    return Section(manifest, tuple(Collection(manifest, entries)))


def find_sections() -> list[str]:
    """Every folder with a manifest but the two that are about HTTP."""
    folders = {path.parent.name for path in FOLDER.glob("*/manifest.ttl")}
    return sorted(folders - {"protocol", "service-description"})


def find_queries() -> Iterator[Evaluation | Syntax]:
    """Every case about a query."""
    for section in map(read_section, find_sections()):
        manifest = section.manifest
        for case in section.cases:
            kind, action = manifest.value(case, RDF.type), manifest.value(case, MF.action)
            if kind in SYNTAX:
                yield Syntax(str(case), path_of(action).read_text(encoding="utf-8"), SYNTAX[kind])
            elif kind in EVALUATIONS:
                graphs, named = (tuple(_graphs(manifest, action, what)) for what in (QT.data, QT.graphData))
                query, result = manifest.value(action, QT.query), manifest.value(case, MF.result)
                yield Evaluation(str(case), path_of(query), graphs, named, path_of(result))


def _graphs(manifest: Graph, action: Node, what: URIRef) -> Iterator[str]:
    for graph in manifest.objects(action, what):
        yield str(manifest.value(graph, QT.graph) if isinstance(graph, BNode) else graph)


def write_data(target: Path) -> None:
    """Every data file of the suite as a named graph of one N-Quads file, also under the names that it gives by http."""
    names = {name_of(path): path for path in FOLDER.glob("*/*") if path.suffix in (".ttl", ".rdf", ".nt")}
    manifest = read_section("protocol").manifest
    for node in manifest.objects(None, UT.graphData):
        names[str(manifest.value(node, LABEL))] = path_of(manifest.value(node, UT.graph))
    with target.open("wb") as out:
        for name, path in sorted(names.items()):
            ox.serialize(_quads(name, path), out, format=ox.RdfFormat.N_QUADS)


def _quads(name: str, path: Path) -> Iterator[ox.Quad]:
    for quad in ox.parse(path=str(path), base_iri=name_of(path), rename_blank_nodes=True):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(name))


def read_result(case: Evaluation) -> Any:
    """The expected result, in a form that can be compared."""
    if case.result.suffix == ".ttl":
        graph = ox.Store()
        graph.extend(ox.parse(path=str(case.result), base_iri=name_of(case.result)))
        rows: dict[str, dict[str, Any]] = {}
        for found in graph.query(RESULT_SET):  # a result set written as a graph
            row = rows.setdefault(str(found["row"]), {})
            row |= {found["name"].value: found["value"]} if found["name"] else {}
        return _rows(list(rows.values())) if rows else _graph(quad.triple for quad in graph)
    return comparable(case.result.read_bytes(), case.result.suffix)


def comparable(content: bytes, kind: str) -> Any:
    """An answer of a kind (`.srx`, `.srj`, `.tsv`, `.csv`, `.nt`) as a value that equals that of an equal answer."""
    if kind == ".csv":
        cells = csv.DictReader(content.decode().splitlines())
        return _rows([{name: _term(cell) for name, cell in row.items() if cell} for row in cells])
    if kind == ".nt":
        return _graph(quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES))
    found = ox.parse_query_results(content, ox.QueryResultsFormat.from_extension(kind[1:]))
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    return _rows([{name: row[name] for name in names if row[name] is not None} for row in found])


def _rows(rows: list[dict[str, Any]]) -> Any:
    """Rows as a multiset, figures by their value; blank nodes get the names that the whole gives them."""
    rows = [{name: _canonical(term) for name, term in row.items()} for row in rows]
    if not any(isinstance(term, ox.BlankNode) for row in rows for term in row.values()):
        return Counter(frozenset(row.items()) for row in rows)
    cells = ((ox.BlankNode(f"row{number}"), *cell) for number, row in enumerate(rows) for cell in row.items())
    return len(rows), _graph(ox.Triple(row, ox.NamedNode(f"var:{name}"), term) for row, name, term in cells)


def _term(cell: str) -> Any:
    """What a cell of CSV holds, as far as that format tells."""
    if cell.startswith("_:"):
        return ox.BlankNode(cell[2:])
    try:
        return ox.Literal(float(cell))
    except ValueError:
        return ox.Literal(cell)


def _canonical(term: Any) -> Any:
    """A term as a store gives it back: 1.0E2 and 100 are one double."""
    store, name = ox.Store(), ox.NamedNode("a:b")
    store.add(ox.Quad(name, name, term))
    return next(iter(store)).object


def _graph(triples: Any) -> ox.Dataset:
    graph = ox.Dataset(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    graph.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return graph
