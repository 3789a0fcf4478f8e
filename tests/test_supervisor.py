"""What `api.supervisor` keeps running is started anew where it falls, given up where it cannot start, and stopped."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.supervisor import FALLS

WAITS = "while True: time.sleep(0.05)"
"""Work that does nothing, in short sleeps: Python minds a signal that comes just before a sleep only after it."""
HOME = Path(__file__).resolve().parents[1]
PROGRAM = """
import os, sys, time
from api.supervisor import keep_running

def work():
    print(os.getpid(), flush=True)
    {work}

sys.exit(0 if keep_running(work) else 7)
"""


@contextmanager
def supervised(work: str) -> Iterator[subprocess.Popen[str]]:
    """A supervisor over some work, which first tells its process id."""
    command = [sys.executable, "-c", PROGRAM.format(work=work)]
    with subprocess.Popen(command, cwd=HOME, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


def process(running: subprocess.Popen[str]) -> int:
    """The process id that the work tells next."""
    assert running.stdout
    return int(running.stdout.readline())


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_is_heeded_also_before_the_work_minds_signals(sign: signal.Signals) -> None:
    with supervised(WAITS) as running:
        process(running)
        running.send_signal(sign)
        assert running.wait(timeout=20) == 0


def test_what_falls_is_started_anew() -> None:
    with supervised(WAITS) as running:
        first = process(running)
        subprocess.run(["kill", "-9", str(first)], check=True)
        assert process(running) != first
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=20) == 0


def test_what_cannot_start_is_given_up() -> None:
    with supervised("raise SystemExit(1)") as running:
        said, faults = running.communicate(timeout=20)
        assert (running.returncode, len(said.split())) == (7, FALLS)
        assert f"föll {FALLS} gånger" in faults
