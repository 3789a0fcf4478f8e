"""What a data folder holds: added, replaced, withdrawn, taken back, rolled back; only what is new is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from api import holdings
from api.build import Built, build
from api.growing import can_grow, ground
from api.settings import Settings, load_settings
from api.versions import choose_versions
from api.wiring import open_service
from graph.anchors import make_anchor
from graph.decisions import DecisionLog
from graph.files import FileCache
from graph.release import check_files, find_releases, get_current, load_release, roll_back
from ingest.isolation import Outcome
from ontology.decisions import Correction, Review
from ontology.errors import ReleaseError, UsageError
from ontology.model import Reading
from tests import sample

Sources = Callable[[dict[str, str]], Path]
D25, D26 = sample.document_id(2025), sample.document_id(2026)
pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("sample_reader")]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an empty data folder."""
    return load_settings(data_dir=tmp_path / "data", model="stub")


@pytest.fixture
def held(settings: Settings, make_sources: Sources) -> Settings:
    """A data folder that holds the plans for 2025 and 2026."""
    build([make_sources({"a.txt": "2025", "b.txt": "2026"})], settings)
    return settings


@pytest.fixture
def reads(sample_reader: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read anew, as they are read."""
    names: list[str] = []

    def read_many(paths: Sequence[Path]) -> list[Outcome]:
        names.extend(path.name for path in paths)
        return list(sample.read_many(paths))

    monkeypatch.setattr("ingest.isolation.read_many", read_many)
    return names


def documents(built: Built) -> list[str]:
    """The ids of a release's documents."""
    return [reading.document.id for reading in built.readings]


def write(folder: Path, name: str, text: str) -> Path:
    """A file of its own."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_added_document_is_the_only_one_that_is_read(held: Settings, reads: list[str], tmp_path: Path) -> None:
    built = holdings.add([write(tmp_path, "c.txt", "2027")], held)
    assert documents(built) == [D25, D26, sample.document_id(2027)]
    assert reads == ["c.txt"]


def test_unchanged_parts_are_the_same_files_on_the_disk(held: Settings, tmp_path: Path) -> None:
    first = load_release(held.data_dir)
    second = holdings.add([write(tmp_path, "c.txt", "2027")], held).release
    for name in (f"graph/{D25}.nq", f"originals/{D25}.txt"):
        assert first.path(name).samefile(second.path(name)), name
    assert not first.path("index/manifest.json").samefile(second.path("index/manifest.json"))


def test_a_rebuild_of_what_is_held_gives_the_same_release(held: Settings, reads: list[str]) -> None:
    before = get_current(held.data_dir)
    assert holdings.rebuild(held).release.id == before
    assert reads == []


def test_a_rebuild_keeps_the_model_and_the_base(held: Settings) -> None:
    unsaid = load_settings(data_dir=held.data_dir)
    assert holdings.rebuild(unsaid).release.manifest["model"] == "stub"


def test_a_new_version_replaces_the_old_and_says_why(held: Settings, tmp_path: Path) -> None:
    built = holdings.add([write(tmp_path, "ny.txt", "2025 förslag")], held)
    assert documents(built) == [D25, D26]
    assert built.release.manifest["sources"][0]["file"] == "ny.txt"
    assert any("ny.txt ersätter a.txt: den lades till" in finding.message for finding in built.findings)


def test_an_adopted_plan_goes_before_its_proposal_in_a_folder(settings: Settings, make_sources: Sources) -> None:
    built = build([make_sources({"a.txt": "2025 förslag", "b.txt": "2025"})], settings)
    assert [source["file"] for source in built.release.manifest["sources"]] == ["b.txt"]
    assert any("den antagna går före förslaget" in finding.message for finding in built.findings)


def test_versions_that_no_rule_tells_apart_are_both_kept_with_a_question() -> None:
    from api.readings import Source

    readings = [sample.make_reading(2025, sha) for sha in ("a", "b")]
    half = readings[1].passages[:6] + sample.make_reading(2025, version="två").passages[6:]
    sources = [
        Source(Path(name), name, name, reading)
        for name, reading in zip("ab", [readings[0], replace(readings[1], passages=half)], strict=True)
    ]
    kept, notes = choose_versions(sources)
    assert kept == sources
    assert notes[0].severity == "warning"
    assert "rodatraden remove" in notes[0].message


def test_the_same_text_in_two_formats_is_read_once() -> None:
    from api.readings import Source

    sources = [Source(Path(n), n, n, sample.make_reading(2025, n)) for n in ("plan.docx", "plan.pdf")]
    kept, notes = choose_versions(sources)
    assert len(kept) == 1
    assert "annat format" in notes[0].message


def test_a_withdrawn_document_stays_out_until_it_is_taken_back(held: Settings, make_sources: Sources) -> None:
    before = get_current(held.data_dir)
    assert documents(holdings.remove(D25, held, note="fel plan")) == [D26]
    again = build([make_sources({"a.txt": "2025", "b.txt": "2026"})], held)
    assert documents(again) == [D26]
    assert any("undantagen" in finding.message and D25 in finding.message for finding in again.findings)
    assert holdings.restore(D25, held).release.id == before


def test_adding_a_withdrawn_file_by_name_takes_it_back(held: Settings, tmp_path: Path) -> None:
    holdings.remove(D25, held)
    assert documents(holdings.add([write(tmp_path, "a.txt", "2025")], held)) == [D25, D26]


def test_what_is_not_held_cannot_be_withdrawn_and_the_last_must_not(held: Settings) -> None:
    with pytest.raises(UsageError, match=D25):
        holdings.remove("nope", held)
    with pytest.raises(UsageError, match="Undantaget är: inget"):
        holdings.restore(D25, held)
    holdings.remove(D25, held)
    with pytest.raises(UsageError, match="enda dokument"):
        holdings.remove(D26, held)
    assert DecisionLog(held.data_dir).load()[-1].document == D25


def test_roll_backs_go_further_back_each_time(held: Settings, tmp_path: Path) -> None:
    ids = [get_current(held.data_dir)]
    ids += [holdings.add([write(tmp_path, f"{y}.txt", str(y))], held).release.id for y in (2027, 2028)]
    assert [roll_back(held.data_dir).id for _ in range(2)] == [ids[1], ids[0]]
    with pytest.raises(ReleaseError, match="Ingen tidigare"):
        roll_back(held.data_dir)
    assert roll_back(held.data_dir, ids[2]).id == ids[2]
    assert roll_back(held.data_dir).id == ids[0]


def test_a_roll_back_to_what_does_not_hold_is_refused(held: Settings) -> None:
    before = get_current(held.data_dir)
    for name in ("nope", "../data"):
        with pytest.raises(ReleaseError):
            roll_back(held.data_dir, name)
    assert get_current(held.data_dir) == before


def test_a_correction_survives_rebuild_withdrawal_and_a_new_number(held: Settings, tmp_path: Path) -> None:
    styrtal = next(e for e in sample.make_reading(2025).elements if e.type == "styrtal")
    log = DecisionLog(held.data_dir)
    log.add(Correction(by="redaktör", target=make_anchor(styrtal), action="change", fields={"outcome": "12 %"}))
    holdings.rebuild(held)
    service = open_service(held)
    assert service.catalogue.get_element(styrtal.id).outcome.text == "12 %"
    assert service.catalogue.corrections[styrtal.id]["decision"]["by"] == "redaktör"
    waiting = holdings.remove(D25, held)
    assert any("väntar" in finding.message for finding in waiting.findings)
    holdings.restore(D25, held)
    assert open_service(held).catalogue.get_element(styrtal.id).outcome.text == "12 %"


def test_a_review_waits_for_its_document_and_wins_when_it_is_back(held: Settings) -> None:
    old, new = (next(e for e in sample.make_reading(y).elements if e.type == "uppdrag") for y in (2025, 2026))
    pair = {"source": make_anchor(old), "target": make_anchor(new)}
    DecisionLog(held.data_dir).add(Review(by="granskare", verdict="rejected", **pair))
    waiting = holdings.remove(D25, held)
    assert any("Granskning" in finding.message for finding in waiting.findings)
    back = holdings.restore(D25, held)
    assert not any("Granskning" in finding.message for finding in back.findings)


@pytest.fixture
def large(settings: Settings, make_sources: Sources, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A data folder with the plans for 2025 and 2026, in a release that is opened in parts."""
    for module in ("api.build", "api.graphing"):
        monkeypatch.setattr(f"{module}.PARTED_FROM", 2)
    own = settings.model_copy(update={"store": None, "index": None})
    build([make_sources({"a.txt": "2025", "b.txt": "2026"})], own)
    assert can_grow(own)
    return own


def test_a_large_release_takes_a_document_more(large: Settings, reads: list[str], tmp_path: Path) -> None:
    added = sample.document_id(2027)
    built = holdings.add([write(tmp_path, "c.txt", "2027")], large)
    assert (documents(built), reads) == ([D25, D26, added], ["c.txt"])
    for release in find_releases(large.data_dir):
        check_files(release)
    service = open_service(large)
    assert list(service.catalogue.documents) == [D25, D26, added]
    entries = {entry.id for entry in service.index.entries}
    assert set(service.catalogue.elements) <= entries
    assert {entry.partition("/")[0] for entry in entries} == {D25, D26, added}


def test_a_large_release_grows_without_what_was_withdrawn_meanwhile(large: Settings, tmp_path: Path) -> None:
    holdings.withdraw(D25, large.data_dir, "redaktör")
    built = holdings.add([write(tmp_path, "c.txt", "2027")], large)
    assert documents(built) == [D26, sample.document_id(2027)]
    assert can_grow(large)


def test_no_other_build_writes_while_a_large_release_grows(large: Settings, tmp_path: Path) -> None:
    with ground(large), pytest.raises(UsageError, match="Ett annat bygge"):
        holdings.add([write(tmp_path, "c.txt", "2027")], large)


def test_a_document_that_is_read_as_another_bodys_moves_there(
    large: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_many(paths: Sequence[Path]) -> Iterator[Outcome]:
        for outcome in sample.read_many(paths):
            assert isinstance(outcome.result, Reading)
            document = outcome.result.document
            board = "Kulturnämnden" if document.year == 2025 else document.organisation
            yield outcome._replace(result=replace(outcome.result, document=replace(document, organisation=board)))

    monkeypatch.setattr("ingest.isolation.read_many", read_many)
    monkeypatch.setattr("api.growing.FileCache", lambda folder: FileCache(tmp_path / "empty"))
    holdings.add([write(tmp_path, "c.txt", "2027")], large)
    for release in find_releases(large.data_dir):
        check_files(release)
    catalogue = open_service(large).catalogue
    issuers = [catalogue.organisations[document.organisation].name for document in catalogue.documents.values()]
    assert issuers == ["Kulturnämnden", "Vårdnämnden", "Vårdnämnden"]
