"""The index: filters first, two rankings fused, a safe and repeatable saved form."""

import json
import threading
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.array_folder import read_array_folder, write_array_folder
from graph.cells import Cells
from graph.columns import Columns, ordered
from graph.embedder import StubEncoder
from graph.fusion import K, reciprocal_rank
from graph.index import PassageIndex
from graph.lexical import LexicalIndex, grams
from graph.passages import IndexEntry
from ontology.errors import ReleaseError

ENCODER = StubEncoder()
TEXTS = [
    "Operationsköerna ska kortas i hela länet.",
    "Nr 9. Att öka andelen elektiva ingrepp på Karlskoga lasarett.",
    "Andel patienter som väntat kortare tid än 90 dagar på operation",
    "Personalkostnader -6 787,0 -6 954,7",
    "Barn- och ungdomspsykiatri, första besök",
    "Färdplan för cancervården tas fram av förvaltningen.",
    "Budget i balans är en förutsättning",
    "e-tjänster ska vara användarvänliga",
]


def entry(number, text):
    year = 2024 + number % 3
    kind, type_ = ("element", "uppdrag") if number % 2 else ("passage", "row")
    return IndexEntry(f"vp-{year}/p{number:04}", text, f"vp-{year}", year, kind, type_)


ENTRIES = [entry(number, text) for number, text in enumerate(TEXTS)]


@pytest.fixture(scope="module")
def index():
    return PassageIndex.build(ENTRIES, ENCODER)


def ids(hits):
    return [hit.id for hit in hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kö", [" kö "]), ("Köer", [" köe", "köer", "öer "]), ("5 %", [" 5 "]), ("", []), ("%", []),
        ("BUP-kö", [" bup", "bup ", " kö "]),
    ],
)  # fmt: skip
def test_grams(text, expected):
    assert grams(text) == expected


@pytest.mark.parametrize("mode", ["fused", "lexical", "semantic"])
@pytest.mark.parametrize(("query", "number"), [("operationskö", 0), ("cancerfärdplan", 5), ("personalkosnader", 3)])
def test_every_mode_finds_through_inflection_compound_and_slip(index, mode, query, number):
    hits = index.search(query, encoder=ENCODER, mode=mode)
    assert hits[0].id == ENTRIES[number].id
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_hit_tells_its_parts(index):
    hit = index.search("operationsköer", encoder=ENCODER)[0]
    assert (hit.rank_lexical, hit.rank_semantic) == (1, 1)
    assert hit.lexical > 0
    assert 0 < hit.semantic <= 1.0001
    assert hit.score == pytest.approx(2 / (K + 1))


def test_a_mode_alone_tells_only_its_own_part(index):
    letters = index.search("operation", encoder=None, mode="lexical")[0]
    meaning = index.search("operation", encoder=ENCODER, mode="semantic")[0]
    assert (letters.semantic, letters.rank_semantic) == (None, None)
    assert (meaning.lexical, meaning.rank_lexical) == (None, None)


FILTERS = [
    ({"years": [2025]}, lambda e: e.year == 2025),
    ({"documents": {"vp-2024", "vp-2026"}}, lambda e: e.document != "vp-2025"),
    ({"kinds": ["passage"]}, lambda e: e.kind == "passage"),
    ({"types": ("uppdrag",), "years": [2024]}, lambda e: e.type == "uppdrag" and e.year == 2024),
    ({"years": []}, lambda e: False),
    ({"documents": ["okänt"]}, lambda e: False),
    ({}, lambda e: True),
]


@pytest.mark.parametrize("mode", ["fused", "semantic"])
@pytest.mark.parametrize(("filters", "admits"), FILTERS, ids=[" ".join(filters) or "none" for filters, _ in FILTERS])
def test_filters_admit_before_scoring(index, mode, filters, admits):
    hits = index.search("operation", encoder=ENCODER, limit=100, mode=mode, **filters)
    assert set(ids(hits)) == {e.id for e in ENTRIES if admits(e)}


@given(st.text("abeknoprstäåö 0123", max_size=30), st.integers(1, 8), st.sets(st.sampled_from([2024, 2025, 2026])))
def test_a_filtered_search_is_exact(query, limit, years):
    index = PassageIndex.build(ENTRIES, ENCODER)
    hits = index.search(query, encoder=ENCODER, limit=limit, years=years, mode="semantic")
    admitted = [i for i, e in enumerate(ordered(ENTRIES)) if e.year in years]
    scores = index.vectors[admitted] @ ENCODER.encode_queries([query])[0]
    expected = np.sort(scores)[::-1][:limit] if query.strip() else []
    assert [hit.semantic for hit in hits] == pytest.approx(list(expected), abs=1e-6)


@pytest.mark.parametrize("query", ["", "  ", "%"])
def test_a_query_without_words_finds_nothing_by_letters(index, query):
    assert index.search(query, encoder=None, mode="lexical") == []


@given(st.text())
def test_any_query_is_answered(query):
    index = PassageIndex.build(ENTRIES, ENCODER)
    assert len(index.search(query, encoder=ENCODER, limit=3)) == (3 if query.strip() else 0)


def test_the_limit_holds(index):
    assert len(index.search("operation", encoder=ENCODER, limit=2)) == 2
    assert index.search("operation", encoder=ENCODER, limit=0) == []


@pytest.mark.parametrize("encoder", [None, StubEncoder(32)])
def test_meaning_needs_the_indexs_own_encoder(index, encoder):
    with pytest.raises(ValueError, match="rebuild the index"):
        index.search("operation", encoder=encoder)


@pytest.mark.parametrize(
    "asked", [{"query": " "}, {"limit": 0}, {"years": []}, {"documents": set()}, {"kinds": ()}, {"types": frozenset()}]
)
def test_nothing_is_embedded_where_nothing_can_be_found(index, asked, monkeypatch):
    monkeypatch.setattr(StubEncoder, "encode_queries", lambda *_: pytest.fail("a question was embedded"))
    assert index.search(**{"query": "operation", "encoder": ENCODER} | asked) == []
    with pytest.raises(ValueError, match="rebuild the index"):
        index.search(**{"query": "operation", "encoder": StubEncoder(32)} | asked)


@pytest.mark.parametrize("texts", [[], [""], ["%", "–"], ["\ud800", "\0"]], ids=repr)
def test_an_index_without_words_is_still_an_index(texts, tmp_path):
    entries = [entry(number, text) for number, text in enumerate(texts)]
    PassageIndex.build(entries, ENCODER).save(tmp_path)
    loaded = PassageIndex.load(tmp_path)
    assert loaded.search("operation", encoder=None, mode="lexical") == []
    assert len(loaded.search("operation", encoder=ENCODER)) == len(texts)


def test_sizes_must_agree():
    with pytest.raises(ValueError, match="as many vectors as entries"):
        PassageIndex(Columns.of(ENTRIES), np.zeros((1, 4), dtype=np.float32), LexicalIndex.build(TEXTS), "stub")


def test_a_saved_index_answers_alike(index, tmp_path):
    index.save(tmp_path)
    loaded = PassageIndex.load(tmp_path)
    assert (len(loaded), loaded.encoder) == (len(index), index.encoder)
    assert list(loaded.entries) == [replace(e, text="") for e in ordered(ENTRIES)]
    for query in ("operation", "budget 2025", "köer inom BUP"):
        assert loaded.search(query, encoder=ENCODER) == index.search(query, encoder=ENCODER)


def test_two_builds_give_the_same_bytes(tmp_path):
    for name, entries in (("one", ENTRIES), ("other", ENTRIES[::-1])):
        PassageIndex.build(entries, ENCODER).save(tmp_path / name)
    files = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "other").iterdir()}
    assert {name.rpartition(".")[2] for name in files} == {"npy", "json"}


def shorten(path):
    path.write_bytes(path.read_bytes()[:-3])


def change(path):
    path.write_bytes(path.read_bytes()[:-1] + b"!")


@pytest.mark.parametrize("damage", [shorten, change, lambda path: path.unlink()], ids=["shorten", "change", "unlink"])
@pytest.mark.parametrize("name", ["vectors.npy", "record.json", "data.npy", "manifest.json"])
def test_a_damaged_index_is_refused(index, tmp_path, name, damage):
    index.save(tmp_path)
    damage(tmp_path / name)
    with pytest.raises(ReleaseError, match="Bygg om"):
        PassageIndex.load(tmp_path)


@pytest.mark.parametrize(
    "manifest", [{}, [], {"files": {}}, {"files": {"../x.npy": {}}}, {"files": {"a": 1}}, {"files": 3}]
)
def test_a_strange_manifest_is_refused(tmp_path, manifest):
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ReleaseError, match="Bygg om"):
        read_array_folder(tmp_path)


def test_another_format_is_refused(tmp_path):
    write_array_folder(tmp_path, {}, {"format": 0})
    with pytest.raises(ReleaseError, match="annat format"):
        PassageIndex.load(tmp_path)


def test_the_former_format_is_read(index, tmp_path):
    index.save(tmp_path)
    arrays, _ = read_array_folder(tmp_path)
    rows = [[e.id, e.text, e.document, e.year, e.kind, e.type] for e in ordered(ENTRIES)]
    kept = {name: arrays[name] for name in ("vectors", "grams", "indptr", "indices", "data")}
    write_array_folder(tmp_path / "former", kept, {"format": 1, "encoder": index.encoder, "entries": rows})
    former = PassageIndex.load(tmp_path / "former")
    assert former.search("budget 2025", encoder=ENCODER) == index.search("budget 2025", encoder=ENCODER)


@pytest.mark.parametrize("runs", [[[0, 8]], [[1, 2]], [[0, 1], [3, 5], [7, 8]], []])
def test_letters_are_scored_alike_in_runs_and_in_all(index, runs, monkeypatch):
    spans = np.array(runs, dtype=np.int64).reshape(-1, 2)
    for query in ("operation", "budget i balans", "patienter"):
        whole = index.lexical.scores(query)
        for share in (0.0, 2.0):  # of all: read densely, read run by run
            monkeypatch.setattr("graph.lexical._DENSE", share)
            found = index.lexical.scores(query, spans)
            assert found.tolist() == [score for first, last in runs for score in whole[first:last].tolist()]


def test_texts_added_beside_others_are_weighed_as_among_them():
    many = LexicalIndex.build(TEXTS * 50)
    added = LexicalIndex.build(["Operationsköerna kortas."], many.statistics)
    together = LexicalIndex.build([*TEXTS * 50, "Operationsköerna kortas."])
    alone = LexicalIndex.build(["Operationsköerna kortas."])
    wanted = together.scores("operationskö")[-1]
    assert added.scores("operationskö")[0] == pytest.approx(wanted, rel=0.02)
    assert alone.scores("operationskö")[0] < wanted / 2


def test_cells_find_nearly_what_comparing_all_finds(monkeypatch):
    rng = np.random.default_rng(1)
    centres = rng.normal(size=(50, 32))
    vectors = (centres[rng.integers(50, size=4000)] + 0.5 * rng.normal(size=(4000, 32))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cells = Cells.build(vectors)
    admits = np.arange(4000) % 3 > 0
    held = 0
    for asked in vectors[::400]:
        best = np.flatnonzero(admits)[np.argsort(-(vectors[admits] @ asked))[:10]]
        near = cells.near(asked, admits, 10)
        assert admits[near].all()
        held += len(set(best) & set(near))
    assert held >= 95


def test_past_a_size_the_index_has_cells_and_answers_nearly_alike(monkeypatch, tmp_path):
    entries = [replace(entry(n, f"{TEXTS[n % 8]} {n % 40}"), id=f"vp-{2024 + n % 3}/p{n:04}") for n in range(600)]
    flat = PassageIndex.build(entries, ENCODER)
    monkeypatch.setattr("graph.index.FLAT_UP_TO", 100)
    PassageIndex.build(entries, ENCODER).save(tmp_path)
    loaded = PassageIndex.load(tmp_path)
    assert flat.cells is None
    assert loaded.cells is not None
    for filters in ({}, {"years": [2025]}, {"kinds": ["passage"]}):
        found = [
            index.search("operationsköer i länet", encoder=ENCODER, limit=5, mode="semantic", **filters)
            for index in (flat, loaded)
        ]
        assert [hit.semantic for hit in found[0]] == pytest.approx([hit.semantic for hit in found[1]], abs=1e-5)


def test_many_threads_search_alike(index):
    expected = index.search("operationsköer", encoder=ENCODER, years=[2024, 2025])
    found = []

    def search():
        found.extend(index.search("operationsköer", encoder=ENCODER, years=[2024, 2025]) == expected for _ in range(50))

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 200


@given(st.lists(st.integers(0, 30), unique=True), st.lists(st.integers(0, 30), unique=True))
def test_fusion_is_fair(one, other):
    lexical, semantic = ({place: rank for rank, place in enumerate(places, 1)} for places in (one, other))
    fused = reciprocal_rank(lexical, semantic)
    assert set(fused) == set(one) | set(other)
    assert fused == pytest.approx(reciprocal_rank(semantic, lexical))
    assert all(score <= 2 / (K + 1) for score in fused.values())
