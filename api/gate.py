"""Load that is shed in time: so many at once, so many waiting, then 503 with a time to come back.

Without it every question that comes makes all the others wait; with it those that are let in are answered.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from fastapi import Request

from api.problems import ProblemError

RETRY = 2
"""Seconds after which one that was turned away may try again."""


class QuestionGate:
    """At most `running` inside and `waiting` before it, none of them for longer than `patience` seconds."""

    def __init__(self, running: int, waiting: int, patience: float) -> None:
        """An open gate."""
        self._free = threading.Semaphore(running)
        self._lock = threading.Lock()
        self.waiting, self._most, self._patience = 0, waiting, patience
        self.turned_away = 0

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Hold a place while the block runs; raises `ProblemError` 503 where there is none to be had."""
        if not self._free.acquire(blocking=False) and not self._wait():
            with self._lock:
                self.turned_away += 1
            told = f"Tjänsten har fullt just nu. Försök igen om {RETRY} sekunder."
            raise ProblemError(503, "Många frågor", told, RETRY)
        try:
            yield
        finally:
            self._free.release()

    def _wait(self) -> bool:
        """Wait for a place; whether there was one to be had."""
        with self._lock:
            if self.waiting >= self._most:
                return False
            self.waiting += 1
        try:
            return self._free.acquire(timeout=self._patience)
        finally:
            with self._lock:
                self.waiting -= 1


def admit(request: Request) -> AbstractContextManager[None]:
    """A place for a question of this request; an app without a gate (a part of the service, in a test) has room."""
    gate: QuestionGate | None = getattr(request.app.state, "gate", None)
    return gate.enter() if gate else nullcontext()


def peer(request: Request) -> str:
    """The address that a request comes from, as the proxies that are trusted tell it; "" where it has none."""
    return request.client.host if request.client else ""


class Rate:
    """At most `most` of something for each name in `seconds`; the clock is monotonic, so that no jump opens it."""

    def __init__(self, most: int, seconds: float) -> None:
        """Nobody has done anything yet."""
        self._most, self._seconds = most, seconds
        self._lock = threading.Lock()
        self._times: dict[str, list[float]] = {}

    def check(self, name: str) -> None:
        """Count one for a name; raises `ProblemError` 429 where there were too many."""
        now = time.monotonic()
        with self._lock:
            recent = [at for at in self._times.get(name, ()) if now - at < self._seconds]
            if len(recent) >= self._most:
                wait = max(1, round(self._seconds - (now - recent[0])))
                raise ProblemError(
                    429, "För många anrop",
                    f"Högst {self._most} anrop på {self._seconds:g} sekunder. Försök igen om {wait} sekunder.", wait,
                )  # fmt: skip
            self._times = {one: at for one, at in self._times.items() if now - at[-1] < self._seconds}
            self._times[name] = [*recent, now]
