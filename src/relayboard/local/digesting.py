"""Puts digests together, beside the answering of requests."""

import logging

from relayboard.domain.errors import RelayboardError
from relayboard.local.background import Background
from relayboard.notify.digest_round import DigestRound

EVERY_SECONDS = 15.0  # a round without work is two questions
_log = logging.getLogger(__name__)


class Digesting(Background):
    """Does a round four times a minute until it is stopped; the next start goes on with one that was cut short."""

    def __init__(self, rounds: DigestRound) -> None:
        super().__init__("digesting")
        self._rounds = rounds

    def _step(self) -> float:
        try:
            self._rounds.run(lambda: not self._stopping.is_set())
        except RelayboardError as error:
            _log.warning("digests_have_to_wait", extra={"error": type(error).__name__})
        return EVERY_SECONDS
