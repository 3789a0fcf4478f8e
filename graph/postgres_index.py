"""A `PassageSearch` over a release's passages in PostgreSQL; `graph.postgres_loading` puts them there.

Letters and meaning are ranked by the server, with the very weights and vectors that the release's files hold, and fused
here: so the same question finds the same places as in `graph.index`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from psycopg import sql

from graph.embedder import Encoder
from graph.fusion import reciprocal_rank
from graph.lexical import grams
from graph.passages import DEPTH, Hit, Mode
from graph.postgres import Connection, Database, schema
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


class PostgresIndex:
    """One release's passages in a database; safe to share between threads."""

    def __init__(self, database: Database, release_id: str) -> None:
        """Raises `EngineError` where the server does not answer or does not hold the release."""
        self._database, self._schema = database, schema(release_id)
        there = database.run(lambda c: c.execute("SELECT to_regnamespace(%s)", [self._schema._obj[0]]).fetchone())
        if there == (None,):
            raise EngineError(
                f"Releasen {release_id} ligger inte i databasen på {database.shown}. "
                "Kör ”rodatraden load” med samma inställningar som bygget."
            )
        self.encoder, self._size = self._facts()

    def __len__(self) -> int:
        return self._size

    def search(
        self,
        query: str,
        *,
        encoder: Encoder | None,
        limit: int = 10,
        years: Collection[int] | None = None,
        documents: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        types: Collection[str] | None = None,
        mode: Mode = "fused",
    ) -> list[Hit]:
        """As `PassageSearch` says."""
        if mode != "lexical" and (encoder is None or encoder.name != self.encoder):
            met = encoder.name if encoder else "none"
            raise ValueError(f"expected the index's own encoder {self.encoder!r}, met {met!r}; rebuild the index")
        given = {"years": years, "documents": documents, "kinds": kinds, "types": types}
        chosen = {name: sorted(values) for name, values in given.items() if values is not None}
        if not query.strip() or limit < 1 or not all(chosen.values()):
            return []
        depth = {"depth": max(DEPTH, limit)} | chosen
        asked = {} if mode == "semantic" else {"grams": sorted(set(grams(query))), **depth}
        meant = {} if mode == "lexical" or encoder is None else {"vector": _written(encoder, query), **depth}
        lexical, semantic = self._database.run(
            lambda connection: (self._rank(connection, LETTERS, asked), self._rank(connection, MEANING, meant))
        )
        return _fuse(lexical, semantic)[:limit]

    def _rank(self, connection: Connection, query: sql.SQL, given: Mapping[str, Any]) -> dict[int, tuple[str, float]]:
        """Place → id and score, best first."""
        if not given:
            return {}
        within = sql.SQL("true")
        if query is LETTERS and "documents" in given:
            span = SPAN.format(schema=self._schema, admitted=_admitted({"documents"}))
            first, last = connection.execute(span, given).fetchone() or (None, None)
            within, given = WITHIN, {**given, "from": first, "to": last}
        text = query.format(schema=self._schema, admitted=_admitted(given), within=within)
        rows = connection.execute(text, given).fetchall()
        return {place: (id_, score) for place, id_, score in sorted(rows, key=lambda row: (-row[2], row[0]))}

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


def _written(encoder: Encoder, query: str) -> str:
    """The question's vector as pgvector reads it; nine digits give back the same figure of 32 bits."""
    return f"[{','.join(f'{figure:.9g}' for figure in encoder.encode_queries([query])[0].tolist())}]"


def _fuse(lexical: dict[int, tuple[str, float]], semantic: dict[int, tuple[str, float]]) -> list[Hit]:
    letters = {place: rank for rank, place in enumerate(lexical, 1)}
    meaning = {place: rank for rank, place in enumerate(semantic, 1)}
    fused, both = reciprocal_rank(letters, meaning), lexical | semantic
    return [
        Hit(
            id=both[place][0],
            score=fused[place],
            lexical=lexical[place][1] if place in lexical else None,
            semantic=semantic[place][1] if place in semantic else None,
            rank_lexical=letters.get(place),
            rank_semantic=meaning.get(place),
        )
        for place in sorted(fused, key=lambda place: (-fused[place], place))
    ]
