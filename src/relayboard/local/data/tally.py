"""Counts items by kind, with a checksum that does not ask for their order."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

import msgspec

from relayboard.ports.table import Item, key_of

_encode = msgspec.json.Encoder(order="deterministic").encode  # engines give attributes in an order of their own
_BYTES = 16


@dataclass(slots=True)
class Tally:
    """What some items come to.

    Attributes:
        kinds: how many there are of each kind, which is the beginnings of an item's two keys.
        checksum: the sum of all items' digests (128 bits); equal sets of items have equal ones.
    """

    kinds: Counter[str] = field(default_factory=Counter)
    checksum: int = 0

    @classmethod
    def of(cls, items: Iterable[Item]) -> "Tally":
        """Count items."""
        tally = cls()
        for item in items:
            tally.add(item)
        return tally

    def add(self, item: Item) -> None:
        """Count one item more."""
        key = key_of(item)
        self.kinds[f"{key.pk.partition('#')[0]} {key.sk.partition('#')[0]}"] += 1
        digest = blake2b(_encode(item), digest_size=_BYTES).digest()
        self.checksum = (self.checksum + int.from_bytes(digest, "big")) % 2 ** (8 * _BYTES)

    @property
    def items(self) -> int:
        """How many there are."""
        return self.kinds.total()

    @property
    def tasks(self) -> int:
        """How many tasks are among them."""
        return self.kinds["TASK METADATA"]

    @property
    def people(self) -> int:
        """How many profiles are among them."""
        return self.kinds["USER PROFILE"]
