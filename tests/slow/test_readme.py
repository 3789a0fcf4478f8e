"""What the README and docs/sparql.md tell a reader to type does what they say, in the order that they say it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.engines import free_port
from tests.slow.serving import EXAMPLES, Running, serving, wait_for

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
STAYING = "rodatraden serve"
ELSEWHERE = {"rodatraden load": "RODATRADEN_STORE"}
"""What needs another machine: without it, it says so and ends with 2."""
PATIENCE = 300


def lines(paper: str) -> list[str]:
    """The commands of a paper's blocks, without their remarks."""
    text = (ROOT / paper).read_text(encoding="utf-8")
    found = [line.partition("  #")[0].strip() for block in BLOCK.findall(text) for line in block.splitlines()]
    return [line for line in found if line]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the reader has it: the project, plans in the home folder, one more to add, a demo's release."""
    folder = tmp_path_factory.mktemp("desk")
    for name in (".venv", "tests", "Makefile", "ingest"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "planer").mkdir()
    for path in EXAMPLES.glob("*2025*"):
        shutil.copy(path, folder / "planer")
    shutil.copy(next(EXAMPLES.glob("*2024*.docx")), folder / "ny-plan.docx")
    assert run(folder, ".venv/bin/rodatraden build ingest/examples/documents --data-dir data/demo").returncode == 0
    return folder


def run(desk: Path, command: str) -> subprocess.CompletedProcess[str]:
    """A command line, as a shell at the desk runs it."""
    told = {**os.environ, "HOME": str(desk), "RODATRADEN_MODEL": "stub"}
    return subprocess.run(
        ["bash", "-c", command], cwd=desk, env=told, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=PATIENCE,
    )  # fmt: skip


def test_the_commands_of_the_readme_do_what_it_says(desk: Path) -> None:
    commands = [line for line in lines("README.md") if "rodatraden " in line]
    assert len(commands) > 15
    document = ""
    for command in commands:
        if STAYING in command:
            stays(desk, command)
            continue
        document = document or ("DOKUMENT" in command and held(desk)[0]) or ""
        done = run(desk, command.replace("DOKUMENT", document))
        missing = next((words for start, words in ELSEWHERE.items() if start in command), None)
        assert done.returncode == (2 if missing else 0), (command, done.stdout, done.stderr)
        assert missing is None or missing in done.stderr, command
    assert held(desk) == held(desk, "ny")
    assert len(held(desk)) >= 3


def held(desk: Path, data: str = "data") -> list[str]:
    """The documents of the serving release, those from the home folder first."""
    told = json.loads(run(desk, f".venv/bin/rodatraden status --data-dir {data} --json").stdout)
    return [source["document"] for source in told["sources"]]


def stays(desk: Path, command: str) -> None:
    """A service is there until it is told to end."""
    port = free_port()
    moved = command.replace("8000", str(port)).replace("8501", str(free_port()))
    told = {**os.environ, "HOME": str(desk), "RODATRADEN_MODEL": "stub"}
    service = subprocess.Popen(["bash", "-c", f"exec {moved}"], cwd=desk, env=told)
    try:
        wait_for(f"http://127.0.0.1:{port}")
    finally:
        service.terminate()
        service.wait(30)


@pytest.mark.parametrize("command", [line for line in lines("README.md") if re.search(r"\bmake\b", line)])
def test_the_verbs_of_the_readme_are_ones_that_make_knows(command: str) -> None:
    dry = command.replace("<that address>", "adress").replace("make ", "make --dry-run ")
    assert subprocess.run(["bash", "-c", dry], cwd=ROOT, capture_output=True, timeout=60).returncode == 0


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("sparql")) as running:
        yield running


def test_the_calls_of_the_sparql_paper_work_as_written(service: Running, tmp_path: Path) -> None:
    (tmp_path / "fraga.rq").write_text("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 3", encoding="utf-8")
    (call,) = lines("docs/sparql.md")
    command = call.replace("http://127.0.0.1:8000", service.address)
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[0] == "s,p,o"
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "sparql.md").read_text(encoding="utf-8"), re.DOTALL)
    made: dict[str, Any] = {}
    exec(compile(code.replace("http://127.0.0.1:8000", service.address), "docs/sparql.md", "exec"), made)
    assert len(made["rows"]) == 10
