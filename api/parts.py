"""A large release opened in parts: the documents of one body, from their own graphs, when something of them is asked.

A question is put to one body, so what it touches is that body's part and nothing else, however large the release is.
`parts.json` tells what there is, so that opening a release reads one file; the parts used last are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar, overload

from pydantic import TypeAdapter

from api.catalogue import Catalogue, catalogue_of
from graph.elements import ElementReader
from graph.iris import Iris
from graph.prepared import Prepared, load_prepared, prepare
from graph.release import Release
from graph.store import LaterStore, Store
from ontology.model import Document, Element, Organisation, Reading

T = TypeVar("T")
GRAPHS = "graph"
"""The folder of the graphs, an N-Quads file each."""
PARTS = "parts.json"
PARTED_FROM = 100
"""Documents from which a release is opened in parts: some 6,700 passages, which take 3 s to open whole."""
KEPT = 32
"""Parts that are kept open; some 15 MB each."""
THREADS, DECISIONS = "tradar", "beslut"
"""The files of the graphs that are no document's."""
PREPARED = "forberett"
"""The folder of what is read of the graphs that are held together (`graph.prepared`)."""
PASSAGES = "passages"


@dataclass(frozen=True, slots=True)
class Held:
    """What a large release holds: its documents, the bodies that they name, what each document has how many of."""

    documents: tuple[Document, ...]
    organisations: tuple[Organisation, ...]
    counts: Mapping[str, Mapping[str, int]]
    """Document → `counts_of` it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some bodies' documents: their quads, and what they name."""

    store: Store
    """Read when it is first asked: most questions ask the catalogue alone."""
    catalogue: Catalogue


def issuer_of(document: Document) -> str:
    """The body whose part a document belongs to."""
    return document.organisation or document.huvudman or ""


def threads_of_body(body: str | None) -> str:
    """The name of the graph file of a body's threads, or of all bodies' where they are tied together."""
    return THREADS if body is None else f"{THREADS}.{body.replace('/', '.')}"


def prepared_of(body: str | None) -> str:
    """The file of what is read of a body's graphs, or of all of them where they are held together."""
    return f"{PREPARED}/{threads_of_body(body)}.json"


def open_prepared(path: Path, store: Store, iris: Iris) -> Prepared:
    """What was prepared in a file of the release, or else what the graphs of a store say."""
    return load_prepared(path) or prepare(ElementReader(store.source, iris))


def counts_of(reading: Reading) -> dict[str, int]:
    """How many passages a reading has, and how many elements of each type."""
    counts = dict(Counter(element.type for element in reading.elements))
    return {PASSAGES: len(reading.passages)} | counts


def held_of(readings: Iterable[Reading], besides: Held | None = None) -> Held:
    """What these readings hold, and `besides` them others."""
    those = list(readings)
    bodies = {one.id: one for one in besides.organisations} if besides else {}
    bodies |= {one.id: one for reading in those for one in reading.organisations}
    documents = (*(besides.documents if besides else ()), *(reading.document for reading in those))
    counts = dict(besides.counts) if besides else {}
    counts |= {reading.document.id: counts_of(reading) for reading in those}
    return Held(documents, tuple(bodies.values()), counts)


def sizes(held: Held) -> dict[str, Any]:
    """The counts of a release's manifest."""
    total: Counter[str] = Counter()
    for counts in held.counts.values():
        total.update(counts)
    passages = total.pop(PASSAGES, 0)
    elements = dict(sorted(total.items()))
    return {"counts": {"documents": len(held.documents), PASSAGES: passages, "elements": elements}}


def dump_held(held: Held) -> bytes:
    """`parts.json`."""
    return _held().dump_json(held)


def load_held(release: Release) -> Held | None:
    """What a release that is opened in parts holds; None for any other."""
    path = release.path(PARTS)
    return _held().validate_json(path.read_bytes()) if path.is_file() else None


@cache
def _held() -> TypeAdapter[Held]:
    return TypeAdapter(Held)


class Parts:
    """The parts of a release, opened when asked for."""

    def __init__(self, release: Release, held: Held, iris: Iris, corrections: Mapping[str, Any]) -> None:
        """Nothing is opened yet."""
        self.held, self.iris = held, iris
        self.documents = {d.id: d for d in sorted(held.documents, key=lambda d: (d.year, d.id))}
        self._release, self._corrections = release, corrections
        self._of_body: dict[str, list[str]] = {}
        for document in self.documents.values():
            self._of_body.setdefault(issuer_of(document), []).append(document.id)
        self.of_bodies: Callable[[tuple[str, ...]], Part] = lru_cache(maxsize=KEPT)(self._open)

    @property
    def bodies(self) -> Sequence[str]:
        """Every body with a part of its own."""
        return tuple(self._of_body)

    def of_document(self, document_id: str) -> Part:
        """The part that a document belongs to; raises KeyError where there is none."""
        return self.of_bodies((issuer_of(self.documents[document_id]),))

    def _open(self, bodies: tuple[str, ...]) -> Part:
        names = [name for body in bodies for name in (*self._of_body[body], threads_of_body(body))]
        paths = (self._release.path(f"{GRAPHS}/{name}.nq") for name in (*names, DECISIONS))
        store = LaterStore([path for path in paths if path.is_file()])
        if len(bodies) == 1:
            prepared = open_prepared(self._release.path(prepared_of(bodies[0])), store, self.iris)
        else:  # to compare them: what each was prepared for is not what they are together
            prepared = prepare(ElementReader(store.source, self.iris))
        return Part(store, catalogue_of(self.iris, prepared, self._corrections))

    def whole(self) -> Catalogue:
        """The catalogue of all parts: documents and bodies at hand, the rest read from the part that holds it."""
        return WholeCatalogue(
            iris=self.iris,
            documents=self.documents,
            elements=_Elements(self),
            by_document=_ByDocument(self, lambda catalogue, document: catalogue.by_document[document]),
            passages=_ByDocument(self, lambda catalogue, document: catalogue.passages[document]),
            organisations={body.id: body for body in self.held.organisations},
            links=_InParts(self, lambda catalogue: catalogue.links),
            reports=_InParts(self, lambda catalogue: catalogue.reports),
            corrections=self._corrections,
            parts=self,
        )


@dataclass(frozen=True, slots=True)
class WholeCatalogue(Catalogue):
    """A catalogue over parts."""

    parts: Parts = field(kw_only=True)

    def counts(self, document_id: str) -> Mapping[str, int]:
        """How many passages a document has, and elements of each type."""
        return self.parts.held.counts[document_id]

    def home(self, document_id: str) -> Catalogue:
        """The catalogue of the part that a document belongs to."""
        return self.parts.of_document(document_id).catalogue if document_id in self.documents else self


class _ByDocument(Mapping[str, T]):
    """Document → what its part's catalogue has of it."""

    def __init__(self, parts: Parts, read: Callable[[Catalogue, str], T]) -> None:
        self._parts, self._read = parts, read

    def __getitem__(self, document: str) -> T:
        return self._read(self._parts.of_document(document).catalogue, document)

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts.documents)

    def __len__(self) -> int:
        return len(self._parts.documents)

    def __contains__(self, document: object) -> bool:
        return document in self._parts.documents


class _Elements(Mapping[str, Element]):
    """Element by id; going through all opens every part."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def __getitem__(self, element: str) -> Element:
        return self._parts.of_document(element.partition("/")[0]).catalogue.elements[element]

    def __iter__(self) -> Iterator[str]:
        for document in self._parts.documents:
            yield from (element.id for element in self._parts.of_document(document).catalogue.by_document[document])

    def __len__(self) -> int:
        return sum(n for counts in self._parts.held.counts.values() for what, n in counts.items() if what != PASSAGES)


class _InParts(Sequence[T]):
    """What every part has some of; going through all opens every part."""

    def __init__(self, parts: Parts, read: Callable[[Catalogue], Sequence[T]]) -> None:
        self._parts, self._read = parts, read

    def __iter__(self) -> Iterator[T]:
        for body in self._parts.bodies:
            yield from self._read(self._parts.of_bodies((body,)).catalogue)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return any(True for _ in self)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        if place == -1:
            rows = (self._read(self._parts.of_bodies((body,)).catalogue) for body in reversed(self._parts.bodies))
            return next(row for row in rows if row)[-1]
        return list(self)[place]
