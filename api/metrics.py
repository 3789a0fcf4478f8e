"""Figures for Prometheus in its text format.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

Labels = tuple[tuple[str, str], ...]
REQUESTS = "rodatraden_requests_total"
SECONDS = "rodatraden_request_seconds"
ANSWERS = "rodatraden_answers_total"
PHRASINGS = "rodatraden_phrasings_total"
BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds in seconds of the histogram's buckets."""
HELP = {
    REQUESTS: "Requests answered, by route, method and status.",
    SECONDS: "Seconds from a request to the end of its answer, by route.",
    ANSWERS: "Questions answered, by outcome.",
    PHRASINGS: "Answers that a language model was asked to phrase, by outcome.",
    "rodatraden_ready": "Whether a release is open.",
    "rodatraden_release_broken": "Whether the release that should serve could not be opened, so that another does.",
    "rodatraden_documents": "Documents of the release.",
    "rodatraden_elements": "Plan elements of the release.",
    "rodatraden_quads": "Quads of the release.",
    "rodatraden_requests_running": "Requests that are being answered.",
    "rodatraden_questions_waiting": "Questions that wait for their turn.",
    "rodatraden_questions_turned_away_total": "Questions that were turned away, since too many waited.",
    "rodatraden_sparql_running": "Queries from outside that run.",
    "rodatraden_sparql_waiting": "Queries from outside that wait.",
    "rodatraden_sparql_workers": "Worker processes for queries from outside.",
    "rodatraden_building": "Whether a new release is being built.",
    "rodatraden_build_failed": "Whether the last build failed.",
    "rodatraden_resident_bytes": "Resident memory of the API's process.",
    "rodatraden_sparql_resident_bytes": "Resident memory of the process that the workers are forked from.",
    "rodatraden_open_files": "Open files and sockets of the API's process.",
}


class Metrics:
    """Counters and histograms by name and labels; thread-safe."""

    def __init__(self) -> None:
        """Start at nothing."""
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, Labels]] = Counter()
        self._times: dict[str, list[int]] = defaultdict(lambda: [0] * (len(BOUNDS) + 1))
        self._sums: dict[str, float] = defaultdict(float)
        self.running = 0

    def add(self, name: str, amount: int = 1, /, **labels: str) -> None:
        """Add to a counter."""
        with self._lock:
            self._counts[name, tuple(sorted(labels.items()))] += amount

    def time(self, route: str, seconds: float) -> None:
        """Note how long a request of a route took."""
        with self._lock:
            self._times[route][bisect_left(BOUNDS, seconds)] += 1
            self._sums[route] += seconds

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request of a route (its template) that has got its answer."""
        self.add(REQUESTS, route=route, method=method, status=str(status))
        self.time(route, seconds)

    def enter(self, amount: int) -> None:
        """Note that a request came (1) or ended (-1)."""
        with self._lock:
            self.running += amount

    def render(self, gauges: Mapping[str, float]) -> str:
        """The exposition text: the counters, the histogram, then the gauges given, each with its kind and meaning."""
        with self._lock:
            counts = sorted(self._counts.items())
            times = {route: list(found) for route, found in sorted(self._times.items())}
            sums = dict(self._sums)
        lines: list[str] = []
        for name in sorted({name for (name, _), _ in counts}):
            lines += _head(name, "counter")
            lines += [f"{name}{_labels(labels)} {amount}" for (met, labels), amount in counts if met == name]
        lines += _head(SECONDS, "histogram")
        lines += [line for route, found in times.items() for line in _buckets(route, found, sums[route])]
        for name, value in gauges.items():
            lines += [*_head(name, "counter" if name.endswith("_total") else "gauge"), f"{name} {value:.15g}"]
        return "\n".join(lines) + "\n"


def _head(name: str, kind: str) -> list[str]:
    return [f"# HELP {name} {HELP[name]}", f"# TYPE {name} {kind}"]


def _buckets(route: str, found: list[int], total: float) -> Iterator[str]:
    so_far = 0
    for bound, number in zip([*map(str, BOUNDS), "+Inf"], found, strict=True):
        so_far += number
        yield f"{SECONDS}_bucket{_labels((('route', route), ('le', bound)))} {so_far}"
    yield f"{SECONDS}_sum{_labels((('route', route),))} {total:g}"
    yield f"{SECONDS}_count{_labels((('route', route),))} {so_far}"


def _labels(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{key}="{_escaped(value)}"' for key, value in labels) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def resident_bytes(process: int | str = "self") -> float:
    """The resident memory of a process, this one by default; 0 where it cannot be told."""
    try:
        told = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
        return next(float(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("VmRSS:"))
    except (OSError, StopIteration):
        return 0.0


def open_files() -> float:
    """How many files and sockets this process has open; 0 where it cannot be told."""
    try:
        return float(sum(1 for _ in Path("/proc/self/fd").iterdir()))
    except OSError:
        return 0.0
