"""What can be moved: a table with what moving everything needs beside the port."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Protocol

from relayboard.adapters.item_json import encode
from relayboard.domain.errors import RelayboardError
from relayboard.ports.table import Item, Key, Table

_BATCH_BYTES = 1024 * 1024  # of JSON; more would take long over a slow line


class MoveFailed(RelayboardError):
    """A move cannot be made or does not add up; says why, and what to do."""


class MovableTable(Protocol):
    """A table that everything can be moved out of and into.

    Attributes:
        name: what people call it.
        id: the same text whenever the same table is opened, and another for every other.
    """

    name: str
    id: str

    @property
    def table(self) -> Table:
        """The table itself."""

    def items(self, after: Key | None = None) -> Iterator[Item]:
        """Yield all living items behind a key, always in the same order."""

    def count(self) -> int:
        """Return about how many items there are."""

    def store(self, items: Iterable[Item]) -> Iterator[list[Item]]:
        """Write items over any with their keys, and yield them in order, when they are durable."""

    def mute(self, *, is_muted: bool) -> None:
        """Keep changes from being told to anybody, or let them be told again."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A clock that stands still, so that both ends agree on what has expired."""

    at: datetime

    def now(self) -> datetime:
        """Return the same moment always."""
        return self.at


def batches(items: Iterable[Item], most: int) -> Iterator[list[Item]]:
    """Cut items into lists that are short enough for one call of an engine."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(encode(item))
        if len(batch) == most or size > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def id_of(address: str) -> str:
    """Return what stands for a table, wherever it is, without saying where that is."""
    return blake2b(address.encode(), digest_size=8).hexdigest()
