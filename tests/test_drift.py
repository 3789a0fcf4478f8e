"""The papers of running it are held to what there is: commands, settings, figures, files, the threat model's tests."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from api.cli import app
from api.metrics import HELP
from api.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[1]
DRIFT = ROOT / "docs" / "drift"
PAPERS = [ROOT / "docs" / "drift.md", ROOT / "docs" / "hotmodell.md", *sorted(DRIFT.iterdir())]
BESIDE = frozenset({"API_PUBLIK", "TEST_KILLS", "TEST_ROOT"})
"""Variables that are no settings of the service: the page's, and the tests'."""


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_every_command_and_setting_that_is_named_is_there(path: Path) -> None:
    commands = set(getattr(get_command(app), "commands"))  # noqa: B009
    named = set(re.findall(r"(?:^|[ /`])rodatraden ([a-z]+)", text_of(path), re.MULTILINE)) - {"rodatraden"}
    assert named <= commands | {"adduser"}, named - commands
    variables = set(re.findall(rf"{PREFIX}([A-Z_]+)", text_of(path)))
    assert variables <= {name.upper() for name in Settings.model_fields} | BESIDE
    for made in set(re.findall(r"`?make ([a-z]+)", text_of(path))):
        assert re.search(rf"^{made}:", text_of(ROOT / "Makefile"), re.MULTILINE), made


def test_every_figure_is_told_and_none_that_is_not_there() -> None:
    assert set(re.findall(r"`(rodatraden_[a-z_]+)`", text_of(ROOT / "docs" / "drift.md"))) == set(HELP)


def test_every_file_that_is_named_is_there() -> None:
    for paper in ("drift.md", "hotmodell.md"):
        named = re.findall(r"(?:docs|tests|api)/[\w./-]+\.\w+", text_of(ROOT / "docs" / paper))
        assert named
        assert [name for name in named if not (ROOT / name).is_file()] == []


def test_the_container_holds_every_room_and_runs_as_nobody_much() -> None:
    file, compose = text_of(DRIFT / "Dockerfile"), text_of(DRIFT / "compose.yaml")
    rooms = tomllib.loads(text_of(ROOT / "pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert set(rooms) <= set(re.findall(r"^COPY (\w+) ", file, re.MULTILINE))
    steps = re.findall(r"^([A-Z]+) ", file, re.MULTILINE)
    assert steps.index("USER") < steps.index("ENTRYPOINT")
    assert "HEALTHCHECK" in steps
    for line in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true"):
        assert line in compose


def test_the_unit_shuts_the_service_in_and_migrates_before_it_starts() -> None:
    unit = text_of(DRIFT / "rodatraden.service")
    for line in ("User=rodatraden", "ProtectSystem=strict", "NoNewPrivileges=yes", "Restart=always"):
        assert f"\n{line}\n" in unit
    assert unit.index("rodatraden upgrade") < unit.index("rodatraden serve")


def test_a_proxy_of_the_example_logs_no_question_and_sets_the_header_itself() -> None:
    config = text_of(DRIFT / "nginx.conf")
    told = re.search(r"^log_format .*", config, re.MULTILINE)
    assert told, "in the http block: nginx takes it nowhere else"
    assert re.search(r"error_log \S+ crit;", config), "an error below that is told with the whole address"
    assert not re.search(r"\$(request|request_uri|args|query_string|http_referer)\b", told[0].partition(";")[0])
    assert "proxy_set_header X-Remote-User" in config
