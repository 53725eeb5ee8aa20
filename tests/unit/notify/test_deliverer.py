from dataclasses import replace

import pytest

from relayboard.domain.deliveries import DeliveryState
from relayboard.domain.errors import Unavailable
from relayboard.domain.events import EventType
from relayboard.domain.people import Role
from relayboard.ports.mailer import MailerBusy, MailRefused
from relayboard.ports.table import Put, TableBusy
from relayboard.store.deliveries import delivery_of, failed_deliveries
from relayboard.store.events import record_event
from relayboard.store.people import person_ref, save_person
from relayboard.store.store import Store
from relayboard.store.tasks import save_task
from tests.unit.notify.world import (
    ANN,
    BOB,
    GONE,
    LEAD,
    NO_MAIL,
    START,
    World,
    assigned,
    commented,
    event,
    person,
)


def handle(deliverer, happened) -> None:
    deliverer.handle(record_event(happened).item)


def test_an_assigned_person_gets_a_mail_and_the_ledger_says_so():
    world = World()
    handle(world.email(), assigned(ANN))
    assert [mail.subject for mail in world.postbox.to(ANN)] == ["Lead assigned you “Fix the login”"]
    row = world.deliveries("email")["Ann"]
    assert (row.state, row.attempts, row.receipt) == (DeliveryState.SENT, 1, "250 queued")


def test_an_assigned_person_gets_a_notice():
    world = World()
    handle(world.inbox(), assigned(ANN))
    (notice,) = world.notices(ANN)
    assert notice.text == "Lead assigned you “Fix the login”"
    assert (notice.task_id, notice.is_read) == (world.task.id, False)
    assert world.deliveries("inbox")["Ann"].state is DeliveryState.SENT


def test_a_repeated_event_sends_nothing_more():
    world = World()
    email, inbox = world.email(), world.inbox()
    for _ in range(3):
        handle(email, assigned(ANN, BOB))
        handle(inbox, assigned(ANN, BOB))
    handle(world.email(), assigned(ANN, BOB))
    assert len(world.postbox.mails) == 2
    assert len(world.notices(ANN)) == 1


@pytest.mark.parametrize(
    ("whom", "why"),
    [
        (NO_MAIL, "This person has switched this channel off."),
        (GONE, "This person is deactivated."),
        (person("Nobody"), "This person has no profile."),
    ],
)
def test_who_is_not_to_be_told_is_skipped_with_the_reason(whom, why):
    world = World()
    handle(world.email(), assigned(whom))
    row = world.deliveries("email")[whom.name]
    assert (row.state, row.reason) == (DeliveryState.SKIPPED, why)
    assert not world.postbox.attempts


def test_who_wants_no_mail_still_gets_a_notice():
    world = World()
    handle(world.inbox(), assigned(NO_MAIL))
    assert world.notices(NO_MAIL)


def test_a_former_admin_does_not_read_comments_under_a_task_that_they_only_made():
    world = World()
    lead = world.store.get(person_ref(LEAD.id))
    world.store.commit([save_person(lead, lead.changed(at=START, role=Role.MEMBER))])
    handle(world.email(), commented(actor=ANN, watchers=(LEAD, BOB)))
    assert world.deliveries("email")["Lead"].state is DeliveryState.SKIPPED
    assert [mail.to for mail in world.postbox.mails] == [BOB.email]


def test_a_mail_about_a_task_that_is_no_longer_theirs_tells_no_more_than_that_it_was():
    world = World(assignees=())
    task = replace(world.task, content=replace(world.task.content, description="secret plans"))
    world.store.commit(save_task(world.task, task, shards=1))
    handle(world.email(), assigned(ANN))
    assert "secret plans" not in world.postbox.to(ANN)[0].text


def test_somebody_who_lost_the_task_meanwhile_is_not_told_what_was_said():
    world = World(assignees=(BOB,))
    handle(world.email(), commented("not for Ann", watchers=(LEAD, ANN, BOB)))
    assert not world.postbox.to(ANN)
    assert world.deliveries("email")["Ann"].reason == "This person may not see the task any more."


def test_those_who_lost_a_deleted_task_hear_of_it():
    world = World()
    world.store.commit(save_task(world.task, world.task.deleted(at=START), shards=1))
    handle(world.email(), event(EventType.TASK_DELETED, watchers=(LEAD, ANN, BOB)))
    assert world.postbox.to(ANN)


def test_a_refused_mail_is_failed_at_once_and_stands_among_the_failed():
    world = World()
    world.postbox.trouble = MailRefused("550 5.1.1 <ann@a.example>: no such user")
    handle(world.email(), assigned(ANN))
    failed = world.store.page(failed_deliveries(limit=10), delivery_of).items
    assert [(row.person.name, row.reason) for row in failed] == [("Ann", "550 5.1.1 <…>: no such user")]
    assert world.email().retry_due() is None


def test_one_refused_recipient_does_not_keep_the_next_from_being_told():
    world = World()
    send = world.postbox.send
    world.postbox.send = lambda mail: send(mail) if mail.to != ANN.email else _refuse()
    handle(world.email(), assigned(ANN, BOB))
    assert world.deliveries("email")["Ann"].state is DeliveryState.FAILED
    assert world.deliveries("email")["Bob"].state is DeliveryState.SENT


def _refuse() -> str:
    raise MailRefused("550 no")


def test_a_busy_server_is_tried_again_when_the_time_has_come():
    world = World()
    email = world.email()
    happened = world.record(assigned(ANN))
    world.postbox.trouble = MailerBusy("421 later")
    handle(email, happened)
    assert world.deliveries("email")["Ann"].reason == "421 later"
    world.postbox.trouble = None
    due = email.retry_due()
    assert (due - world.clock.now()).total_seconds() == 1
    assert not world.postbox.mails
    world.clock.advance(1)
    email.retry_due()
    row = world.deliveries("email")["Ann"]
    assert (row.state, row.attempts, row.reason) == (DeliveryState.SENT, 2, None)
    assert email.retry_due() is None


def test_a_delivery_is_given_up_after_its_last_attempt():
    world = World()
    email = world.email()
    world.postbox.trouble = MailerBusy("connection refused")
    handle(email, world.record(assigned(ANN)))
    while email.retry_due():
        world.clock.advance(10)
    row = world.deliveries("email")["Ann"]
    assert (row.state, row.attempts, row.reason) == (DeliveryState.FAILED, 5, "connection refused")
    assert world.postbox.attempts == 5


def test_an_attempt_whose_maker_died_is_made_again_after_the_lease():
    world = World()
    happened = world.record(assigned(ANN))
    world.postbox.trouble = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        handle(world.email(), happened)
    world.postbox.trouble = None
    successor = world.email()
    handle(successor, happened)
    assert not world.postbox.mails
    world.clock.advance(60)
    successor.retry_due()
    assert len(world.postbox.to(ANN)) == 1


def test_two_dispatchers_at_once_send_one_mail():
    world = World()
    first, second = world.email(), world.email()
    happened = world.record(assigned(ANN))
    send = world.postbox.send

    def send_while_the_other_comes(mail):
        handle(second, happened)
        return send(mail)

    world.postbox.send = send_while_the_other_comes
    handle(first, happened)
    assert len(world.postbox.mails) == 1


class FailsToSettle:
    """A table that is busy whenever a ledger row is to become `sent`, a few times."""

    def __init__(self, table, times: int) -> None:
        self._table = table
        self._times = times

    def __getattr__(self, name):
        return getattr(self._table, name)

    def write(self, *writes) -> None:
        if self._times and any(isinstance(one, Put) and one.item.get("state") == "sent" for one in writes):
            self._times -= 1
            raise TableBusy("locked")
        self._table.write(*writes)


def test_a_busy_table_after_the_server_took_the_mail_does_not_send_it_twice():
    world = World()
    email = world.email(Store(FailsToSettle(world.table, times=2)))
    happened = world.record(assigned(ANN))
    with pytest.raises(Unavailable):
        handle(email, happened)
    for _ in range(2):
        world.clock.advance(60)
        try:
            email.retry_due()
        except Unavailable:
            continue
    assert world.deliveries("email")["Ann"].state is DeliveryState.SENT
    assert len(world.postbox.mails) == 1


def test_an_unfinished_delivery_whose_event_is_gone_is_closed():
    world = World()
    world.postbox.trouble = MailerBusy("421 later")
    email = world.email()
    handle(email, assigned(ANN))
    world.clock.advance(10)
    email.retry_due()
    assert world.deliveries("email")["Ann"].state is DeliveryState.SKIPPED
    assert email.retry_due() is None


def test_an_event_with_many_recipients_reaches_all():
    people = tuple(person(f"P{number}") for number in range(25))
    world = World(people=(LEAD, *people), assignees=people)
    handle(world.email(), commented(watchers=(LEAD, *people)))
    assert {mail.to for mail in world.postbox.mails} == {one.email for one in people}
