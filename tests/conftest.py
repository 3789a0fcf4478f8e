"""What many tests need: releases of the sample readings and of the example documents, and a service over each.

What is heavy is imported where it is used: the process that hands out the tests needs none of it.
"""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from api.build import Built
    from api.settings import Settings
    from api.wiring import Service

BASE = "https://granmark.example/id/"
ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "ingest" / "examples" / "documents"
READ = ROOT / "build" / "read"
"""What the last run read of the examples, kept for the next one as long as the code that reads is the same."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--engines store,index`: every service of the tests leaves its graph, its index or both to real servers."""
    parser.addoption("--engines", default="", help="of store, index: what real servers hold")


def pytest_collection_finish() -> None:
    """Tests and libraries are here to stay: not looked through at each collection of garbage, a fifth is saved."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def engine_settings(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The variables that lead to the servers that were asked for, in the environment too; mostly none."""
    from tests import engines

    kinds = [kind for kind in request.config.getoption("--engines").split(",") if kind]
    assert set(kinds) <= set(engines.KINDS), f"--engines takes {engines.KINDS}, met {kinds}"
    with engines.engines(kinds) as settings, pytest.MonkeyPatch.context() as patch:
        variables = {f"RODATRADEN_{name.upper()}": value for name, value in settings.items()}
        for name, value in variables.items():
            patch.setenv(name, value)
        yield variables


@pytest.fixture(scope="session", autouse=True)
def _no_settings_from_outside(engine_settings: dict[str, str]) -> Iterator[None]:
    """Neither the shell's variables nor a `.env` in the checkout reach a test."""
    from api.settings import Settings

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Settings.model_config, "env_file", None)
        for name in Settings.model_fields:
            variable = f"RODATRADEN_{name.upper()}"
            if variable not in engine_settings:
                patch.delenv(variable, raising=False)
        yield


def read_sample(patch: pytest.MonkeyPatch) -> None:
    """The sample's reader and links in place of the real ones, for as long as the patch lasts."""
    from tests import sample

    patch.setattr("ingest.isolation.read_many", sample.read_many)
    patch.setattr("api.graphing.find_links", sample.find_links)


@pytest.fixture
def sample_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `read_sample`, for one test: by its own patch, so that what the test patches over it is undone first."""
    read_sample(monkeypatch)


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a data folder of the session's own, with the stub for a model."""
    from api.settings import load_settings

    return load_settings(data_dir=tmp_path_factory.mktemp("data"), model="stub", base_iri=BASE)


@pytest.fixture(scope="session")
def sample_sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years' plans and a file that cannot be read."""
    folder = tmp_path_factory.mktemp("sources")
    write_sources(folder, {"plan-a.txt": "2025", "plan-b.txt": "2026", "last.txt": "hemligt"})
    return folder


def write_sources(folder: Path, texts: dict[str, str]) -> Path:
    """Files for the sample's reader."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def make_sources(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """A function that writes files into a fresh folder."""
    return lambda texts: write_sources(tmp_path / "sources", texts)


@pytest.fixture(scope="session")
def sample_built(sample_settings: Settings, sample_sources: Path) -> Built:
    """The sample's release."""
    from api.build import build

    with pytest.MonkeyPatch.context() as patch:
        read_sample(patch)
        return build([sample_sources], sample_settings)


@pytest.fixture(scope="session")
def client(sample_built: Built, sample_settings: Settings) -> Iterator[TestClient]:
    """A client of the service over the sample's release; a crash in it is an answer, as over the wire."""
    from fastapi.testclient import TestClient

    from api.app import assemble_app

    with TestClient(assemble_app(sample_settings, warm=False), raise_server_exceptions=False) as running:
        yield running


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a data folder that holds the example documents: built once for all workers, so only to be read."""
    from api.build import build
    from api.settings import load_settings
    from graph.files import code_version
    from graph.release import get_current

    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "examples"
    settings = load_settings(data_dir=folder, model="stub")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if get_current(folder) is None:
            kept = READ / code_version("ontology", "shapes", "ingest", "graph")
            if kept.is_dir():
                shutil.copytree(kept, settings.cache)
            build([EXAMPLES], settings)
            if not kept.is_dir():
                shutil.rmtree(READ, ignore_errors=True)
                shutil.copytree(settings.cache, kept)
    return settings


@pytest.fixture(scope="session")
def service(examples: Settings) -> Service:
    """The example documents' release, opened."""
    from api.wiring import open_service

    return open_service(examples)
