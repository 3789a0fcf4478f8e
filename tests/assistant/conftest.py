"""Releases of other bodies beside the example documents', for the tests of the assistant."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from api.build import build
from api.models import AskAnswer, AskFilter, Turn
from api.settings import Settings, load_settings
from api.wiring import Service, open_service

EXAMPLES = Path("ingest/examples/documents")
CORPUS = Path("../shared/corpus")
Ask = Callable[..., AskAnswer]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks a release that is built for it alone is for `make test`."""
    for item in items:
        if {"two_bodies", "corpus"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.whole)


def opened(folder: Path, *sources: Path) -> Service:
    settings = load_settings(data_dir=folder, model="stub")
    build(list(sources), settings)
    return open_service(settings)


@pytest.fixture(scope="session")
def two_bodies(examples: Settings, tmp_path_factory: pytest.TempPathFactory) -> Service:
    """The example documents, read once for all, beside a school board's plan."""
    folder = tmp_path_factory.mktemp("bodies")
    shutil.copytree(examples.cache, folder / "cache")
    return opened(folder, EXAMPLES, Path("tests/plans/skolnamnd.html"))


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """The real plans, where they lie beside the project."""
    if not CORPUS.is_dir():
        pytest.skip("the real plans are not beside the project")
    return opened(tmp_path_factory.mktemp("corpus"), CORPUS)


@pytest.fixture
def ask(service: Service) -> Ask:
    """A conversation with the example release: the last answer."""

    def put(*turns: str, limits: AskFilter | None = None) -> AskAnswer:
        history: list[Turn] = []
        for turn in turns:
            answer = service.answer(turn, history, limits)
            history.append(Turn(question=turn, answer=answer.answer, status=answer.status))
        return answer

    return put
