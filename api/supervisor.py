"""A process that keeps others running: it holds the port, forks the API anew where it falls, starts the page anew too.

It has imported all that the API needs, so the next one answers as soon as it has opened the release; those who connect
meanwhile wait in the port's queue instead of being turned away. It has one thread and opens nothing itself.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

LOG = logging.getLogger("rodatraden.supervisor")
ENDING = (signal.SIGTERM, signal.SIGINT)
WATCHED = (*ENDING, signal.SIGCHLD)
QUICK = 5.0
"""Seconds: an API that lived shorter than this fell at its start."""
FALLS = 5
"""So many falls at the start in a row, and it is given up: whoever runs the supervisor is to know."""
PARENT_DEATH = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>


class Page:
    """The page, a program that is kept running beside the work: started anew where it falls, unless always at once."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start it."""
        self._command, self._environment, self._falls = command, environment, 0
        self._start()

    def _start(self) -> None:
        self._started = time.monotonic()
        self._running = subprocess.Popen(self._command, env=self._environment, preexec_fn=_mind_signals)

    def see_to(self) -> None:
        """Start it anew where it has ended."""
        code = self._running.poll()
        if code is None or self._falls == FALLS:
            return
        self._falls = self._falls + 1 if time.monotonic() - self._started < QUICK else 1
        if self._falls == FALLS:
            LOG.error("Sidan föll %s gånger vid start och startas inte igen.", FALLS)
            return
        LOG.warning("Sidan föll (kod %s) och startas igen.", code)
        self._start()

    def stop(self) -> None:
        """End it gently, then not so."""
        self._running.terminate()
        try:
            self._running.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()


def _mind_signals() -> None:
    die_with_parent()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)


def keep_running(work: Callable[[], None], page: Page | None = None) -> bool:
    """Run `work` in a child until a signal asks to end (passed on, and its end awaited); False where it was given up.

    The child is killed by the kernel where this process dies without a word. The page is seen to meanwhile.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    try:
        falls = 0
        while falls < FALLS:
            started = time.monotonic()
            if _run_once(work, before, page):
                return True
            falls = falls + 1 if time.monotonic() - started < QUICK else 0
        LOG.error("API-processen föll %s gånger vid start och startas inte igen.", FALLS)
        return False
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _run_once(work: Callable[[], None], mask: Iterable[int], page: Page | None) -> bool:
    """Fork a child that does the work and wait for its end; whether that was asked for."""
    child = os.fork()
    if child == 0:
        _be_child(work, mask)
    asked = False
    while True:
        if signal.sigwait(WATCHED) != signal.SIGCHLD:
            asked = True
            os.kill(child, signal.SIGTERM)
            continue
        if page and not asked:
            page.see_to()
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended and not asked:
            LOG.warning("API-processen föll (kod %s) och startas igen.", os.waitstatus_to_exitcode(status))
        if ended:
            return asked


def _be_child(work: Callable[[], None], mask: Iterable[int]) -> None:
    """What the child does: the work, and then its end; the parent's own doors are not its to close."""
    die_with_parent(signal.SIGKILL)
    code = 1
    try:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # before the server minds it, and after that
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        work()
        code = 0
    except KeyboardInterrupt:
        code = 0
    except BaseException as error:
        LOG.error("API-processen gick inte att köra.", exc_info=error)
    finally:
        os._exit(code)


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Have the kernel send this process a signal when its parent dies; where it cannot, nothing is changed."""
    try:
        ctypes.CDLL(None, use_errno=True).prctl(PARENT_DEATH, number)
    except (OSError, AttributeError):
        LOG.info("Processen kan inte följa sin förälder på det här systemet.")
