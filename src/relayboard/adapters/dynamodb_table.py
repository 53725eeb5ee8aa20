"""The table in DynamoDB."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from relayboard.adapters.aws_calls import CallFailed, Calls, Pause, Payload, call_patiently
from relayboard.adapters.conditions import holds, is_expired, living
from relayboard.adapters.dynamodb_errors import CONDITION_FAILED, dynamodb_errors
from relayboard.adapters.dynamodb_query import query_page
from relayboard.adapters.dynamodb_requests import is_repeatable, replacement_of, request_of
from relayboard.adapters.dynamodb_values import from_wire, key_to_wire
from relayboard.adapters.limits import check_key, check_query, check_writes
from relayboard.adapters.paging import range_of
from relayboard.ports.clock import Clock
from relayboard.ports.table import (
    Check,
    ConditionFailed,
    Item,
    Key,
    LimitExceeded,
    Page,
    Query,
    RaceLost,
    TableBusy,
    Update,
    Write,
    key_of,
)

_BATCH = 100  # BatchGetItem's own limit


class DynamoDBTable:
    """The table in DynamoDB, which `dynamodb_schema.create_table` or Terraform has made."""

    def __init__(self, calls: Calls, name: str, clock: Clock) -> None:
        self._calls = calls
        self._name = name
        self._clock = clock

    def get(self, key: Key) -> Item | None:
        check_key(key)
        request = {"TableName": self._name, "Key": key_to_wire(key), "ConsistentRead": True}
        with dynamodb_errors(self._name):
            answer = call_patiently(self._calls, "GetItem", request, is_repeatable=True)
        return living(from_wire(answer["Item"]), self._now()) if "Item" in answer else None

    def get_many(self, keys: Sequence[Key]) -> list[Item | None]:
        for key in keys:
            check_key(key)
        different = list(dict.fromkeys(keys))
        found: dict[Key, Item] = {}
        with dynamodb_errors(self._name):
            for start in range(0, len(different), _BATCH):
                found |= self._get_batch(different[start : start + _BATCH])
        now = self._now()
        return [living(found.get(key), now) for key in keys]

    def query(self, query: Query) -> Page:
        check_query(query)
        wanted = range_of(query)
        if wanted is None:
            return Page([], None)
        with dynamodb_errors(self._name):
            return query_page(self._calls, self._name, query, wanted, now=self._now())

    def write(self, *writes: Write) -> None:
        check_writes(writes)
        now = self._now()
        with dynamodb_errors(self._name):
            expired = self._try(writes, now)
            if not expired:
                return
            # An update would build on the expired item that is still stored, so these items are replaced instead.
            replaced = [expired.get(number, write) for number, write in enumerate(writes)]
            try:
                self._try(replaced, now)
            except ConditionFailed as error:
                if set(error.failed) & set(expired):
                    raise RaceLost("an expired item came back while it was being replaced") from error
                raise

    def _try(self, writes: Sequence[Write], now: int) -> dict[int, Write]:
        """Write, and return nothing; or write nothing, and return what must take the place of which updates."""
        try:
            self._send(writes, now)
        except CallFailed as failure:
            found = _failed_conditions(failure)
            if not found:
                raise
            return _replacements(writes, found, now)
        return {}

    def _send(self, writes: Sequence[Write], now: int) -> None:
        requests = [request_of(write, table_name=self._name, now=now) for write in writes]
        if len(writes) == 1 and not isinstance(writes[0], Check):  # half the price of a transaction
            ((name, request),) = requests
            call_patiently(self._calls, f"{name}Item", request, is_repeatable=is_repeatable(writes[0]))
            return
        transaction = {
            "TransactItems": [{name: request} for name, request in requests],
            "ClientRequestToken": str(uuid4()),  # sent again, the same token does nothing twice
        }
        call_patiently(self._calls, "TransactWriteItems", transaction, is_repeatable=True)

    def _get_batch(self, keys: Sequence[Key]) -> dict[Key, Item]:
        found: dict[Key, Item] = {}
        left: Any = {self._name: {"Keys": [key_to_wire(key) for key in keys], "ConsistentRead": True}}
        pause = Pause()
        while left:
            answer = call_patiently(self._calls, "BatchGetItem", {"RequestItems": left}, is_repeatable=True)
            items = [from_wire(item) for item in answer["Responses"].get(self._name, ())]
            found |= {key_of(item): item for item in items}
            left = answer.get("UnprocessedKeys")
            if not left:
                break
            if items:
                pause = Pause()  # an answer that is full is no sign of trouble
            elif pause.is_over:
                raise TableBusy(f"DynamoDB leaves keys of table {self._name} unread.")
            else:
                pause.wait()
        return found

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def _failed_conditions(failure: CallFailed) -> dict[int, Item | None]:
    """Return which writes' conditions failed, and the items found there where they were asked for."""
    if failure.code in CONDITION_FAILED:
        return {0: _item(failure.item)}
    reasons = enumerate(failure.reasons)
    return {
        number: _item(reason.get("Item")) for number, reason in reasons if reason.get("Code") in CONDITION_FAILED
    }


def _item(wire: Payload | None) -> Item | None:
    return from_wire(wire) if wire else None


def _replacements(writes: Sequence[Write], found: Mapping[int, Item | None], now: int) -> dict[int, Write]:
    """Return what must take the place of the updates that failed only because an item has expired.

    Raises:
        ConditionFailed: of those whose own condition does not hold.
        LimitExceeded: one adds to something that is no number, or has no room for more.
    """
    replacements: dict[int, Write] = {}
    wrong: list[int] = []
    is_too_much = False
    for number, stored in found.items():
        write = writes[number]
        # Only an update has more of a condition than its own, and that can fail only where something is stored.
        if not isinstance(write, Update) or stored is None or not _is_met(write, living(stored, now)):
            wrong.append(number)
        elif is_expired(stored, now):
            replacements[number] = replacement_of(write)
        else:
            is_too_much = True
    if wrong:
        raise ConditionFailed(wrong)
    if is_too_much:
        raise LimitExceeded("an update can add only to a number, and only within 64 bits")
    return replacements


def _is_met(update: Update, item: Item | None) -> bool:
    return update.when is None or holds(update.when, item)
