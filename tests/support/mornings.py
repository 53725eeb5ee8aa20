"""A workspace for reminders: people with mornings, tasks with due dates, and rounds at given times."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from relayboard.adapters.memory_table import MemoryTable
from relayboard.domain.boards import MAIN_BOARD
from relayboard.domain.events import Event
from relayboard.domain.ids import Ulids
from relayboard.domain.people import Person, Role, Standing
from relayboard.domain.preferences import Preferences
from relayboard.domain.reminders import REMINDERS
from relayboard.domain.tasks import Task, TaskContent
from relayboard.ports.table import Query
from relayboard.services.reminders import Reminders
from relayboard.store.events import event_of, is_event
from relayboard.store.people import save_person
from relayboard.store.store import Store
from relayboard.store.tasks import save_task
from tests.support.clock import HandClock
from tests.support.counting_table import CountingTable


@dataclass(frozen=True, slots=True)
class Told:
    """That one person was reminded of one task."""

    who: str
    task: str
    days: int
    at: datetime


class Mornings:
    """Nobody and nothing yet; the first round has been."""

    def __init__(self, start, *, engine=None):
        self.clock = HandClock(start)
        self.engine = engine(self.clock) if engine else MemoryTable(self.clock)
        self.table = CountingTable(self.engine)
        self.store = Store(self.table)
        self.task_ids = []
        self.round()

    def reminders(self, table=None):
        return Reminders(Store(table) if table else self.store, self.clock, Ulids())

    def round(self, at=None, *, table=None, may_go_on=lambda: True):
        """Do a round, by a server of its own, and return how many events it recorded."""
        if at is not None:
            self.clock.advance((at - self.clock.now()).total_seconds())
        return self.reminders(table).round(may_go_on)

    def person(self, name, *, standing=Standing.ACTIVE, **preferences):
        at = self.clock.now()
        somebody = Person(
            id=name.lower(),
            email=f"{name.lower()}@team.example",
            name=name,
            role=Role.MEMBER,
            standing=standing,
            created_at=at,
            updated_at=at,
            preferences=Preferences(**preferences),
        )
        self.store.commit([save_person(None, somebody)])
        return somebody

    def prefers(self, person, **preferences):
        changed = person.changed(at=self.clock.now(), preferences=Preferences(**preferences))
        self.store.commit([save_person(person, changed)])
        return changed

    def task(self, due, *people, by, title="Paint the fence"):
        task = Task.new(
            f"01TASK{len(self.task_ids):05}",
            TaskContent(title=title, due_date=due),
            board_id=MAIN_BOARD,
            position="V",
            by=by.ref,
            assignees=[person.ref for person in people],
            at=self.clock.now(),
        )
        self.task_ids.append(task.id)
        return self.save(None, task)

    def save(self, before, after):
        self.store.commit(save_task(before, after, shards=1))
        return after

    def events(self) -> list[Event]:
        """Return all reminders, by their ids."""
        items = [
            item
            for task_id in self.task_ids
            for item in self.engine.query(Query(pk=f"TASK#{task_id}", limit=10_000)).items
            if is_event(item)
        ]
        return sorted((event_of(item) for item in items if item["type"] in REMINDERS), key=lambda one: one.id)

    def told(self) -> list[Told]:
        return [
            Told(person.name, event.subject.id, event.after["days"], event.at)
            for event in self.events()
            for person in event.people
        ]

    def steps(self, person) -> list[int]:
        """Return of which days after their due dates somebody was reminded, in the order of telling."""
        return [one.days for one in self.told() if one.who == person.name]


def utc(text):
    """Read a moment such as `2026-03-03 08:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def day(text):
    return date.fromisoformat(text)
