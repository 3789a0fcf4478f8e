"""What the service writes of itself: lines of text or JSON on standard error, with no reader's words in them.

Of a request: method, path without its query, status, milliseconds. Of a question: its length, outcome and time. Of a
fault: its kind and where in the code it arose, never its message, since that may hold what somebody wrote. No address,
header or key.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from datetime import UTC, datetime
from typing import Literal

Form = Literal["text", "json"]
ACCESS = logging.getLogger("rodatraden.access")
QUESTIONS = logging.getLogger("rodatraden.questions")
PROCESS = logging.getLogger("rodatraden.process")
PHRASING = logging.getLogger("rodatraden.phrasing")
UNCAUGHT = "Ett fel togs inte om hand"
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Lines(logging.Formatter):
    """A record as one line: what it says, then its facts, then its fault."""

    def __init__(self, form: Form) -> None:
        """In this form."""
        super().__init__()
        self.form = form

    def format(self, record: logging.LogRecord) -> str:
        """The line, without anything that could begin another."""
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            told["fault"] = describe_fault(record.exc_info[1])
        if self.form == "json":
            line = json.dumps({name: value for name, value in told.items() if value != ""}, ensure_ascii=False)
            return CONTROL.sub("?", line)
        head = [str(told.pop(name)) for name in ("time", "level", "logger", "message")]
        line = " ".join([*(part for part in head if part), *(f"{name}={value}" for name, value in told.items())])
        return CONTROL.sub("?", line)


def describe_fault(error: BaseException) -> str:
    """The kind of an exception and where it arose, innermost last; its message is left out, and so are its causes'."""
    parts = []
    met: BaseException | None = error
    while met is not None:
        places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(met.__traceback__)]
        parts.append(" → ".join([type(met).__name__, *places]))
        met = met.__cause__ or (None if met.__suppress_context__ else met.__context__)
    return " | ".join(parts)


def set_up_logs(form: Form) -> None:
    """Let every logger of the process write so: ours and the server's from `info` on, libraries' from `warning` on.

    So are faults told that nobody caught, which Python would write with their messages.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(Lines(form))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):  # a library may have given it a handler of its own
            logger.handlers.clear()
            logger.propagate = True
    logging.getLogger("rodatraden").setLevel(logging.INFO)
    logging.getLogger("uvicorn.access").disabled = True  # it writes the query of a path too
    logging.captureWarnings(True)
    sys.excepthook = lambda _, error, __: PROCESS.critical(UNCAUGHT, exc_info=error)
    threading.excepthook = lambda told: PROCESS.critical(UNCAUGHT, exc_info=told.exc_value)


def get_form() -> Form:
    """The form that `set_up_logs` was given in this process, for one that it starts."""
    forms = [one.formatter.form for one in logging.root.handlers if isinstance(one.formatter, Lines)]
    return forms[0] if forms else "text"


def note_request(method: str, path: str, status: int, seconds: float) -> None:
    """Tell of a request when its answer has been sent."""
    facts = {"method": method, "path": path, "status": status, "ms": round(seconds * 1000, 1)}
    ACCESS.info("", extra={"facts": facts})


def note_question(length: int, outcome: str, milliseconds: float) -> None:
    """Tell of a question what may be told: how many characters, what came of it, how long it took."""
    QUESTIONS.info("fråga", extra={"facts": {"length": length, "status": outcome, "ms": round(milliseconds, 1)}})


def note_phrasing(outcome: str, fault: str, milliseconds: float) -> None:
    """Tell what came of a language model's phrasing: the outcome, a word for what was wrong, how long it took."""
    PHRASING.info("formulering", extra={"facts": {"outcome": outcome, "why": fault, "ms": round(milliseconds, 1)}})
