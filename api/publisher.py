"""New releases in the background: what people have decided or uploaded is built by a process of its own.

The service answers from its release meanwhile, and swaps when the new one is whole. Requests are kept until a release
has met them (`api.wishes`); those that come while a build runs are met by one more build after it.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from api.settings import PREFIX, Settings
from api.wishes import Wish, drop_wishes, find_wishes, keep_wish
from graph.files import FULL
from graph.publishing import BUSY

LOG = logging.getLogger("rodatraden.publisher")
PAUSE = 3.0
"""Seconds between attempts, where another build holds the data folder."""
KILLS = 3
"""How often in a row a build may be killed before it counts as failed."""
LAST = ("nice", "-n", "5")
"""What a build is started by: whoever asks, and a service that starts anew, goes before it."""
State = Literal["vilar", "bygger", "misslyckades"]


class BusyFolderError(Exception):
    """Another build holds the data folder."""


class Publisher:
    """Builds of one data folder, one at a time."""

    def __init__(self, settings: Settings) -> None:
        """Nothing runs until the first request."""
        self._settings = settings
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None
        self._failing: set[Path] = set()
        self.state: State = "vilar"
        self.message = ""

    def request(self, *added: str) -> None:
        """Ask for a new release of what is held, with the files of these paths added; durable when this returns."""
        keep_wish(self._settings.data_dir, added)
        self._wake()

    def resume(self) -> None:
        """Take up what an earlier run of the service did not come to build."""
        if find_wishes(self._settings.data_dir):
            self._wake()

    def wait(self, seconds: float) -> bool:
        """Wait for the builds that are asked for; whether they were done in time."""
        worker = self._worker
        if worker is not None:
            worker.join(seconds)
        return worker is None or not worker.is_alive()

    def _wake(self) -> None:
        with self._lock:
            self.state = "bygger"
            if self._worker is None or not self._worker.is_alive():
                self._worker = threading.Thread(target=self._work, name="publisher", daemon=True)
                self._worker.start()

    def _work(self) -> None:
        """Build until every request is met or has been tried; what failed is tried again with the next request."""
        tried: set[Path] = set()
        failed = ""
        while True:
            with self._lock:
                wishes = [one for one in find_wishes(self._settings.data_dir) if one.path not in self._failing]
                if all(wish.path in tried for wish in wishes):
                    self.state, self.message = "misslyckades" if failed else "vilar", failed
                    self._worker = None
                    return
            try:
                failed = self._meet(wishes)
            except BusyFolderError:
                time.sleep(PAUSE)
                continue
            except OSError as error:  # no room for one more process, perhaps: no upload is to blame
                LOG.warning("Bygget gick inte att starta.", exc_info=error)
                failed = f"Bygget gick inte att starta ({error.strerror})."
            tried |= {wish.path for wish in wishes}

    def _meet(self, wishes: Sequence[Wish]) -> str:
        """Build what is asked for; the reason in Swedish where it failed."""
        failed = self._build(sorted({path for wish in wishes for path in wish.added}))
        uploads = [wish for wish in wishes if wish.added]
        if not failed:
            drop_wishes(wishes)
        elif uploads and FULL not in failed:
            if len(wishes) > 1:
                return self._meet_apart([wish for wish in wishes if not wish.added], *([wish] for wish in uploads))
            self._failing.add(uploads[0].path)
        return failed

    def _meet_apart(self, *groups: Sequence[Wish]) -> str:
        """Build decisions and each upload apart: what one person uploads keeps back nothing of what others ask for.

        One that fails stays asked for, until it is discarded; it is tried again after the next start.
        """
        failed = ""
        for group in groups:
            failed = (self._meet(group) if group else "") or failed
        return failed

    def _build(self, added: Iterable[str]) -> str:
        words = ["add", *added] if added else ["build"]
        command = [*LAST, sys.executable, "-m", "api.cli", *words, "--data-dir", str(self._settings.data_dir)]
        for _ in range(KILLS):
            done = subprocess.run(
                command, env=_environment(self._settings), capture_output=True, text=True, check=False
            )
            if done.returncode in (0, 1):
                return ""
            if BUSY in done.stderr:
                raise BusyFolderError
            if done.returncode > 0:
                break
        LOG.warning("Bygget misslyckades: %s", done.stderr[-2000:])
        return (done.stderr.strip().splitlines() or [f"Bygget avbröts (kod {done.returncode})."])[-1]


def _environment(settings: Settings) -> dict[str, str]:
    """This process's environment, with the settings that a build reads and that flags may have set."""
    told = {"VECTOR_CACHE": settings.vectors}
    return {**os.environ, **{PREFIX + name: str(value) for name, value in told.items()}}
