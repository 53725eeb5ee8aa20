"""A write as a request of DynamoDB's."""

from collections.abc import Mapping
from typing import Any

from relayboard.adapters.conditions import holds
from relayboard.adapters.dynamodb_expressions import (
    Expression,
    condition_text,
    guard_text,
    living_text,
    update_text,
)
from relayboard.adapters.dynamodb_values import key_to_wire, to_wire
from relayboard.adapters.outcomes import outcome_of
from relayboard.ports.table import ABSENT, Check, Delete, Put, Update, Write

_NAMES: Mapping[type[Write], str] = {Put: "Put", Update: "Update", Delete: "Delete", Check: "ConditionCheck"}


def request_of(write: Write, *, table_name: str, now: int) -> tuple[str, dict[str, Any]]:
    """Return the member of TransactWriteItems, and what it holds; the single operations hold the same.

    Args:
        now: in seconds since 1970.
    """
    within = Expression()
    body: dict[str, Any] = {"TableName": table_name}
    match write:
        case Put(item):
            body["Item"] = to_wire(item)
        case Update(key):
            body["Key"] = key_to_wire(key)
            body["UpdateExpression"] = update_text(write, within)
            # Tells an item that has expired, which must be replaced, from a condition that does not hold.
            body["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        case Delete(key) | Check(key):
            body["Key"] = key_to_wire(key)
    condition = _condition_of(write, within, now)
    if condition is not None:
        body["ConditionExpression"] = condition
    return _NAMES[type(write)], body | within.placeholders


def replacement_of(update: Update) -> Put | None:
    """Return what does an update's work where an item has expired; `None` if its condition does not hold there."""
    if update.when is not None and not holds(update.when, None):
        return None
    made: Mapping[str, Any] = outcome_of(update, None) or {}
    return Put(made, when=ABSENT)


def is_repeatable(write: Write) -> bool:
    """Tell whether a single write may be sent again when nobody knows whether it was carried out."""
    return write.when is None and not (isinstance(write, Update) and write.add)


def _condition_of(write: Write, within: Expression, now: int) -> str | None:
    if isinstance(write, Update):
        living = living_text(within, now=now)
        return living if write.when is None else f"({condition_text(write.when, within)}) AND ({living})"
    return None if write.when is None else guard_text(write.when, within, now=now)
