"""The use cases, put together over a table.

Each is imported and made when it is first asked for: a Lambda function starts with nothing but what its
operations need.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relayboard.domain.ids import Ulids
from relayboard.ports.clock import Clock
from relayboard.ports.directory import Directory
from relayboard.store.status_shards import ONE_SHARD, Shards
from relayboard.store.store import Store

if TYPE_CHECKING:
    from relayboard.services.assignments import Assignments
    from relayboard.services.boards import Boards
    from relayboard.services.calendars import Calendars
    from relayboard.services.comments import Comments
    from relayboard.services.deliveries import Deliveries
    from relayboard.services.event_feed import EventFeed
    from relayboard.services.history import History
    from relayboard.services.live_tickets import LiveTickets
    from relayboard.services.people import People
    from relayboard.services.personal_tasks import PersonalTasks
    from relayboard.services.profiles import Profiles
    from relayboard.services.rehearsals import Rehearsals
    from relayboard.services.reminders import Reminders
    from relayboard.services.suppressions import Suppressions
    from relayboard.services.task_changes import TaskChanges
    from relayboard.services.task_reading import TaskReading
    from relayboard.services.tasks import Tasks
    from relayboard.services.unit_of_work import UnitsOfWork
    from relayboard.services.unsubscribing import Unsubscribing

NAMES = (
    "task_reading",
    "tasks",
    "assignments",
    "comments",
    "boards",
    "personal_tasks",
    "people",
    "suppressions",
    "profiles",
    "history",
    "deliveries",
    "rehearsals",
    "unsubscribing",
    "calendars",
    "event_feed",
    "live_tickets",
)


class Services:
    """Every use case, by the name that endpoints ask for it.

    Args:
        directory: asked for late, by the few use cases that change accounts.
        live_url: where live sockets are opened; empty where there are none.
    """

    def __init__(
        self,
        store: Store,
        *,
        clock: Clock,
        ulids: Ulids,
        directory: Callable[[], Directory],
        shards: Shards = ONE_SHARD,
        live_url: str = "",
    ) -> None:
        self._store = store
        self._clock = clock
        self._ulids = ulids
        self._directory = directory
        self._shards = shards
        self._live_url = live_url

    def by_name(self, names: Iterable[str] = NAMES) -> Mapping[str, Any]:
        """Return some of them as `Api` takes them; each is of its own type."""
        return {name: getattr(self, name) for name in names}

    @cached_property
    def task_reading(self) -> "TaskReading":
        from relayboard.services.task_reading import TaskReading

        return TaskReading(self._store, shards=self._shards)

    @cached_property
    def tasks(self) -> "Tasks":
        from relayboard.services.tasks import Tasks

        return Tasks(self._store, self._units, self._changes, shards=self._shards)

    @cached_property
    def assignments(self) -> "Assignments":
        from relayboard.services.assignments import Assignments

        return Assignments(self._store, self._changes)

    @cached_property
    def comments(self) -> "Comments":
        from relayboard.services.comments import Comments

        return Comments(self._store, self._units)

    @cached_property
    def boards(self) -> "Boards":
        from relayboard.services.boards import Boards

        return Boards(self._store, self._units)

    @cached_property
    def personal_tasks(self) -> "PersonalTasks":
        from relayboard.services.personal_tasks import PersonalTasks

        return PersonalTasks(self._store, self._units)

    @cached_property
    def people(self) -> "People":
        from relayboard.services.people import People

        return People(self._store, self._units, self._directory)

    @cached_property
    def suppressions(self) -> "Suppressions":
        from relayboard.services.suppressions import Suppressions

        return Suppressions(self._units)

    @cached_property
    def profiles(self) -> "Profiles":
        from relayboard.services.profiles import Profiles

        return Profiles(self._store, self._units)

    @cached_property
    def history(self) -> "History":
        from relayboard.services.history import History

        return History(self._store, self._clock)

    @cached_property
    def deliveries(self) -> "Deliveries":
        from relayboard.services.deliveries import Deliveries

        return Deliveries(self._store, self._units)

    @cached_property
    def rehearsals(self) -> "Rehearsals":
        from relayboard.services.rehearsals import Rehearsals

        return Rehearsals(self._store, self._clock, self._ulids)

    @cached_property
    def reminders(self) -> "Reminders":
        from relayboard.services.reminders import Reminders

        return Reminders(self._store, self._clock, self._ulids)

    @cached_property
    def event_feed(self) -> "EventFeed":
        from relayboard.services.event_feed import EventFeed

        return EventFeed(self._store, self._clock)

    @cached_property
    def live_tickets(self) -> "LiveTickets":
        from relayboard.services.live_tickets import LiveTickets

        return LiveTickets(self._store, self._units, url=self._live_url)

    @cached_property
    def calendars(self) -> "Calendars":
        from relayboard.services.calendars import Calendars

        return Calendars(self._store, self._units, self._clock)

    @cached_property
    def unsubscribing(self) -> "Unsubscribing":
        from relayboard.services.unsubscribing import Unsubscribing

        return Unsubscribing(self._store, self._units)

    @cached_property
    def _units(self) -> "UnitsOfWork":
        from relayboard.services.unit_of_work import UnitsOfWork

        return UnitsOfWork(self._store, self._clock, self._ulids)

    @cached_property
    def _changes(self) -> "TaskChanges":
        from relayboard.services.task_changes import TaskChanges

        return TaskChanges(self._units, shards=self._shards)
