"""From Enter to a shown answer: in a browser for one, over the page's own protocol for ten at once.

`python -m tests.benchmarks.page` serves the example documents and prints medians and 95th percentiles in seconds; run
it on a machine that does nothing else. Ten browsers would take the cores from the service that they ask, so the ten
speak to the page as a browser does (Streamlit's messages over a websocket) and draw nothing.
"""

from __future__ import annotations

import asyncio
import re
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from playwright.async_api import async_playwright, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from tests.slow.page import CHROMIUM, DOCUMENTS, serve

PEOPLE, ROUNDS, PATIENCE = 10, 6, 120_000
QUESTIONS = [
    f"Vilka {kind} finns i planen {year}?" for kind in ("målsättningar", "uppdrag", "styrtal", "risker")
    for year in (2024, 2025, 2026)
]  # fmt: skip
ASKED = re.compile(r'class="rt-fraga"><span>[^<]*</span> ([^<]*)</h2>')


@dataclass
class Person:
    """What one person asked, how long the first page and each answer took, and what the page said was asked."""

    asked: list[str]
    first: float = 0.0
    took: list[float] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)


def gather(people: int, rounds: int) -> list[Person]:
    """People with questions; no two ask the same at once."""
    return [Person([QUESTIONS[(who + 3 * at) % len(QUESTIONS)] for at in range(rounds)]) for who in range(people)]


async def browse(address: str, person: Person) -> None:
    """Open the page in a browser and ask one question after another."""
    async with async_playwright() as engine:
        browser = await engine.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        tab, started = await browser.new_page(locale="sv-SE"), time.perf_counter()
        await tab.goto(address, timeout=PATIENCE)
        box = tab.get_by_label("Din fråga", exact=True)
        await box.wait_for(timeout=PATIENCE)
        person.first = time.perf_counter() - started
        for question in person.asked:
            await box.fill(question)
            started = time.perf_counter()
            await box.press("Enter")
            await expect(tab.locator(".rt-fraga").first).to_contain_text(question, timeout=PATIENCE)
            await expect(tab.locator(".rt-svar").first).to_be_visible(timeout=PATIENCE)
            person.took.append(time.perf_counter() - started)
            await tab.wait_for_timeout(1000)  # reads it
        await browser.close()


async def run(session: ClientConnection, person: Person, **query: str) -> float:
    """Have the page drawn with a query in its address; seconds until the answer comes, or the end where none does."""
    started, answered = time.perf_counter(), 0.0
    wanted = BackMsg()
    wanted.rerun_script.query_string = urlencode(query)
    await session.send(wanted.SerializeToString())
    while True:
        message = ForwardMsg.FromString(bytes(await session.recv(decode=False)))
        body = message.delta.new_element.html.body
        person.seen += ASKED.findall(body)
        if 'class="rt-svar' in body and not answered:
            answered = time.perf_counter() - started
        if message.WhichOneof("type") == "script_finished":
            return answered or time.perf_counter() - started


async def converse(address: str, person: Person, all_here: asyncio.Barrier) -> None:
    """Open a session of the page, wait for the others, and ask one question after another."""
    stream = address.replace("http", "ws", 1) + "/_stcore/stream"
    async with connect(stream, subprotocols=["streamlit"], max_size=None) as session:  # type: ignore[list-item]
        person.first = await run(session, person)
        await all_here.wait()
        for question in person.asked:
            person.took.append(await run(session, person, fraga=question))
            await asyncio.sleep(1.0)  # reads it


async def meet(address: str, people: list[Person]) -> None:
    """Let people ask at once."""
    barrier = asyncio.Barrier(len(people))
    await asyncio.gather(*(converse(address, person, barrier) for person in people))


def p95(people: list[Person]) -> float:
    """The 95th percentile of the answers' times."""
    return statistics.quantiles((took for one in people for took in one.took), n=20, method="inclusive")[-1]


def main() -> None:
    """Serve, measure and print."""
    with tempfile.TemporaryDirectory() as folder, serve(folder, DOCUMENTS) as served:
        alone, one, together = gather(4, ROUNDS), gather(1, 2 * ROUNDS), gather(PEOPLE, ROUNDS)
        for person in alone:  # the first warms
            asyncio.run(browse(served.ui, person))
        for people in (one, together):
            asyncio.run(meet(served.ui, people))
    print(f"first page in a browser: median {statistics.median(person.first for person in alone[1:]):.2f} s")
    for name, people in (("in a browser", alone[1:]), ("one session", one), (f"{PEOPLE} sessions at once", together)):
        took = [took for person in people for took in person.took]
        print(f"Enter to answer, {name}: median {statistics.median(took):.2f} s, p95 {p95(people):.2f} s ({len(took)})")


if __name__ == "__main__":
    main()
