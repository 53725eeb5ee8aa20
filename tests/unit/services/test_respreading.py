"""Columns over several partitions: what people read while the number is raised and tasks are moved."""

from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from relayboard.adapters.memory_table import MemoryTable
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.domain.tasks import Status
from relayboard.ports.table import Index, Query
from relayboard.services.respreading import Pauses, Respreading
from relayboard.services.tasks import TaskEdit
from relayboard.store import keys
from relayboard.store.status_shards import StatusShards
from relayboard.store.tasks import column_place_of
from tests.support.world import LEAD, World

AT_ONCE = Pauses(settle=0, moved=0, looked=0)
STATUSES = (Status.OPEN, Status.COMPLETED)
picks = st.integers(0, 1_000)


class Interrupted:
    """A table under which something happens before every query, but not before those of that something."""

    def __init__(self, table):
        self._table = table
        self._work = None

    @contextmanager
    def by(self, work):
        before, self._work = self._work, work
        yield
        self._work = before

    def query(self, query):
        if work := self._work:
            with self.by(None):
                work()
        return self._table.query(query)

    def __getattr__(self, name):
        return getattr(self._table, name)


def at_once(store):
    """Know every new number at once."""
    return StatusShards(store, known_for_seconds=0)


def respreading(world, shards, *, holder="one", pauses=AT_ONCE, **how):
    return Respreading(world.store, world.clock, shards=shards, holder=holder, pauses=pauses, **how)


def begin(work):
    """Raise the numbers to read and to write, so that only moving is left."""
    for _ in range(2):
        work.step()


def finish(work):
    for _ in range(1_000):
        if work.step() == AT_ONCE.idle:
            return
    raise AssertionError("it never ends")


def places(world, status=Status.OPEN, shards=64):
    """Return where the tasks of a column stand, whoever would read it."""
    partitions = [keys.column("main", status, shard) for shard in range(shards)]
    return [
        column_place_of(item)
        for partition in partitions
        for item in world.engine.query(Query(pk=partition, index=Index.GSI1, limit=10_000, examine=10_000)).items
    ]


def listed(world, query="status=OPEN", limit=100):
    return [item["id"] for item in world.pages("GET", f"/tasks?{query}", as_=LEAD, limit=limit)]


def with_tasks(count, **how):
    world = World(shards=at_once, **how)
    return world, [world.task(title=f"Board {number}").id for number in range(count)][::-1]


class Histories(RuleBasedStateMachine):
    """Tasks come, move, change and go while the columns are spread; nobody must see a difference."""

    def engine(self, clock):
        return MemoryTable(clock)

    @initialize(count=st.integers(0, 12))
    def begin(self, count):
        self.table = None
        self.world = World(engine=self.interrupted, shards=at_once)
        self.work = respreading(self.world, 1)
        self.tasks = {}
        for _ in range(count):
            self.note(self.world.task())

    def interrupted(self, clock):
        self.table = Interrupted(self.engine(clock))
        return self.table

    def note(self, task):
        self.tasks[task.id] = task

    def pick(self, number, *, deleted=False):
        ids = [task_id for task_id, task in self.tasks.items() if task.is_deleted is deleted]
        return ids[number % len(ids)] if ids else None

    @rule(status=st.sampled_from(STATUSES))
    def create(self, status):
        self.note(self.world.task(status=status))

    @rule(number=picks)
    def edit(self, number):
        if task_id := self.pick(number):
            self.note(self.world.tasks.edit(task_id, TaskEdit(content={"title": f"No. {number}"}), by=LEAD))

    @rule(number=picks, status=st.sampled_from(STATUSES), position=st.none() | st.sampled_from(("A", "a5", "zz")))
    def move(self, number, status, position):
        if task_id := self.pick(number):
            self.note(self.world.tasks.move(task_id, status, position=position, by=LEAD))

    @rule(number=picks)
    def delete(self, number):
        if task_id := self.pick(number):
            self.world.tasks.delete(task_id, by=LEAD)
            self.note(self.world.stored(task_id))

    @rule(number=picks)
    def restore(self, number):
        if task_id := self.pick(number, deleted=True):
            self.note(self.world.tasks.restore(task_id, by=LEAD))

    @rule(shards=st.integers(1, 6), holder=st.sampled_from(("one", "two")))
    def ask_for(self, shards, holder):
        self.work = respreading(self.world, shards, holder=holder)
        begin(self.work)

    @rule(count=st.integers(1, 40))
    def step(self, count):
        for _ in range(count):
            self.work.step()

    @rule(
        limit=st.integers(1, 7),
        steps=st.lists(st.integers(0, 3), min_size=1, max_size=4),
        query=st.sampled_from(("", "&q=no")),
    )
    def read(self, limit, steps, query):
        for status in STATUSES:
            with self.table.by(self.working(steps)):
                found = listed(self.world, f"status={status}{query}", limit)
            assert found == [task.id for task in self.column(status) if not query or "No" in task.content.title]
        with self.table.by(self.working(steps)):
            whole = listed(self.world, "board=main", limit)
        assert whole == [task.id for status in STATUSES for task in self.column(status)]

    def working(self, steps):
        """Return what does so many steps each time, over and over."""
        counts = cycle(steps)
        return lambda: [self.work.step() for _ in range(next(counts))]

    def column(self, status):
        found = [task for task in self.tasks.values() if task.status is status and not task.is_deleted]
        return sorted(found, key=lambda task: keys.place(task.position, task.id))

    @invariant()
    def nothing_but_places_changed(self):
        for task_id, task in getattr(self, "tasks", {}).items():
            assert self.world.stored(task_id) == task

    def teardown(self):
        if hasattr(self, "world"):
            finish(respreading(self.world, 6, holder=self.work.state().holder))
            for status in STATUSES:
                found = places(self.world, status)
                assert {place.task_id for place in found} == {task.id for task in self.column(status)}
                assert all(place.shard == keys.column_shard(place.task_id, 6) for place in found)


class FileHistories(Histories):
    """The same in a file, where every query sees a state of its own."""

    def engine(self, clock):
        self.folder = TemporaryDirectory()
        return SqliteTable(Path(self.folder.name) / "table.db", clock=clock)

    def teardown(self):
        try:
            super().teardown()
        finally:
            if self.table:
                self.table.close()
                self.folder.cleanup()


@pytest.mark.parametrize(("machine", "examples"), [(Histories, 40), (FileHistories, 10)])
def test_nobody_sees_tasks_being_spread(machine, examples):
    quiet = settings(
        max_examples=examples, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(machine, settings=quiet)
