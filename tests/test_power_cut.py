"""What is acknowledged is there after a power cut: its content, its name, and the names of the folders that hold it."""

from __future__ import annotations

import io
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.feedback import FILE as FEEDBACK
from api.feedback import FeedbackIn, keep_feedback, load_feedback
from api.settings import Settings
from api.uploads import keep_upload
from api.wishes import find_wishes, keep_wish
from graph.decisions import FILE as DECISIONS
from graph.decisions import DecisionLog
from graph.files import FileCache, append, write_whole
from graph.release import CURRENT, SERVED, switch
from ontology.decisions import Withdrawal

WORD = Withdrawal(by="a", document="d", sha256="0" * 64, title="plan.txt")


class Disk:
    """What a power cut would leave: of each file what it held, and of each folder whom it named, when last synced."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files: dict[int, bytes] = {}
        self.folders: dict[int, dict[str, int]] = {}
        monkeypatch.setattr(os, "fsync", self._sync)

    def _sync(self, handle: int) -> None:
        path, told = Path(os.readlink(f"/proc/self/fd/{handle}")), os.fstat(handle)
        if path.is_dir():
            self.folders[told.st_ino] = {entry.name: entry.inode() for entry in os.scandir(path)}
        else:
            self.files[told.st_ino] = path.read_bytes()

    def holds(self, path: Path, root: Path) -> bool:
        """Whether the file is found from the root, as it is now."""
        inode = root.stat().st_ino
        for part in path.relative_to(root).parts:
            inode = self.folders.get(inode, {}).get(part, 0)
        return self.files.get(inode) == path.read_bytes()


def ask(data: Path) -> list[Path]:
    """Ask for a release."""
    keep_wish(data, ())
    return [wish.path for wish in find_wishes(data)]


def serve(data: Path) -> list[Path]:
    """Switch to one release, and on to another."""
    switch(data, "en")
    switch(data, "annan")
    return [data / CURRENT, data / SERVED]


def rate(data: Path) -> list[Path]:
    """Say of two answers whether they helped."""
    for answer in "ab":
        keep_feedback(data, FeedbackIn(answer=answer, helpful=True))
    return [data / FEEDBACK]


def decide(data: Path) -> list[Path]:
    """Make the first decision of a folder, and one more."""
    for _ in "ab":
        DecisionLog(data).add(WORD)
    return [data / DECISIONS]


def upload(data: Path) -> list[Path]:
    """Upload the first file of a folder."""
    return [keep_upload(Settings(data_dir=data), "plan.txt", io.BytesIO(b"Plan 2026")).path]


@pytest.mark.parametrize("act", [ask, serve, rate, decide, upload])
def test_what_is_acknowledged_lasts(
    act: Callable[[Path], list[Path]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    kept = act(tmp_path / "data")
    assert kept
    assert [path for path in kept if not disk.holds(path, tmp_path)] == []


def test_a_cache_waits_for_no_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk, cache = Disk(monkeypatch), FileCache(tmp_path)
    cache.put("a", b"innehall")
    assert (cache.get("a"), disk.files, disk.folders) == (b"innehall", {}, {})
    write_whole(tmp_path / "b", b"innehall")
    assert disk.holds(tmp_path / "b", tmp_path)


@contextmanager
def room(size: int) -> Iterator[None]:
    """Let no file grow past a size (bytes): what goes over it is cut short, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_lines_without_room_leave_nothing(tmp_path: Path) -> None:
    path = tmp_path / "rader"
    append(path, b"en\ntva\n")
    with pytest.raises(OSError, match="large"), room(9):
        append(path, b"tre\n")
    assert path.read_bytes() == b"en\ntva\n"
    path.write_bytes(b"en\ntv")
    append(path, b"tre\n")
    assert path.read_bytes() == b"en\ntre\n"


def test_feedback_without_room_is_not_acknowledged(tmp_path: Path) -> None:
    keep_feedback(tmp_path, FeedbackIn(answer="a", helpful=True))
    file = tmp_path / FEEDBACK
    with pytest.raises(OSError, match="large"), room(file.stat().st_size + 40):
        keep_feedback(tmp_path, FeedbackIn(answer="b", helpful=False))
    assert [one.answer for one in load_feedback(tmp_path)] == ["a"]
    assert file.read_bytes().endswith(b"\n")
    assert file.stat().st_mode & 0o077 == 0


def test_an_upload_without_room_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="large"), room(100_000):
        keep_upload(Settings(data_dir=tmp_path), "plan.txt", io.BytesIO(b"x" * 3_000_000))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
