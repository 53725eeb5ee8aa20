import pytest
from hypothesis import given
from hypothesis import strategies as st

from relayboard.domain.events import Event, EventType
from relayboard.domain.people import PersonRef
from relayboard.notify.recipients import recipients
from tests.unit.notify.world import ANN, BOB, LEAD, event

PEOPLE = ("people",)
WATCHERS = ("watchers",)
NOBODY = ()
WHO_HEARS = {
    EventType.TASK_CREATED: NOBODY,
    EventType.TASK_ASSIGNED: PEOPLE,
    EventType.TASK_UNASSIGNED: PEOPLE,
    EventType.TASK_STATUS_CHANGED: WATCHERS,
    EventType.TASK_UPDATED: WATCHERS,
    EventType.TASK_DELETED: WATCHERS,
    EventType.TASK_RESTORED: WATCHERS,
    EventType.TASK_DUE_SOON: PEOPLE,
    EventType.TASK_OVERDUE: PEOPLE,
    EventType.COMMENT_ADDED: WATCHERS,
    EventType.COMMENT_EDITED: NOBODY,
    EventType.COMMENT_DELETED: NOBODY,
    EventType.BOARD_CREATED: NOBODY,
    EventType.BOARD_UPDATED: NOBODY,
    EventType.USER_JOINED: NOBODY,
    EventType.USER_INVITED: NOBODY,
    EventType.USER_RENAMED: NOBODY,
    EventType.USER_ROLE_CHANGED: NOBODY,
    EventType.USER_STATUS_CHANGED: NOBODY,
    EventType.USER_SUPPRESSED: NOBODY,
    EventType.USER_SUPPRESSION_LIFTED: NOBODY,
    EventType.DELIVERY_REDRIVEN: NOBODY,
    EventType.DIGEST_DUE: PEOPLE,
}


def names(happened: Event) -> list[str]:
    return [recipient.person.name for recipient in recipients(happened)]


def test_the_table_above_names_every_event_type():
    assert set(WHO_HEARS) == set(EventType)


@pytest.mark.parametrize("kind", EventType)
def test_who_hears_of_each_event(kind):
    stranger = PersonRef("id-eve", "Eve")
    happened = event(kind, actor=stranger, people=(ANN,), watchers=(LEAD, BOB), after={"title": "New"})
    expected = {PEOPLE: ["Ann"], WATCHERS: ["Lead", "Bob"], NOBODY: []}
    assert names(happened) == expected[WHO_HEARS[kind]]


def test_nobody_hears_that_a_card_was_put_elsewhere_in_its_column():
    assert names(event(EventType.TASK_UPDATED, actor=ANN.ref, watchers=(LEAD, BOB), after={"position": "W"})) == []


def test_watchers_hear_of_an_edit_that_also_moves_the_card():
    happened = event(
        EventType.TASK_UPDATED, actor=ANN.ref, watchers=(LEAD,), after={"position": "W", "title": "New"}
    )
    assert names(happened) == ["Lead"]


def test_each_is_told_why_they_hear_of_it():
    happened = event(EventType.TASK_DELETED, actor=PersonRef("id-eve", "Eve"), watchers=(LEAD, ANN))
    assert [recipient.reason for recipient in recipients(happened)] == [
        "you created this task",
        "you have this task",
    ]


def test_a_creator_who_moves_the_task_does_not_make_an_assignee_the_creator():
    happened = event(EventType.TASK_STATUS_CHANGED, actor=LEAD.ref, watchers=(LEAD, ANN))
    assert [recipient.reason for recipient in recipients(happened)] == ["you have this task"]


@st.composite
def events(draw: st.DrawFn) -> Event:
    some_people = st.lists(st.sampled_from([LEAD, ANN, BOB]), max_size=6).map(tuple)
    return event(
        draw(st.sampled_from(EventType)),
        actor=draw(st.sampled_from([LEAD.ref, ANN.ref])),
        people=draw(some_people),
        watchers=draw(some_people),
        after=draw(st.sampled_from([{}, {"position": "V"}, {"title": "New"}])),
    )


@given(events())
def test_the_actor_never_hears_of_it_and_everybody_else_hears_once(happened):
    ids = [recipient.person.id for recipient in recipients(happened)]
    assert happened.actor.id not in ids
    assert len(ids) == len(set(ids))
    assert set(ids) <= {one.id for one in (*happened.people, *happened.watchers)}
