"""What the index knows of its entries beside text and vector, as arrays that can stay on the disk.

Entries lie by document, so a document is one run of places and a choice of documents a few runs: nothing is asked of
every entry.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.lexical import Spans
from graph.passages import IndexEntry

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Codes:
    """One word of a few for each entry."""

    words: tuple[str, ...]
    codes: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, values: Sequence[str]) -> Codes:
        """The words sorted, and each value's place among them."""
        words = tuple(sorted(set(values)))
        place = {word: code for code, word in enumerate(words)}
        return cls(words, np.array([place[value] for value in values], dtype=np.uint8))

    def among(self, wanted: Collection[str], places: Places) -> npt.NDArray[np.bool_]:
        """Whether the entries at the places have one of the words wanted."""
        table = np.array([word in wanted for word in self.words], dtype=np.bool_)
        found: npt.NDArray[np.bool_] = table[self.codes[places]] if len(places) else np.zeros(0, dtype=np.bool_)
        return found


@dataclass(frozen=True, slots=True)
class Columns:
    """The entries by document: ids as one row of bytes, documents with their years and where each ends."""

    letters: npt.NDArray[np.uint8]
    id_ends: npt.NDArray[np.int64]
    documents: Mapping[str, int]
    """Document → its place among the documents."""
    years: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    kinds: Codes
    types: Codes

    @classmethod
    def of(cls, entries: Sequence[IndexEntry]) -> Columns:
        """Of entries in `ordered` order."""
        ids = [entry.id.encode() for entry in entries]
        last = {entry.document: place for place, entry in enumerate(entries, 1)}
        return cls(
            np.frombuffer(b"".join(ids), dtype=np.uint8),
            np.cumsum([len(one) for one in ids], dtype=np.int64),
            {document: place for place, document in enumerate(last)},
            np.array([entries[end - 1].year for end in last.values()], dtype=np.int64),
            np.array(list(last.values()), dtype=np.int64),
            Codes.of([entry.kind for entry in entries]),
            Codes.of([entry.type for entry in entries]),
        )

    def __len__(self) -> int:
        return len(self.id_ends)

    def id(self, place: int) -> str:
        """An entry's id."""
        first = int(self.id_ends[place - 1]) if place else 0
        return self.letters[first : int(self.id_ends[place])].tobytes().decode()

    def entries(self) -> Iterator[IndexEntry]:
        """Every entry in order, without its text, which the graph holds."""
        document, names = 0, tuple(self.documents)
        for place in range(len(self)):
            document += place >= self.ends[document]
            kind, type_ = self.kinds.words[self.kinds.codes[place]], self.types.words[self.types.codes[place]]
            yield IndexEntry(self.id(place), "", names[document], int(self.years[document]), kind, type_)

    def spans(self, documents: Collection[str] | None, years: Collection[int] | None) -> Spans:
        """The runs of places of the documents that both filters admit; those side by side are one."""
        chosen = np.ones(len(self.ends), dtype=np.bool_)
        if documents is not None:
            chosen[:] = False
            chosen[[self.documents[document] for document in documents if document in self.documents]] = True
        if years is not None:
            chosen &= np.isin(self.years, list(years))
        if not chosen.any():
            return np.zeros((0, 2), dtype=np.int64)
        step = np.diff(np.concatenate(([False], chosen, [False])).astype(np.int8))
        first, last = np.flatnonzero(step == 1), np.flatnonzero(step == -1)
        begins = np.concatenate(([0], self.ends))
        return np.stack([begins[first], begins[last]], axis=1)

    def admitted(self, places: Places, kinds: Collection[str] | None, types: Collection[str] | None) -> Places:
        """Which of the places (as places among them) both filters admit."""
        mask = np.ones(len(places), dtype=np.bool_)
        for wanted, codes in ((kinds, self.kinds), (types, self.types)):
            if wanted is not None:
                mask &= codes.among(frozenset(wanted), places)
        return np.flatnonzero(mask)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """The columns with a value for each entry."""
        codes = {"kinds": self.kinds.codes, "types": self.types.codes}
        return {"ids": self.letters, "id_ends": self.id_ends, **codes}

    def record(self) -> dict[str, Any]:
        """What there is once for a document or for all."""
        return {
            "documents": list(self.documents), "years": self.years.tolist(), "ends": self.ends.tolist(),
            "kinds": self.kinds.words, "types": self.types.words,
        }  # fmt: skip

    @classmethod
    def load(cls, arrays: dict[str, npt.NDArray[Any]], record: Mapping[str, Any]) -> Columns:
        """What `arrays` and `record` gave; the arrays are taken out."""
        return cls(
            arrays.pop("ids"), arrays.pop("id_ends"),
            {document: place for place, document in enumerate(record["documents"])},
            np.array(record["years"], dtype=np.int64), np.array(record["ends"], dtype=np.int64),
            Codes(tuple(record["kinds"]), arrays.pop("kinds")), Codes(tuple(record["types"]), arrays.pop("types")),
        )  # fmt: skip


def ordered(entries: Iterable[IndexEntry]) -> list[IndexEntry]:
    """Entries by document, and there by id."""
    return sorted(entries, key=lambda entry: (f"{entry.document}/", entry.id))


def expand(spans: Spans) -> Places:
    """Every place of the runs."""
    return np.concatenate([np.arange(0), *(np.arange(first, last) for first, last in spans)])
