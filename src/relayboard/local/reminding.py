"""Reminds people of what is due, beside the answering of requests."""

import logging

from relayboard.domain.errors import RelayboardError
from relayboard.local.background import Background
from relayboard.services.reminders import Reminders

EVERY_SECONDS = 10.0  # a round between two quarters of an hour is one read
_log = logging.getLogger(__name__)


class Reminding(Background):
    """Does a round every ten seconds until it is stopped; the next start goes on with one that was cut short."""

    def __init__(self, reminders: Reminders) -> None:
        super().__init__("reminding")
        self._reminders = reminders

    def _step(self) -> float:
        try:
            self._reminders.round(lambda: not self._stopping.is_set())
        except RelayboardError as error:
            _log.warning("reminders_have_to_wait", extra={"error": type(error).__name__})
        return EVERY_SECONDS
