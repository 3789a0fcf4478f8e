"""From Enter to a shown answer in a browser, for one and for ten at once, and how long the first page takes.

`python -m tests.benchmarks.page` serves the example documents and prints medians and 95th percentiles in seconds. The
browsers share the cores with the service; run it on a machine that does nothing else.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from dataclasses import dataclass, field

from playwright.async_api import Browser, Page, async_playwright, expect

from tests.slow.test_browser import CHROMIUM, DOCUMENTS, serve

PEOPLE, ROUNDS, PATIENCE = 10, 4, 120_000
QUESTIONS = [
    f"Vilka {kind} finns i planen {year}?" for kind in ("målsättningar", "uppdrag", "styrtal", "risker")
    for year in (2024, 2025, 2026)
]  # fmt: skip


@dataclass
class Person:
    """What one person asked, how long each answer took, and every question that the page then showed."""

    asked: list[str]
    first: float = 0.0
    took: list[float] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)


async def ask(tab: Page, question: str) -> float:
    """Seconds from Enter until the page shows this question and its answer."""
    box = tab.get_by_label("Din fråga", exact=True)
    await box.fill(question)
    started = time.perf_counter()
    await box.press("Enter")
    await expect(tab.locator(".rt-fraga").first).to_contain_text(question, timeout=PATIENCE)
    await expect(tab.locator(".rt-svar").first).to_be_visible(timeout=PATIENCE)
    return time.perf_counter() - started


async def visit(browser: Browser, address: str, person: Person, all_here: asyncio.Barrier | None = None) -> None:
    """Open the page, wait for the others, and ask one question after another."""
    context = await browser.new_context(locale="sv-SE", viewport={"width": 1280, "height": 800})
    tab, started = await context.new_page(), time.perf_counter()
    await tab.goto(address, timeout=PATIENCE)
    await tab.get_by_label("Din fråga", exact=True).wait_for(timeout=PATIENCE)
    person.first = time.perf_counter() - started
    if all_here:
        await all_here.wait()
    for question in person.asked:
        person.took.append(await ask(tab, question))
        await tab.wait_for_timeout(1000)  # reads it
    person.seen = await tab.locator(".rt-fraga").all_inner_texts()
    await context.close()


async def measure(address: str, people: int = PEOPLE, rounds: int = ROUNDS) -> tuple[list[Person], list[Person]]:
    """Each person alone, one after another (the first of them warms), then all at once; no two ask the same."""

    def persons(count: int) -> list[Person]:
        return [Person([QUESTIONS[(who + 3 * at) % len(QUESTIONS)] for at in range(rounds)]) for who in range(count)]

    async with async_playwright() as engine:
        browser = await engine.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        alone, together = persons(4), persons(people)
        for person in alone:
            await visit(browser, address, person)
        barrier = asyncio.Barrier(people)
        await asyncio.gather(*(visit(browser, address, person, barrier) for person in together))
        await browser.close()
    return alone[1:], together


def times(people: list[Person]) -> list[float]:
    """Every answer's time."""
    return sorted(took for person in people for took in person.took)


def p95(took: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(took, n=20, method="inclusive")[-1]


def main() -> None:
    """Serve, measure and print."""
    with tempfile.TemporaryDirectory() as folder, serve(folder, DOCUMENTS) as served:
        alone, together = asyncio.run(measure(served.ui))
    first = [person.first for person in alone]
    print(f"first page, one at a time: median {statistics.median(first):.2f} s")
    for name, people in (("one at a time", alone), (f"{PEOPLE} at once", together)):
        took = times(people)
        print(f"Enter to answer, {name}: median {statistics.median(took):.2f} s, p95 {p95(took):.2f} s, n {len(took)}")


if __name__ == "__main__":
    main()
