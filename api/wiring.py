"""The parts of a service, put together: settings, release, store, catalogue, index, encoder.

A `Service` is one release opened; it is never changed. Which one serves is `api.deployment`'s.
"""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from api import sources
from api.catalogue import Catalogue, catalogue_of
from api.decided import load_corrections
from api.engines import graph_files, open_index, open_store
from api.logs import note_question
from api.models import AskAnswer, AskFilter, Turn
from api.parts import KEPT, Parts, load_held, open_prepared, prepared_of
from api.questions import check_question
from api.settings import Settings
from api.sparql.errors import UnavailableError
from api.sparql.pool import Pool
from graph.disk_store import store_of
from graph.iris import Iris
from graph.release import Release, load_release
from graph.store import Store
from ontology.errors import RodaTradenError
from ontology.model import Document, Element, Passage

if TYPE_CHECKING:
    from api.assistant.knowledge import Knowledge
    from api.phrasing import Phraser
    from graph.embedder import Encoder
    from graph.passages import PassageSearch

LOG = logging.getLogger("rodatraden.service")


@dataclass(frozen=True)
class Service:
    """One opened release with everything that answers questions about it (the assistant's `context`)."""

    settings: Settings
    release: Release
    store: Store
    catalogue: Catalogue
    pool: Pool
    parts: Parts | None = None
    """The parts that a large release is opened in."""
    whole: Service | None = None
    """The service that this one answers for a part of."""

    @property
    def iris(self) -> Iris:
        """Identifiers and IRIs under the base that the release was built with."""
        return self.catalogue.iris

    @property
    def year(self) -> int | None:
        """The year that "i år" means: the setting, else the newest plan's."""
        return self.settings.ar or self.catalogue.newest_year()

    @cached_property
    def index(self) -> PassageSearch:
        """The passage index, opened when first asked for."""
        return self.whole.index if self.whole else open_index(self.settings, self.release)

    @cached_property
    def encoder(self) -> Encoder:
        """The model that the release's vectors were made with, loaded when first asked for."""
        return self.whole.encoder if self.whole else load_encoder(str(self.release.manifest["model"]))

    @cached_property
    def knowledge(self) -> Knowledge:
        """What the assistant knows of this release, made at the first question."""
        from api.assistant.knowledge import Knowledge

        return Knowledge(self, whole=self.whole.knowledge if self.whole else None)

    @property
    def region(self) -> str:
        """The name to show: the setting, else the huvudman of the newest document, else nothing."""
        names = [self.catalogue.organisation_name(d.huvudman) for d in self.catalogue.documents.values() if d.huvudman]
        return self.settings.region or (names[-1] if names else None) or ""

    def documents(self) -> Sequence[Document]:
        """Every document of the release, its bodies by name, as a page shows them."""
        return [self._named(document) for document in self.catalogue.documents.values()]

    def document(self, id: str) -> Document | None:
        """The document with this id, its bodies by name."""
        found = self.catalogue.documents.get(id)
        return self._named(found) if found else None

    def _named(self, document: Document) -> Document:
        name = self.catalogue.organisation_name
        return replace(document, organisation=name(document.organisation), huvudman=name(document.huvudman))

    def passages(self, id: str) -> Sequence[Passage]:
        """A document's passages in reading order."""
        return list(self.catalogue.passages.get(id, {}).values())

    def marks(self, id: str) -> Mapping[str, Sequence[Element]]:
        """The plan elements of a document by the passage that is their first evidence."""
        marked: dict[str, list[Element]] = {}
        for element in self.catalogue.by_document.get(id, ()):
            if element.evidence:
                marked.setdefault(element.evidence[0].passage, []).append(element)
        return marked

    def original(self, id: str) -> str | None:
        """The address of the source file, where the release holds it."""
        return f"/api/documents/{id}/original" if sources.find_original(self.release, id) else None

    @cached_property
    def phraser(self) -> Phraser | None:
        """What may phrase answers, where the settings name an endpoint."""
        if self.settings.phrasing is None:
            return None
        from api.phrasing import open_phraser

        return open_phraser(self.settings)

    def ask(
        self, question: str, limits: AskFilter | None = None, gate: AbstractContextManager[None] | None = None
    ) -> Mapping[str, Any]:
        """The answer to a question as `POST /api/ask` gives it."""
        return self.answer(question, limits=limits, gate=gate).model_dump(by_alias=True, mode="json")

    def answer(
        self, question: str, history: Sequence[Turn] = (), limits: AskFilter | None = None,
        gate: AbstractContextManager[None] | None = None,
    ) -> AskAnswer:  # fmt: skip
        """Ask the assistant; the question's length is held to its limits first.

        `gate` is held while the answer is composed, not while an endpoint phrases it: that takes seconds, and no work
        of ours.
        """
        text, answer = check_question(question), load_assistant()
        with gate or nullcontext():
            started = time.perf_counter()
            result = answer(text, list(history), limits, self.put_to(text, history, limits))
        given = AskAnswer.model_validate(result, from_attributes=True)
        if self.phraser:
            given = self.phraser.phrase(text, given)
        taken = round((time.perf_counter() - started) * 1000, 1)
        note_question(len(text), given.status, taken)
        return given.model_copy(update={"took_ms": taken})

    def check(self) -> None:
        """Raises `EngineError` where an engine that the release lies in does not answer."""
        self.store.ask("ASK {}")
        if self.settings.index is not None:
            self.index.search("0", encoder=None, limit=1, mode="lexical")

    def put_to(self, question: str, history: Sequence[Turn], limits: AskFilter | None) -> Service:
        """The service to answer a question with: of a large release, one over the part that it is put to."""
        if self.parts is None:
            return self
        from api.assistant.addressing import bodies_asked

        asked = [turn.question for turn in history]
        return self._of_bodies(bodies_asked([*asked, question], limits, self.knowledge))

    @cached_property
    def _of_bodies(self) -> Callable[[tuple[str, ...]], Service]:
        """Services over parts, the latest kept with what they know."""
        assert self.parts
        opened = self.parts.of_bodies

        def over(bodies: tuple[str, ...]) -> Service:
            part = opened(bodies)
            return replace(self, store=part.store, catalogue=part.catalogue, parts=None, whole=self)

        return lru_cache(maxsize=KEPT)(over)

    def warm(self) -> None:
        """Start the SPARQL workers and load index and encoder now, so that nobody has to wait; trouble is logged."""
        with suppress(UnavailableError):  # logged where it arose
            self.pool.start()
        try:
            _ = self.index
            self.encoder.encode_queries(["värm upp"])
            _ = self.put_to("", (), None).knowledge.vocabulary
        except (RodaTradenError, ImportError, OSError) as error:
            LOG.warning("Sökindexet kunde inte värmas upp: %s", error)


ENCODERS: dict[str, Encoder] = {}
"""Loaded models by name: a swap to a new release of the same model need not load it again."""


def load_encoder(model: str) -> Encoder:
    """The encoder of a name; `stub` is the fast one that the tests use."""
    if model not in ENCODERS:
        from graph import embedder

        ENCODERS[model] = embedder.StubEncoder() if model == "stub" else embedder.SentenceEncoder(model)
    return ENCODERS[model]


def load_assistant() -> Callable[[str, Sequence[Turn], AskFilter | None, Service], Any]:
    """The assistant's one door, imported when the first question comes."""
    from api.assistant import answer

    return answer


def open_service(settings: Settings, release: Release | None = None) -> Service:
    """Open a release, the serving one by default; raises `ReleaseError`."""
    chosen = release or load_release(settings.data_dir)
    store, disk = open_store(settings, chosen), store_of(chosen.folder)
    iris = Iris(str(chosen.manifest["base_iri"]))
    held, corrections = load_held(chosen), load_corrections(chosen)
    pool = Pool(graph_files(chosen), settings.sparql, disk if disk.is_dir() else None)
    if held is None:
        prepared = open_prepared(chosen.path(prepared_of(None)), store, iris)
        return Service(settings, chosen, store, catalogue_of(iris, prepared, corrections), pool)
    parts = Parts(chosen, held, iris, corrections)
    gc.freeze()  # what is here to stay is not looked through each time that a part is opened
    return Service(settings, chosen, store, parts.whole(), pool, parts)
