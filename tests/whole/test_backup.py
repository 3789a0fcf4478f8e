"""A backup holds all that lasts, proves itself, and comes back whole or not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from api import holdings
from api.backup import back_up, recover
from api.build import build
from api.exporting import export_release
from api.feedback import FeedbackIn, keep_feedback, load_feedback
from api.settings import Settings, load_settings
from api.wishes import drop_wishes, find_wishes, keep_wish
from graph.decisions import DecisionLog
from graph.release import find_releases, get_current
from ontology.decisions import Withdrawal
from ontology.errors import ReleaseError, UsageError
from tests import sample

Sources = Callable[[dict[str, str]], Path]
pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("sample_reader")]


@pytest.fixture
def settings(tmp_path: Path, make_sources: Sources) -> Settings:
    """A data folder with two releases and a withdrawn document."""
    made = load_settings(data_dir=tmp_path / "data", model="stub")
    build([make_sources({"a.txt": "2025", "b.txt": "2026"})], made)
    holdings.remove(sample.document_id(2025), made)
    return made


def test_what_comes_back_is_what_was_saved(settings: Settings, tmp_path: Path) -> None:
    back_up(settings.data_dir, tmp_path / "kopia.tar")
    elsewhere = load_settings(data_dir=tmp_path / "annan" / "data", model="stub")
    recover(tmp_path / "kopia.tar", elsewhere.data_dir)
    assert get_current(elsewhere.data_dir) == get_current(settings.data_dir)
    assert [r.id for r in find_releases(elsewhere.data_dir)] == [r.id for r in find_releases(settings.data_dir)]
    assert DecisionLog(elsewhere.data_dir).load() == DecisionLog(settings.data_dir).load()
    assert export_release(elsewhere, "nquads") == export_release(settings, "nquads")
    assert len(holdings.restore(sample.document_id(2025), elsewhere).readings) == 2


def test_files_that_releases_share_are_saved_once(settings: Settings, tmp_path: Path) -> None:
    back_up(settings.data_dir, tmp_path / "kopia.tar")
    recover(tmp_path / "kopia.tar", tmp_path / "annan")
    first, second = (release.folder for release in find_releases(tmp_path / "annan"))
    name = f"graph/{sample.document_id(2026)}.nq"
    assert (first / name).samefile(second / name)


@pytest.mark.parametrize("at", [600, 0.5, 0.9])
def test_a_damaged_backup_is_refused_and_leaves_nothing(settings: Settings, tmp_path: Path, at: float) -> None:
    back_up(settings.data_dir, tmp_path / "kopia.tar")
    content = bytearray((tmp_path / "kopia.tar").read_bytes())
    place = int(at if at > 1 else at * len(content))
    content[place : place + 600] = bytes(byte ^ 0x5A for byte in content[place : place + 600])
    (tmp_path / "skadad.tar").write_bytes(content)
    with pytest.raises(ReleaseError, match=r"skadad|går inte att läsa|saknas"):
        recover(tmp_path / "skadad.tar", tmp_path / "annan")
    assert not (tmp_path / "annan").exists()
    assert not list(tmp_path.glob(".aterlas-*"))


def test_a_folder_that_holds_something_is_left_alone(settings: Settings, tmp_path: Path) -> None:
    back_up(settings.data_dir, tmp_path / "kopia.tar")
    with pytest.raises(UsageError, match="inte tom"):
        recover(tmp_path / "kopia.tar", settings.data_dir)
    with pytest.raises(UsageError, match="går inte att skriva"):
        back_up(settings.data_dir, tmp_path / "saknas" / "kopia.tar")


def test_a_release_that_does_not_hold_is_not_saved(settings: Settings, tmp_path: Path) -> None:
    path = find_releases(settings.data_dir)[0].path("findings.json")
    path.chmod(0o644)
    path.write_text("{}")
    with pytest.raises(ReleaseError, match=r"findings\.json"):
        back_up(settings.data_dir, tmp_path / "kopia.tar")
    assert not (tmp_path / "kopia.tar").exists()


def test_a_backup_beside_a_service_that_writes_comes_back(settings: Settings, tmp_path: Path) -> None:
    log, stop = DecisionLog(settings.data_dir), threading.Event()

    def decide() -> None:
        while not stop.is_set():
            log.add(Withdrawal(by="prov", document="d", sha256="0"))
            keep_wish(settings.data_dir, [])
            drop_wishes(find_wishes(settings.data_dir))

    writer = threading.Thread(target=decide)
    writer.start()
    try:
        for number in range(5):
            before = len(log.load())
            back_up(settings.data_dir, tmp_path / f"{number}.tar")
            recover(tmp_path / f"{number}.tar", tmp_path / f"annan-{number}")
            assert len(DecisionLog(tmp_path / f"annan-{number}").load()) >= before
    finally:
        stop.set()
        writer.join(20)


def test_what_is_asked_for_and_what_readers_said_come_back(settings: Settings, tmp_path: Path) -> None:
    keep_wish(settings.data_dir, [])
    keep_feedback(settings.data_dir, FeedbackIn(answer="a", helpful=True))
    back_up(settings.data_dir, tmp_path / "kopia.tar")
    recover(tmp_path / "kopia.tar", tmp_path / "annan")
    assert len(find_wishes(tmp_path / "annan")) == len(load_feedback(tmp_path / "annan")) == 1
