"""The change-feed port: what was written to the table, in order, with old and new images."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from relayboard.ports.table import Item, Key


@dataclass(frozen=True, slots=True)
class Change:
    """One item's change.

    Attributes:
        position: opaque; `read` continues behind it.
        old, new: the item before and after; `None` when it did not exist. `old` may have expired before.
    """

    position: str
    key: Key
    old: Item | None
    new: Item | None


class Changes(Protocol):
    """The changes of a table. Changes of one item come in the order in which they happened."""

    def read(self, after: str | None, *, limit: int) -> Sequence[Change]:
        """Return the changes behind a position, or from the oldest one that is kept; empty when there are none.

        A write that left an item as it was is no change, and neither is that an item expires.

        Raises:
            TableBusy, TableBroken.
        """

    def newest(self) -> str | None:
        """Return the position behind which comes only what is written from now on; `None` when nothing was ever.

        Raises:
            TableBusy, TableBroken.
        """

    def forget(self, before: str) -> None:
        """Let go of all changes up to and including this position; engines that do so by themselves do nothing.

        Raises:
            TableBusy, TableBroken.
        """

    def wait(self, timeout_seconds: float) -> None:
        """Return soon after something may have been written, or after the time."""
