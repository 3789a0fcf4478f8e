"""The warm process behind `ingest.isolation`: it has the readers loaded and forks a confined child for each file.

It has one thread and opens no foreign file itself. A line of JSON on standard input names a file and limits; the
answer on standard output is a kind and a size, padded to `HEAD` bytes, and so many bytes. It ends when its input does.

    kind       the bytes are
    reading    the reading as JSON
    rejected   a reason in Swedish: the file cannot be read
    misuse     a reason in Swedish: a setting is wrong
    failed     a traceback: the program is wrong
    time, memory, result, crash    the limit met; a signal's name for crash
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from ingest.confinement import Limits, confine
from ontology.errors import ReadingError, UsageError

READY = "ready"
_TO_LOAD = (
    "ingest.reading", "ontology.transfer", *(f"ingest.readers.{n}" for n in ("txt", "markdown", "pdf", "docx", "pptx"))
)  # fmt: skip
_OWN_TEXT = """Verksamhetsplan 2025
Nämnden för provläsning

Mål: Läsningen är varm.
Styrtal\tUtfall 2024\tMålvärde 2025
Andel varma läsningar\t90 %\t100 %

Uppdrag
Nr 1. Förvaltningen får i uppdrag att läsa.
"""
HEAD = 24  # bytes that say what the answer is: its kind, then its size in bytes
_KIND = 8
_CHUNK = 1 << 20
_TRACEBACK = 10_000  # characters


class Answer(NamedTuple):
    """What came of a file."""

    kind: str
    data: bytes = b""


def main() -> None:
    """Answer requests until the input ends."""
    answers = sys.stdout.buffer
    ready = _warm_up()
    answers.write(packed(ready))
    answers.flush()
    for line in sys.stdin.buffer if ready.kind == READY else ():
        asked = json.loads(line)
        answers.write(packed(read_apart(Path(asked["path"]), Limits(**asked["limits"]))))
        answers.flush()


def _warm_up() -> Answer:
    """Load the readers and read a text of our own, so that no child has to load or compile anything."""
    try:
        for name in _TO_LOAD:
            import_module(name)
    except UsageError as error:
        return Answer("misuse", _utf8(str(error)))
    from ingest.readers.source import Source
    from ingest.readers.txt import read
    from ingest.reading import understand
    from ontology.transfer import dump_reading, load_reading

    with suppress(Exception):  # what is wrong is told of with the first file that meets it
        load_reading(dump_reading(understand(read(Source(Path("uppvärmning.txt"), _OWN_TEXT.encode())))))
    gc.freeze()  # what is loaded is never collected, so the children do not copy it
    return Answer(READY)


def packed(answer: Answer) -> bytes:
    """An answer as it is sent: kind and size, and then its bytes."""
    return f"{answer.kind:<{_KIND}}{len(answer.data):0{HEAD - _KIND}}".encode() + answer.data


def unpacked(head: bytes | bytearray) -> tuple[str, int]:
    """The kind and size that the first `HEAD` bytes tell. Raises ValueError where they tell none."""
    return head[:_KIND].decode().strip(), int(head[_KIND:HEAD])


def read_apart(path: Path, limits: Limits) -> Answer:
    """Read `path` in a confined child and wait for what it says, or for its end."""
    with _child(path, limits) as child:
        said, met = child.gather(limits)
    if met:
        return met
    with suppress(ValueError):
        kind, size = unpacked(said)
        if len(said) == HEAD + size:
            return Answer(kind, bytes(said[HEAD:]))
    return _ended(child.status, said)


@dataclass(slots=True)
class _Child:
    """A child at work, the pipe that it writes on, and, when it is gone, how it ended."""

    process: int
    pipe: int
    status: int = 0

    def gather(self, limits: Limits) -> tuple[bytearray, Answer | None]:
        """What the child wrote, and the limit that stopped it."""
        said, deadline = bytearray(), time.monotonic() + limits.seconds
        poll = select.poll()
        poll.register(self.pipe, select.POLLIN)
        poll.register(sys.stdin.fileno(), 0)  # tells of a hang-up only
        while len(said) <= limits.result_bytes + HEAD:
            ready = dict(poll.poll(max(0.0, deadline - time.monotonic()) * 1000))
            if not ready:
                return said, Answer("time")
            if sys.stdin.fileno() in ready:
                raise SystemExit  # nobody waits for the answer any more
            chunk = os.read(self.pipe, _CHUNK)
            if not chunk:
                return said, None
            said += chunk
        return said, Answer("result")


@contextmanager
def _child(path: Path, limits: Limits) -> Iterator[_Child]:
    """A forked child that reads `path`; it and whatever it started is gone afterwards."""
    ours, theirs = os.pipe()
    warden = os.getpid()
    process = os.fork()
    if not process:
        _work(path, limits, theirs, warden)
    os.close(theirs)
    child = _Child(process, ours)
    try:
        yield child
    finally:
        os.close(ours)
        for kill in (os.killpg, os.kill):
            with suppress(ProcessLookupError):
                kill(process, signal.SIGKILL)
        child.status = os.waitpid(process, 0)[1]


def _work(path: Path, limits: Limits, pipe: int, warden: int) -> None:
    """The child's whole life."""
    try:
        os.setpgid(0, 0)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        confine(limits, warden)
        answer = _attempt(path, limits)
        with open(pipe, "wb") as out:
            out.write(packed(answer))
    finally:
        os._exit(0)


def _attempt(path: Path, limits: Limits) -> Answer:
    from ingest.readers.source import too_large
    from ingest.reading import read_document
    from ontology.transfer import dump_reading

    try:
        if path.is_file() and (size := path.stat().st_size) > limits.file_bytes:
            raise too_large(path, size, limits.file_bytes)
        return Answer("reading", dump_reading(read_document(path)))
    except ReadingError as error:
        return Answer("rejected", _utf8(str(error)))
    except UsageError as error:
        return Answer("misuse", _utf8(str(error)))
    except MemoryError:
        return Answer("memory")
    except Exception:  # a damaged file can break the reading anywhere
        return Answer("failed", _utf8(traceback.format_exc()[-_TRACEBACK:]))


def _utf8(text: str) -> bytes:
    return text.encode(errors="replace")


def _ended(status: int, said: bytes | bytearray) -> Answer:
    """Why a child ended that did not say all it had to."""
    if not os.WIFSIGNALED(status):
        return Answer("memory" if not said else "crash")
    number = os.WTERMSIG(status)
    if number == signal.SIGXCPU:
        return Answer("time")
    return Answer("memory") if number == signal.SIGKILL else Answer("crash", signal.Signals(number).name.encode())


if __name__ == "__main__":
    with suppress(BrokenPipeError):  # nobody waits for the answer any more
        main()
