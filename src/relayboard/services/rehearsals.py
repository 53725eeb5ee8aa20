"""A change of a task as it would be made now, with every check, and nothing written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from relayboard.domain.events import Event, SubjectKind
from relayboard.domain.ids import Ulids
from relayboard.ports.clock import Clock
from relayboard.ports.table import Page, Put, Query, Write
from relayboard.services.assignments import Assignments
from relayboard.services.comments import Comments
from relayboard.services.task_changes import TaskChanges
from relayboard.services.tasks import Tasks
from relayboard.services.unit_of_work import UnitsOfWork
from relayboard.store.events import event_of, is_event
from relayboard.store.people import person_ref
from relayboard.store.store import Found, Ref, Store
from relayboard.store.tasks import task_of, task_ref

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stage:
    """The use cases that change a task; here they write nothing."""

    tasks: Tasks
    assignments: Assignments
    comments: Comments


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a change would come to.

    Attributes:
        events: what would have happened.
        found: the task as it would be, and the profiles of everybody whom the events name.
    """

    events: Sequence[Event]
    found: Found


class Rehearsals:
    """Makes changes as if."""

    def __init__(self, store: Store, clock: Clock, ulids: Ulids) -> None:
        self._store = store
        self._clock = clock
        self._ulids = ulids

    def run(self, change: Callable[[Stage], object]) -> Rehearsed:
        """Make a change on the stage.

        Raises:
            What the change itself raises, but for races with others.
        """
        store = _UnwrittenStore(self._store)
        units = UnitsOfWork(store, self._clock, self._ulids)
        changes = TaskChanges(units)
        change(Stage(Tasks(store, units, changes), Assignments(store, changes), Comments(store, units)))
        items = [write.item for write in store.writes if isinstance(write, Put)]
        events = [event_of(item) for item in items if is_event(item)]
        return Rehearsed(events, self._found(events, store.writes))

    def _found(self, events: Sequence[Event], writes: Sequence[Write]) -> Found:
        if not events:
            return Found({})
        people = {person.id for event in events for person in (*event.people, *event.watchers)}
        tasks = {event.subject.id for event in events if event.subject.kind is SubjectKind.TASK}
        refs: list[Ref[Any]] = [*map(person_ref, sorted(people)), *map(task_ref, tasks)]
        now = self._store.fetch(*refs)
        keys = {ref.key for ref in map(task_ref, tasks)}
        then = {write.key: task_of(write.item) for write in writes if isinstance(write, Put) and write.key in keys}
        return Found({ref.key: now[ref] for ref in refs} | then)


class _UnwrittenStore(Store):
    """Reads from a store, and keeps what would be written for itself."""

    def __init__(self, store: Store) -> None:
        self._read_from = store
        self.writes: list[Write] = []

    def get(self, ref: Ref[T]) -> T | None:
        return self._read_from.get(ref)

    def fetch(self, *refs: Ref[Any]) -> Found:
        return self._read_from.fetch(*refs)

    def read(self, query: Query) -> Page:
        return self._read_from.read(query)

    def commit(self, writes: Sequence[Write]) -> None:
        self.writes.extend(writes)
