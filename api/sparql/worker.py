"""A worker's life: confined for good, it runs one job after another until a limit or its warden ends it."""

from __future__ import annotations

import os
import resource
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox

from api.sparql.evaluate import evaluate
from api.sparql.jobs import LONGEST_LINE, Job
from api.sparql.limits import Limits
from ingest.confinement import withdraw

Opening = Callable[[], ox.Store]
"""Gives a worker its store."""
IDLE, ANSWERING = b"i", b"a"  # what a worker tells its warden
_CHANNEL = 3  # the file that leads to the warden; 0 to 2 lead nowhere
NICE, SLOW_NICE = 5, 19  # how far a query gives way: to the service, and to quicker queries once it has run a while
_TO_SEND = 10.0  # seconds


def live(channel: int, warden: int, opening: Opening, limits: Limits) -> None:
    """Serve what comes on `channel`, the file number of a socket; never returns.

    The store is the warden's, as it was forked, or one on the disk that is opened here: such a one takes no fork.
    """
    try:
        _keep_only(channel)
        store = opening()
        withdraw(warden, NICE)
        _bind(limits, _fill())
        with socket.socket(fileno=_CHANNEL) as orders:
            slim, calm = _peak() + limits.memory // 2, os.nice(0)  # the service may itself give way to others
            while _peak() < slim and os.nice(0) == calm:  # a large or slow query's traces end with its worker
                orders.send(IDLE)
                _, files, _, _ = socket.recv_fds(orders, 1, 1)
                with socket.socket(fileno=files[0]) as connection, suppress(ConnectionError):
                    _serve(connection, orders, store, limits)
    finally:
        os._exit(0)


def _serve(connection: socket.socket, orders: socket.socket, store: ox.Store, limits: Limits) -> None:
    """Answer one job. The clock's signal is left to the kernel, which ends this process even inside native code."""
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    with connection.makefile("rb") as lines:
        reply = evaluate(store, Job.from_line(lines.readline(LONGEST_LINE)), limits, connection.sendall)
    signal.setitimer(signal.ITIMER_REAL, _TO_SEND)
    orders.send(ANSWERING)  # from here on the warden says nothing in our place
    connection.sendall(reply.to_end())
    connection.shutdown(socket.SHUT_WR)  # the warden may still hold it
    signal.setitimer(signal.ITIMER_REAL, 0)


def _keep_only(channel: int) -> None:
    """Close every file but the channel: other workers' sockets would else stay open here."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.dup2(channel, _CHANNEL)
    os.closerange(_CHANNEL + 1, os.sysconf("SC_OPEN_MAX"))


def _fill() -> int:
    """Leave no file number unused below the highest one, which is returned: so a limit above it leaves no room."""
    held = [int(name) for name in os.listdir("/proc/self/fd")]  # the folder's own among them, closed now
    while (taken := os.open(os.devnull, os.O_RDONLY)) < max(held):
        pass
    os.close(taken)
    return taken - 1


def _bind(limits: Limits, files: int) -> None:
    """Memory beside what the graphs take, no core; and one more file, the socket of a job: so none can be opened."""
    for what, most in (
        (resource.RLIMIT_AS, _size() + limits.memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, files + 2),
    ):
        resource.setrlimit(what, (most, most))


def _size() -> int:
    """Bytes of this process's address space."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _peak() -> int:
    """The most bytes that this process has had in memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
