"""From a channel's queue to its subscriber, with an answer that says which messages are to come again."""

import logging
import math
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from relayboard.adapters.item_json import decode
from relayboard.lambdas.invocations import Event, Facts, Patience
from relayboard.notify.subscribers import Subscriber
from relayboard.ports.clock import Clock
from relayboard.ports.table import Item

LONGEST_HELD_SECONDS = 600  # twice as long as `schedule-retries` pauses
_log = logging.getLogger(__name__)


class Queue(Protocol):
    """Where messages come from."""

    def change_message_visibility(self, receipt_handle: str, *, timeout_seconds: int) -> None:
        """Let a message come again so many seconds from now.

        Raises:
            Unavailable: it comes again when the queue's own time is over.
        """


class QueueFunction:
    """Handles batches of messages (AWS Lambda Developer Guide, "Handling errors for an SQS event source").

    A message that is not done with is reported as failed, so that it comes again and at last goes to the
    dead-letter queue; the others of its batch are gone.

    Args:
        read: makes an item of a message's body.
    """

    def __init__(self, subscriber: Subscriber, *, read: Callable[[str], Item] = decode) -> None:
        self._subscriber = subscriber
        self._read = read

    def __call__(self, event: Event, facts: Facts, _: Patience) -> dict[str, Any]:
        records = event["Records"]
        left = [record["messageId"] for record in records if not self._is_done(record)]
        facts |= {"messages": len(records), "done": len(records) - len(left), "left": len(left)}
        return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in left]}

    def _is_done(self, record: Event) -> bool:
        try:
            item = self._read(record["body"])
            if self._subscriber.wants(item):
                self._subscriber.handle(item)
                return self._is_settled(item, record)
        except Exception:  # noqa: BLE001 - the edge of this message: the others go on
            _log.exception("message.failed", extra={"message_id": record["messageId"]})
            return False
        return True

    def _is_settled(self, item: Item, record: Event) -> bool:  # noqa: ARG002 - a ledger looks at them
        return True


class LedgerFunction(QueueFunction):
    """Handles the messages of a channel whose deliveries may be put off.

    A message that is to come again soon stays out of sight until then; one that is to wait for long (for the end
    of the quiet hours, for a receiver that is away) would only use up its receives, and is done.

    Args:
        waits_until: tells from the ledger when the next attempt may begin; `None` when there will be none.
    """

    def __init__(
        self, subscriber: Subscriber, queue: Queue, clock: Clock, *, waits_until: Callable[[Item], datetime | None]
    ) -> None:
        super().__init__(subscriber)
        self._queue = queue
        self._clock = clock
        self._waits_until = waits_until

    def _is_settled(self, item: Item, record: Event) -> bool:
        due = self._waits_until(item)
        if due is None:
            return True
        seconds = math.ceil((due - self._clock.now()).total_seconds())
        if seconds > LONGEST_HELD_SECONDS:
            return True  # the ledger has it, and what runs by the clock takes it up from there
        self._queue.change_message_visibility(record["receiptHandle"], timeout_seconds=max(1, seconds))
        return False
