"""Kills the functions of the AWS home at every step, over a stream and queues that repeat what is not answered."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from relayboard.domain.events import Event
from relayboard.lambdas.queue_function import LedgerFunction, QueueFunction
from relayboard.lambdas.stream_function import StreamFunction
from relayboard.notify.deliverer import Deliverer
from relayboard.ports.publisher import Message
from relayboard.store.events import record_event
from relayboard.store.store import Store
from tests.crashes.arrivals import Arrival, event_id_in, notice_ids, tally
from tests.crashes.figures import Figures
from tests.crashes.fuse import SENDING, WRITING, Fuse, FusedMailer, FusedPoster, FusedTable
from tests.crashes.office import (
    ACTING_OUTSIDE,
    CHANNELS,
    HEARERS,
    NOTICES_OF_AN_EVENT,
    channel,
    comments,
    open_office,
)
from tests.support.lambda_events import Context, queue_event, stream_event
from tests.unit.notify.mortal_table import Killed
from tests.unit.notify.world import Postbox, Receiver, World

BATCH = 5
ANSWERING = ("before the function's answer",)
STREAM = ("in the stream, before publishing", "in the stream, after publishing")
STEPS = {name: (*(SENDING if name in ACTING_OUTSIDE else WRITING), *ANSWERING) for name in CHANNELS}
_TURNS = max(map(len, STEPS.values()))
EVENTS_FOR_EVERY_STEP = BATCH * (_TURNS + len(STREAM))
HIDDEN_SECONDS = 360
AT_ONCE = 10
_SEED = 20_260_101


def _die() -> None:
    raise Killed


class Queue:
    """A standard queue: every message comes until it is deleted, in no particular order."""

    def __init__(self, world: World, chance: Random) -> None:
        self.messages: dict[int, tuple[str, datetime]] = {}
        self._world = world
        self._chance = chance
        self._sent = 0
        self._received: dict[str, int] = {}

    def send(self, body: str) -> None:
        self._sent += 1
        self.messages[self._sent] = (body, self._world.clock.now())

    def receive(self) -> list[int]:
        """Return the numbers of some messages, which are hidden from now on."""
        now = self._world.clock.now()
        visible = [number for number, (_, visible_at) in self.messages.items() if visible_at <= now]
        received = self._chance.sample(visible, min(AT_ONCE, len(visible)))
        for number in received:
            self._hide(number, HIDDEN_SECONDS)
        return received

    def bodies(self, received: Sequence[int]) -> list[str]:
        """Return what is in messages, and remember under which names they are handed over."""
        bodies = [self.messages[number][0] for number in received]
        records = queue_event(*bodies)["Records"]
        self._received = {
            record[name]: number
            for record, number in zip(records, received, strict=True)
            for name in ("receiptHandle", "messageId")
        }
        return bodies

    def settle(self, answer: Mapping[str, Any]) -> None:
        """Delete what was handed over, but for what the answer says has failed."""
        failed = {self._received[one["itemIdentifier"]] for one in answer["batchItemFailures"]}
        for number in set(self._received.values()) - failed:
            del self.messages[number]

    def change_message_visibility(self, receipt_handle: str, *, timeout_seconds: int) -> None:
        self._hide(self._received[receipt_handle], timeout_seconds)

    def _hide(self, number: int, seconds: float) -> None:
        self.messages[number] = (self.messages[number][0], self._world.clock.now() + timedelta(seconds=seconds))


@dataclass
class Topic:
    """Hands every message to every queue, with a fuse before and after."""

    queues: Sequence[Queue]
    fuse: Fuse

    def publish(self, messages: Sequence[Message]) -> None:
        self.fuse.reach(STREAM[0])
        for message in messages:
            for queue in self.queues:
                queue.send(message.body)
        self.fuse.reach(STREAM[1])


class Aws:
    """A table, a stream, queues, and functions that die."""

    def __init__(self) -> None:
        self.world = open_office(World())
        self.chance = Random(_SEED)
        self.queues = {name: Queue(self.world, self.chance) for name in CHANNELS}
        self.postbox = Postbox()
        self.receivers = {name: Receiver() for name in ("webhook", "slack")}
        self.figures = Figures("AWS", keeps_order=False)

    def run(self, events: int) -> Figures:
        """Record so many events, a few at a time, and kill the stream's function or every channel's meanwhile."""
        crashes: list[tuple[str, str, Sequence[Event]]] = []
        for turn, first in enumerate(range(0, events, BATCH)):
            batch = [self.world.record(event) for event in comments(first, min(BATCH, events - first))]
            phase = turn % (_TURNS + len(STREAM))
            in_stream = STREAM[phase - _TURNS] if phase >= _TURNS else None
            self._publish(batch, in_stream)
            for name in CHANNELS:
                step = None if in_stream else STEPS[name][phase % len(STEPS[name])]
                self._deliver(name, step, len(batch))
                crashes.append((name, in_stream or step, batch))
        arrived = {name: self._arrived(name) for name in CHANNELS}
        for name, step, batch in crashes:
            tally(self.figures.at(name, step), arrived[name], batch, NOTICES_OF_AN_EVENT[name])
        return self.figures

    def _publish(self, batch: Sequence[Event], step: str | None) -> None:
        """Let the stream come until it is answered."""
        records = stream_event(*(("INSERT", record_event(event).item) for event in batch))
        for fuse in (Fuse(step, blow=_die), Fuse(None)):
            with suppress(Killed):
                StreamFunction(Topic(tuple(self.queues.values()), fuse))(records, {}, Context())
                return

    def _deliver(self, name: str, step: str | None, events: int) -> None:
        """Let a channel's function, or the next one, work until its queue is empty."""
        queue = self.queues[name]
        nth = 1 if step in ANSWERING else self.chance.randint(1, events * NOTICES_OF_AN_EVENT[name])
        has_died = step is None
        while queue.messages:
            fuse = Fuse(None if has_died else step, nth, blow=_die)
            function = self._function(name, fuse)
            try:
                while received := queue.receive():
                    answer = function(queue_event(*queue.bodies(received)), {}, Context())
                    fuse.reach(*ANSWERING)
                    queue.settle(answer)
            except Killed:
                has_died = True
            self.world.clock.advance(HIDDEN_SECONDS)
        assert has_died, f"{name} was not killed {step}"

    def _function(self, name: str, fuse: Fuse) -> QueueFunction:
        mailer = FusedMailer(self.postbox, fuse)
        poster = FusedPoster(self.receivers.get(name), fuse)
        clock = self.world.clock
        deliverer = Deliverer(
            Store(FusedTable(self.world.table, fuse)), clock, channel(name, mailer, poster, clock)
        )
        if name not in ACTING_OUTSIDE:
            return QueueFunction(deliverer)
        return LedgerFunction(deliverer, self.queues[name], clock, waits_until=deliverer.waits_until)

    def _arrived(self, name: str) -> list[Arrival]:
        match name:
            case "email":
                return [Arrival(mail.message_id[:26], mail.to) for mail in self.postbox.mails]
            case "inbox":
                return [Arrival(one, person.id) for person in HEARERS for one in notice_ids(self.world, person.id)]
        return [Arrival(event_id_in(body), name) for _, body in self.receivers[name].posts]
