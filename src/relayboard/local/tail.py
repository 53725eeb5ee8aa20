"""Reads the change feed for one subscriber, from where it last stood."""

import logging
import time
from collections.abc import Callable

from relayboard.domain.errors import RelayboardError
from relayboard.notify.subscribers import NotNow, Subscriber
from relayboard.ports.changes import Change, Changes
from relayboard.store.channel_positions import channel_position_ref, save_channel_position
from relayboard.store.store import Store

BATCH = 20
TRIES = 5

log = logging.getLogger(__name__)


class Tail:
    """One subscriber's way through the feed.

    The position is stored after the items before it have been handled, so each item is handled at least once.

    Args:
        feed: for this tail alone; a feed remembers what it has seen.
        is_stopping: asked between two items.
        store_every_seconds: how often the position is stored at most. What was handled since is handled again
            after a crash, which subscribers bear; storing after every item would double the writes.
    """

    def __init__(
        self,
        store: Store,
        feed: Changes,
        subscriber: Subscriber,
        *,
        is_stopping: Callable[[], bool] = bool,
        store_every_seconds: float = 0.0,
    ) -> None:
        self.subscriber = subscriber
        self._store = store
        self._feed = feed
        self._is_stopping = is_stopping
        self._position: str | None = None
        self._knows_position = False
        self._failures = 0
        self._store_every_seconds = store_every_seconds
        self._stored_at = time.monotonic()
        self._is_behind = False

    def step(self) -> list[str]:
        """Handle what has come, and return the positions that lie behind now.

        Raises:
            Unavailable, TableError: nothing is lost; step again.
        """
        if not self._knows_position:
            self.subscriber.retry_due()  # what was late when the last process ended comes before what is new
            self._position = self._store.get(channel_position_ref(self.subscriber.name))
            self._knows_position = True
        passed: list[str] = []
        has_handled = False
        try:
            for change in self._feed.read(self._position, limit=BATCH):
                if self._is_stopping():
                    break
                has_handled = self._handle(change) or has_handled
                passed.append(change.position)
        except NotNow:
            pass  # it stays in the feed, and all behind it
        finally:
            self._move_on(passed, has_handled=has_handled)
        return passed

    def wait(self, timeout_seconds: float) -> None:
        """Return soon after something may have been written, or after the time."""
        self._feed.wait(timeout_seconds)

    def forget(self, before: str) -> None:
        """Let the feed drop everything up to here."""
        self._feed.forget(before)

    def _handle(self, change: Change) -> bool:
        item = change.new
        if change.old is not None or item is None or not self.subscriber.wants(item):
            return False
        try:
            self.subscriber.handle(item)
        except RelayboardError:
            raise
        except Exception:
            # A mistake in the program: try a few times, but do not let one item keep all others waiting for ever.
            self._failures += 1
            if self._failures < TRIES:
                raise
            log.exception("item_given_up", extra={"subscriber": self.subscriber.name, "position": change.position})
        self._failures = 0
        return True

    def settle(self) -> None:
        """Store the position, if something has been handled since it was stored.

        Raises:
            Unavailable: nothing is lost; what came since is handled again.
        """
        if self._is_behind and self._position is not None:
            self._store.commit([save_channel_position(self.subscriber.name, self._position)])
            self._is_behind = False
        self._stored_at = time.monotonic()

    def _move_on(self, passed: list[str], *, has_handled: bool) -> None:
        if passed:
            self._position = passed[-1]
        # Only then: where the feed also carries positions, storing each would feed itself for ever.
        self._is_behind = self._is_behind or has_handled
        if self._is_behind and time.monotonic() - self._stored_at >= self._store_every_seconds:
            self.settle()
