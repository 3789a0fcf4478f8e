"""BM25 over the letters of words: what finds a word in its inflections, in compounds and through typing slips."""

from __future__ import annotations

from collections.abc import Sequence

import bm25s
import numpy as np
import numpy.typing as npt

from ontology.svenska import words

Scores = npt.NDArray[np.float32]
GRAM = 4
_ARRAYS = ("data", "indices", "indptr")


def grams(text: str) -> list[str]:
    """The character 4-grams within the text's folded words, each word padded by a space at both ends.

    A word of one letter or digit gives its padded self.
    """
    padded = [f" {word} " for word in words(text)]
    return [word[i : i + GRAM] for word in padded for i in range(max(1, len(word) - GRAM + 1))]


class LexicalIndex:
    """BM25 scores of a fixed list of texts. Equal texts give equal arrays, byte for byte."""

    def __init__(self, bm25: bm25s.BM25 | None, size: int) -> None:
        self._bm25 = bm25
        self.size = size

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """Index the texts in their order."""
        tokens = [grams(text) for text in texts]
        vocabulary = {gram: place for place, gram in enumerate(sorted({gram for text in tokens for gram in text}))}
        if not vocabulary:
            return cls(None, len(texts))
        bm25 = bm25s.BM25()
        ids = [[vocabulary[gram] for gram in text] for text in tokens]
        bm25.index((ids, vocabulary), create_empty_token=False, show_progress=False)
        return cls(bm25, len(texts))

    def scores(self, query: str) -> Scores:
        """How well each text fits the query, shape (size,); 0 where they share nothing."""
        if self._bm25 is None:
            return np.zeros(self.size, dtype=np.float32)
        vocabulary = self._bm25.vocab_dict
        ids = sorted({vocabulary[gram] for gram in grams(query) if gram in vocabulary})
        if not ids:
            return np.zeros(self.size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores_from_ids(ids), dtype=np.float32)

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """The index as plain arrays; `grams` holds the vocabulary, one row of code points a gram."""
        if self._bm25 is None:
            return {}
        vocabulary = np.array(list(self._bm25.vocab_dict), dtype=f"<U{GRAM}")
        return {name: self._bm25.scores[name] for name in _ARRAYS} | {"grams": vocabulary}

    @classmethod
    def from_arrays(cls, arrays: dict[str, npt.NDArray[np.generic]], size: int) -> LexicalIndex:
        """The index that `arrays` gave."""
        if not arrays:
            return cls(None, size)
        bm25 = bm25s.BM25()
        bm25.scores = {name: arrays[name] for name in _ARRAYS} | {"num_docs": size}
        bm25.nonoccurrence_array = None  # its method, "lucene", gives nothing to a gram that a text lacks
        bm25.vocab_dict = {str(gram): place for place, gram in enumerate(arrays["grams"])}
        return cls(bm25, size)
