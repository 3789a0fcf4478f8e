"""Vectors kept between builds, so that only new texts are embedded.

A shard is two files: `<name>.npy` (float32, one row a vector; read with `allow_pickle=False`) and `<name>.keys`
(a sha256 over keys and rows, then one key a line). Both are written beside and renamed, the keys last; a shard whose
digest, sizes or figures do not hold is removed, and its texts are embedded anew.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from graph.embedder import Encoder, Vectors
from graph.files import write_whole

Kind = Literal["query", "passage"]
BATCH = 256
"""How many texts are embedded and written at a time: an interrupted build loses at most these."""


class VectorCache:
    """Vectors by model, kind and text, in one folder; shards are only added. One process writes at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._vectors: dict[str, Vectors] | None = None

    def get(self, key: str) -> Vectors | None:
        """The vector of a key (see `vector_key`), shape (dimensions,), or None."""
        return self._loaded().get(key)

    def add(self, keys: Sequence[str], vectors: Vectors) -> None:
        """Write one shard: as many keys as rows."""
        if not keys:
            return
        if len(keys) != len(vectors):
            raise ValueError(f"expected one row a key, met {len(keys)} keys and {len(vectors)} rows")
        if self._vectors is not None:  # else they are read with the others, if at all
            self._vectors.update(zip(keys, vectors, strict=True))
        _write_shard(self._folder, keys, np.ascontiguousarray(vectors, dtype=np.float32))

    def __len__(self) -> int:
        return len(self._loaded())

    def _loaded(self) -> dict[str, Vectors]:
        if self._vectors is None:
            self._vectors = {}
            for keys_file in sorted(self._folder.glob("*.keys")):
                self._vectors.update(_read_shard(keys_file))
        return self._vectors


def vector_key(model: str, kind: Kind, text: str) -> str:
    """The key of a text's vector: sha256 (hex) of the model's name, the kind and the text."""
    return hashlib.sha256("\0".join((model, kind, text)).encode("utf-8", "surrogatepass")).hexdigest()


def encode_cached(
    encoder: Encoder,
    cache: VectorCache | None,
    texts: Sequence[str],
    kind: Kind,
    progress: Callable[[int, int], None] | None = None,
) -> Vectors:
    """The texts' vectors in order, shape (len(texts), dimensions); only those that the cache lacks are embedded.

    `progress` is called with how many of the missing texts are done, and how many there are.
    """
    if not texts:
        return np.zeros((0, encoder.dimensions), dtype=np.float32)
    keys = [vector_key(encoder.name, kind, text) for text in texts]
    known = {key: vector for key in keys if cache is not None and (vector := cache.get(key)) is not None}
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    encode = encoder.encode_queries if kind == "query" else encoder.encode_passages
    todo = sorted(missing, key=lambda key: len(missing[key]))
    for start in range(0, len(todo), BATCH):
        batch = todo[start : start + BATCH]
        vectors = encode([missing[key] for key in batch])
        known.update(zip(batch, vectors, strict=True))
        if cache is not None:
            cache.add(batch, vectors)
        if progress:
            progress(start + len(batch), len(todo))
    return np.stack([known[key] for key in keys])


def _write_shard(folder: Path, keys: Sequence[str], vectors: Vectors) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.save(buffer, vectors, allow_pickle=False)
    name = hashlib.sha256("\n".join(keys).encode()).hexdigest()[:24]
    digest = _digest(keys, buffer.getvalue())
    write_whole(folder / f"{name}.npy", buffer.getvalue(), lasting=False)
    write_whole(folder / f"{name}.keys", "\n".join((digest, *keys, "")).encode(), lasting=False)


def _digest(keys: Sequence[str], rows: bytes) -> str:
    return hashlib.sha256("\n".join(keys).encode() + b"\n" + rows).hexdigest()


def _read_shard(keys_file: Path) -> dict[str, Vectors]:
    """The shard's vectors by key; a damaged shard is removed and gives none."""
    rows_file = keys_file.with_suffix(".npy")
    try:
        digest, *keys = keys_file.read_text("ascii").splitlines()
        content = rows_file.read_bytes()
        rows = np.load(io.BytesIO(content), allow_pickle=False)
        if _digest(keys, content) == digest and rows.ndim == 2 and len(rows) == len(keys):
            return dict(zip(keys, rows.astype(np.float32), strict=True))
    except (OSError, ValueError, EOFError):
        pass
    keys_file.unlink(missing_ok=True)
    rows_file.unlink(missing_ok=True)
    return {}
