"""Deletes what has expired, now and then, where the engine does not do so by itself."""

import logging
import threading
from collections.abc import Callable

from relayboard.domain.errors import RelayboardError

EVERY_SECONDS = 60.0
_log = logging.getLogger(__name__)


class Sweeper:
    """Runs a sweep every minute until it is stopped; expired items are invisible without it."""

    def __init__(self, sweep: Callable[[], int]) -> None:
        self._sweep = sweep
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweeper", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End after what is under way."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(EVERY_SECONDS):
            try:
                while self._sweep() and not self._stopping.is_set():
                    pass
            except RelayboardError as error:
                _log.warning("sweep_has_to_wait", extra={"error": type(error).__name__})
