import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from relayboard.adapters.https_poster import HttpsPoster
from relayboard.adapters.sqlite_changes import SqliteChanges, SqliteFeed
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.domain.deliveries import DeliveryState
from relayboard.domain.errors import Unavailable
from relayboard.local.dispatcher import Dispatcher, Passed
from relayboard.local.tail import Tail
from relayboard.notify.account_mails import AccountMails
from relayboard.notify.account_sender import AccountSender
from relayboard.notify.deliverer import Deliverer
from relayboard.notify.endpoint import EndpointChannel
from relayboard.notify.names import Names
from relayboard.notify.retries import Retries
from relayboard.notify.subscribers import Subscriber
from relayboard.notify.webhook import WebhookLetters
from relayboard.ports.mailer import MailerAway, MailerBusy
from relayboard.ports.outbox import AccountMail, AccountMailKind
from relayboard.ports.table import Table, TableBusy
from relayboard.store.channel_positions import channel_position_ref
from relayboard.store.keys import FEED_PREFIXES
from relayboard.store.outbox import TableOutbox
from relayboard.store.store import Store
from tests.support.http_listener import Listener, answer
from tests.unit.notify.world import ANN, BOB, SITE, World, assigned, commented

QUICK = Retries(first=timedelta(milliseconds=20), longest=timedelta(milliseconds=50), draw=lambda: 1.0)
PATIENCE_SECONDS = 10


@pytest.fixture(params=["memory", "sqlite"])
def world(request, tmp_path) -> Iterator[World]:
    clock = SystemClock()
    if request.param == "memory":
        yield World(clock=clock, retries=QUICK)
        return
    table = SqliteTable(tmp_path / "table.db", clock=clock, feed=FEED_PREFIXES)
    yield World(clock=clock, table=table, open_feed=lambda: SqliteChanges(SqliteFeed(table)), retries=QUICK)
    table.close()


def dispatcher_of(world: World, *subscribers: Subscriber, store: Store | None = None) -> Dispatcher:
    store = store or world.store
    return Dispatcher(
        store,
        world.open_feed,
        world.clock,
        subscribers,
        trouble=QUICK,
        wait_seconds=0.05,
        forget_every_seconds=0.01,
    )


@pytest.fixture
def running(world) -> Iterator[Callable[..., Dispatcher]]:
    started: list[Dispatcher] = []

    def run(*, table: Table | None = None) -> Dispatcher:
        store = Store(table or world.table)
        account = AccountSender(store, world.clock, world.postbox, AccountMails(SITE), retries=QUICK)
        subscribers = [world.email(store), world.inbox(store), Names(store), account]
        dispatcher = dispatcher_of(world, *subscribers, store=store)
        dispatcher.start()
        started.append(dispatcher)
        return dispatcher

    yield run
    for dispatcher in started:
        assert dispatcher.stop(PATIENCE_SECONDS)


def until(claim: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not claim():
        assert time.monotonic() < deadline, "it never became true"
        time.sleep(0.005)


def queue_code(world: World) -> None:
    mail = AccountMail(
        kind=AccountMailKind.CONFIRM_SIGN_UP,
        email="new@a.example",
        name="New",
        secret="481516",
        expires_at=world.clock.now() + timedelta(hours=1),
    )
    world.store.commit([TableOutbox(world.clock, world.ulids).write_for(mail)])


def test_mails_and_notices_arrive_once(world, running):
    running()
    world.record(assigned(ANN, BOB))
    queue_code(world)
    until(lambda: len(world.postbox.mails) == 3 and world.notices(ANN) and world.notices(BOB))
    assert sorted(mail.to for mail in world.postbox.mails) == ["ann@a.example", "bob@a.example", "new@a.example"]


def test_what_happened_while_it_was_down_is_told_when_it_is_up(world, running):
    world.record(assigned(ANN))
    queue_code(world)
    running()
    until(lambda: len(world.postbox.mails) == 2)


def test_a_second_dispatcher_does_not_tell_again_what_the_first_has_told(world, running):
    running()
    world.record(assigned(ANN))
    until(lambda: world.deliveries("email").get("Ann") and world.notices(ANN))
    running()
    world.record(commented(watchers=(BOB,), number=1))
    until(lambda: world.postbox.to(BOB) and world.notices(BOB))
    until(lambda: world.deliveries("email")["Bob"].state is DeliveryState.SENT)
    assert (len(world.postbox.mails), len(world.notices(ANN)), len(world.notices(BOB))) == (2, 1, 1)


def test_a_mail_server_that_hangs_does_not_hold_up_the_inbox(world, running):
    is_released = threading.Event()
    send = world.postbox.send

    def hang(mail):
        is_released.wait(PATIENCE_SECONDS)
        return send(mail)

    world.postbox.send = hang
    running()
    for number in range(3):
        world.record(assigned(ANN, number=number))
    until(lambda: len(world.notices(ANN)) == 3)
    assert not world.postbox.mails
    is_released.set()
    until(lambda: len(world.postbox.mails) == 3)


def test_a_receiver_that_hangs_holds_up_neither_writes_nor_mails_nor_notices(world):
    is_released = threading.Event()

    def hang(_):
        is_released.wait(PATIENCE_SECONDS)
        yield answer({})

    with Listener(hang) as receiver:
        poster = HttpsPoster(receiver.url, allow_private=True)
        channel = EndpointChannel("webhook", "Webhook", poster, WebhookLetters("x" * 16, world.clock))
        hook = Deliverer(world.store, world.clock, channel, retries=QUICK)
        dispatcher = dispatcher_of(world, hook, world.email(), world.inbox())
        dispatcher.start()
        for number in range(3):
            world.record(assigned(ANN, number=number))
        until(lambda: len(world.postbox.mails) == 3 and len(world.notices(ANN)) == 3)
        assert not [one for one in world.deliveries("webhook").values() if one.is_settled]
        is_released.set()
        until(lambda: len(receiver.requests) == 3)
        assert dispatcher.stop(PATIENCE_SECONDS)


def test_a_dead_mail_server_loses_nothing(world, running):
    world.postbox.trouble = MailerBusy("connection refused")
    running()
    for number in range(3):
        world.record(assigned(ANN, number=number))
    until(lambda: world.postbox.attempts > 6)
    world.postbox.trouble = None
    until(lambda: len(world.postbox.mails) == 3)
    assert len({mail.message_id for mail in world.postbox.mails}) == 3


def test_what_happens_while_the_mail_server_is_away_waits_in_the_feed_and_comes_in_order(world, running):
    world.postbox.trouble = MailerAway("connection refused")
    running()
    for number in range(50):
        world.record(commented(watchers=(ANN, BOB), number=number))
    until(lambda: len(world.notices(ANN)) == 50)
    assert world.postbox.attempts < 5
    world.postbox.trouble = None
    until(lambda: len(world.postbox.mails) == 100)
    for one in (ANN, BOB):
        ids = [mail.message_id for mail in world.postbox.to(one)]
        assert ids == sorted(ids)


def test_a_server_that_stays_dead_leaves_failed_deliveries(world, running):
    world.postbox.trouble = MailerBusy("connection refused")
    running()
    world.record(assigned(ANN))
    until(lambda: _state(world, "Ann") is DeliveryState.FAILED)
    assert world.postbox.attempts == QUICK.attempts


def _state(world: World, name: str) -> DeliveryState | None:
    row = world.deliveries("email").get(name)
    return row.state if row else None


class OftenBusy:
    """A table that is busy every fifth time."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._calls = 0

    def __getattr__(self, name):
        method = getattr(self._table, name)

        def call(*arguments):
            self._calls += 1
            if self._calls % 5 == 0:
                raise TableBusy("locked")
            return method(*arguments)

        return call


def test_a_busy_table_is_survived(world, running):
    running(table=OftenBusy(world.table))
    world.record(assigned(ANN, BOB))
    until(lambda: world.notices(ANN) and world.notices(BOB))
    until(lambda: world.postbox.to(ANN) and world.postbox.to(BOB))


def test_it_stops_although_nothing_happens(world, running):
    assert running().stop(PATIENCE_SECONDS)


def test_a_mail_server_that_hangs_does_not_keep_it_from_stopping(world):
    is_released = threading.Event()
    is_hanging = threading.Event()

    def hang(mail):
        is_hanging.set()
        is_released.wait(PATIENCE_SECONDS)
        return "250"

    world.postbox.send = hang
    dispatcher = dispatcher_of(world, world.email())
    dispatcher.start()
    world.record(assigned(ANN))
    assert is_hanging.wait(PATIENCE_SECONDS)
    assert dispatcher.stop(0.05) is False
    is_released.set()
    assert dispatcher.stop(PATIENCE_SECONDS)


class Poisoned:
    """A subscriber with a mistake that one item brings to light."""

    name = "poisoned"

    def __init__(self) -> None:
        self.handled: list[str] = []

    def wants(self, item) -> bool:
        return "type" in item

    def handle(self, item) -> None:
        if item["id"].endswith("0000"):
            raise ZeroDivisionError
        self.handled.append(item["id"])

    def retry_due(self) -> None:
        return None


def test_one_item_that_brings_a_mistake_to_light_does_not_stop_the_others(world):
    subscriber = Poisoned()
    dispatcher = dispatcher_of(world, subscriber)
    dispatcher.start()
    world.record(assigned(ANN, number=0))
    world.record(assigned(ANN, number=1))
    until(lambda: subscriber.handled)
    assert dispatcher.stop(PATIENCE_SECONDS)


def test_the_position_is_stored_only_when_something_was_handled():
    world = World()
    tail = Tail(world.store, world.open_feed(), world.inbox())
    assert tail.step()
    before = world.open_feed().read(None, limit=1000)
    assert tail.step() == []
    assert world.open_feed().read(None, limit=1000) == before


def test_an_item_that_could_not_be_handled_comes_again():
    world = World()

    class Away(Poisoned):
        def handle(self, item) -> None:
            self.handled.append(item["id"])
            if len(self.handled) == 2:
                raise Unavailable("The store is busy.")

    subscriber = Away()
    tail = Tail(world.store, world.open_feed(), subscriber)
    first, second = world.record(assigned(ANN, number=1)), world.record(assigned(ANN, number=2))
    with pytest.raises(Unavailable):
        tail.step()
    tail.step()
    assert subscriber.handled == [first.id, second.id, second.id]


def test_only_what_all_have_behind_them_is_forgotten():
    passed = Passed(["a", "b"])
    passed.add("a", ["1", "2", "3"])
    assert passed.by_all(every_seconds=0) is None
    passed.add("b", ["2"])
    assert passed.by_all(every_seconds=0) == "2"
    assert passed.by_all(every_seconds=0) is None
    passed.add("b", ["3", "4"])
    assert passed.by_all(every_seconds=3600) is None
    assert passed.by_all(every_seconds=0) == "3"


def test_changes_that_everybody_has_seen_are_let_go(world):
    dispatcher = dispatcher_of(world, world.email(), world.inbox())
    dispatcher.start()
    world.record(assigned(ANN))
    until(lambda: world.postbox.to(ANN) and world.notices(ANN))
    until(lambda: not any("EVENT#" in change.key.sk for change in world.open_feed().read(None, limit=1000)))
    assert dispatcher.stop(PATIENCE_SECONDS)


def stored_position(world: World, tail: Tail) -> str | None:
    return world.store.get(channel_position_ref(tail.subscriber.name))


def test_the_position_is_stored_now_and_then_and_at_the_end():
    world = World()
    tail = Tail(world.store, world.open_feed(), world.inbox(), store_every_seconds=3600)
    world.record(assigned(ANN))
    passed = tail.step()
    assert passed
    assert stored_position(world, tail) is None
    tail.settle()
    assert stored_position(world, tail) == passed[-1]


def test_what_is_handled_again_after_a_crash_tells_nobody_twice():
    world = World()
    world.record(assigned(ANN))
    for _ in range(2):  # the second tail begins where the first one began, as after a crash
        assert Tail(world.store, world.open_feed(), world.inbox(), store_every_seconds=3600).step()
    assert len(world.notices(ANN)) == 1


def test_a_stopped_dispatcher_has_stored_where_it_stands(world):
    inbox = world.inbox()
    dispatcher = dispatcher_of(world, inbox)
    dispatcher.start()
    world.record(assigned(ANN))
    until(lambda: world.notices(ANN))
    assert dispatcher.stop(PATIENCE_SECONDS)
    assert world.store.get(channel_position_ref(inbox.name)) is not None
