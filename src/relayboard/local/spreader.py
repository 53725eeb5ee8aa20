"""Spreads the columns over as many partitions as were asked for, beside the answering of requests."""

import logging

from relayboard.domain.errors import RelayboardError
from relayboard.local.background import Background
from relayboard.services.respreading import Respreading
from relayboard.store.status_shards import ShardState

TROUBLE_SECONDS = 10.0
REPORT_EVERY = 10_000  # tasks moved
_log = logging.getLogger(__name__)


class Spreader(Background):
    """Runs a re-spreading in a thread of its own until it is stopped; the next start goes on with it."""

    def __init__(self, respreading: Respreading) -> None:
        super().__init__("spreader")
        self._respreading = respreading
        self._reported: tuple[int, int, int] | None = None

    def status(self) -> str:
        """Say in a sentence how far the columns are spread; empty when there is nothing to say.

        Raises:
            Unavailable.
        """
        return described(self._respreading.state())

    def _step(self) -> float:
        try:
            pause = self._respreading.step()
            self._report(self._respreading.last)
        except RelayboardError as error:
            _log.warning("spreading_has_to_wait", extra={"error": type(error).__name__})
            return TROUBLE_SECONDS
        return pause

    def _report(self, state: ShardState) -> None:
        facts = (state.writing, state.spread, state.moved // REPORT_EVERY)
        if self._reported not in (None, facts):
            event = "columns_spread" if state.is_settled else "columns_being_spread"
            extra = {"shards": state.writing, "moved": state.moved, "partition": state.partition}
            _log.info(event, extra=extra)
        self._reported = facts


def described(state: ShardState) -> str:
    """Say in a sentence how far the columns are spread; empty when they are not."""
    if state.is_settled:
        return f"Each column is spread over {state.spread} partitions." if state.spread > 1 else ""
    begun = f"{state.moved} tasks have been moved so far" if state.writing == state.reading else "it begins soon"
    return f"Columns are being spread over {state.reading} partitions instead of {state.spread}; {begun}."
