"""A job run on a store, its answer sent while it is written, within bounds: the one place where the engine is asked."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO, cast

import pyoxigraph as ox

from api.negotiation import choose
from api.sparql.formats import ALIASES, SOLUTIONS, TRIPLES, offered_for
from api.sparql.jobs import Job, Reply
from api.sparql.limits import Limits
from graph.store import Result
from ontology.prefixes import PREFIXES

WORTH_PACKING = 1_000  # bytes
PACKING = 1  # level: quick, and a third larger at most than the best
GZIP = 16 + zlib.MAX_WBITS  # zlib's name for the format of gzip
PIECE = 1 << 16  # bytes that are sent at a time: the service takes one while the next is written
ROW_ENDS = {  # what ends a row or parts two, and how many more there are than rows; values have it escaped, but in CSV
    ox.QueryResultsFormat.JSON: (b'},{"', -1),
    ox.QueryResultsFormat.XML: (b"</result>", 0),
    ox.QueryResultsFormat.CSV: (b"\r\n", 1),
    ox.QueryResultsFormat.TSV: (b"\n", 1),
}


class LimitError(Exception):
    """The answer grew past a limit; its argument is the kind of the reply."""


def evaluate(store: ox.Store, job: Job, limits: Limits, send: Callable[[bytes], object]) -> Reply:
    """Run a job and `send` its answer in pieces; the reply tells whether they are an answer, and of how many bytes."""
    try:
        return _answer(store, job, limits, send)
    except LimitError as met:
        return Reply(str(met))
    except ConnectionError:  # from `send`: nobody waits for the answer any more
        raise
    except SyntaxError as error:
        return Reply("syntax", str(error))
    except MemoryError:
        return Reply("memory")
    except Exception as error:  # what the engine meets while it runs comes in many kinds
        return Reply("failed", str(error))


def _answer(store: ox.Store, job: Job, limits: Limits, send: Callable[[bytes], object]) -> Reply:
    result = _query(store, job)
    offered = offered_for(result)
    chosen = choose(job.accept, offered)
    if chosen is None:
        return Reply("accept", ", ".join(offered))
    media_type = ALIASES.get(chosen, chosen)
    row_end = (b"", 0) if isinstance(result, ox.QueryTriples) else ROW_ENDS[SOLUTIONS[media_type]]
    out = _Outlet(limits, send, job.gzip, *row_end)
    _write(result, media_type, limits, cast(IO[bytes], out))
    out.close()
    return Reply("answer", media_type, out.packed, out.sent)


def _query(store: ox.Store, job: Job) -> Result:
    if job.graphs or job.named:  # https://www.w3.org/TR/sparql11-protocol/#dataset: these and no others
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [ox.NamedNode(name) for name in job.graphs]
        named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(name) for name in job.named]
        return store.query(job.text, base_iri=job.base, default_graph=default, named_graphs=named)
    return store.query(job.text, base_iri=job.base, use_default_graph_as_union=job.union)


def _write(result: Result, media_type: str, limits: Limits, out: IO[bytes]) -> None:
    if isinstance(result, ox.QueryTriples):
        ox.serialize(_counted(result, limits.rows), out, format=TRIPLES[media_type], prefixes=PREFIXES)
    else:
        result.serialize(out, format=SOLUTIONS[media_type])


def _counted(triples: Iterable[ox.Triple], most: int) -> Iterator[ox.Triple]:
    for number, triple in enumerate(triples):
        if number == most:
            raise LimitError("rows")
        yield triple


class _Outlet:
    """Where an answer is written: sends it on in pieces, packed or plain, and refuses what goes past the limits."""

    def __init__(self, limits: Limits, send: Callable[[bytes], object], gzip: bool, row_end: bytes, more: int) -> None:
        self.sent, self.packed = 0, False
        self._limits, self._send, self._held = limits, send, bytearray()
        self._packer = zlib.compressobj(PACKING, wbits=GZIP) if gzip else None
        self._row_end, self._rows, self._size, self._tail = row_end, -more, 0, b""

    def write(self, data: bytes) -> int:
        """Take what comes next; raises `LimitError` where it is too much."""
        self._size += len(data)
        if self._size > self._limits.bytes:
            raise LimitError("bytes")
        if self._row_end:
            self._count(self._tail + data)
        self._held += data
        if len(self._held) >= PIECE:
            self._pass_on()
        return len(data)

    def flush(self) -> None:
        """What a writer calls at its end; `close` does the work, once."""

    def close(self) -> None:
        """Send what is left; a small answer is never packed."""
        if self._size <= WORTH_PACKING:
            self._packer = None
        self._pass_on()
        if self._packer:
            self._emit(self._packer.flush())

    def _pass_on(self) -> None:
        self.packed = self._packer is not None
        self._emit(self._packer.compress(self._held) if self._packer else bytes(self._held))
        self._held.clear()

    def _emit(self, piece: bytes) -> None:
        if piece:
            self._send(piece)
            self.sent += len(piece)

    def _count(self, data: bytes) -> None:
        """Rows by their ends; one may be cut by the end of what was written before."""
        self._rows += data.count(self._row_end)
        self._tail = data[len(data) - len(self._row_end) + 1 :]
        if self._rows > self._limits.rows:
            raise LimitError("rows")
