"""Releases: equal content gives an equal id, and nothing is served that its manifest does not name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.publishing import publish, writing
from graph.release import find_releases, get_current, load_release, switch
from ontology.errors import ReleaseError, UsageError


def make_release(data: Path, text: str = "innehåll", seconds: float = 1.0) -> str:
    """Publish a release of two files; its id."""
    with writing(data) as staged:
        (staged / "graph.nq").write_text(text)
        (staged / "index").mkdir()
        (staged / "index" / "manifest.json").write_text("{}")
        return publish(staged, data, {"model": "stub"}, {"seconds": seconds}).id


def test_equal_content_gives_an_equal_id_whatever_the_time_it_took(tmp_path: Path) -> None:
    first = make_release(tmp_path / "a")
    assert make_release(tmp_path / "a", seconds=2.0) == first
    assert make_release(tmp_path / "b", seconds=3.0) == first
    assert make_release(tmp_path / "a", text="annat") != first
    assert len(first) == 16


def test_the_newest_published_serves_and_an_older_can_be_switched_back_to(tmp_path: Path) -> None:
    first = make_release(tmp_path, "ett")
    second = make_release(tmp_path, "två")
    assert get_current(tmp_path) == second
    assert {release.id for release in find_releases(tmp_path)} == {first, second}
    switch(tmp_path, first)
    assert load_release(tmp_path).id == first


def test_a_manifest_names_every_file_but_itself(tmp_path: Path) -> None:
    release = load_release(tmp_path, make_release(tmp_path))
    assert [entry["path"] for entry in release.manifest["files"]] == ["graph.nq", "index/manifest.json"]


@pytest.mark.parametrize("name", ["graph.nq", "index/manifest.json"])
def test_a_changed_or_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "releases" / make_release(tmp_path)
    (folder / name).write_text("[]")
    with pytest.raises(ReleaseError, match="ändrad"):
        load_release(tmp_path)
    (folder / name).unlink()
    with pytest.raises(ReleaseError, match="saknas"):
        load_release(tmp_path)


def test_a_changed_manifest_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "releases" / make_release(tmp_path) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"model": "en annan"}))
    with pytest.raises(ReleaseError, match="stämmer inte"):
        load_release(tmp_path)
    path.write_text("{")
    with pytest.raises(ReleaseError, match="läsbar"):
        load_release(tmp_path)


def test_a_damaged_release_is_replaced_by_building_it_anew(tmp_path: Path) -> None:
    name = make_release(tmp_path)
    (tmp_path / "releases" / name / "graph.nq").write_text("skadad")
    assert make_release(tmp_path) == name
    assert load_release(tmp_path).path("graph.nq").read_text() == "innehåll"


def test_without_a_release_the_message_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="rodatraden build"):
        load_release(tmp_path)
    assert find_releases(tmp_path) == []


def test_what_is_written_aside_is_gone_when_writing_fails(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError), writing(tmp_path) as staged:
        staged.write_text("halv")
    assert list((tmp_path / "releases").iterdir()) == []
    assert get_current(tmp_path) is None


def test_two_builds_cannot_write_at_once(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(UsageError, match="annat bygge"), writing(tmp_path):
        pass


def test_a_data_folder_that_is_a_file_is_misuse(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("")
    with pytest.raises(UsageError, match="inte att skriva"), writing(tmp_path / "fil"):
        pass
