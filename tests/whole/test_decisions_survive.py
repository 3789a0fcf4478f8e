"""A person's word on a thread through all that happens to plans: built anew, taken out and in, renumbered."""

from __future__ import annotations

from pathlib import Path

import pytest

from api import holdings
from api.build import build
from api.settings import Settings, load_settings
from api.threads import history
from api.wiring import open_service
from graph.anchors import make_anchor
from graph.decisions import DecisionLog
from ontology.decisions import Review
from ontology.model import Element

pytestmark = pytest.mark.whole
TEXTS = {
    "hembesök": "Att införa hembesök till nyblivna föräldrar i hela länet.",
    "lokaler": "Att se över jourmottagningens lokaler i Norra Ås.",
    "tolk": "Att säkra tillgången till tolk vid akuta besök.",
}
LATER = {
    "hembesök": "Att fortsätta införa hembesök till nyblivna föräldrar i hela länet.",
    "lokaler": "Att ta fram ett underlag om bemanning nattetid på mottagningen.",
    "tolk": "Att säkra tillgången till tolk vid akuta besök.",
}


def write_plan(folder: Path, year: int, texts: dict[str, str], numbers: tuple[int, ...] = (1, 2, 3)) -> Path:
    """A short plan of an invented board, its uppdrag under these numbers."""
    lines = [
        "Region Granmark", f"Verksamhetsplan {year}", "Vårdnämnden", "", "1 Inledning",
        f"Verksamhetsplanen för {year} beskriver vad vårdnämnden i Region Granmark ska göra under året.", "",
        "2 Uppdrag till vårdförvaltningen", "Vårdförvaltningen får i uppdrag", "",
        *(f"Nr {number}. {text}" for number, text in zip(numbers, texts.values(), strict=True)),
    ]  # fmt: skip
    folder.mkdir(exist_ok=True)
    path = folder / f"plan-{year}.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data folder with the plans of two years."""
    made = load_settings(data_dir=tmp_path / "data", model="stub")
    folder = tmp_path / "plans"
    write_plan(folder, 2030, TEXTS)
    write_plan(folder, 2031, LATER)
    build([folder], made)
    return made


def find(settings: Settings, year: int, text: str) -> Element:
    """The uppdrag of a year that says this."""
    elements = open_service(settings).catalogue.elements.values()
    return next(
        e for e in elements if e.type == "uppdrag" and e.year == year and e.text.rstrip(".") == text.rstrip(".")
    )


def statuses(settings: Settings) -> dict[tuple[str, str], str]:
    """Every asserted step by what its ends are about, with its status."""
    catalogue = open_service(settings).catalogue
    about = {text.rstrip("."): name for texts in (TEXTS, LATER) for name, text in texts.items()}
    named = {e.id: about.get(e.text.rstrip("."), e.text) for e in catalogue.elements.values() if e.type == "uppdrag"}
    steps = {
        (link.from_, link.to): link.status
        for e in catalogue.elements.values() if e.id in named for link in history(catalogue, e).links
    }  # fmt: skip
    return {(named[old], named[new]): status for (old, new), status in steps.items()}


WANTED = {("lokaler", "lokaler"): "confirmed", ("hembesök", "hembesök"): "proposed"}
"""What must hold after the decisions below, whatever happens to the documents; tolk was rejected."""


def decide(settings: Settings) -> None:
    """Confirm a pair that shares no words, and reject one whose words are the same."""
    log = DecisionLog(settings.data_dir)
    for name, verdict in (("lokaler", "confirmed"), ("tolk", "rejected")):
        ends = find(settings, 2030, TEXTS[name]), find(settings, 2031, LATER[name])
        old, new = map(make_anchor, ends)
        log.add(Review(by="granskare", source=old, target=new, verdict=verdict))


def test_without_a_word_the_matcher_decides(settings: Settings) -> None:
    assert statuses(settings) == {("tolk", "tolk"): "proposed", ("hembesök", "hembesök"): "proposed"}


def test_a_word_survives_a_rebuild(settings: Settings) -> None:
    decide(settings)
    holdings.rebuild(settings)
    assert statuses(settings) == WANTED
    holdings.rebuild(settings)
    assert statuses(settings) == WANTED


def test_a_word_survives_that_the_document_is_out_for_a_while(settings: Settings) -> None:
    decide(settings)
    later = find(settings, 2031, LATER["tolk"]).document
    holdings.remove(later, settings)
    assert statuses(settings) == {}
    holdings.restore(later, settings)
    assert statuses(settings) == WANTED


def test_a_word_survives_new_numbers(settings: Settings, tmp_path: Path) -> None:
    decide(settings)
    before = find(settings, 2031, LATER["lokaler"]).id
    holdings.add([write_plan(tmp_path / "nytt", 2031, LATER, numbers=(2, 3, 7))], settings)
    assert find(settings, 2031, LATER["lokaler"]).id != before
    assert statuses(settings) == WANTED


def test_a_word_moves_to_another_data_folder(settings: Settings, tmp_path: Path) -> None:
    decide(settings)
    elsewhere = load_settings(data_dir=tmp_path / "annan", model="stub")
    content = (settings.data_dir / "decisions.jsonl").read_bytes()
    DecisionLog(elsewhere.data_dir).take_in(content)
    build([tmp_path / "plans"], elsewhere)
    assert statuses(elsewhere) == WANTED
