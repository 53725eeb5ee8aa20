"""The port's limits, checked in the same way before every engine: DynamoDB's, so that moving there is safe."""

from collections.abc import Mapping, Sequence

from relayboard.adapters.conditions import holds
from relayboard.ports.table import (
    EXPIRES,
    MAX_INTEGER,
    MAX_ITEM_BYTES,
    MAX_KEY_BYTES,
    MAX_TRANSACTION_BYTES,
    MAX_WRITES,
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    Contains,
    Equals,
    Exists,
    Index,
    Item,
    Key,
    LimitExceeded,
    Not,
    OneOf,
    Put,
    Query,
    Update,
    Write,
)

_MAX_DEPTH = 31  # lists and maps around a value; with the value itself they are DynamoDB's 32 levels
_MAX_CHOICES = 100
_PAIRS = tuple((index.pk, index.sk) for index in (Index.GSI1, Index.GSI2))
_INDEX_KEYS = frozenset(name for pair in _PAIRS for name in pair)


def check_key(key: Key) -> None:
    """Refuse a key that cannot be stored.

    Raises:
        LimitExceeded.
    """
    _check_key_text(key.pk)
    _check_key_text(key.sk)


def check_query(query: Query) -> None:
    """Refuse a query that some engine would refuse.

    Raises:
        LimitExceeded.
    """
    after = query.after
    place = () if after is None else (after.sort, *after.key)
    for text in (query.pk, query.lower, query.upper, *place):
        if text is not None:
            _check_key_text(text)
    if query.limit < 1 or query.examine < 1:
        raise LimitExceeded("a query must ask for at least one item")
    if query.where is not None:
        _check_condition(query.where)
        keys = _names(query.where) & {"PK", "SK", query.index.pk, query.index.sk}
        if keys:  # DynamoDB: "Filter Expression can only contain non-primary key attributes"
            raise LimitExceeded(f"a query's filter cannot name the key {', '.join(sorted(keys))}")


def check_writes(writes: Sequence[Write]) -> None:
    """Refuse a call of `write` that breaks a limit.

    Raises:
        LimitExceeded.
    """
    if not 1 <= len(writes) <= MAX_WRITES:
        raise LimitExceeded(f"a call takes 1 to {MAX_WRITES} writes, not {len(writes)}")
    total_bytes = sum(_check_write(write) for write in writes)
    if len({write.key for write in writes}) != len(writes):
        raise LimitExceeded("a call writes the same key twice")
    if total_bytes > MAX_TRANSACTION_BYTES:
        raise LimitExceeded(f"a call writes {total_bytes} bytes; {MAX_TRANSACTION_BYTES} are allowed")


def check_item(item: Item) -> int:
    """Refuse an item that cannot be stored; return its size in bytes, as DynamoDB counts.

    Raises:
        LimitExceeded.
    """
    for name in ("PK", "SK"):
        _check_key_text(item.get(name))
    _check_attributes(item)
    size = _attributes_size(item, 1)
    if size > MAX_ITEM_BYTES:
        raise LimitExceeded(f"an item of {size} bytes is larger than {MAX_ITEM_BYTES}")
    return size


def check_integer(value: int) -> None:
    """Refuse a number that does not fit into 64 bits.

    Raises:
        LimitExceeded.
    """
    if not -MAX_INTEGER - 1 <= value <= MAX_INTEGER:
        raise LimitExceeded("a number does not fit into 64 bits")


def _check_write(write: Write) -> int:
    if write.when is not None:
        _check_condition(write.when)
    if isinstance(write, Put):
        return check_item(write.item)
    check_key(write.key)
    return _check_update(write) if isinstance(write, Update) else 0


def _check_update(update: Update) -> int:
    named = [*update.put, *update.remove, *update.add]
    if len(set(named)) != len(named):
        raise LimitExceeded("an update names an attribute twice")
    if {"PK", "SK"} & set(named):
        raise LimitExceeded("an update cannot change an item's key")
    if not (update.put or update.add) and (not update.remove or update.when is None or holds(update.when, None)):
        # Of an UpdateItem that only removes, DynamoDB makes no item; this keeps the question from coming up.
        raise LimitExceeded(
            "an update that puts or adds nothing must remove something, and only where an item exists"
        )
    if any((pk in update.remove) != (sk in update.remove) for pk, sk in _PAIRS):
        raise LimitExceeded("an item's index keys must be removed in pairs")
    if _INDEX_KEYS & set(update.add):
        raise LimitExceeded("an index key is a text, not a number")
    for name in update.remove:
        _name_size(name)
    _check_attributes(update.put)
    return _attributes_size({**update.put, **update.add, **update.key.attributes}, 1)


def _check_attributes(attributes: Item) -> None:
    for pk, sk in _PAIRS:
        if (pk in attributes) != (sk in attributes):
            raise LimitExceeded(f"{pk} and {sk} come in pairs")
        if pk in attributes:
            _check_key_text(attributes[pk])
            _check_key_text(attributes[sk])
    if EXPIRES in attributes and type(attributes[EXPIRES]) is not int:
        raise LimitExceeded(f"{EXPIRES} must be whole seconds since 1970")


def _check_key_text(text: object) -> None:
    if not isinstance(text, str) or not text:
        raise LimitExceeded("a key must be a text that is not empty")
    if _text_size(text) > MAX_KEY_BYTES:
        raise LimitExceeded(f"a key is longer than {MAX_KEY_BYTES} bytes")


def _check_condition(condition: Condition) -> None:
    match condition:
        case Not(inner):
            _check_condition(inner)
        case AllOf(parts) | AnyOf(parts):
            if not parts:
                raise LimitExceeded("a condition of several parts needs at least one")
            for part in parts:
                _check_condition(part)
        case Exists(name):
            _name_size(name)
        case OneOf(name, values):
            if not 1 <= len(values) <= _MAX_CHOICES:
                raise LimitExceeded(f"a condition offers 1 to {_MAX_CHOICES} values, not {len(values)}")
            _attributes_size({name: values}, 1)
        case _:
            _check_comparison(condition)


def _check_comparison(condition: Equals | AtMost | AtLeast | Contains) -> None:
    if isinstance(condition, AtMost | AtLeast) and isinstance(condition.value, bool):
        raise LimitExceeded("truth values have no order")
    if isinstance(condition, Contains) and not condition.value:
        raise LimitExceeded("a condition cannot look for an empty text")
    _attributes_size({condition.name: condition.value}, 1)


def _names(condition: Condition) -> set[str]:
    match condition:
        case Not(inner):
            return _names(inner)
        case AllOf(parts) | AnyOf(parts):
            return set().union(*map(_names, parts))
        case _:
            return {condition.name}


# Sizes follow "DynamoDB item sizes and formats" in the Amazon DynamoDB Developer Guide.


def _attributes_size(attributes: Mapping[str, object], depth: int) -> int:
    # Most of what is written is texts in a mapping, and this looks at all of it: so they are met without a call.
    size = 0
    for name, value in attributes.items():
        if type(name) is str and name and name.isascii():
            size += len(name)
        else:
            size += _name_size(name)
        size += len(value) if type(value) is str and value.isascii() else _value_size(value, depth)
    return size


def _name_size(name: object) -> int:
    if not isinstance(name, str) or not name:
        raise LimitExceeded("an attribute's name must be a text that is not empty")
    return _text_size(name)


def _value_size(value: object, depth: int) -> int:
    if isinstance(value, str):
        return _text_size(value)
    if value is None or isinstance(value, bool):
        return 1
    if isinstance(value, int):
        check_integer(value)
        return _number_size(value)
    if depth > _MAX_DEPTH:
        raise LimitExceeded(f"values are nested deeper than {_MAX_DEPTH}")
    if isinstance(value, Mapping):
        return 3 + len(value) + _attributes_size(value, depth + 1)
    if isinstance(value, list | tuple):
        return 3 + len(value) + sum([_value_size(element, depth + 1) for element in value])
    raise LimitExceeded(f"a value of type {type(value).__name__} cannot be stored")


def _number_size(value: int) -> int:
    digits = str(abs(value)).rstrip("0")
    return (len(digits) + 1) // 2 + (2 if value < 0 else 1)


def _text_size(text: str) -> int:
    if text.isascii():
        return len(text)
    try:
        return len(text.encode())
    except UnicodeEncodeError as error:
        raise LimitExceeded("a text holds half a character (a lone surrogate)") from error
