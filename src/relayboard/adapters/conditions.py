"""What a condition says of an item: the one evaluation for the engines that cannot do it themselves."""

from collections.abc import Mapping

from relayboard.ports.table import (
    EXPIRES,
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    Contains,
    Equals,
    Exists,
    Item,
    Not,
    OneOf,
    Value,
)

_MISSING = object()


def holds(condition: Condition, item: Item | None) -> bool:
    """Tell whether a condition holds for an item; `None` is an absent one."""
    match condition:
        case Not(inner):
            return not holds(inner, item)
        case AllOf(parts):
            return all(holds(part, item) for part in parts)
        case AnyOf(parts):
            return any(holds(part, item) for part in parts)
        case Exists(name):
            return item is not None and name in item
    found = _MISSING if item is None else item.get(condition.name, _MISSING)
    match condition:
        case Equals(_, value):
            return is_same(found, value)
        case OneOf(_, values):
            return isinstance(found, str) and found in values
        case Contains(_, value):
            # A string is searched for a part of it, a list for an element; DynamoDB's `contains` does both.
            return isinstance(found, str | list | tuple) and value in found
        case AtMost(_, value):
            return _is_comparable(found, value) and found <= value  # type: ignore[operator]  # just checked
        case AtLeast(_, value):
            return _is_comparable(found, value) and found >= value  # type: ignore[operator]  # just checked


def is_same(one: object, other: object) -> bool:
    """Compare two values as JSON does: unlike in Python, `True` is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(is_same(one[name], other[name]) for name in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(is_same, one, other))
    return one == other


def is_expired(item: Item, now: int) -> bool:
    """Tell whether an item does not exist any more; `now` is in seconds since 1970."""
    expires: Value = item.get(EXPIRES)
    return expires is not None and expires <= now  # type: ignore[operator]  # the limits let only integers in


def living(item: Item | None, now: int) -> Item | None:
    """Return the item, unless it has expired."""
    return None if item is None or is_expired(item, now) else item


def _is_comparable(found: object, value: str | int) -> bool:
    if isinstance(value, str):
        return isinstance(found, str)
    return isinstance(found, int) and not isinstance(found, bool)
