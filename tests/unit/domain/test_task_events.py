"""What is told of a change."""

from datetime import date
from itertools import count

import pytest

from relayboard.domain.events import EventType
from relayboard.domain.task_events import task_events, watchers_of
from relayboard.domain.tasks import Priority, Status
from tests.support.builders import LATER, a_task, person_ref


def told(before, after):
    numbers = count()
    return task_events(before, after, actor=person_ref("Lead"), at=LATER, new_id=lambda: str(next(numbers)))


def edited(task, *, joining=(), leaving=(), position="V", board_id="main", **content):
    wanted = type(task.content)(**{"title": task.content.title, **content})
    return task.edited(
        wanted,
        board_id=board_id,
        position=position,
        joining=[person_ref(name) for name in joining],
        leaving=leaving,
        by="lead",
        at=LATER,
    )


def test_a_new_task_is_created_and_then_assigned():
    events = told(None, a_task(assignees=["Ann", "Bob"]))
    assert [event.type for event in events] == [EventType.TASK_CREATED, EventType.TASK_ASSIGNED]
    assert [person.id for person in events[1].people] == ["ann", "bob"]


def test_a_new_task_without_people_is_only_created():
    (event,) = told(None, a_task(due_date=date(2100, 5, 1)))
    assert (event.before, event.after["title"], event.after["dueDate"]) == ({}, "Paint the fence", "2100-05-01")


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        ({"title": "Oil the gate"}, {"title": "Paint the fence"}, {"title": "Oil the gate"}),
        ({"description": "Twice."}, {"description": ""}, {"description": "Twice."}),
        ({"priority": Priority.URGENT}, {"priority": "MEDIUM"}, {"priority": "URGENT"}),
        ({"due_date": date(2100, 5, 1)}, {"dueDate": None}, {"dueDate": "2100-05-01"}),
        ({"labels": ("red",)}, {"labels": []}, {"labels": ["red"]}),
        ({"position": "W"}, {"position": "V"}, {"position": "W"}),
        ({"board_id": "garden"}, {"boardId": "main"}, {"boardId": "garden"}),
    ],
)
def test_an_edit_tells_exactly_what_changed(change, before, after):
    task = a_task()
    (event,) = told(task, edited(task, **change))
    assert (event.type, event.before, event.after) == (EventType.TASK_UPDATED, before, after)


def test_an_edit_that_changes_words_and_people_tells_each_kind_of_thing_once():
    task = a_task(assignees=["Ann", "Bob"])
    events = told(task, edited(task, title="Oil the gate", joining=["Cat"], leaving=["ann"]))
    assert [(event.type, [person.id for person in event.people]) for event in events] == [
        (EventType.TASK_UPDATED, []),
        (EventType.TASK_ASSIGNED, ["cat"]),
        (EventType.TASK_UNASSIGNED, ["ann"]),
    ]


def test_a_move_to_another_column_tells_the_status_and_not_the_place():
    task = a_task()
    (event,) = told(task, task.moved(Status.IN_PROGRESS, position="A", at=LATER))
    assert (event.type, event.before, event.after) == (
        EventType.TASK_STATUS_CHANGED,
        {"status": "OPEN"},
        {"status": "IN_PROGRESS"},
    )


def test_assigning_tells_only_of_the_new_people():
    task = a_task(assignees=["Ann"])
    (event,) = told(task, task.assigned([person_ref("Ann"), person_ref("Bob")], by="lead", at=LATER))
    assert [person.id for person in event.people] == ["bob"]


def test_deleting_and_restoring_are_one_event_each():
    task = a_task(assignees=["Ann"])
    deleted = task.deleted(at=LATER)
    assert [event.type for event in told(task, deleted)] == [EventType.TASK_DELETED]
    assert [event.type for event in told(deleted, deleted.restored(at=LATER))] == [EventType.TASK_RESTORED]


def test_nothing_is_told_when_nothing_changed():
    task = a_task(assignees=["Ann"])
    assert told(task, task) == []


def test_the_creator_and_those_who_had_the_task_watch_it_each_once():
    task = a_task(assignees=["Lead", "Ann"])
    (event,) = told(task, task.unassigned(["ann"], at=LATER))
    assert [person.id for person in event.watchers] == ["lead", "ann"]
    assert watchers_of(task) == event.watchers
