"""The order of what one person hears about one thing: while an earlier notice is late, later ones wait for it."""

from bisect import bisect_left, insort

from relayboard.domain.deliveries import Delivery

_Lane = tuple[str, str]


class Order:
    """What of one channel is late, as far as this process knows; whether it still is, the ledger says."""

    def __init__(self) -> None:
        self._late: dict[_Lane, list[str]] = {}

    def before(self, delivery: Delivery) -> str | None:
        """Return the event of the last late notice to the same person about the same thing before this one."""
        late = self._late.get(_lane(delivery), [])
        place = bisect_left(late, delivery.event_id)
        return late[place - 1] if place else None

    def note(self, delivery: Delivery) -> None:
        """Take note that this one is late."""
        late = self._late.setdefault(_lane(delivery), [])
        if delivery.event_id not in late:
            insort(late, delivery.event_id)

    def forget(self, delivery: Delivery, event_id: str) -> None:
        """Take note that the notice of an event, in the same lane as this one, is late no more."""
        late = self._late.get(_lane(delivery), [])
        if event_id in late:
            late.remove(event_id)
        if not late:
            self._late.pop(_lane(delivery), None)


def _lane(delivery: Delivery) -> _Lane:
    return delivery.subject_id, delivery.person.id
