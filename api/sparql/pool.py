"""The service's side of the worker processes: starts their warden when first needed, and asks it."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from api.logs import get_form
from api.sparql.errors import UnavailableError
from api.sparql.gate import Gate
from api.sparql.jobs import Job, Reply
from api.sparql.kept import KeptAnswers
from api.sparql.limits import Limits
from api.sparql.outcomes import check_reply
from api.sparql.warden import READY

LOG = logging.getLogger("rodatraden.sparql")
_START = 120.0  # seconds that the warden has to load the graphs
_GRACE = 20.0  # seconds beyond a query's own, before the warden is taken for dead
_AGAIN = 30.0  # seconds before a start that failed is tried anew
_CHUNK = 1 << 18
_KEPT = ("PATH", "HOME", "LANG", "LANGUAGE", "TZ", "LC_", "PYTHON", "VIRTUAL_ENV")
NO_START = (
    "SPARQL-frågor kan inte köras: processen som de körs i, skild från tjänsten och med gränser, går inte att starta "
    "här, och utan den körs inga (se loggen). Tjänsten i övrigt svarar."
)
GONE = "Releasen byttes medan SPARQL-frågan väntade. Ställ den igen."


class Pool:
    """Workers over the graphs of some N-Quads files. Making one starts nothing; each lives in one event loop."""

    def __init__(self, paths: Sequence[Path], limits: Limits, disk: Path | None = None) -> None:
        """`limits` bound each query and how many run at a time; a large release lies on the `disk`."""
        self.paths, self.limits, self.disk = tuple(paths), limits, disk
        self.outside = Gate(limits.workers, limits.queue, limits.wait)
        self.own = Gate(1, limits.queue, limits.wait)
        self.kept = KeptAnswers(limits.kept)
        self._lock = threading.Lock()
        self._warden: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._closed = False
        self._failed = -_AGAIN  # when a start last did

    @property
    def process(self) -> int | None:
        """The warden's process id, where it runs."""
        return self._warden.pid if self._warden and self._warden.poll() is None else None

    async def ask(self, job: Job, client: str, *, own: bool = False, lasting: bool = False) -> Reply:
        """Run a checked job for a client, named by its address, and give its answer; cancelling it kills the worker.

        `own` tells a query that we wrote ourselves: a worker is kept for those. A `lasting` answer is the same each
        time: it is kept. Raises the errors of `api.sparql.errors`.
        """
        if lasting and (kept := self.kept.get(job)):
            return kept
        gate = self.own if own else self.outside
        async with gate.turn(client):
            if self.process is None:
                await asyncio.to_thread(self.start)
            reply = check_reply(await self._converse(job), self.limits)
        if lasting:
            self.kept.put(job, reply)
        return reply

    async def _converse(self, job: Job) -> Reply:
        """Send a job and take its reply; a warden that says nothing is as a worker that fell."""
        loop = asyncio.get_running_loop()
        with self._connect() as connection:
            try:
                async with asyncio.timeout(self.limits.seconds + _GRACE):
                    await loop.sock_sendall(connection, job.to_line())
                    return await _take_reply(loop, connection)
            except (OSError, ValueError, TypeError, TimeoutError) as error:
                LOG.warning("En SPARQL-process svarade inte som den ska: %s", type(error).__name__)
                return Reply("crash")

    def _connect(self) -> socket.socket:
        """A socket whose other end the warden has got."""
        if self._control is None:
            raise UnavailableError(GONE)
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self._control, [b"q"], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise UnavailableError(NO_START) from error
        ours.setblocking(False)
        return ours

    def start(self) -> None:
        """Start the warden where it does not run; raises `UnavailableError` where it cannot."""
        with self._lock:
            if self._closed:
                raise UnavailableError(GONE)
            if self.process is not None:
                return
            if time.monotonic() - self._failed < _AGAIN:
                raise UnavailableError(NO_START)
            try:
                self._end()
                self._start()
            except (OSError, ValueError) as error:
                self._failed = time.monotonic()
                self._end()
                LOG.error("SPARQL-processen kan inte startas, så inga SPARQL-frågor körs: %r", error)
                raise UnavailableError(NO_START) from error

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        with theirs:
            self._warden = subprocess.Popen(
                [sys.executable, "-P", "-m", "api.sparql.warden", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env={name: value for name, value in os.environ.items() if name.startswith(_KEPT)},
                start_new_session=True,  # Ctrl-C is the service's to handle; and Linux weighs sessions, see the warden
            )
        ours.settimeout(_START)
        paths = [] if self.disk else [str(path) for path in self.paths]
        disk = str(self.disk) if self.disk else None
        told = {"paths": paths, "disk": disk, "limits": asdict(self.limits), "log": get_form()}
        ours.send(json.dumps(told).encode())
        if ours.recv(len(READY)) != READY:
            raise OSError("the process ended before it was ready")
        ours.setblocking(False)

    def close(self) -> None:
        """Let what runs come to its end, and no more; the warden ends by itself."""
        with self._lock:
            self._closed = True
            if self._control:
                self._control.close()
                self._control = None
            if self._warden:
                threading.Thread(target=self._warden.wait, name="sparql-end", daemon=True).start()

    def _end(self) -> None:
        """End the warden now."""
        if self._control:
            self._control.close()
            self._control = None
        if self._warden:
            with suppress(OSError):
                self._warden.kill()
            self._warden.wait()


async def _take_reply(loop: asyncio.AbstractEventLoop, connection: socket.socket) -> Reply:
    """The reply that comes, piece by piece until the other side has said all."""
    pieces = []
    while piece := await loop.sock_recv(connection, _CHUNK):
        pieces.append(piece)
    return Reply.from_bytes(b"".join(pieces))
