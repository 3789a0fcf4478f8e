"""Ten people ask at once, each in a browser of their own: nobody sees another's, and none waits out of proportion."""

from __future__ import annotations

import asyncio
import statistics

import pytest

pytest.importorskip("playwright.async_api", reason="playwright är inte installerat")

from tests.benchmarks.page import PEOPLE, measure, p95, times
from tests.slow.test_browser import served  # noqa: F401

pytestmark = pytest.mark.slow
BOUND = 3.0
"""Seconds that the 95th percentile may take on a machine of two cores that does nothing else."""


def test_ten_at_once_see_only_their_own_and_wait_little(served):  # noqa: F811
    alone, together = asyncio.run(measure(served.ui, rounds=2))
    assert len(together) == PEOPLE
    for person in together:
        shown = " ".join(person.seen)
        others = {question for other in together for question in other.asked} - set(person.asked)
        assert all(question in shown for question in person.asked)
        assert not any(question in shown for question in others)
    own, shared = statistics.median(times(alone)), p95(times(together))
    print(f"Enter to answer: {own:.2f} s alone (median), {shared:.2f} s with {PEOPLE} at once (p95)")
    assert shared <= max(BOUND, 2 * PEOPLE * own)  # the second where the machine is busy with other things
