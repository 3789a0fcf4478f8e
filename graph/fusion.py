"""Reciprocal rank fusion: two rankings into one, by places and not by scores."""

from __future__ import annotations

from collections.abc import Mapping

K = 60
"""How slowly a place loses worth: the first gives 1/61, the second 1/62."""
LEXICAL_WEIGHT = 1.0
SEMANTIC_WEIGHT = 1.0


def reciprocal_rank(
    lexical: Mapping[int, int], semantic: Mapping[int, int], *, weights: tuple[float, float] | None = None
) -> dict[int, float]:
    """The fused score of every place in either ranking; ranks count from 1. Higher is better."""
    lexical_weight, semantic_weight = weights or (LEXICAL_WEIGHT, SEMANTIC_WEIGHT)
    fused = {place: lexical_weight / (K + rank) for place, rank in lexical.items()}
    for place, rank in semantic.items():
        fused[place] = fused.get(place, 0.0) + semantic_weight / (K + rank)
    return fused
