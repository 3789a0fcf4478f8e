"""Fifty builds killed at random moments: each time the former release serves, and the next build succeeds."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from api.build import build
from api.settings import Settings, load_settings
from api.wiring import open_service
from graph.decisions import DecisionLog
from graph.release import get_current, load_release
from ontology.decisions import Withdrawal
from tests.conftest import read_sample, write_sources

pytestmark = pytest.mark.slow
FORK = multiprocessing.get_context("fork")
KILLS = 50


def _build(sources: Path, settings: Settings) -> None:
    with pytest.MonkeyPatch.context() as patch:
        read_sample(patch)
        build([sources], settings)


def run(sources: Path, settings: Settings, after: float | None = None) -> tuple[int, float]:
    """Build in a process of its own, killed `after` seconds; its exit code and how long it lived."""
    started = time.perf_counter()
    process = FORK.Process(target=_build, args=(sources, settings))
    process.start()
    process.join(after)
    if process.is_alive():
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
    process.join(60)
    return process.exitcode or 0, time.perf_counter() - started


def test_a_killed_build_leaves_the_former_release_in_service(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path / "data", model="stub")
    chance = random.Random(2031)
    sources = write_sources(tmp_path / "sources", {"a.txt": "2025", "b.txt": "2026"})
    code, took = run(sources, settings)
    assert code == 0
    killed = 0
    for number in range(KILLS):
        before = get_current(settings.data_dir)
        (sources / "b.txt").write_text(f"2026 utgåva {number}", encoding="utf-8")
        code, _ = run(sources, settings, after=chance.uniform(0, took * 1.1))
        killed += code == -signal.SIGKILL
        serving = get_current(settings.data_dir)
        if code:
            assert serving in (before, *_whole(settings)), "a release serves that is not whole"
        load_release(settings.data_dir)  # every checksum
        assert len(open_service(settings).catalogue.documents) == 2
        code, took = run(sources, settings)
        assert code == 0
        built = open_service(settings).catalogue.passages.values()
        assert any(passage.text.endswith(f"utgåva {number}") for texts in built for passage in texts.values())
    assert killed >= KILLS // 2, "most builds were over before they were killed"
    left = [path.name for path in (settings.data_dir / "releases").iterdir() if path.name.startswith(".")]
    assert left == [], "the next build sweeps away what a killed one left"


def _whole(settings: Settings) -> list[str]:
    """The releases whose every file holds."""
    names = [path.name for path in (settings.data_dir / "releases").glob("[0-9a-f]*")]
    return [load_release(settings.data_dir, name).id for name in names]


def _decide(folder: str) -> None:
    log = DecisionLog(Path(folder))
    for number in range(100_000):
        log.add(Withdrawal(by="prov", document=f"d{number}", sha256=str(number)))


def test_a_killed_writer_of_decisions_costs_at_most_the_one_it_was_writing(tmp_path: Path) -> None:
    chance = random.Random(2032)
    known = 0
    for _ in range(KILLS):
        process = FORK.Process(target=_decide, args=(str(tmp_path),))
        process.start()
        time.sleep(chance.uniform(0.005, 0.05))
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
        process.join(60)
        now = len(DecisionLog(tmp_path).load())
        assert now >= known
        known = now
    assert known > KILLS
    shutil.rmtree(tmp_path)
