"""What a query from outside may take; the settings `RODATRADEN_SPARQL_…` fill it in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one query, and of how many there may be at a time."""

    seconds: float = 10.0
    """By the clock, for a query that runs."""
    wait: float = 2.0
    """Seconds in the queue."""
    memory: int = 500_000_000
    """Bytes that a worker may take beside the graphs."""
    rows: int = 100_000
    """Rows, or triples, of an answer."""
    bytes: int = 20_000_000
    """Size of an answer."""
    length: int = 20_000
    """Size of a query's text in UTF-8."""
    depth: int = 60
    """Brackets within brackets."""
    tokens: int = 4_000
    """Words and signs of a query."""
    workers: int = 2
    """Queries from outside that run at a time; one worker more is kept for our own."""
    queue: int = 16
    """Queries that wait."""
    kept: int = 32_000_000
    """Bytes of answers that are kept for who asks the same again; 0 keeps none."""
