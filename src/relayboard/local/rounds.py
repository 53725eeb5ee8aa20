"""Work that is done in rounds, beside the answering of requests."""

import logging
from collections.abc import Callable
from typing import TypeAlias

from relayboard.domain.errors import RelayboardError
from relayboard.local.background import Background

MayGoOn: TypeAlias = Callable[[], bool]
_log = logging.getLogger(__name__)


class Rounds(Background):
    """Does one round after the other until it is stopped; the next start goes on with one that was cut short.

    Args:
        work: one round; it is given what tells whether it may go on.
        every_seconds: how long to pause after each.
        trouble: what the log says when a round has to be left to the next.
    """

    def __init__(
        self, name: str, work: Callable[[MayGoOn], object], *, every_seconds: float, trouble: str
    ) -> None:
        super().__init__(name)
        self._work = work
        self._every_seconds = every_seconds
        self._trouble = trouble

    def _step(self) -> float:
        try:
            self._work(lambda: not self._stopping.is_set())
        except RelayboardError as error:
            _log.warning(self._trouble, extra={"error": type(error).__name__})
        return self._every_seconds
