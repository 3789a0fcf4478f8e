"""A `PassageSearch` over a release's passages in PostgreSQL; `graph.postgres_loading` puts them there.

Letters and meaning are ranked by the server, with the very weights and vectors that the release's files hold, and fused
as any index's: so the same question finds the same places as in `graph.index`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from psycopg import sql

from graph.embedder import Vectors
from graph.lexical import grams
from graph.passages import Admits, PassageSearch, Ranked
from graph.postgres import Connection, Database, find_held, schema
from ontology.errors import EngineError

LETTERS = sql.SQL("""
WITH found AS MATERIALIZED (
  SELECT u.place, sum(u.weight::float8)::real AS score
  FROM {schema}.posting AS p, unnest(p.places, p.weights) AS u(place, weight)
  WHERE p.gram = ANY(%(grams)s) AND {within} GROUP BY u.place ORDER BY score DESC, u.place
)
SELECT f.place, e.id, f.score FROM found AS f
CROSS JOIN LATERAL (SELECT e.id FROM {schema}.entry AS e WHERE e.place = f.place AND {admitted} OFFSET 0) AS e
LIMIT %(depth)s""")
"""Places are looked up from the best downwards, until there are enough that the filters admit."""
SPAN = sql.SQL("SELECT min(e.place), max(e.place) FROM {schema}.entry AS e WHERE {admitted}")
"""Entries lie by document, so a few documents are a short span of places."""
WITHIN = sql.SQL("p.last >= %(from)s AND p.first <= %(to)s AND u.place BETWEEN %(from)s AND %(to)s")
MEANING = sql.SQL("""
SELECT e.place, e.id, -(e.vector <#> %(vector)s::vector) AS score FROM {schema}.entry AS e
WHERE {admitted} ORDER BY e.vector <#> %(vector)s::vector LIMIT %(depth)s""")
FILTERS = {"years": "year", "documents": "document", "kinds": "kind", "types": "type"}
"""The columns that the filters of `Admits` are held against."""
Rows = list[tuple[int, str, float]]
"""Places with their ids and scores."""


class PostgresIndex(PassageSearch):
    """One release's passages in a database; safe to share between threads."""

    def __init__(self, database: Database, release_id: str) -> None:
        """Raises `EngineError` where the server does not answer or does not hold the release."""
        self._database, self._schema = database, schema(release_id)
        if not database.run(lambda connection: find_held(connection, [release_id])):
            raise EngineError(
                f"Releasen {release_id} ligger inte i databasen på {database.shown}. "
                "Kör ”rodatraden load” med samma inställningar som bygget."
            )
        self.encoder, self._size = self._facts()

    def __len__(self) -> int:
        return self._size

    def ranked(self, words: str | None, vector: Vectors | None, admits: Admits, depth: int) -> Ranked:
        """One turn of a connection for both rankings; raises `EngineError`."""
        chosen = {name: sorted(values) for name in FILTERS if (values := getattr(admits, name)) is not None}
        given = {"depth": depth, **chosen}

        def rank(connection: Connection) -> tuple[Rows, Rows]:
            return (
                [] if words is None else self._by_letters(connection, {"grams": sorted(set(grams(words))), **given}),
                [] if vector is None else self._rank(connection, MEANING, {"vector": _written(vector), **given}),
            )

        lexical, semantic = self._database.run(rank)
        ids = {place: id_ for place, id_, _ in (*lexical, *semantic)}
        sides = [[(place, score) for place, _, score in rows] for rows in (lexical, semantic)]
        return Ranked(sides[0], sides[1], ids.__getitem__)

    def _by_letters(self, connection: Connection, given: Mapping[str, Any]) -> Rows:
        """Of some documents, only the weights within their span of places are read."""
        if "documents" not in given:
            return self._rank(connection, LETTERS, given, within=sql.SQL("true"))
        span = SPAN.format(schema=self._schema, admitted=_admitted({"documents"}))
        first, last = connection.execute(span, given).fetchone() or (None, None)
        return self._rank(connection, LETTERS, {**given, "from": first, "to": last}, within=WITHIN)

    def _rank(
        self, connection: Connection, query: sql.SQL, given: Mapping[str, Any], **parts: sql.Composable
    ) -> Rows:
        """What a query finds, best first."""
        text = query.format(schema=self._schema, admitted=_admitted(given), **parts)
        return sorted(connection.execute(text, given).fetchall(), key=lambda row: (-row[2], row[0]))

    def _facts(self) -> tuple[str, int]:
        """The model's name and the number of entries."""
        query = sql.SQL("SELECT encoder, size FROM {}.fact").format(self._schema)
        row = self._database.run(lambda connection: connection.execute(query).fetchone())
        assert row is not None
        return str(row[0]), int(row[1])


def _admitted(given: Collection[str]) -> sql.Composable:
    """What an entry must meet, of the filters that are given."""
    tests = [sql.SQL(f"e.{column} = ANY(%({name})s)") for name, column in FILTERS.items() if name in given]
    return sql.SQL(" AND ").join(tests) if tests else sql.SQL("true")


def _written(vector: Vectors) -> str:
    """A question's vector as pgvector reads it; nine digits give back the same figure of 32 bits."""
    return f"[{','.join(f'{figure:.9g}' for figure in vector[0].tolist())}]"
