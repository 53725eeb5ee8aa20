"""Live sockets in the table, where somebody else holds the connections: by person, and those of admins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from relayboard.domain.people import Role
from relayboard.ports.table import EXPIRES, Delete, Index, Item, Put, Query, Value, Write
from relayboard.store import keys

# A little more than API Gateway lets a connection live, for those of whose end it does not tell us.
KEEP_SOCKETS = timedelta(hours=2, minutes=10)
_AT_ONCE = 1000  # a page of the table holds more than anybody has


@dataclass(frozen=True, slots=True, kw_only=True)
class Socket:
    """A connection to somebody's page.

    Attributes:
        id: of the connection, as who holds it names it.
        role: as it was when the socket was opened; what is sent goes by the profile.
    """

    id: str
    user_id: str
    role: Role
    opened_at: datetime


def open_socket(socket: Socket) -> Write:
    """Return the write that notes a socket for as long as it can live."""
    item: dict[str, Value] = {
        **keys.socket(socket.id).attributes,
        "GSI2PK": keys.sockets_of(socket.user_id),
        "GSI2SK": socket.id,
        "id": socket.id,
        "userId": socket.user_id,
        "role": socket.role.value,
        "openedAt": socket.opened_at.isoformat(),
        EXPIRES: int((socket.opened_at + KEEP_SOCKETS).timestamp()),
    }
    if socket.role is Role.ADMIN:
        item |= {"GSI1PK": keys.ADMIN_SOCKETS, "GSI1SK": socket.id}
    return Put(item)


def close_socket(connection_id: str) -> Write:
    """Return the write that forgets a socket; one that is not known is no error."""
    return Delete(keys.socket(connection_id))


def sockets_of(user_id: str) -> Query:
    """Ask for a person's sockets."""
    return Query(pk=keys.sockets_of(user_id), index=Index.GSI2, limit=_AT_ONCE)


def sockets_of_admins() -> Query:
    """Ask for the sockets that admins opened."""
    return Query(pk=keys.ADMIN_SOCKETS, index=Index.GSI1, limit=_AT_ONCE)


def socket_of(item: Item) -> Socket:
    """Read a socket."""
    data = cast(Mapping[str, Any], item)
    return Socket(
        id=data["id"],
        user_id=data["userId"],
        role=Role(data["role"]),
        opened_at=datetime.fromisoformat(data["openedAt"]),
    )
