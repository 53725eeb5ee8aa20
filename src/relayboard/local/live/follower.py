"""Follows the change feed from now on, and tells live sockets what those behind them may know."""

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta

from relayboard.domain.errors import RelayboardError
from relayboard.domain.events import Event, SubjectKind
from relayboard.local.background import Background
from relayboard.local.live.hearers import Hearers
from relayboard.local.live.hub import Close, LiveHub
from relayboard.notify.live import live_message
from relayboard.notify.retries import Retries
from relayboard.ports.changes import Change, Changes
from relayboard.store.events import event_of, is_event
from relayboard.store.store import Store

NAME = "live"
BATCH = 100
WAIT_SECONDS = 0.5
TROUBLE = Retries(first=timedelta(seconds=0.2), longest=timedelta(seconds=10))

_log = logging.getLogger(__name__)


class LiveFollower(Background):
    """Reads each event once for all sockets, and begins where it is switched on: nobody was connected before.

    Args:
        feed: for this follower alone.
        passed: told the positions that need not be kept for it any more.
    """

    def __init__(
        self, store: Store, feed: Changes, hub: LiveHub, *, passed: Callable[[Sequence[str]], None]
    ) -> None:
        super().__init__("live")
        self._feed = feed
        self._hub = hub
        self._hearers = Hearers(store)
        self._passed = passed
        self._position: str | None = None
        self._troubles = 0

    def _step(self) -> float:
        try:
            self._follow()
        except RelayboardError as error:
            self._troubles += 1
            _log.warning("live_has_to_wait", extra={"error": type(error).__name__})
            return TROUBLE.pause(self._troubles).total_seconds()
        self._troubles = 0
        return 0.0

    def _follow(self) -> None:
        if not self._hub.is_following:
            self._position = self._feed.newest()
            self._hub.is_following = True
        changes = self._feed.read(self._position, limit=BATCH)
        for change in changes:
            self._tell(change)
            self._position = change.position
            self._passed([change.position])
        if not changes:
            self._feed.wait(WAIT_SECONDS)

    def _tell(self, change: Change) -> None:
        """Tell of a change; when something that this needs is away, the change comes again."""
        if change.old is not None or change.new is None or not is_event(change.new):
            return
        connected = self._hub.user_ids()
        try:
            self._tell_of(event_of(change.new), connected)
        except RelayboardError:
            raise
        except Exception:  # noqa: BLE001 - the edge of this thread
            # A mistake in the program: nobody may miss something by it, so all catch up for themselves.
            _log.exception("live_event_given_up", extra={"position": change.position})
            self._hub.close(connected, Close.CATCH_UP)

    def _tell_of(self, event: Event, connected: Collection[str]) -> None:
        if event.subject.kind is SubjectKind.USER:
            self._note_change_of(event.subject.id, connected)
        text = live_message(event)
        if connected and text is not None and (hearing := self._hearers.of(event, connected)):
            self._hub.push(hearing, text)

    def _note_change_of(self, user_id: str, connected: Collection[str]) -> None:
        self._hearers.forget(user_id)
        if user_id in connected and self._hearers.has_gone(user_id):
            self._hub.close([user_id], Close.NOT_ALLOWED)
