"""What one person hears about one thing comes in the order in which it happened."""

from dataclasses import replace
from datetime import timedelta

import pytest

from relayboard.domain.deliveries import DeliveryState
from relayboard.domain.events import Subject, SubjectKind
from relayboard.notify.retries import Retries, around_a_day_by_minutes
from relayboard.notify.subscribers import NotNow
from relayboard.ports.mailer import MailerAway, MailerBusy
from relayboard.store.deliveries import save_delivery
from relayboard.store.events import record_event
from tests.unit.notify.world import ANN, BOB, World, assigned, commented

OTHER_TASK = "01ARZ3NDEKTSV4RRFFQ69G5FAW"
UNEVEN = Retries(first=timedelta(seconds=8), longest=timedelta(seconds=8), attempts=9, draw=lambda: 1.0)


def events(count, *, people=(ANN,)):
    return [commented(f"Comment {number}", watchers=people, number=number) for number in range(1, count + 1)]


def handle(email, happened):
    email.handle(record_event(happened).item)


def refuse_for_now(world, *addresses):
    """Let the mail server put off mails to some addresses; return how to end that."""
    send = world.postbox.send

    def send_some(mail):
        if mail.to in addresses:
            raise MailerBusy("451 greylisted")
        return send(mail)

    world.postbox.send = send_some

    def relent():
        world.postbox.send = send

    return relent


def work_off(world, email):
    while due := email.retry_due():
        world.clock.advance(max(0.0, (due - world.clock.now()).total_seconds()))


def numbers(mails):
    return [int(mail.message_id.partition(".")[0].rpartition("G")[2]) for mail in mails]


def test_later_mails_about_a_task_wait_for_the_one_that_is_late():
    world = World(retries=UNEVEN)
    email = world.email()
    relent = refuse_for_now(world, ANN.email)
    first, *others = [world.record(one) for one in events(4)]
    handle(email, first)
    relent()
    for one in others:
        handle(email, one)
    assert not world.postbox.mails
    work_off(world, email)
    assert numbers(world.postbox.mails) == [1, 2, 3, 4]


def test_they_wait_without_being_attempted():
    world = World(retries=UNEVEN)
    email = world.email()
    refuse_for_now(world, ANN.email)
    first, second = [world.record(one) for one in events(2)]
    handle(email, first)
    handle(email, second)
    row = world.deliveries("email")["Ann"]
    assert (row.event_id, row.attempts, row.state) == (second.id, 0, DeliveryState.PENDING)
    assert row.reason == "An earlier notice has to arrive first."


def test_when_the_late_one_is_given_up_the_others_go_on():
    world = World(retries=replace(UNEVEN, attempts=2))
    email = world.email()
    relent = refuse_for_now(world, ANN.email)
    first, second = [world.record(one) for one in events(2)]
    handle(email, first)
    handle(email, second)
    world.clock.advance(8)
    email.retry_due()
    relent()
    work_off(world, email)
    assert numbers(world.postbox.mails) == [2]


def test_others_and_other_tasks_do_not_wait():
    world = World(retries=UNEVEN)
    email = world.email()
    refuse_for_now(world, ANN.email)
    for one in events(2, people=(ANN, BOB)):
        handle(email, world.record(one))
    assert numbers(world.postbox.to(BOB)) == [1, 2]
    world = World(retries=UNEVEN)
    email = world.email()
    relent = refuse_for_now(world, ANN.email)
    handle(email, world.record(events(1)[0]))
    relent()
    elsewhere = replace(assigned(ANN, number=2), subject=Subject(SubjectKind.TASK, OTHER_TASK, "Another"))
    handle(email, world.record(elsewhere))
    assert numbers(world.postbox.mails) == [2]


def test_who_starts_anew_knows_what_is_late():
    world = World(retries=UNEVEN)
    relent = refuse_for_now(world, ANN.email)
    first, second = [world.record(one) for one in events(2)]
    handle(world.email(), first)
    relent()
    successor = world.email()
    successor.retry_due()
    handle(successor, second)
    assert not world.postbox.mails
    work_off(world, successor)
    assert numbers(world.postbox.mails) == [1, 2]


def test_what_another_has_sent_meanwhile_holds_nothing_up():
    world = World(retries=UNEVEN)
    email, other = world.email(), world.email()
    relent = refuse_for_now(world, ANN.email)
    first, second = [world.record(one) for one in events(2)]
    handle(email, first)
    relent()
    work_off(world, other)
    handle(email, second)
    assert numbers(world.postbox.mails) == [1, 2]


def test_what_waits_for_a_digest_holds_nothing_up():
    world = World(retries=UNEVEN)
    email = world.email()
    relent = refuse_for_now(world, ANN.email)
    first, second = [world.record(one) for one in events(2)]
    handle(email, first)
    relent()
    row = world.deliveries("email")["Ann"]
    gathered = row.gathered("For the digest.", at=world.clock.now(), due=world.clock.now() + timedelta(hours=9))
    world.store.commit([save_delivery(row, gathered)])
    handle(email, second)
    assert numbers(world.postbox.mails) == [2]


@pytest.mark.parametrize("away", [MailerAway("421 shutting down"), MailerAway("The mail server is out of reach.")])
def test_while_the_mail_server_is_away_nothing_else_is_tried_and_the_log_says_so(caplog, away):
    world = World(retries=UNEVEN, people=(ANN, BOB))
    email = world.email()
    world.postbox.trouble = away
    first, second = [world.record(one) for one in events(2, people=(ANN, BOB))]
    handle(email, first)
    with pytest.raises(NotNow):
        handle(email, second)
    assert world.postbox.attempts == 1  # Bob's is not tried, but stands in the ledger
    rows = world.deliveries("email")
    assert {name: row.attempts for name, row in rows.items()} == {"Ann": 1, "Bob": 0}
    assert email.retry_due() == email.rests_until
    assert caplog.messages.count("channel_away") == 1


def test_rests_grow_to_half_a_minute_and_end_with_the_first_answer():
    world = World(retries=around_a_day_by_minutes(), assignees=())
    email = world.email()
    world.postbox.trouble = MailerAway("out of reach")
    rests = []
    for number in range(8):
        subject = Subject(SubjectKind.TASK, f"{OTHER_TASK[:-1]}{number}", "Another")
        handle(email, world.record(replace(assigned(ANN, number=number), subject=subject)))
        rests.append((email.rests_until - world.clock.now()).total_seconds())
        world.clock.advance(rests[-1])
    assert rests == [1, 2, 4, 8, 16, 30, 30, 30]
    world.postbox.trouble = None
    handle(email, world.record(assigned(BOB, number=9)))
    assert email.rests_until is None
