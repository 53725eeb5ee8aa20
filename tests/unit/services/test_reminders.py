"""Rounds of reminders: each person hears of each step once, at their morning."""

from collections import Counter
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest

from relayboard.domain.errors import Unavailable
from relayboard.domain.events import RELAYBOARD, EventType
from relayboard.domain.people import Standing
from relayboard.domain.reminders import LAST_DAY, LONGEST_WINDOW, STEPS
from relayboard.domain.tasks import Status
from relayboard.ports.table import RaceLost, TableBusy
from relayboard.services.reminders import SETTLED, TASKS_AT_ONCE, quarter
from tests.support.mornings import Mornings, day, utc

START = utc("2026-03-01 00:00")
DUE = day("2026-03-04")


@pytest.fixture
def world():
    return Mornings(START)


@pytest.fixture
def lea(world):
    return world.person("Lea")


@pytest.fixture
def ann(world):
    return world.person("Ann")


def every_quarter(world, until):
    """Do a round a minute after every quarter of an hour, as schedules do."""
    at = quarter(world.clock.now())
    while at < until:
        world.round(at + timedelta(minutes=1))
        at += timedelta(minutes=15)


def times(world, person):
    return [one.at.isoformat(" ", "minutes")[:16] for one in world.told() if one.who == person.name]


def test_people_hear_the_day_before_then_three_days_running_then_every_week(world, lea, ann):
    world.task(DUE, ann, by=lea)
    every_quarter(world, utc("2026-03-24 00:00"))
    assert times(world, ann) == [
        "2026-03-03 08:01",
        "2026-03-05 08:01",
        "2026-03-06 08:01",
        "2026-03-07 08:01",
        "2026-03-14 08:01",
        "2026-03-21 08:01",
    ]
    assert world.steps(ann) == [-1, 1, 2, 3, 10, 17]
    assert world.steps(lea) == []


def test_after_a_year_nobody_is_reminded_any_more(world, lea):
    world.task(DUE, by=lea)
    for days in range(1, 500):
        world.round(START + timedelta(days=days, hours=9))
    assert world.steps(lea)[-1] == 360
    assert world.steps(lea) == [-1, 1, 2, 3, *range(10, 361, 7)]


def test_the_event_says_what_is_due_when_and_whom_it_reminds(world, lea, ann):
    task = world.task(DUE, ann, by=lea)
    world.round(utc("2026-03-03 08:01"))
    (event,) = world.events()
    assert (event.type, event.actor, event.subject.id) == (EventType.TASK_DUE_SOON, RELAYBOARD, task.id)
    assert event.after == {"dueDate": "2026-03-04", "days": -1, "morning": "2026-03-03T08:00:00+00:00"}
    assert (event.at, event.people, event.watchers) == (world.clock.now(), (ann.ref,), (lea.ref, ann.ref))
    world.round(utc("2026-03-05 08:01"))
    assert world.events()[-1].type is EventType.TASK_OVERDUE


def test_those_whose_morning_is_the_same_moment_share_an_event(world, lea):
    berlin = [world.person(name, time_zone="Europe/Berlin") for name in ("Ann", "Bob")]
    lagos = world.person("Chi", time_zone="Africa/Lagos")  # in winter the same time
    tokyo = world.person("Dai", time_zone="Asia/Tokyo")
    world.task(DUE, *berlin, lagos, tokyo, by=lea)
    every_quarter(world, utc("2026-03-04 00:00"))
    assert [[person.name for person in event.people] for event in world.events()] == [
        ["Dai"],
        ["Ann", "Bob", "Chi"],
    ]
    assert times(world, tokyo) == ["2026-03-02 23:01"]
    assert times(world, lagos) == ["2026-03-03 07:01"]


def test_a_morning_is_told_of_when_every_index_must_know_of_it(world, lea):
    world.task(DUE, by=lea)
    world.round(utc("2026-03-03 08:00") + SETTLED - timedelta(seconds=1))
    assert world.steps(lea) == []
    world.round(utc("2026-03-03 08:00") + SETTLED)
    assert world.steps(lea) == [-1]


def test_a_task_that_nobody_has_waits_for_its_creator(world, lea, ann):
    task = world.task(DUE, by=lea)
    world.round(utc("2026-03-03 08:01"))
    world.save(task, task.assigned([ann.ref], by=lea.id, at=world.clock.now()))
    world.round(utc("2026-03-05 08:01"))
    assert (world.steps(lea), world.steps(ann)) == ([-1], [1])


DONE = {
    "completed": lambda task, at: task.moved(Status.COMPLETED, position="V", at=at),
    "closed": lambda task, at: task.moved(Status.CLOSED, position="V", at=at),
    "deleted": lambda task, at: task.deleted(at=at),
}


@pytest.mark.parametrize("change", DONE.values(), ids=DONE)
def test_what_is_done_or_gone_is_not_spoken_of(world, lea, change):
    task = world.task(DUE, by=lea)
    world.round(utc("2026-03-03 08:01"))
    world.save(task, change(task, world.clock.now()))
    every_quarter(world, utc("2026-03-08 00:00"))
    assert world.steps(lea) == [-1]


def test_the_deactivated_are_not_reminded(world, lea):
    gone = world.person("Gone", standing=Standing.INACTIVE)
    world.task(DUE, gone, by=lea)
    every_quarter(world, utc("2026-03-06 00:00"))
    assert world.events() == []


def test_another_due_date_begins_anew_and_the_old_one_does_not_come_again(world, lea):
    task = world.task(DUE, by=lea)
    world.round(utc("2026-03-03 08:01"))
    later = due_on(world, task, day("2026-03-09"))
    world.round(utc("2026-03-05 08:01"))
    world.round(utc("2026-03-08 08:01"))
    assert world.steps(lea) == [-1, -1]
    back = due_on(world, later, DUE)
    world.round(utc("2026-03-08 09:01"))
    world.round(utc("2026-03-14 08:01"))
    assert world.steps(lea) == [-1, -1, 10]
    due_on(world, back, None)
    every_quarter(world, utc("2026-03-23 00:00"))
    assert world.steps(lea) == [-1, -1, 10]


def due_on(world, task, due):
    content = replace(task.content, due_date=due)
    at = world.clock.now()
    changed = task.edited(content, board_id=task.board_id, position=task.position, by="lea", at=at)
    return world.save(task, changed)


def test_after_two_days_of_sleep_only_the_last_step_is_told(world, lea, ann):
    world.round(utc("2026-03-02 12:00"))
    overdue = world.task(day("2026-03-02"), ann, by=lea)
    world.task(DUE, lea, by=lea)
    world.round(utc("2026-03-04 12:00"))
    assert [(one.who, one.task == overdue.id, one.days) for one in world.told()] == [
        ("Ann", True, 2),
        ("Lea", False, -1),  # said on the day itself: better than never
    ]
    world.round(utc("2026-03-04 12:16"))
    assert len(world.told()) == 2


def test_that_something_is_due_soon_is_not_said_when_it_is_too_late(world, lea):
    world.task(DUE, by=lea)
    world.round(utc("2026-03-02 12:00"))
    world.round(utc("2026-03-05 07:59"))
    assert world.steps(lea) == []
    world.round(utc("2026-03-05 08:01"))
    assert world.steps(lea) == [1]


def test_after_a_year_of_sleep_each_task_is_told_of_once_and_little_is_looked_at(world, lea):
    world.task(DUE, by=lea)
    calls = calls_of(world, START + timedelta(days=300))
    assert world.steps(lea) == [290]
    assert calls.count("query") < LAST_DAY + LONGEST_WINDOW.days  # each due date once, and the people


def test_the_first_round_ever_begins_with_its_own_time():
    world = Mornings(utc("2026-03-05 09:00"))
    lea = world.person("Lea")
    world.task(day("2026-03-05"), by=lea)
    world.round(utc("2026-03-05 23:00"))
    assert world.events() == []
    world.round(utc("2026-03-06 08:01"))
    assert world.steps(lea) == [1]


def test_where_rounds_were_made_before_beginning_changes_nothing(world, lea):
    world.task(day("2026-02-28"), by=lea)
    world.reminders().begin(utc("2026-02-28 00:00"))
    world.round(utc("2026-03-01 07:00"))
    assert world.steps(lea) == []


def test_whoever_moves_west_does_not_hear_of_the_same_step_again(world, lea):
    ann = world.person("Ann", time_zone="Pacific/Auckland")
    world.task(DUE, ann, by=lea)
    every_quarter(world, utc("2026-03-02 19:10"))
    assert world.steps(ann) == [-1]
    world.prefers(ann, time_zone="Pacific/Honolulu")
    every_quarter(world, utc("2026-03-04 23:00"))
    assert world.steps(ann) == [-1]


def test_whoever_moves_their_morning_back_does_not_miss_it(world, lea):
    ann = world.person("Ann", digest_hour=18)
    world.task(DUE, ann, by=lea)
    every_quarter(world, utc("2026-03-03 11:50"))
    world.prefers(ann, digest_hour=6)
    every_quarter(world, utc("2026-03-03 23:00"))
    assert times(world, ann) == ["2026-03-03 12:01"]


def test_newcomers_hear_nothing_of_mornings_before_they_came(world, lea):
    every_quarter(world, utc("2026-03-03 11:50"))
    ann = world.person("Ann")
    world.task(DUE, ann, by=lea)
    every_quarter(world, utc("2026-03-05 00:00"))
    assert world.steps(ann) == []


def test_a_clock_that_is_set_back_a_little_neither_loses_nor_repeats(world, lea):
    world.task(DUE, by=lea)
    world.round(utc("2026-03-03 08:01"))
    world.round(utc("2026-03-03 07:40"))
    every_quarter(world, utc("2026-03-05 09:00"))
    assert world.steps(lea) == [-1, 1]


@pytest.mark.parametrize("hours_back", [0.5, 24 * 30])
def test_a_clock_that_is_set_back_in_the_middle_of_a_round_loses_nobody(world, lea, hours_back):
    world.round(utc("2026-03-02 12:00"))
    for _ in range(60):
        world.task(DUE, by=lea)
    ahead = utc("2026-03-03 08:01") + timedelta(hours=hours_back if hours_back > 1 else 0)
    world.round(ahead, may_go_on=iter([True, False]).__next__)
    world.clock.advance(-3600 * hours_back)
    every_quarter(world, utc("2026-03-03 12:00"))
    told = [one.task for one in world.told() if one.days == -1]
    assert sorted(told) == world.task_ids


def test_a_clock_that_was_a_month_ahead_does_not_silence_reminders(world, lea):
    world.round(utc("2026-04-01 00:00"))
    world.clock.advance((START - world.clock.now()).total_seconds())
    world.task(DUE, by=lea)
    every_quarter(world, utc("2026-03-06 00:00"))
    assert world.steps(lea) == [-1, 1]


def test_more_tasks_than_fit_into_one_write_are_all_told_of_once(world, lea, ann):
    people = [ann, *(world.person(f"P{number}") for number in range(24))]
    for number in range(30):
        world.task(DUE, *people[: 1 + number % 25], by=lea)
    assert world.round(utc("2026-03-03 08:01")) == 30
    told = [(one.who, one.task) for one in world.told()]
    assert len(told) == len(set(told)) == sum(1 + number % 25 for number in range(30))


def calls_of(world, at):
    before = len(world.table.calls)
    world.round(at)
    return world.table.calls[before:]


def test_a_round_between_two_quarters_is_one_read(world, lea):
    world.task(DUE, by=lea)
    assert calls_of(world, utc("2026-03-01 00:10")) == ["get"]


def test_a_round_in_which_nobody_wakes_is_one_query_and_one_write(world, lea):
    world.round(utc("2026-03-03 07:16"))
    world.task(DUE, by=lea)
    assert calls_of(world, utc("2026-03-03 07:31")) == ["get", "query", "write"]


def test_a_morning_is_a_query_for_each_step_and_few_writes(world, lea):
    world.round(utc("2026-03-03 07:59"))
    for _ in range(20):
        world.task(DUE, by=lea)
    calls = calls_of(world, utc("2026-03-03 08:01"))
    assert Counter(calls) == {"get": 1, "query": 1 + len(STEPS), "write": 2}


def test_people_and_tasks_are_read_in_pages(world, lea):
    world.round(utc("2026-03-03 07:59"))
    for _ in range(TASKS_AT_ONCE + 1):
        world.task(DUE, by=lea)
    calls = calls_of(world, utc("2026-03-03 08:01"))
    assert Counter(calls) == {"get": 1, "query": 2 + len(STEPS), "write": 5}  # 49 events and marks in each
    assert len(world.told()) == TASKS_AT_ONCE + 1


def test_who_moved_their_morning_is_looked_after_once(world, lea):
    world.round(utc("2026-03-03 09:01"))
    moved = world.prefers(lea, digest_hour=7)
    assert Counter(calls_of(world, utc("2026-03-03 09:16")))["query"] > len(STEPS)
    assert moved.preferences.digest_hour == 7
    assert calls_of(world, utc("2026-03-03 09:31")) == ["get", "query", "write"]


class Killed(BaseException):
    """The program ends here."""


class Cut:
    """A table whose program dies before or after its n-th call, whatever it asks."""

    def __init__(self, table, dies_at, *, is_after):
        self.table = table
        self.left = dies_at
        self.is_after = is_after

    def __getattr__(self, name):
        def call(*given):
            self.left -= 1
            if self.left < 0 or (self.left == 0 and not self.is_after):
                raise Killed
            answer = getattr(self.table, name)(*given)
            if self.left == 0:
                raise Killed
            return answer

        return call


@pytest.mark.parametrize("is_after", [False, True], ids=["before the call", "after the call"])
def test_a_round_that_dies_anywhere_tells_everybody_once(is_after):
    for dies_at in range(1, 200):
        world = Mornings(START)
        lea, *others = (world.person(f"P{number}") for number in range(25))
        world.round(utc("2026-03-03 07:59"))
        for _ in range(4):  # more than one write takes
            world.task(DUE, *others, by=lea)
        world.task(day("2026-03-01"), by=lea)
        try:
            world.round(utc("2026-03-03 08:01"), table=Cut(world.engine, dies_at, is_after=is_after))
        except Killed:
            world.round(utc("2026-03-03 08:02"))
            survived = False
        else:
            survived = True
        told = [(one.who, one.task, one.days) for one in world.told()]
        assert len(told) == len(set(told)) == 4 * 24 + 1, f"died at call {dies_at}"
        assert world.round(utc("2026-03-03 08:16")) == 0
        if survived:
            assert dies_at > 60
            return
    raise AssertionError("it never survived")


def test_a_round_that_has_no_time_left_is_gone_on_with(world, lea):
    world.round(utc("2026-03-03 07:59"))
    for _ in range(120):
        world.task(DUE, by=lea)
    once = iter([True, False])
    assert world.round(utc("2026-03-03 08:01"), may_go_on=lambda: next(once)) == 49
    calls = calls_of(world, utc("2026-03-03 08:16"))
    assert calls.count("write") == 3  # none in vain: it goes on behind the last task
    assert world.round(utc("2026-03-03 08:31")) == 0
    assert len({one.task for one in world.told()}) == 120


def test_what_is_gone_on_with_a_day_later_tells_only_the_last_step(world, lea):
    world.round(utc("2026-03-05 07:59"))
    for _ in range(60):
        world.task(DUE, by=lea)
    once = iter([True, False])
    world.round(utc("2026-03-05 08:01"), may_go_on=lambda: next(once))
    for minutes in (1, 16):
        world.round(utc("2026-03-06 08:00") + timedelta(minutes=minutes))
    steps = [{one.days for one in world.told() if one.task == task} for task in world.task_ids]
    assert steps == [{1, 2}] * 49 + [{2}] * 11


def test_two_servers_at_once_tell_everybody_once(world, lea):
    world.round(utc("2026-03-03 07:59"))
    for _ in range(120):
        world.task(DUE, by=lea)

    asked = []

    def while_another_works():
        asked.append(world.round())
        return True

    world.round(utc("2026-03-03 08:01"), may_go_on=while_another_works)
    assert asked == [120]  # and then it leaves the round to the other
    told = [one.task for one in world.told()]
    assert len(told) == len(set(told)) == 120


@pytest.mark.parametrize("trouble", [RaceLost(), TableBusy()])
def test_what_the_table_did_not_take_is_taken_by_the_next_round(world, lea, trouble):
    world.round(utc("2026-03-03 07:59"))
    world.task(DUE, by=lea)
    world.table.fail("write", trouble)
    with nullcontext() if isinstance(trouble, RaceLost) else pytest.raises(Unavailable):
        world.round(utc("2026-03-03 08:01"))
    assert world.steps(lea) == []
    world.round(utc("2026-03-03 08:02"))
    assert world.steps(lea) == [-1]
