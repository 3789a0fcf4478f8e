"""What `api.supervisor` keeps running is started anew where it falls, given up where it cannot start, and stopped."""

from __future__ import annotations

import os
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
from api.supervisor import Page, keep_running

def work():
    print(os.getpid(), flush=True)
    {work}

program = {beside!r}
beside = Page([sys.executable, "-c", program], os.environ) if program else None
ended = keep_running(work, beside)
if beside:
    beside.stop()
sys.exit(0 if ended else 7)
"""
PAGE = "import os, time; print('sidan', os.getpid(), flush=True); time.sleep(60)"


@contextmanager
def supervised(work: str, beside: str = "") -> Iterator[subprocess.Popen[str]]:
    """A supervisor over some work, which first tells its process id, and perhaps a program beside it."""
    command = [sys.executable, "-c", PROGRAM.format(work=work, beside=beside)]
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


def pages(running: subprocess.Popen[str]) -> Iterator[int]:
    """The process ids that the program beside tells."""
    assert running.stdout
    yield from (int(line.split()[1]) for line in running.stdout if line.startswith("sidan"))


def test_what_falls_beside_is_started_anew_and_ends_with_it() -> None:
    with supervised(WAITS, PAGE) as running:
        told = pages(running)
        first = next(told)
        os.kill(first, signal.SIGKILL)
        second = next(told)
        assert second != first
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=20) == 0
        assert not Path(f"/proc/{second}").exists()


def test_what_always_falls_beside_is_given_up_and_the_work_goes_on() -> None:
    with supervised(WAITS, "raise SystemExit(1)") as running:
        assert running.stderr
        assert any(f"Sidan föll {FALLS} gånger" in line for line in running.stderr)
        assert running.poll() is None
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=20) == 0


def test_what_cannot_start_is_given_up() -> None:
    with supervised("raise SystemExit(1)") as running:
        said, faults = running.communicate(timeout=20)
        assert (running.returncode, len(said.split())) == (7, FALLS)
        assert f"föll {FALLS} gånger" in faults
