"""What happened since: to whom it is told, in which order, and that nothing is left out."""

from datetime import timedelta

import pytest

from relayboard.adapters.memory_table import MemoryTable
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.domain.errors import Invalid
from relayboard.domain.events import Event, EventType, Subject, SubjectKind
from relayboard.domain.ids import first_ulid, ulid_moment
from relayboard.domain.people import PersonRef
from relayboard.services.event_feed import DAYS_AT_ONCE, LAG, LONGEST_AGO
from relayboard.store.events import record_event
from tests.support.world import ANN, BOB, LEAD, World

DAY = 24 * 60 * 60
MAKERS = {
    "memory": lambda folder: MemoryTable,
    "sqlite": lambda folder: lambda clock: SqliteTable(folder / "table.db", clock=clock),
}


@pytest.fixture
def world():
    return in_the_morning(World())


def in_the_morning(world):
    world.clock.advance(8 * 60 * 60)
    return world


def begin(world, who=LEAD):
    return world.call("GET", "/events", as_=who).json["nextCursor"]


def follow(world, who, after, limit=100):
    """Return everything behind a cursor, and the cursor to go on with."""
    told = []
    while True:
        reply = world.call("GET", f"/events?after={after}&limit={limit}", as_=who)
        assert reply.status == 200, reply.json
        told += reply.json["items"]
        after = reply.json["nextCursor"]
        if not reply.json["hasMore"]:
            return told, after


def types(told):
    return [event["type"] for event in told]


def test_without_a_cursor_one_gets_only_where_to_begin(world):
    world.task()
    page = world.call("GET", "/events", as_=LEAD).json
    assert (page["items"], page["hasMore"]) == ([], False)
    assert ulid_moment(page["nextCursor"]) <= world.clock.now() - LAG + timedelta(seconds=1)


def test_an_admin_hears_of_every_task_in_the_order_in_which_it_happened(world):
    after = begin(world)
    one, other = world.task(assignees=[ANN]), world.task()
    world.comments.add(one.id, "Wet.", by=ANN)
    world.tasks.delete(other.id, by=LEAD)
    told, _ = follow(world, LEAD, after)
    assert types(told) == ["task.created", "task.assigned", "task.created", "comment.added", "task.deleted"]
    assert [event["id"] for event in told] == sorted(event["id"] for event in told)
    assert told[3]["subject"]["id"] == one.id


def test_a_member_hears_of_what_they_have_and_of_nothing_else(world):
    after = begin(world)
    mine, foreign = world.task(assignees=[ANN]), world.task(assignees=[BOB])
    world.comments.add(foreign.id, "Wet.", by=BOB)
    told, _ = follow(world, ANN, after)
    assert {event["subject"]["id"] for event in told} == {mine.id}


def test_of_a_task_that_was_taken_away_a_member_hears_only_that(world):
    after = begin(world)
    task = world.task(assignees=[ANN])
    world.assignments.unassign(task.id, "ann", by=LEAD)
    world.comments.add(task.id, "Not for Ann.", by=LEAD)
    assert types(follow(world, ANN, after)[0]) == ["task.unassigned"]
    deleted = world.task(assignees=[ANN, BOB], deleted=True)
    told, _ = follow(world, ANN, after)
    assert [(event["type"], event["subject"]["id"]) for event in told][1:] == [("task.deleted", deleted.id)]


def test_who_created_a_task_and_is_a_member_now_hears_nothing_of_it(world):
    after = begin(world)
    world.task(deleted=True)
    demoted = type(LEAD)(LEAD.user_id, ANN.role)
    assert follow(world, demoted, after)[0] == []


def test_nobody_hears_of_people_and_boards(world):
    after = begin(world)
    world.boards.create("Garden", by=LEAD)
    world.people.set_role("bob", LEAD.role, by=LEAD)
    assert follow(world, LEAD, after)[0] == []


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
@pytest.mark.parametrize("engine", ["memory", "sqlite"])
def test_in_pages_of_any_size_nothing_is_left_out_and_nothing_comes_twice(engine, limit, tmp_path):
    world = in_the_morning(World(engine=MAKERS[engine](tmp_path)))
    after = begin(world)
    tasks = [world.task(assignees=[ANN] if number % 3 == 0 else [BOB]) for number in range(7)]
    told, _ = follow(world, ANN, after, limit)
    assert [event["id"] for event in told] == sorted({event["id"] for event in told})
    assert {event["subject"]["id"] for event in told} == {task.id for task in tasks[::3]}
    assert len(follow(world, LEAD, after, limit)[0]) == 14


def test_an_event_that_is_finished_late_is_not_missed(world):
    """Another machine made its id before we asked, and wrote it after."""
    late = an_event(world, at=world.clock.now())
    world.clock.advance(1)
    world.task()
    told, after = follow(world, LEAD, begin(world))
    assert late.id not in [event["id"] for event in told]
    world.store.commit([record_event(late)])
    assert late.id in [event["id"] for event in follow(world, LEAD, after)[0]]


def test_what_was_told_a_while_ago_does_not_come_again(world):
    after = begin(world)
    world.task()
    world.clock.advance(10)
    told, after = follow(world, LEAD, after)
    assert told
    assert follow(world, LEAD, after)[0] == []


def test_an_event_about_midnight_is_found_in_the_log_of_either_day(world):
    world.clock.advance(16 * 60 * 60 - 8 * 60)
    midnight = world.clock.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    world.clock.advance((midnight - world.clock.now()).total_seconds() - 0.5)
    early = an_event(world, at=world.clock.now(), made=midnight + timedelta(milliseconds=1))
    world.store.commit([record_event(early)])
    world.clock.advance(30)
    assert early.id in [event["id"] for event in follow(world, LEAD, first_ulid(midnight))[0]]


def test_who_was_away_for_weeks_hears_of_every_day(world):
    after = begin(world)
    for _ in range(20):
        world.clock.advance(DAY)
        world.task()
    world.clock.advance(5 * DAY)
    told, _ = follow(world, LEAD, after)
    assert len(told) == 20
    assert not told[0]["deliveries"]


def test_who_was_away_for_longer_must_begin_anew(world):
    after = begin(world)
    world.clock.advance(LONGEST_AGO.total_seconds())
    reply = world.call("GET", f"/events?after={after}", as_=LEAD)
    assert (reply.status, set(reply.errors)) == (422, {"after"})


@pytest.mark.parametrize("after", ["", "x", "0" * 25, "I" * 26, "8" + "0" * 25, "7" + "Z" * 25, "é" * 26])
def test_what_is_no_cursor_is_refused(world, after):
    assert set(world.call("GET", "/events", query=[("after", after)], as_=LEAD).errors) == {"after"}
    with pytest.raises(Invalid):
        world.services.event_feed.since("x", limit=1, by=LEAD)


def test_a_cursor_from_the_future_is_no_trouble(world):
    assert follow(world, LEAD, first_ulid(world.clock.now() + timedelta(days=365)))[0] == []


def test_following_is_one_query_a_day_and_for_a_member_one_read_of_tasks(world):
    after = begin(world)
    assert world.calls_of(lambda: follow(world, LEAD, after)) == ["query"]
    world.task(assignees=[ANN])
    assert world.calls_of(lambda: follow(world, LEAD, after)) == ["query"]
    assert world.calls_of(lambda: follow(world, ANN, after)) == ["query", "get_many"]
    world.clock.advance(20 * DAY)
    asked = world.calls_of(lambda: world.call("GET", f"/events?after={after}", as_=LEAD))
    assert asked == ["query"] * DAYS_AT_ONCE


def an_event(world, *, at, made=None):
    return Event(
        id=world.ulids.next(made or at),
        type=EventType.TASK_UPDATED,
        at=at,
        actor=PersonRef("lead", "Lead"),
        subject=Subject(SubjectKind.TASK, "T1", "Paint"),
    )
