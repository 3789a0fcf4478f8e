"""A release's index into PostgreSQL, and releases that serve no more out of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
from pgvector.psycopg import register_vector
from psycopg import sql

from graph.columns import Columns
from graph.index import PassageIndex
from graph.postgres import Connection, Database, schema

HNSW_FROM = 50_000
"""Entries from which vectors are searched by a graph of neighbours instead of one by one."""
AT_A_TIME = 100_000
"""Most texts in one row of a gram's weights."""
TABLES = """
CREATE TABLE {schema}.fact (encoder text NOT NULL, size integer NOT NULL);
CREATE TABLE {schema}.entry (
  place integer NOT NULL, id text NOT NULL, document text NOT NULL, year integer NOT NULL,
  kind text NOT NULL, type text NOT NULL, vector vector({dimensions}) STORAGE PLAIN NOT NULL
);
CREATE TABLE {schema}.posting (gram text NOT NULL, places integer[] NOT NULL, weights real[] NOT NULL)"""
INDEXES = """
ALTER TABLE {schema}.entry ADD PRIMARY KEY (place);
CREATE INDEX ON {schema}.entry (document);
CREATE INDEX ON {schema}.entry (year);
CREATE INDEX ON {schema}.posting (gram)"""
NEIGHBOURS = "CREATE INDEX ON {schema}.entry USING hnsw (vector vector_ip_ops)"


def holds(database: Database, release_id: str) -> bool:
    """Whether the database has the release, which is whole if it is there."""
    return release_id in _schemas(database, [release_id])


def load(database: Database, release_id: str, index: PassageIndex) -> None:
    """Bring a release's entries, vectors and weights of letters, in one transaction; raises `EngineError`."""
    with database.transaction() as connection:
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('rodatraden'))")  # one loading at a time
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
        register_vector(connection)
        if connection.execute("SELECT to_regnamespace(%s)", [f"rodatraden_{release_id}"]).fetchone() != (None,):
            return
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(schema(release_id)))
        _run(connection, TABLES, release_id, dimensions=index.vectors.shape[1])
        _copy(connection, release_id, index)
        _run(connection, INDEXES, release_id)
        if len(index) >= HNSW_FROM:
            _run(connection, NEIGHBOURS, release_id)
        _run(connection, "ANALYZE {schema}.entry; ANALYZE {schema}.posting", release_id)


def drop(database: Database, releases: Collection[str]) -> list[str]:
    """Take releases out; tells which were there."""
    gone = _schemas(database, releases)
    for one in gone:
        with database.transaction() as connection:
            connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(schema(one)))
    return gone


def _schemas(database: Database, releases: Collection[str]) -> list[str]:
    query = "SELECT r FROM unnest(%s::text[]) AS r WHERE to_regnamespace('rodatraden_' || r) IS NOT NULL"
    return [row[0] for row in database.run(lambda c: c.execute(query, [list(releases)]).fetchall())]


def _run(connection: Connection, text: str, release_id: str, **figures: int) -> None:
    values = {name: sql.Literal(figure) for name, figure in figures.items()}
    connection.execute(sql.SQL(text).format(schema=schema(release_id), **values))


def _copy(connection: Connection, release_id: str, index: PassageIndex) -> None:
    name = schema(release_id)
    query = sql.SQL("INSERT INTO {}.fact VALUES (%s, %s)").format(name)
    connection.execute(query, [index.encoder, len(index)])
    into = sql.SQL("COPY {}.{} FROM STDIN WITH (FORMAT BINARY)")
    with connection.cursor().copy(into.format(name, sql.Identifier("entry"))) as copy:
        copy.set_types(["int4", "text", "text", "int4", "text", "text", "vector"])
        for place, (row, vector) in enumerate(zip(_rows(index.columns), index.vectors, strict=True)):
            copy.write_row([place, *row, vector])
    with connection.cursor().copy(into.format(name, sql.Identifier("posting"))) as copy:
        copy.set_types(["text", "int4[]", "float4[]"])
        for posting in _postings(index):
            copy.write_row(posting)


def _rows(columns: Columns) -> Iterator[tuple[str, str, int, str, str]]:
    """Each entry's id, document, year, kind and type, in the order of their places."""
    kinds, types = columns.kinds, columns.types
    for document, year, first, end in zip(
        columns.documents, columns.years.tolist(), [0, *columns.ends.tolist()], columns.ends.tolist(), strict=False
    ):
        for place in range(first, end):
            kind, type_ = kinds.words[kinds.codes[place]], types.words[types.codes[place]]
            yield columns.id(place), document, year, kind, type_


def _postings(index: PassageIndex) -> Iterator[tuple[str, list[int], list[float]]]:
    """Each gram with the places of texts that have it and its weights there, some at a time."""
    arrays = index.lexical.arrays()
    if not arrays:
        return
    starts = np.asarray(arrays["indptr"]).tolist()
    for gram, first, last in zip(arrays["grams"], starts, starts[1:], strict=False):
        for start in range(first, last, AT_A_TIME):
            some = slice(start, min(last, start + AT_A_TIME))
            yield str(gram), arrays["indices"][some].tolist(), arrays["data"][some].tolist()
