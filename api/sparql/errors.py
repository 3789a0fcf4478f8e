"""Why a query from outside gets no answer. Each says the limit that it met, and how to mend it.

    QueryError (ontology.errors)
    ├── RefusedError          403  an update, a SERVICE call
    ├── NotAcceptableError    406  no format that the client takes fits the answer
    ├── TooMuchError          413  the query or its answer is larger than allowed
    ├── BusyError             503  no worker became free in time
    ├── UnavailableError      503  there is no process that queries could run in
    ├── SlowError             504  stopped by the clock
    └── MemoryLimitError      507  stopped for its memory
"""

from __future__ import annotations

from ontology.errors import QueryError


class RefusedError(QueryError):
    """A query that this endpoint never runs: an update, a SERVICE call."""


class NotAcceptableError(QueryError):
    """No format that the client takes fits the answer."""


class TooMuchError(QueryError):
    """The query or its answer is larger than allowed."""


class BusyError(QueryError):
    """Too many queries wait, or this one waited too long."""


class UnavailableError(QueryError):
    """The workers cannot be started here: nothing is run rather than run without limits."""


class SlowError(QueryError):
    """The query took longer than it may."""


class MemoryLimitError(QueryError):
    """The query took more memory than it may."""
