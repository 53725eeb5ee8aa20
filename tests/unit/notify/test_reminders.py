"""Reminders on their way: people hear through their channels, unless there is nothing to remind of any more."""

from dataclasses import replace

import pytest

from relayboard.domain.deliveries import DeliveryState
from relayboard.domain.events import RELAYBOARD, EventType
from relayboard.domain.reminders import is_overtaken
from relayboard.domain.tasks import Status
from relayboard.store.events import record_event
from relayboard.store.tasks import save_task
from tests.unit.notify.world import ANN, BOB, LEAD, START, World, event

DUE = "2100-01-08"


def reminder(*people, due=DUE):
    after = {"dueDate": due, "days": -1, "morning": "2100-01-07T08:00:00+00:00"}
    return event(EventType.TASK_DUE_SOON, actor=RELAYBOARD, people=people, watchers=(LEAD, ANN, BOB), after=after)


def handle(deliverer, happened):
    deliverer.handle(record_event(happened).item)


def test_only_those_who_are_reminded_hear_by_mail_and_in_their_inboxes():
    world = World()
    for deliverer in (world.email(), world.inbox()):
        handle(deliverer, reminder(ANN))
    assert [mail.to for mail in world.postbox.mails] == [ANN.email]
    (notice,) = world.notices(ANN)
    assert notice.text == "“Fix the login” is due on Fri, 8 Jan 2100"
    assert set(world.deliveries("email")) == set(world.deliveries("inbox")) == {"Ann"}


def test_the_mail_says_why_it_comes():
    world = World()
    handle(world.email(), reminder(ANN))
    (mail,) = world.postbox.mails
    assert "because this task waits for you" in " ".join(mail.text.split())


def test_receivers_on_the_web_hear_of_it():
    world = World()
    handle(world.webhook(), reminder(ANN, BOB))
    assert len(world.receiver.posts) == 1


def saved(world, after):
    world.store.commit(save_task(world.task, after, shards=1))


OVERTAKEN = {
    "done": lambda task: task.moved(Status.COMPLETED, position="V", at=START),
    "deleted": lambda task: task.deleted(at=START),
    "due later": lambda task: due_on(task, task.content.due_date.replace(day=20)),
    "not due": lambda task: due_on(task, None),
}


def due_on(task, due):
    content = replace(task.content, due_date=due)
    return task.edited(content, board_id=task.board_id, position=task.position, by="lead", at=START)


@pytest.mark.parametrize("change", OVERTAKEN.values(), ids=OVERTAKEN)
def test_a_reminder_that_comes_too_late_is_left_out(change):
    world = World()
    saved(world, change(world.task))
    handle(world.email(), reminder(ANN))
    assert world.postbox.mails == []
    row = world.deliveries("email")["Ann"]
    assert row.state is DeliveryState.SKIPPED
    assert row.reason == "The task has been done meanwhile, or is due on another day."


def test_who_does_not_have_the_task_any_more_is_not_reminded():
    world = World()
    saved(world, world.task.unassigned([ANN.id], at=START))
    handle(world.email(), reminder(ANN, BOB))
    assert [mail.to for mail in world.postbox.mails] == [BOB.email]
    assert world.deliveries("email")["Ann"].reason == "This person may not see the task any more."


def test_other_news_is_never_overtaken():
    assert not is_overtaken(event(EventType.TASK_DELETED), None)
    assert is_overtaken(reminder(ANN), None)
