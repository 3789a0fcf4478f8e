"""Threads over the years: links, their kinds of change, two years compared, follow-up, differences.

Three tables stand behind this: small cases written here, the example documents' truth, and pairs of the real
plans labelled by number (`threads_labels.json`), which are skipped where the documents are absent.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ingest.examples
from graph.changes import changes, marked_difference, thread_of
from graph.followup import find_reports
from graph.threads import find_links
from graph.threads.bodies import Bodies
from graph.threads.telling import is_same_text
from graph.threads.words import Lexicon, proper_names
from ingest.reading import read_document
from ontology.model import (
    Element,
    Link,
    Malsattning,
    Organisation,
    OrganisationKind,
    Passage,
    Reading,
    Risk,
    Styrtal,
    Uppdrag,
)
from ontology.svenska import ascii_slug

HERE = Path(ingest.examples.__file__).parent
CORPUS = Path(__file__).parents[1] / ".." / "shared" / "corpus"
LABELS = json.loads((Path(__file__).parent / "threads_labels.json").read_text(encoding="utf-8"))
REGION = "region-alvmarken"
BODY = f"{REGION}/halso-och-sjukvardsforvaltningen"
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the plans in ../shared/corpus are not here")

Pair = tuple[str, str]


def uppdrag(year: int, number: str, text: str, **more: Any) -> Uppdrag:
    document = f"{REGION}-namnden-verksamhetsplan-{year}"
    fields = {"term": "uppdrag", "recipients": (BODY,), **more}
    name = f"{document}/uppdrag-{ascii_slug(number)}"
    return Uppdrag(id=name, document=document, year=year, number=number, text=text, **fields)


def named(elements: Iterable[Element]) -> dict[str, str]:
    """Element id → how the gold files name it: 2025/RF 9, 2024/7c."""
    printed = {e.id: (e.series, (e.number or "").replace(" ", "")) for e in elements}
    return {e.id: f"{e.year}/{' '.join(filter(None, printed[e.id]))}" for e in elements}


def pairs(elements: Sequence[Element], links: Iterable[Link], status: str = "proposed") -> set[Pair]:
    name = named(elements)
    return {(name[k.source], name[k.target]) for k in links if k.status == status}


# The example documents' truth ------------------------------------------------------------------------------------


def truth(name: str) -> Any:
    return json.loads((HERE / "truth" / f"{name}.json").read_text(encoding="utf-8"))


CLASSES: dict[str, type[Element]] = {"uppdrag": Uppdrag, "målsättning": Malsattning, "styrtal": Styrtal, "risk": Risk}


@cache
def example_elements() -> tuple[Element, ...]:
    told = [row for row in truth("elements") if row["type"] in CLASSES]
    return tuple(_element(row, place) for place, row in enumerate(told))


def _element(row: dict[str, Any], place: int) -> Element:
    document = f"{REGION}-halso-och-sjukvardsnamnden-verksamhetsplan-{row['year']}"
    series, number, kind = row.get("series"), row.get("number"), CLASSES[row["type"]]
    local = f"{kind.type}-{ascii_slug(' '.join(filter(None, (series, number))))}" if number else f"{kind.type}-{place}"
    local += f"-{place}" if kind is Styrtal else ""
    more: dict[str, Any] = {"objective": f"{document}/malsattning-{row['goal']}"} if row.get("goal") else {}
    if row.get("part_of"):
        more["part_of"] = f"{document}/uppdrag-{row['part_of']}"
    if kind is Uppdrag:
        more["recipients"] = tuple(f"{REGION}/{ascii_slug(name)}" for name in row["recipients"])
    return kind(
        id=f"{document}/{local}", document=document, year=row["year"], term=row["type"], text=row["text"],
        number=number, series=series, **more,
    )  # fmt: skip


@cache
def example_organisations() -> dict[str, Organisation]:
    renamed = truth("threads")["same_beredning"][0]["names"]
    ids = {one for e in example_elements() if isinstance(e, Uppdrag) for one in e.recipients}
    records = [(name, f"{REGION}/{ascii_slug(name)}") for name in renamed]
    assert {one for _, one in records} <= ids
    return {
        one: Organisation(id=one, name=name, kind=OrganisationKind.BEREDNING, names=tuple(renamed))
        for name, one in records
    }


@cache
def example_links() -> tuple[Link, ...]:
    return tuple(find_links(example_elements(), organisations=example_organisations()))


def of_type(name: str) -> list[Element]:
    return [e for e in example_elements() if e.type == name]


def example_uppdrag_links() -> list[Link]:
    ids = {e.id for e in of_type("uppdrag")}
    return [link for link in example_links() if link.source in ids]


def test_examples_threads_are_found_and_none_is_invented():
    gold = truth("threads")
    strong, weak = ({tuple(pair) for pair in gold[key]} for key in ("strong", "weak"))
    found = pairs(of_type("uppdrag"), example_uppdrag_links())
    assert found <= strong | weak
    assert len(strong) == 39
    assert strong - found == set()


def test_examples_changes_are_of_the_right_kind():
    name = named(of_type("uppdrag"))
    got = {(name[k.source], name[k.target]): k.change for k in example_uppdrag_links() if k.status == "proposed"}
    told = {(row["from"], row["to"]): set(row["change"]) for row in truth("threads")["links"]}
    wrong = {pair: kinds for pair, kinds in got.items() if not told[pair] <= set(kinds)}
    assert wrong == {}
    assert {pair for pair, kinds in got.items() if "delad" in kinds and pair[0] == "2024/4a"} == {
        ("2024/4a", "2025/RF 12"), ("2024/4a", "2025/RF 13"),
    }  # fmt: skip
    assert [pair for pair, kinds in got.items() if "flyttad" in kinds] == [("2024/10", "2025/Ber 4")]


@pytest.mark.parametrize(("older", "newer"), [(2024, 2025), (2025, 2026)])
def test_examples_began_and_ended(older: int, newer: int):
    name, gold = named(of_type("uppdrag")), truth("threads")
    before, after = ([e for e in of_type("uppdrag") if e.year == year] for year in (older, newer))
    found = changes(before, after, example_links())
    assert {name[i] for i in found.dropped} - set(gold["ended"][str(older)]) <= {"2025/RF 57"}
    assert {name[i] for i in found.added} - set(gold["began"][str(newer)]) <= {"2026/RF 58"}
    assert set(gold["ended"][str(older)]) <= {name[i] for i in found.dropped}
    if newer == 2026:
        assert [name[i] for i in found.resumed] == ["2026/HS 4"]


def test_examples_other_types():
    by_id = {e.id: e for e in example_elements()}
    steps = [(by_id[k.source], by_id[k.target]) for k in example_links() if k.status == "proposed"]
    goals = [(a.number, b.number) for a, b in steps if a.type == "malsattning" and a.year == 2025]
    assert goals == [("1", "1"), ("4", "2"), ("5", "3"), ("6", "4"), ("7", "5"), ("8", "6")]
    assert all(a.type == b.type and a.year < b.year for a, b in steps)
    rested = [(a.year, b.year) for a, b in steps if a.type == "risk" and b.year - a.year > 1]
    assert rested == [(2024, 2026)]


def test_examples_reports():
    told = {(row["uppdrag"], row["quote"]) for row in truth("reports")}
    paths = [HERE / "documents" / name for name in ("verksamhetsberattelse-2024.pdf", "delarsrapport-2025.docx")]
    passages = {reading.document.id: reading.passages for reading in map(read_document, paths)}
    given = [e for e in of_type("uppdrag") if isinstance(e, Uppdrag)]
    name = named(given)
    found = {(name[r.element], r.quote) for r in find_reports(given, passages)}
    assert len(told) == 45
    assert len(told & found) == 45
    assert {one for one, _ in found - told} <= {"2024/7"}  # the economy chapter tells of it once more, rightly


# Small tables of our own -----------------------------------------------------------------------------------------

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


# The real plans, by number ---------------------------------------------------------------------------------------


@cache
def corpus() -> tuple[Reading, ...]:
    return tuple(read_document(path) for path in sorted(CORPUS.glob("*.txt")))


def corpus_elements(kind: str) -> list[Element]:
    return [e for reading in corpus() for e in reading.elements if e.type == kind]


def corpus_organisations() -> dict[str, Organisation]:
    return {body.id: body for reading in corpus() for body in reading.organisations}


def labelled(kind: str) -> dict[str, set[Pair]]:
    return {verdict: {(old, new) for old, new in told} for verdict, told in LABELS[kind].items()}


def placed(kind: str) -> dict[str, str]:
    """Element id → the name of the labels: by number, a styrtal by goal and number, by its place where it has none."""
    found: dict[str, str] = {}
    for reading in corpus():
        if "verksamhetsplan" in reading.document.id:
            for place, e in enumerate((e for e in reading.elements if e.type == kind), 1):
                goal = (e.objective or "").rpartition("-")[2] if kind == "styrtal" else ""
                name = ".".join(filter(None, (goal, e.number))) if e.number else f"#{place}"
                found[e.id] = f"{e.year}/{name}"
    return found | (named(corpus_elements(kind)) if kind == "uppdrag" else {})


@pytest.mark.whole
@needs_corpus
@pytest.mark.parametrize(("kind", "counted"), [("uppdrag", 26), ("malsattning", 7), ("styrtal", 7), ("risk", 16)])
def test_real_threads(kind: str, counted: int):
    elements, told, name = list(corpus_elements(kind)), labelled(kind), placed(kind)
    goals = corpus_elements("malsattning") if kind == "uppdrag" else []
    links = find_links([*elements, *goals], organisations=corpus_organisations())
    found = {(name[k.source], name[k.target]) for k in links if k.status == "proposed" and k.source in name}
    assert len(told["strong"]) == counted
    assert told["strong"] - found == set()
    assert found - told["strong"] - told["weak"] == set()
    assert len(told["not"]) >= counted
    assert told["not"] <= {(name[a.id], name[b.id]) for a in elements for b in elements if {a.id, b.id} <= name.keys()}


@pytest.mark.whole
@needs_corpus
def test_real_threads_stand_when_a_neighbour_is_missing():
    """Take each uppdrag away in turn: what it was tied to must not be tied to the next best."""
    elements = corpus_elements("uppdrag")
    told = labelled("uppdrag")
    known = told["strong"] | told["weak"]
    over_a_year = {(a, d) for a, b in known for c, d in known if b == c}
    wrong: set[Pair] = set()
    lost = {one for pair in told["strong"] for one in pair}
    name = named(elements)
    for gone in (e for e in elements if name[e.id] in lost):
        left = [e for e in elements if e is not gone]
        wrong |= pairs(left, find_links(left, organisations=corpus_organisations())) - known - over_a_year
    assert len(wrong) <= 2


@pytest.mark.whole
@needs_corpus
def test_real_follow_up():
    given = [e for e in corpus_elements("uppdrag") if isinstance(e, Uppdrag)]
    found = find_reports(given, {reading.document.id: reading.passages for reading in corpus()})
    name = named(given)
    told = [(name[r.element], r.passage) for r in found]
    assert told == [("2024/2", "p0006"), ("2024/2", "p0006"), *((f"2024/{n}", "p0009") for n in ("3b", "4b", "5a"))]
    assert len({r.quote for r in found}) == 3
