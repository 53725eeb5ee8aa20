"""Deletes what has expired, now and then, where the engine does not do so by itself."""

import logging
from collections.abc import Callable

from relayboard.domain.errors import RelayboardError
from relayboard.local.background import Background

EVERY_SECONDS = 60.0
_log = logging.getLogger(__name__)


class Sweeper(Background):
    """Runs a sweep every minute until it is stopped; expired items are invisible without it."""

    def __init__(self, sweep: Callable[[], int]) -> None:
        super().__init__("sweeper", first_pause=EVERY_SECONDS)
        self._sweep = sweep

    def _step(self) -> float:
        try:
            return 0.0 if self._sweep() else EVERY_SECONDS
        except RelayboardError as error:
            _log.warning("sweep_has_to_wait", extra={"error": type(error).__name__})
            return EVERY_SECONDS
