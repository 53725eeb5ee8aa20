"""A table that counts what each call would cost on DynamoDB.

The rules are those of "DynamoDB read and write operations" in the Amazon DynamoDB Developer Guide: a write unit
takes 1 KiB, a read unit 4 KiB; transactions write for twice as much; an index takes a write of its own, two when
an item changes its place there; reading an index costs half, because it may lag behind.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from relayboard.adapters.conditions import is_same
from relayboard.adapters.limits import check_item
from relayboard.adapters.memory_table import MemoryTable
from relayboard.ports.table import Check, Index, Item, Key, Page, Query, Write

_WRITE_UNIT_BYTES = 1024
_READ_UNIT_BYTES = 4096
_INDEXES = (Index.GSI1, Index.GSI2)


@dataclass(slots=True)
class Units:
    """What some calls cost.

    Attributes:
        writes, reads: request units.
        queries: how many there were.
        by_partition: write units by the partition (of the table or an index) that bears them.
    """

    writes: float = 0
    reads: float = 0
    queries: int = 0
    by_partition: Counter[str] = field(default_factory=Counter)


class MeteredTable:
    """Wraps a table in memory; everything is counted into the innermost `counting`."""

    def __init__(self, inner: MemoryTable) -> None:
        self._inner = inner
        self._units = Units()

    @contextmanager
    def counting(self) -> Iterator[Units]:
        """Count what happens inside."""
        before, self._units = self._units, Units()
        yield self._units
        self._units = before

    def get(self, key: Key) -> Item | None:
        item = self._inner.get(key)
        self._units.reads += _read_units(item)
        return item

    def get_many(self, keys: Sequence[Key]) -> list[Item | None]:
        items = self._inner.get_many(keys)
        self._units.reads += sum(map(_read_units, items))
        return items

    def query(self, query: Query) -> Page:
        page = self._inner.query(query)
        size = sum(check_item(item) for item in page.items)
        share = 1.0 if query.index is Index.MAIN else 0.5
        self._units.reads += max(1, math.ceil(size / _READ_UNIT_BYTES)) * share
        self._units.queries += 1
        return page

    def write(self, *writes: Write) -> None:
        keys = [write.key for write in writes]
        before = self._inner.get_many(keys)
        self._inner.write(*writes)
        is_transaction = len(writes) > 1 or isinstance(writes[0], Check)
        for key, old, new in zip(keys, before, self._inner.get_many(keys), strict=True):
            self._count(key.pk, max(_write_units(old), _write_units(new), 1) * (2 if is_transaction else 1))
            for index in _INDEXES:
                self._count_index(index, old, new)

    def _count_index(self, index: Index, old: Item | None, new: Item | None) -> None:
        was, is_now = _place(old, index), _place(new, index)
        if was == is_now:
            if is_now is not None and not is_same(old, new):
                self._count(is_now[0], max(_write_units(old), _write_units(new)))
            return
        for place, item in ((was, old), (is_now, new)):
            if place is not None:
                self._count(place[0], _write_units(item))

    def _count(self, partition: str, units: float) -> None:
        self._units.writes += units
        self._units.by_partition[partition] += int(units)


def _place(item: Item | None, index: Index) -> tuple[str, str] | None:
    if item is None or item.get(index.pk) is None:
        return None
    return str(item[index.pk]), str(item[index.sk])


def _write_units(item: Item | None) -> int:
    return 0 if item is None else math.ceil(check_item(item) / _WRITE_UNIT_BYTES)


def _read_units(item: Item | None) -> int:
    return 1 if item is None else math.ceil(check_item(item) / _READ_UNIT_BYTES)
