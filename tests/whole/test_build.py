"""The build: the good documents are built, the bad are told of, and equal input gives equal bytes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from api.bodies import with_issuers
from api.build import Built, build, searchable
from api.exporting import FORMATS, export_release
from api.settings import Settings, load_settings
from graph.embedder import StubEncoder
from graph.release import get_current
from ontology.errors import ReadingError, UsageError, ValidationError
from ontology.model import Finding, Passage
from tests import sample

Sources = Callable[[dict[str, str]], Path]
pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("sample_reader")]


def settings_for(folder: Path, **more: object) -> Settings:
    """Settings of a data folder with the stub for a model."""
    return load_settings(data_dir=folder, model="stub", **more)


def test_the_good_are_built_and_the_bad_are_told_of(sample_built: Built) -> None:
    assert [r.document.year for r in sample_built.readings] == [2025, 2026]
    assert [Path(one.path).name for one in sample_built.rejected] == ["last.txt"]
    assert "krypterad" in sample_built.rejected[0].reason
    assert {path.name for path in sample_built.release.folder.iterdir()} == {
        "graph", "validation.ttl", "findings.json", "decisions.json", "forberett", "index", "originals",
        "manifest.json",
    }  # fmt: skip


def test_a_parser_that_fails_in_its_own_way_rejects_only_its_file(tmp_path: Path, make_sources: Sources) -> None:
    built = build([make_sources({"a.txt": "2025", "b.txt": "2026 krasch"})], settings_for(tmp_path / "data"))
    assert len(built.readings) == 1
    assert "ValueError" in built.rejected[0].reason


def test_where_nothing_can_be_read_nothing_is_released(tmp_path: Path, make_sources: Sources) -> None:
    with pytest.raises(ReadingError, match=r"(?s)Inget av dokumenten.*a\.txt: Filen är krypterad"):
        build([make_sources({"a.txt": "hemligt"})], settings_for(tmp_path / "data"))
    assert get_current(tmp_path / "data") is None


@pytest.mark.parametrize("given", [[], ["saknas"], ["tom"]])
def test_without_sources_the_message_says_what_is_wanted(tmp_path: Path, given: list[str]) -> None:
    (tmp_path / "tom").mkdir()
    with pytest.raises(UsageError, match=r"källa|finns inte|Inga dokument"):
        build([tmp_path / name for name in given], settings_for(tmp_path / "data"))


def test_two_documents_of_one_name_get_identifiers_of_their_own(tmp_path: Path, make_sources: Sources) -> None:
    texts = {"a.txt": "2025 första", "b.txt": "2025 andra", "c.txt": "2025 första"}
    first = build([make_sources(texts)], settings_for(tmp_path / "one"))
    name = sample.document_id(2025)
    assert [r.document.id for r in first.readings] == [name, f"{name}-2"]
    second = first.readings[1]
    assert {e.document for e in second.elements} == {f"{name}-2"}
    assert {e.objective for e in second.elements} == {None, f"{name}-2/malsattning-1"}
    assert any("samma innehåll" in finding.message for finding in first.findings)
    swapped = build([make_sources({"a.txt": "2025 andra", "b.txt": "2025 första"})], settings_for(tmp_path / "two"))
    assert [r.document.sha256 for r in swapped.readings] == [r.document.sha256 for r in first.readings]


def test_equal_input_gives_an_equal_release_and_equal_exports(tmp_path: Path, make_sources: Sources) -> None:
    sources = make_sources({"a.txt": "2025", "b.txt": "2026"})
    places = [settings_for(tmp_path / name, vector_cache=tmp_path / "vectors") for name in ("one", "one", "two")]
    built, exports = [], []
    for place in places:
        built.append(build([sources], place).release.id)
        exports.append({form: export_release(place, form) for form in FORMATS})
    assert built[0] == built[1] == built[2]
    assert exports[0] == exports[1] == exports[2]


def test_a_warm_cache_embeds_nothing(tmp_path: Path, make_sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    sources, cache = make_sources({"a.txt": "2025"}), tmp_path / "vectors"
    build([sources], settings_for(tmp_path / "one", vector_cache=cache))

    def refuse(self: StubEncoder, texts: list[str]) -> None:
        raise AssertionError(f"embedded anew: {texts}")

    monkeypatch.setattr(StubEncoder, "encode_passages", refuse)
    build([sources], settings_for(tmp_path / "two", vector_cache=cache))


def test_a_violation_stops_the_build_and_leaves_what_served(
    tmp_path: Path, make_sources: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources, settings = make_sources({"a.txt": "2025"}), settings_for(tmp_path / "data")
    serving = build([sources], settings).release.id
    broken = [Finding(severity="violation", message="Ett uppdrag ska ha en text.", focus="x/uppdrag-1")]
    monkeypatch.setattr("api.graphing.check_store", lambda store: broken)
    with pytest.raises(ValidationError, match=r"(?s)1 regler.*x/uppdrag-1: Ett uppdrag ska ha en text"):
        build([make_sources({"a.txt": "2025 ny"})], settings)
    assert get_current(tmp_path / "data") == serving
    assert [path.name for path in (tmp_path / "data" / "releases").iterdir()] == [serving]


def test_every_format_exports_and_another_is_misuse(sample_built: Built, sample_settings: Settings) -> None:
    for form in FORMATS:
        assert export_release(sample_settings, form)
    with pytest.raises(UsageError, match="trig, nquads, csv, xlsx"):
        export_release(sample_settings, "pdf")


def test_a_release_can_be_moved(sample_built: Built, sample_settings: Settings, tmp_path: Path) -> None:
    shutil.copytree(sample_settings.data_dir, tmp_path / "moved")
    moved = settings_for(tmp_path / "moved")
    assert export_release(moved, "nquads") == export_release(sample_settings, "nquads")


def test_issuers_become_bodies_of_the_graph() -> None:
    reading = with_issuers(sample.make_reading(2025))
    assert (reading.document.organisation, reading.document.huvudman) == (sample.BOARD, "region-granmark")
    assert with_issuers(reading) == reading


@pytest.mark.parametrize(("kind", "text", "wanted"), [
    ("header", "Nr\tStyrtal\tUtfall", False), ("item", "Nr 1.", False), ("item", "Att ta fram en plan", True),
])  # fmt: skip
def test_only_what_says_something_is_searched(kind: str, text: str, wanted: bool) -> None:
    passage = Passage(id="p0001", kind=kind, text=text, page=1, section=(), start=0, end=len(text))
    assert searchable(passage) is wanted
