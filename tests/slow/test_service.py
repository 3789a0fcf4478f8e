"""`rodatraden serve` as a service manager runs it: stopped, reloaded, filled up, broken, and kept waiting by others."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest

from api.metrics import resident_bytes
from graph.decisions import DecisionLog
from graph.publishing import BUSY
from graph.release import find_releases, get_current, load_release
from tests.slow.faulty import KEY, ROOT, Served, client, command, editions, make_data, run, until, write_edition

pytestmark = pytest.mark.slow
SOAK = float(os.environ.get("RODATRADEN_TEST_SOAK", "12"))
"""Seconds of the soak; a day's questions of a region (2,000) come in 2,000 s at one a second."""
QUESTION = "Vilka uppdrag har vårdnämnden 2026?"
LISTING = "/api/elements?type=uppdrag&year=2025&year=2026&limit=100"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder to copy."""
    return make_data(tmp_path_factory.mktemp("made"))


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own."""
    return shutil.copytree(made, tmp_path / "data")


def test_a_stop_lets_what_runs_come_to_its_end(data: Path) -> None:
    served = Served(data, {"ASK_RUNNING": "1", "ASK_WAITING": "100", "ASK_WAIT": "30"})
    enough = threading.Event()

    def go_on() -> list[int]:
        met = []
        while not enough.is_set():
            met.append(ask(served))
        return met

    with served, ThreadPoolExecutor(ASKERS) as threads:
        came = [threads.submit(go_on) for _ in range(ASKERS)]
        until(lambda: figure(served, "rodatraden_requests_running") > 4, 30)
        enough.set()  # one at a time is answered, so most still wait when all that was sent has come
        until(lambda: figure(served, "rodatraden_requests_running") > sum(not one.done() for one in came), 30)
        assert served.stop() == 0
        assert {status for one in came for status in one.result()} == {200}
        with pytest.raises(httpx.ConnectError):
            httpx.get(served.address + "/health")


ASKERS = 24


def ask(served: Served) -> int:
    """The status of a question's answer."""
    with client(served) as asking:
        return asking.post("/api/ask", json={"question": QUESTION}).status_code


def figure(served: Served, name: str) -> float:
    """One of the service's figures."""
    lines = httpx.get(served.address + "/metrics").text.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


def test_new_releases_come_to_serve_without_a_request_lost_or_an_answer_mixed(data: Path, tmp_path: Path) -> None:
    met: list[tuple[int, set[str]]] = []
    stop = threading.Event()

    def read(path: str) -> None:
        with client(served) as asking:
            while not stop.is_set():
                answer = asking.get(path)
                met.append((answer.status_code, editions(answer.text)))

    query = "/sparql?query=SELECT ?t WHERE { ?e ?p ?t FILTER(CONTAINS(STR(?t), 'utgåva')) }"
    with Served(data) as served:
        paths = [LISTING, f"/fraga?q={QUESTION}", query, query]
        threads = [threading.Thread(target=read, args=(path,)) for path in paths]
        for thread in threads:
            thread.start()
        for edition in range(1, 4):
            assert run("add", *write_edition(tmp_path / "ny", edition), "--data-dir", data).returncode == 0
            until(lambda: str(edition) in set().union(*(found for _, found in met[-20:])))  # noqa: B023
        assert run("rollback", "--data-dir", data).returncode == 0
        until(lambda: all(found == {"2"} for _, found in met[-8:]))
        stop.set()
        for thread in threads:
            thread.join(60)
    assert {status for status, _ in met} == {200}
    assert max(len(found) for _, found in met) == 1


def test_a_broken_release_is_found_and_the_former_one_serves(data: Path, tmp_path: Path) -> None:
    assert run("add", *write_edition(tmp_path / "ny", 1), "--data-dir", data).returncode == 0
    newest = load_release(data)
    newest.path("findings.json").chmod(0o644)
    newest.path("findings.json").write_text("{}")
    with Served(data) as served:
        told = httpx.get(served.address + "/ready").json()
        assert told["release"] != newest.id
        assert newest.id in told["trouble"]
        assert editions(httpx.get(served.address + LISTING).text) == {"0"}
        assert figure(served, "rodatraden_release_broken") == 1.0
        assert run("build", "--data-dir", data).returncode == 2, "what is held does not hold either"
        assert run("add", *write_edition(tmp_path / "ny", 2), "--data-dir", data).returncode == 2
        assert run("rollback", "--data-dir", data).returncode == 0
        assert run("add", *write_edition(tmp_path / "ny", 2), "--data-dir", data).returncode == 0
        until(lambda: editions(httpx.get(served.address + LISTING).text) == {"2"})
        assert figure(served, "rodatraden_release_broken") == 0.0


def test_a_release_that_breaks_while_another_serves_is_not_swapped_to(data: Path, tmp_path: Path) -> None:
    with Served(data) as served:
        former = get_current(data)
        copy = shutil.copytree(data, tmp_path / "annan")
        assert run("add", *write_edition(tmp_path / "ny", 1), "--data-dir", copy).returncode == 0
        newest = load_release(copy)
        target = shutil.copytree(newest.folder, data / "releases" / newest.id)
        (target / "findings.json").chmod(0o644)
        (target / "findings.json").write_text("{}")
        (data / "current").write_text(newest.id)
        until(lambda: "trouble" in httpx.get(served.address + "/ready").json(), 30)
        assert httpx.get(served.address + "/ready").json()["release"] == former


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB; skips where none may be mounted."""
    folder = tmp_path / "liten"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    mounted = subprocess.run(words, capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no file system of a size of its own can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=False)


def test_on_a_full_disk_nothing_is_acknowledged_and_reading_goes_on(made: Path, small: Path, tmp_path: Path) -> None:
    data = shutil.copytree(made, small / "data", ignore=shutil.ignore_patterns("cache"))
    served = Served(data, {"VECTOR_CACHE": str(tmp_path / "vektorer")}, log=tmp_path / "log.jsonl")
    with served:
        years = (2023, 2024)
        pair = [httpx.get(f"{served.address}/api/elements?year={y}").json()["items"][0]["id"] for y in years]
        word = {"from": pair[0], "to": pair[1], "verdict": "confirmed"}
        fill = small / "fyllnad"
        fill_up(fill)
        with client(served) as asking:
            refused = asking.post("/api/reviews", json=word | {"note": "x" * 1900})
            assert (refused.status_code, refused.json()["title"]) == (507, "Disken är full")
            uploaded = asking.post("/api/documents", files={"file": ("a.md", b"# Plan\n" * 4000)})
            assert uploaded.status_code == 507
            assert asking.post("/api/ask", json={"question": QUESTION}).status_code == 200
            built = run("add", *write_edition(tmp_path / "ny", 1), "--data-dir", data)
            assert built.returncode == 2
            assert "Frigör utrymme" in built.stderr or "inte att skriva" in built.stderr
            assert editions(asking.get(LISTING).text) == {"0"}
            fill.unlink()
            given = asking.post("/api/reviews", json=word | {"note": "får plats"})
            assert given.status_code == 201, given.text
            until(lambda: asking.get("/api/publishing").json()["state"] == "vilar")
        assert [decision.note for decision in DecisionLog(data).load()][-1] == "får plats"
        load_release(data)


def fill_up(path: Path) -> None:
    """A file that takes all the room that is left."""
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass


def test_a_build_with_no_room_for_its_files_says_so_and_leaves_nothing(data: Path, tmp_path: Path) -> None:
    before = get_current(data)

    def cramped() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    shutil.rmtree(data / "cache")
    built = run("add", *write_edition(tmp_path / "ny", 1), "--data-dir", data, preexec_fn=cramped)
    assert (built.returncode, get_current(data)) == (2, before)
    assert "Frigör utrymme" in built.stderr, built.stderr
    assert run("add", *write_edition(tmp_path / "ny", 1), "--data-dir", data).returncode == 0
    assert [path.name for path in (data / "releases").iterdir() if path.name.startswith(".")] == []


def test_of_two_builds_at_once_one_says_that_the_other_runs(data: Path, tmp_path: Path) -> None:
    env = {**os.environ, "RODATRADEN_MODEL": "stub"}
    builds = [
        subprocess.Popen(command("add", *write_edition(tmp_path / str(n), n), "--data-dir", data), cwd=ROOT, env=env,
                         stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        for n in (1, 2)
    ]  # fmt: skip
    said = [build.communicate(timeout=120)[1] for build in builds]
    codes = sorted(build.returncode for build in builds)
    assert codes in ([0, 2], [0, 0]), said
    assert codes == [0, 0] or any(BUSY in one for one in said)
    load_release(data)
    assert len(find_releases(data)) == 1 + codes.count(0)


def test_slow_senders_and_readers_keep_nobody_waiting_and_are_let_go(data: Path) -> None:
    with Served(data) as served, ExitStack() as open_sockets:
        quiet = spread(served)
        slow = [open_sockets.enter_context(socket.create_connection(("127.0.0.1", served.port))) for _ in range(300)]
        for number, one in enumerate(slow):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            one.sendall(HALVES[number % len(HALVES)].replace(b"%s", load_release(data).id.encode()))
        time.sleep(0.5)
        beside = spread(served)
        assert beside < max(10 * quiet, 1.0), (quiet, beside)
        deadline = time.monotonic() + 60
        while any(is_open(one) for one in slow[:: len(HALVES)]):
            for one in slow[:: len(HALVES)]:
                drip(one)
            assert time.monotonic() < deadline, "whoever never ends its request is not let go"
            time.sleep(1)
        until(lambda: figure(served, "rodatraden_open_files") < 120, 60)


HALVES = (
    b"GET /health HTTP/1.1\r\nHost: x\r\nX-Long: ",
    b"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{",
    b"GET /api/releases/%s/graf.nq HTTP/1.1\r\nHost: x\r\n\r\n",
)
"""The beginnings of requests whose rest or whose answers nobody hurries with."""


def drip(one: socket.socket) -> None:
    """One more byte of a request that never ends."""
    try:
        one.sendall(b"a")
    except OSError:
        return


def is_open(one: socket.socket) -> bool:
    """Whether the service still holds a connection that it has not answered on."""
    one.setblocking(False)
    try:
        return one.recv(1, socket.MSG_PEEK) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        one.setblocking(True)


def spread(served: Served) -> float:
    """The slower of ten answers, in seconds."""
    times = []
    with client(served) as asking:
        for _ in range(10):
            started = time.perf_counter()
            assert asking.get("/api/documents").status_code == 200
            times.append(time.perf_counter() - started)
    return sorted(times)[8]


def test_a_days_load_in_short_leaves_memory_and_files_as_they_were(data: Path, tmp_path: Path) -> None:
    chance = random.Random(2042)
    words = ["uppdrag", "risker", "mål", "kirurgi", "möten", "kommuner", "vårdcentraler", "2023", "2026", "nämnden"]
    with Served(data) as served, client(served) as asking:
        deadline = time.monotonic() + SOAK
        warm, early, asked, edition = time.monotonic() + SOAK / 4, (0.0, 0.0), 0, 0
        while time.monotonic() < deadline:
            question = " ".join(chance.sample(words, 4)) + "?"
            asking.post("/api/ask", json={"question": question}).raise_for_status()
            asking.get("/api/search", params={"q": question}).raise_for_status()
            asking.get("/sparql", params={"query": f"SELECT * {{ ?s ?p '{question}' }}"}).raise_for_status()
            asked += 1
            if early == (0.0, 0.0) and time.monotonic() > warm:
                early = resident(served), figure(served, "rodatraden_open_files")
            if asked % 200 == 0:
                edition += 1
                run("add", *write_edition(tmp_path / "ny", edition), "--data-dir", data)
        late = resident(served), figure(served, "rodatraden_open_files")
    print(f"\n{asked} rounds, {edition} releases: {early[0] / 1e6:.0f} → {late[0] / 1e6:.0f} MB, "
          f"{early[1]:.0f} → {late[1]:.0f} files")  # fmt: skip
    assert late[0] < 1.3 * early[0] + 20e6
    assert late[1] < early[1] + 20


def resident(served: Served) -> float:
    """Bytes that the API's process has in memory."""
    return resident_bytes(served.find("api"))


def test_what_a_real_service_logs_is_json_without_a_readers_words(data: Path, tmp_path: Path) -> None:
    word = "hemlighetsfullt"
    with Served(data, log=tmp_path / "log.jsonl") as served, client(served) as asking:
        asking.post("/api/ask", json={"question": f"Vad sägs om {word}?"})
        asking.get("/fraga", params={"q": word}, headers={"Referer": f"http://x/?q={word}"})
        asking.get("/sparql", params={"query": f"SELECT {word}"})
        asking.get("/api/decisions", headers={"X-API-Key": word})
        with socket.create_connection(("127.0.0.1", served.port)) as broken:
            broken.sendall(f"{word} nonsens\r\n\r\n".encode())
            broken.recv(100)
    log = (tmp_path / "log.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in log.splitlines()]
    assert {"/api/ask", "/fraga", "/sparql", "/api/decisions"} <= {line.get("path") for line in lines}
    assert word not in log
    assert KEY not in log


def test_the_page_and_the_api_end_with_the_supervisor(data: Path) -> None:
    with Served(data) as served:
        api, warden = served.find("api"), served.find("warden")
        assert served.kill("supervisor")
        until(lambda: not Path(f"/proc/{api}").exists() and not Path(f"/proc/{warden}").exists(), 20)
        served.wait(60)


def test_a_service_that_gives_way_to_all_others_answers_queries(data: Path) -> None:
    served = Served(data).start()
    try:
        assert served.running
        os.setpriority(os.PRIO_PROCESS, served.running.pid, 15)  # what it forks inherits it
        served.wait(30, "/sparql?query=ASK{}")
        worker = served.find("worker")
        assert worker
        assert os.getpriority(os.PRIO_PROCESS, worker) > 15, "it gives way to the service too"
    finally:
        served.stop()
