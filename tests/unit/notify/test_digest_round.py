"""Digests: one mail for what happened, and one end for all that it tells of, wherever a round is cut off."""

from dataclasses import replace
from datetime import timedelta

import pytest

from relayboard.domain.deliveries import DeliveryState, Outcome, OutcomeKind
from relayboard.domain.events import EventType, SubjectKind
from relayboard.domain.people import Standing
from relayboard.domain.preferences import Kind, Preferences, When
from relayboard.notify.digest_round import DigestRound
from relayboard.notify.digests import EVENTS_MAX
from relayboard.notify.mail_tags import tags_of
from relayboard.notify.receipts import Receipts
from relayboard.ports.mailer import MailRefused, MailReport
from relayboard.services.unit_of_work import UnitsOfWork
from relayboard.store.deliveries import deliveries_about, delivery_of, failed_deliveries, save_delivery
from relayboard.store.events import event_of, events_of, record_event
from relayboard.store.people import person_ref, save_person
from relayboard.store.store import Store
from relayboard.store.tasks import save_task
from tests.support.counting_table import CountingTable
from tests.unit.notify.mortal_table import Killed
from tests.unit.notify.world import ANN, BOB, LEAD, TASK_ID, World, assigned, commented

DIGEST = Preferences(mail=dict.fromkeys(Kind, When.DIGEST))
CALM = replace(ANN, preferences=DIGEST)
MORNING = timedelta(hours=8, minutes=11).total_seconds()


class DyingTable:
    """A table whose program dies at its n-th call of any kind, before or after it took effect."""

    def __init__(self, table, dies_at, *, is_after):
        self._table, self._left, self._is_after = table, dies_at, is_after

    def __getattr__(self, name):
        call = getattr(self._table, name)

        def counted(*arguments):
            self._left -= 1
            if self._left < 0 or (self._left == 0 and not self._is_after):
                raise Killed
            answer = call(*arguments)
            if self._left == 0:
                raise Killed
            return answer

        return counted


def gathered(count=3, *, people=(CALM,)):
    world = World(people=(LEAD, BOB, *people), assignees=(ANN, BOB))
    deliverer = world.email()
    for number in range(count):
        happened = world.record(commented(f"No. {number}", actor=BOB, watchers=(LEAD, ANN), number=number))
        deliverer.handle(record_event(happened).item)
    world.postbox.mails.clear()
    world.clock.advance(MORNING)
    return world


def digests(world, one=ANN):
    query = events_of(SubjectKind.USER, one.id, limit=100)
    found = [event_of(item) for item in world.store.page(query, lambda item: item).items]
    return [happened for happened in reversed(found) if happened.type is EventType.DIGEST_DUE]


def run(world, store=None):
    return DigestRound(store or world.store, world.clock).run()


def mail_out(world):
    """Deliver the digests as the dispatcher would."""
    deliverer = world.email()
    for digest in digests(world):
        deliverer.handle(record_event(digest).item)
    deliverer.retry_due()


def rows(world):
    query = deliveries_about(SubjectKind.TASK, TASK_ID, first_event_id="0", last_event_id="7" * 26, limit=1000)
    return [row for row in world.store.all(query, delivery_of) if row.person.id == ANN.id]


def states(world):
    return {row.state for row in rows(world)}


def test_before_its_hour_there_is_no_digest():
    world = gathered()
    world.clock.advance(-600)
    assert run(world).digests == 0


def test_many_changes_are_one_mail_and_each_row_ends_with_it():
    world = gathered(3)
    assert run(world).digests == 1
    assert run(world).digests == 0
    mail_out(world)
    (mail,) = world.postbox.to(ANN)
    assert "3 comments" in mail.text
    assert states(world) == {DeliveryState.PENDING}
    assert run(world).rows == 3
    assert {(row.state, row.receipt, row.reason) for row in rows(world)} == {
        (DeliveryState.SENT, "250 queued", None)
    }
    assert run(world).rows == 0


def test_a_person_without_anything_new_gets_no_digest():
    world = World(people=(LEAD, CALM, BOB))
    world.clock.advance(MORNING)
    assert run(world).digests == 0
    assert digests(world) == []


def test_people_do_not_read_each_others_digests():
    other = replace(BOB, preferences=DIGEST)
    world = World(people=(LEAD, CALM, other))
    deliverer = world.email()
    deliverer.handle(record_event(world.record(assigned(ANN))).item)
    deliverer.handle(record_event(world.record(commented("Psst", watchers=(LEAD, BOB), number=1))).item)
    world.clock.advance(MORNING)
    assert run(world).digests == 2
    assert [line["text"] for line in digests(world, ANN)[0].after["lines"]] == ["assigned to you"]
    assert [line["text"] for line in digests(world, BOB)[0].after["lines"]] == ["1 comment"]


def test_what_happened_late_is_a_digest_of_its_own():
    world = gathered(2)
    run(world)
    (row, _) = rows(world)
    late = replace(row, event_id="01ARZ3NDEKTSV4RRFFQ69G9999")
    world.record(replace(commented(watchers=(LEAD, ANN)), id=late.event_id))
    world.store.commit([save_delivery(None, late)])
    assert run(world).digests == 1
    assert [len(digest.after["events"]) for digest in sorted(digests(world), key=lambda one: one.id)] in (
        [2, 1],
        [1, 2],
    )


def test_what_its_reader_may_not_see_any_more_is_left_out():
    world = gathered(2)
    changed = world.task.unassigned([ANN.id], at=world.clock.now())
    world.store.commit(save_task(world.task, changed, shards=1))
    assert run(world).digests == 0
    assert {(row.state, row.reason) for row in rows(world)} == {
        (DeliveryState.SKIPPED, "This person may not see the task any more.")
    }


def test_what_its_reader_lost_sight_of_after_it_was_put_together_is_not_sent():
    world = gathered(2)
    run(world)
    changed = world.task.unassigned([ANN.id], at=world.clock.now())
    world.store.commit(save_task(world.task, changed, shards=1))
    mail_out(world)
    run(world)
    assert not world.postbox.to(ANN)
    assert {(row.state, row.reason) for row in rows(world)} == {
        (DeliveryState.SKIPPED, "There is nothing to tell any more.")
    }


@pytest.mark.parametrize("is_recorded", [False, True])
def test_nobody_who_is_deactivated_gets_a_digest(is_recorded):
    world = gathered()
    if is_recorded:
        run(world)
    present = world.store.get(person_ref(ANN.id))
    world.store.commit([save_person(present, present.changed(standing=Standing.INACTIVE, at=world.clock.now()))])
    run(world)
    mail_out(world)
    run(world)
    assert not world.postbox.to(ANN)
    assert {(row.state, row.reason) for row in rows(world)} == {
        (DeliveryState.SKIPPED, "This person is deactivated.")
    }


def test_a_digest_that_failed_is_sent_again_and_its_rows_follow_it():
    world = gathered(2)
    run(world)
    world.postbox.trouble = MailRefused("550 no such box")
    mail_out(world)
    run(world)
    assert {(row.state, row.reason) for row in rows(world)} == {(DeliveryState.FAILED, "550 no such box")}
    (failed,) = world.store.page(failed_deliveries(limit=10), delivery_of).items
    assert failed.event_id == digests(world)[0].id
    world.postbox.trouble = None
    world.store.commit([save_delivery(failed, failed.redriven(at=world.clock.now()))])
    mail_out(world)
    assert len(world.postbox.to(ANN)) == 1
    run(world)
    assert {(row.state, row.reason) for row in rows(world)} == {(DeliveryState.SENT, None)}
    assert not world.store.page(failed_deliveries(limit=10), delivery_of).items


def test_what_is_heard_of_a_digest_later_is_heard_of_all_that_it_tells_of():
    world = gathered(2)
    run(world)
    mail_out(world)
    run(world)
    sent_at = {row.updated_at for row in rows(world)}
    receipts = Receipts(world.store, UnitsOfWork(world.store, world.clock, world.ulids))
    (digest,) = digests(world)
    world.clock.advance(60)
    for kind in (OutcomeKind.DELIVERED, OutcomeKind.BOUNCED, OutcomeKind.DELIVERED):
        outcome = Outcome(kind=kind, at=world.clock.now())
        receipts.take(MailReport(tags=tags_of(digest.id, ANN.id), recipients=(ANN.email,), outcome=outcome))
        run(world)
    assert {row.outcome.kind for row in rows(world)} == {OutcomeKind.BOUNCED}
    assert {row.updated_at for row in rows(world)} == sent_at
    assert run(world).rows == 0


def test_a_storm_of_changes_is_divided_and_everything_of_it_is_told():
    world = gathered(EVENTS_MAX + 40)
    assert run(world).digests == 2
    mail_out(world)
    run(world)
    assert len(world.postbox.to(ANN)) == 2
    assert states(world) == {DeliveryState.SENT}
    covered = [one for digest in digests(world) for one in digest.after["events"]]
    assert len(covered) == len(set(covered)) == EVENTS_MAX + 40


def test_two_rounds_at_once_tell_everything_once():
    world = gathered(4)
    first, second = DigestRound(world.store, world.clock), DigestRound(world.store, world.clock)
    query, interrupted = world.table.query, []

    def query_and_let_the_other_run(asked):
        page = query(asked)
        if not interrupted and page.items:
            interrupted.append(True)
            second.run()
        return page

    world.table.query = query_and_let_the_other_run
    first.run()
    mail_out(world)
    run(world)
    assert interrupted
    assert len(world.postbox.to(ANN)) == 1
    assert states(world) == {DeliveryState.SENT}


@pytest.mark.parametrize("is_after", [False, True], ids=["before it", "after it"])
@pytest.mark.parametrize("comes_to", ["sent", "failed"])
def test_a_round_that_dies_at_any_call_loses_and_repeats_nothing(is_after, comes_to):
    for dies_at in range(1, 200):
        world = gathered(3, people=(replace(CALM, preferences=DIGEST),))
        dying = DyingTable(world.table, dies_at, is_after=is_after)
        store, has_died = Store(dying), False
        world.postbox.trouble = MailRefused("550 no") if comes_to == "failed" else None
        for _ in range(2):
            try:
                run(world, store)
            except Killed:
                has_died, store = True, world.store
            mail_out(world)
        run(world)
        mail_out(world)
        run(world)
        assert len(digests(world)) == 1, f"died at call {dies_at}"
        assert len(world.postbox.to(ANN)) == (1 if comes_to == "sent" else 0), f"died at call {dies_at}"
        assert states(world) == {DeliveryState(comes_to)}, f"died at call {dies_at}"
        if not has_died:
            assert dies_at > 10
            return
    raise AssertionError("it never survived")


def test_a_round_without_work_asks_twice_and_one_with_work_asks_a_fixed_number_of_times():
    calls = []
    for count in (0, 1, 50):
        world = gathered(count)
        counting = CountingTable(world.table)
        run(world, Store(counting))
        calls.append(counting.calls)
    assert calls[0] == ["query", "query"]
    assert calls[1] == calls[2] == ["query", "query", "get", "get_many", "get_many", "write"]


def test_a_digest_is_told_by_mail_alone():
    world = gathered()
    run(world)
    (digest,) = digests(world)
    for deliverer in (world.inbox(), world.webhook()):
        deliverer.handle(record_event(digest).item)
    assert not world.notices(ANN)
    assert not world.receiver.posts
