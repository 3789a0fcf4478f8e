"""Schemathesis over the OpenAPI document: no call answers with a fault of ours or with what is not declared.

Without a key it calls everything, and with one the calls that write, which ask for new releases while it does.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from api.build import Built
from api.settings import Settings
from tests import serving
from tests.slow.serving import serving as serving_examples

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
SECONDS = 60
CALLS = 40
"""Fewer than there are calls: a document that lost most of them would pass everything."""
WRITING = 6
KEY = "en-nyckel-för-prov".encode().hex()


def check(root: str, folder: Path, least: int, *flags: str) -> None:
    """Let it call the service at `root` for a while; at least so many calls are tested, and none fails."""
    pytest.importorskip("schemathesis", reason="schemathesis är inte installerat")
    common = ["--checks", CHECKS, "--request-timeout", "30", "--seed", "1"]
    command = [str(Path(sys.executable).with_name("schemathesis")), "run", f"{root}/openapi.json", *common, *flags]
    told = {"SCHEMATHESIS_HOOKS": "tests.slow.json_lines", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **told}, capture_output=True, text=True, timeout=SECONDS * 5
    )
    tested = re.search(r"Tested: (\d+)", done.stdout)
    assert tested, done.stdout[-2000:] + done.stderr[-2000:]
    assert int(tested[1]) >= least, done.stdout
    assert done.returncode == 0, done.stdout[-6000:]


def test_nothing_undeclared_is_answered(sample_built: Built, sample_settings: Settings, tmp_path: Path) -> None:
    with serving.serving(sample_settings) as root:
        check(root, tmp_path, CALLS, "-n", "15", "--max-time", str(SECONDS))


def test_nor_to_one_who_may_write(tmp_path: Path) -> None:
    asking = ("/sparql", "/api/ask", "/api/feedback")
    writing = ["--include-method", "POST", "--include-method", "DELETE", "-H", f"Authorization: Bearer {KEY}"]
    writing += [part for path in asking for part in ("--exclude-path", path)]
    with serving_examples(tmp_path, keys=f"prov:{KEY}", writes_per_minute=1_000_000) as running:
        check(running.address, tmp_path, WRITING, *writing, "-n", "10", "--phases", "examples,fuzzing")
