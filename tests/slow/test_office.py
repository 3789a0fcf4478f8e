"""Our tables in LibreOffice: the same figures as the API's, and no cell that runs."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.series import COLUMNS

pytestmark = pytest.mark.slow
OFFICE = shutil.which("soffice")
FIGURES = [name for name in COLUMNS if name.endswith(("_value", "_low", "_high"))]
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
FORMULAS_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true"


def converted(source: Path, target: str = AS_CSV, infilter: str = "") -> list[dict[str, str]]:
    """What LibreOffice has in its cells after opening a file."""
    if OFFICE is None:
        pytest.skip("LibreOffice saknas: soffice finns inte (apt install libreoffice-calc)")
    out = source.parent / "out"
    command = [OFFICE, f"-env:UserInstallation=file://{source.parent}/profile", "--headless", "--convert-to", target]
    command += [*([f"--infilter={infilter}"] if infilter else []), "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return list(csv.DictReader(io.StringIO((out / source.with_suffix(".csv").name).read_text(encoding="utf-8"))))


@pytest.mark.parametrize(("form", "infilter"), [("xlsx", ""), ("csv", "Text - txt - csv (StarCalc):44,34,76,1,,1033")])
def test_the_styrtal_have_the_apis_figures(client: TestClient, tmp_path: Path, form: str, infilter: str) -> None:
    points = client.get("/api/styrtal").json()["items"]
    file = tmp_path / f"styrtal.{form}"
    file.write_bytes(client.get("/api/styrtal", params={"format": form}).content)
    rows = converted(file, infilter=infilter)
    assert len(rows) == len(points) > 0
    for row, point in zip(rows, points, strict=True):
        assert row["text"] == point["text"]
        for name in FIGURES:
            of, _, part = name.rpartition("_")
            held = (point[of] or {}).get(part)
            assert (float(row[name]) if row[name] else None) == held, name


@pytest.mark.parametrize(("form", "infilter"), [("xlsx", ""), ("csv", "Text - txt - csv (StarCalc):44,34,76,1,,1033")])
def test_no_cell_of_the_elements_runs(client: TestClient, tmp_path: Path, form: str, infilter: str) -> None:
    file = tmp_path / f"element.{form}"
    file.write_bytes(client.get("/api/elements", params={"format": form}).content)
    rows = converted(file, FORMULAS_AS_CSV, infilter)
    areas = {row["area"] for row in rows}
    hostile = '=HYPERLINK("http://ond.example")'
    assert areas == {"", hostile if form == "xlsx" else f"'{hostile}"}
    shown = converted(file, AS_CSV, infilter)
    assert [row["area"] for row in shown] == [row["area"] for row in rows]
    assert len(shown) == client.get("/api/elements").json()["total"]
