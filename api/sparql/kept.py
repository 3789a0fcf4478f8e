"""Answers that are kept for who asks the same again, as a page that is drawn anew and a table that is refreshed do."""

from __future__ import annotations

from api.sparql.jobs import Job, Reply

_SHARE = 4  # of the room that one answer may take: a quarter


class KeptAnswers:
    """Answers by their jobs, those last asked for, up to so many bytes; for one event loop."""

    def __init__(self, most: int) -> None:
        """`most` are the bytes of all bodies together; 0 keeps nothing."""
        self._most, self._size = most, 0
        self._by_job: dict[Job, Reply] = {}

    def get(self, job: Job) -> Reply | None:
        """The answer to a job, if it is kept."""
        reply = self._by_job.pop(job, None)
        if reply:
            self._by_job[job] = reply  # the last asked for stands last
        return reply

    def put(self, job: Job, reply: Reply) -> None:
        """Keep an answer, unless it takes too much of the room; those longest unasked for make way."""
        if reply.size * _SHARE > self._most or job in self._by_job:
            return
        self._by_job[job] = reply
        self._size += reply.size
        while self._size > self._most:
            self._size -= self._by_job.pop(next(iter(self._by_job))).size
