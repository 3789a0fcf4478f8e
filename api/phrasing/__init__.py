"""A language model may phrase a composed answer; each sentence of it is checked, and what fails leaves it as it was.

Off until an endpoint is set, and nothing is sent before. The endpoint gets the question, the composed answer and its
numbered quotes; it decides nothing. No trouble with it is a reader's: the composed answer stands.
"""

from __future__ import annotations

import json
import logging
import threading
import time

from api.logs import note_phrasing
from api.models import AskAnswer, Phrasing
from api.phrasing.check import check_text, phrasing_words
from api.phrasing.wire import Endpoint, Message, WireError, complete
from api.settings import Settings

LOG = logging.getLogger("rodatraden.phrasing")
PHRASED = ("answered", "partial")
"""The statuses that have something to phrase."""
REST = 30.0
"""Seconds that an endpoint is left alone for when it has failed, so that not every reader waits for it."""


class Phraser:
    """An endpoint, with how much it is given to do at once; safe to share between threads."""

    def __init__(self, endpoint: Endpoint, running: int) -> None:
        """Nothing is sent yet; at most `running` answers are phrased at a time."""
        self._endpoint = endpoint
        self._places = threading.BoundedSemaphore(running)
        self._rests_until = 0.0

    def phrase(self, question: str, composed: AskAnswer) -> AskAnswer:
        """The answer in the model's words where every sentence holds, else as it is; never raises."""
        if composed.status not in PHRASED or not composed.citations:
            return composed
        started = time.perf_counter()
        text, told, fault = self._try(question, composed)
        note_phrasing(told.outcome, fault, (time.perf_counter() - started) * 1000)
        return composed.model_copy(update={"answer": text or composed.answer, "phrasing": told})

    def _try(self, question: str, composed: AskAnswer) -> tuple[str, Phrasing, str]:
        """The text that holds, or none; what came of it; the word for what was wrong."""
        model = self._endpoint.model
        if time.monotonic() < self._rests_until:
            return "", Phrasing(model=model, outcome="failed"), "rest"
        if not self._places.acquire(blocking=False):
            return "", Phrasing(model=model, outcome="busy"), ""
        try:
            said = complete(self._endpoint, to_messages(question, composed), len(composed.answer) + 200)
            checked = check_text(said, composed)
        except WireError as error:
            self._rests_until = time.monotonic() + REST
            return "", Phrasing(model=model, outcome="failed"), str(error)
        except Exception as error:  # whatever it is, the reader has an answer already
            LOG.warning("Formuleringen misslyckades.", exc_info=error)
            return "", Phrasing(model=model, outcome="failed"), type(error).__name__
        finally:
            self._places.release()
        if checked.fault:
            return "", Phrasing(model=model, outcome="refuted"), checked.fault
        return checked.text, Phrasing(model=model, outcome="phrased", composed=composed.answer), ""


def open_phraser(settings: Settings) -> Phraser | None:
    """The phraser of the settings; None where no endpoint is named."""
    if settings.phrasing is None or settings.phrasing_model is None:
        return None
    endpoint = Endpoint(settings.phrasing, settings.phrasing_model, settings.phrasing_key, settings.phrasing_seconds)
    return Phraser(endpoint, settings.phrasing_running)


def to_messages(question: str, composed: AskAnswer) -> list[Message]:
    """What is sent: the instructions, then question, answer and quotes as data."""
    sources = [
        {"n": c.n, "dokument": c.document.title, "år": c.document.year, "avsnitt": c.section, "citat": c.quote}
        for c in composed.citations
    ]
    answer = [line for line in composed.answer.splitlines() if line.endswith(("]", ":"))]
    told = {"fråga": question, "svar": answer, "källor": sources}
    return [
        {"role": "system", "content": str(phrasing_words()["instructions"]).strip()},
        {"role": "user", "content": json.dumps(told, ensure_ascii=False)},
    ]
