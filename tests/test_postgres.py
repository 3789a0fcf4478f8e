"""What can be said of PostgreSQL without one: it is away, wrongly named, or its client is not installed."""

from __future__ import annotations

import sys
import time

import pytest

from api.engines import open_index
from api.settings import Settings
from graph.postgres import Database
from graph.release import Release
from ontology.errors import EngineError, UsageError
from tests.engines import free_port


def test_a_server_that_is_away_is_told_at_once_and_without_the_password() -> None:
    port, began = free_port(), time.monotonic()
    database = Database(f"postgresql://anna:hemligt@127.0.0.1:{port}/planer")
    with pytest.raises(EngineError, match="svarar inte") as told:
        database.run(lambda connection: connection.execute("SELECT 1"))
    assert time.monotonic() - began < 2
    assert f"127.0.0.1:{port}/planer" in str(told.value)
    assert "RODATRADEN_INDEX" in str(told.value)
    assert "hemligt" not in str(told.value)


def test_an_address_that_is_none_is_misuse() -> None:
    with pytest.raises(UsageError, match="RODATRADEN_INDEX") as told:
        Database("mysql://anna:hemligt@lager/planer")
    assert "hemligt" not in str(told.value)


def test_a_client_that_is_not_installed_is_named(
    sample_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith(("psycopg", "graph.postgres"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    settings = sample_settings.model_copy(update={"index": "postgresql://annan@lager/planer"})
    with pytest.raises(UsageError, match=r"roda-traden\[postgres\]"):
        open_index(settings, Release("0" * 16, settings.data_dir, {}))
