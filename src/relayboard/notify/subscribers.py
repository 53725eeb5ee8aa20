"""What reads the change feed: each subscriber on its own, with its own place in it."""

from datetime import datetime
from typing import Protocol

from relayboard.domain.errors import RelayboardError
from relayboard.ports.table import Item


class NotNow(RelayboardError):
    """Nothing was done about an item, and nothing would be about the next one: it has to come again later."""

    def __init__(self) -> None:
        super().__init__("Nothing is taken at the moment.")


class Subscriber(Protocol):
    """Does something about items that were put into the table.

    Every item comes at least once: `handle` and `retry_due` must bear repetition. Both raise Unavailable when
    the store is away; the caller then comes back with the same item.
    """

    @property
    def name(self) -> str:
        """Name the subscriber's place in the feed; it never changes."""

    def wants(self, item: Item) -> bool:
        """Tell whether this new item is for this subscriber."""

    def handle(self, item: Item) -> None:
        """Do what there is to do about a new item; what must be tried again later is kept in the table.

        Raises:
            NotNow.
        """

    def retry_due(self) -> datetime | None:
        """Try again what is due, and return when more will be; `None` when nothing waits."""
