"""Follows the change feed from now on, and tells live sockets what those behind them may know."""

import logging
import time
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta

from relayboard.domain.errors import RelayboardError
from relayboard.domain.events import Event, SubjectKind
from relayboard.domain.following import holders
from relayboard.domain.people import Person, Role
from relayboard.local.background import Background
from relayboard.local.live.hub import Close, LiveHub
from relayboard.notify.live import is_for, live_message
from relayboard.notify.retries import Retries
from relayboard.ports.changes import Change, Changes
from relayboard.store.events import event_of, is_event
from relayboard.store.people import person_ref
from relayboard.store.store import Store
from relayboard.store.tasks import task_ref

NAME = "live"
BATCH = 100
WAIT_SECONDS = 0.5
PROFILE_SECONDS = 60.0
TROUBLE = Retries(first=timedelta(seconds=0.2), longest=timedelta(seconds=10))

_log = logging.getLogger(__name__)


class LiveFollower(Background):
    """Reads each event once, and its task once, however many sockets there are.

    Profiles are read when somebody is first met, remembered for a minute, and read anew after every event about
    the person, so that who is demoted or deactivated loses what they lose at once.

    Args:
        feed: for this follower alone.
        passed: told the positions that need not be kept for it any more.
    """

    def __init__(
        self, store: Store, feed: Changes, hub: LiveHub, *, passed: Callable[[Sequence[str]], None]
    ) -> None:
        super().__init__("live")
        self._store = store
        self._feed = feed
        self._hub = hub
        self._passed = passed
        self._position: str | None = None
        self._troubles = 0
        self._profiles: dict[str, Person | None] = {}
        self._profiles_from = 0.0

    def _step(self) -> float:
        try:
            self._follow()
        except RelayboardError as error:
            self._troubles += 1
            _log.warning("live_has_to_wait", extra={"error": type(error).__name__})
            return self._trouble()
        self._troubles = 0
        return 0.0

    def _trouble(self) -> float:
        return TROUBLE.pause(self._troubles).total_seconds()

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
        if not connected:
            return
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
            self._profiles.pop(event.subject.id, None)
            self._end_if_gone(event.subject.id, connected)
        text = live_message(event)
        if text is None:
            return
        people = self._people(connected)
        task = self._store.get(task_ref(event.subject.id))
        has_it = holders(event, task)
        nearly = [one for one in people if one.role is Role.ADMIN or one.id in has_it]
        if listening := [one.id for one in nearly if is_for(event, task, one)]:
            self._hub.push(listening, text)

    def _end_if_gone(self, user_id: str, connected: Collection[str]) -> None:
        if user_id in connected and not any(one.is_active for one in self._people([user_id])):
            self._hub.close([user_id], Close.NOT_ALLOWED)

    def _people(self, user_ids: Collection[str]) -> list[Person]:
        """Return the profiles of these people, those that there are."""
        if time.monotonic() - self._profiles_from > PROFILE_SECONDS:
            self._profiles.clear()
            self._profiles_from = time.monotonic()
        refs = {user_id: person_ref(user_id) for user_id in user_ids if user_id not in self._profiles}
        if refs:
            found = self._store.fetch(*refs.values())
            self._profiles.update({user_id: found[ref] for user_id, ref in refs.items()})
        return [person for user_id in user_ids if (person := self._profiles[user_id])]
