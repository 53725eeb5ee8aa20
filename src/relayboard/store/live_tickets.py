"""Tickets for live sockets in the table: only their digests, and not for long."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from relayboard.domain.people import Principal, Role
from relayboard.ports.table import ABSENT, EXPIRES, Delete, Exists, Item, Put, Write
from relayboard.store import keys
from relayboard.store.store import Ref


def live_ticket_ref(digest: str) -> Ref[Principal]:
    """Refer to whom a ticket was given."""
    return Ref(keys.live_ticket(digest), _holder_of)


def save_live_ticket(digest: str, holder: Principal, *, expires_at: datetime) -> Write:
    """Return the write that keeps a ticket until it expires."""
    item = {
        **keys.live_ticket(digest).attributes,
        "userId": holder.user_id,
        "role": holder.role.value,
        EXPIRES: int(expires_at.timestamp()),
    }
    return Put(item, when=ABSENT)


def delete_live_ticket(digest: str) -> Write:
    """Return the write that uses a ticket up; its condition lets only one use win."""
    return Delete(keys.live_ticket(digest), when=Exists())


def _holder_of(item: Item) -> Principal:
    data = cast(Mapping[str, Any], item)
    return Principal(data["userId"], Role(data["role"]))
