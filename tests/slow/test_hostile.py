"""Hundreds of damaged and hostile files: each is read or rejected with a reason, in time, and nothing is harmed."""

from __future__ import annotations

import re
import resource
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest

from ingest.isolation import Limits, read_isolated, read_many
from ontology.errors import ReadingError
from ontology.transfer import dump_reading
from tests.slow.hostile.making import good, make

pytestmark = pytest.mark.slow

LIMITS = Limits(seconds=6.0, memory_bytes=1 << 30)
SPARE = 4.0  # seconds beyond the limit: to end the process and take the answer on a busy machine
PORT = 48999  # where the files' addresses point
EVERY = 40  # files between two whole ones
HIDDEN = "HEMLIGKOD"
REASON = re.compile(r"(Filen )?”.+(väntades|får|högst|slag|tom|fil|krascha|öppnas|finns).+( – |OCR).+\w", re.DOTALL)

REFUSED = {
    "packas upp": ("zip-platt.docx", "zip-platt.pptx", "zip-stor-del.docx"),
    "lösenord": ("krypterad-40.pdf", "krypterad-128.pdf", "zip-krypterad.docx", "zip-krypterad.pptx"),
    "OCR": ("skannad.pdf", "skannad-jattestor.pdf"),
    "för många sidor": ("hundratusen-sidor.pdf", "sidor-i-kvadrat.pdf"),
    "för mycket text": ("en-rad-50mb.txt", "ett-ord-20mb.txt", "bara-radslut.txt"),
    "är för stor": ("gles.txt",),
    "ingen fil": ("mapp.pdf", "ror.txt", "oandlig.txt", "lank-till-mapp.txt", "uttag.pptx"),
    "är tom": ("tom.pdf", "avklippt-0.html", "bara-blanka.txt"),
    "skadad": ("xml-skratt.docx", "xml-skratt.pptx", "zip-ljug-om-storlek.docx", "avklippt-6.docx", "html-spann.html"),
}
READ = (
    *("javascript.pdf", "slinga-foralder.pdf", "slinga-oversikt.pdf", "djupa-listor.pdf", "bomb-streck.pdf"),
    *("zip-uppat.docx", "xml-yttre-fil.docx", "numrering-lowerRoman.docx", "numrering-romanLcPeriod.pptx"),
    *("html-skript.html", "html-djup.html", "html-lista-romersk.html", "md-hakar.md", "md-skript.md", "kod-utf-16.txt"),
    *("egentligen-pdf.txt", "egentligen-docx.pptx", "baklanges.txt", "staplade-tecken.txt"),
)


@dataclass(frozen=True)
class Met:
    """What came of a file: its reason, or "" and how many passages, and whether what it hides was read."""

    reason: str
    passages: int
    leaks: bool
    seconds: float


@dataclass(frozen=True)
class Run:
    """All that was met, and what it did to the rest of the machine."""

    met: dict[str, Met]
    whole: list[bool]
    seconds: float
    swollen: int
    changed: set[str]
    callers: int


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder, apart = tmp_path_factory.mktemp("hostile"), tmp_path_factory.mktemp("good")
    sound = apart / "hel.docx"
    sound.write_bytes(good()["docx"])
    expected = read_isolated(sound)
    paths = make(folder)
    order = [p for n, path in enumerate(paths) for p in ([path, sound] if n % EVERY == 0 else [path])]
    before, memory, met, whole = listed(folder), resident(), {}, []
    began = time.perf_counter()
    with listening() as callers:
        for path, result, seconds in read_many([*order, sound], LIMITS, workers=2):
            if path == sound:
                whole.append(result == expected)
                continue
            reason = str(result) if isinstance(result, ReadingError) else ""
            said = b"" if isinstance(result, ReadingError) else dump_reading(result)
            passages = 0 if isinstance(result, ReadingError) else len(result.passages)
            met[path.name] = Met(reason, passages, HIDDEN.encode() in said, seconds)
    took = time.perf_counter() - began
    return Run(met, whole, took, resident() - memory, before ^ listed(folder), len(callers))


def listed(folder: Path) -> set[str]:
    """What stands in the folder, with sizes and times, and what files would put elsewhere."""
    inside = {f"{p.name} {p.lstat().st_size} {p.lstat().st_mtime_ns}" for p in folder.iterdir()}
    strays = [*Path("/tmp").glob("hostile-*"), *Path("/etc").glob("hostile*"), *folder.parent.glob("*.bin")]
    return inside | {str(path) for path in strays}


def resident() -> int:
    """Bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


@contextmanager
def listening() -> Iterator[list[object]]:
    """A server where the files' addresses point; gives the list of those who called."""
    callers: list[object] = []
    with socket.create_server(("127.0.0.1", PORT)) as server:

        def serve() -> None:
            while True:
                try:
                    callers.append(server.accept())
                except OSError:
                    return

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield callers
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def test_the_files_are_many_and_of_every_format(run):
    suffixes = {Path(name).suffix for name in run.met}
    assert suffixes == {".pdf", ".docx", ".pptx", ".txt", ".md", ".html"}
    assert len(run.met) >= 400
    read = sum(not met.reason for met in run.met.values())
    print(f"{len(run.met)} filer, {read} lästa, {len(run.met) - read} avvisade, {run.seconds:.0f} s")


def test_each_is_read_or_rejected_with_a_reason(run):
    silent = [name for name, met in run.met.items() if met.reason and not REASON.search(met.reason)]
    faults = [name for name, met in run.met.items() if "fel i programmet" in met.reason]
    empty = [name for name, met in run.met.items() if not met.reason and not met.passages]
    assert (silent, faults, empty) == ([], [], [])


def test_each_is_done_in_time(run):
    late = {name: met.seconds for name, met in run.met.items() if met.seconds > LIMITS.seconds + SPARE}
    assert late == {}
    assert run.seconds < 240


def test_few_need_a_limit_to_end_them(run):
    ended = [name for name, met in run.met.items() if re.search("för lång tid|krascha|för mycket minne", met.reason)]
    assert len(ended) < 40, ended


@pytest.mark.parametrize(("words", "names"), REFUSED.items())
def test_the_reason_is_the_right_one(run, words, names):
    assert {name: run.met[name].reason for name in names if words not in run.met[name].reason} == {}


def test_what_can_be_read_is(run):
    assert {name: run.met[name].reason for name in READ if run.met[name].reason} == {}


def test_no_script_and_no_foreign_file_becomes_text(run):
    assert [name for name, met in run.met.items() if met.leaks] == []


def test_nothing_else_is_harmed(run):
    assert run.whole
    assert all(run.whole)
    assert run.changed == set()
    assert run.callers == 0
    assert run.swollen < 200 << 20
