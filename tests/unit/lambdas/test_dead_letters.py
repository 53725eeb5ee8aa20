"""What a channel could not handle comes to stand among the failed deliveries, and is sent again from there."""

import pytest

from relayboard.adapters.item_json import encode
from relayboard.domain.deliveries import DeliveryState
from relayboard.domain.errors import Unavailable
from relayboard.lambdas.dead_letter_function import DeadLetterFunction
from relayboard.notify.channels import Delivered, TryAgain
from relayboard.notify.deliverer import Deliverer
from relayboard.notify.endpoint import RECEIVERS
from relayboard.notify.wishes import WISHES
from relayboard.ports.table import ConditionFailed
from relayboard.store.deliveries import delivery_of
from relayboard.store.events import is_event
from tests.support import rights
from tests.support.world import ANN, BOB, LEAD, World
from tests.unit.lambdas.test_schedules import patience
from tests.unit.notify.test_redriving import Letters


class Parked:
    """A dead-letter queue; what was received is hidden until its time is over."""

    def __init__(self, *bodies):
        self.messages = {f"handle {number}": body for number, body in enumerate(bodies)}
        self.hidden = set()

    def receive(self):
        rights.note("sqs:ReceiveMessage")
        found = [(body, handle) for handle, body in self.messages.items() if handle not in self.hidden][:10]
        self.hidden |= {handle for _, handle in found}
        return found

    def delete(self, receipt_handle):
        rights.note("sqs:DeleteMessage")
        del self.messages[receipt_handle]


def take(world, *bodies, channel="email", seconds_left=100.0):
    """Run the function once and return what it leaves in the queue."""
    queue, facts = Parked(*bodies), {}
    function = DeadLetterFunction(world.store, world.clock, {f"board-dev-{channel}-dead-letters": queue})
    function({}, facts, patience(seconds_left))
    assert facts["taken"] == len(bodies) - len(queue.messages)
    return list(queue.messages.values())


def events_of(world):
    return [item for item in world.dump().values() if is_event(item)]


def bodies_of(world):
    return [encode(item).decode() for item in events_of(world)]


def failed(world):
    return world.pages("GET", "/deliveries", as_=LEAD)


def rows(world):
    return [delivery_of(item) for key, item in world.dump().items() if key.sk.startswith("DELIVERY#")]


def world_with_a_task():
    world = World()
    world.task(assignees=[ANN, BOB])
    return world


@pytest.mark.parametrize("channel", WISHES)
def test_everybody_who_was_not_told_stands_among_the_failed_once(channel):
    world = world_with_a_task()
    for _ in range(3):
        assert take(world, *bodies_of(world), channel=channel) == []
    found = {(one["channel"], one["person"]["name"], one["attempts"]) for one in failed(world)}
    assert found == {(channel, "Ann", 0), (channel, "Bob", 0)}
    assert {one["news"]["type"] for one in failed(world)} == {"task.assigned"}
    assert "could not handle" in failed(world)[0]["reason"]
    assert len(rows(world)) == 2


@pytest.mark.parametrize("channel", RECEIVERS)
def test_a_receiver_that_was_not_told_stands_among_the_failed_once(channel):
    world = world_with_a_task()
    for _ in range(2):
        assert take(world, *bodies_of(world), channel=channel) == []
    found = {(one["channel"], one["person"]["name"], one["news"]["type"]) for one in failed(world)}
    assert found == {(channel, RECEIVERS[channel], kind) for kind in ("task.created", "task.assigned")}


def test_what_was_parked_is_sent_once_when_it_is_redriven():
    world, letters = world_with_a_task(), Letters()
    letters.refuses = False
    deliverer = Deliverer(world.store, world.clock, letters)
    take(world, *bodies_of(world))
    assert world.call("POST", "/deliveries/redrive", as_=LEAD, body={"all": True}).status == 200
    while (due := deliverer.retry_due()) is not None and due <= world.clock.now():
        pass
    take(world, *bodies_of(world))
    assert sorted(person for _, person in letters.sent) == ["ann", "bob"]
    assert failed(world) == []


class Busy(Letters):
    """A channel that takes what is for Ann, and is busy when it comes to others."""

    def deliver(self, occasion):
        if occasion.person.id != "ann":
            raise TryAgain("421 later")
        return Delivered("250 taken")


def test_rows_that_are_there_are_left_to_who_has_begun_them():
    world = world_with_a_task()
    deliverer = Deliverer(world.store, world.clock, Busy())
    for item in events_of(world):
        deliverer.handle(item)
    before = rows(world)
    assert {row.state for row in before} == {DeliveryState.SENT, DeliveryState.PENDING}
    take(world, *bodies_of(world))
    assert rows(world) == before


def test_somebody_who_was_told_at_the_same_moment_has_not_failed():
    world = world_with_a_task()
    world.table.fail("write", ConditionFailed([0]))
    assert take(world, *bodies_of(world)) == []
    assert [one["person"]["name"] for one in failed(world)] == ["Bob"]


def test_a_letter_that_cannot_be_written_down_stays_in_its_queue():
    world = world_with_a_task()
    world.table.fail("write", Unavailable("The table is away."))
    left = take(world, *bodies_of(world))
    assert len(left) == 1
    assert take(world, *bodies_of(world)) == []
    assert len(failed(world)) == 2


def test_what_is_no_event_at_all_stays_in_its_queue():
    world = world_with_a_task()
    left = take(world, "no JSON", *bodies_of(world))
    assert left == ["no JSON"]
    assert len(failed(world)) == 2


def test_more_than_a_receive_brings_are_taken_until_the_queue_is_empty():
    world = World()
    for _ in range(12):
        world.task(assignees=[ANN])
    assert take(world, *bodies_of(world)) == []
    assert len(failed(world)) == 12


def test_it_ends_in_good_time_and_leaves_the_rest_for_the_next_turn():
    world = world_with_a_task()
    assert len(take(world, *bodies_of(world), seconds_left=10.0)) == len(bodies_of(world))
    assert failed(world) == []
