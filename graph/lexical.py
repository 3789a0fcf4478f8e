"""BM25 over the letters of words: what finds a word in its inflections, in compounds and through typing slips.

The scores are reckoned when the index is built and lie by gram: `data[starts[g]:starts[g + 1]]` are those of the texts
`indices[...]`, ascending. A question reads the slices of its own grams, and of them only what lies in the places asked
for; so the arrays can stay on the disk, memory-mapped, however many texts there are.

BM25 with Lucene's idf (https://doi.org/10.1007/978-3-030-45442-5_4).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ontology.svenska import words

Array = npt.NDArray[Any]
Scores = npt.NDArray[np.float32]
Spans = npt.NDArray[np.int64]
"""Runs of places, ascending: shape (runs, 2), each from its first place to before its last."""
GRAM = 4
K1, B = 1.5, 0.75
_DENSE = 0.1
"""The share of all places from which every text is scored, since picking the wanted ones out costs more."""


def grams(text: str) -> list[str]:
    """The character 4-grams within the text's folded words, each word padded by a space at both ends.

    A word of one letter or digit gives its padded self.
    """
    return [gram for word in words(text) for gram in _of_word(word)]


@lru_cache(maxsize=100_000)
def _of_word(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(padded[i : i + GRAM] for i in range(max(1, len(padded) - GRAM + 1)))


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the weight of a gram rests on: texts in all, their mean length in grams, in how many texts each gram is.

    `frequency` has a figure for each gram of `vocabulary`, which is sorted.
    """

    size: int
    length: float
    frequency: Array
    vocabulary: Array


class LexicalIndex:
    """BM25 scores of a fixed list of texts. Equal texts give equal arrays, byte for byte."""

    def __init__(self, size: int, length: float, vocabulary: Array, starts: Array, indices: Array, data: Array) -> None:
        """`length` is the texts' mean number of grams; `vocabulary` the grams, sorted, one a row."""
        self.size = size
        self.length = length
        self._vocabulary, self._starts, self._indices, self._data = vocabulary, starts, indices, data
        self._place = {str(gram): place for place, gram in enumerate(vocabulary)}

    @classmethod
    def build(cls, texts: Iterable[str], beside: Statistics | None = None) -> LexicalIndex:
        """Index the texts in their order; those added `beside` others are weighed as among them."""
        place: dict[str, int] = {}
        columns, counts, lengths, distinct = array("i"), array("f"), array("i"), array("i", [0])
        for text in texts:
            told = Counter(grams(text))
            columns.extend(place.setdefault(gram, len(place)) for gram in told)
            counts.extend(told.values())
            lengths.append(told.total())
            distinct.append(len(columns))
        vocabulary = np.array(sorted(place), dtype=f"<U{GRAM}")
        rank = np.empty(len(place), dtype=np.int32)
        rank[[place[str(gram)] for gram in vocabulary]] = np.arange(len(place))
        ranked = rank[np.array(columns)] if place else rank
        starts, indices, tf = _by_gram(ranked, np.array(distinct), np.array(counts))
        own = np.array(lengths, dtype=np.int64)
        known = _known(beside, own, vocabulary, starts)
        idf = np.log(1 + (known.size - known.frequency + 0.5) / (known.frequency + 0.5)).astype(np.float32)
        weight = K1 * ((1 - B) + B * own / known.length)[indices] if len(indices) else np.zeros(0)
        data = (np.repeat(idf, np.diff(starts)) * (tf / (weight + tf))).astype(np.float32)
        return cls(len(own), known.length, vocabulary, starts, indices, data)

    @property
    def statistics(self) -> Statistics:
        """What texts that are added later are weighed by."""
        return Statistics(self.size, self.length, np.diff(self._starts), self._vocabulary)

    def scores(self, query: str, spans: Spans | None = None) -> Scores:
        """How well each text of the spans (all by default) fits the query, in order; 0 where nothing is shared."""
        asked = sorted({self._place[gram] for gram in grams(query) if gram in self._place})
        wanted = self.size if spans is None else int((spans[:, 1] - spans[:, 0]).sum())
        if spans is None or wanted > _DENSE * self.size:
            whole = self._dense(asked)
            return whole if spans is None else np.concatenate([whole[:0], *(whole[a:b] for a, b in spans)])
        return self._sparse(asked, spans, wanted)

    def _dense(self, asked: list[int]) -> Scores:
        scores = np.zeros(self.size, dtype=np.float32)
        for gram in asked:
            first, last = self._starts[gram], self._starts[gram + 1]
            scores[self._indices[first:last]] += self._data[first:last]
        return scores

    def _sparse(self, asked: list[int], spans: Spans, wanted: int) -> Scores:
        """Only what lies within the spans is read: a binary search a gram and span, then the hits."""
        scores = np.zeros(wanted, dtype=np.float32)
        before = np.cumsum(spans[:, 1] - spans[:, 0]) - spans[:, 1]
        for gram in asked:
            first, last = self._starts[gram], self._starts[gram + 1]
            texts = self._indices[first:last]
            at = np.searchsorted(texts, spans.ravel().astype(texts.dtype)).reshape(-1, 2)
            for run in np.flatnonzero(at[:, 1] > at[:, 0]):
                here = slice(*at[run])
                scores[texts[here] + before[run]] += self._data[first:last][here]
        return scores

    def arrays(self) -> dict[str, Array]:
        """The index as plain arrays; `grams` holds the vocabulary, one row of code points a gram."""
        if not len(self._vocabulary):
            return {}
        names = ("grams", "indptr", "indices", "data")
        return dict(zip(names, (self._vocabulary, self._starts, self._indices, self._data), strict=True))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array], size: int, length: float) -> LexicalIndex:
        """The index that `arrays` gave, of so many texts of that mean length."""
        if not arrays:
            return cls.build([""] * size)
        return cls(size, length, arrays["grams"], arrays["indptr"], arrays["indices"], arrays["data"])


def _known(beside: Statistics | None, lengths: Array, vocabulary: Array, starts: Array) -> Statistics:
    """The statistics of new texts with those that they stand beside; the mean length stays the others'."""
    found = np.diff(starts)
    if beside is None:
        return Statistics(len(lengths), float(lengths.mean()) if len(lengths) else 0.0, found, vocabulary)
    at = np.minimum(np.searchsorted(beside.vocabulary, vocabulary), max(len(beside.vocabulary) - 1, 0))
    shared = beside.vocabulary[at] == vocabulary if len(beside.vocabulary) else np.zeros(len(vocabulary), dtype=bool)
    among = found + np.where(shared, beside.frequency[at] if len(beside.vocabulary) else 0, 0)
    return Statistics(beside.size + len(lengths), beside.length or float(lengths.mean()), among, vocabulary)


def _by_gram(columns: Array, distinct: Array, counts: Array) -> tuple[Array, Array, Scores]:
    """Texts × grams, given text by text, as gram by gram: where each gram starts, its texts ascending, its counts."""
    from scipy.sparse import csr_matrix

    shape = (len(distinct) - 1, int(columns.max()) + 1 if len(columns) else 0)
    turned = csr_matrix((counts, columns, distinct), shape=shape).tocsc()
    return turned.indptr.astype(np.int64), turned.indices.astype(np.int32, copy=False), turned.data
