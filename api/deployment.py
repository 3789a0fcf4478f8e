"""Which release serves: it is swapped whole when the data folder's `current` names another."""

from __future__ import annotations

import gc
import logging
import threading

from api.settings import Settings
from api.wiring import Service, open_service
from graph.release import get_current, get_mark, load_serving
from ontology.errors import EngineError, ReleaseError, RodaTradenError

LOG = logging.getLogger("rodatraden.service")


def give_back() -> None:
    """Free what only a former release held, which hangs together in circles; what is left is here to stay.

    So are the objects that a large release is opened with kept aside (`api.wiring`): they would never be freed else.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


class Deployment:
    """The service that serves now, swapped whole when another release becomes current."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is opened until `refresh`."""
        self.settings = settings
        self.service: Service | None = None
        self.trouble: str | None = None
        self._met: object = None  # what `current` was when it was last opened or tried
        self._lock = threading.Lock()

    def get_service(self) -> Service:
        """The serving one; raises `ReleaseError` with the reason where there is none."""
        if self.service is None:
            raise ReleaseError(self.trouble or "Releasen läses in. Försök igen om en stund.")
        return self.service

    def refresh(self, *, warm: bool = False) -> bool:
        """Open the current release where it is another than the serving one; tells whether it was swapped.

        With `warm` a release that takes another's place loads all that it answers with before it does. One that cannot
        be opened leaves the serving one as it is, and is not tried again until `current` is written anew.
        """
        with self._lock:
            current = get_mark(self.settings.data_dir)
            if self._met == current and (self.service is not None or current is not None):
                return False
            try:
                opened = self._open()
            except RodaTradenError as error:
                if self.trouble != str(error):
                    LOG.warning("%s", error)
                self.trouble = str(error)
                if not isinstance(error, EngineError):  # an engine comes back, a broken file does not
                    self._met = current
                return False
            self._met, self.trouble = current, self._broken(opened)
            if opened is None:
                return False
            if warm and self.service is not None:
                opened.warm()
            former, self.service = self.service, opened
            if former:
                former.pool.close()
                del former
                give_back()
            return True

    def _broken(self, opened: Service | None) -> str | None:
        """What is to be told where another than the current release was opened."""
        current = get_current(self.settings.data_dir)
        if opened is None or opened.release.id == current:
            return None
        return f"Releasen {current} är skadad; {opened.release.id} svarar i stället. Bygg om med ”rodatraden build”."

    def _open(self) -> Service | None:
        """The current release opened, None where it serves already; at the start a former one, where it is broken."""
        if self.service is None:
            return open_service(self.settings, load_serving(self.settings.data_dir))
        found = get_current(self.settings.data_dir)
        return None if found == self.service.release.id else open_service(self.settings)

    def close(self) -> None:
        """Let the SPARQL workers end."""
        if self.service:
            self.service.pool.close()
