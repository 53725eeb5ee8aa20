"""Tickets that open live sockets: a browser cannot send a token with its request for a socket."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from relayboard.domain.errors import NotFound
from relayboard.domain.ids import random_bits
from relayboard.domain.people import Principal
from relayboard.domain.permissions import Action, Relation, require
from relayboard.ports.table import ConditionFailed, RaceLost
from relayboard.services.unit_of_work import UnitsOfWork
from relayboard.store.live_tickets import delete_live_ticket, live_ticket_ref, save_live_ticket
from relayboard.store.store import Store

TICKET_SECONDS = 60
TICKET_LENGTH = 64  # 256 random bits in hexadecimal


@dataclass(frozen=True, slots=True)
class Ticket:
    """What opens one socket, once.

    Attributes:
        url: where to connect to; empty where this installation has no live sockets.
    """

    value: str
    url: str
    expires_at: datetime


class LiveTickets:
    """The use cases of tickets. Raises Unavailable when the store is away.

    Args:
        url: where sockets are opened; empty where there are none.
    """

    def __init__(self, store: Store, units: UnitsOfWork, *, url: str) -> None:
        self._store = store
        self._units = units
        self._url = url

    def issue(self, *, by: Principal) -> Ticket:
        """Give out a ticket that opens one socket within a minute.

        Raises:
            Forbidden: the actor has no profile, or was deactivated.
        """
        unit = self._units.begin(by)
        require(unit.actor.role, Relation.SELF, Action.LIVE_FOLLOW)
        value = f"{random_bits(256):0{TICKET_LENGTH}x}"
        holder = Principal(unit.actor.id, unit.actor.role)
        # To whole seconds, as the table keeps them.
        expires_at = unit.now.replace(microsecond=0) + timedelta(seconds=TICKET_SECONDS)
        unit.commit([save_live_ticket(_digest(value), holder, expires_at=expires_at)])
        return Ticket(value, self._url, expires_at)

    def redeem(self, value: str) -> Principal:
        """Use a ticket up and return whom it was given; their rights are read anew before anything is sent.

        Raises:
            NotFound: it is none of ours, has been used, or is too old.
        """
        digest = _digest(value)
        holder = self._store.get(live_ticket_ref(digest))
        if holder is None:
            raise NotFound("ticket")
        try:
            self._store.commit([delete_live_ticket(digest)])
        except (ConditionFailed, RaceLost) as error:
            raise NotFound("ticket") from error
        return holder


def _digest(value: str) -> str:
    return sha256(value.encode(errors="surrogatepass")).hexdigest()
