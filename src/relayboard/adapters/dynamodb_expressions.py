"""Conditions and updates as DynamoDB's expressions."""

from typing import Any

from relayboard.adapters.conditions import holds
from relayboard.adapters.dynamodb_values import value_to_wire
from relayboard.ports.table import (
    EXPIRES,
    MAX_INTEGER,
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    Contains,
    Equals,
    Exists,
    Not,
    OneOf,
    Update,
    Value,
)


class Expression:
    """Collects the placeholders that all expressions of one request share."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._values: dict[str, Any] = {}

    def name(self, attribute: str) -> str:
        """Return the placeholder of an attribute's name; any text can be one."""
        return self._names.setdefault(attribute, f"#n{len(self._names)}")

    def value(self, value: Value) -> str:
        """Return a placeholder for a value."""
        placeholder = f":v{len(self._values)}"
        self._values[placeholder] = value_to_wire(value)
        return placeholder

    @property
    def placeholders(self) -> dict[str, Any]:
        """The request's members that say what the placeholders stand for."""
        members: dict[str, Any] = {}
        if self._names:
            members["ExpressionAttributeNames"] = {name: attribute for attribute, name in self._names.items()}
        if self._values:
            members["ExpressionAttributeValues"] = self._values
        return members


def condition_text(condition: Condition, within: Expression) -> str:
    """Write a condition on a stored item, expired or not."""
    match condition:
        case Not(inner):
            return f"NOT ({condition_text(inner, within)})"
        case AllOf(parts):
            return _joined(" AND ", parts, within)
        case AnyOf(parts):
            return _joined(" OR ", parts, within)
        case Exists(name):
            return f"attribute_exists({within.name(name)})"
        case Equals(name, value):
            return f"{within.name(name)} = {within.value(value)}"
        case OneOf(name, values):
            return f"{within.name(name)} IN ({', '.join(map(within.value, values))})"
        case AtMost(name, limit):
            return f"{within.name(name)} <= {within.value(limit)}"
        case AtLeast(name, limit):
            return f"{within.name(name)} >= {within.value(limit)}"
        case Contains(name, part):
            return f"contains({within.name(name)}, {within.value(part)})"


def guard_text(condition: Condition, within: Expression, *, now: int) -> str:
    """Write a condition for which an item that has expired is an absent one.

    Args:
        now: in seconds since 1970.
    """
    text = condition_text(condition, within)
    if holds(condition, None):
        return f"({text}) OR {within.name(EXPIRES)} <= {within.value(now)}"
    return f"({text}) AND ({living_text(within, now=now)})"


def living_text(within: Expression, *, now: int) -> str:
    """Write the condition that a stored item, or an absent one, has not expired."""
    expires = within.name(EXPIRES)
    return f"attribute_not_exists({expires}) OR {expires} > {within.value(now)}"


def room_text(name: str, amount: int, within: Expression) -> str:
    """Write the condition that an amount can be added: the attribute is absent, or a number with room for it."""
    lowest, highest = -MAX_INTEGER - 1 - min(amount, 0), MAX_INTEGER - max(amount, 0)
    attribute = within.name(name)
    bounds = f"{within.value(lowest)} AND {within.value(highest)}"
    return f"attribute_not_exists({attribute}) OR {attribute} BETWEEN {bounds}"


def update_text(update: Update, within: Expression) -> str:
    """Write what an update sets, removes and adds."""
    clauses = (
        ("SET", [f"{within.name(name)} = {within.value(value)}" for name, value in update.put.items()]),
        ("REMOVE", [within.name(name) for name in update.remove]),
        ("ADD", [f"{within.name(name)} {within.value(amount)}" for name, amount in update.add.items()]),
    )
    return " ".join(f"{verb} {', '.join(parts)}" for verb, parts in clauses if parts)


def _joined(word: str, parts: tuple[Condition, ...], within: Expression) -> str:
    texts = [condition_text(part, within) for part in parts]
    # DynamoDB refuses parentheses around parentheses.
    return texts[0] if len(texts) == 1 else word.join(f"({text})" for text in texts)
