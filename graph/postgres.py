"""PostgreSQL with pgvector: its connections, and where a release lies in it.

A release has a schema of its own, `rodatraden_<id>`, that is made whole in one transaction: so old and new lie side by
side, and what is there can be searched. The client is an extra: `pip install 'roda-traden[postgres]'`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from queue import Empty, LifoQueue
from typing import Any, TypeVar

from ontology.errors import EngineError, UsageError

try:
    import psycopg
    from psycopg import conninfo, sql
except ImportError as error:
    raise UsageError(
        "RODATRADEN_INDEX kräver PostgreSQL:s klient. Installera den med ”pip install 'roda-traden[postgres]'”."
    ) from error

WEIGHED = "SET hnsw.ef_search = 400; SET hnsw.iterative_scan = strict_order"
"""How much a search by neighbours weighs, and that it goes on where a filter leaves too few."""
MOST = 8
"""Connections of one process at a time; those who want another wait."""
_PATIENCE = 3
Given = TypeVar("Given")
Connection = psycopg.Connection[tuple[Any, ...]]


def schema(release_id: str) -> sql.Identifier:
    """The name of a release's schema."""
    return sql.Identifier(f"rodatraden_{release_id}")


def find_held(connection: Connection, releases: Collection[str]) -> list[str]:
    """Which of some releases the database has; what is there is whole."""
    query = "SELECT r FROM unnest(%s::text[]) AS r WHERE to_regnamespace('rodatraden_' || r) IS NOT NULL"
    return [row[0] for row in connection.execute(query, [list(releases)])]


class Database:
    """Connections to one database, kept between questions and made anew when the server has been away."""

    def __init__(self, address: str) -> None:
        """`address` is a connection string, with several hosts where there are replicas. Nothing is opened yet.

        Raises `UsageError` for what is none. https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING
        """
        try:
            told = conninfo.conninfo_to_dict(address)
        except psycopg.Error as error:
            raise UsageError("RODATRADEN_INDEX kan inte tolkas. Skriv som postgresql://namn@värd/databas.") from error
        self.shown = f"{told.get('host', 'lokal socket')}:{told.get('port', 5432)}/{told.get('dbname', '')}"
        """Where the database is, without name and password."""
        self._address = address
        self._idle: LifoQueue[Connection] = LifoQueue()
        self._room = threading.BoundedSemaphore(MOST)

    def run(self, question: Callable[[Connection], Given]) -> Given:
        """What a question gives; raises `EngineError` where the server does not answer it.

        A connection that lay idle while the server was restarted is given up, and the question put once more.
        """
        with self._room, self._told():
            try:
                connection = self._idle.get_nowait()
            except Empty:
                return self._ask(self._connect(), question)
            try:
                return self._ask(connection, question)
            except psycopg.OperationalError:
                self.close()
                return self._ask(self._connect(), question)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection of its own, for writing: all of the block or nothing."""
        with self._told(), self._connect() as connection, connection.transaction():
            yield connection

    def close(self) -> None:
        """Close what lies idle."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    def _ask(self, connection: Connection, question: Callable[[Connection], Given]) -> Given:
        try:
            given = question(connection)
        except BaseException:
            connection.close()
            raise
        self._idle.put(connection)
        return given

    def _connect(self) -> Connection:
        connection = psycopg.connect(self._address, connect_timeout=_PATIENCE, autocommit=True)
        connection.execute(WEIGHED)
        return connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            if isinstance(error, psycopg.ProgrammingError) and error.sqlstate is None:  # the fault is this program's
                raise
            why = (str(error).strip().splitlines() or [type(error).__name__])[-1]
            raise EngineError(
                f"PostgreSQL på {self.shown} svarar inte som den ska ({type(error).__name__}: {why}). "
                "Starta den, eller rätta RODATRADEN_INDEX. Tjänsten svarar igen så snart databasen gör det."
            ) from error
