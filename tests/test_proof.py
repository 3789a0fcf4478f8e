"""A file that was proven is not read again the same day; one that was changed since is."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from graph import proof, release
from graph.files import CACHE, FileCache
from graph.publishing import keep_release, writing
from graph.release import Release, load_release
from ontology.errors import ReleaseError


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A release of two files that were left alone for an hour."""
    with writing(tmp_path) as staged:
        for name in ("a", "b"):
            (staged / name).write_text(name * 10)
            os.utime(staged / name, (1e9, 1e9))
        kept = keep_release(staged, tmp_path, {}, {})
    (tmp_path / "current").write_text(kept.id)
    return tmp_path


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files whose checksums were reckoned, by name."""
    met: list[str] = []
    reckon = release.checksum

    def told(path: Path) -> str:
        met.append(path.name)
        return reckon(path)

    monkeypatch.setattr(release, "checksum", told)
    return met


def change(kept: Release) -> None:
    """Other bytes, as many as before."""
    path = kept.path("a")
    path.chmod(0o644)
    path.write_text("x" * 10)


def test_it_is_read_once(data: Path, read: list[str]) -> None:
    load_release(data)
    assert sorted(read) == ["a", "b"]
    load_release(data)
    assert sorted(read) == ["a", "b"]


def test_what_was_changed_since_is_found(data: Path) -> None:
    change(load_release(data))
    with pytest.raises(ReleaseError, match="Filen a i release"):
        load_release(data)


def test_a_file_that_a_link_stands_for_is_found(data: Path, tmp_path: Path) -> None:
    path = load_release(data).path("a")
    beside = tmp_path / "beside"
    path.rename(beside)
    path.symlink_to(beside)
    with pytest.raises(ReleaseError, match="utanför sin mapp"):
        load_release(data)


def test_all_are_read_anew_after_a_day(data: Path, read: list[str]) -> None:
    load_release(data)
    record = FileCache(data / CACHE)
    told = json.loads(record.get(proof.KEY) or b"")
    record.put(proof.KEY, json.dumps({**told, "since": told["since"] - proof.LASTS}).encode())
    load_release(data)
    assert sorted(read) == ["a", "a", "b", "b"]


def test_a_clock_that_went_back_proves_nothing(data: Path, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    load_release(data)
    monkeypatch.setattr("time.time", lambda: 1.1e9)
    load_release(data)
    assert sorted(read) == ["a", "a", "b", "b"]


def test_what_was_just_written_is_read_again(data: Path, read: list[str]) -> None:
    os.utime(load_release(data).path("a"))
    load_release(data)
    load_release(data)
    assert read.count("a") == 3
    assert read.count("b") == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"since": "x"}', b'{"since": 1e300, "marks": {}}'])
def test_a_damaged_record_is_no_record(data: Path, content: bytes) -> None:
    FileCache(data / CACHE).put(proof.KEY, content)
    assert load_release(data).id
