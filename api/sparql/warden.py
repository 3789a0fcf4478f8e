"""The process that holds a release's graphs: it forks workers and says why one died.

It has one thread and never reads a query. On its control socket come, first, what to load as JSON, then one socket a
query. It hands each to an idle worker, which answers on it. Where the other side hangs up, the worker is killed; where
a limit ends the worker, the warden answers in its place; a dead worker is replaced. When the control socket closes it
finishes what runs, and ends.

https://man7.org/linux/man-pages/man7/unix.7.html (SOCK_SEQPACKET, SCM_RIGHTS)
"""

from __future__ import annotations

import array  # noqa: F401 - what socket.recv_fds loads when first called: a worker can open no file then
import gc
import json
import os
import select
import signal
import socket
import sys
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from api.logs import set_up_logs
from api.sparql import worker
from api.sparql.evaluate import evaluate
from api.sparql.formats import SOLUTIONS, TRIPLES
from api.sparql.jobs import Job, Reply
from api.sparql.limits import Limits
from graph.store import load_nquads

READY = b"ready"
MOST_SAID = 100_000  # bytes of a message on the control socket
_RANK = "5"  # niceness of this session beside the service's: https://man7.org/linux/man-pages/man7/sched.7.html
_PATIENCE = 0.1  # seconds that a query may run before it gives way to others
_STILLBORN = 3  # workers that may die before they are ready, one after the other
_DEATHS: dict[int, str] = {signal.SIGALRM: "time", signal.SIGABRT: "memory", signal.SIGKILL: "memory"}


@dataclass(slots=True, eq=False)
class _Worker:
    """A forked worker, the socket that leads to it, and the query that it runs, until it answers."""

    process: int
    channel: socket.socket
    born: bool = False
    idle: bool = False
    connection: socket.socket | None = None
    patience: float | None = None
    """When the query will have run for long."""


class Warden:
    """Hands queries to workers until the control socket closes and nothing runs any more."""

    def __init__(self, control: socket.socket, store: worker.Opening, limits: Limits) -> None:
        """`control` is where queries come from; each worker opens its `store`."""
        self.control, self.store, self.limits = control, store, limits
        self.workers: dict[int, _Worker] = {}  # by the file number of its channel
        self.waiting: deque[socket.socket] = deque()
        self.poll = select.poll()
        self.open, self.announced, self.stillborn = True, False, 0

    def run(self) -> None:
        """Serve; raises OSError where no worker can be forked, RuntimeError where none comes to life."""
        self.poll.register(self.control, select.POLLIN)
        while self.open or self.waiting or any(one.connection for one in self.workers.values()):
            while len(self.workers) < self.limits.workers + 1:
                self._fork()
            self._hand_out()
            events = dict(self.poll.poll(self._demote()))
            for number in events.keys() & self.workers.keys():
                self._hear(self.workers[number])
            for one in list(self.workers.values()):  # after what they said: who has answered is left alone
                if one.connection and one.connection.fileno() in events:
                    self._drop(one)
                    os.kill(one.process, signal.SIGKILL)
            if self.control.fileno() in events:
                self._take()

    def _fork(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        warden = os.getpid()
        process = os.fork()
        if not process:
            worker.live(theirs.fileno(), warden, self.store, self.limits)
        theirs.close()
        self.workers[ours.fileno()] = _Worker(process, ours)
        self.poll.register(ours, select.POLLIN)

    def _hand_out(self) -> None:
        """Give waiting queries to idle workers, and watch that somebody waits for their answers."""
        for one in self.workers.values():
            if one.idle and self.waiting:
                one.connection, one.idle = self.waiting.popleft(), False
                one.patience = time.monotonic() + _PATIENCE
                self.poll.register(one.connection, 0)  # tells of a hang-up only
                with suppress(OSError):  # it died: its end is heard of next
                    socket.send_fds(one.channel, [b"q"], [one.connection.fileno()])

    def _demote(self) -> float | None:
        """Make queries that run for long give way to others; the milliseconds until the next one does, if any."""
        now, due = time.monotonic(), []
        for one in self.workers.values():
            if one.connection and one.patience is not None:
                if one.patience <= now:
                    os.setpriority(os.PRIO_PROCESS, one.process, worker.SLOW_NICE)
                    one.patience = None
                else:
                    due.append(one.patience - now)
        return min(due) * 1000 + 1 if due else None

    def _hear(self, one: _Worker) -> None:
        """A worker says that it is idle, that it answers now, or nothing any more."""
        try:
            said = one.channel.recv(1)
        except ConnectionError:
            said = b""
        if said == worker.IDLE:
            one.idle = one.born = True
            self._announce()
        elif said == worker.ANSWERING:
            self._drop(one)
        else:
            self._bury(one)

    def _announce(self) -> None:
        """Say, once, that there is a worker that lives."""
        self.stillborn = 0
        if not self.announced:
            self.announced = True
            self.control.send(READY)

    def _bury(self, one: _Worker) -> None:
        """Answer in a dead worker's place and forget it."""
        status = os.waitpid(one.process, 0)[1]
        if one.connection:
            number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            with suppress(OSError):
                one.connection.send(Reply(_DEATHS.get(number, "crash")).to_end(), socket.MSG_DONTWAIT)
            self._drop(one)
        self.poll.unregister(one.channel)
        del self.workers[one.channel.fileno()]
        one.channel.close()
        self.stillborn += not one.born
        if self.stillborn > _STILLBORN:
            raise RuntimeError("workers die before they are ready")

    def _drop(self, one: _Worker) -> None:
        assert one.connection
        self.poll.unregister(one.connection)
        one.connection.close()
        one.connection = None

    def _take(self) -> None:
        """Take the next query, or the news that none will come."""
        message, files, _, _ = socket.recv_fds(self.control, 1, 1)
        if message and files:
            self.waiting.append(socket.socket(fileno=files[0]))
        elif not message:
            self.poll.unregister(self.control)
            self.open = False


def main() -> None:
    """Load what the control socket names and serve."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # what ends a worker
    with suppress(OSError):  # where Linux weighs sessions, a process's niceness tells only within its own
        Path("/proc/self/autogroup").write_text(_RANK)
    control = socket.socket(fileno=int(sys.argv[1]))
    told = json.loads(control.recv(MOST_SAID))
    set_up_logs(told["log"])
    limits = Limits(**told["limits"])
    if told["disk"]:
        _warm_up(ox.Store(), limits)
        Warden(control, partial(ox.Store.read_only, told["disk"]), limits).run()
        return
    store = load_nquads(*map(Path, told["paths"]))
    _warm_up(store, limits)
    gc.freeze()  # what is loaded is never collected, so the workers do not copy it
    Warden(control, lambda: store, limits).run()


def _warm_up(store: ox.Store, limits: Limits) -> None:
    """Write an answer in every format, so that no worker has anything left to load."""
    for accept in (*SOLUTIONS, *TRIPLES):
        for text in ("SELECT * { ?s ?p ?o } LIMIT 9", "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 9"):
            evaluate(store, Job.from_line(Job(text=text, accept=accept, gzip=True).to_line()), limits, len)


if __name__ == "__main__":
    main()
