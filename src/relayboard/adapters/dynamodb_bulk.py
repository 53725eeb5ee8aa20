"""Many items at once into a table in DynamoDB, and all items out of one: for tools that copy a whole table."""

import random
import time
from collections.abc import Iterator, Sequence
from typing import Any

from relayboard.adapters.aws_calls import CallFailed, Calls, Payload, call_patiently
from relayboard.adapters.conditions import living
from relayboard.adapters.dynamodb_errors import dynamodb_errors
from relayboard.adapters.dynamodb_schema import wait_until_active
from relayboard.adapters.dynamodb_values import from_wire, key_to_wire, to_wire
from relayboard.adapters.limits import check_item
from relayboard.ports.clock import Clock
from relayboard.ports.table import Item, Key, TableBusy

MAX_PUTS = 25  # BatchWriteItem's own limit
_FIRST_PAUSE_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 5.0


class DynamoDBBulk:
    """Reads by Scan and writes by BatchWriteItem; used from any number of threads.

    Args:
        patience_seconds: for how long to go on trying when DynamoDB takes nothing at all. A new table on demand
            takes 4,000 writes a second and doubles that only after some minutes.
    """

    def __init__(self, calls: Calls, name: str, clock: Clock, *, patience_seconds: float = 600.0) -> None:
        self._calls = calls
        self._name = name
        self._clock = clock
        self._patience_seconds = patience_seconds

    def items(self, after: Key | None = None) -> Iterator[Item]:
        """Yield all living items, in an order that stays the same; what changes meanwhile is seen or not.

        Args:
            after: begin behind this key.

        Raises:
            TableBusy, TableBroken.
        """
        request: dict[str, Any] = {"TableName": self._name, "ConsistentRead": True}
        start = None if after is None else key_to_wire(after)
        while True:
            answer = self._ask("Scan", request if start is None else {**request, "ExclusiveStartKey": start})
            now = int(self._clock.now().timestamp())
            for wire in answer["Items"]:
                item = living(from_wire(wire), now)
                if item is not None:
                    yield item
            start = answer.get("LastEvaluatedKey")
            if start is None:
                return

    def count(self) -> int:
        """Return about how many items there are; DynamoDB counts every six hours.

        Raises:
            TableBusy, TableBroken.
        """
        return int(self._description().get("ItemCount", 0))

    def put(self, items: Sequence[Item]) -> None:
        """Write up to MAX_PUTS items over any with their keys, each by itself; nobody else may write them.

        Raises:
            LimitExceeded, TableBusy, TableBroken.
        """
        for item in items:
            check_item(item)
        left: Any = {self._name: [{"PutRequest": {"Item": to_wire(item)}} for item in items]}
        patience = _Patience(self._patience_seconds)
        while left:
            before = len(left[self._name])
            left = self._ask("BatchWriteItem", {"RequestItems": left}).get("UnprocessedItems")
            if left and len(left[self._name]) < before:
                patience = _Patience(self._patience_seconds)
            elif left and not patience.wait():
                raise TableBusy(f"DynamoDB leaves items of table {self._name} unwritten. Try again later.")

    def set_stream(self, *, is_on: bool) -> None:
        """Switch the stream of changes on or off, unless it is so already; return when the table can be used.

        A stream that is switched on again is a new one: it knows nothing of what was written before.

        Raises:
            TableBusy, TableBroken.
        """
        stream = self._description().get("StreamSpecification", {})
        if bool(stream.get("StreamEnabled")) == is_on:
            return
        wanted = (
            {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"} if is_on else {"StreamEnabled": False}
        )
        request = {"TableName": self._name, "StreamSpecification": wanted}
        with dynamodb_errors(self._name):
            call_patiently(self._calls, "UpdateTable", request, is_repeatable=False)
            wait_until_active(self._calls, self._name)

    def _description(self) -> dict[str, Any]:
        with dynamodb_errors(self._name):
            request = {"TableName": self._name}
            answer = call_patiently(self._calls, "DescribeTable", request, is_repeatable=True)
        found: dict[str, Any] = answer["Table"]
        return found

    def _ask(self, operation: str, request: Payload) -> dict[str, Any]:
        """Do what may be done twice, over and over as long as DynamoDB is too busy for it."""
        patience = _Patience(self._patience_seconds)
        with dynamodb_errors(self._name):
            while True:
                try:
                    return self._calls.call(operation, request)
                except CallFailed as failure:
                    is_worth_it = failure.is_throttled or failure.is_unsure
                    if not is_worth_it or not patience.wait():
                        raise


class _Patience:
    """Waits a little longer each time, up to some seconds, until it is over."""

    def __init__(self, seconds: float) -> None:
        self._deadline = time.monotonic() + seconds
        self._longest = _FIRST_PAUSE_SECONDS

    def wait(self) -> bool:
        """Wait and return true, or return false at once."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            return False
        self._longest = min(self._longest * 2, _LONGEST_PAUSE_SECONDS)
        time.sleep(min(left, random.uniform(0, self._longest)))  # noqa: S311 - no secret
        return True
