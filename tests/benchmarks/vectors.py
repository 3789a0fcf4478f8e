"""Synthetic vectors that lie as real ones do.

Of 699 passages of real plans (multilingual-e5-small): the mean has length 0.92; the cosine of two passages is 0.845
(standard deviation 0.031), to the nearest other 0.95, to the tenth nearest 0.90 (medians); the variance lies in some
47 dimensions. So: a common mean, and beside it a vector of subject, theme and noise with a falling spectrum. A theme
is what one place of one body's plans says in all its years.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from graph.embedder import Vectors

DIMENSIONS = 384
_MEAN, _BESIDE = 0.919, 0.155  # the mean's length; the variance beside it
_SUBJECT, _THEME = 0.25, 0.45  # of that variance; the rest is noise
_SUBJECTS = 64
_FALL = 0.88  # how the spectrum falls: 47 dimensions in effect
_BATCH = 50_000
_YEAR = re.compile(r"-(?:19|20)\d\d(?=/)")


def write_vectors(ids: Sequence[str], path: Path, seed: int = 7) -> Vectors:
    """A vector for each id, unit length, in a mapped `.npy` file."""
    themes: dict[str, int] = {}
    theme_of = np.array([themes.setdefault(_YEAR.sub("", one), len(themes)) for one in ids])
    chance = np.random.default_rng(seed)
    spread = np.sqrt(_BESIDE * _spectrum()).astype(np.float32)
    subjects = chance.standard_normal((_SUBJECTS, DIMENSIONS), dtype=np.float32)
    said = chance.standard_normal((len(themes), DIMENSIONS), dtype=np.float32) * np.float32(_THEME**0.5)
    said += np.float32(_SUBJECT**0.5) * subjects[chance.integers(_SUBJECTS, size=len(themes))]
    vectors = np.lib.format.open_memmap(path, "w+", np.float32, (len(ids), DIMENSIONS))
    mean = np.zeros(DIMENSIONS, dtype=np.float32)
    mean[-1] = _MEAN
    for first in range(0, len(ids), _BATCH):
        these = theme_of[first : first + _BATCH]
        noise = chance.standard_normal((len(these), DIMENSIONS), dtype=np.float32)
        some = mean + spread * (said[these] + np.float32((1 - _SUBJECT - _THEME) ** 0.5) * noise)
        vectors[first : first + _BATCH] = some / np.linalg.norm(some, axis=1, keepdims=True)
    return vectors


def asked(vectors: Vectors, count: int, seed: int = 11) -> Vectors:
    """Questions: each near some entry, as far from it as a question is from the passage that answers it (0.87)."""
    chance = np.random.default_rng(seed)
    picked = vectors[np.sort(chance.integers(len(vectors), size=count))]
    noise = chance.standard_normal(picked.shape, dtype=np.float32) * np.sqrt(_spectrum()).astype(np.float32)
    some = picked + np.float32(0.55) * noise
    return np.asarray(some / np.linalg.norm(some, axis=1, keepdims=True), dtype=np.float32)


def spread_of(vectors: Vectors, most: int = 2000) -> dict[str, float]:
    """The figures of the module's text, of some vectors that lie together."""
    some = np.asarray(vectors[:most])
    cosines = some @ some.T
    pairs = cosines[np.triu_indices(len(some), 1)]
    np.fill_diagonal(cosines, -1)
    ranked = np.sort(cosines, axis=1)
    variances = np.linalg.svd(some - some.mean(0), compute_uv=False) ** 2
    return {
        "mean": float(np.linalg.norm(some.mean(0))), "cosine": float(pairs.mean()), "deviation": float(pairs.std()),
        "nearest": float(np.median(ranked[:, -1])), "tenth": float(np.median(ranked[:, -10])),
        "dimensions": float(variances.sum() ** 2 / (variances**2).sum()),
    }  # fmt: skip


def _spectrum() -> npt.NDArray[np.float64]:
    falling = np.arange(1, DIMENSIONS + 1) ** -_FALL
    return falling / falling.sum()
