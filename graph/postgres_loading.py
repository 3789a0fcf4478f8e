"""A release's index into PostgreSQL, and releases that serve no more out of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
from pgvector.psycopg import register_vector
from psycopg import sql

from graph.index import PassageIndex
from graph.postgres import Connection, Database, find_held, schema
from graph.segments import SegmentedIndex

HNSW_FROM = 50_000
"""Entries from which vectors are searched by a graph of neighbours instead of one by one."""
AT_A_TIME = 2_000
"""Most texts in one row of a gram's weights: a question to some documents reads the rows that touch them."""
TABLES = """
CREATE TABLE {schema}.fact (encoder text NOT NULL, size integer NOT NULL);
CREATE TABLE {schema}.entry (
  place integer NOT NULL, id text NOT NULL, document text NOT NULL, year integer NOT NULL,
  kind text NOT NULL, type text NOT NULL, vector vector({dimensions}) STORAGE PLAIN NOT NULL
);
CREATE TABLE {schema}.posting (
  gram text NOT NULL, first integer NOT NULL, last integer NOT NULL, places integer[] NOT NULL, weights real[] NOT NULL
)"""
INDEXES = """
ALTER TABLE {schema}.entry ADD PRIMARY KEY (place);
CREATE INDEX ON {schema}.entry (document);
CREATE INDEX ON {schema}.entry (year);
CREATE INDEX ON {schema}.posting (gram, first)"""
NEIGHBOURS = "CREATE INDEX ON {schema}.entry USING hnsw (vector vector_ip_ops)"


def holds(database: Database, release_id: str) -> bool:
    """Whether the database has the release."""
    return bool(database.run(lambda connection: find_held(connection, [release_id])))


def load(database: Database, release_id: str, index: PassageIndex | SegmentedIndex) -> None:
    """Bring a release's entries, vectors and weights of letters, in one transaction; raises `EngineError`."""
    with database.transaction() as connection:
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('rodatraden'))")  # one loading at a time
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
        register_vector(connection)
        if find_held(connection, [release_id]):
            return
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(schema(release_id)))
        parts = list(index.parts) if isinstance(index, SegmentedIndex) else [(index, frozenset[str]())]
        _run(connection, TABLES, release_id, dimensions=parts[0][0].vectors.shape[1])
        query = sql.SQL("INSERT INTO {}.fact VALUES (%s, %s)").format(schema(release_id))
        connection.execute(query, [index.encoder, len(index)])
        first = 0
        for part, hidden in parts:
            _copy(connection, release_id, part, hidden, first)
            first += len(part)
        _run(connection, INDEXES, release_id)
        if len(index) >= HNSW_FROM:
            _run(connection, NEIGHBOURS, release_id)
        _run(connection, "ANALYZE {schema}.entry; ANALYZE {schema}.posting", release_id)


def drop(database: Database, releases: Collection[str]) -> list[str]:
    """Take releases out; tells which were there."""
    gone = database.run(lambda connection: find_held(connection, releases))
    for one in gone:
        with database.transaction() as connection:
            connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(schema(one)))
    return gone


def _run(connection: Connection, text: str, release_id: str, **figures: int) -> None:
    values = {name: sql.Literal(figure) for name, figure in figures.items()}
    connection.execute(sql.SQL(text).format(schema=schema(release_id), **values))


def _copy(connection: Connection, release_id: str, part: PassageIndex, hidden: Collection[str], first: int) -> None:
    """Send one part of an index, its places counted from `first`, without the documents that are `hidden`."""
    into = sql.SQL("COPY {}.{} FROM STDIN WITH (FORMAT BINARY)")
    with connection.cursor().copy(into.format(schema(release_id), sql.Identifier("entry"))) as copy:
        copy.set_types(["int4", "text", "text", "int4", "text", "text", "vector"])
        for place, (entry, vector) in enumerate(zip(part.entries, part.vectors, strict=True), first):
            if entry.document not in hidden:
                copy.write_row([place, entry.id, entry.document, entry.year, entry.kind, entry.type, vector])
    with connection.cursor().copy(into.format(schema(release_id), sql.Identifier("posting"))) as copy:
        copy.set_types(["text", "int4", "int4", "int4[]", "float4[]"])
        for posting in _postings(part, first):
            copy.write_row(posting)


def _postings(part: PassageIndex, first: int) -> Iterator[tuple[str, int, int, list[int], list[float]]]:
    """Each gram with the places of texts that have it (first and last apart too) and its weights there."""
    arrays = part.lexical.arrays()
    if not arrays:
        return
    starts = np.asarray(arrays["indptr"]).tolist()
    for gram, begin, end in zip(arrays["grams"], starts, starts[1:], strict=False):
        for start in range(begin, end, AT_A_TIME):
            some = slice(start, min(end, start + AT_A_TIME))
            places = (arrays["indices"][some] + first).tolist()
            yield str(gram), places[0], places[-1], places, arrays["data"][some].tolist()
