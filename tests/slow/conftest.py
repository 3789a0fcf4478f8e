"""What the slow tests share: one service with its page, for those that write nothing that others see."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.slow.page import DOCUMENTS, Served, serve


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The example documents, built and served with the page, once for all tests."""
    with serve(str(tmp_path_factory.mktemp("page")), DOCUMENTS) as running:
        yield running
