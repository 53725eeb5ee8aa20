"""The table in DynamoDB."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from relayboard.adapters.conditions import is_expired, living
from relayboard.adapters.dynamodb_calls import CallFailed, Calls, Pause, Payload, call_patiently
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
            failed = _failed_conditions(failure)
            if not failed:
                raise
            expired = {
                number: item for number, item in failed.items() if item and is_expired(from_wire(item), now)
            }
            replacements: dict[int, Write] = {
                number: replacement
                for number in expired
                if isinstance(update := writes[number], Update) and (replacement := replacement_of(update))
            }
            wrong = failed.keys() - replacements.keys()
            if wrong:
                raise ConditionFailed(sorted(wrong)) from failure
            return replacements
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


def _failed_conditions(failure: CallFailed) -> dict[int, Payload | None]:
    """Return which writes' conditions failed, and the items found there where they were asked for."""
    if failure.code in CONDITION_FAILED:
        return {0: failure.item}
    reasons = enumerate(failure.reasons)
    return {number: reason.get("Item") for number, reason in reasons if reason.get("Code") in CONDITION_FAILED}
