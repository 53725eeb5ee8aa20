"""The key that links for switching off mail are signed with: made on first use, and kept in the table."""

from contextlib import suppress

from relayboard.domain.ids import random_bits
from relayboard.ports.table import ABSENT, ConditionFailed, Item, Put
from relayboard.store import keys
from relayboard.store.store import Ref, Store

_BITS = 256


class UnsubscribeKey:
    """Reads the key once, and makes it where there is none."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._key = b""

    def __call__(self) -> bytes:
        """Return the key.

        Raises:
            RaceLost, Unavailable.
        """
        self._key = self._key or self._read() or self._made()
        return self._key

    def _made(self) -> bytes:
        text = f"{random_bits(_BITS):064x}"
        with suppress(ConditionFailed):  # another process was faster: its key holds
            self._store.commit([Put({**keys.unsubscribe_key().attributes, "key": text}, when=ABSENT)])
        return self._read()

    def _read(self) -> bytes:
        ref = Ref(keys.unsubscribe_key(), _key_of)
        return self._store.fetch(ref)[ref] or b""


def _key_of(item: Item) -> bytes:
    return str(item["key"]).encode()
