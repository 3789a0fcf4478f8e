"""A service to do harm to: small plans in numbered editions, the process tree of `serve`, and clients that keep count.

Every passage and element of the plans for 2025 and 2026 bears its edition's number, and an edition is released as a
whole: an answer with two numbers would be a mixture of two releases.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.engines import free_port
from tests.slow.serving import children_of

KEY = "en-lang-hemlighet"
EDITION = re.compile(r"utgåva (\d+)")
TASKS = (
    "ta fram en plan för mobila team i glesbygd", "stärka samverkan med kommunerna om utskrivning",
    "minska köerna till planerad kirurgi", "införa digitala vårdmöten för äldre",
    "utbilda personal i krisberedskap", "se över lokalerna på vårdcentralerna",
)  # fmt: skip
ROOT = Path(__file__).resolve().parents[2]


def plan(year: int, board: str = "Vårdnämnden", edition: int | None = None) -> str:
    """A plan with six uppdrag and a risk, as Markdown."""
    mark = "" if edition is None else f", utgåva {edition}"
    tasks = "".join(f"Nr {number}. Att {task}{mark}\n\n" for number, task in enumerate(TASKS, 1))
    return (
        f"# Verksamhetsplan {year}\n\n{board}, Region Granmark\n\n## Uppdrag från regionfullmäktige\n\n{tasks}"
        f"## Risker\n\n| Område | Risk | Åtgärd |\n|---|---|---|\n"
        f"| Ekonomi | Risk att kostnaderna för läkemedel ökar{mark} | Uppföljning varje månad |\n"
    )


def write_edition(folder: Path, edition: int) -> list[Path]:
    """The plans that have editions, as files."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"plan-{year}.md" for year in (2025, 2026)]
    for path, year in zip(paths, (2025, 2026), strict=True):
        path.write_text(plan(year, edition=edition), encoding="utf-8")
    return paths


def command(*words: str | Path) -> list[str]:
    """`rodatraden` with these words, as a process of this checkout."""
    return [sys.executable, "-m", "api.cli", *map(str, words)]


def run(*words: str | Path, **more: object) -> subprocess.CompletedProcess[str]:
    """Run `rodatraden` to its end, with the stub for a model."""
    env = {**os.environ, "RODATRADEN_MODEL": "stub"}
    return subprocess.run(command(*words), env=env, cwd=ROOT, capture_output=True, text=True, check=False, **more)


def make_data(folder: Path) -> Path:
    """A data folder with a release of four plans."""
    sources = folder / "forst"
    write_edition(sources, 0)
    for year in (2023, 2024):
        (sources / f"plan-{year}.md").write_text(plan(year), encoding="utf-8")
    built = run("build", sources, "--data-dir", folder / "data")
    assert built.returncode == 0, built.stderr
    return folder / "data"


def words_of(process: int) -> str:
    """A process's command line; nothing where it is gone."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


@dataclass
class Served:
    """`rodatraden serve` over a data folder, as a service manager would run it."""

    data: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    log: Path | None = None
    running: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Served:
        """Start it; it is not waited for."""
        told = {
            "MODEL": "stub", "KEYS": f"granskare:{KEY}", "WRITES_PER_MINUTE": "100000", "LOG_FORMAT": "json",
            **self.settings,
        }  # fmt: skip
        env = {**os.environ, **{f"RODATRADEN_{name}": value for name, value in told.items()}}
        log = (self.log or self.data.parent / "log.jsonl").open("ab")
        with log:
            self.running = subprocess.Popen(
                command("serve", "--data-dir", self.data, "--port", str(self.port)), env=env, cwd=ROOT, stderr=log,
                stdout=subprocess.DEVNULL,
            )  # fmt: skip
        return self

    def stop(self) -> int:
        """Ask it to end; its exit code."""
        assert self.running
        self.running.terminate()
        return self.running.wait(40)

    def __enter__(self) -> Served:
        """Start it and wait until it answers."""
        self.start()
        self.wait(90)
        return self

    def __exit__(self, *_: object) -> None:
        """End it, one way or the other."""
        assert self.running
        if self.running.poll() is None:
            self.stop()

    def wait(self, seconds: float, path: str = "/ready") -> float:
        """Wait until a path answers 200; how many seconds that took."""
        started = time.monotonic()
        while True:
            with suppress(httpx.TransportError):
                if httpx.get(self.address + path, timeout=2, verify=False).status_code == 200:
                    return time.monotonic() - started
            assert time.monotonic() - started < seconds, f"{path} did not answer within {seconds} s"
            time.sleep(0.02)

    def find(self, kind: str) -> int | None:
        """A process of a kind: supervisor, api, warden, worker or build; None where none runs now."""
        assert self.running
        if kind == "supervisor":
            return self.running.pid
        api = next(iter(children_of(self.running.pid)), None)
        if kind == "api" or api is None:
            return api
        wanted = "api.cli" if kind == "build" else "api.sparql.warden"
        found = next((one for one in children_of(api) if wanted in words_of(one)), None)
        return next(iter(children_of(found)), None) if kind == "worker" and found else found

    def kill(self, kind: str) -> bool:
        """`kill -9` a process of a kind; whether there was one. A killed supervisor is started anew at once."""
        process = self.find(kind)
        if process is None:
            return False
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        if kind == "supervisor":
            assert self.running
            self.running.wait(20)
            self.start()
        return True


def client(served: Served) -> httpx.Client:
    """A client with the key; no connection is kept, since its other end may be killed.

    Nor are certificates read: for plain HTTP that is nothing but work, 30 ms of the processor's for each client.
    """
    headers = {"Authorization": f"Bearer {KEY}"}
    plain = httpx.HTTPTransport(verify=False, limits=httpx.Limits(max_keepalive_connections=0))
    return httpx.Client(base_url=served.address, headers=headers, timeout=30, transport=plain)


def editions(text: str) -> set[str]:
    """The editions that an answer's words are of."""
    return set(EDITION.findall(text))


def until(holds: Callable[[], bool], seconds: float = 120) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)
