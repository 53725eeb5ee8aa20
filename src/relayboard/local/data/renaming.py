"""People's ids from one user pool in the words of another."""

import re
from collections.abc import Iterable, Iterator, Mapping

from relayboard.adapters.cognito_arrivals import CognitoArrivals
from relayboard.adapters.item_json import decode, encode
from relayboard.local.data.backup import Progress
from relayboard.local.data.export import is_exported
from relayboard.ports.table import Item, Key, key_of
from relayboard.store.people import person_of

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # of a user: a UUID
_LOCAL_POOL = ("POOL#", "OUTBOX#")  # accounts, and mails about them


class Renaming:
    """Says what of a table is moved, and as what.

    Args:
        ids: a person's new id for each old one; empty, where the local user pool moves along.
    """

    def __init__(self, ids: Mapping[str, str] | None = None) -> None:
        self._ids = ids
        self._old = {new: old for old, new in (ids or {}).items()}

    def moved(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield what is moved, as it is to be in the target."""
        for item in items:
            key = key_of(item)
            if is_exported(key) and not (self._ids is not None and key.pk.startswith(_LOCAL_POOL)):
                yield item if self._ids is None else _renamed(item, self._ids)

    def source_key(self, key: Key) -> Key:
        """Return the key in the source of what has this one in the target."""
        return Key(_replaced(key.pk, self._old), _replaced(key.sk, self._old))


def arrivals(items: Iterable[Item], pool: CognitoArrivals, progress: Progress) -> Renaming:
    """Make an account for everybody who has a profile, and return what they are called there.

    Raises:
        Unavailable.
    """
    ids: dict[str, str] = {}
    for item in items:
        if item["SK"] == "PROFILE":
            person = person_of(item)
            ids[person.id] = pool.arrive(person.email, person.name, person.role, is_active=person.is_active)
            progress(len(ids), len(ids))
    return Renaming(ids)


def _renamed(item: Item, ids: Mapping[str, str]) -> Item:
    # In keys, in mentions, in lists: an id is found wherever it stands, for nothing else looks like it.
    return decode(_replaced(encode(item).decode(), ids).encode())


def _replaced(text: str, ids: Mapping[str, str]) -> str:
    return _ID.sub(lambda found: ids.get(found[0], found[0]), text)
