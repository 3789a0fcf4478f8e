"""No client holds a place for nothing: whoever does not send a request, or does not take its answer, is let go.

Slow ones cost a connection and no thread; the patience here keeps connections and memory from being used up by them.
"""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import dataclass
from typing import Any, Literal

import uvicorn

Awaited = Literal["request", "body", "answer"]
PATIENCE: dict[Awaited, float] = {"request": 15.0, "body": 30.0, "answer": 30.0}
"""Seconds for a request's line and headers, and for each further piece of a body or of an answer that is taken."""
PIECE = 16_384
"""Bytes: less than this in that time is no progress."""
_BYTES_ACKED = struct.Struct("120xQQ")  # tcpi_bytes_acked and tcpi_bytes_received of <linux/tcp.h>


@dataclass(slots=True)
class Wait:
    """What a connection's client is waited for, since when (monotonic seconds), and the bytes that had passed then."""

    awaited: Awaited
    cycle: int
    since: float
    passed: int


class PatientServer(uvicorn.Server):
    """A server that closes the connections of those who keep it waiting."""

    def __init__(self, config: uvicorn.Config, patience: float = 1.0) -> None:
        """Nothing is listened to yet; `patience` is a factor on the times."""
        super().__init__(config)
        self._patience = patience
        self._waits: dict[Any, Wait] = {}

    async def on_tick(self, counter: int) -> bool:
        """Once a second, look for those who have been waited for too long."""
        if counter % 10 == 0:
            self._let_go(time.monotonic())
        return await super().on_tick(counter)

    def _let_go(self, now: float) -> None:
        waits = {}
        for connection in list(self.server_state.connections):
            wait = _wait(connection, now)
            if wait is None:
                continue
            waits[connection] = before = self._waits.get(connection, wait)
            if (before.awaited, before.cycle) != (wait.awaited, wait.cycle) or wait.passed - before.passed >= PIECE:
                waits[connection] = wait
            elif now - before.since > PATIENCE[wait.awaited] * self._patience:
                connection.transport.abort()
        self._waits = waits


def _wait(connection: Any, now: float) -> Wait | None:  # noqa: ANN401
    """What this connection (of one of uvicorn's protocols) waits for its client to do, or None where it is our turn."""
    transport, cycle = connection.transport, getattr(connection, "cycle", None)
    if transport is None:
        return None
    sent, received = _passed(transport)
    if transport.get_write_buffer_size():
        return Wait("answer", id(cycle), now, sent)
    if cycle is None or cycle.response_complete:
        return Wait("request", id(cycle), now, 0)
    return Wait("body", id(cycle), now, received) if cycle.more_body else None


def _passed(transport: Any) -> tuple[int, int]:  # noqa: ANN401
    """Bytes that the client has taken and sent, as the kernel counts them."""
    try:
        told = transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _BYTES_ACKED.size)
        return _BYTES_ACKED.unpack(told)
    except (OSError, struct.error, AttributeError):
        return int(time.monotonic()) * PIECE, int(time.monotonic()) * PIECE  # not told here: taken for progress
