"""Which queries are our own: the files of `graph/queries`, whatever values are filled in. Pure."""

from __future__ import annotations

import re
from functools import cache

from api.sparql.checks import TOKEN
from graph.store import find_queries

VALUES = re.compile(r"(?<=\bVALUES )(\S+) \{ (?:\S+ ){0,20}?\}(?!\S)")  # one variable, and few values


def is_own(text: str) -> bool:
    """Whether a query is one of our files, comments and spaces and the terms in its VALUES aside."""
    return _skeleton(text) in _ours()


@cache
def _ours() -> frozenset[str]:
    return frozenset(_skeleton(query.text) for query in find_queries())


def _skeleton(text: str) -> str:
    tokens = (re.sub(r"\s", "_", match[0]) for match in TOKEN.finditer(text) if match.lastgroup != "comment")
    return VALUES.sub(r"\1", " ".join(tokens))
