"""What a write makes of an item, for the engines that cannot do it themselves."""

from relayboard.adapters.limits import check_integer, check_item
from relayboard.ports.table import Check, Delete, Item, LimitExceeded, Put, Update, Value, Write


def outcome_of(write: Write, item: Item | None) -> Item | None:
    """Return the item that a write leaves behind where `item` was; `None` is an absent one.

    Raises:
        LimitExceeded: an update adds to something that is no number, or makes the item too large.
    """
    match write:
        case Put(made):
            return made
        case Delete():
            return None
        case Check():
            return item
        case Update():
            return _updated(write, item)


def _updated(update: Update, item: Item | None) -> Item:
    made: dict[str, Value] = {**(item or {}), **update.put, **update.key.attributes}
    for name in update.remove:
        made.pop(name, None)
    for name, amount in update.add.items():
        made[name] = _sum(made.get(name, 0), amount)
    check_item(made)
    return made


def _sum(value: Value, amount: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise LimitExceeded("an update can add only to a number")
    check_integer(value + amount)
    return value + amount
