"""What a query from outside is refused for before and after it ran, and whose turn it is: no process, no web."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import fields
from pathlib import Path

import pyoxigraph as ox
import pytest

from api.build import Built
from api.settings import Settings, load_settings
from api.sparql.checks import check_query
from api.sparql.errors import RefusedError, TooMuchError
from api.sparql.evaluate import evaluate
from api.sparql.gate import Gate
from api.sparql.jobs import Job, Reply
from api.sparql.kept import KeptAnswers
from api.sparql.limits import Limits
from api.sparql.outcomes import FAULTS
from api.sparql.own import is_own
from graph.store import fill, get_query, iri
from ontology.errors import QueryError
from tests.test_sparql import COUNT, EVERYTHING, GRAPHS, RT, TABLES, ask, serving


@pytest.mark.parametrize("query", [
    'SELECT * WHERE { ?s ?p "SERVICE <x> { }" }', "SELECT ?service WHERE { ?service ?p ?o }",
    "# INSERT DATA\nSELECT * WHERE { ?s ?p ?o }", "SELECT * WHERE { ?s <http://x.example/#SERVICE> ?o }",
    "PREFIX delete: <http://x.example/> SELECT * WHERE { ?s delete:load ?o }", "ASK { ?s ex:serviceLevel 1 }",
    "ASK { ?s ?p '''SERVICE ' '' SERVICE''' }", 'ASK { ?s ?p "\\"SERVICE" }', "ASK { ?s ?p 'a'@sv-service }",
])  # fmt: skip
def test_words_inside_strings_names_and_comments_are_harmless(query: str) -> None:
    check_query(query, Limits())


@pytest.mark.parametrize(("query", "error"), [
    ("INSERT DATA { <a:b> <a:b> 1 }", RefusedError),
    ("PREFIX x: <http://x.example/> delete where { ?s ?p ?o }", RefusedError),
    ("SELECT * { service silent ?x { } }", RefusedError), ("SELECT * { SERVICE:x { } }", RefusedError),
    ("SELECT * { ?s ?p ?x.SERVICE<http://x.example/>{ } }", RefusedError),
    ("ASK { ?s ?p 1SERVICE ?x {} }", RefusedError),
    ("ASK { ?s ?p true.Service:x {} }", RefusedError),
    ("ASK { FILTER(?a<?b)SERVICE<http://x.example>{} }", RefusedError),
    ("SELECT * " + "{" * 61 + "}" * 61, TooMuchError), ("ASK { FILTER(" + "! " * 5_000 + "true) }", TooMuchError),
    ("#" * 20_001, TooMuchError), ("#" + "å" * 10_001, TooMuchError),
    ("ASK { ?s " + "^" * 5_000 + "<a:b> ?o }", TooMuchError),
])  # fmt: skip
def test_queries_that_must_not_reach_the_engine(query: str, error: type[QueryError]) -> None:
    with pytest.raises(error):
        check_query(query, Limits())


@pytest.mark.whole
@pytest.mark.parametrize("piece", ["\\'''", "'''a", '"', "<", "a.b.", ":", "\\", "-", "a:", "?x.", '"""\\"', "#\n"])
def test_a_check_takes_no_longer_than_the_text_is_long(piece: str) -> None:
    short, long = (min(_seconds(piece * (signs // len(piece))) for _ in range(5)) for signs in (2_500, 20_000))
    assert long < 32 * short  # eight times the text: some 8 times as long where it is linear, 64 where it is squared


def _seconds(query: str) -> float:
    started = time.process_time()
    check_query(query, Limits(tokens=30_000))
    return time.process_time() - started


@pytest.mark.parametrize("media_type", [*TABLES, *GRAPHS])
@pytest.mark.parametrize("rows", [1, 7, 500])
def test_rows_are_counted_in_every_format(media_type: str, rows: int) -> None:
    store, said = ox.Store(), ox.Literal('rad},{"\n</result>')
    store.extend(ox.Quad(ox.NamedNode(f"a:{n}"), ox.NamedNode("a:b"), said) for n in range(500))
    text = EVERYTHING if media_type in TABLES else "CONSTRUCT WHERE { ?s ?p ?o }"
    kinds = [evaluate(store, Job(text=f"{text} LIMIT {rows}", accept=media_type), Limits(rows=most), len).kind
             for most in (rows, rows - 1)]  # fmt: skip
    assert kinds == ["answer", "rows"]


@pytest.mark.parametrize(("came", "kind"), [
    (b"svaret" + Reply("answer", "text/csv", size=6).to_end(), "answer"), (Reply("rows").to_end(), "rows"),
    (b"sva\nret" + Reply("time").to_end(), "time"),
])  # fmt: skip
def test_what_was_sent_is_an_answer_only_where_its_end_says_so(came: bytes, kind: str) -> None:
    reply = Reply.from_bytes(came)
    assert (reply.kind, reply.body) == (kind, b"svaret" if kind == "answer" else b"")


@pytest.mark.parametrize("came", [b"", b"svaret", b"svar" + Reply("answer", size=6).to_end(),
                                  b"svaret" + Reply("answer", size=6).to_end()[:-1]])  # fmt: skip
def test_an_answer_that_is_cut_is_none(came: bytes) -> None:
    with pytest.raises(ValueError, match=r"answer of|Expecting|delimiter|Unterminated"):
        Reply.from_bytes(came)


def test_every_limit_is_told_with_its_setting() -> None:
    told = " ".join(words for _, words in FAULTS.values())
    for name in ("SECONDS", "MEMORY", "ROWS", "BYTES"):
        assert f"RODATRADEN_SPARQL_{name}" in told
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    for bound in fields(Limits):
        assert re.search(rf"RODATRADEN_SPARQL_[^|]*{bound.name.upper()}`", readme), bound.name
        assert getattr(load_settings().sparql, bound.name) == bound.default


@pytest.mark.parametrize(("bounds", "query", "words"), [
    ({"bytes": 1000}, EVERYTHING, "1000 byte"), ({"rows": 3}, EVERYTHING, "3 rader"),
    ({"length": 100}, COUNT + " " * 50, "100 byte"), ({"tokens": 20}, "ASK {" + " ." * 20, "20 ord"),
    ({"depth": 5}, "ASK {{{{{{}}}}}}", "5 nivåer"),
])  # fmt: skip
def test_what_is_too_much_is_refused_whole(
    sample_built: Built, sample_settings: Settings, bounds: dict[str, int], query: str, words: str
) -> None:
    with serving(sample_settings, **bounds) as client:
        answer = ask(client, query)
    assert answer.status_code == 413
    assert words in answer.json()["detail"]


OURS = fill(get_query("elements-of-type").text, {"slag": iri(RT + "Uppdrag"), "ar": [2025, 2026]})

YEAR = str(ox.Literal(2026))


@pytest.mark.parametrize(("text", "own"), [
    (OURS, True), (OURS.replace(YEAR, '"styr { } tal"'), True), ("\n".join(OURS.splitlines()[3:]), True),
    (OURS.replace(YEAR, "1 " * 30), False), (OURS.replace(YEAR, "} ?a ?b ?c VALUES ?x {"), False),
    (OURS + " LIMIT 1", False), (COUNT, False),
])  # fmt: skip
def test_a_query_of_ours_is_known_whatever_its_values(text: str, own: bool) -> None:
    assert is_own(text) is own


def test_a_gate_lets_the_next_in_when_one_leaves_and_forgets_who_gave_up() -> None:
    async def scene() -> list[str]:
        gate, told = Gate(1, 4, 0.2), []

        async def visit(name: str, seconds: float) -> None:
            async with gate.turn(name):
                told.append(name)
                await asyncio.sleep(seconds)

        first, second = (asyncio.ensure_future(visit(name, 0.1)) for name in "ab")
        given_up = asyncio.ensure_future(visit("c", 0))
        await asyncio.sleep(0.05)
        given_up.cancel()
        await asyncio.gather(first, second, given_up, return_exceptions=True)
        assert not gate.inside
        assert not gate.waiting
        return told

    assert asyncio.run(scene()) == ["a", "b"]


def test_the_answers_last_asked_for_are_kept_up_to_a_size() -> None:
    kept = KeptAnswers(400)
    jobs = [Job(text=f"ASK {{ ?s ?p {n} }}") for n in range(6)]
    for job in jobs[:4]:
        kept.put(job, Reply("answer", body=b"x" * 100, size=100))
    assert kept.get(jobs[0]) is not None  # asked for again, so it stays
    kept.put(jobs[4], Reply("answer", body=b"x" * 100, size=100))
    assert [kept.get(job) is not None for job in jobs] == [True, False, True, True, True, False]
    kept.put(jobs[5], Reply("answer", body=b"x" * 101, size=101))  # more than a quarter of the room
    assert kept.get(jobs[5]) is None


def test_where_there_is_no_room_nothing_is_kept() -> None:
    kept = KeptAnswers(0)
    kept.put(Job(text="ASK {}"), Reply("answer", body=b"x", size=1))
    assert kept.get(Job(text="ASK {}")) is None
