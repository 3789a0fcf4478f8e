"""What people decide is never lost, always wins, and is found again by content."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.models import CorrectionIn
from graph.anchors import Finder, make_anchor
from graph.corrections import apply_corrections
from graph.decisions import FILE, DecisionLog, dump, parse, standing
from graph.reviews import resolve_reviews
from ontology.decisions import Anchor, Correction, Review, Withdrawal
from ontology.errors import DecisionError
from ontology.model import Element, Reading, Styrtal, Uppdrag
from tests import sample

OLD, NEW = (sample.make_reading(year) for year in (2025, 2026))
BY = "redaktör"


def element(kind: str, reading: Reading = OLD) -> Element:
    """The first element of a type."""
    return next(e for e in reading.elements if e.type == kind)


def correction(aimed: Element, action: str = "change", **fields: Any) -> Correction:
    """A correction of an element, as the log would have it."""
    return Correction(by=BY, id="1", made="2031-01-01", target=make_anchor(aimed), action=action, fields=fields)


def review(verdict: str = "confirmed") -> Review:
    """A word on the first uppdrag of both years."""
    old, new = (make_anchor(element("uppdrag", reading)) for reading in (OLD, NEW))
    return Review(by=BY, source=old, target=new, verdict=verdict)


def renumbered(reading: Reading, number: str) -> Reading:
    """The reading where the first uppdrag has another number, and with it another identifier."""
    old = element("uppdrag", reading)
    new = replace(old, id=old.id.rpartition("-")[0] + f"-{number}", number=number)
    return replace(reading, elements=tuple(new if e.id == old.id else e for e in reading.elements))


def test_a_decision_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path)
    given = [review(), correction(element("styrtal"), outcome="70 %"), Withdrawal(by=BY, document="d", sha256="ab")]
    written = [log.add(replace(one, id="", made="")) for one in given]
    assert log.load() == written
    assert all(one.id and one.made for one in written)
    assert parse(dump(written), "x") == written


def test_the_last_word_on_a_thing_holds_and_a_lifted_one_does_not(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path)
    for verdict in ("confirmed", "rejected"):
        log.add(review(verdict))
    log.add(Withdrawal(by=BY, document="d", sha256="ab"))
    assert [one.verdict for one in standing(log.load())] == ["rejected", "withdrawn"]
    log.add(Withdrawal(by=BY, document="d", sha256="ab", verdict="upphavd"))
    log.add(review("upphavd"))
    assert standing(log.load()) == []
    assert len(log.load()) == 5


def test_a_line_that_a_crash_cut_short_costs_nothing_else(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path)
    first = log.add(review())
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes() + dump([review("rejected")])[:40])
    assert log.load() == [first]
    second = log.add(review("rejected"))
    assert log.load() == [first, second]


def test_a_damaged_line_is_named_and_nothing_is_written_over_it(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path)
    log.add(review())
    path = tmp_path / FILE
    path.write_bytes(b'{"kind":"review"}\n' + path.read_bytes())
    with pytest.raises(DecisionError, match="Rad 1"):
        log.load()


def _write_many(folder: str, role: str) -> None:
    log = DecisionLog(Path(folder))
    for number in range(40):
        log.add(replace(review(), by=role, note=f"{role} {number}"))


def test_reviewers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write_many, args=(str(tmp_path), role)) for role in ("a", "b", "c")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    found = DecisionLog(tmp_path).load()
    assert len({one.note for one in found}) == len(found) == 120
    for role in ("a", "b", "c"):
        assert [one.note for one in found if one.by == role] == [f"{role} {number}" for number in range(40)]


def test_decisions_are_taken_in_once(tmp_path: Path) -> None:
    here, there = DecisionLog(tmp_path / "here"), DecisionLog(tmp_path / "there")
    here.add(review())
    there.add(review("rejected"))
    assert here.take_in(dump(there.load())) == 1
    assert here.take_in(dump(there.load())) == 0
    assert len(here.load()) == 2
    with pytest.raises(DecisionError, match="inget giltigt beslut"):
        here.take_in(b"{}\n")
    with pytest.raises(DecisionError, match="exporterats"):
        here.take_in(dump([review()]))


@pytest.mark.parametrize(("reading", "how"), [
    (OLD, "same"),
    (renumbered(OLD, "77"), "moved"),
    (replace(OLD, elements=tuple(replace(e, text=f"{e.text} mm") for e in OLD.elements)), "changed"),
    (replace(OLD, elements=()), None),
    (NEW, None),
])  # fmt: skip
def test_an_anchor_finds_its_element_by_content(reading: Reading, how: str | None) -> None:
    found = Finder(reading.elements).find(make_anchor(element("uppdrag")))
    assert (found.how if found else None) == how


def test_an_identifier_that_now_means_something_else_is_not_taken_for_the_same() -> None:
    old = element("uppdrag")
    other = replace(old, text="Att se över lokalerna i Norra Ås")
    assert Finder([other]).find(make_anchor(old)) is None


def test_equal_texts_are_told_apart_by_their_number_or_left() -> None:
    old = element("uppdrag")
    twins = [replace(old, id=f"{old.id}-x{n}", number=n) for n in ("1", "2")]
    found = Finder(twins).find(replace(make_anchor(old), number="2"))
    assert found is not None
    assert found.element.number == "2"
    assert Finder(twins).find(replace(make_anchor(old), number="3")) is None


def test_another_bodys_plan_never_answers_for_this_one() -> None:
    old = element("uppdrag")
    elsewhere = replace(old, id="annan-namnd-2025/uppdrag-rf-9", document="annan-namnd-2025")
    assert Finder([elsewhere]).find(make_anchor(old)) is None


def test_a_correction_changes_what_it_names_and_keeps_what_was_read() -> None:
    styrtal = element("styrtal")
    done = apply_corrections([OLD, NEW], [correction(styrtal, outcome="71 %", note="Reviderad siffra")])
    new = next(e for e in done.readings[0].elements if e.id == styrtal.id)
    assert isinstance(new, Styrtal)
    assert isinstance(styrtal, Styrtal)
    assert (new.outcome.value, new.outcome.unit, new.note) == (71.0, "%", "Reviderad siffra")
    assert new.evidence == styrtal.evidence
    assert done.effects[0].read == {"outcome": styrtal.outcome, "note": None}
    assert done.readings[1] == NEW
    assert not done.findings


def test_a_correction_follows_its_element_to_another_number() -> None:
    done = apply_corrections([renumbered(OLD, "77")], [correction(element("uppdrag"), recipients=["nämnden"])])
    changed = next(e for e in done.readings[0].elements if e.number == "77")
    assert isinstance(changed, Uppdrag)
    assert changed.recipients == (sample.BOARD,)
    assert done.effects[0].how == "moved"


def test_a_source_that_changed_under_its_correction_is_told_of() -> None:
    reworded = replace(OLD, elements=tuple(replace(e, text=f"{e.text} mm") for e in OLD.elements))
    done = apply_corrections([reworded], [correction(element("uppdrag"), text="Att göra klart planen")])
    assert done.effects[0].how == "changed"
    assert "Källan har ändrats" in done.findings[0].message
    assert any(e.text == "Att göra klart planen" for e in done.readings[0].elements)


def test_a_correction_without_its_element_waits_and_says_so() -> None:
    done = apply_corrections([NEW], [correction(element("uppdrag"), text="x")])
    assert done.readings == (NEW,)
    assert "väntar" in done.findings[0].message


def test_a_rejected_element_is_gone_and_nothing_points_at_it() -> None:
    goal = element("malsattning")
    done = apply_corrections([OLD], [correction(goal, "reject")])
    left = done.readings[0].elements
    assert goal.id not in {e.id for e in left}
    assert not [e for e in left if goal.id in (e.objective, e.part_of)]
    assert len(left) == len(OLD.elements) - 1


def test_an_added_element_cites_a_passage_that_holds_its_quote() -> None:
    doc = OLD.document.id
    target = Anchor(id=f"{doc}/uppdrag-tillagd-1", document=doc, type="uppdrag", year=2025, text="Att följa hembesöken")
    added = Correction(by=BY, target=target, action="add", passage="p0008", quote="följer frågan om hembesök",
                       fields={"recipients": ("Vårdnämnden",)})  # fmt: skip
    done = apply_corrections([OLD], [added])
    new = done.readings[0].elements[-1]
    assert (new.text, new.evidence[0].passage, new.evidence[0].quote) == (target.text, "p0008", added.quote)
    lost = apply_corrections([OLD], [replace(added, quote="står inte där")])
    assert lost.readings == (OLD,)
    assert "ordagrant" in lost.findings[0].message


@pytest.mark.parametrize(("kind", "fields", "words"), [
    ("uppdrag", {"outcome": "7"}, "”outcome” går inte"),
    ("uppdrag", {"text": ""}, "får inte vara tomt"),
    ("uppdrag", {"recipients": ["Okända nämnden"]}, "Vårdnämnden"),
    ("styrtal", {"better": "kanske"}, "higher, lower, range"),
    ("styrtal", {"note": ("a", "b")}, "inte en lista"),
])  # fmt: skip
def test_what_an_element_cannot_hold_is_refused_with_what_it_can(kind: str, fields: dict[str, Any], words: str) -> None:
    done = apply_corrections([OLD], [correction(element(kind), **fields)])
    assert words in done.findings[0].message
    assert done.readings == (OLD,)


@pytest.mark.parametrize(("fields", "name", "wanted"), [
    ({"outcome": None}, "outcome", None),
    ({"target": "5 av 8"}, "target", (5.0, 8.0)),
    ({"number": "9"}, "number", "9"),
])  # fmt: skip
def test_values_are_read_as_the_reader_reads_them(fields: dict[str, Any], name: str, wanted: object) -> None:
    done = apply_corrections([OLD], [correction(element("styrtal"), **fields)])
    met = getattr(next(e for e in done.readings[0].elements if e.type == "styrtal"), name)
    assert ((met.value, met.of) if isinstance(wanted, tuple) else met) == wanted


def test_a_review_follows_both_its_elements(tmp_path: Path) -> None:
    moved: Callable[[Reading], list[Element]] = lambda reading: list(renumbered(reading, "55").elements)  # noqa: E731
    judged, waiting = resolve_reviews([review()], [*moved(OLD), *moved(NEW)])
    assert [one.source.rpartition("-")[2] for one in judged] == ["55"]
    assert [one.target.rpartition("-")[2] for one in judged] == ["55"]
    assert not waiting
    judged, waiting = resolve_reviews([review()], OLD.elements)
    assert not judged
    assert "väntar" in waiting[0].message


def test_what_a_person_writes_is_printable() -> None:
    fields = {"text": "ny\x1b[2J", "names": ["a\x9b"]}
    given = CorrectionIn(action="change", element="x", fields=fields, note="d\x00\x85e")
    assert (given.fields, given.note) == ({"text": "ny[2J", "names": ["a"]}, "d e")
