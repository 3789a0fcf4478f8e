"""What goes between the service and a worker: a job on one line of JSON; a reply's bytes, and a line that ends them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

LONGEST_LINE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A checked query, the graphs that it is asked of, and the form that its answer is wanted in."""

    text: str
    accept: str | None = None
    graphs: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    union: bool = True
    """Whether the default graph is all graphs as one; off where the query or the request names graphs."""
    base: str | None = None
    """What relative IRIs of the query are relative to."""
    gzip: bool = False

    def to_line(self) -> bytes:
        """As it is sent."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Job:
        """The job that was sent; raises ValueError or TypeError where it is none."""
        told = json.loads(line)
        return cls(**{**told, "graphs": tuple(told["graphs"]), "named": tuple(told["named"])})


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a job.

        kind       note                         the body is
        answer     its media type               the answer, packed where `gzip`
        syntax, failed    the engine's words    empty
        accept     the media types that fit     empty
        rows, bytes, time, memory, crash        empty: the limit met, or the engine fell

    A worker sends an answer while it writes it, and this after it, without the body: so it is known to be whole.
    """

    kind: str
    note: str = ""
    gzip: bool = False
    size: int = 0
    """Bytes of the body."""
    body: bytes = b""

    def to_end(self) -> bytes:
        """The line that goes after a body, or after as much of one as there was when it was given up."""
        told = {"kind": self.kind, "note": self.note, "gzip": self.gzip, "size": self.size}
        return b"\n" + json.dumps(told).encode()

    @classmethod
    def from_bytes(cls, came: bytes) -> Reply:
        """The reply that came; raises ValueError where its end is missing, or an answer is cut."""
        body, _, end = came.rpartition(b"\n")
        reply = cls(**json.loads(end))
        if reply.kind != "answer":
            return reply
        if len(body) != reply.size:
            raise ValueError(f"an answer of {reply.size} bytes came as {len(body)}")
        return replace(reply, body=body)
