"""From the channels' dead-letter queues to the ledger."""

import logging
from collections.abc import Mapping
from typing import Protocol

from relayboard.adapters.item_json import decode
from relayboard.lambdas.invocations import Event, Facts, Patience
from relayboard.notify.dead_letters import DeadLetters
from relayboard.notify.endpoint import RECEIVERS
from relayboard.notify.wishes import WISHES
from relayboard.ports.clock import Clock
from relayboard.store.store import Store

ENDING_SECONDS = 15.0  # kept back for what is under way
_log = logging.getLogger(__name__)


class DeadLetterQueue(Protocol):
    """Where dead letters are."""

    def receive(self) -> list[tuple[str, str]]:
        """Return the body and the receipt handle of some messages, and hide them from others for a while.

        Raises:
            Unavailable.
        """

    def delete(self, receipt_handle: str) -> None:
        """Delete a message that was received.

        Raises:
            Unavailable: it comes again.
        """


class DeadLetterFunction:
    """Empties the queues as far as the time allows; what cannot be taken into the ledger stays where it is.

    Args:
        queues: by their names, which end in `-CHANNEL-dead-letters`.
    """

    def __init__(self, store: Store, clock: Clock, queues: Mapping[str, DeadLetterQueue]) -> None:
        self._pairs = [(queue, DeadLetters(store, clock, _channel_of(name))) for name, queue in queues.items()]

    def __call__(self, _: Event, facts: Facts, patience: Patience) -> None:
        facts |= {"taken": 0, "left": 0}
        for queue, letters in self._pairs:
            while patience.seconds_left > ENDING_SECONDS:
                messages = queue.receive()
                taken = sum(_is_taken(queue, letters, *message) for message in messages)
                facts["taken"] += taken
                facts["left"] += len(messages) - taken
                if not taken:
                    break


def _is_taken(queue: DeadLetterQueue, letters: DeadLetters, body: str, receipt_handle: str) -> bool:
    try:
        item = decode(body)
        if letters.wants(item):
            letters.handle(item)
        queue.delete(receipt_handle)
    except Exception:  # noqa: BLE001 - the edge of this message: the others go on
        _log.exception("dead_letter.failed")
        return False
    return True


def _channel_of(queue: str) -> str:
    return next(name for name in (*WISHES, *RECEIVERS) if queue.endswith(f"-{name}-dead-letters"))
