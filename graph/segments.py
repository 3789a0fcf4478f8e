"""A large index and what was added to it since: each addition is a small index of its own, asked beside the large one.

    index/…                 the large one's files
    index/tillagg/0001/…    an addition, weighed by the large one's statistics; `borta.json` names documents that
                            nothing before it holds any more

A document stands in the last index that has it. A build of the whole makes one of all.
"""

from __future__ import annotations

import json
from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

from graph.embedder import Vectors
from graph.files import write_whole
from graph.index import PassageIndex, best_first
from graph.passages import Admits, IndexEntry, PassageSearch, Placed, Ranked

ADDED = "tillagg"
GONE = "borta.json"
MOST = 99
"""Additions that an index has at most."""


class SegmentedIndex(PassageSearch):
    """Several indexes searched as one; each with the documents that stand in it."""

    def __init__(self, indexes: Sequence[PassageIndex], gone: Sequence[Collection[str]]) -> None:
        """`gone` names, for each index, documents that those before it no longer hold."""
        self.encoder = indexes[0].encoder
        self._indexes = indexes
        self._hidden: list[frozenset[str]] = []
        later: set[str] = set()
        for index, left in zip(reversed(indexes), reversed(gone), strict=True):
            self._hidden.insert(0, frozenset(later) & index.columns.documents.keys())
            later |= index.columns.documents.keys() | set(left)
        self._standing = [
            frozenset(index.columns.documents.keys() - hidden) if hidden else None for index, hidden in self.parts
        ]
        self._first = list(accumulate(map(len, indexes), initial=0))

    def __len__(self) -> int:
        return self._first[-1]

    @property
    def parts(self) -> Iterator[tuple[PassageIndex, frozenset[str]]]:
        """The indexes, each with the documents that stand in it no longer."""
        return zip(self._indexes, self._hidden, strict=True)

    @property
    def entries(self) -> Iterator[IndexEntry]:
        """Every entry that stands, without its text."""
        for index, hidden in self.parts:
            yield from (entry for entry in index.entries if entry.document not in hidden)

    def ranked(self, words: str | None, vector: Vectors | None, admits: Admits, depth: int) -> Ranked:
        """Each index ranks its own; the places of the first come before those of the next."""
        found = [
            index.ranked(words, vector, _within(admits, standing), depth)
            for index, standing in zip(self._indexes, self._standing, strict=True)
        ]
        return Ranked(
            self._together([one.lexical for one in found], depth),
            self._together([one.semantic for one in found], depth),
            self._id,
        )

    def _together(self, rankings: Iterable[Sequence[Placed]], depth: int) -> list[Placed]:
        sides = zip(self._first[:-1], rankings, strict=True)
        placed = ((first + place, score) for first, side in sides for place, score in side)
        return sorted(placed, key=best_first)[:depth]

    def _id(self, place: int) -> str:
        number = bisect(self._first, place) - 1
        return self._indexes[number].columns.id(place - self._first[number])


def _within(admits: Admits, standing: frozenset[str] | None) -> Admits:
    """The filters, held to the documents that stand in an index, where not all of its do."""
    if standing is None:
        return admits
    return replace(admits, documents=standing if admits.documents is None else standing & set(admits.documents))


def load_index(folder: Path, *, verify: bool = True) -> PassageIndex | SegmentedIndex:
    """The index in a folder with its additions. Raises ReleaseError where a file is missing or changed."""
    index = PassageIndex.load(folder, verify=verify)
    added = additions(folder)
    if not added:
        return index
    indexes = [index, *(PassageIndex.load(one, verify=verify) for one in added)]
    return SegmentedIndex(indexes, [(), *(json.loads((one / GONE).read_bytes()) for one in added)])


def additions(folder: Path) -> list[Path]:
    """The folders of an index's additions, oldest first."""
    return sorted((folder / ADDED).glob("[0-9]*"))


def write_addition(folder: Path, large: PassageIndex, entries: Sequence[IndexEntry], vectors: Vectors,
                   gone: Collection[str]) -> None:  # fmt: skip
    """Add entries, in `ordered` order and with their vectors, to the index in a folder; documents `gone` leave it."""
    aside = folder / ADDED / f"{len(additions(folder)) + 1:04}"
    PassageIndex.of(entries, vectors, large.encoder, large.lexical.statistics).save(aside)
    write_whole(aside / GONE, json.dumps(sorted(gone)).encode())
