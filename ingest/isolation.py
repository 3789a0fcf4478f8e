"""Files read each in a process of its own, under limits: `read_isolated` for one, `read_many` for many at once.

A parser of foreign files is what an attacker meets first. Here it may crash, hang, swell or be taken over, and the
caller gets a `ReadingError`: the reading comes back as JSON of a bounded size and is checked, field by field. The
caller's own process is never forked, so threads, models and servers in it do not matter.
"""

from __future__ import annotations

import json
import logging
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from ingest.confinement import Limits
from ingest.warden import HEAD, READY, Answer, unpacked
from ontology.errors import ReadingError, RodaTradenError, UsageError
from ontology.model import Reading
from ontology.transfer import load_reading

__all__ = ["Limits", "Outcome", "read_isolated", "read_many"]

LOG = logging.getLogger("rodatraden.reading")
_GRACE = 10.0  # seconds that the warden has beyond a file's own, before it is taken for dead
_START = 60.0  # seconds that it has to load the readers
_MOST_SAID = 100_000  # bytes of a reason
_KEPT = ("PATH", "HOME", "LANG", "LANGUAGE", "TZ", "LC_", "PYTHON", "VIRTUAL_ENV", "RODATRADEN_LEXICON")
_MEND = "öppna filen i det program som gjorde den och spara om den, eller dela den i mindre delar"


class Outcome(NamedTuple):
    """What came of a file, and the seconds that it took."""

    path: Path
    result: Reading | ReadingError
    seconds: float


def read_isolated(path: Path, limits: Limits | None = None) -> Reading:
    """Read one file in a process of its own. Raises ReadingError where it cannot be read within the limits.

    Starting that process takes some 0.7 s: use `read_many` for several files.
    """
    result = next(read_many([path], limits, workers=1)).result
    if isinstance(result, ReadingError):
        raise result
    return result


def read_many(paths: Sequence[Path], limits: Limits | None = None, workers: int = 2) -> Iterator[Outcome]:
    """Read files, `workers` at a time, each in a process of its own; outcomes come in the order of `paths`.

    Raises UsageError where a setting (the user's own lexicon) is wrong.
    """
    bounds = limits or Limits()
    readers = [_Reader() for _ in range(max(1, min(workers, len(paths))))]
    idle: SimpleQueue[_Reader] = SimpleQueue()
    for reader in readers:
        idle.put(reader)

    def read(path: Path) -> Outcome:
        reader = idle.get()
        try:
            started = time.perf_counter()
            result = _understood(path, reader.ask(path, bounds), bounds)
            return Outcome(path, result, time.perf_counter() - started)
        finally:
            idle.put(reader)

    pool = ThreadPoolExecutor(len(readers), thread_name_prefix="reading")
    try:
        yield from pool.map(read, paths)
    finally:  # also when the caller wants no more
        pool.shutdown(wait=False, cancel_futures=True)
        for reader in readers:
            reader.close()


@dataclass(slots=True)
class _Reader:
    """A warden, started when the first file is asked for and anew whenever it has died."""

    warden: subprocess.Popen[bytes] | None = None
    closed: bool = False

    def ask(self, path: Path, limits: Limits) -> Answer:
        """What the warden says of a file; `time` or `crash` when it says nothing."""
        warden = self._ready()
        try:
            return _talk(warden, path, limits)
        except TimeoutError:
            self.end()
            return Answer("time")
        except (OSError, ValueError, EOFError):
            self.end()
            return Answer("crash")

    def close(self) -> None:
        """End the warden, and the child that it may have."""
        self.closed = True
        self.end()

    def end(self) -> None:
        """End the warden; the next file gets another."""
        warden, self.warden = self.warden, None
        if warden is not None:
            warden.kill()  # its child dies with it
            warden.communicate()

    def _ready(self) -> subprocess.Popen[bytes]:
        warden = self.warden = self.warden or _start()
        if self.closed:  # perhaps while it started
            self.end()
            raise CancelledError
        return warden


def _start() -> subprocess.Popen[bytes]:
    """A warden that has loaded the readers."""
    warden = subprocess.Popen(
        [sys.executable, "-P", "-m", "ingest.warden"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if name.startswith(_KEPT)},
        start_new_session=True,  # Ctrl-C is the caller's to handle
    )
    try:
        answer = _answer(warden, _START, _MOST_SAID)
    except (OSError, EOFError, ValueError):
        answer = Answer("crash")
    if answer.kind == READY:
        return warden
    warden.kill()
    warden.communicate()
    if answer.kind == "misuse":
        raise UsageError(answer.data.decode())
    raise RodaTradenError("Läsprocessen kunde inte startas: se felutskriften ovan och installera om programmet.")


def _talk(warden: subprocess.Popen[bytes], path: Path, limits: Limits) -> Answer:
    """Ask for a file and take the answer. Raises TimeoutError, EOFError, OSError or ValueError when none comes."""
    assert warden.stdin is not None
    asked = {"path": os.fspath(path), "limits": asdict(limits)}
    warden.stdin.write(json.dumps(asked).encode() + b"\n")
    warden.stdin.flush()
    return _answer(warden, limits.seconds + _GRACE, max(limits.result_bytes, _MOST_SAID))


def _answer(warden: subprocess.Popen[bytes], seconds: float, most: int) -> Answer:
    """The next answer, of at most `most` bytes, within `seconds`."""
    kind, size = unpacked(_take(warden, HEAD, seconds))
    if not 0 <= size <= most:
        raise ValueError("an answer larger than may be")
    return Answer(kind, _take(warden, size, _GRACE))


def _take(warden: subprocess.Popen[bytes], size: int, seconds: float) -> bytes:
    """Exactly `size` bytes of what the warden says, within `seconds`."""
    assert warden.stdout is not None
    pipe, taken, deadline = warden.stdout.fileno(), bytearray(), time.monotonic() + seconds
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    while len(taken) < size:
        if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            raise TimeoutError
        chunk = os.read(pipe, size - len(taken))
        if not chunk:
            raise EOFError
        taken += chunk
    return bytes(taken)


def _understood(path: Path, answer: Answer, limits: Limits) -> Reading | ReadingError:
    """The reading that an answer holds, or why there is none."""
    if answer.kind == "reading":
        try:
            return load_reading(answer.data)
        except ValueError:
            LOG.exception("%s", path)
    text = answer.data.decode(errors="replace")
    if answer.kind == "misuse":
        raise UsageError(text)
    if answer.kind == "rejected":
        return ReadingError(text)
    if answer.kind == "failed":
        LOG.error("%s: %s", path, text)
    return ReadingError(f"Filen ”{path.name}” {_why(answer.kind, text, limits)} – {_MEND}.")


def _why(kind: str, text: str, limits: Limits) -> str:
    if kind == "time":
        return f"tog för lång tid att läsa: högst {limits.seconds:g} sekunder får det ta".replace(".", ",")
    if kind == "memory":
        return f"krävde för mycket minne: högst {limits.memory_bytes >> 20} MiB får läsningen ta"
    if kind == "result":
        return f"gav för mycket text: läsningen får bli högst {limits.result_bytes // 1_000_000} MB"
    if kind == "crash":
        most = limits.memory_bytes >> 20
        return f"fick läsaren att krascha ({text or 'utan svar'}): den är skadad eller kräver mer än {most} MiB minne"
    return "gick inte att läsa för ett fel i programmet (se loggen)"
