"""How a query's range is walked and cut into pages, the same way over every engine."""

from collections.abc import Iterable
from dataclasses import dataclass

from relayboard.adapters.conditions import holds, is_expired
from relayboard.ports.table import Index, Item, Key, Page, Position, Query, key_of


@dataclass(frozen=True, slots=True)
class Range:
    """What of a partition is still to be read: bounds, both inclusive, and a position to start behind."""

    lower: str | None
    upper: str | None
    after: Position | None


def range_of(query: Query) -> Range | None:
    """Return the range of a query, its start within its bounds; `None` when nothing can be in it."""
    lower, upper, after = query.lower, query.upper, query.after
    if lower is not None and upper is not None and lower > upper:
        return None
    if after is None:
        return Range(lower, upper, None)
    is_below = lower is not None and after.sort < lower
    is_above = upper is not None and after.sort > upper
    if is_above if not query.descending else is_below:
        return None
    if is_below or is_above:
        return Range(lower, upper, None)
    if query.index is Index.MAIN:
        after = Position(after.sort, Key(query.pk, after.sort))
    return Range(lower, upper, after)


def position_of(item: Item, index: Index) -> Position:
    """Return where an item stands in an index."""
    return Position(str(item[index.sk]), key_of(item))


def cut_page(items: Iterable[Item], query: Query, now: int) -> Page:
    """Take a page from the start of a range.

    Args:
        items: the range's items in order, expired ones among them; read no further than needed.
        now: in seconds since 1970.
    """
    passed: list[Item] = []
    last: Item | None = None
    for examined, item in enumerate(items):
        if examined == query.examine and last is not None:
            return Page(passed, position_of(last, query.index))
        last = item
        if is_expired(item, now) or (query.where is not None and not holds(query.where, item)):
            continue
        if len(passed) == query.limit:
            return Page(passed, position_of(passed[-1], query.index))
        passed.append(item)
    return Page(passed, None)
