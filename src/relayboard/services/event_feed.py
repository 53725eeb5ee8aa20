"""What happened since a moment, for those who follow it: oldest first, each to those who may see it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from relayboard.domain.errors import Invalid
from relayboard.domain.events import Event
from relayboard.domain.following import holders, may_follow
from relayboard.domain.ids import first_ulid, ulid_moment
from relayboard.domain.people import Principal, Role
from relayboard.domain.permissions import Action, Relation, require
from relayboard.ports.clock import Clock
from relayboard.store.events import event_of, task_events_behind
from relayboard.store.store import Store
from relayboard.store.tasks import task_ref

LAG = timedelta(seconds=5)
LONGEST_AGO = timedelta(days=30)
DAYS_AT_ONCE = 7
# An event stands in the log of the day in which its change began, and its id may be made a little later.
OVER_MIDNIGHT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Feed:
    """Part of what happened.

    Attributes:
        cursor: goes on behind this part.
        has_more: more may follow at once; else everything that had happened by now has been told.
    """

    events: Sequence[Event]
    cursor: str
    has_more: bool


class EventFeed:
    """The use case of following what happens to tasks. Raises Unavailable when the store is away."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def since(self, after: str | None, *, limit: int, by: Principal) -> Feed:
        """Return what happened behind a cursor; without one nothing but the cursor from which on to follow.

        Two machines may finish their writes in another order than that of their ids. So the cursor at the end lies
        five seconds back, and events of these come again; who follows drops the ids that they know.

        Args:
            limit: how many events are looked at, at most; a member may see fewer of them, or none.

        Raises:
            Invalid: the cursor is none, or lies more than 30 days back.
        """
        require(by.role, Relation.SELF, Action.LIVE_FOLLOW)
        now = self._clock.now()
        if after is None:
            return Feed((), first_ulid(now - LAG), has_more=False)
        since = _moment(after, now)
        events: list[Event] = []
        for number, day in enumerate(_days(since, now)):
            if number == DAYS_AT_ONCE or len(events) == limit:
                return Feed(self._seen(events, by), _begin(day, after), has_more=True)
            page = self._store.read(task_events_behind(after, day, limit=limit - len(events)))
            events += map(event_of, page.items)
            if page.next is not None:
                return Feed(self._seen(events, by), page.next.sort, has_more=True)
        return Feed(self._seen(events, by), first_ulid(now - LAG), has_more=False)

    def _seen(self, events: Sequence[Event], by: Principal) -> Sequence[Event]:
        if by.role is Role.ADMIN or not events:
            return events
        refs = {event.subject.id: task_ref(event.subject.id) for event in events}
        tasks = self._store.fetch(*refs.values())
        return [
            event
            for event in events
            if may_follow(event, holders(event, tasks[refs[event.subject.id]]), role=by.role, user_id=by.user_id)
        ]


def _moment(cursor: str, now: datetime) -> datetime:
    """Return when a cursor was made."""
    try:
        moment = min(ulid_moment(cursor), now)
    except ValueError as error:
        raise Invalid({"after": "This is not a cursor that we gave out."}) from error
    if moment < now - LONGEST_AGO:
        raise Invalid(
            {"after": f"This lies more than {LONGEST_AGO.days} days back. Begin anew, without a cursor."}
        )
    return moment


def _days(since: datetime, now: datetime) -> Iterator[date]:
    day = (since - OVER_MIDNIGHT).date()
    while day <= now.date():
        yield day
        day += timedelta(days=1)


def _begin(day: date, after: str) -> str:
    return max(after, first_ulid(datetime.combine(day, time(), UTC)))
