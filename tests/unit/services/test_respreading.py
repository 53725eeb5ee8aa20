"""Columns over several partitions: what people read while the number is raised and tasks are moved."""

from collections import Counter
from contextlib import contextmanager
from functools import partial
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
from relayboard.ports.table import Index, Query, RaceLost
from relayboard.services.respreading import BATCH, SETTLE_SECONDS, Pauses, Respreading
from relayboard.services.tasks import TaskEdit
from relayboard.store import column_pages, keys
from relayboard.store.status_shards import KNOWN_FOR_SECONDS, FixedShards, StatusShards
from relayboard.store.tasks import column_place_of
from tests.support.rights import acting_as
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
            with self.by(None), acting_as(None):
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


def test_every_task_stands_where_its_id_puts_it_and_nothing_else_has_changed():
    world, ids = with_tasks(3 * BATCH)
    before = {task_id: world.stored(task_id) for task_id in ids}
    events = world.events(ids[0])
    finish(respreading(world, 4))
    found = places(world)
    assert sorted(place.task_id for place in found) == sorted(ids)
    assert all(place.shard == keys.column_shard(place.task_id, 4) for place in found)
    assert {place.shard for place in found} == set(range(4))
    assert {task_id: world.stored(task_id) for task_id in ids} == before
    assert world.events(ids[0]) == events
    assert listed(world) == ids


def test_a_cursor_from_before_goes_on_afterwards():
    world, ids = with_tasks(30)
    page = world.call("GET", "/tasks?status=OPEN&limit=7", as_=LEAD).json
    for shards in (3, 8):
        finish(respreading(world, shards))
        following = world.call("GET", f"/tasks?status=OPEN&limit=7&cursor={page['nextCursor']}", as_=LEAD).json
        seen = [item["id"] for item in page["items"]]
        assert [item["id"] for item in following["items"]] == ids[ids.index(seen[-1]) + 1 :][:7]
        page = following


def test_a_page_of_a_filtered_column_is_never_silently_short(monkeypatch):
    monkeypatch.setattr(column_pages, "EXAMINED", 32)
    monkeypatch.setattr(column_pages, "LEAST_EXAMINED", 2)
    world, ids = with_tasks(40)
    finish(respreading(world, 4))
    last = ids[-1]
    world.tasks.edit(last, TaskEdit(content={"title": "Find me"}), by=LEAD)
    page = world.call("GET", "/tasks?status=OPEN&q=find", as_=LEAD).json
    assert page["items"] == []
    assert page["nextCursor"] is not None
    assert listed(world, "status=OPEN&q=find") == [last]


@pytest.mark.parametrize(("shards", "limit", "calls"), [(1, 50, 1), (4, 1, 4), (16, 50, 16)])
def test_a_page_of_a_column_is_one_query_for_each_shard(shards, limit, calls):
    world = World(shards=lambda store: FixedShards(shards))
    for _ in range(100):
        world.task()
    path = f"/tasks?status=OPEN&limit={limit}"
    assert world.calls_of(lambda: world.call("GET", path, as_=LEAD)) == ["query"] * calls


def test_a_page_that_is_all_in_one_shard_is_asked_for_twice():
    world, ids = with_tasks(100)
    begin(respreading(world, 4))
    path = "/tasks?status=OPEN&limit=50"
    made = world.calls_of(lambda: world.call("GET", path, as_=LEAD))
    assert made.count("query") == 8
    assert world.call("GET", path, as_=LEAD).ids == ids[:50]


def test_a_table_keeps_the_larger_number():
    world, ids = with_tasks(20)
    finish(respreading(world, 4))
    smaller = respreading(world, 2)
    finish(smaller)
    assert smaller.state().reading == smaller.state().writing == 4
    assert listed(world) == ids


def test_servers_that_learn_late_miss_nothing():
    seconds = [0.0]
    known_late = partial(StatusShards, elapsed=lambda: seconds[0])
    one = World(shards=known_late)
    other = World(engine=lambda clock: one.engine, shards=known_late, staff=())
    other.clock, work = one.clock, respreading(one, 5, pauses=Pauses(), elapsed=lambda: seconds[0])
    due, made = 0.75 * KNOWN_FOR_SECONDS, []
    listed(other)  # which learns of a new number at another moment than the first
    seconds[0] += KNOWN_FOR_SECONDS / 2
    while not work.last.is_settled or work.last.revision == 0:
        assert seconds[0] < 10 * SETTLE_SECONDS
        if seconds[0] >= due:
            due = seconds[0] + work.step()
        made.insert(0, (one if len(made) % 2 else other).task().id)
        for world in (one, other):
            assert set(listed(world)) == set(made)
        seconds[0] += KNOWN_FOR_SECONDS / 4
    assert {place.shard for place in places(one)} == set(range(5))


def test_one_server_at_a_time_moves_tasks_and_another_takes_over_when_it_is_gone():
    world, _ = with_tasks(3 * BATCH)
    first, second = (respreading(world, 2, holder=holder) for holder in ("first", "second"))
    begin(first)
    first.step()
    moved = first.state().moved
    assert moved > 0
    assert second.step() == AT_ONCE.beaten
    assert second.state().moved == moved
    world.clock.advance(31)
    finish(second)
    assert second.state().holder == "second"
    assert second.state().moved > moved  # it went on, it did not begin again
    assert second.state().moved == sum(place.shard == 1 for place in places(world))


def test_a_lost_race_is_tried_again():
    world, _ = with_tasks(BATCH)
    work = respreading(world, 2)
    begin(work)
    world.table.fail("write", RaceLost("taken"))
    assert work.step() == AT_ONCE.beaten
    finish(work)
    assert all(place.shard == keys.column_shard(place.task_id, 2) for place in places(world))


@pytest.mark.parametrize("shards", [2, 3, 8, 64])
def test_shards_are_even_and_more_of_them_move_tasks_only_upwards(shards):
    ids = [f"01ARZ3NDEKTSV4RRFF{number:08d}" for number in range(6_400)]
    counts = Counter(keys.column_shard(task_id, shards) for task_id in ids)
    even = len(ids) / shards
    assert set(counts) == set(range(shards))
    assert all(0.6 * even < count < 1.4 * even for count in counts.values())
    for task_id in ids[:500]:
        fewer, more = keys.column_shard(task_id, shards), keys.column_shard(task_id, shards + 1)
        assert more in (fewer, shards)
