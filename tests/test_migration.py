"""What former versions wrote is read by this one, migrated where its format is another (`tests/stored`)."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api import holdings
from api.backup import back_up, recover
from api.cli import app
from api.engines import bring
from api.exporting import export_release
from api.settings import Settings, load_settings
from api.wiring import open_service
from graph.decisions import DecisionLog
from graph.migration import ORIGIN, STEPS, migrate
from graph.release import FORMAT, find_releases, get_current, load_release, roll_back
from ontology.decisions import Correction, Review, Withdrawal
from ontology.errors import ReleaseError
from tests import sample

STORED = Path(__file__).parent / "stored"


def unpack(number: int, folder: Path) -> Settings:
    """A data folder as a former version left it."""
    with tarfile.open(STORED / f"format-{number}.tar.gz") as archive:
        archive.extractall(folder / "data", filter="data")
    return load_settings(data_dir=folder / "data", model="stub")


def test_data_of_every_format_is_kept_and_every_former_one_has_a_step() -> None:
    kept = {int(path.name.split("-")[1].split(".")[0]) for path in STORED.glob("format-*.tar.gz")}
    assert kept == set(range(1, FORMAT + 1))
    assert set(STEPS) == set(range(1, FORMAT))


@pytest.mark.parametrize("number", sorted(STEPS))
def test_a_former_release_says_what_to_do_and_opens_when_it_is_migrated(tmp_path: Path, number: int) -> None:
    settings = unpack(number, tmp_path)
    former = get_current(settings.data_dir)
    with pytest.raises(ReleaseError, match="rodatraden upgrade"):
        load_release(settings.data_dir)
    told = CliRunner().invoke(app, ["upgrade", "--data-dir", str(settings.data_dir)])
    release = load_release(settings.data_dir)
    assert told.stdout == f"Release {former} är nu {release.id}.\n"
    assert release.manifest[ORIGIN] == former
    service = open_service(settings)
    assert set(service.catalogue.documents) == {sample.document_id(2025), sample.document_id(2026)}
    assert len(service.catalogue.elements) == 14
    assert len(service.catalogue.links) == 2
    assert service.answer("Vilka uppdrag har nämnden 2026?").citations
    again = CliRunner().invoke(app, ["upgrade", "--data-dir", str(settings.data_dir)])
    assert "Inget att göra om" in again.stdout
    assert [one.id for one in find_releases(settings.data_dir)] == [release.id]


def test_every_quad_of_a_migrated_release_was_there_before(tmp_path: Path) -> None:
    settings = unpack(1, tmp_path)
    (former,) = (settings.data_dir / "releases").iterdir()
    before = set((former / "graph.nq").read_bytes().splitlines())
    migrate(settings.data_dir)
    assert set(export_release(settings, "nquads").splitlines()) == before


def test_a_former_release_that_does_not_hold_is_left_alone(tmp_path: Path) -> None:
    settings = unpack(1, tmp_path)
    (former,) = (settings.data_dir / "releases").iterdir()
    (former / "graph.nq").chmod(0o644)
    (former / "graph.nq").write_text("")
    with pytest.raises(ReleaseError, match=r"graph\.nq"):
        migrate(settings.data_dir)
    assert [path.name for path in (settings.data_dir / "releases").iterdir()] == [former.name]


@pytest.mark.usefixtures("sample_reader")
def test_builds_and_roll_back_go_on_from_a_migrated_release(tmp_path: Path) -> None:
    settings = unpack(1, tmp_path)
    migrate(settings.data_dir)
    migrated = get_current(settings.data_dir)
    assert len(holdings.rebuild(settings).readings) == 2
    assert get_current(settings.data_dir) != migrated
    assert roll_back(settings.data_dir).id == migrated


def test_a_backup_of_former_data_comes_back_and_is_migrated(tmp_path: Path) -> None:
    settings = unpack(1, tmp_path)
    back_up(settings.data_dir, tmp_path / "kopia.tar")
    recover(tmp_path / "kopia.tar", tmp_path / "annan")
    assert len(migrate(tmp_path / "annan")) == 1


def test_a_log_of_decisions_that_was_written_before_is_read(tmp_path: Path) -> None:
    settings = unpack(2, tmp_path)
    review, correction, withdrawal = DecisionLog(settings.data_dir).load()
    assert isinstance(review, Review)
    assert (review.verdict, review.note, review.by) == ("confirmed", "prövad", "granskare")
    assert isinstance(correction, Correction)
    assert correction.fields == {"outcome": "12,5 %"}
    assert isinstance(withdrawal, Withdrawal)
    assert withdrawal.document == sample.document_id(2024)


def test_releases_of_this_format_open_with_their_journal(tmp_path: Path) -> None:
    settings = unpack(FORMAT, tmp_path)
    serving = get_current(settings.data_dir)
    for release in find_releases(settings.data_dir):
        bring(release, settings)  # to the engines that the tests are run over, where they are
    assert len(open_service(settings).catalogue.documents) == 2
    former = roll_back(settings.data_dir)
    assert former.id != serving
    assert len(open_service(settings).catalogue.documents) == 3
