"""What runs by the clock: each invocation goes on where the last one stopped, and ends in good time."""

import math
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from relayboard.lambdas.invocations import Event, Facts, Patience
from relayboard.notify.subscribers import Subscriber
from relayboard.ports.clock import Clock
from relayboard.services.respreading import Pauses, Respreading

if TYPE_CHECKING:
    from relayboard.notify.digest_round import DigestRound
    from relayboard.services.reminders import Reminders

ENDING_SECONDS = 15.0  # kept back for what is under way
UNTIL_DONE = Pauses(idle=math.inf)


class Retries:
    """Takes up deliveries that are due and whose message was lost or is parked."""

    def __init__(self, subscribers: Sequence[Subscriber], clock: Clock) -> None:
        self._subscribers = subscribers
        self._clock = clock

    def __call__(self, _: Event, facts: Facts, patience: Patience) -> None:
        facts["rounds"] = sum(self._rounds(subscriber, patience) for subscriber in self._subscribers)

    def _rounds(self, subscriber: Subscriber, patience: Patience) -> int:
        rounds = 0
        while patience.seconds_left > ENDING_SECONDS:
            due = subscriber.retry_due()
            rounds += 1
            if due is None or due > self._clock.now():
                break
        return rounds


class Remind:
    """Reminds people of what is due, as far as the time allows."""

    def __init__(self, reminders: "Reminders") -> None:
        self._reminders = reminders

    def __call__(self, _: Event, facts: Facts, patience: Patience) -> None:
        facts["recorded"] = self._reminders.round(lambda: patience.seconds_left > ENDING_SECONDS)


class Digest:
    """Puts digests together that are due, as far as the time allows."""

    def __init__(self, rounds: "DigestRound") -> None:
        self._rounds = rounds

    def __call__(self, _: Event, facts: Facts, patience: Patience) -> None:
        tally = self._rounds.run(lambda: patience.seconds_left > ENDING_SECONDS)
        facts |= {"digests": tally.digests, "rows": tally.rows}


class Respread:
    """Spreads the columns over the partitions that were asked for, as far as the time allows.

    Args:
        respreading: made with the pauses UNTIL_DONE.
    """

    def __init__(self, respreading: Respreading, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._respreading = respreading
        self._sleep = sleep

    def __call__(self, _: Event, facts: Facts, patience: Patience) -> None:
        while (pause := self._respreading.step()) < patience.seconds_left - ENDING_SECONDS:
            self._sleep(pause)
        state = self._respreading.last
        facts |= {"shards": state.writing, "moved": state.moved, "is_settled": state.is_settled}
