"""New releases in the background: what people have decided or uploaded is built by a process of its own.

The service answers from its release meanwhile, and swaps when the new one is whole. Requests that come while a build
runs are met by one more build after it.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from typing import Literal

from api.settings import PREFIX, Settings
from graph.publishing import BUSY

LOG = logging.getLogger("rodatraden.publisher")
ATTEMPTS = 5
PAUSE = 3.0
"""Seconds between attempts, where another build holds the data folder."""
State = Literal["vilar", "bygger", "misslyckades"]


class Publisher:
    """Builds of one data folder, one at a time."""

    def __init__(self, settings: Settings) -> None:
        """Nothing runs until the first request."""
        self._settings = settings
        self._wanted = threading.Event()
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None
        self._uploads: list[str] = []
        self.state: State = "vilar"
        self.message = ""

    def request(self, *added: str) -> None:
        """Ask for a new release of what is held, with the files of these paths added."""
        with self._lock:
            self._uploads += added
            self._wanted.set()
            self.state = "bygger"
            if self._worker is None or not self._worker.is_alive():
                self._worker = threading.Thread(target=self._work, name="publisher", daemon=True)
                self._worker.start()

    def wait(self, seconds: float) -> bool:
        """Wait for the builds that are asked for; whether they were done in time."""
        worker = self._worker
        if worker is not None:
            worker.join(seconds)
        return worker is None or not worker.is_alive()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._wanted.is_set():
                    self._worker = None
                    return
                self._wanted.clear()
                added, self._uploads = self._uploads, []
            state, message = self._build(added)
            with self._lock:
                self.message = message
                self.state = "bygger" if self._wanted.is_set() else state

    def _build(self, added: list[str]) -> tuple[State, str]:
        words = ["add", *added] if added else ["build"]
        command = [sys.executable, "-m", "api.cli", *words, "--data-dir", str(self._settings.data_dir)]
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(PAUSE)
            done = subprocess.run(
                command, env=_environment(self._settings), capture_output=True, text=True, check=False
            )
            if done.returncode != 2:
                return "vilar", ""
            if BUSY not in done.stderr:
                break
        LOG.warning("Bygget misslyckades: %s", done.stderr[-2000:])
        return "misslyckades", (done.stderr.strip().splitlines() or ["okänt fel"])[-1]


def _environment(settings: Settings) -> dict[str, str]:
    """This process's environment, with the settings that a build reads and that flags may have set."""
    told = {"VECTOR_CACHE": settings.vectors}
    return {**os.environ, **{PREFIX + name: str(value) for name, value in told.items()}}
