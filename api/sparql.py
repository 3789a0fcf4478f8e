"""A SPARQL query from outside: what is refused before it runs, and its answer as bytes. No web in it.

Rules: https://www.w3.org/TR/sparql11-protocol/ (query only), https://www.w3.org/TR/sparql11-query/
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from api.negotiation import choose
from graph.store import Result, Store, iri
from ontology.errors import QueryError

LONGEST = 20_000
DEEPEST = 60
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
OPAQUE = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r'|<[^<>"{}|^`\\\s]*>|#[^\n]*',
    re.DOTALL,
)
WORD = re.compile(r"(?<![\w:?$@])[A-Za-z]+(?![\w:])")

SOLUTIONS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
ALIASES = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}
TRIPLES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


class RefusedError(QueryError):
    """A query that this endpoint never runs: an update, a SERVICE call."""


class NotAcceptableError(QueryError):
    """No format that the client takes fits the answer."""


class TooMuchError(QueryError):
    """The query or its answer is larger than allowed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer."""

    media_type: str
    content: bytes


def check_query(text: str) -> None:
    """Refuse what must not reach the engine: too long, too deep, an update, SERVICE."""
    if len(text) > LONGEST:
        raise TooMuchError(f"SPARQL-frågan är längre än {LONGEST} tecken. Dela upp den.")
    bare = OPAQUE.sub(" ", text)
    if _depth(bare) > DEEPEST:
        raise TooMuchError(f"SPARQL-frågan är nästlad djupare än {DEEPEST} nivåer. Förenkla den.")
    words = [word.upper() for word in WORD.findall(bare)]
    first = next((word for word in words if word in UPDATES | FORMS), None)
    if first in UPDATES:
        raise RefusedError("Tjänsten tar bara läsande frågor (SELECT, ASK, CONSTRUCT, DESCRIBE), inga uppdateringar.")
    if "SERVICE" in words:
        raise RefusedError("SERVICE är avstängt: tjänsten hämtar inget från andra adresser.")


def _depth(text: str) -> int:
    depth = deepest = 0
    for sign in text:
        depth += (sign in "{([") - (sign in "})]")
        deepest = max(deepest, depth)
    return max(deepest, text.count("!!"))


def run_query(
    store: Store, text: str, accept: str | None, cap: int, graphs: Sequence[str] = (), named: Sequence[str] = ()
) -> Answer:
    """Run a checked query and write its answer, whole or not at all."""
    check_query(text)
    outcome = _respond(store, text, accept, cap, graphs, named)
    if isinstance(outcome, QueryError):
        raise outcome
    return outcome


def _respond(
    store: Store, text: str, accept: str | None, cap: int, graphs: Sequence[str], named: Sequence[str]
) -> Answer | QueryError:
    """The answer, or what stands in its way as a value: an error that is raised carries this frame with it, and
    pyoxigraph's results may not be dropped in another thread than the one that made them.
    """
    result = _evaluate(store, text, graphs, named)
    offered = _offered(result)
    chosen = choose(accept, tuple(offered))
    if chosen is None:
        return NotAcceptableError(f"Svaret finns som {', '.join(offered)}. Ändra Accept.")
    out = _CappedBuffer(cap)
    try:
        result.serialize(out, format=offered[chosen])
    except _FullError:
        return TooMuchError(f"Svaret är större än {cap} byte. Begränsa frågan med LIMIT.")
    return Answer(ALIASES.get(chosen, chosen), out.getvalue())


def _evaluate(store: Store, text: str, graphs: Sequence[str], named: Sequence[str]) -> Result:
    try:
        return store.inner.query(
            text,
            use_default_graph_as_union=not graphs,
            default_graph=[iri(graph) for graph in graphs] or None,
            named_graphs=[iri(graph) for graph in named] or None,
        )
    except SyntaxError as error:
        raise QueryError(f"SPARQL-frågan går inte att tolka: {error}") from error


def _offered(result: Result) -> dict[str, Any]:
    """The media types that an answer can be written in, with the engine's format for each."""
    if isinstance(result, ox.QueryTriples):
        return dict(TRIPLES)
    tables = {**SOLUTIONS, **{alias: SOLUTIONS[name] for alias, name in ALIASES.items()}}
    if isinstance(result, ox.QueryBoolean):
        return {name: form for name, form in tables.items() if not name.startswith("text/") or name == "text/xml"}
    return dict(tables)


class _FullError(Exception):
    """The buffer's cap is reached."""


class _CappedBuffer(io.BytesIO):
    """A buffer that refuses to grow past its cap, so that a client never gets half an answer."""

    def __init__(self, cap: int) -> None:
        super().__init__()
        self._cap = cap

    def write(self, data: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]
        if self.tell() + len(data) > self._cap:
            raise _FullError
        return super().write(data)
