"""A clock that jumps years back and forth: order is that of writing, and no wait or limit is measured by it."""

from __future__ import annotations

import gc
import io
import itertools
import os
import random
import sys
import time
import weakref
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from api import holdings
from api.build import build
from api.deployment import Deployment
from api.gate import QuestionGate, Rate
from api.problems import ProblemError
from api.settings import Settings, load_settings
from api.uploads import find_uploads, keep_upload
from api.wishes import drop_wishes, find_wishes, keep_wish
from graph.decisions import DecisionLog, standing
from graph.release import get_current, roll_back
from ontology.decisions import Withdrawal
from tests import sample

YEARS = 20 * 365


@pytest.fixture(autouse=True)
def jumping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks what time it is hears another year, wherever our code asks."""
    chance = random.Random(2043)
    seconds = (chance.uniform(-YEARS, YEARS) * 86_400 for _ in itertools.count())
    real, real_ns = time.time, time.time_ns

    class Jumping(datetime):
        """`datetime` whose now is another time each time."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) + timedelta(seconds=next(seconds))

    monkeypatch.setattr(time, "time", lambda: real() + next(seconds))
    monkeypatch.setattr(time, "time_ns", lambda: real_ns() + int(next(seconds) * 1e9))
    asking = [
        module for name, module in list(sys.modules.items())
        if name.partition(".")[0] in ("api", "graph") and getattr(module, "datetime", None) is datetime
    ]  # fmt: skip
    assert len(asking) >= 3, "the clock is not injected"
    for module in asking:
        monkeypatch.setattr(module, "datetime", Jumping)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path / "data", model="stub")


def test_the_last_word_that_was_written_holds(settings: Settings) -> None:
    log = DecisionLog(settings.data_dir)
    for number in range(20):
        verdict = "withdrawn" if number % 2 else "upphavd"
        log.add(Withdrawal(by="prov", document="d", sha256="0", note=str(number), verdict=verdict))
    made = [decision.made for decision in log.load()]
    assert made != sorted(made), "the clock jumped"
    assert [decision.note for decision in standing(log.load())] == ["19"]


@pytest.mark.usefixtures("sample_reader")
def test_a_release_that_serves_no_more_is_held_no_more(
    settings: Settings, make_sources: Callable[[dict[str, str]], Path]
) -> None:
    deployment = Deployment(settings)
    build([make_sources({"a.txt": "2025"})], settings)
    assert deployment.refresh()
    former = weakref.ref(deployment.get_service())
    assert deployment.get_service().knowledge.vocabulary
    assert deployment.get_service().index
    gc.freeze()  # as the opening of a large release does
    build([make_sources({"a.txt": "2025 en utgåva till"})], settings)
    assert deployment.refresh()
    assert former() is None
    deployment.close()


@pytest.mark.whole
@pytest.mark.usefixtures("sample_reader")
def test_releases_serve_and_are_gone_back_to_in_the_order_of_their_making(
    settings: Settings, make_sources: Callable[[dict[str, str]], Path]
) -> None:
    deployment, made = Deployment(settings), []
    for number in range(4):
        build([make_sources({"a.txt": "2025", "b.txt": f"2026 utgåva {number}"})], settings)
        assert deployment.refresh()
        made.append(deployment.get_service().release.id)
    assert len(set(made)) == 4
    for former in reversed(made[:-1]):
        assert roll_back(settings.data_dir).id == former == get_current(settings.data_dir)
    assert len(holdings.remove(sample.document_id(2025), settings).readings) == 1
    deployment.close()


def test_the_upload_that_came_last_is_the_latest(settings: Settings) -> None:
    for number in range(5):
        kept = keep_upload(settings, "plan.txt", io.BytesIO(f"2026 utgåva {number}".encode()))
        ahead = kept.path.stat().st_mtime + 86_400 * (5 - number)
        os.utime(kept.path, (ahead, ahead))  # as if the clock had been ahead, and less so each time
    last = keep_upload(settings, "plan.txt", io.BytesIO(b"2026 sist"))
    assert next(find_uploads(settings)).sha256 == last.sha256


def test_requests_are_all_found(settings: Settings) -> None:
    for _ in range(10):
        keep_wish(settings.data_dir, [])
    assert len(find_wishes(settings.data_dir)) == 10
    drop_wishes(find_wishes(settings.data_dir))
    assert find_wishes(settings.data_dir) == []


def test_no_limit_opens_or_closes(settings: Settings) -> None:
    rate = Rate(2, 60)
    for _ in range(2):
        rate.check("a")
    for _ in range(20):
        with pytest.raises(ProblemError):
            rate.check("a")
    gate = QuestionGate(running=1, waiting=1, patience=0.05)
    with gate.enter():
        started = time.monotonic()
        with pytest.raises(ProblemError), gate.enter():
            pass
        assert 0.04 < time.monotonic() - started < 10
