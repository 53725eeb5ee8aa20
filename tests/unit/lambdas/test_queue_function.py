"""From a channel's queue to its subscriber."""

from datetime import timedelta

from relayboard.adapters.item_json import encode
from relayboard.domain.deliveries import DeliveryState
from relayboard.domain.errors import Unavailable
from relayboard.lambdas.queue_function import LedgerFunction, QueueFunction
from relayboard.notify.channels import Delivered, TryAgain
from relayboard.notify.deliverer import Deliverer
from relayboard.notify.inbox import InboxChannel
from relayboard.notify.names import Names
from relayboard.notify.retries import Retries
from relayboard.store.deliveries import delivery_ref
from relayboard.store.events import is_event
from tests.support.lambda_events import Context, queue_event
from tests.support.world import ANN, BOB, World

DONE = {"batchItemFailures": []}


class Post:
    """A channel that answers as it is told."""

    name = "email"
    acts_outside = True

    def __init__(self, *troubles):
        self.troubles = list(troubles)
        self.told = []

    def is_wanted_by(self, person):
        return True

    def deliver(self, occasion):
        if self.troubles and (trouble := self.troubles.pop(0)):
            raise trouble
        self.told.append(occasion.person.id)
        return Delivered("taken")


class Queue:
    """Remembers when messages are to come again."""

    def __init__(self):
        self.visible_in = {}

    def change_message_visibility(self, receipt_handle, *, timeout_seconds):
        self.visible_in[receipt_handle] = timeout_seconds


class Desk:
    """A workspace with the function of one channel."""

    def __init__(self, *troubles, **retries):
        self.world = World()
        self.channel, self.queue = Post(*troubles), Queue()
        retries = Retries(first=timedelta(seconds=40), draw=lambda: 1.0, **retries)
        self.deliverer = Deliverer(self.world.store, self.world.clock, self.channel, retries=retries)
        self.function = LedgerFunction(
            self.deliverer, self.queue, self.world.clock, waits_until=self.deliverer.waits_until
        )

    def messages(self, **made):
        """Make a task and return its events as messages."""
        before = set(self.world.dump())
        self.world.task(**made)
        return [
            encode(item).decode()
            for key, item in self.world.dump().items()
            if key not in before and is_event(item)
        ]

    def run(self, *bodies):
        self.facts = {}
        return self.function(queue_event(*bodies), self.facts, Context())

    def row(self, message, who):
        event_id = message.split('"id":"')[1][:26]
        return self.world.store.get(delivery_ref(event_id, "email", who.user_id))


def assigned(messages):
    return next(message for message in messages if "task.assigned" in message)


def test_everybody_concerned_is_told_once():
    desk = Desk()
    messages = desk.messages(assignees=[ANN, BOB])
    assert desk.run(*messages) == DONE
    assert desk.run(*messages) == DONE
    assert sorted(desk.channel.told) == ["ann", "bob"]


def test_a_batch_says_what_became_of_it():
    desk = Desk(TryAgain("busy"))
    desk.run(*desk.messages(assignees=[ANN]))
    assert desk.facts == {"messages": 2, "done": 1, "left": 1}


def test_a_message_that_would_have_to_wait_for_long_is_left_to_the_schedule():
    desk = Desk(TryAgain("busy", after=timedelta(hours=1)))
    message = assigned(desk.messages(assignees=[ANN]))
    assert desk.run(message) == DONE
    assert not desk.queue.visible_in
    assert desk.row(message, ANN).state is DeliveryState.PENDING
    desk.world.clock.advance(3600)
    desk.deliverer.retry_due()
    assert desk.channel.told == ["ann"]


def test_a_message_whose_delivery_was_put_off_comes_again_when_it_may_begin():
    desk = Desk(TryAgain("busy"))
    message = assigned(desk.messages(assignees=[ANN]))
    answer = desk.run(message)
    assert answer == {"batchItemFailures": [{"itemIdentifier": queue_event("")["Records"][0]["messageId"]}]}
    (seconds,) = desk.queue.visible_in.values()
    left = desk.row(message, ANN).lease_until - desk.world.clock.now()
    assert seconds - 2 <= left.total_seconds() <= seconds


def test_it_is_settled_when_everybody_has_been_told():
    desk = Desk(TryAgain("busy"))
    message = assigned(desk.messages(assignees=[ANN, BOB]))
    assert desk.run(message) != DONE
    desk.world.clock.advance(600)
    assert desk.run(message) == DONE
    assert sorted(desk.channel.told) == ["ann", "bob"]


def test_a_message_that_comes_too_early_is_put_off_again_and_nobody_is_told():
    desk = Desk(TryAgain("busy"))
    message = assigned(desk.messages(assignees=[ANN]))
    desk.run(message)
    assert desk.run(message) != DONE
    assert desk.channel.told == []


def test_a_delivery_that_is_given_up_lets_its_message_go():
    desk = Desk(TryAgain("busy"), TryAgain("busy"), attempts=2)
    message = assigned(desk.messages(assignees=[ANN]))
    assert desk.run(message) != DONE
    desk.world.clock.advance(600)
    assert desk.run(message) == DONE
    assert desk.row(message, ANN).state is DeliveryState.FAILED


def test_an_error_that_nobody_foresaw_keeps_its_own_message_only(caplog):
    desk = Desk(ZeroDivisionError("a bug"))
    first, second = (assigned(desk.messages(assignees=[who])) for who in (ANN, BOB))
    answer = desk.run(first, second)
    assert answer == {"batchItemFailures": [{"itemIdentifier": queue_event("")["Records"][0]["messageId"]}]}
    assert desk.channel.told == ["bob"]
    assert "message.failed" in caplog.messages


def test_a_message_that_nobody_can_read_is_left_for_the_dead_letter_queue():
    desk = Desk()
    assert len(desk.run("no JSON", "[]", "{}")["batchItemFailures"]) == 3


def test_a_table_that_is_away_leaves_the_message():
    desk = Desk()
    message = assigned(desk.messages(assignees=[ANN]))
    desk.world.table.fail("get_many", Unavailable("The table is away."))
    assert desk.run(message) != DONE
    assert desk.run(message) == DONE
    assert desk.channel.told == ["ann"]


def test_a_queue_that_is_away_leaves_the_message_to_its_own_time(caplog):
    desk = Desk(TryAgain("busy"))
    message = assigned(desk.messages(assignees=[ANN]))

    def away(receipt_handle, *, timeout_seconds):
        raise Unavailable("The queue cannot be reached.")

    desk.queue.change_message_visibility = away
    assert desk.run(message) != DONE


def test_notices_stand_in_the_inbox_when_the_message_is_done():
    world = World()
    world.task(assignees=[ANN])
    bodies = [encode(item).decode() for item in world.dump().values() if is_event(item)]
    function = QueueFunction(Deliverer(world.store, world.clock, InboxChannel()))
    assert function(queue_event(*bodies), {}, Context()) == DONE
    (notice,) = world.pages("GET", "/users/me/notices", as_=ANN)
    assert notice["eventType"] == "task.assigned"


def test_a_new_name_goes_into_the_tasks_and_other_events_are_let_go():
    world = World()
    task = world.task(assignees=[ANN])
    world.profiles.update("Anna", lambda present: present, by=ANN)
    bodies = [encode(item).decode() for item in world.dump().values() if is_event(item)]
    assert QueueFunction(Names(world.store))(queue_event(*bodies), {}, Context()) == DONE
    assert [one.name for one in world.stored(task.id).assignees] == ["Anna"]
    assert world.stored(task.id).version == task.version
