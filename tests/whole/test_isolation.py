"""Reading in a process of its own: the same reading, and every way that it can end without one."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from ingest import isolation
from ingest.isolation import Limits, read_isolated, read_many
from ingest.reading import read_document
from ontology.errors import ReadingError, RodaTradenError, UsageError
from ontology.model import Reading
from ontology.transfer import dump_reading, load_reading

pytestmark = pytest.mark.whole
ROOT = Path(__file__).parents[2]
CORPUS = ROOT / ".." / "shared" / "corpus"
EXAMPLES = sorted((ROOT / "ingest" / "examples" / "documents").iterdir())
PLANS = sorted(path for path in (ROOT / "tests" / "plans").iterdir() if path.suffix in (".txt", ".md", ".html"))
PLAN = PLANS[0]


@pytest.fixture(scope="module")
def readings() -> dict[Path, Reading]:
    return {path: read_document(path) for path in (*EXAMPLES, *PLANS)}


def slow_text(folder: Path) -> Path:
    """A file that no reader gets through in a few seconds."""
    path = folder / "lang.txt"
    path.write_text("Uppdrag 1. Förvaltningen får i uppdrag att läsa.\n" * 200_000, encoding="utf-8")
    return path


def test_a_reading_is_the_same_after_its_way_as_json(readings):
    assert len(readings) > 12
    for path, reading in readings.items():
        assert load_reading(dump_reading(reading)) == reading, path.name


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not here")
def test_a_reading_of_the_corpus_is_the_same_after_its_way_as_json():
    for path in sorted(CORPUS.glob("*.txt")):
        reading = read_document(path)
        assert load_reading(dump_reading(reading)) == reading, path.name


@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: told.pop("document"),
        lambda told: told.pop("elements"),
        lambda told: told["elements"][0].update(type="__import__"),
        lambda told: told["elements"][0].update(year="i fjol"),
        lambda told: told.update(elements=7),
        lambda told: told["passages"].append("löst"),
    ],
)
def test_what_is_no_reading_is_told_as_such(readings, spoil):
    told = json.loads(dump_reading(next(iter(readings.values()))))
    spoil(told)
    with pytest.raises(ValueError):  # noqa: PT011 - pydantic's and our own
        load_reading(json.dumps(told).encode())


def test_files_read_apart_give_what_they_give_here(readings):
    outcomes = list(read_many(list(readings), workers=2))
    assert [outcome.path for outcome in outcomes] == list(readings)
    assert {outcome.path: outcome.result for outcome in outcomes} == readings
    assert all(0 < outcome.seconds < 60 for outcome in outcomes)


def test_nothing_to_read_starts_nothing():
    assert list(read_many([])) == []


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(seconds=0.01), "tog för lång tid att läsa: högst 0,01 sekunder"),
        (Limits(file_bytes=10), "är för stor"),
        (Limits(result_bytes=500), "gav för mycket text"),
    ],
)
def test_each_limit_has_its_reason_and_the_next_file_is_read(limits, words):
    largest = max(EXAMPLES, key=lambda path: path.stat().st_size)
    with pytest.raises(ReadingError, match=words) as met:
        read_isolated(largest, limits)
    assert largest.name in str(met.value)
    assert isinstance(read_isolated(PLAN), Reading)


def test_a_file_that_swells_is_ended_before_the_machine_is(tmp_path):
    with pytest.raises(ReadingError, match="krävde för mycket minne: högst 150 MiB"):
        read_isolated(slow_text(tmp_path), Limits(memory_bytes=150 << 20))


def test_a_file_that_never_ends_is_ended_in_time(tmp_path):
    paths = [slow_text(tmp_path), PLAN]
    began = time.perf_counter()
    slow, good = read_many(paths, Limits(seconds=1.0), workers=1)
    assert isinstance(slow.result, ReadingError)
    assert "för lång tid" in str(slow.result)
    assert isinstance(good.result, Reading)
    assert time.perf_counter() - began < 8


def test_a_caller_with_threads_may_read_in_any_of_them():
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(read_isolated, [PLAN] * 3))
    assert found[0] == found[1] == found[2]


def test_a_caller_that_wants_no_more_leaves_no_process(tmp_path):
    before = children()
    outcomes = read_many([PLAN, slow_text(tmp_path), PLAN], workers=2)
    assert isinstance(next(outcomes).result, Reading)
    outcomes.close()
    deadline = time.monotonic() + 5
    while children() - before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert children() <= before


def test_a_confined_process_can_write_nothing_and_call_nobody(tmp_path):
    """What the kernel is asked for holds here; where it does not (an old kernel), the limits on sizes still do."""
    there = tmp_path / "fanns.txt"
    there.write_text("kvar")
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = CONFINED.format(folder=str(tmp_path), port=server.getsockname()[1])
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["OSError"] * 4, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["fanns.txt"]
    assert there.read_text() == "kvar"


CONFINED = """
import os, socket
from pathlib import Path
from ingest.confinement import Limits, confine
folder = Path({folder!r})
confine(Limits(), os.getppid())
for harm in (
    lambda: (folder / "ny.txt").write_text("x"),
    lambda: (folder / "fanns.txt").write_text("x"),
    lambda: (folder / "fanns.txt").unlink(),
    lambda: socket.create_connection(("127.0.0.1", {port}), timeout=2),
):
    try:
        harm()
    except OSError:
        print("OSError")
"""


@pytest.mark.parametrize("main", ["-c", "script"])
def test_the_callers_own_program_is_not_run_again(tmp_path, main):
    """As a console script or a server's worker would: a program without a guard, with a thread."""
    code = f"""
import threading
from pathlib import Path
from ingest.isolation import read_isolated
print("begun", flush=True)
thread = threading.Thread(target=lambda: print(read_isolated(Path({str(PLAN)!r})).document.year))
thread.start()
thread.join()
"""
    script = tmp_path / "program"
    script.write_text(code, encoding="utf-8")
    told = [sys.executable, *(["-c", code] if main == "-c" else [str(script)])]
    done = subprocess.run(told, capture_output=True, text=True, timeout=60)
    year = read_document(PLAN).document.year
    assert done.stdout.split() == ["begun", str(year)], done.stderr


def test_reading_dies_with_its_caller(tmp_path):
    code = f"""
from pathlib import Path
from ingest.isolation import read_isolated
read_isolated(Path({str(slow_text(tmp_path))!r}))
"""
    program = subprocess.Popen([sys.executable, "-c", code])
    deadline, known = time.monotonic() + 40, set()
    while len(known) < 2 and time.monotonic() < deadline:  # the warden and its child
        known = below(program.pid)
        time.sleep(0.05)
    program.kill()
    program.wait()
    assert len(known) == 2
    while known and time.monotonic() < deadline + 10:
        known = {pid for pid in known if alive(pid)}
        time.sleep(0.05)
    assert known == set()


def test_a_wrong_lexicon_is_misuse_and_no_fault_of_the_file(tmp_path, monkeypatch):
    lexicon = tmp_path / "egna.toml"
    lexicon.write_text("[[[", encoding="utf-8")
    monkeypatch.setenv("RODATRADEN_LEXICON", str(lexicon))
    with pytest.raises(UsageError, match=r"egna\.toml"):
        read_isolated(PLAN)


def test_a_warden_that_dies_is_followed_by_another():
    reader = isolation._Reader()
    assert reader.ask(PLAN, Limits()).kind == "reading"
    assert reader.warden is not None
    reader.warden.kill()
    assert reader.ask(PLAN, Limits()).kind == "crash"
    assert reader.ask(PLAN, Limits()).kind == "reading"
    reader.close()


def test_a_process_that_cannot_start_is_told_of(monkeypatch):
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(RodaTradenError, match="Läsprocessen"):
        read_isolated(PLAN)


def test_an_answer_that_is_no_reading_is_refused(readings):
    spoilt = dump_reading(next(iter(readings.values())))[:-2]
    result = isolation._understood(PLAN, isolation.Answer("reading", spoilt), Limits())
    assert isinstance(result, ReadingError)


def children() -> set[int]:
    """Processes below this one."""
    return below(os.getpid())


def below(pid: int) -> set[int]:
    """Processes that `pid` started, and those that these started."""
    found: set[int] = set()
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found |= {int(child) for child in (task / "children").read_text().split()}
    return found.union(*map(below, found))


def alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False
