"""What Schemathesis is told besides the document: how JSON lines are sent. It loads this as its hooks."""

from __future__ import annotations

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def to_lines(_: schemathesis.SerializationContext, value: object) -> bytes:
    """A text as it is; what is none as its words."""
    return str(value).encode(errors="replace")
