"""Schemathesis over the OpenAPI document: no call answers with a fault of ours or with what is not declared."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from api.build import Built
from api.settings import Settings
from tests.serving import serving

pytestmark = pytest.mark.slow
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
SECONDS = 75
CALLS = 40
"""Fewer than there are calls: a document that lost most of them would pass everything."""


def test_nothing_undeclared_is_answered(sample_built: Built, sample_settings: Settings, tmp_path: Path) -> None:
    pytest.importorskip("schemathesis", reason="schemathesis är inte installerat")
    flags = ["--checks", CHECKS, "-n", "15", "--max-time", str(SECONDS), "--request-timeout", "30", "--seed", "1"]
    with serving(sample_settings) as root:
        command = [str(Path(sys.executable).with_name("schemathesis")), "run", f"{root}/openapi.json", *flags]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=SECONDS * 3)
    tested = re.search(r"Tested: (\d+)", done.stdout)
    assert tested, done.stdout[-2000:] + done.stderr[-2000:]
    assert int(tested[1]) >= CALLS, done.stdout
    assert done.returncode == 0, done.stdout[-6000:]
