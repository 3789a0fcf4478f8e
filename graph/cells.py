"""Nearest vectors among very many: only the cells nearest to the question are looked into.

An inverted file: k-means parts the vectors into cells; each vector lies in its cell as one byte a dimension, and the
best of these are weighed again with the vectors themselves. All of it is plain arrays that stay on the disk; no file
of FAISS's is ever read.
"""

from __future__ import annotations

from dataclasses import dataclass

import faiss
import numpy as np
import numpy.typing as npt

from graph.embedder import Vectors

FLAT_UP_TO = 50_000
"""Entries up to which every vector is compared: exact, and quick enough."""
PROBED = 1 / 8
"""The share of the cells that is looked into; recall by share: `python -m tests.benchmarks.retrieval`."""
_AGAIN = 4  # times as many as are wanted are weighed again
_TRAINED = 40  # vectors a cell that the cells are made from
_ROUNDS = 8
_SEED = 7
_STEPS = 255.0
_BATCH = 65_536


@dataclass(frozen=True, slots=True)
class Cells:
    """`members` lists the places cell by cell, `ends` where each cell ends; `codes` are the vectors in that order."""

    centres: Vectors
    ends: npt.NDArray[np.int64]
    members: npt.NDArray[np.int32]
    codes: npt.NDArray[np.uint8]
    scale: Vectors
    """Shape (2, dimensions): the least value of each dimension, and a step's size."""

    @classmethod
    def build(cls, vectors: Vectors) -> Cells:
        """Part the vectors; some twice as many cells as the root of their number. The same vectors give the same."""
        count = max(1, 2 * int(len(vectors) ** 0.5))
        picked = np.random.default_rng(_SEED).permutation(len(vectors))[: count * _TRAINED]
        means = faiss.Kmeans(vectors.shape[1], count, niter=_ROUNDS, seed=_SEED, spherical=True)
        means.train(np.ascontiguousarray(vectors[np.sort(picked)]))
        nearest = faiss.IndexFlatIP(vectors.shape[1])
        centres = np.asarray(means.centroids, dtype=np.float32)
        nearest.add(centres)
        cell = np.empty(len(vectors), dtype=np.int64)
        low, high = np.full(vectors.shape[1], np.inf), np.full(vectors.shape[1], -np.inf)
        for first in range(0, len(vectors), _BATCH):
            some = np.ascontiguousarray(vectors[first : first + _BATCH])
            cell[first : first + _BATCH] = nearest.search(some, 1)[1][:, 0]
            low, high = np.minimum(low, some.min(0)), np.maximum(high, some.max(0))
        members = np.argsort(cell, kind="stable").astype(np.int32)
        scale = np.stack([low, np.maximum(high - low, 1e-9) / _STEPS]).astype(np.float32)
        codes = np.empty(vectors.shape, dtype=np.uint8)
        for first in range(0, len(vectors), _BATCH):
            some = vectors[members[first : first + _BATCH]]
            codes[first : first + _BATCH] = np.rint((some - scale[0]) / scale[1]).clip(0, _STEPS)
        return cls(centres, np.cumsum(np.bincount(cell, minlength=count)), members, codes, scale)

    def near(self, query: Vectors, admits: npt.NDArray[np.bool_], wanted: int, probed: float = PROBED) -> list[int]:
        """Places that may be the nearest to a query (shape (dimensions,)) among those admitted, so many at most.

        `probed` is the share of the cells that is looked into.
        """
        chosen = np.argsort(-(self.centres @ query), kind="stable")[: max(1, round(probed * len(self.ends)))]
        runs = [slice(int(self.ends[c - 1]) if c else 0, int(self.ends[c])) for c in sorted(chosen)]
        places = np.concatenate([self.members[run] for run in runs])
        weights = query * self.scale[1]
        scores = np.concatenate([self.codes[run].astype(np.float32) @ weights for run in runs])
        scores, places = scores[admits[places]], places[admits[places]]
        most = min(len(places), wanted * _AGAIN)
        found = np.argpartition(-scores, most - 1)[:most] if most else np.zeros(0, dtype=np.int64)
        return np.sort(places[found]).tolist()  # type: ignore[no-any-return]

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """The cells as plain arrays."""
        return {f"cells_{name}": getattr(self, name) for name in self.__slots__}

    @classmethod
    def take(cls, arrays: dict[str, npt.NDArray[np.generic]]) -> Cells | None:
        """What `arrays` gave, taken out of them; None where there are none."""
        if "cells_centres" not in arrays:
            return None
        return cls(**{name: arrays.pop(f"cells_{name}") for name in cls.__slots__})  # type: ignore[arg-type]
