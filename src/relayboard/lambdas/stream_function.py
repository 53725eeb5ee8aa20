"""From the table's stream to the topic: every new event becomes a message."""

import logging
from collections.abc import Iterable
from typing import Any

from relayboard.adapters.dynamodb_values import from_wire
from relayboard.adapters.item_json import encode
from relayboard.lambdas.invocations import Event, Facts, Patience
from relayboard.ports.publisher import Message, NotPublished, Publisher
from relayboard.store.events import is_event

_log = logging.getLogger(__name__)


class StreamFunction:
    """Publishes a batch of records (AWS Lambda Developer Guide, "Using AWS Lambda with Amazon DynamoDB")."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher

    def __call__(self, event: Event, facts: Facts, _: Patience) -> dict[str, Any]:
        records = event["Records"]
        found = [(record["dynamodb"]["SequenceNumber"], message) for record, message in _messages(records)]
        failed: list[str] = []
        try:
            self._publisher.publish([message for _, message in found])
        except NotPublished as error:
            failed = [found[position][0] for position in error.failed]
            _log.warning("not_published", extra={"error": str(error)})
        facts |= {"records": len(records), "published": len(found) - len(failed), "failed": len(failed)}
        return {"batchItemFailures": [{"itemIdentifier": number} for number in failed]}


def _messages(records: Iterable[Event]) -> Iterable[tuple[Event, Message]]:
    for record in records:
        new = record["dynamodb"].get("NewImage")
        if record["eventName"] != "INSERT" or new is None:
            continue
        item = from_wire(new)
        if is_event(item):
            yield record, Message(str(item["type"]), encode(item).decode())
