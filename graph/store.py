"""A release's quads asked with SPARQL, whoever holds them (`graph.sources.QuadSource`).

Queries see the union of all named graphs. A query's placeholders are written `$name` and are replaced by the
RDF term in N-Triples form, made by pyoxigraph's own serialiser, so a value can never become syntax; a sequence
gives its terms with spaces between (for `VALUES`), `None` gives `UNDEF`. Strings become literals; an IRI is
handed over as a `NamedNode` (`graph.store.iri`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pyoxigraph as ox

from graph.sources import OxigraphSource, QuadSource, Result
from ontology.errors import QueryError, ReleaseError

__all__ = ["NamedQuery", "Result", "Row", "Store", "fill", "find_queries", "get_query", "iri", "load_nquads"]

Cell = str | int | float | bool
Row = dict[str, Cell]
Term = ox.NamedNode | ox.Literal | ox.BlankNode
Bindable = Cell | ox.NamedNode | ox.Literal | None | Sequence[Cell | ox.NamedNode | ox.Literal]

QUERIES = Path(__file__).parent / "queries"
XSD = "http://www.w3.org/2001/XMLSchema#"
INTEGERS = frozenset(XSD + name for name in ("integer", "int", "long", "short", "nonNegativeInteger", "gYear"))
DECIMALS = frozenset(XSD + name for name in ("decimal", "double", "float"))
PLACEHOLDER = re.compile(r"\$([A-Za-z_]\w*)")


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query file of `graph/queries`: its title, the question it answers, what to expect, and its text."""

    name: str
    title: str
    question: str
    expected: str
    text: str


class Store:
    """The questions that are put to a release's quads; read only."""

    def __init__(self, source: QuadSource) -> None:
        """Ask `source`."""
        self.source = source

    @classmethod
    def from_nquads(cls, *paths: Path) -> Store:
        """A store in memory that holds some N-Quads files; raises `ReleaseError`."""
        return cls(OxigraphSource(load_nquads(*paths)))

    @classmethod
    def from_quads(cls, quads: Sequence[ox.Quad]) -> Store:
        """A store in memory that holds `quads`."""
        inner = ox.Store()
        inner.bulk_extend(quads)
        return cls(OxigraphSource(inner))

    def select(self, query: str, **bindings: Bindable) -> list[Row]:
        """The rows of a SELECT query as plain Python values; an unbound variable is absent from its row."""
        result = self._run(query, bindings)
        if not isinstance(result, ox.QuerySolutions):
            raise QueryError("Frågan är ingen SELECT-fråga.")
        names = [variable.value for variable in result.variables]
        return [{n: _cell(row[n]) for n in names if row[n] is not None} for row in result]

    def construct(self, query: str, **bindings: Bindable) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query."""
        result = self._run(query, bindings)
        if not isinstance(result, ox.QueryTriples):
            raise QueryError("Frågan är ingen CONSTRUCT- eller DESCRIBE-fråga.")
        return list(result)

    def ask(self, query: str, **bindings: Bindable) -> bool:
        """The answer of an ASK query."""
        result = self._run(query, bindings)
        if not isinstance(result, ox.QueryBoolean):
            raise QueryError("Frågan är ingen ASK-fråga.")
        return bool(result)

    def run_named(self, name: str, /, **params: Bindable) -> list[Row]:
        """The rows of the query file `graph/queries/<name>.rq` with its placeholders filled."""
        return self.select(get_query(name).text, **params)

    def _run(self, query: str, bindings: Mapping[str, Bindable]) -> Result:
        text = fill(query, bindings)
        try:
            return self.source.query(text)
        except SyntaxError as error:
            raise QueryError(f"SPARQL-frågan går inte att tolka: {error}") from error


class LaterStore(Store):
    """A store in memory that reads its N-Quads files when it is first asked; raises `ReleaseError` then."""

    def __init__(self, files: Sequence[Path]) -> None:
        """Nothing is read yet."""
        self._files = files

    @cached_property
    def source(self) -> QuadSource:  # type: ignore[override]
        """The files' quads."""
        return OxigraphSource(load_nquads(*self._files))


def load_nquads(*paths: Path) -> ox.Store:
    """N-Quads files in a fresh in-memory store; raises `ReleaseError` for one that cannot be read."""
    inner = ox.Store()
    for path in paths:
        try:
            inner.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
        except (OSError, SyntaxError) as error:
            raise ReleaseError(f"Grafen {path.name} kan inte läsas ({error}). Bygg om releasen.") from error
    return inner


def iri(value: str) -> ox.NamedNode:
    """An IRI as a query value; raises `QueryError` where it is none."""
    try:
        return ox.NamedNode(value)
    except ValueError as error:
        raise QueryError(f"”{value}” är ingen giltig IRI.") from error


def fill(query: str, bindings: Mapping[str, Bindable]) -> str:
    """The query with every `$name` that `bindings` names replaced by its term or terms."""
    missing = set(bindings) - set(PLACEHOLDER.findall(query))
    if missing:
        raise QueryError(f"Frågan saknar platshållare för {', '.join(sorted(missing))}.")
    return PLACEHOLDER.sub(lambda m: _written(bindings[m[1]]) if m[1] in bindings else m[0], query)


def _written(value: Bindable) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " ".join(_written(item) for item in value)
    return "UNDEF" if value is None else str(_term(value))


def _term(value: Cell | ox.NamedNode | ox.Literal) -> Term:
    return value if isinstance(value, ox.NamedNode | ox.Literal) else ox.Literal(value)


def _cell(term: object) -> Cell:
    if not isinstance(term, ox.Literal):
        return term.value if isinstance(term, ox.NamedNode | ox.BlankNode) else str(term)
    datatype = term.datatype.value
    if datatype in INTEGERS:
        return int(term.value)
    if datatype in DECIMALS:
        return float(term.value)
    return term.value == "true" if datatype == XSD + "boolean" else term.value


@cache
def get_query(name: str) -> NamedQuery:
    """Read one query file; raises `QueryError` for a name that has none."""
    path = QUERIES / f"{name}.rq"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
        raise QueryError(f"Det finns ingen namngiven fråga ”{name}”.")
    text = path.read_text(encoding="utf-8")
    head = dict(_head(text))
    return NamedQuery(name, head.get("title", name), head.get("question", ""), head.get("expected", ""), text)


def find_queries() -> list[NamedQuery]:
    """Every query file, by name."""
    return [get_query(path.stem) for path in sorted(QUERIES.glob("*.rq"))]


def _head(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        match = re.match(r"#\s*(title|question|expected):\s*(.+)", line)
        if match:
            yield match[1], match[2].strip()
