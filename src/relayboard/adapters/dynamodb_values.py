"""Items in DynamoDB's typed JSON, and back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from relayboard.ports.table import Item, Key, TableBroken, Value


def to_wire(item: Item) -> dict[str, Any]:
    """Write an item as DynamoDB takes it."""
    return {name: value_to_wire(value) for name, value in item.items()}


def key_to_wire(key: Key) -> dict[str, Any]:
    """Write a main key as DynamoDB takes it."""
    return {"PK": {"S": key.pk}, "SK": {"S": key.sk}}


def value_to_wire(value: Value) -> dict[str, Any]:
    """Write one value as DynamoDB takes it."""
    if isinstance(value, str):
        return {"S": value}
    if value is None:
        return {"NULL": True}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        return {"N": str(int(value))}
    if isinstance(value, Mapping):
        return {"M": to_wire(value)}
    return {"L": [value_to_wire(element) for element in value]}


def from_wire(item: Mapping[str, Any]) -> Item:
    """Read an item of DynamoDB's.

    Raises:
        TableBroken: it holds something that we never write.
    """
    return {name: _value_from_wire(value) for name, value in item.items()}


def _value_from_wire(wire: Mapping[str, Any]) -> Value:
    ((kind, value),) = wire.items()
    match kind:
        case "S" | "BOOL":
            return value  # type: ignore[no-any-return]  # a text or a truth value, says DynamoDB
        case "N":
            return _integer(value)
        case "NULL":
            return None
        case "M":
            return from_wire(value)
        case "L":
            elements: Sequence[Value] = [_value_from_wire(element) for element in value]
            return elements
    raise TableBroken(f"The table holds a value of type {kind}, which Relayboard never writes.")


def _integer(digits: str) -> int:
    number = Decimal(digits)
    if number != number.to_integral_value():
        raise TableBroken(f"The table holds the number {digits}, which Relayboard never writes.")
    return int(number)
