"""A large index and what was added to it since: each addition is a small index of its own, asked beside the large one.

    index/…                 the large one's files
    index/tillagg/0001/…    an addition, weighed by the large one's statistics; `borta.json` names documents that
                            nothing before it holds any more

A document stands in the last index that has it. A build of the whole makes one of all.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from graph.columns import ordered
from graph.embedder import Encoder, Vectors
from graph.files import write_whole
from graph.index import Admits, PassageIndex, Placed, Ranked, asked_vector, fuse
from graph.passages import DEPTH, Hit, IndexEntry, Mode

ADDED = "tillagg"
GONE = "borta.json"
MOST = 99
"""Additions that an index has at most."""


class SegmentedIndex:
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

    def __len__(self) -> int:
        return sum(map(len, self._indexes))

    @property
    def parts(self) -> Iterator[tuple[PassageIndex, frozenset[str]]]:
        """The indexes, each with the documents that stand in it no longer."""
        return zip(self._indexes, self._hidden, strict=True)

    @property
    def entries(self) -> Iterator[IndexEntry]:
        """Every entry that stands, without its text."""
        for index, hidden in zip(self._indexes, self._hidden, strict=True):
            yield from (entry for entry in index.entries if entry.document not in hidden)

    def search(
        self,
        query: str,
        *,
        encoder: Encoder | None,
        limit: int = 10,
        years: Collection[int] | None = None,
        documents: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        types: Collection[str] | None = None,
        mode: Mode = "fused",
    ) -> list[Hit]:
        """As `PassageIndex.search`, over all of them."""
        asked, depth = asked_vector(self.encoder, query, encoder, mode), max(DEPTH, limit)
        lexical: list[Placed] = []
        semantic: list[Placed] = []
        first = 0
        for index, hidden in zip(self._indexes, self._hidden, strict=True):
            chosen = documents
            if hidden:
                chosen = (index.columns.documents.keys() if documents is None else set(documents)) - hidden
            admits = Admits(years, chosen, kinds, types)
            found = index.ranked(query, asked, admits, depth, letters=mode != "semantic")
            lexical += [(first + place, score) for place, score in found.lexical]
            semantic += [(first + place, score) for place, score in found.semantic]
            first += len(index)
        best = [sorted(side, key=lambda placed: (-placed[1], placed[0]))[:depth] for side in (lexical, semantic)]
        return fuse(Ranked(*best), self._id, limit)

    def _id(self, place: int) -> str:
        for index in self._indexes:
            if place < len(index):
                return index.columns.id(place)
            place -= len(index)
        raise IndexError(place)


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
    PassageIndex.of(ordered(entries), vectors, large.encoder, large.lexical.statistics).save(aside)
    write_whole(aside / GONE, json.dumps(sorted(gone)).encode())
