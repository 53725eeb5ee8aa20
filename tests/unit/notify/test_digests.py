"""What a digest says: one line for each task, with what counts of all that happened to it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relayboard.adapters.item_json import encode
from relayboard.domain.events import RELAYBOARD, EventType, SubjectKind
from relayboard.notify.digests import (
    EVENTS_MAX,
    TASKS_MAX,
    collapsed,
    covered_by,
    digest_id,
    digest_of,
    lines_in,
)
from relayboard.notify.kinds import KINDS
from relayboard.notify.wording import headline
from relayboard.store.events import event_of, record_event
from tests.unit.notify.world import ANN, BOB, LEAD, START, commented, event

SNS_BYTES = 256 * 1024
MOVED = event(EventType.TASK_STATUS_CHANGED, before={"status": "OPEN"}, after={"status": "IN_PROGRESS"})
DONE = event(EventType.TASK_STATUS_CHANGED, after={"status": "COMPLETED"})
DATED = event(EventType.TASK_UPDATED, after={"dueDate": "2100-01-08"}, actor=BOB.ref)
NAMED = event(EventType.TASK_UPDATED, after={"title": "New", "priority": "LOW", "position": "V"}, title="New")
GIVEN, TAKEN = event(EventType.TASK_ASSIGNED), event(EventType.TASK_UNASSIGNED)
GONE, BACK = event(EventType.TASK_DELETED), event(EventType.TASK_RESTORED)
OVERDUE = event(EventType.TASK_OVERDUE, after={"dueDate": "2100-01-08"}, actor=RELAYBOARD)


def of_task(happened, number):
    return replace(happened, subject=replace(happened.subject, id=f"task-{number:03d}"))


@pytest.mark.parametrize(
    ("happened", "text", "who"),
    [
        (
            [MOVED, commented(), commented(actor=BOB), DATED],
            "moved to In progress, 2 comments, due date changed",
            "Lead, Bob",
        ),
        ([MOVED, DONE], "moved to Completed", "Lead"),
        ([commented()], "1 comment", "Lead"),
        ([DATED, NAMED], "due date, title and priority changed", "Bob, Lead"),
        ([GIVEN, TAKEN], "not yours any more", "Lead"),
        ([TAKEN, GIVEN], "assigned to you", "Lead"),
        ([GONE, BACK, GONE], "deleted", "Lead"),
        ([OVERDUE], "overdue since Fri, 8 Jan 2100", ""),
    ],
)  # fmt: skip
def test_all_that_happened_to_a_task_is_one_line(happened, text, who):
    (line,) = collapsed(happened)
    assert (line.text, line.who) == (text, who)


def test_the_line_has_the_newest_title():
    assert [line.title for line in collapsed([MOVED, NAMED])] == ["New"]


@pytest.mark.parametrize(
    ("happened", "is_within_reach"),
    [([MOVED], True), ([GONE], False), ([GONE, BACK], True), ([TAKEN], False), ([TAKEN, GIVEN], True)],
)
def test_only_a_task_that_can_be_opened_is_within_reach(happened, is_within_reach):
    assert [line.is_within_reach for line in collapsed(happened)] == [is_within_reach]


def test_only_what_concerns_a_person_themselves_is_told_without_sight_of_the_task():
    lines = collapsed([of_task(GIVEN, 1), of_task(TAKEN, 2), of_task(GIVEN, 3), of_task(commented(), 3)])
    assert [line.needs_sight for line in lines] == [False, False, True]


def test_many_who_did_something_are_counted():
    people = [replace(MOVED, actor=replace(LEAD.ref, id=str(number), name=f"P{number}")) for number in range(5)]
    assert [line.who for line in collapsed(people)] == ["P0, P1, P2 and 2 more"]


@given(st.lists(st.tuples(st.sampled_from(list(KINDS)), st.integers(1, 4)), min_size=1, max_size=30))
def test_nothing_that_happened_is_lost(happened):
    events = [
        replace(
            of_task(event(kind, after={"dueDate": "2100-01-08", "status": "OPEN"}), task), id=f"E{number:025d}"
        )
        for number, (kind, task) in enumerate(happened)
    ]
    digest = digest_of(ANN.ref, START, events, part=0)
    assert covered_by(digest) == tuple(one.id for one in events)
    assert {line.task_id for line in lines_in(digest)} == {one.subject.id for one in events}
    assert all(line.text for line in lines_in(digest))
    assert event_of(record_event(digest).item) == digest


def test_the_same_part_of_the_same_digest_has_the_same_name_and_no_other_has_it():
    later = START + timedelta(days=1)
    names = [(ANN.id, START, 0), (ANN.id, START, 1), (ANN.id, later, 0), (BOB.id, START, 0)]
    ids = [digest_id(*name) for name in names]
    assert ids == [digest_id(*name) for name in names]
    assert len(set(ids)) == 4
    assert ids[2] > max(ids[0], ids[1], ids[3])


def test_the_largest_digest_is_a_message_that_sns_takes():
    wide = "𝕎" * 200
    actors = [replace(LEAD.ref, id=str(number), name=wide) for number in range(3)]
    events = [
        replace(
            of_task(event(EventType.TASK_UPDATED, title=wide, actor=actors[number % 3]), number % TASKS_MAX),
            id=f"E{number:025d}",
            after=dict.fromkeys(["title", "description", "priority", "dueDate", "labels", "boardId"], "x"),
        )
        for number in range(EVENTS_MAX)
    ]
    message = encode(record_event(digest_of(ANN.ref, START, events, part=0)).item)
    assert len(message) < SNS_BYTES


def test_who_looks_after_deliveries_reads_whose_digest_it_is():
    digest = digest_of(ANN.ref, START, [MOVED], part=0)
    assert (headline(digest), digest.subject.kind) == ("A digest for Ann", SubjectKind.USER)
