"""The table in memory: for tests, and the shortest description of what a table does."""

from collections.abc import Sequence
from threading import Lock

from relayboard.adapters.conditions import holds, is_same, living
from relayboard.adapters.item_json import copy_of
from relayboard.adapters.limits import check_key, check_query, check_writes
from relayboard.adapters.outcomes import outcome_of
from relayboard.adapters.paging import Range, cut_page, position_of, range_of
from relayboard.adapters.wakeups import Wakeup
from relayboard.ports.changes import Change
from relayboard.ports.clock import Clock
from relayboard.ports.table import Check, ConditionFailed, Item, Key, Page, Query, Write


class MemoryTable:
    """A table that is gone when the program ends; MemoryChanges is its feed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._items: dict[Key, Item] = {}
        self._lock = Lock()
        self._changes: list[Change] = []
        self._forgotten = 0
        self.wakeup = Wakeup()

    def get(self, key: Key) -> Item | None:
        check_key(key)
        with self._lock:
            return _copy(self._living(key))

    def get_many(self, keys: Sequence[Key]) -> list[Item | None]:
        for key in keys:
            check_key(key)
        with self._lock:
            return [_copy(self._living(key)) for key in keys]

    def query(self, query: Query) -> Page:
        check_query(query)
        wanted = range_of(query)
        if wanted is None:
            return Page([], None)
        with self._lock:
            page = cut_page(self._ordered(query, wanted), query, self._now())
        return Page([copy_of(item) for item in page.items], page.next)

    def write(self, *writes: Write) -> None:
        check_writes(writes)
        with self._lock:
            living = [self._living(write.key) for write in writes]
            pairs = enumerate(zip(writes, living, strict=True))
            failed = [number for number, (write, item) in pairs if write.when and not holds(write.when, item)]
            if failed:
                raise ConditionFailed(failed)
            outcomes = [outcome_of(write, item) for write, item in zip(writes, living, strict=True)]
            for write, new in zip(writes, outcomes, strict=True):
                if not isinstance(write, Check):
                    self._store(write.key, new)
        self.wakeup.signal()

    def changes_behind(self, number: int) -> list[Change]:
        """Return all changes after this one, the first being 1."""
        with self._lock:
            return self._changes[max(0, number - self._forgotten) :]

    def newest_change(self) -> int:
        """Return the number of the newest change; 0 when there never was one."""
        with self._lock:
            return self._forgotten + len(self._changes)

    def forget_changes(self, number: int) -> None:
        """Let go of the changes up to and including this one."""
        with self._lock:
            del self._changes[: max(0, number - self._forgotten)]
            self._forgotten = max(self._forgotten, number)

    def _store(self, key: Key, new: Item | None) -> None:
        old = self._items.pop(key, None)
        if new is not None:
            self._items[key] = new = copy_of(new)
        if not is_same(old, new):
            number = self._forgotten + len(self._changes) + 1
            self._changes.append(Change(str(number), key, old, new))

    def _ordered(self, query: Query, wanted: Range) -> list[Item]:
        index = query.index
        found = [item for item in self._items.values() if item.get(index.pk) == query.pk]
        found = [item for item in found if _is_within(str(item[index.sk]), wanted)]
        found.sort(key=lambda item: position_of(item, index), reverse=query.descending)
        if wanted.after is None:
            return found
        if query.descending:
            return [item for item in found if position_of(item, index) < wanted.after]
        return [item for item in found if position_of(item, index) > wanted.after]

    def _living(self, key: Key) -> Item | None:
        return living(self._items.get(key), self._now())

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


class MemoryChanges:
    """The change feed of a table in memory."""

    def __init__(self, table: MemoryTable) -> None:
        self._table = table
        self._seen = 0

    def read(self, after: str | None, *, limit: int) -> Sequence[Change]:
        self._seen = self._table.wakeup.count
        return self._table.changes_behind(int(after or 0))[:limit]

    def newest(self) -> str | None:
        number = self._table.newest_change()
        return str(number) if number else None

    def forget(self, before: str) -> None:
        self._table.forget_changes(int(before))

    def wait(self, timeout_seconds: float) -> None:
        self._table.wakeup.wait_beyond(self._seen, timeout_seconds)


def _is_within(sort: str, wanted: Range) -> bool:
    return (wanted.lower is None or sort >= wanted.lower) and (wanted.upper is None or sort <= wanted.upper)


def _copy(item: Item | None) -> Item | None:
    return None if item is None else copy_of(item)
