"""Threads over the years on small tables of our own: links, kinds of change, follow-up, differences."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.changes import changes, marked_difference, thread_of
from graph.followup import find_reports
from graph.threads import find_links
from graph.threads.bodies import Bodies
from graph.threads.telling import is_same_text
from graph.threads.words import Lexicon, proper_names
from ontology.model import Link, Passage, Uppdrag
from tests.threads import REGION, example_elements, example_organisations, pairs, uppdrag

WHOLE = f"{REGION}-namnden-verksamhetsplan-2031/uppdrag-1"
OLD = (
    uppdrag(2031, "1", "Att ta fram en färdplan för tandvården och återkomma till nämnden med"),
    uppdrag(2031, "1a", "en plan för munvårdsombud på äldreboenden", part_of=WHOLE),
    uppdrag(2031, "2", "Att fortsätta utveckla digitala arbetssätt i vården."),
    uppdrag(2031, "3", "Att fasa ut lågvårdevård i primärvården."),
    uppdrag(2031, "4", "Att bygga en helikopterplatta vid lasarettet i Granby."),
    uppdrag(2031, "5", "Att kartlägga väntrummens tillgänglighet för rullstolar."),
)  # fmt: skip
NEW = (
    uppdrag(2032, "11", "Att införa munvårdsombud på alla äldreboenden."),
    uppdrag(2032, "12", "Att stärka digital samverkan med kommunerna och utveckla vården."),
    uppdrag(2032, "13", "Att fortsätta fasa ut lågvärdevård i primärvården."),
    uppdrag(2032, "4", "Att se över kostnaderna för ambulansflyg i Granby."),
    uppdrag(2032, "15", "Att kartlägga väntrummens tillgänglighet för rullstolar"),
)


def test_part_carries_the_thread_and_a_shared_subject_is_none():
    links = find_links([*OLD, *NEW])
    assert pairs([*OLD, *NEW], links) == {("2031/1a", "2032/11"), ("2031/3", "2032/13"), ("2031/5", "2032/15")}
    kinds = {link.source.rpartition("-")[2]: link.change for link in links if link.status == "proposed"}
    assert kinds == {"1a": ("omformulerad",), "3": ("omformulerad",), "5": ("oforandrad",)}


def test_reason_names_what_is_shared_and_what_differs():
    link = next(k for k in find_links([*OLD, *NEW]) if k.source.endswith("-1a"))
    assert "munvårdsombud" in link.reason.partition("Borta")[0]
    assert "införa" in link.reason.partition("nytt:")[2]


def test_order_of_elements_and_other_regions_change_nothing():
    elements = [*OLD, *NEW, *example_elements()]
    links = find_links(elements, organisations=example_organisations())
    random.Random(1).shuffle(elements)
    assert find_links(elements, organisations=example_organisations()) == links
    assert [k for k in links if k.source in {e.id for e in OLD}] == find_links([*OLD, *NEW])


def test_raising_is_not_lowering():
    old = [uppdrag(2031, "1", "Att öka antalet dagoperationer av gallsten i Granby."), *OLD[2:]]
    new = [uppdrag(2032, "1", "Att minska antalet nattoperationer av gallsten i Ekby."), *NEW[1:]]
    assert ("2031/1", "2032/1") not in pairs([*old, *new], find_links([*old, *new]))


def test_two_equal_heirs_are_doubtful():
    old = [uppdrag(2031, "7", "Att fortsätta omställningen till föräldrastöd i skolan."), *OLD[2:]]
    new = [
        uppdrag(2032, "7", "Att följa upp hur omställningen till stöd i hemmet märks för personer med demens."),
        uppdrag(2032, "8", "Att vidareutveckla samtal om omställningen till stöd i hemmet för unga med diabetes."),
    ]
    assert not pairs([*old, *new], find_links([*old, *new]))


def test_split_and_merger():
    whole = "Att minska inhyrningen av barnmorskor och tandläkare vid länets mottagningar."
    old = [uppdrag(2031, "6", whole), *OLD[2:]]
    new = [
        uppdrag(2032, "6", "Att avveckla inhyrningen av barnmorskor vid förlossningen."),
        uppdrag(2032, "7", "Att avveckla inhyrningen av tandläkare i folktandvården."),
    ]
    split = [k for k in find_links([*old, *new]) if k.status == "proposed"]
    assert {k.target.rpartition("-")[2] for k in split} == {"6", "7"}
    assert all("delad" in k.change for k in split)
    back = [_moved(e, 2033) for e in old]
    merged = [k for k in find_links([*new, *back]) if k.status == "proposed"]
    assert [k.change for k in merged] == [("sammanslagen",)] * 2


def _moved(element: Uppdrag, year: int) -> Uppdrag:
    return uppdrag(year, element.number or "", element.text)


def test_a_thread_rests_a_year_and_goes_no_way_round():
    resting = [OLD[1], *NEW[1:], uppdrag(2033, "3", "Att utvärdera munvårdsombud på äldreboenden.")]
    assert pairs(resting, find_links(resting)) == {("2031/1a", "2033/3")}
    steady = [OLD[1], *NEW, uppdrag(2033, "3", "Att utvärdera munvårdsombud på äldreboenden.")]
    assert pairs(steady, find_links(steady)) == {("2031/1a", "2032/11"), ("2032/11", "2033/3")}


def test_what_may_go_on_at_once_does_not_rest():
    old = [uppdrag(2031, "7", "Att fortsätta omställningen till mobila tandläkare."), *OLD[2:]]
    between = [
        uppdrag(2032, "7", "Att stärka omställningen till mobila röntgenbussar för personer med demens i glesbygd."),
        uppdrag(2032, "8", "Att planera omställningen till mobila bibliotek för unga med diabetes."),
    ]
    after = [uppdrag(2033, "9", "Att fortsätta omställningen till mobila tandläkare.")]
    empty = [uppdrag(2032, "4", "Att se över kostnaderna för ambulansflyg i Granby.")]
    assert ("2031/7", "2033/9") in pairs([*old, *empty, *after], find_links([*old, *empty, *after]))
    every = [*old, *between, *after]
    links = find_links(every)
    assert pairs(every, links, "candidate") >= {("2031/7", "2032/7"), ("2031/7", "2032/8")}
    assert ("2031/7", "2033/9") not in pairs(every, links) | pairs(every, links, "candidate")


def test_vectors_only_nudge():
    elements = [*OLD, *NEW]
    same = {e.id: np.ones(3, dtype=np.float32) / np.float32(3**0.5) for e in elements}
    links = find_links(elements, same)
    assert pairs(elements, links) == pairs(elements, find_links(elements))
    assert {link.method for link in links} == {"text+vektor"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("beredningen-for-psykiatri", "beredningen-for-psykisk-halsa", True),
        ("beredningen-for-psykiatri", "beredningen-for-forskning", False),
        ("beredningen-for-sjukhusvard", "sjukhusvardsforvaltningen", False),
        ("halso-och-sjukvardsnamnden", "halso-och-sjukvardsforvaltningen", False),
    ],
)
def test_bodies(one: str, other: str, same: bool):
    bodies = Bodies()
    assert bodies.same(f"{REGION}/{one}", f"{REGION}/{other}") is same
    assert not bodies.same(f"{REGION}/{one}", f"region-granmark/{other}")


def test_words_weigh_by_rarity_and_slips_are_one_word():
    lexicon = Lexicon.of([[e.text for e in OLD], [e.text for e in NEW]])
    weights = lexicon.weights
    assert weights["munvårdsombud"] > 3 * weights["utveckl"]
    assert weights["granby"] < weights["rullstol"]
    assert lexicon.features("lågvårdevård").keys() & lexicon.features("lågvärdevård").keys()
    assert "granby" in proper_names([OLD[4].text])


def test_same_text_looks_past_signs_and_measuring():
    assert is_same_text("Att  följa vården.", "att följa vården")
    assert is_same_text("Väntan (< 90 dagar)", "Väntan (< 90 dagar). (Utfall: 2031)")
    assert not is_same_text("Väntan (< 90 dagar)", "Väntan (< 60 dagar)")


def test_whole_with_a_living_part_is_not_dropped():
    found = changes(OLD, NEW, find_links([*OLD, *NEW]))
    assert [i.rpartition("-")[2] for i in found.dropped] == ["2", "4"]
    assert [i.rpartition("-")[2] for i in found.added] == ["12", "4"]
    assert [(c.source[-2:], c.target[-2:]) for c in found.kept] == [("-5", "15")]
    assert [c.change for c in found.changed] == [("omformulerad",)] * 2


def test_thread_walks_both_ways():
    def link(source: str, target: str, status: str = "proposed") -> Link:
        return Link(source=source, target=target, change=("omformulerad",), score=0.9, method="text", status=status)

    a, b, c, d = (f"n-verksamhetsplan-{year}/uppdrag-1" for year in (2031, 2032, 2034, 2035))
    links = [link(a, b), link(b, c, "confirmed"), link(c, d, "candidate"), link(b, b.replace("-1", "-2"), "rejected")]
    assert thread_of(b, links) == thread_of(c, links) == [a, b, c]
    far = changes([_at(a, 2031)], [_at(c, 2034)], links)
    assert [(step.source, step.target) for step in far.changed] == [(a, c)]


def _at(name: str, year: int) -> Uppdrag:
    return Uppdrag(id=name, document=name.partition("/")[0], year=year, term="uppdrag", text="")


def passage(local: str, text: str) -> Passage:
    return Passage(id=local, kind="paragraph", text=text, page=None, section=(), start=0, end=len(text))


def test_reports_of_the_right_year_and_body_only():
    said = [
        passage("p1", "Mycket hände. Munvårdsombud finns nu på sju äldreboenden. Arbetet fortsätter."),
        passage("p2", "De digitala arbetssätten i vården utvecklas."),
        passage("p3", "Uppdrag nr 4, plattan. Helikoptern kan landa."),
    ]
    body = f"{REGION}-namnden"
    found = find_reports(OLD, {f"{body}-verksamhetsberattelse-2031": said, f"{body}-delarsrapport-2032": said,
                               f"{REGION}-styrelsen-verksamhetsberattelse-2031": said})  # fmt: skip
    assert [(r.element.rpartition("-")[2], r.passage, r.quote) for r in found] == [
        ("1a", "p1", "Munvårdsombud finns nu på sju äldreboenden."),
        ("4", "p3", said[2].text),
    ]


def test_reports_need_not_repeat_an_uppdrags_examples():
    long = "Att beskriva beredskapen för lavin och snöoväder, såsom {} och byte av kedjor på ambulansernas hjul."
    given = [uppdrag(2031, "1", long.format("inköp av pulkor, övning i räddning, skyltar, kartor, varningar"))]
    said = [passage("p1", "Arbetet med beredskap för lavin och snöoväder har fortgått. Nya kartor är tryckta.")]
    found = find_reports(given, {f"{REGION}-namnden-verksamhetsberattelse-2031": said})
    assert [r.quote for r in found] == ["Arbetet med beredskap för lavin och snöoväder har fortgått."]


TEXT = st.lists(st.sampled_from(["Att", "följa", "öka", "vården", ",", ".", "2031", "Granby"]), max_size=12).map(
    " ".join
)


@given(TEXT, TEXT)
def test_marked_difference_holds_both_texts(old: str, new: str):
    spans = marked_difference(old, new)
    assert "".join(text for op, text in spans if op != "delete") == new
    assert "".join(text for op, text in spans if op != "insert").replace(" ", "") == old.replace(" ", "")
    assert (old != new) or {op for op, _ in spans} <= {"equal"}


def test_marked_difference_by_words():
    spans = marked_difference("Att påbörja arbetet i Granby.", "Att fortsätta arbetet i Granby och Ekby.")
    assert spans == [
        ("equal", "Att"), ("delete", " påbörja"), ("insert", " fortsätta"), ("equal", " arbetet i Granby"),
        ("insert", " och Ekby"), ("equal", "."),
    ]  # fmt: skip
