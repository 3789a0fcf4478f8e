"""The container's steps in a clean Debian root, where no image can be pulled (`RODATRADEN_TEST_ROOT=FOLDER`)."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "drift" / "prova.sh"
ROOT = os.environ.get("RODATRADEN_TEST_ROOT")
pytestmark = pytest.mark.slow


@pytest.mark.skipif(not ROOT, reason="RODATRADEN_TEST_ROOT names no folder for a Debian root of some gigabytes")
def test_the_steps_of_the_container_give_a_service_that_answers() -> None:
    done = subprocess.run([SCRIPT, str(ROOT)], capture_output=True, text=True, check=False)
    if done.returncode == 77:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Stegen håller" in done.stdout
    print(done.stdout.splitlines()[-1])
