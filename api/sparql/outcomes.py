"""What a reply without an answer means, in words: the limit that was met, and how to mend the query."""

from __future__ import annotations

from api.sparql.errors import MemoryLimitError, NotAcceptableError, SlowError, TooMuchError
from api.sparql.jobs import Reply
from api.sparql.limits import Limits
from ontology.errors import QueryError

FAULTS: dict[str, tuple[type[QueryError], str]] = {
    "syntax": (QueryError, "SPARQL-frågan går inte att tolka: {note}"),
    "failed": (QueryError, "SPARQL-frågan gick inte att köra: {note}"),
    "crash": (
        QueryError,
        "SPARQL-frågan gick inte att köra: sökmotorn klarade inte dess form. Gör den kortare och mindre nästlad.",
    ),
    "accept": (NotAcceptableError, "Svaret finns som {note}. Ändra Accept."),
    "rows": (
        TooMuchError,
        "Svaret har fler än {limits.rows} rader. Begränsa frågan med LIMIT (gränsen: RODATRADEN_SPARQL_ROWS).",
    ),
    "bytes": (
        TooMuchError,
        "Svaret är större än {limits.bytes} byte. Begränsa frågan med LIMIT (gränsen: RODATRADEN_SPARQL_BYTES).",
    ),
    "time": (
        SlowError,
        "SPARQL-frågan avbröts efter {limits.seconds:g} sekunder. Gör den snävare: fler kända led, färre "
        "fria variabler (gränsen: RODATRADEN_SPARQL_SECONDS).",
    ),
    "memory": (
        MemoryLimitError,
        "SPARQL-frågan avbröts: den behövde mer än {limits.memory} byte minne. Gör den snävare, utan att "
        "sortera eller samla allt (gränsen: RODATRADEN_SPARQL_MEMORY).",
    ),
}


def check_reply(reply: Reply, limits: Limits) -> Reply:
    """The reply where it is an answer; else raises what it tells of."""
    if reply.kind == "answer":
        return reply
    error, words = FAULTS[reply.kind]
    raise error(words.format(note=reply.note, limits=limits))
