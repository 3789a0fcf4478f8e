"""A job run on a store, its answer written into a buffer of bounded size: the only place where the engine is asked."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from api.negotiation import choose
from api.sparql.formats import ALIASES, SOLUTIONS, TRIPLES, offered_for
from api.sparql.jobs import Job, Reply
from api.sparql.limits import Limits
from graph.store import Result

WORTH_PACKING = 1_000  # bytes
PACKING = 1  # level: quick, and a third larger at most than the best
ROW_ENDS = {  # what ends a row or parts two, and how many more there are than rows; values have it escaped, but in CSV
    ox.QueryResultsFormat.JSON: (b'},{"', -1),
    ox.QueryResultsFormat.XML: (b"</result>", 0),
    ox.QueryResultsFormat.CSV: (b"\r\n", 1),
    ox.QueryResultsFormat.TSV: (b"\n", 1),
}


class LimitError(Exception):
    """The answer grew past a limit; its argument is the kind of the reply."""


def evaluate(store: ox.Store, job: Job, limits: Limits) -> Reply:
    """Run a job and write its answer, whole or not at all."""
    try:
        return _answer(store, job, limits)
    except LimitError as met:
        return Reply(str(met))
    except SyntaxError as error:
        return Reply("syntax", str(error))
    except MemoryError:
        return Reply("memory")
    except Exception as error:  # what the engine meets while it runs comes in many kinds
        return Reply("failed", str(error))


def _answer(store: ox.Store, job: Job, limits: Limits) -> Reply:
    result = _query(store, job)
    offered = offered_for(result)
    chosen = choose(job.accept, offered)
    if chosen is None:
        return Reply("accept", ", ".join(offered))
    media_type = ALIASES.get(chosen, chosen)
    body = _write(result, media_type, limits)
    if job.gzip and len(body) > WORTH_PACKING:
        return Reply("answer", media_type, gzip.compress(body, PACKING, mtime=0), gzip=True)
    return Reply("answer", media_type, body)


def _query(store: ox.Store, job: Job) -> Result:
    if job.graphs or job.named:  # https://www.w3.org/TR/sparql11-protocol/#dataset: these and no others
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [ox.NamedNode(name) for name in job.graphs]
        named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(name) for name in job.named]
        return store.query(job.text, base_iri=job.base, default_graph=default, named_graphs=named)
    return store.query(job.text, base_iri=job.base, use_default_graph_as_union=job.union)


def _write(result: Result, media_type: str, limits: Limits) -> bytes:
    if isinstance(result, ox.QueryTriples):
        out = _BoundedBuffer(limits)
        ox.serialize(_counted(result, limits.rows), out, format=TRIPLES[media_type])
    else:
        form = SOLUTIONS[media_type]
        out = _BoundedBuffer(limits, *ROW_ENDS[form])
        result.serialize(out, format=form)
    return out.getvalue()


def _counted(triples: Iterable[ox.Triple], most: int) -> Iterator[ox.Triple]:
    for number, triple in enumerate(triples):
        if number == most:
            raise LimitError("rows")
        yield triple


class _BoundedBuffer(io.BytesIO):
    """A buffer that refuses to grow past the limits, so that a client never gets half an answer."""

    def __init__(self, limits: Limits, row_end: bytes = b"", more: int = 0) -> None:
        super().__init__()
        self._limits, self._row_end, self._rows, self._tail = limits, row_end, -more, b""

    def write(self, data: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]
        if self.tell() + len(data) > self._limits.bytes:
            raise LimitError("bytes")
        if self._row_end:
            self._count(self._tail + data)
        return super().write(data)

    def _count(self, data: bytes) -> None:
        """Rows by their ends; one may be cut by the end of what was written before."""
        self._rows += data.count(self._row_end)
        self._tail = data[len(data) - len(self._row_end) + 1 :]
        if self._rows > self._limits.rows:
            raise LimitError("rows")
