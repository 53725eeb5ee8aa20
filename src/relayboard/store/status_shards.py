"""Over how many partitions (shards) the table's columns are spread, and how all servers come to agree on it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from relayboard.ports.table import ABSENT, Equals, Item, Put, Write
from relayboard.store import keys
from relayboard.store.store import Ref, Store

MAX_SHARDS = 64
KNOWN_FOR_SECONDS = 10.0


class Shards(Protocol):
    """How many shards each column has, as far as this server knows."""

    def reading(self) -> int:
        """Return how many have to be read for a whole column."""

    def writing(self) -> int:
        """Return over how many tasks are to be written."""


@dataclass(frozen=True, slots=True)
class FixedShards:
    """A number that nobody changes."""

    count: int = 1

    def reading(self) -> int:
        return self.count

    def writing(self) -> int:
        return self.count


ONE_SHARD = FixedShards(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardState:
    """How far a table's columns are spread. As it is made, the state of a table that has none: not at all.

    The three numbers only grow, one after the other, so that every reader knows of a shard before anybody
    writes there.

    Attributes:
        reading: how many shards of a column everybody reads.
        writing: over how many tasks are written.
        spread: over how many every task has been spread; smaller than `writing` while tasks are being moved.
        partition: the partition whose tasks are to be looked at next; `None` is the first.
        cursor: how far it has been looked through.
        moved: how many tasks have been moved to reach `writing`.
        holder: the server that is moving tasks, until `lease_until`.
    """

    reading: int = 1
    writing: int = 1
    spread: int = 1
    partition: str | None = None
    cursor: str | None = None
    moved: int = 0
    holder: str = ""
    lease_until: datetime | None = None
    revision: int = 0

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to move any more."""
        return self.reading == self.writing == self.spread


class StatusShards:
    """What the table says, asked again when what is known has grown old.

    Raises Unavailable when the table cannot be asked: to go on with old numbers could lose tasks from lists.

    Args:
        elapsed: seconds on a clock that never goes back.
        known_for_seconds: how long what was read is taken to be true.
    """

    def __init__(
        self,
        store: Store,
        *,
        elapsed: Callable[[], float] = time.monotonic,
        known_for_seconds: float = KNOWN_FOR_SECONDS,
    ) -> None:
        self._store = store
        self._elapsed = elapsed
        self._known_for_seconds = known_for_seconds
        self._known = ShardState()
        self._read_at: float | None = None

    def reading(self) -> int:
        return self._state().reading

    def writing(self) -> int:
        return self._state().writing

    def _state(self) -> ShardState:
        now = self._elapsed()
        if self._read_at is None or now - self._read_at >= self._known_for_seconds:
            self._known = shard_state(self._store)
            self._read_at = now  # when the question was asked, not when it was answered
        return self._known


def shard_state(store: Store) -> ShardState:
    """Read how far the columns are spread.

    Raises:
        Unavailable.
    """
    return store.get(Ref(keys.status_shards(), _state_of)) or ShardState()


def save_shard_state(before: ShardState, after: ShardState) -> Write:
    """Return the write that takes the state on; its condition lets only one server win."""
    item = {
        **keys.status_shards().attributes,
        "reading": after.reading,
        "writing": after.writing,
        "spread": after.spread,
        "partition": after.partition,
        "cursor": after.cursor,
        "moved": after.moved,
        "holder": after.holder,
        "leaseUntil": after.lease_until.isoformat() if after.lease_until else None,
        "revision": before.revision + 1,
    }
    return Put(item, when=Equals("revision", before.revision) if before.revision else ABSENT)


def _state_of(item: Item) -> ShardState:
    data = cast(Mapping[str, Any], item)
    return ShardState(
        reading=data["reading"],
        writing=data["writing"],
        spread=data["spread"],
        partition=data["partition"],
        cursor=data["cursor"],
        moved=data["moved"],
        holder=data["holder"],
        lease_until=datetime.fromisoformat(data["leaseUntil"]) if data["leaseUntil"] else None,
        revision=data["revision"],
    )
