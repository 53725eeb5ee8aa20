"""A write as a request of DynamoDB's."""

from collections.abc import Mapping
from typing import Any

from relayboard.adapters.dynamodb_expressions import (
    Expression,
    condition_text,
    guard_text,
    living_text,
    room_text,
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
            # The item found tells which part failed: it has expired, there is no room to add, or `when`.
            body["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        case Delete(key) | Check(key):
            body["Key"] = key_to_wire(key)
    condition = _condition_of(write, within, now)
    if condition is not None:
        body["ConditionExpression"] = condition
    return _NAMES[type(write)], body | within.placeholders


def replacement_of(update: Update) -> Put:
    """Return what does an update's work where an item has expired."""
    return Put(outcome_of(update, None) or {}, when=ABSENT)


def is_repeatable(write: Write) -> bool:
    """Tell whether a single write may be sent again when nobody knows whether it was carried out."""
    return write.when is None and not (isinstance(write, Update) and write.add)


def _condition_of(write: Write, within: Expression, now: int) -> str | None:
    if isinstance(write, Update):
        parts = [] if write.when is None else [condition_text(write.when, within)]
        parts.append(living_text(within, now=now))
        parts += [room_text(name, amount, within) for name, amount in write.add.items()]
        return " AND ".join(f"({part})" for part in parts) if len(parts) > 1 else parts[0]
    return None if write.when is None else guard_text(write.when, within, now=now)
