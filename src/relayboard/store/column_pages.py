"""A page of a column whose tasks are spread over several partitions: a merge, in the column's own order."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from relayboard.ports.table import Item, Key, Position, Query, key_of
from relayboard.store.cursor import decode_cursor, encode_cursor
from relayboard.store.store import Listing, Store

EXAMINED = 2000  # items that are looked at for one page of a filtered list, in all partitions together
LEAST_EXAMINED = 100  # in each of them
_DEVIATIONS = 3  # more than the even share, for partitions are never quite even


@dataclass(frozen=True, slots=True)
class _Sweep:
    """What one question to each partition brought.

    Attributes:
        items: in order, none behind `end`.
        end: as far as every partition has been read; `None` when all have been read to their ends.
        is_cut: some partition stopped because it had looked at as many items as it may.
    """

    items: Sequence[Item]
    end: Position | None
    is_cut: bool


def column_page(store: Store, query: Query, partitions: Sequence[str], *, cursor: str | None) -> Listing[Item]:
    """Read a page of a column from all its partitions.

    The partitions are read upwards, and tasks are only ever moved upwards from one to another: so a task that is
    moved meanwhile is met at least once, and what is met twice is kept once.

    Args:
        query: as it would be if the first partition were all of the column; the cursor is one of it, too.

    Raises:
        Invalid: the cursor is not one of this list.
        Unavailable.
    """
    if cursor is not None:
        query = decode_cursor(cursor, query)
    count = len(partitions)
    query = replace(query, examine=max(EXAMINED // count, LEAST_EXAMINED) if query.where else query.examine)
    sweep = _sweep(store, replace(query, limit=_share(query.limit, count)), partitions)
    items = list(sweep.items)
    if sweep.end is not None and len(items) < query.limit and not sweep.is_cut:
        # One partition holds more than its share of this page: what is missing may be all in it.
        rest = replace(query, limit=query.limit - len(items), after=sweep.end)
        sweep = _sweep(store, rest, partitions)
        met = _by_key(items)
        items += [item for item in sweep.items if key_of(item) not in met]
    page = items[: query.limit]
    end = _position(page[-1]) if len(items) > query.limit else sweep.end
    return Listing(page, encode_cursor(query.pk, end) if end else None)


def _share(limit: int, count: int) -> int:
    """Return how many items to ask a partition for, so that they are seldom too few (after Poisson)."""
    even = limit / count
    return min(limit, int(even + _DEVIATIONS * math.sqrt(even)) + 1)


def _sweep(store: Store, query: Query, partitions: Sequence[str]) -> _Sweep:
    pages = [store.read(replace(query, pk=pk)) for pk in partitions]
    ends = [page.next for page in pages if page.next is not None]
    end = min(ends, default=None)
    met = _by_key(item for page in pages for item in page.items).values()
    items = sorted((item for item in met if end is None or _position(item) <= end), key=_position)
    is_cut = any(page.next is not None and len(page.items) < query.limit for page in pages)
    return _Sweep(items, end, is_cut)


def _by_key(items: Iterable[Item]) -> dict[Key, Item]:
    return {key_of(item): item for item in items}


def _position(item: Item) -> Position:
    return Position(str(item["GSI1SK"]), key_of(item))
