"""A program that dies at any of its writes, and starts again, has told everybody."""

from collections.abc import Callable, Iterator

import pytest

from relayboard.adapters.memory_table import MemoryChanges, MemoryTable
from relayboard.adapters.sqlite_changes import SqliteChanges, SqliteFeed
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.domain.deliveries import DeliveryState
from relayboard.local.tail import Tail
from relayboard.ports.mailer import MailerBusy
from relayboard.store.keys import FEED_PREFIXES
from relayboard.store.store import Store
from tests.support.clock import HandClock
from tests.unit.notify.mortal_table import Killed, MortalTable
from tests.unit.notify.world import ANN, BOB, World, assigned, commented


@pytest.fixture(params=["memory", "sqlite"])
def make_world(request, tmp_path) -> Iterator[Callable[[], World]]:
    tables = []

    def make() -> World:
        if request.param == "memory":
            return World()
        clock = HandClock()
        table = SqliteTable(tmp_path / f"{len(tables)}.db", clock=clock, feed=FEED_PREFIXES)
        tables.append(table)
        return World(clock=clock, table=table, open_feed=lambda: SqliteChanges(SqliteFeed(table)))

    yield make
    for table in tables:
        table.close()


def live(world: World, table, *, channel: str) -> None:
    """Be a program: work until there is nothing more to do."""
    store = Store(table)
    deliverer = {"email": world.email, "inbox": world.inbox, "webhook": world.webhook}[channel](store)
    tail = Tail(store, world.open_feed(), deliverer)
    for _ in range(200):
        passed = tail.step()
        due = deliverer.retry_due()
        if not passed and due is None:
            return
        if not passed:
            world.clock.advance(max(0.0, (due - world.clock.now()).total_seconds()))
    raise AssertionError("it never came to rest")


def die_and_live(world: World, dies_at: int, *, channel: str, is_after: bool) -> MortalTable | None:
    """Die at a write and start again; `None` when there are not so many writes."""
    mortal = MortalTable(world.table, dies_at, is_after=is_after)
    try:
        live(world, mortal, channel=channel)
    except Killed:
        live(world, world.table, channel=channel)
        return mortal
    return None


@pytest.mark.parametrize("is_after", [False, True], ids=["before the write", "after the write"])
def test_nobody_misses_a_mail_and_only_the_known_window_repeats_one(make_world, is_after):
    for dies_at in range(1, 100):
        world = make_world()
        world.record(assigned(ANN, BOB))
        world.record(commented(actor=ANN, watchers=(ANN, BOB), number=1))
        mortal = die_and_live(world, dies_at, channel="email", is_after=is_after)
        ids = [mail.message_id for mail in world.postbox.mails]
        assert len(set(ids)) == 3, f"died at write {dies_at}"
        if mortal is None:
            assert dies_at > 6  # a claim and a settlement for each
            return
        assert len(ids) == (4 if mortal.died_settling else 3), f"died at write {dies_at}"
        assert all(row.state is DeliveryState.SENT for row in world.deliveries().values())
    raise AssertionError("it never survived")


@pytest.mark.parametrize("is_after", [False, True], ids=["before the write", "after the write"])
def test_nobody_misses_a_notice_or_gets_one_twice(make_world, is_after):
    for dies_at in range(1, 100):
        world = make_world()
        world.record(assigned(ANN, BOB))
        world.record(commented(actor=ANN, watchers=(ANN, BOB), number=1))
        survived = die_and_live(world, dies_at, channel="inbox", is_after=is_after) is None
        assert [len(world.notices(one)) for one in (ANN, BOB)] == [1, 2], f"died at write {dies_at}"
        if survived:
            assert dies_at > 3
            return
    raise AssertionError("it never survived")


def test_a_mail_that_had_to_wait_survives_a_death_at_any_write(make_world):
    for dies_at in range(1, 100):
        world = make_world()
        world.record(assigned(ANN))
        send, answers = world.postbox.send, iter([MailerBusy("421"), MailerBusy("421")])

        def send_at_last(mail, send=send, answers=answers):
            if trouble := next(answers, None):
                raise trouble
            return send(mail)

        world.postbox.send = send_at_last
        mortal = die_and_live(world, dies_at, channel="email", is_after=False)
        assert len(world.postbox.mails) == (2 if mortal and mortal.died_settling else 1), f"died at {dies_at}"
        if mortal is None:
            return
    raise AssertionError("it never survived")


@pytest.mark.parametrize("answers", [[], [500, 503]], ids=["at once", "after some trouble"])
@pytest.mark.parametrize("is_after", [False, True], ids=["before the write", "after the write"])
def test_a_receiver_misses_no_event_and_only_the_known_window_repeats_one(make_world, is_after, answers):
    for dies_at in range(1, 100):
        world = make_world()
        world.receiver.answers = list(answers)
        happened = [world.record(assigned(ANN, BOB)), world.record(commented(number=1))]
        mortal = die_and_live(world, dies_at, channel="webhook", is_after=is_after)
        told = [headers["Relayboard-Event-Id"] for headers, _ in world.receiver.posts]
        bodies = {body for _, body in world.receiver.posts}
        assert set(told) == {event.id for event in happened}, f"died at write {dies_at}"
        assert len(bodies) == 2, f"died at write {dies_at}"
        if mortal is None:
            assert len(told) == 2 + len(answers)
            return
        if not answers:
            assert len(told) == (3 if mortal.died_settling else 2), f"died at write {dies_at}"
    raise AssertionError("it never survived")


def test_the_tests_above_also_see_a_feed_that_carries_every_item():
    world = World()
    table = world.table
    assert isinstance(table, MemoryTable)
    assert any(change.key.sk == "PROFILE" for change in MemoryChanges(table).read(None, limit=100))
