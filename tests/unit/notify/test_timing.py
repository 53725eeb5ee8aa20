"""When mail about an event is sent: at once, with the digest, after the quiet hours, or never."""

from contextlib import suppress
from dataclasses import replace
from datetime import time, timedelta

import pytest

from relayboard.domain.deliveries import DeliveryState
from relayboard.domain.events import EventType
from relayboard.domain.preferences import Kind, Preferences, QuietHours, When
from relayboard.notify.kinds import KINDS, called
from relayboard.notify.recipients import recipients
from relayboard.ports.table import ConditionFailed
from relayboard.store.events import record_event
from relayboard.store.people import save_person
from tests.unit.notify.world import ANN, BOB, LEAD, START, World, assigned, commented, event

EVENING = START.replace(hour=22, minute=30)
NIGHT = QuietHours(time(22), time(7))
DIGEST = dict.fromkeys(Kind, When.DIGEST)


def world_where_ann(at=START, **wishes):
    world = World()
    world.clock.advance((at - START).total_seconds())
    world.store.commit([save_person(ANN, replace(ANN, preferences=Preferences(**wishes), version=2))])
    return world


def told(world, happened, *, deliver=None):
    deliverer = deliver or world.email()
    with suppress(ConditionFailed):  # it may come again
        world.record(happened)
    deliverer.handle(record_event(happened).item)
    return world.deliveries("email")["Ann"]


def test_every_event_of_which_people_hear_by_itself_is_of_a_kind_that_has_words():
    heard = {
        kind
        for kind in EventType
        if recipients(event(kind, people=(ANN,), watchers=(LEAD, ANN), actor=BOB.ref, after={"title": "New"}))
    }
    assert set(KINDS) == heard - {EventType.DIGEST_DUE}
    assert len({called(kind) for kind in Kind}) == len(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_who_has_switched_off_a_kind_is_sent_none_of_it_and_the_ledger_says_which(kind):
    world = world_where_ann(mail={kind: When.NEVER})
    happened = {found: one for one, found in KINDS.items() if one is not EventType.TASK_OVERDUE}[kind]
    row = told(world, event(happened, people=(ANN,), watchers=(LEAD, ANN), after={"dueDate": "2100-01-08"}))
    assert row.state is DeliveryState.SKIPPED
    assert row.reason == f"This person has switched off mail about {called(kind)}."
    assert not world.postbox.to(ANN)


def test_other_kinds_and_other_channels_are_as_before():
    world = world_where_ann(mail={Kind.COMMENT: When.NEVER, Kind.STATUS: When.DIGEST}, quiet_hours=None)
    assert told(world, assigned(ANN)).state is DeliveryState.SENT
    world.inbox().handle(record_event(commented(watchers=(LEAD, ANN), number=1)).item)
    assert len(world.notices(ANN)) == 1


def test_in_quiet_hours_mail_waits_for_their_end():
    world = world_where_ann(EVENING, quiet_hours=NIGHT)
    deliverer = world.email()
    row = told(world, assigned(ANN), deliver=deliverer)
    assert (row.state, row.reason) == (DeliveryState.PENDING, "Quiet hours until 07:00.")
    assert deliverer.retry_due() == row.lease_until == START + timedelta(days=1, hours=7)
    assert not world.postbox.mails
    world.clock.advance((row.lease_until - world.clock.now()).total_seconds())
    deliverer.retry_due()
    assert world.deliveries("email")["Ann"].state is DeliveryState.SENT
    assert len(world.postbox.to(ANN)) == 1


def test_what_waits_for_the_morning_comes_in_order_and_before_what_happens_then():
    world = world_where_ann(EVENING, quiet_hours=NIGHT)
    deliverer = world.email()
    for number in (1, 2):
        told(world, commented(f"No. {number}", watchers=(LEAD, ANN), number=number), deliver=deliverer)
    world.clock.advance(timedelta(hours=9).total_seconds())
    told(world, commented("No. 3", watchers=(LEAD, ANN), number=3), deliver=deliverer)
    for _ in range(3):
        deliverer.retry_due()
        world.clock.advance(60)
    texts = [mail.text for mail in world.postbox.to(ANN)]
    assert [f"No. {number}" in text for number, text in enumerate(texts, start=1)] == [True] * 3


@pytest.mark.parametrize(
    ("happened_at", "due"),
    [
        (START, START + timedelta(hours=8, minutes=10)),
        (START.replace(hour=8, minute=10), START + timedelta(hours=8, minutes=10)),  # a reminder of that morning
        (START.replace(hour=8, minute=11), START + timedelta(days=1, hours=8, minutes=10)),
    ],
)
def test_what_is_wanted_in_the_digest_waits_for_the_next_one(happened_at, due):
    world = world_where_ann(happened_at - timedelta(seconds=1), mail=DIGEST)
    row = told(world, replace(assigned(ANN), at=happened_at))
    assert (row.state, row.digest_at, row.reason) == (DeliveryState.PENDING, due, "In the digest of 08:00.")


def test_what_waits_for_the_digest_is_not_tried_before_it_nor_keeps_others_waiting():
    world = world_where_ann(mail={Kind.ASSIGNMENT: When.DIGEST})
    deliverer = world.email()
    told(world, assigned(ANN), deliver=deliverer)
    assert deliverer.retry_due() is None
    assert deliverer.waits_until(record_event(assigned(ANN)).item) is None
    world.clock.advance(timedelta(days=2).total_seconds())
    deliverer.handle(record_event(assigned(ANN)).item)
    assert not world.postbox.mails
    assert told(world, commented(watchers=(LEAD, ANN), number=1), deliver=deliverer)
    assert len(world.postbox.to(ANN)) == 1


def test_what_comes_after_its_digest_is_gathered_once_more():
    late = START + timedelta(days=3, hours=9, minutes=4, seconds=7)
    world = world_where_ann(late, mail=DIGEST)
    rows = [told(world, assigned(ANN)), told(world, replace(commented(watchers=(LEAD, ANN)), at=START))]
    assert {row.digest_at for row in rows} == {START + timedelta(days=3, hours=9, minutes=10)}
