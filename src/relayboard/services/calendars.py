"""Everybody's due dates, for the calendar program that they use."""

from collections.abc import Sequence
from dataclasses import dataclass

from relayboard.domain.calendars import SHOWN_AFTER_DUE, CalendarFeed, digest_of, new_secret
from relayboard.domain.errors import NotFound
from relayboard.domain.people import Principal
from relayboard.domain.permissions import Action, Relation, require
from relayboard.domain.personal_tasks import PersonalTask
from relayboard.domain.tasks import DONE, Status, Task
from relayboard.ports.clock import Clock
from relayboard.services.unit_of_work import UnitsOfWork
from relayboard.store.calendars import (
    dates_of,
    delete_feed,
    feed_of_ref,
    feed_ref,
    open_dates_of,
    personal_dates_of,
    replace_feed,
)
from relayboard.store.people import person_ref
from relayboard.store.personal_tasks import personal_task_of
from relayboard.store.store import Store
from relayboard.store.tasks import task_of

MOST_OF_A_KIND = 500


@dataclass(frozen=True, slots=True)
class DueDates:
    """What a calendar shows: tasks with a due date, open ones and those that were due lately."""

    tasks: Sequence[Task]
    personal_tasks: Sequence[PersonalTask]


class Calendars:
    """The use cases of calendar feeds. Raises as Tasks does."""

    def __init__(self, store: Store, units: UnitsOfWork, clock: Clock) -> None:
        self._store = store
        self._units = units
        self._clock = clock

    def find(self, *, by: Principal) -> CalendarFeed | None:
        """Return the actor's feed, if they have one."""
        require(by.role, Relation.SELF, Action.CALENDAR_OWN)
        return self._store.get(feed_of_ref(by.user_id))

    def make(self, *, by: Principal) -> str:
        """Make the actor's feed, in place of the one they had, and return its secret: nobody can tell it again."""
        secret = new_secret()

        def work() -> str:
            unit = self._units.begin(by, feed_of_ref(by.user_id))
            require(unit.actor.role, Relation.SELF, Action.CALENDAR_OWN)
            feed = CalendarFeed(digest_of(secret), by.user_id, unit.now)
            unit.commit(replace_feed(unit.found[feed_of_ref(by.user_id)], feed))
            return secret

        return self._units.attempt(work)

    def end(self, *, by: Principal) -> None:
        """End the actor's feed; where there is none, nothing is to be done."""

        def work() -> None:
            unit = self._units.begin(by, feed_of_ref(by.user_id))
            require(unit.actor.role, Relation.SELF, Action.CALENDAR_OWN)
            if feed := unit.found[feed_of_ref(by.user_id)]:
                unit.commit(delete_feed(feed))

        self._units.attempt(work)

    def read(self, secret: str) -> DueDates:
        """Return the due dates of the person whose feed it is.

        Raises:
            NotFound: there is no such feed, or its owner was deactivated; nobody learns which.
        """
        feed = self._store.get(feed_ref(digest_of(secret)))
        owner = self._store.get(person_ref(feed.user_id)) if feed else None
        if owner is None or not owner.is_active:
            raise NotFound("calendar")
        return self._due_dates(owner.id)

    def _due_dates(self, user_id: str) -> DueDates:
        since = (self._clock.now() - SHOWN_AFTER_DUE).date()
        done = [status for status in Status if status in DONE]
        queries = [
            open_dates_of(user_id, limit=MOST_OF_A_KIND),
            *(dates_of(user_id, status, since=since, limit=MOST_OF_A_KIND) for status in done),
        ]
        own = personal_dates_of(user_id, since=since, limit=MOST_OF_A_KIND)
        return DueDates(
            [task for query in queries for task in self._store.page(query, task_of).items],
            self._store.page(own, personal_task_of).items,
        )
