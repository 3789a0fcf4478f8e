"""Whose turn it is: so many at a time, one a client, a short queue. For one event loop; pure but for the clock."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from api.sparql.errors import BusyError

FULL = "Tjänsten har just nu för många SPARQL-frågor i kö: högst {queue}, {share} av dem från samma klient"
LONG = "Ingen plats blev ledig för SPARQL-frågan inom {wait:g} sekunder: {slots} körs i taget, en för varje klient"
AGAIN = ". Försök igen om en stund."


class Gate:
    """Lets `slots` through at a time, one a client; others wait, `queue` at most and a quarter of it a client."""

    def __init__(self, slots: int, queue: int, wait: float) -> None:
        """`wait` is the longest wait, in seconds."""
        self.slots, self.queue, self.wait = slots, queue, wait
        self.share = max(1, queue // 4)
        self.inside: set[str] = set()
        self.waiting: Counter[str] = Counter()
        self._left = asyncio.Condition()

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """Hold a slot for a client, named by its address; raises `BusyError` where the queue is full or too slow."""
        if not self._free(client):
            await self._queue_up(client)
        self.inside.add(client)
        try:
            yield
        finally:
            self.inside.discard(client)
            async with self._left:
                self._left.notify_all()

    def _free(self, client: str) -> bool:
        return len(self.inside) < self.slots and client not in self.inside

    async def _queue_up(self, client: str) -> None:
        if self.waiting.total() >= self.queue or self.waiting[client] >= self.share:
            raise BusyError(FULL.format(queue=self.queue, share=self.share) + AGAIN)
        self.waiting[client] += 1
        try:
            async with asyncio.timeout(self.wait), self._left:
                await self._left.wait_for(lambda: self._free(client))
        except TimeoutError as error:
            raise BusyError(LONG.format(wait=self.wait, slots=self.slots) + AGAIN) from error
        finally:
            self.waiting[client] -= 1
            self.waiting = +self.waiting  # forgets clients with none
