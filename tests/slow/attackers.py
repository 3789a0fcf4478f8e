"""Fifteen hostile queries, asked by ten at a time: `python -m tests.slow.attackers ADDRESS TRAP SECONDS SOURCE…`.

A process of its own at low priority, as if it ran on another machine. Each SOURCE is the address of an attacker, who
goes on to the next query when one is answered; one who is told to come back later waits a while. Prints a `Tally`, as
JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count

import httpx

SECONDS, WAIT, SLACK = 2.0, 1.0, 1.5
MEMORY = 200_000_000
ALL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
REFUSED, TOO_LARGE = {400, 403, 413}, {413, 414, 400}
ENDED = {400, 413, 503, 504, 507}  # 503: it waited in vain behind the others

HOSTILE: dict[str, tuple[str, set[int]]] = {
    "endless cross join": (f"SELECT (COUNT(*) AS ?n) {{ {ALL} . ?m ?n ?o }}", ENDED),
    "sort of one": (f"SELECT * {{ {ALL} }} ORDER BY ?l ?c LIMIT 1", ENDED),
    "distinct of one": (f"SELECT DISTINCT ?a ?d ?g ?j {{ {ALL} }} ORDER BY ?a LIMIT 1", ENDED),
    "string doubling": (
        'SELECT (STRLEN(?s60) AS ?n) { BIND("aaaaaaaa" AS ?s0) '
        + " ".join(f"BIND(CONCAT(?s{n}, ?s{n}) AS ?s{n + 1})" for n in range(60)) + " }", ENDED),
    "nested groups": ("SELECT * " + "{" * 5_000 + "}" * 5_000, TOO_LARGE),
    "parentheses": ("ASK { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }", TOO_LARGE),
    "long path": ("ASK { ?s " + "/".join(["<a:b>"] * 5_000) + " ?o }", TOO_LARGE),
    "regex": (f"SELECT (COUNT(*) AS ?n) {{ {ALL} FILTER(REGEX(STR(?c), '^(([a-z])+.)+[A-Z]([a-z])+$')) }}", ENDED),
    "many values": ("SELECT * { VALUES ?x { " + "1 " * 100_000 + "} }", TOO_LARGE),
    "group_concat of everything": (
        f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?c), STR(?f), STR(?i), STR(?l))) AS ?all) {{ {ALL} }}", ENDED),
    "federation to loopback": ("SELECT * { SERVICE <TRAP> { ?s ?p ?o } }", REFUSED),
    "federation to a file": ("SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }", REFUSED),
    "path closure of everything": ("SELECT (COUNT(*) AS ?n) { ?a (!<a:b>|^!<a:b>)* ?b . ?b (!<a:b>)+ ?c . "
                                   "?c (!<a:b>|^!<a:b>)* ?d . ?d (!<a:b>|^!<a:b>)* ?e }", ENDED),
    "many patterns to plan": ("ASK { " + " ".join(f"?v{n} ?p{n} ?v{n + 1} ." for n in range(300)) + " }",
                              ENDED | {200}),
    "all rows of a join": ("SELECT * { ?a ?b ?c . ?d ?e ?f }", ENDED),
}  # fmt: skip


@dataclass(slots=True)
class Tally:
    """What the attackers met: how often each status, what went otherwise than it should, the slowest answer."""

    statuses: dict[str, dict[str, int]] = field(default_factory=lambda: {name: Counter() for name in HOSTILE})
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0


def attack(address: str, trap: str, until: float, numbers: Iterator[int], source: str, tally: Tally) -> None:
    """Ask hostile queries from an address until it is time to stop."""
    names = list(HOSTILE)
    with httpx.Client(transport=httpx.HTTPTransport(local_address=source), timeout=60) as client:
        while time.monotonic() < until:
            name = names[next(numbers) % len(names)]
            text, allowed = HOSTILE[name]
            started = time.monotonic()
            answer = client.post(f"{address}/sparql", data={"query": text.replace("TRAP", trap)})
            took = time.monotonic() - started
            tally.slowest = max(tally.slowest, took)
            tally.statuses[name][str(answer.status_code)] += 1
            told = answer.status_code == 200 or "detail" in json.loads(answer.text)
            if answer.status_code not in allowed or not told:
                tally.faults.append(f"{name}: {answer.status_code} after {took:.1f} s: {answer.text[:200]}")
            time.sleep(1.0 if answer.status_code == 503 else 0.05)


def main() -> None:
    """Attack as the command line says."""
    address, trap, seconds, *sources = sys.argv[1:]
    os.nice(10)
    tally, numbers, until = Tally(), count(), time.monotonic() + float(seconds)
    with ThreadPoolExecutor(len(sources)) as attackers:
        running = [attackers.submit(attack, address, trap, until, numbers, source, tally) for source in sources]
    for one in running:
        one.result()
    told = {"statuses": tally.statuses, "faults": tally.faults, "slowest": tally.slowest}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
