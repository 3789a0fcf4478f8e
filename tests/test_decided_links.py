"""People's decisions win over every score, whatever the words say; threads keep their names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from graph.links import threads_of
from graph.threads import Decided, find_links
from ontology.model import Element, Link, Risk, Uppdrag
from ontology.svenska import ascii_slug

BODY = "region-alvmarken/vardforvaltningen"


def uppdrag(year: int, number: str, text: str, **more: Any) -> Uppdrag:
    document = f"region-alvmarken-namnden-verksamhetsplan-{year}"
    fields = {"term": "uppdrag", "series": "", "recipients": (BODY,), **more}
    name = f"{document}/uppdrag-{ascii_slug(number)}"
    return Uppdrag(id=name, document=document, year=year, number=number, text=text, **fields)


OMBUD = uppdrag(2031, "1", "Att ta fram en plan för munvårdsombud på äldreboenden.")
PLATTA = uppdrag(2031, "2", "Att bygga en helikopterplatta vid lasarettet i Granby.")
INFOR = uppdrag(2032, "3", "Att införa munvårdsombud på alla äldreboenden.")
FLYG = uppdrag(2032, "4", "Att se över kostnaderna för ambulansflyg.")
FOLJ = uppdrag(2033, "5", "Att utvärdera munvårdsombud på äldreboenden.")
ALL = (OMBUD, PLATTA, INFOR, FLYG, FOLJ)


def say(old: Element, new: Element, verdict: Any = "confirmed") -> Decided:
    return Decided(old.id, new.id, verdict)


def steps(links: Iterable[Link], *statuses: str) -> dict[tuple[str, str], Link]:
    """Links by the numbers of their ends."""
    number = {e.id: e.number or "" for e in ALL}
    return {(number[k.source], number[k.target]): k for k in links if not statuses or k.status in statuses}


def test_without_decisions_the_words_decide():
    assert set(steps(find_links(ALL))) == {("1", "3"), ("3", "5")}


def test_confirmed_pair_stands_against_the_words():
    found = steps(find_links(ALL, decided=[say(PLATTA, FLYG)]))
    assert set(found) == {("1", "3"), ("3", "5"), ("2", "4")}
    link = found["2", "4"]
    assert (link.status, link.method, link.score, link.change) == ("confirmed", "beslut", 1.0, ("omformulerad",))


def test_confirmed_proposal_is_said_once():
    links = find_links(ALL, decided=[say(OMBUD, INFOR)])
    assert [k.status for k in links if (k.source, k.target) == (OMBUD.id, INFOR.id)] == ["confirmed"]


def test_what_the_words_say_for_sure_joins_a_confirmed_pair_and_doubts_end():
    found = steps(find_links(ALL, decided=[say(PLATTA, INFOR)]))
    assert {pair: link.change for pair, link in found.items() if pair[1] == "3"} == {
        ("1", "3"): ("sammanslagen",), ("2", "3"): ("sammanslagen",),
    }  # fmt: skip
    doubtful = (OMBUD, replace(PLATTA, text="Att ordna munvård."), INFOR)
    rival = steps(find_links(doubtful, decided=[say(PLATTA, INFOR), say(OMBUD, INFOR, "rejected")]))
    assert set(rival) == {("2", "3")}


def test_rejected_pair_is_neither_asserted_nor_doubtful_and_frees_its_ends():
    found = steps(find_links(ALL, decided=[say(OMBUD, INFOR, "rejected")]))
    assert set(found) == {("3", "5")}
    both = [say(OMBUD, INFOR, "rejected"), say(INFOR, FOLJ, "rejected")]
    assert set(steps(find_links(ALL, decided=both))) == {("1", "5")}


def test_confirmed_rest_leaves_nothing_in_the_year_between():
    found = steps(find_links(ALL, decided=[say(OMBUD, FOLJ)]))
    assert set(found) == {("1", "5")}


def test_two_confirmed_heirs_are_a_split_and_two_parents_a_merger():
    split = steps(find_links(ALL, decided=[say(OMBUD, INFOR), say(OMBUD, FLYG)]), "confirmed")
    assert {k.change for k in split.values()} == {("delad",)}
    merged = steps(find_links(ALL, decided=[say(OMBUD, INFOR), say(PLATTA, INFOR)]), "confirmed")
    assert {k.change for k in merged.values()} == {("sammanslagen",)}


def test_last_word_counts():
    turned = [say(OMBUD, INFOR, "rejected"), say(OMBUD, INFOR)]
    assert steps(find_links(ALL, decided=turned))["1", "3"].status == "confirmed"
    assert ("1", "3") not in steps(find_links(ALL, decided=turned[::-1]))


def test_confirmed_pair_may_join_two_series():
    other = Uppdrag(
        id="region-alvmarken-namnden-utvecklingsplan-2032/uppdrag-1", number="9", year=2032, term="uppdrag",
        document="region-alvmarken-namnden-utvecklingsplan-2032", text="Att planera landningsplatser.",
    )  # fmt: skip
    links = find_links([*ALL, other], decided=[say(PLATTA, other)])
    assert (PLATTA.id, other.id) in {(k.source, k.target) for k in links if k.status == "confirmed"}


@pytest.mark.parametrize(
    "said",
    [
        Decided(OMBUD.id, "n-verksamhetsplan-2032/uppdrag-99", "confirmed"),
        Decided(INFOR.id, OMBUD.id, "confirmed"),
        Decided(OMBUD.id, OMBUD.id, "confirmed"),
        Decided(PLATTA.id, "region-alvmarken-namnden-verksamhetsplan-2032/risk-1", "confirmed"),
    ],
)
def test_decisions_that_name_no_step_say_nothing(said: Decided):
    risk = Risk(
        id="region-alvmarken-namnden-verksamhetsplan-2032/risk-1", year=2032, term="risk", text="Risk för dimma",
        document="region-alvmarken-namnden-verksamhetsplan-2032",
    )  # fmt: skip
    assert find_links([*ALL, risk], decided=[said]) == find_links([*ALL, risk])


def test_thread_keeps_its_name_when_a_year_is_added_a_number_changes_or_links_are_shuffled():
    first = threads_of(find_links([e for e in ALL if e.year < 2033]))
    later = threads_of(find_links(ALL)[::-1])
    assert list(first) == list(later) == [OMBUD.id]
    renumbered = uppdrag(2032, "17", INFOR.text)
    assert list(threads_of(find_links([OMBUD, renumbered, FOLJ]))) == [OMBUD.id]
