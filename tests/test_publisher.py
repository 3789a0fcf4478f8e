"""What is asked to be released is kept until a release has met it, whatever becomes of the build and the service."""

from __future__ import annotations

import errno
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from api import publisher
from api.publisher import Publisher
from api.settings import Settings, load_settings
from api.wishes import find_wishes, keep_wish
from graph.files import FULL
from graph.publishing import BUSY

Outcome = tuple[int, str]


class Builds:
    """`subprocess.run` for a test: what it was asked, and the outcomes that it gives one after the other."""

    def __init__(self, *outcomes: Outcome, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.outcomes, self.asked, self.meanwhile = list(outcomes), [], meanwhile

    def __call__(self, command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        words = command[command.index("api.cli") + 1 : command.index("--data-dir")]
        self.asked.append([Path(word).name for word in words])
        if len(self.asked) == 1:
            self.meanwhile()
        code, said = self.outcomes.pop(0)
        return subprocess.CompletedProcess(command, code, "", said)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(publisher, "PAUSE", 0.0)
    return load_settings(data_dir=tmp_path / "data", model="stub")


def upload(settings: Settings, name: str) -> str:
    """An uploaded file's path."""
    path = settings.data_dir / "uploads" / name / f"{name}.md"
    path.parent.mkdir(parents=True)
    path.write_text(name)
    return str(path)


def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, builds: Builds, *added: str) -> Publisher:
    """Ask once, and wait for what comes of it."""
    monkeypatch.setattr(publisher.subprocess, "run", builds)
    made = Publisher(settings)
    made.request(*added)
    assert made.wait(20)
    return made


def test_a_request_is_on_the_disk_before_it_is_acknowledged_and_gone_when_it_is_met(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    builds = Builds((0, ""), meanwhile=lambda: seen.append(len(find_wishes(settings.data_dir))))
    made = run(settings, monkeypatch, builds, upload(settings, "a"))
    assert (seen, builds.asked, find_wishes(settings.data_dir), made.state) == ([1], [["add", "a.md"]], [], "vilar")


def test_what_a_killed_service_left_is_met_after_the_next_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_wish(settings.data_dir, [upload(settings, "a")])
    keep_wish(settings.data_dir, [])
    builds = Builds((0, ""))
    monkeypatch.setattr(publisher.subprocess, "run", builds)
    made = Publisher(settings)
    made.resume()
    assert made.wait(20)
    assert (builds.asked, find_wishes(settings.data_dir)) == ([["add", "a.md"]], [])
    made.resume()
    assert builds.outcomes == []


def test_requests_that_come_while_a_build_runs_are_met_by_one_more(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def three() -> None:
        for _ in range(3):
            keep_wish(settings.data_dir, [])

    builds = Builds((0, ""), (0, ""), meanwhile=three)
    run(settings, monkeypatch, builds)
    assert builds.asked == [["build"], ["build"]]


def test_an_upload_that_cannot_be_released_keeps_back_nobody_else(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = upload(settings, "bad")
    keep_wish(settings.data_dir, [])
    keep_wish(settings.data_dir, [upload(settings, "good")])
    rule = (2, "Fel: en regel bryts.")
    builds = Builds(rule, (0, ""), (0, ""), rule, (0, ""))
    made = run(settings, monkeypatch, builds, bad)
    assert builds.asked == [["add", "bad.md", "good.md"], ["build"], ["add", "good.md"], ["add", "bad.md"]]
    assert (made.state, made.message) == ("misslyckades", "Fel: en regel bryts.")
    (left,) = find_wishes(settings.data_dir)
    assert left.added == (bad,)
    made.request()
    assert made.wait(20)
    assert (made.state, builds.asked[-1]) == ("vilar", ["build"]), "it is not tried with every other request"
    builds.outcomes = [(0, "")]
    again = Publisher(settings)
    again.resume()
    assert again.wait(20)
    assert (find_wishes(settings.data_dir), builds.asked[-1]) == ([], ["add", "bad.md"])


def test_where_the_disk_is_full_everything_stays_asked_for(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds = Builds((2, f"Fel: {FULL}"), (0, ""))
    made = run(settings, monkeypatch, builds, upload(settings, "a"))
    assert (made.state, len(find_wishes(settings.data_dir)), len(builds.asked)) == ("misslyckades", 1, 1)
    made.request()
    assert made.wait(20)
    assert find_wishes(settings.data_dir) == []


def test_a_build_that_is_killed_or_finds_the_folder_taken_is_tried_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds = Builds((-9, ""), (2, f"Fel: {BUSY} i data."), (0, ""))
    made = run(settings, monkeypatch, builds)
    assert (len(builds.asked), made.state, find_wishes(settings.data_dir)) == (3, "vilar", [])


def test_a_build_that_always_fails_is_told_and_kept(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    made = run(settings, monkeypatch, Builds(*[(-9, "")] * publisher.KILLS))
    assert (made.state, "-9" in made.message, len(find_wishes(settings.data_dir))) == ("misslyckades", True, 1)


def test_a_build_that_cannot_be_started_is_told_and_kept(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*_: object, **__: object) -> None:
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    monkeypatch.setattr(publisher.subprocess, "run", run)
    made = Publisher(settings)
    made.request(upload(settings, "a"))
    assert made.wait(20)
    assert (made.state, "starta" in made.message, len(find_wishes(settings.data_dir))) == ("misslyckades", True, 1)
    builds = Builds((0, ""))
    monkeypatch.setattr(publisher.subprocess, "run", builds)
    made.request()
    assert made.wait(20)
    assert (builds.asked, find_wishes(settings.data_dir)) == ([["add", "a.md"]], [])


def test_an_upload_that_fails_alone_is_built_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    builds = Builds((2, "Fel: en regel bryts."))
    made = run(settings, monkeypatch, builds, upload(settings, "a"))
    assert (builds.outcomes, made.state, len(find_wishes(settings.data_dir))) == ([], "misslyckades", 1)


def test_many_may_ask_at_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    builds = Builds(*[(0, "")] * 60)
    monkeypatch.setattr(publisher.subprocess, "run", builds)
    made = Publisher(settings)
    threads = [threading.Thread(target=made.request) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made.wait(20)
    assert find_wishes(settings.data_dir) == []
