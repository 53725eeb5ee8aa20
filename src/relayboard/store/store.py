"""Reading and writing the table in the domain's own values."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar, cast

from relayboard.domain.errors import Unavailable
from relayboard.ports.table import Item, Key, Page, Query, Table, TableBroken, TableBusy, Write
from relayboard.store.cursor import decode_cursor, encode_cursor

_log = logging.getLogger(__name__)
S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ref(Generic[T]):
    """A thing in the table: where it is and how it is read."""

    key: Key
    load: Callable[[Item], T]


class Found:
    """What one read brought: `found[ref]` is the thing, or `None`."""

    def __init__(self, things: dict[Key, object]) -> None:
        self._things = things

    def __getitem__(self, ref: Ref[T]) -> T | None:
        return cast(T | None, self._things.get(ref.key))


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A page of a list; `cursor` continues it, `None` at the end."""

    items: Sequence[T]
    cursor: str | None

    def each(self, read: Callable[[T], S]) -> "Listing[S]":
        """Return this page with every thing read as another."""
        return Listing([read(item) for item in self.items], self.cursor)


class Store:
    """The table, as repositories and services use it.

    Methods raise Unavailable when the engine is busy or broken; `commit` also lets ConditionFailed and
    RaceLost through, which only the caller can judge.
    """

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, ref: Ref[T]) -> T | None:
        """Read one thing."""
        try:
            item = self._table.get(ref.key)
        except (TableBusy, TableBroken) as error:
            raise _unavailable(error) from error
        return None if item is None else ref.load(item)

    def fetch(self, *refs: Ref[Any]) -> Found:
        """Read several things of any kinds in one call."""
        by_key = {ref.key: ref for ref in refs}
        try:
            items = self._table.get_many(list(by_key))
        except (TableBusy, TableBroken) as error:
            raise _unavailable(error) from error
        pairs = zip(by_key.values(), items, strict=True)
        return Found({ref.key: ref.load(item) for ref, item in pairs if item is not None})

    def read(self, query: Query) -> Page:
        """Read a page of a partition as the table gives it."""
        try:
            return self._table.query(query)
        except (TableBusy, TableBroken) as error:
            raise _unavailable(error) from error

    def page(self, query: Query, load: Callable[[Item], T], *, cursor: str | None = None) -> Listing[T]:
        """Read a page of a partition.

        Raises:
            Invalid: the cursor is not one of this list.
        """
        return self.items(query, cursor=cursor).each(load)

    def items(self, query: Query, *, cursor: str | None = None) -> Listing[Item]:
        """Read a page of a partition as it is stored.

        Raises:
            Invalid: the cursor is not one of this list.
        """
        if cursor is not None:
            query = decode_cursor(cursor, query)
        page = self.read(query)
        return Listing(page.items, encode_cursor(query.pk, page.next) if page.next else None)

    def all(self, query: Query, load: Callable[[Item], T]) -> Iterator[T]:
        """Read a whole range, page by page."""
        while True:
            page = self.read(query)
            yield from map(load, page.items)
            if page.next is None:
                return
            query = replace(query, after=page.next)

    def commit(self, writes: Sequence[Write]) -> None:
        """Write all of it or nothing.

        Raises:
            ConditionFailed, RaceLost, Unavailable.
        """
        try:
            self._table.write(*writes)
        except (TableBusy, TableBroken) as error:
            raise _unavailable(error) from error


def _unavailable(error: TableBusy | TableBroken) -> Unavailable:
    if isinstance(error, TableBusy):
        return Unavailable("The store is busy. Please try again.", retry_after_seconds=1)
    _log.error("table.broken", extra={"error": str(error)})
    return Unavailable(f"The store does not work: {error.advice}", retry_after_seconds=30)
